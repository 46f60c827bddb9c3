//! A citizen's own dossier: all that was done to it, with dates, and what comes next. Whoever has its address, with the tag
//! in it, may see it; others are asked for the code and the phone's last digits first.

use maud::{Markup, html};

use super::{find, slip};
use crate::app::live::LiveError;
use crate::domain::dossier::{Dossier, Stage, Standing};
use crate::domain::event::EventKind;
use crate::domain::office::Office;
use crate::domain::text::{Code, Phone};
use crate::domain::ticket::{State, Ticket};
use crate::web::context::Context;
use crate::web::qr;
use crate::web::reply::Reply;
use crate::web::words::{self, dossier as say, ticket as say_ticket};

/// The page of a code; what it is asked for with is looked at first.
pub(super) fn show(cx: &mut Context<'_>, code: &Code) -> Result<Reply, LiveError> {
    let tag = cx.query.raw("t").to_owned();
    if tag.is_empty() {
        return find::form(cx, code.as_str());
    }
    let opens = cx.site.tokens.opens(code, &tag);
    let found = match opens {
        true => cx.site.live.store().dossier_of_code(code.as_str())?,
        false => None,
    };
    let Some(dossier) = found else {
        return find::shut(cx);
    };
    if find::is_dossier_over(&dossier, cx.minute().day()) {
        return Ok(find::said(cx, 410, say::OVER.to_owned()));
    }
    Ok(Reply::page(draw(cx, code, &dossier)))
}

fn draw(cx: &mut Context<'_>, code: &Code, d: &Dossier) -> Markup {
    let title = say::stage(d.stage);
    let address = cx.address(&cx.path_of(code));
    let main = html! {
        h1 { (title) }
        (standing(cx, d))
        (facts(cx, code, d))
        (slip::link(cx, code))
        h2 { (say::STEPS) }
        ol {
            @for step in &d.steps {
                li {
                    strong { (say::step(step.what)) } " · " (words::moment(step.at))
                    @if let Some(day) = step.date { br; (say::date_of(step.what, day)) }
                    @if let Some(words) = say::words(step) { br; (words) }
                }
            }
        }
        @if !d.stage.is_final() {
            p.mine { (say::CODE) " " span.code { (code) } }
            (qr::svg(&address, say::QR).unwrap_or_default())
            p.hint { (say_ticket::QR_HINT) }
        }
        @if let Some(phone) = &cx.site.settings.phone { p { (say_ticket::ask(phone)) } }
    };
    cx.page(title, &main)
}

/// What the citizen needs to know now, in a box.
fn standing(cx: &Context<'_>, d: &Dossier) -> Markup {
    let standing = cx.office().dossier_standing(d, cx.minute().day());
    let due = d.due.map(words::date);
    match (d.stage, due) {
        (Stage::Completed, _) => html! { div.box.now { p { strong { (say::COME) } } } },
        (Stage::AwaitsPapers, _) => html! {
            div.box.off {
                p { strong { (say::missing(d)) } }
                @if let Some(t) = booked_return(cx.office(), d) { p { (say::return_at(t)) } }
                p { (say::PAUSED) }
            }
        },
        (Stage::Received | Stage::Processing, Some(due)) => html! {
            div.box {
                p { (say::DUE) }
                p.big { (due) }
                @if let Standing::Late(days) = standing { p { strong { (say::late(days)) } } }
                @else if d.is_extended() { p { (say::EXTENDED) } }
            }
        },
        (stage, _) => html! {
            @if let Some(words) = say::at_the_end(stage) { div.box.off { p { (words) } } }
        },
    }
}

/// The booking of who brings the papers, while it stands.
fn booked_return<'a>(office: &'a Office, d: &Dossier) -> Option<&'a Ticket> {
    let asked = d.last(EventKind::AskSupplement)?;
    let ticket = office.ticket(asked.visit?)?;
    (ticket.state == State::Booked).then_some(ticket)
}

fn facts(cx: &Context<'_>, code: &Code, d: &Dossier) -> Markup {
    let procedure = d.person.procedure.as_deref().map(|id| {
        let catalogue = cx.site.live.catalogue();
        catalogue.get(id).map_or(id, |p| p.name.as_str()).to_owned()
    });
    let name = d.person.name.as_deref().map(say_ticket::masked_name);
    let phone = d.person.phone.as_ref().map(Phone::head);
    let who: Vec<String> = [name, phone].into_iter().flatten().collect();
    html! {
        dl {
            dt { (say::CODE) }
            dd.code { (code) }
            @if let Some(province) = &d.province { dt { (say::PROVINCE) } dd.code { (province) } }
            @if let Some(procedure) = procedure { dt { (say_ticket::PROCEDURE) } dd { (procedure) } }
            @if !who.is_empty() { dt { (say::WHO) } dd { (who.join(", ")) } }
        }
    }
}
