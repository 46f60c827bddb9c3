//! Announcements (S3.4): the newest on the first pages, all of now on one of their own.

use maud::{Markup, html};

use crate::app::announcements;
use crate::app::live::LiveError;
use crate::domain::announcement::Announcement;
use crate::web::context::{Context, Site};
use crate::web::reply::Reply;
use crate::web::words::news as say;

/// On a first page so many are said, in so many letters.
const ON_FIRST: usize = 2;
const SHORT: usize = 140;

/// All that hold now.
pub(crate) fn list(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let shown = announcements::shown(&cx.site.live, cx.minute())?;
    let main = html! {
        h1 { (say::TITLE) }
        @if shown.is_empty() { p { (say::NONE) } }
        @for a in &shown {
            div.box { p { (a.draft.text) } p.hint { (say::days(a.draft.days)) } }
        }
        (how(cx.site))
    };
    Ok(Reply::page(cx.page(say::TITLE, &main)))
}

/// What is said on top of a first page; nothing where there is nothing. A store that cannot be read is no reason to take no
/// booking.
pub(super) fn banner(cx: &Context<'_>) -> Markup {
    let shown = announcements::shown(&cx.site.live, cx.minute()).unwrap_or_default();
    html! {
        @if !shown.is_empty() {
            div.box.now role="note" {
                p { strong { (say::TITLE) } }
                @for a in shown.iter().take(ON_FIRST) { p { (short(a)) } }
                p { a href="/thong-bao" { (say::ALL) } }
            }
        }
    }
}

fn short(a: &Announcement) -> String {
    let text = &a.draft.text;
    if text.chars().count() <= SHORT {
        return text.clone();
    }
    let head: String = text.chars().take(SHORT).collect();
    let whole = head.rsplit_once(' ').map_or(&*head, |(whole, _)| whole);
    format!("{whole}…")
}

/// How a phone gets announcements, where the office has a number to write to.
pub(super) fn how(site: &Site) -> Markup {
    html! {
        @if let Some(number) = &site.settings.texts_to { p.hint { (say::subscribe(number)) } }
    }
}
