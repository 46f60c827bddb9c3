//! A slip on the phone: what the short one says, names and phone masked (app/slip/slips.md, "Whose"). Whoever has the
//! address of the dossier or the number, with the tag in it, may see it.

use maud::{Markup, html};

use super::find;
use crate::app::citizen;
use crate::app::live::LiveError;
use crate::app::slip::{Facts, Form, Of, Part, Privacy, Slip};
use crate::domain::text::{Code, CodeOf};
use crate::web::context::Context;
use crate::web::qr;
use crate::web::reply::Reply;
use crate::web::words::{dossier as say, ticket as say_ticket};

/// Where the slip of a code is.
pub(super) fn link(cx: &Context<'_>, code: &Code) -> Markup {
    let path = cx.path_of(code).replacen('?', "/phieu?", 1);
    html! { p { a href=(path) { (say::SLIP) } } }
}

/// The slip of a code.
pub(crate) fn show(cx: &mut Context<'_>, code: &str) -> Result<Reply, LiveError> {
    let tag = cx.query.raw("t").to_owned();
    let code = match Code::parse(code) {
        Ok(code) if cx.site.tokens.opens(&code, &tag) => code,
        _ => return find::shut(cx),
    };
    let filled = match code.of() {
        CodeOf::Dossier => of_dossier(cx, &code)?,
        CodeOf::Ticket => of_ticket(cx, &code)?,
    };
    match filled {
        Some((form, facts)) => {
            let template = cx.site.settings.slips.on(form, cx.minute().day());
            let Some(slip) = template.map(|template| template.fill(&facts, true)) else {
                return find::shut(cx);
            };
            Ok(Reply::page(draw(cx, &code, &slip)))
        }
        None => find::shut(cx),
    }
}

fn of(cx: &Context<'_>) -> Of {
    Of {
        name: cx.site.settings.office.clone(),
        address: cx.site.settings.place.clone(),
        phone: cx.site.settings.phone.clone(),
        web: None,
        // The page does not know; the board is true in either case.
        silent: true,
    }
}

fn of_dossier(cx: &mut Context<'_>, code: &Code) -> Result<Option<(Form, Facts)>, LiveError> {
    let found = cx.site.live.store().dossier_of_code(code.as_str())?;
    let today = cx.minute().day();
    Ok(found.filter(|d| !find::is_dossier_over(d, today)).map(|d| {
        let (form, known) = (Form::of(&d), (cx.office(), &**cx.site.live.catalogue()));
        let facts = Facts::of_dossier(&of(cx), known, (form, &d), cx.minute(), Privacy::Page);
        (form, facts)
    }))
}

fn of_ticket(cx: &mut Context<'_>, code: &Code) -> Result<Option<(Form, Facts)>, LiveError> {
    let found = citizen::find(&cx.site.live, code)?;
    // What waits for somebody's word gives no number yet.
    let found = found.filter(|t| !find::is_over(cx, t) && !t.is_request());
    Ok(found.map(|t| {
        let known = (cx.office(), &**cx.site.live.catalogue());
        let facts = Facts::of_ticket(&of(cx), known, &t, None, cx.minute(), Privacy::Page);
        (Form::Number, facts)
    }))
}

fn draw(cx: &Context<'_>, code: &Code, slip: &Slip) -> Markup {
    let path = cx.path_of(code);
    let address = cx.address(&path);
    let parts: Vec<Markup> = slip
        .parts
        .iter()
        .map(|part| drawn(part, &address))
        .collect();
    let main = html! {
        @for part in &parts { (part) }
        p { a href=(path) { (say::BACK) } }
    };
    cx.page(&slip.title, &main)
}

fn drawn(part: &Part, address: &str) -> Markup {
    match part {
        Part::Heading(words) => html! { h1 { (words) } },
        Part::Strong(words) => html! { p { strong { (words) } } },
        Part::Big(words) => html! { p.big { (words) } },
        Part::Small(words) => html! { p.hint { (words) } },
        Part::Centre(words) | Part::Text(words) => html! { p { (words) } },
        // On paper the code has no tag; this page was opened by it.
        Part::Code(_) => qr::svg(address, say_ticket::QR_HINT).unwrap_or_default(),
        Part::Head(cells) | Part::Row(cells) => {
            let cells: Vec<&str> = cells
                .iter()
                .map(String::as_str)
                .filter(|cell| !cell.is_empty())
                .collect();
            html! { p { (cells.join(" · ")) } }
        }
        // Nobody signs on a phone.
        Part::Signs(_) | Part::Rule => html! {},
    }
}
