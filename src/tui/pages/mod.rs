//! The pages, in the order of the key that leads through them. A page is one object in a folder of its own, with its
//! words; a new one is added to [`Pages::new`] and nowhere else.

mod bookings;
mod comments;
pub(super) mod dossiers;
mod figures;
mod messages;
mod requests;
mod today;

pub(super) use messages::draw_window as draw_message;

use crossterm::event::KeyCode;
use ratatui::layout::Rect;

use super::action::Action;
use super::forms::Form;
use super::keymap::Context;
use super::list::Cursor;
use super::pen::Pen;
use super::view::{Command, View};
use super::words::{Card, Scene};
use crate::app::post::letters::{Letter, LetterId};
use crate::domain::dossier::{Dossier, DossierId};
use crate::domain::figures::Length;
use crate::domain::rules::CounterIx;
use crate::domain::ticket::Ticket;
use crate::domain::time::Day;

/// What the keys are about: what is chosen on the page that is shown.
#[derive(Clone, Copy, Default)]
pub(super) struct Target<'a> {
    /// The chosen ticket; on the page of today, without a choice, the one in service.
    pub ticket: Option<&'a Ticket>,
    /// The chosen message or notice.
    pub letter: Option<&'a Letter>,
    /// The chosen dossier.
    pub dossier: Option<&'a Dossier>,
    /// The day in sight, where it is not today.
    pub day: Option<Day>,
    /// The chosen one was taken away by somebody else: nobody may be meant in its stead.
    pub is_lost: bool,
    /// There is nobody to choose.
    pub is_empty: bool,
}

impl<'a> Target<'a> {
    /// A ticket, or nothing.
    pub(super) fn ticket(ticket: Option<&'a Ticket>) -> Self {
        Self {
            ticket,
            ..Self::default()
        }
    }

    /// Whether it is a request that must be answered.
    pub(super) fn is_request(&self) -> bool {
        self.ticket.is_some_and(|t| t.state.awaits_answer())
    }
}

/// What the keys are about: whom the window over the page shows, else what is chosen on the page.
pub(super) fn target<'a>(
    card: Option<Card>,
    page: &dyn Page,
    view: &View<'a>,
    desk: CounterIx,
) -> Target<'a> {
    match card {
        Some(Card::Ticket(id)) => Target::ticket(view.office.ticket(id)),
        Some(Card::Dossier(id)) => Target {
            dossier: view.office.dossiers().get(id),
            ..Target::default()
        },
        None => page.target(view, desk),
    }
}

impl<'a> Scene<'a> {
    /// See [`target`].
    pub(super) fn target(&self, page: &dyn Page) -> Target<'a> {
        target(self.card, page, self.view, self.desk)
    }
}

/// What an action of a page's own leads to.
pub(super) enum Act {
    /// Only what is seen has changed.
    Seen,
    /// The same, and these words say so.
    Say(String),
    /// Something is to be done.
    Do(Command),
    /// The window of a message or notice opens.
    Open(LetterId),
    /// The window of a dossier opens.
    OpenDossier(Box<Dossier>),
    /// A form opens, or the half-filled one that is kept of its kind.
    Offer(Form),
}

/// One page. What it does not say itself is the same everywhere.
pub(super) trait Page: ClonePage {
    /// What the bar of pages calls it.
    fn name(&self) -> &'static str;

