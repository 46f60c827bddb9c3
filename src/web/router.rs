//! Which page is asked for. Paths are compared whole: there is nothing to climb out of.

use super::desk::{Ask, FORM_TRAP};
use super::pages;
use super::reply::Reply;
use crate::app::live::LiveError;

/// Nothing here is for search engines.
const ROBOTS: &str = "User-agent: *\nDisallow: /\n";
/// A number on a red ground.
const ICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"3\" \
    fill=\"#8f1d21\"/><path d=\"M6 5l3-2v10\" stroke=\"#fff\" stroke-width=\"2\" fill=\"none\"/></svg>";

/// Answers a request. `posted` says whether something was sent, and if so, whether it is a form.
///
/// # Errors
/// When the office cannot work now.
pub fn route(ask: &mut Ask<'_>, posted: Option<bool>) -> Result<Reply, LiveError> {
    if let Some(is_form) = posted
        && let Some(refused) = refuse_post(ask, is_form)
    {
        return Ok(refused);
    }
    let path = ask.path.clone();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let posted = posted.is_some();
    match (parts.as_slice(), posted) {
        ([""], false) => pages::home(ask),
        (["dat-lich"], false) => pages::book::form(ask),
        (["dat-lich"], true) => pages::book::sent(ask),
        (["lay-so"], false) => pages::number::form(ask),
        (["lay-so"], true) => pages::number::sent(ask),
        (["ma"], false) => pages::find::form(ask, ""),
        (["ma"], true) => pages::find::sent(ask),
        (["ma", code], false) => pages::ticket::show(ask, code),
        (["ma", code], true) => pages::ticket::sent(ask, code),
        (["thu-tuc"], false) => Ok(pages::procedures::list(ask)),
        (["thu-tuc", id], false) => Ok(pages::procedures::one(ask, id)),
        (["man-hinh"], false) => pages::lobby::screen(ask),
        (["man-hinh", "bang"], false) => pages::lobby::part(ask),
        (["man-hinh", "tin"], false) => Ok(Reply::changes()),
        (["favicon.ico"], false) => Ok(Reply::icon(ICON)),
        (["robots.txt"], false) => Ok(Reply::text(ROBOTS)),
        _ => Ok(pages::not_found(ask.office_name())),
    }
}

/// What is sent must be a form of this very site, filled in by a person.
fn refuse_post(ask: &Ask<'_>, is_form: bool) -> Option<Reply> {
    let own = format!("http://{}", ask.host);
    if ask.origin.as_ref().is_some_and(|origin| *origin != own) {
        return Some(pages::foreign(ask.office_name()));
    }
    (!is_form || ask.form.has(FORM_TRAP)).then(|| pages::machine(ask.office_name()))
}
