//! What people see. Templates are checked when the program is compiled; whatever was typed is escaped in them.

pub(super) mod book;
pub(super) mod comments;
mod dossier;
mod fields;
pub(super) mod find;
pub(super) mod lobby;
pub(super) mod news;
pub(super) mod number;
pub(super) mod procedures;
pub(super) mod questions;
mod rate;
pub(super) mod slip;
pub(super) mod ticket;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::context::{Context, Site};
use super::reply::Reply;
use super::style::STYLE;
use super::words::{self, comments as say_comments, home as say, questions as ask, trouble};
use crate::app::live::LiveError;
use crate::domain::forecast::Wait;
use crate::domain::rules::Rules;
use crate::domain::time::{Half, Minute};

/// A page with the office's name on top; below what it says, when the office works and who helps.
fn page(site: &Site, title: &str, main: &Markup) -> Markup {
    let s = &site.settings;
    let office = &s.office;
    html! {
        (DOCTYPE)
        html lang="vi" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="format-detection" content="telephone=no";
                title { (words::title(title, office)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header { a href="/" { (office) } }
                main id="noi-dung" { (main) }
                footer {
                    p { (words::opening(site.live.office().rules())) }
                    p { (words::HELP) }
                    @for line in words::reached(s.place.as_deref(), s.phone.as_deref()) { p { (line) } }
                }
            }
        }
    }
}

impl Context<'_> {
    /// A page of the office.
    fn page(&self, title: &str, main: &Markup) -> Markup {
        page(self.site, title, main)
    }
}

/// A page that says what is wrong and what to do.
fn sorry(site: &Site, status: u16, title: &str, hint: &str) -> Reply {
    let main = html! {
        h1 { (title) }
        p { (hint) }
        a.go href="/" { (words::HOME) }
    };
    Reply::trouble(status, page(site, title, &main))
}

/// There is no such page.
pub(super) fn not_found(site: &Site) -> Reply {
    sorry(site, 404, trouble::NOT_FOUND, trouble::NOT_FOUND_HINT)
}

/// A form from another site.
pub(super) fn foreign(site: &Site) -> Reply {
    sorry(site, 403, trouble::FOREIGN, trouble::FOREIGN_HINT)
}

/// A form that no person has filled in.
pub(super) fn machine(site: &Site) -> Reply {
    sorry(site, 400, trouble::MACHINE, trouble::MACHINE_HINT)
}

/// A mistake of ours.
pub(super) fn fault(site: &Site) -> Reply {
    sorry(site, 500, trouble::FAULT, trouble::BUSY_HINT)
}

/// The office cannot work now; nothing has happened.
pub(super) fn busy(site: &Site, error: &LiveError) -> Reply {
    let hint = match error {
        LiveError::ClockInDoubt { .. } => trouble::CLOCK_HINT,
        _ => trouble::BUSY_HINT,
    };
    sorry(site, 503, trouble::BUSY, hint)
}

/// Whether numbers are taken at this hour, whoever pauses.
fn works(rules: &Rules, now: Minute) -> bool {
    let within = |half| {
        let session = rules.session(half);
        session.start <= now.time() && now.time() < session.end
    };
    rules.is_workday(now.day()) && Half::BOTH.into_iter().any(within)
}

/// The first page: what can be done, and how many wait.
pub(super) fn home(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    let forecast = cx.site.live.forecast();
    let (office, now) = (cx.office(), cx.minute());
    let choice = |href: &str, name: &str, hint: &str| {
        html! { li { a href=(href) { (name) span { (hint) } } } }
    };
    let works = works(office.rules(), now);
    let queues: Vec<_> = office
        .rules()
        .field_indexes()
        .map(|ix| {
            let view = office.queue_view(ix, now);
            let wait = forecast
                .newcomer(ix)
                .map_or(Wait::NotToday, |turn| turn.wait);
            let newcomer = say::newcomer(wait).filter(|_| works);
            let parts = [Some(say::people(view.people())), newcomer];
            let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let over = !works || wait == Wait::NotToday;
            let empty = view.people() == 0;
            (office.rules().field(ix).name.as_str(), words, over, empty)
        })
        .collect();
    let closed = queues.iter().all(|(_, _, over, _)| *over);
    let empty = queues.iter().all(|(_, _, _, empty)| *empty);
    let main = html! {
        h1 { (say::TITLE) }
        (news::banner(cx))
        nav aria-label=(say::TITLE) {
            ul {
                (choice("/dat-lich", say::BOOK, say::BOOK_HINT))
                (choice("/ma", say::MINE, say::MINE_HINT))
                @if cx.site.settings.walkin { (choice("/lay-so", say::NUMBER, say::NUMBER_HINT)) }
                (choice("/thu-tuc", say::PROCEDURES, say::PROCEDURES_HINT))
                (choice("/hoi-dap", ask::TITLE, ask::HINT))
                (choice("/gop-y", say_comments::TITLE, say_comments::HINT))
            }
        }
        h2 { (say::waiting(now.time())) }
        @if closed {
            p { (say::CLOSED) }
        }
        @if !closed || !empty {
            dl {
                @for (field, words, ..) in &queues { dt { (field) } dd { (words) } }
            }
        }
        p { a href="/man-hinh" { (say::LOBBY) } }
    };
    Ok(Reply::page(cx.page(say::TITLE, &main)))
}
