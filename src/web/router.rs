//! Which page is asked for. Paths are compared whole: there is nothing to climb out of.

use super::context::{Context, HONEYPOT};
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
pub(super) fn route(cx: &mut Context<'_>, posted: Option<bool>) -> Result<Reply, LiveError> {
    if let Some(is_form) = posted
        && let Some(refused) = refuse_post(cx, is_form)
    {
        return Ok(refused);
    }
    cx.site.live.sync()?;
    if matches!(&*cx.path, "/" | "/dat-lich") {
        cx.take_day_mark()?;
    }
    let path = cx.path.clone();
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let posted = posted.is_some();
    match (parts.as_slice(), posted) {
        ([""], false) => pages::home(cx),
        (["dat-lich"], false) => pages::book::form(cx),
        (["dat-lich"], true) => pages::book::sent(cx),
        (["lay-so"], false) => pages::number::form(cx),
        (["lay-so"], true) => pages::number::sent(cx),
        (["ma"], false) => pages::find::form(cx, ""),
        (["ma"], true) => pages::find::sent(cx),
        (["ma" | "hs", code], false) => pages::ticket::show(cx, code),
        (["ma" | "hs", code, "phieu"], false) => pages::slip::show(cx, code),
        (["ma", code], true) => pages::ticket::sent(cx, code),
        (["thu-tuc"], false) => Ok(pages::procedures::list(cx)),
        (["thu-tuc", id], false) => Ok(pages::procedures::one(cx, id)),
        (["hoi-dap"], false) => Ok(pages::questions::list(cx)),
        (["thong-bao"], false) => pages::news::list(cx),
        (["gop-y"], false) => pages::comments::form(cx),
        (["gop-y"], true) => pages::comments::sent(cx),
        (["gop-y", "xem"], false) => pages::comments::ask(cx),
        (["gop-y", "xem"], true) => pages::comments::asked(cx),
        (["gop-y", code], false) => pages::comments::show(cx, code),
        (["man-hinh"], false) => pages::lobby::screen(cx),
        (["man-hinh", "ghep"], false) => pages::lobby::pair(cx),
        (["man-hinh", "bang"], false) => pages::lobby::part(cx),
        (["man-hinh", "tin"], false) => Ok(Reply::changes()),
        (["favicon.ico"], false) => Ok(Reply::icon(ICON)),
        (["robots.txt"], false) => Ok(Reply::text(ROBOTS)),
        _ => Ok(pages::not_found(cx.site)),
    }
}

/// What is sent must be a form of this very site, filled in by a person.
fn refuse_post(cx: &Context<'_>, is_form: bool) -> Option<Reply> {
    let own = format!("http://{}", cx.host);
    if cx.origin.as_ref().is_some_and(|origin| *origin != own) {
        return Some(pages::foreign(cx.site));
    }
    (!is_form || cx.form.has(HONEYPOT)).then(|| pages::machine(cx.site))
}
