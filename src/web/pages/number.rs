//! A number for right now, taken with a phone in the lobby, where the office allows it (S2).

use maud::html;

use super::book::{procedure, sent_before, to_ticket};
use super::fields::{self, Line, Wrong};
use super::{not_found, sorry};
use crate::app::citizen::{self, Outcome};
use crate::app::live::LiveError;
use crate::domain::event::Reason;
use crate::domain::text::Phone;
use crate::domain::ticket::{Channel, Person};
use crate::web::context::Context;
use crate::web::day_code::DAY_CODE;
use crate::web::reply::Reply;
use crate::web::tokens::{Token, TokenError};
use crate::web::words::book::{self as say_book, number as say};

/// The empty form.
pub(crate) fn form(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    if !cx.site.settings.walkin {
        return Ok(not_found(cx.site));
    }
    let (office, now) = (cx.office(), cx.minute());
    if !office
        .rules()
        .field_indexes()
        .any(|field| office.takes_walkins(field, now))
    {
        return Ok(sorry(cx.site, 200, say::CLOSED, say::CLOSED_HINT));
    }
    let chosen = cx.query.line("thu-tuc");
    Ok(Reply::page(draw(
        cx,
        (&chosen, ""),
        &Wrong::default(),
        None,
    )))
}

/// A form that was sent.
pub(crate) fn sent(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    if !cx.site.settings.walkin {
        return Ok(not_found(cx.site));
    }
    if cx.site.live.store().form_is_shut()? {
        return Ok(super::book::shut(cx));
    }
    let sent = cx.sent_token();
    let token = match &sent {
        Ok(token) => Some(*token),
        Err((_, token)) => *token,
    };
    if let Some(reply) = sent_before(cx, token)? {
        return Ok(reply);
    }
    let typed = (cx.form.line("thu-tuc"), cx.form.line("dien-thoai"));
    let mut wrong = Wrong::default();
    let chosen = procedure(cx, &typed.0).map(|(p, field)| (p.id.clone(), field));
    wrong.note_if(chosen.is_none(), "thu-tuc", say_book::NO_PROCEDURE);
    let phone = Phone::parse(&typed.1)
        .map_err(|e| wrong.note("dien-thoai", super::book::upper(&e.to_string())))
        .ok();
    if let (Some((id, field)), Some(phone)) = (chosen, phone) {
        match sent {
            Err((TokenError::Hasty, _)) => wrong.note("gui", say_book::HASTY),
            Err((TokenError::Stale, _)) => wrong.note("gui", cx.stale()),
            Ok(_) if cx.site.limits.made_wait(cx.from, cx.instant).is_some() => {
                wrong.note("gui", say_book::TOO_FAST);
            }
            Ok(_) if !is_here(cx, &mut wrong)? => {}
            Ok(_) if cx.is_crowded() => {
                let texts_to = cx.site.settings.texts_to.as_deref();
                wrong.note("gui", say_book::crowded(texts_to));
            }
            Ok(token) => {
                let person = Person {
                    phone: Some(phone),
                    procedure: Some(id),
                    channel: Channel::Web,
                    ..Person::default()
                };
                let whose = person.phone.as_ref().map_or("", Phone::as_str);
                let same = cx.tag_of_wish(&["so", whose, &cx.minute().day().to_string()]);
                // Who closed the page finds the own number again.
                if let Some(same) = same
                    && let Some(own) = citizen::of_form(&cx.site.live, &same)?
                    && !own.state.is_final()
                    && let Some(reply) = to_ticket(cx, &own, "")
                {
                    return Ok(reply);
                }
                let kept = [Some(token.nonce), same].into_iter().flatten().collect();
                let kept = citizen::keeping_form(kept, cx.source());
                let outcome = citizen::take_number(&mut cx.site.live, field, person, kept)?;
                let name = cx.office().rules().field(field).name.clone();
                match outcome {
                    Outcome::Done(ticket) => {
                        cx.site.limits.made(cx.from, cx.instant);
                        if let Some(reply) = to_ticket(cx, &ticket, "so") {
                            return Ok(reply);
                        }
                    }
                    Outcome::Already(_)
                    | Outcome::Refused(
                        Reason::AlreadyWaiting | Reason::Blocked | Reason::TooMany(_),
                    ) => {
                        // The page is no directory of who is here.
                        if cx.site.limits.may_tell(cx.from, cx.instant) {
                            wrong.note("dien-thoai", say_book::PHONE_REFUSED);
                        } else {
                            wrong.note("gui", say_book::TOO_FAST);
                        }
                    }
                    Outcome::Refused(Reason::Closed | Reason::CounterClosed) => {
                        wrong.note("thu-tuc", say::closed(&name));
                    }
                    Outcome::MovedOften => {}
                    Outcome::Refused(reason) => {
                        wrong.note("dien-thoai", say_book::reason(reason, &name, None));
                    }
                }
            }
        }
    }
    let page = draw(cx, (&typed.0, &typed.1), &wrong, token);
    Ok(Reply::trouble(422, page))
}

/// A number is for who is here: the code of the day is asked for, where the office has one.
fn is_here(cx: &mut Context<'_>, wrong: &mut Wrong) -> Result<bool, LiveError> {
    let words = match cx.wrong_code()? {
        Some((_, words)) => words,
        None if cx.is_here()? => return Ok(true),
        None => say_book::NEEDS_DAY_CODE,
    };
    wrong.note(DAY_CODE, words);
    Ok(false)
}

fn draw(
    cx: &mut Context<'_>,
    (chosen, phone): (&str, &str),
    wrong: &Wrong,
    token: Option<Token>,
) -> maud::Markup {
    let token = cx.token(token);
    let post = cx.site.live.post();
    let told = post.has_modem && post.rules.near;
    let line = Line {
        id: "dien-thoai",
        label: say::PHONE,
        hint: Some(say::phone_hint(told)),
        value: phone,
        autocomplete: "tel",
        most: 30,
        ..Line::default()
    };
    let asks = !cx.is_here().unwrap_or(true);
    let main = html! {
        (wrong.summary(&html! {}))
        h1 { (say::TITLE) }
        p { (say::HINT) }
        form method="post" action="/lay-so" novalidate {
            (fields::procedure(cx.site.live.catalogue(), cx.office().rules(), "thu-tuc", chosen, wrong))
            (line.draw(wrong))
            @if asks { (Line::day_code(say_book::NEEDS_DAY_CODE).draw(wrong)) }
            p.hint { (say::privacy(cx.office_name(), cx.site.settings.keep_days)) }
            (fields::guards(&token))
            button id="gui" { (say::SEND) }
        }
        p { (say::PRIORITY) }
    };
    cx.page(&wrong.title(say::TITLE), &main)
}
