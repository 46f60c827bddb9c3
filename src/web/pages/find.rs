//! The way to one's own booking: its code and the last four digits of its phone. Which of the two is wrong is not told.

use maud::html;

use super::fields::{self, Line, Wrong};
use crate::app::citizen;
use crate::app::live::LiveError;
use crate::domain::dossier::{Dossier, ProvinceCode};
use crate::domain::text::{Code, CodeOf};
use crate::domain::ticket::Ticket;
use crate::domain::time::Day;
use crate::web::context::Context;
use crate::web::reply::Reply;
use crate::web::tokens::TokenError;
use crate::web::words::{dossier as say_dossier, ticket as say};

/// So many days after the ticket's own its link still opens it: whoever sniffed it on the Wi-Fi does not have it for ever.
const LINK_LIVES: i32 = 7;

/// So many days after its end the link still opens it.
const DOSSIER_LINK_LIVES: i32 = 30;

/// The form, with a code that is known already.
pub(crate) fn form(cx: &mut Context<'_>, code: &str) -> Result<Reply, LiveError> {
    Ok(Reply::page(draw(cx, (code, ""), &Wrong::default())))
}

/// Code and digits that were sent.
pub(crate) fn sent(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let (typed, digits) = (cx.form.line("ma-hen"), cx.form.line("so-cuoi"));
    let four: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
    let mut wrong = Wrong::default();
    let province = ProvinceCode::parse(&typed);
    let code = match &province {
        Some(code) => code_of_province(cx, code)?,
        None => Code::of_field(&typed)
            .map_err(|e| wrong.note("ma-hen", super::book::upper(&e.to_string())))
            .ok(),
    };
    let own = || code.as_ref().map(|code| code.as_str().to_owned());
    let key = province.as_ref().map(ProvinceCode::key).or_else(own);
    let key = key.unwrap_or_default();
    let is_four = four.len() == 4 && four.bytes().all(|b| b.is_ascii_digit());
    wrong.note_if(!is_four, "so-cuoi", say::NO_DIGITS);
    // Whoever tries is no faster for sending at once; a form of an old page is another matter.
    if matches!(cx.sent_token(), Err((TokenError::Stale, _))) {
        wrong.note("gui", cx.stale());
    }
    if !wrong.is_empty() {
        return Ok(Reply::trouble(422, draw(cx, (&typed, &digits), &wrong)));
    }
    if let Some(reply) = too_many_tries(cx) {
        return Ok(reply);
    }
    // A code of the province's that no dossier has is not told apart from wrong digits.
    if let Some(wait) = cx.site.limits.code_wait(&key, cx.instant) {
        let words = say::code_tired(wait.as_secs().div_ceil(60));
        return Ok(said(cx, 429, words));
    }
    if province.is_some() && cx.site.limits.digits_wait(&four, cx.instant).is_some() {
        return Ok(said(cx, 429, say::PROVINCE_TIRED.to_owned()));
    }
    let found = match &code {
        Some(code) if code.of() == CodeOf::Dossier => of_dossier(cx, code, &four)?,
        Some(code) => of_ticket(cx, code, &four)?,
        None => None,
    };
    if let Some(found) = found {
        return Ok(found);
    }
    let limits = &mut cx.site.limits;
    limits.wrong(cx.from, cx.instant);
    limits.wrong_digits(&key, cx.instant);
    if province.is_some() {
        limits.wrong_province(&four, cx.instant);
    }
    Ok(not_found(cx, (&typed, &digits)))
}

/// Opens a ticket whose phone ends so.
fn of_ticket(cx: &mut Context<'_>, code: &Code, four: &str) -> Result<Option<Reply>, LiveError> {
    let ticket = citizen::find(&cx.site.live, code)?;
    let found = ticket.filter(|t| {
        let phone = t.person.phone.as_ref();
        phone.is_some_and(|phone| phone.as_str().ends_with(four))
    });
    Ok(found.map(|ticket| match is_over(cx, &ticket) {
        true => over(cx, &ticket),
        false => opened(cx, code),
    }))
}

