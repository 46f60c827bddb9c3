//! What citizens see and send: pages, forms, limits, and that what they were told is so.

mod booking;
mod killed;
mod manners;
mod pages;
mod safety;
mod states;

use crate::support::office::{Office, Running};
use crate::support::site::{FILLING, Filled, Page, Site, Visitor, WEB};

/// A Monday at eight, in an office with the default fields and counters.
pub(crate) const MONDAY: &str = "2026-11-23 08:00:00";

/// An office at work with its pages.
pub(crate) struct Open {
    pub office: Office,
    host: Running,
    pub site: Site,
}

/// Opens an office with this configuration besides its pages.
#[track_caller]
pub(crate) fn open(config: &str) -> Open {
    open_at(config, MONDAY)
}

#[track_caller]
pub(crate) fn open_at(config: &str, clock: &str) -> Open {
    let office = Office::new(
        &format!("[office]\nname = \"UBND xã Vĩnh Thủy\"\n{config}{WEB}"),
        clock,
    );
    let host = office.host();
    let site = Site::of(&office);
    Open { office, host, site }
}

impl Open {
    pub(crate) fn visitor(&self) -> Visitor {
        self.site.visitor(crate::support::site::HERE)
    }

    /// The host goes and comes back at another time: a clock that leaps under a running one is doubted.
    #[track_caller]
    pub(crate) fn reopen(&mut self, clock: &str, visitor: &mut Visitor) {
        self.host.kill();
        self.office.set_clock(clock);
        self.host = self.office.host();
        self.site = Site::of(&self.office);
        visitor.site = self.site;
    }

    /// Opens the form, takes the time to fill it in, and sends it.
    #[track_caller]
    pub(crate) fn book(&self, visitor: &mut Visitor, filled: &Filled) -> Page {
        let form = visitor.get("/dat-lich");
        self.office.pass(FILLING);
        send(visitor, &form, filled)
    }

    /// Books, and answers where the booking is seen.
    #[track_caller]
    pub(crate) fn booked(&self, visitor: &mut Visitor, filled: &Filled) -> String {
        self.book(visitor, filled).leads_to().to_owned()
    }
}

/// Sends a form that was opened as `form`.
pub(crate) fn send(visitor: &mut Visitor, form: &Page, filled: &Filled) -> Page {
    let mut fields = filled.pairs();
    fields.push(("ve", form.hidden("ve").unwrap_or_default()));
    visitor.post("/dat-lich", &fields)
}

/// Does something with a ticket that is seen at `path`.
#[track_caller]
pub(crate) fn act(visitor: &mut Visitor, path: &str, act: &str, more: &[(&str, &str)]) -> Page {
    let page = visitor.get(path);
    let (address, query) = path.split_once("?t=").unwrap();
    let mark = query.split('&').next().unwrap();
    let mut fields = vec![
        ("t", mark),
        ("viec", act),
        ("ve", page.hidden("ve").unwrap_or_default()),
    ];
    fields.extend(more);
    visitor.post(address, &fields)
}

/// The code in an address.
pub(crate) fn code(path: &str) -> &str {
    path.trim_start_matches("/ma/").split('?').next().unwrap()
}
