//! What people see. Templates are checked when the program is compiled; whatever was typed is escaped in them.

pub(super) mod book;
mod fields;
pub(super) mod find;
pub(super) mod lobby;
pub(super) mod number;
pub(super) mod procedures;
pub(super) mod questions;
pub(super) mod ticket;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::context::Context;
use super::reply::Reply;
use super::style::STYLE;
use super::words::{self, home as say, questions as ask, trouble};
use crate::app::live::LiveError;
use crate::domain::queue_view::Wait;

/// A page with the office's name on top; `foot` stands below what it says.
fn page(office: &str, title: &str, main: &Markup, foot: &Markup) -> Markup {
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
                footer { (foot) }
            }
        }
    }
}

impl Context<'_> {
    /// A page of the office.
    fn page(&self, title: &str, main: &Markup) -> Markup {
        let foot = html! {
            p { (words::opening(self.office().rules())) }
            p { (words::HELP) }
            @let s = &self.site.settings;
            @for line in words::reached(s.place.as_deref(), s.phone.as_deref()) { p { (line) } }
        };
        page(self.office_name(), title, main, &foot)
    }
}

/// A page that says what is wrong and what to do.
fn sorry(office: &str, status: u16, title: &str, hint: &str) -> Reply {
    let main = html! {
        h1 { (title) }
        p { (hint) }
        a.go href="/" { (words::HOME) }
    };
    Reply::trouble(status, page(office, title, &main, &html! {}))
}

/// There is no such page.
pub(super) fn not_found(office: &str) -> Reply {
    sorry(office, 404, trouble::NOT_FOUND, trouble::NOT_FOUND_HINT)
}

/// A form from another site.
pub(super) fn foreign(office: &str) -> Reply {
    sorry(office, 403, trouble::FOREIGN, trouble::FOREIGN_HINT)
}

/// A form that no person has filled in.
pub(super) fn machine(office: &str) -> Reply {
    sorry(office, 400, trouble::MACHINE, trouble::MACHINE_HINT)
}

/// A mistake of ours.
pub(super) fn fault(office: &str) -> Reply {
    sorry(office, 500, trouble::FAULT, trouble::BUSY_HINT)
}

/// The office cannot work now; nothing has happened.
pub(super) fn busy(office: &str, error: &LiveError) -> Reply {
    let hint = match error {
        LiveError::ClockInDoubt { .. } => trouble::CLOCK_HINT,
        _ => trouble::BUSY_HINT,
    };
    sorry(office, 503, trouble::BUSY, hint)
}

/// The first page: what can be done, and how many wait.
pub(super) fn home(cx: &mut Context<'_>) -> Result<Reply, LiveError> {
    cx.site.live.sync()?;
    let (office, now) = (cx.office(), cx.minute());
    let choice = |href: &str, name: &str, hint: &str| {
        html! { li { a href=(href) { (name) span { (hint) } } } }
    };
    let queues: Vec<_> = office
        .rules()
        .field_indexes()
        .map(|ix| {
            let view = office.queue_view(ix, now);
            let parts = [Some(say::people(view.people())), say::newcomer(view.wait)];
            let words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
            let closed = view.people() == 0 && view.wait == Wait::NotToday;
            (office.rules().field(ix).name.as_str(), words, closed)
        })
        .collect();
    let closed = queues.iter().all(|(_, _, closed)| *closed);
    let main = html! {
        h1 { (say::TITLE) }
        nav aria-label=(say::TITLE) {
            ul {
                (choice("/dat-lich", say::BOOK, say::BOOK_HINT))
                (choice("/ma", say::MINE, say::MINE_HINT))
                @if cx.site.settings.walkin { (choice("/lay-so", say::NUMBER, say::NUMBER_HINT)) }
                (choice("/thu-tuc", say::PROCEDURES, say::PROCEDURES_HINT))
                (choice("/hoi-dap", ask::TITLE, ask::HINT))
            }
        }
        h2 { (say::waiting(now.time())) }
        @if closed {
            p { (say::CLOSED) }
        } @else {
            dl {
                @for (field, words, _) in &queues { dt { (field) } dd { (words) } }
            }
        }
        p { a href="/man-hinh" { (say::LOBBY) } }
    };
    Ok(Reply::page(cx.page(say::TITLE, &main)))
}