    /// The same where room is short.
    fn short_name(&self) -> &'static str {
        self.name()
    }

    /// How much is open on it.
    fn open(&self, scene: &Scene<'_>) -> usize;

    /// Which keys hold here.
    fn context(&self) -> Context {
        Context::List
    }

    /// Whether all messages must be at hand, which are read only while they are looked at.
    fn shows_messages(&self) -> bool {
        false
    }

    /// The figures of which period must be at hand: how long it is, and so many before the present one.
    fn wants_figures(&self) -> Option<(Length, u32)> {
        None
    }

    /// Brings what depends on the office up to date.
    fn refresh(&mut self, scene: &Scene<'_>);

    /// What the keys are about.
    fn target<'a>(&self, view: &View<'a>, desk: CounterIx) -> Target<'a>;

    /// What the keys and the mouse move.
    fn cursor(&mut self) -> &mut dyn Cursor;

    /// A key that the key map does not bind.
    fn key(&mut self, _key: KeyCode) {}

    /// One step back; answers whether there was one.
    fn back(&mut self) -> bool {
        false
    }

    /// Puts the cursor on a ticket that is looked for anywhere; answers whether this page is to show it.
    fn show(&mut self, _ticket: &Ticket, _scene: &Scene<'_>) -> bool {
        false
    }

    /// Puts the cursor on a ticket while this page is in sight; answers whether it shows it.
    fn choose(&mut self, ticket: &Ticket, scene: &Scene<'_>) -> bool {
        self.show(ticket, scene)
    }

    /// Puts the cursor on a message or notice, where it is shown.
    fn choose_letter(&mut self, _id: LetterId, _scene: &Scene<'_>) {}

    /// Puts the cursor on a dossier; answers whether this page shows it.
    fn show_dossier(&mut self, _id: DossierId, _scene: &Scene<'_>) -> bool {
        false
    }

    /// Somebody comes to the page: of its rows the most pressing one is chosen.
    fn enter(&mut self) {}

    /// Somebody was called or finished here: a row that was chosen before is meant no more.
    fn counter_moved_on(&mut self) {}

    /// The actions that come first in the footer: where a request is chosen, its answers; where none is any more, the way to
    /// the next one.
    fn first(&self, target: &Target<'_>) -> Vec<Action> {
        match (target.is_request(), target.is_lost) {
            (true, _) => vec![Action::Confirm, Action::Move, Action::Cancel, Action::Phone],
            (_, true) => vec![Action::Confirm],
            _ => Vec::new(),
        }
    }

    /// Whether an action is possible, where that is another matter than elsewhere.
    fn offers(&self, _action: Action, _scene: &Scene<'_>) -> Option<Result<(), String>> {
        None
    }

    /// Does an action that means something else here than elsewhere, or is there only here.
    fn act(&mut self, _action: Action, _scene: &Scene<'_>) -> Option<Act> {
        None
    }

    /// Draws the page; answers the room for what lies over it.
    fn draw(&mut self, scene: &Scene<'_>, pen: &mut Pen<'_>) -> Rect;

    /// Brings what was drawn last in the same place up to date, where nothing but the page itself has changed since. Answers
    /// on which places it drew; nothing, before drawing anything, when [`Self::draw`] must do it on an empty place.
    fn redraw(&mut self, _scene: &Scene<'_>, _pen: &mut Pen<'_>) -> Option<Vec<Rect>> {
        None
    }
}

/// Boxed pages can be copied: what a scanner's letters do to them is taken back.
pub(super) trait ClonePage {
    /// A copy.
    fn copied(&self) -> Box<dyn Page>;
}

impl<T: Page + Clone + 'static> ClonePage for T {
    fn copied(&self) -> Box<dyn Page> {
        Box::new(self.clone())
    }
}

impl Clone for Box<dyn Page> {
    fn clone(&self) -> Self {
        (**self).copied()
    }
}

/// The keys that lead to the pages, in their order.
pub(super) const PAGE_KEYS: [Action; 7] = [
    Action::QueuePage,
    Action::BookingsPage,
    Action::RequestsPage,
    Action::MessagesPage,
    Action::DossiersPage,
    Action::CommentsPage,
    Action::FiguresPage,
];

/// The pages, by their keys, that alone have an action bound at a place; `None`: it is everywhere.
pub(super) fn homes(action: Action, at: Option<Context>) -> Option<&'static [Action]> {
    use Action::{
        Answer, BookingsPage, Calendar, CommentsPage, Confirm, DossiersPage, HoldSending, Learn,
        MessagesPage, QueuePage, RequestsPage, Resend, Session, Sweep,
    };
    match (at?, action) {
        (Context::Main, _) => Some(&[QueuePage]),
        (Context::List, Session | Calendar) => Some(&[BookingsPage]),
        (Context::List, Resend | Answer | Learn | HoldSending) => Some(&[MessagesPage]),
        (Context::List, Confirm) => Some(&[RequestsPage, MessagesPage, CommentsPage]),
        (Context::List, Sweep) => Some(&[RequestsPage, BookingsPage, CommentsPage]),
        (Context::List, action) if dossiers::ACTIONS.contains(&action) => Some(&[DossiersPage]),
        (Context::List, _) => Some(&PAGE_KEYS[1..]),
        (Context::Form | Context::Typing, _) => None,
    }
}

