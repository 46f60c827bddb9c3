//! The box for comments and complaints (S3.4): a form, and what became of one, by its code and four letters.

use maud::{Markup, html};

use super::fields::{self, Line, Wrong};
use super::find;
use crate::app::comments::{self, Draft, Sender, Sent};
use crate::app::live::LiveError;
use crate::domain::comment::{Comment, Kind, LONGEST_SUBJECT, LONGEST_TEXT, parse_code};
use crate::domain::text::Phone;
use crate::web::context::Context;
use crate::web::day_code::DAY_CODE;
use crate::web::reply::Reply;
use crate::web::tokens::TokenError;
use crate::web::words::{book as say_book, comments as say};

const KINDS: [(&str, Kind); 2] = [("gop-y", Kind::Comment), ("phan-anh", Kind::Complaint)];

/// The empty form.
pub(crate) fn form(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    Ok(Reply::page(draw(cx, &Wrong::default())))
}

/// What was sent.
pub(crate) fn sent(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let mut wrong = Wrong::default();
    let token = cx.sent_token();
    let draft = read(cx, &mut wrong);
    match (token, draft) {
        (Err((TokenError::Stale, _)), _) => wrong.note("gui", cx.stale()),
        (Err((TokenError::Hasty, _)), _) => wrong.note("gui", say_book::HASTY),
        (_, None) => {}
        (Ok(token), Some(draft)) => return keep(cx, &token.nonce, &draft),
    }
    Ok(Reply::trouble(422, draw(cx, &wrong)))
}

/// Keeps it, unless the box or the place has enough.
fn keep(cx: &mut Context<'_>, seed: &[u8], draft: &Draft) -> Result<Reply, LiveError> {
    let mut wrong = Wrong::default();
    if let Some((status, words)) = cx.wrong_code()? {
        wrong.note(DAY_CODE, words);
        return Ok(Reply::trouble(status, draw(cx, &wrong)));
    }
    let is_here = cx.is_here()?;
    let by = Sender {
        source: cx.source_of_comment(),
        is_here,
        may: cx.site.limits.may_comment(cx.from, is_here, cx.instant),
    };
    let phone = cx.site.settings.phone.clone();
    let (status, words) = match comments::send(&mut cx.site.live, seed, draft, by)? {
        Sent::New(kept) => {
            cx.site.limits.commented(cx.from, is_here, cx.instant);
            return Ok(Reply::elsewhere(format!("{}&xong=gui", path_of(&kept))));
        }
        Sent::Known(kept) => {
            return Ok(Reply::elsewhere(format!("{}&xong=gui", path_of(&kept))));
        }
        Sent::Full if !by.may => (429, say::too_many(phone.as_deref())),
        Sent::Full => (503, say::full(phone.as_deref())),
    };
    wrong.note("gui", words);
    Ok(Reply::trouble(status, draw(cx, &wrong)))
}

/// The way to the answer: code and letters.
pub(crate) fn ask(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    Ok(Reply::page(draw_ask(cx, &Wrong::default())))
}

/// Code and letters that were sent.
pub(crate) fn asked(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let mut wrong = Wrong::default();
    if matches!(cx.sent_token(), Err((TokenError::Stale, _))) {
        wrong.note("xem", cx.stale());
        return Ok(Reply::trouble(422, draw_ask(cx, &wrong)));
    }
    match parse_code(&cx.form.line("ma-gop-y")) {
        Ok(code) => {
            let key = cx.form.line("bon-chu");
            look(cx, &code, &key, true)
        }
        Err(error) => {
            wrong.note("ma-gop-y", say::wrong_code(&error.to_string()));
            Ok(Reply::trouble(422, draw_ask(cx, &wrong)))
        }
    }
}

/// The page of one.
pub(crate) fn show(cx: &mut Context<'_>, code: &str) -> Result<Reply, LiveError> {
    let key = cx.query.raw("k").to_owned();
    // What is no code is looked for and counted like a wrong one.
    let code = parse_code(code).unwrap_or_default();
    look(cx, &code, &key, false)
}

/// Whoever tries is slowed down and stopped as with other codes.
fn look(cx: &mut Context<'_>, code: &str, key: &str, typed: bool) -> Result<Reply, LiveError> {
    if let Some(reply) = find::too_many_tries(cx) {
        return Ok(reply);
    }
    if let Some(wait) = cx.site.limits.code_wait(code, cx.instant) {
        let mut wrong = Wrong::default();
        wrong.note("ma-gop-y", say::code_tired(wait.as_secs().div_ceil(60)));
        return Ok(Reply::trouble(429, draw_ask(cx, &wrong)));
    }
    match comments::open(&cx.site.live, code, key)? {
        Some(found) if typed => {
            let open = Reply::elsewhere(path_of(&found));
            Ok(cx.slowly(open))
        }
        Some(found) => Ok(Reply::page(draw_one(cx, &found))),
        None => {
            cx.site.limits.wrong(cx.from, cx.instant);
            cx.site.limits.wrong_digits(code, cx.instant);
            let mut wrong = Wrong::default();
            wrong.note("ma-gop-y", say::WRONG);
            let page = Reply::trouble(422, draw_ask(cx, &wrong));
            Ok(cx.slowly(page))
        }
    }
}

