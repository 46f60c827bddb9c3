//! What lies over a page: forms, the search, the help, and windows that only tell something.

mod held;
mod help;
mod qr;
mod record;
mod search;

pub(super) use held::HeldWindow;
pub(super) use help::Help;
pub(super) use qr::QrWindow;
pub(super) use record::RecordWindow;
pub(super) use search::{Found, Search};

use ratatui::layout::{Position, Rect};

use super::details;
use super::forms::Form;
use super::keymap::Action;
use super::pages::{Pages, dossiers, draw_message};
use super::pen::Pen;
use super::words::{Card, Scene};
use crate::app::post::letters::LetterId;
use crate::domain::dossier::Dossier;
use crate::domain::ticket::{TicketId, Visit};

/// What lies over the page.
#[derive(Clone)]
pub(super) enum Overlay {
    /// A form.
    Form(Box<Form>),
    /// A search.
    Search(Search),
    /// The help page.
    Help(Help),
    /// Why a ticket stands where it stands.
    Why(TicketId),
    /// All that is known of a ticket, earlier visits of its phone among it.
    Details(TicketId, Vec<Visit>),
    /// Its phone, to call the citizen.
    Phone(TicketId),
    /// All that is known of a message or notice.
    Message(LetterId),
    /// All that is known of a dossier, as it was when it was looked up.
    Dossier(Box<Dossier>),
    /// Where the booking page is.
    Qr(Box<QrWindow>),
    /// How often the waits that were told came true.
    Held(HeldWindow),
    /// The office's voice is recorded.
    Record(Box<RecordWindow>),
}

impl Overlay {
    /// Whether an action is one that opens this window: its key closes it, too.
    pub(super) fn is_opened_by(&self, action: Action) -> bool {
        match self {
            Self::Form(_) | Self::Search(_) | Self::Record(_) => false,
            Self::Help(_) => action == Action::Help,
            Self::Why(_) => action == Action::Why,
            Self::Phone(_) => action == Action::Phone,
            Self::Message(_) | Self::Dossier(_) => matches!(action, Action::Open | Action::Phone),
            Self::Qr(_) => action == Action::Qr,
            Self::Held(_) => action == Action::WaitsHeld,
            Self::Details(..) => action == Action::Open,
        }
    }

    /// Whom it shows.
    pub(super) fn card(&self) -> Option<Card> {
        match self {
            Self::Why(id) | Self::Phone(id) | Self::Details(id, _) => Some(Card::Ticket(*id)),
            Self::Dossier(dossier) => Some(Card::Dossier(dossier.id)),
            _ => None,
        }
    }

    /// Draws it: forms and windows in `room`, which leaves those in service in sight, the help over the whole `body` of
    /// the page. Answers where the real cursor belongs.
    pub(super) fn draw(
        &mut self,
        scene: &Scene<'_>,
        pages: &Pages,
        (body, room): (Rect, Rect),
        pen: &mut Pen<'_>,
    ) -> Option<Position> {
        let office = scene.view.office;
        match self {
            Self::Form(form) => return form.draw(scene.keys, &mut pen.within(room)),
            Self::Search(search) => return search.draw(scene.view, &mut pen.within(room)),
            Self::Help(help) => help.draw(scene, pages, &mut pen.within(body)),
            Self::Qr(window) => window.draw(pen),
            Self::Held(window) => window.draw(&mut pen.within(room)),
            Self::Record(window) => window.draw(&mut pen.within(room)),
            Self::Message(id) => {
                if let Some(letter) = scene.view.letters.get(*id) {
                    draw_message(scene, pages.shown(), letter, &mut pen.within(room));
                }
            }
            Self::Dossier(d) => dossiers::details::draw_window(scene, d, &mut pen.within(room)),
            Self::Why(id) | Self::Details(id, _) | Self::Phone(id) => {
                let t = office.ticket(*id)?;
                let pen = &mut pen.within(room);
                match self {
                    Self::Phone(_) => details::draw_phone(scene, t, pen),
                    Self::Details(_, visits) => details::draw_window(scene, t, visits, pen),
                    _ => details::draw_why(scene, t, pen),
                }
            }
        }
        None
    }
}