/// A page in the bar of pages.
pub(super) struct InBar {
    /// Its name.
    pub name: &'static str,
    /// The same where room is short.
    pub short: &'static str,
    /// How much is open on it.
    pub open: usize,
    /// Whether it is the one that is shown.
    pub is_shown: bool,
    /// What leads there.
    pub key: Action,
}

/// All pages, one of them shown.
#[derive(Clone)]
pub(super) struct Pages {
    pages: Vec<Box<dyn Page>>,
    at: usize,
}

impl Pages {
    /// With the first one shown.
    pub(super) fn new() -> Self {
        let pages: Vec<Box<dyn Page>> = vec![
            Box::new(today::Today::default()),
            Box::new(bookings::Bookings::default()),
            Box::new(requests::Requests::default()),
            Box::new(messages::Messages::default()),
            Box::new(dossiers::Dossiers::default()),
            Box::new(comments::Comments::default()),
            Box::new(figures::FiguresPage::default()),
        ];
        Self { pages, at: 0 }
    }

    /// The page that is shown.
    pub(super) fn shown(&self) -> &dyn Page {
        self.pages[self.at].as_ref()
    }

    /// The same, to change it.
    pub(super) fn shown_mut(&mut self) -> &mut dyn Page {
        self.pages[self.at].as_mut()
    }

    /// Every page as it stands in the bar.
    pub(super) fn bar(&self, scene: &Scene<'_>) -> Vec<InBar> {
        let pages = self.pages.iter().zip(PAGE_KEYS).enumerate();
        pages
            .map(|(i, (page, key))| InBar {
                name: page.name(),
                short: page.short_name(),
                open: page.open(scene),
                is_shown: i == self.at,
                key,
            })
            .collect()
    }

    /// Turns to a page.
    pub(super) fn turn_to(&mut self, at: usize) {
        let at = at.min(self.pages.len() - 1);
        if at != std::mem::replace(&mut self.at, at) {
            self.shown_mut().enter();
        }
    }

    /// What leads to the page that is shown.
    pub(super) fn key(&self) -> Action {
        PAGE_KEYS[self.at]
    }

    /// The names of those to which a key leads.
    pub(super) fn names(&self, keys: &[Action]) -> Vec<(&'static str, Action)> {
        let pages = self.pages.iter().zip(PAGE_KEYS);
        let named = pages.map(|(page, key)| (page.name(), key));
        named.filter(|(_, key)| keys.contains(key)).collect()
    }

    /// The place of the page that is shown.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Whether the first page is shown.
    pub(super) fn is_first(&self) -> bool {
        self.at == 0
    }

    /// Turns so many pages on.
    pub(super) fn turn(&mut self, by: isize) {
        let pages = self.pages.len() as isize;
        self.turn_to((self.at as isize + by).rem_euclid(pages) as usize);
    }

    /// One step back on the page, else to the first one.
    pub(super) fn back(&mut self) {
        if !self.shown_mut().back() {
            self.at = 0;
        }
    }

    /// Goes to the page that shows a ticket; answers whether there is one.
    pub(super) fn show(&mut self, ticket: &Ticket, scene: &Scene<'_>) -> bool {
        let found = self
            .pages
            .iter_mut()
            .position(|page| page.show(ticket, scene));
        self.at = found.unwrap_or(0);
        found.is_some()
    }

    /// Likewise of a dossier.
    pub(super) fn show_dossier(&mut self, id: DossierId, scene: &Scene<'_>) -> bool {
        let found = self
            .pages
            .iter_mut()
            .position(|page| page.show_dossier(id, scene));
        self.at = found.unwrap_or(self.at);
        found.is_some()
    }

    /// Puts the cursor of its page on a dossier, and goes nowhere.
    pub(super) fn choose_dossier(&mut self, id: DossierId, scene: &Scene<'_>) {
        for page in &mut self.pages {
            page.show_dossier(id, scene);
        }
    }

    /// See [`Page::counter_moved_on`].
    pub(super) fn counter_moved_on(&mut self) {
        for page in &mut self.pages {
            page.counter_moved_on();
        }
    }
}

/// `Ok` when it can be done, else why not.
pub(super) fn only_if(can: bool, why_not: &str) -> Result<(), String> {
    match can {
        true => Ok(()),
        false => Err(why_not.to_owned()),
    }
}