fn path_of(comment: &Comment) -> String {
    format!("/gop-y/{}?k={}", comment.code, comment.key)
}

fn read(cx: &Context<'_>, wrong: &mut Wrong) -> Option<Draft> {
    let cut = |text: String, most| text.chars().take(most).collect::<String>();
    let kind = KINDS
        .into_iter()
        .find(|(key, _)| *key == cx.form.raw("loai"));
    let subject = cut(cx.form.line("ve-viec"), LONGEST_SUBJECT);
    let text = cut(cx.form.text("noi-dung"), LONGEST_TEXT);
    let typed = cx.form.line("dien-thoai");
    wrong.note_if(kind.is_none(), "loai", say::NO_KIND);
    wrong.note_if(subject.is_empty(), "ve-viec", say::NO_SUBJECT);
    wrong.note_if(text.is_empty(), "noi-dung", say::NO_TEXT);
    let phone = match typed.is_empty() {
        true => None,
        false => match Phone::parse(&typed) {
            Ok(phone) => Some(phone),
            Err(error) => {
                wrong.note("dien-thoai", super::book::upper(&error.to_string()));
                None
            }
        },
    };
    let (_, kind) = kind.filter(|_| wrong.is_empty())?;
    Some(Draft {
        kind,
        subject,
        text,
        phone,
    })
}

fn draw(cx: &mut Context<'_>, wrong: &Wrong) -> Markup {
    let token = cx.token(None);
    let kinds = KINDS.map(|(key, kind)| (key, say::kind(kind).to_owned()));
    let (subject, phone) = (cx.form.line("ve-viec"), cx.form.line("dien-thoai"));
    let subject = Line {
        id: "ve-viec",
        label: say::SUBJECT,
        value: &subject,
        autocomplete: "on",
        most: LONGEST_SUBJECT,
        ..Line::default()
    };
    let phone = Line {
        id: "dien-thoai",
        label: say::PHONE,
        hint: Some(say::PHONE_HINT),
        value: &phone,
        autocomplete: "tel",
        most: 20,
        ..Line::default()
    };
    let asks = !cx.is_here().unwrap_or(true);
    let main = html! {
        (wrong.summary(&html! {}))
        h1 { (say::TITLE) }
        p { (say::ABOUT) }
        form method="post" action="/gop-y" novalidate {
            (fields::choice("loai", (say::KIND, None), &kinds, cx.form.raw("loai"), wrong))
            (subject.draw(wrong))
            (fields::text("noi-dung", (say::TEXT, None), &cx.form.text("noi-dung"), wrong))
            (phone.draw(wrong))
            @if asks { (Line::day_code(say::DAY_CODE_HINT).draw(wrong)) }
            (fields::guards(&token))
            button id="gui" { (say::SEND) }
        }
        a.go href="/gop-y/xem" { (say::LOOK) }
    };
    cx.page(&wrong.title(say::TITLE), &main)
}

fn draw_ask(cx: &mut Context<'_>, wrong: &Wrong) -> Markup {
    let token = cx.token(None);
    let (code, key) = (cx.form.line("ma-gop-y"), cx.form.line("bon-chu"));
    let line = |id, label, hint, value, most| Line {
        id,
        label,
        hint,
        value,
        autocomplete: "off",
        most,
        short: true,
        ..Line::default()
    };
    let code = line("ma-gop-y", say::CODE, Some(say::CODE_HINT), &code, 20);
    let key = line("bon-chu", say::KEY, None, &key, 8);
    let main = html! {
        (wrong.summary(&html! {}))
        h1 { (say::LOOK) }
        form method="post" action="/gop-y/xem" novalidate {
            (code.draw(wrong))
            (key.draw(wrong))
            (fields::guards(&token))
            button id="xem" { (say::LOOK) }
        }
    };
    cx.page(&wrong.title(say::LOOK), &main)
}

fn draw_one(cx: &Context<'_>, c: &Comment) -> Markup {
    let title = match cx.query.raw("xong") {
        "gui" => say::THANKS,
        _ => say::state(c.state),
    };
    let main = html! {
        h1 { (title) }
        p.mine { (say::CODE) " " span.code { (c.code) } " · " (say::KEY) " " span.code { (c.key) } }
        p.hint { (say::KEEP) }
        div.box { p { strong { (say::state(c.state)) } } }
        @if let (Some(answer), Some(at)) = (&c.answer, c.answered) {
            h2 { (say::ANSWER) }
            p { (answer) }
            p.hint { (say::at(say::ANSWERED_AT, at)) }
        }
        dl {
            dt { (say::kind(c.kind)) }
            dd { (c.subject) }
            dt { (say::TEXT) }
            dd { (c.text) }
        }
        p.hint { (say::at(say::SENT_AT, c.made)) }
    };
    cx.page(title, &main)
}