fn opened(cx: &mut Context<'_>, code: &Code) -> Reply {
    let open = Reply::elsewhere(cx.path_of(code));
    cx.slowly(open)
}

fn not_found(cx: &mut Context<'_>, typed: (&str, &str)) -> Reply {
    let mut wrong = Wrong::default();
    wrong.note("ma-hen", say::WRONG);
    let page = Reply::trouble(422, draw(cx, typed, &wrong));
    cx.slowly(page)
}

/// The own code of the dossier that bears the province's.
fn code_of_province(cx: &mut Context<'_>, code: &ProvinceCode) -> Result<Option<Code>, LiveError> {
    let found = cx.site.live.store().dossier_of_province(code)?;
    Ok(found.and_then(|d| Code::parse(d.code()?).ok()))
}

/// Opens a dossier whose phone ends so.
fn of_dossier(cx: &mut Context<'_>, code: &Code, four: &str) -> Result<Option<Reply>, LiveError> {
    let found = cx.site.live.store().dossier_of_code(code.as_str())?;
    let found = found.filter(|d| {
        let phone = d.person.phone.as_ref();
        phone.is_some_and(|phone| phone.as_str().ends_with(four))
    });
    let today = cx.minute().day();
    Ok(found.map(|d| match is_dossier_over(&d, today) {
        true => said(cx, 410, say_dossier::OVER.to_owned()),
        false => opened(cx, code),
    }))
}

/// What one gets who has tried too many wrong codes.
pub(crate) fn too_many_tries(cx: &mut Context<'_>) -> Option<Reply> {
    let wait = cx.site.limits.tries_wait(cx.from, cx.instant)?;
    let words = say::too_many(wait.as_secs().div_ceil(60));
    Some(said(cx, 429, words))
}

/// Whether the page shows a ticket no more.
pub(crate) fn is_over(cx: &Context<'_>, ticket: &Ticket) -> bool {
    cx.minute().day() > ticket.number.day.plus(LINK_LIVES)
}

/// Whether the page shows a dossier no more.
pub(crate) fn is_dossier_over(d: &Dossier, today: Day) -> bool {
    let ended = d.ended.filter(|_| d.stage.is_final());
    ended.is_some_and(|at| today > at.day().plus(DOSSIER_LINK_LIVES))
}

/// A wrong tag is a try like any other.
pub(crate) fn shut(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    if let Some(reply) = too_many_tries(cx) {
        return Ok(reply);
    }
    cx.site.limits.wrong(cx.from, cx.instant);
    let page = form(cx, "")?;
    Ok(cx.slowly(page))
}

/// The ticket is so long over that its page is shown no more.
pub(crate) fn over(cx: &mut Context<'_>, ticket: &Ticket) -> Reply {
    said(cx, 410, say::over(say::What::of(ticket)))
}

pub(super) fn said(cx: &mut Context<'_>, status: u16, words: String) -> Reply {
    let mut wrong = Wrong::default();
    wrong.note("ma-hen", words);
    Reply::trouble(status, draw(cx, ("", ""), &wrong))
}

fn draw(cx: &mut Context<'_>, (code, digits): (&str, &str), wrong: &Wrong) -> maud::Markup {
    let token = cx.token(None);
    let code = Line {
        id: "ma-hen",
        label: say::CODE,
        hint: Some(say::CODE_HINT),
        value: code,
        autocomplete: "off",
        most: 120,
        short: true,
        ..Line::default()
    };
    let digits = Line {
        id: "so-cuoi",
        label: say::DIGITS,
        value: digits,
        autocomplete: "off",
        digits: true,
        most: 8,
        short: true,
        ..Line::default()
    };
    let lost = say::lost_code(cx.site.settings.texts_to.as_deref());
    let main = html! {
        (wrong.summary(&html! {}))
        h1 { (say::FIND) }
        form method="post" action="/ma" novalidate {
            (code.draw(wrong))
            (digits.draw(wrong))
            (fields::guards(&token))
            button id="gui" { (say::OPEN) }
        }
        p { (lost) }
    };
    cx.page(&wrong.title(say::FIND), &main)
}
