//! The screen's state and its keys: what each key means here and now, and what is asked for.

use chrono::{NaiveDateTime, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::bookings::Bookings;
use super::forms::{self, Form, What};
use super::help::Help;
use super::keymap::{Action, Context, Keymap};
use super::letters::LetterList;
use super::overview::Overview;
use super::page::{Page, Target};
use super::qr::QrWindow;
use super::queue::Queue;
use super::requests::Requests;
use super::scan::Run;
use super::search::{self, Search};
use super::theme::Look;
use super::view::{Command, View};
use super::words::{Said, Scene, Tone};
use crate::app::post::letters::LetterId;
use crate::domain::rules::CounterIx;
use crate::domain::text::Code;
use crate::domain::ticket::TicketId;

/// A key that bounces, and a finger that trembles, are faster than this.
const BOUNCE: TimeDelta = TimeDelta::seconds(1);
/// The longest number or code typed on the screen itself.
const LONGEST_ENTRY: usize = 200;

/// What lies over the page.
#[derive(Clone, Debug)]
pub(super) enum Over {
    /// A form.
    Form(Box<Form>),
    /// A search.
    Search(Search),
    /// The help page.
    Help(Help),
    /// Why a ticket stands where it stands.
    Why(TicketId),
    /// All that is known of a ticket.
    Details(TicketId),
    /// Its phone, to call the citizen.
    Phone(TicketId),
    /// All that is known of a message or notice.
    Letter(LetterId),
    /// Where the booking page is.
    Qr(Box<QrWindow>),
}

/// The state of one desk's screen. It holds nothing of the office.
#[derive(Clone, Debug)]
pub struct Screen {
    pub(super) desk: CounterIx,
    pub(super) keys: Keymap,
    pub(super) look: Look,
    pub(super) page: Page,
    pub(super) queue: Queue,
    pub(super) overview: Overview,
    pub(super) bookings: Bookings,
    pub(super) requests: Requests,
    pub(super) letters: LetterList,
    pub(super) over: Option<Over>,
    /// A number or code typed on the screen itself.
    pub(super) entry: String,
    pub(super) said: Option<Said>,
    pub(super) run: Run<(Option<Over>, String)>,
    /// Half-filled forms, one of each kind at most.
    pub(super) drafts: Vec<Form>,
    /// The form whose event is on its way.
    pub(super) sent: Option<Form>,
    last_key: Option<(KeyCode, NaiveDateTime)>,
    /// The official has put off the question about the clock, or signing in.
    pub(super) put_off: [bool; 2],
}

impl Screen {
    /// The screen of a desk.
    pub fn new(desk: CounterIx, keys: Keymap, look: Look) -> Self {
        Self {
            desk,
            keys,
            look,
            page: Page::Today,
            queue: Queue::default(),
            overview: Overview::default(),
            bookings: Bookings::default(),
            requests: Requests::default(),
            letters: LetterList::default(),
            over: None,
            entry: String::new(),
            said: None,
            run: Run::default(),
            drafts: Vec::new(),
            sent: None,
            last_key: None,
            put_off: [false; 2],
        }
    }

    /// At which counter.
    pub fn desk(&self) -> CounterIx {
        self.desk
    }

    /// Whether the main screen is shown with nothing over it.
    pub fn is_at_rest(&self) -> bool {
        self.page == Page::Today && self.over.is_none() && self.entry.is_empty()
    }

    pub(super) fn scene<'a>(&'a self, view: &'a View<'a>) -> Scene<'a> {
        Scene {
            view,
            keys: &self.keys,
            desk: self.desk,
        }
    }

    pub(super) fn context(&self) -> Context {
        self.page.context()
    }

    /// What the keys of the page are about.
    pub(super) fn target<'a>(&self, view: &View<'a>) -> Target<'a> {
        let ticket = |id: Option<TicketId>| id.and_then(|id| view.office.ticket(id));
        match self.page {
            Page::Bookings => Target::ticket(self.page, ticket(self.bookings.chosen())),
            Page::Requests => Target::ticket(self.page, ticket(self.requests.chosen())),
            Page::Messages => {
                let chosen = self.letters.chosen();
                Target::letter(chosen.and_then(|id| view.letters.get(id)))
            }
            Page::Today => {
                let serving = || view.serving(self.desk);
                let chosen = self.queue.chosen();
                Target::ticket(
                    self.page,
                    chosen.map_or_else(serving, |id| ticket(Some(id))),
                )
            }
        }
    }

    /// Whether all messages must be at hand: only while they are looked at.
    pub fn shows_letters(&self) -> bool {
        self.page == Page::Messages
    }

    /// Brings everything that depends on the office up to date.
    pub(super) fn refresh(&mut self, view: &View<'_>) {
        self.queue.refresh(view, self.desk);
        match self.page {
            Page::Today => {}
            Page::Bookings => self.bookings.refresh(view),
            Page::Requests => self.requests.refresh(view),
            Page::Messages => {
                self.letters.refresh(view);
                // Somebody else has dealt with it: what is pressed next must not meet another one unseen.
                if matches!(self.over, Some(Over::Letter(id)) if self.letters.chosen() != Some(id))
                {
                    self.over = None;
                }
            }
        }
        if let Some(Over::Search(search)) = &mut self.over {
            search.refresh(view);
        }
        self.ask_unasked(view);
    }

    /// Two questions open by themselves: whether the clock is right, and who works here. They can be put off.
    fn ask_unasked(&mut self, view: &View<'_>) {
        let needed = [
            (What::Clock, view.clock_in_doubt()),
            (What::SignIn, view.must_sign_in && view.official().is_none()),
        ];
        let idle = self.over.is_none() && self.entry.is_empty() && self.sent.is_none();
        for (i, (what, needed)) in needed.into_iter().enumerate() {
            if !needed {
                self.put_off[i] = false;
                let answered = what == What::Clock && self.form().is_some_and(|f| f.what() == what);
                if answered {
                    self.over = None;
                }
            } else if idle && !self.put_off[i] {
                let scene = self.scene(view);
                let form = match what {
                    What::Clock => Form::clock(&scene),
                    _ => Form::sign_in(&scene),
                };
                self.open(form);
            }
        }
    }

    pub(super) fn form(&self) -> Option<&Form> {
        match &self.over {
            Some(Over::Form(form)) => Some(form),
            _ => None,
        }
    }

    pub(super) fn open(&mut self, form: Form) {
        self.over = Some(Over::Form(Box::new(form)));
    }

    pub(super) fn say(&mut self, view: &View<'_>, tone: Tone, words: impl Into<String>) {
        self.said = Some(Said::remark(view.now, tone, words));
    }

    /// Shows the address of the booking page as a QR code, or why there is none.
    pub fn show_qr(&mut self, address: Result<String, String>) {
        self.over = Some(Over::Qr(Box::new(QrWindow::new(address))));
    }

    // ---- keys ----

    /// Takes a key and answers what is to be done.
    pub fn key(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        self.refresh(view);
        let (over, entry) = (&self.over, &self.entry);
        let scan = self.run.key(key, || (over.clone(), entry.clone()));
        let commands = match scan {
            Some(scan) => {
                (self.over, self.entry) = scan.before;
                for by_hand in scan.by_hand {
                    // What these keys asked for was asked for when they were pressed.
                    self.dispatch(by_hand, view);
                }
                self.scanned(&scan.code, view)
            }
            None => self.dispatch(key, view),
        };
        self.last_key = Some((key.code, view.now));
        self.refresh(view);
        commands
    }

    fn dispatch(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        match &mut self.over {
            None => self.page_key(key, view),
            Some(Over::Form(form)) => {
                let step = form.key(key);
                self.form_stepped(step, key, view)
            }
            Some(Over::Search(search)) => {
                search.refresh(view);
                match search.key(key) {
                    search::Step::Stay => search.refresh(view),
                    search::Step::Close => self.over = None,
                    search::Step::Take(id) => self.found(id, view),
                }
                Vec::new()
            }
            Some(Over::Help(help)) => {
                let page = help.page();
                match key.code {
                    KeyCode::Up => help.scroll(-1),
                    KeyCode::Down => help.scroll(1),
                    KeyCode::PageUp => help.scroll(-page),
                    KeyCode::PageDown | KeyCode::Char(' ') => help.scroll(page),
                    KeyCode::Home => help.scroll(isize::MIN),
                    KeyCode::End => help.scroll(isize::MAX),
                    _ => return self.close_window(key, view),
                }
                Vec::new()
            }
            Some(
                Over::Why(_) | Over::Details(_) | Over::Phone(_) | Over::Letter(_) | Over::Qr(_),
            ) => self.close_window(key, view),
        }
    }

    /// A window that only tells something never stands in the way of the next key.
    fn close_window(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        let action = self.keys.resolve(key, self.context());
        let by_phone = action == Some(Action::Phone);
        let opened_by = match self.over {
            Some(Over::Help(_)) => Action::Help,
            Some(Over::Why(_)) => Action::Why,
            Some(Over::Phone(_)) => Action::Phone,
            Some(Over::Letter(_)) if by_phone => Action::Phone,
            Some(Over::Qr(_)) => Action::Qr,
            _ => Action::Open,
        };
        self.over = None;
        let same = action == Some(opened_by);
        if same || matches!(key.code, KeyCode::Esc | KeyCode::Enter) {
            return Vec::new();
        }
        self.page_key(key, view)
    }

    pub(super) fn page_key(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        let bare = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        let action = self.keys.resolve(key, self.context());
        if !self.entry.is_empty() {
            match key.code {
                KeyCode::Esc => self.entry.clear(),
                KeyCode::Backspace => {
                    self.entry.pop();
                }
                KeyCode::Enter => return self.entered(view),
                KeyCode::Char(c) if bare => {
                    let digits = self.entry.bytes().all(|b| b.is_ascii_digit());
                    if digits && !c.is_alphanumeric() && action.is_some() {
                        let words = format!("Đang gõ số {}: Enter để gọi, Esc để bỏ", self.entry);
                        self.say(view, Tone::Plain, words);
                    } else if self.entry.len() < LONGEST_ENTRY {
                        self.entry.push(c);
                    }
                }
                _ => {
                    self.entry.clear();
                    return self.page_key(key, view);
                }
            }
            return Vec::new();
        }
        match (action, key.code) {
            (Some(action), code) => self.act(action, self.bounces(code, view), view),
            (None, KeyCode::Esc) => {
                self.back();
                Vec::new()
            }
            (None, KeyCode::Left) if self.page == Page::Bookings => {
                self.bookings.back();
                Vec::new()
            }
            (None, KeyCode::Right) if self.page == Page::Bookings => {
                self.bookings.enter();
                Vec::new()
            }
            (None, KeyCode::Char(c)) if bare && c.is_alphanumeric() => {
                self.entry.push(c);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// One step back.
    fn back(&mut self) {
        match self.page {
            Page::Bookings if self.bookings.back() => {}
            Page::Bookings | Page::Requests | Page::Messages => self.page = Page::Today,
            Page::Today => {
                self.queue.choose(None);
                self.queue.show(None);
            }
        }
    }

    pub(super) fn bounces(&self, code: KeyCode, view: &View<'_>) -> bool {
        self.last_key.is_some_and(|(last, at)| {
            let since = view.now - at;
            last == code && since >= TimeDelta::zero() && since < BOUNCE
        })
    }

    /// Enter after a number, a code or a few letters.
    fn entered(&mut self, view: &View<'_>) -> Vec<Command> {
        let typed = std::mem::take(&mut self.entry);
        let scene = self.scene(view);
        if let Ok(code) = Code::parse(&typed) {
            let outcome = forms::check_in_code(&code, &scene);
            return self.meant(outcome, view);
        }
        if typed.contains(|c: char| c.is_ascii_digit()) {
            let outcome = forms::call_number(&typed, &scene);
            return self.meant(outcome, view);
        }
        let mut search = Search::new(&typed);
        search.refresh(view);
        self.over = Some(Over::Search(search));
        Vec::new()
    }

    /// Goes to a ticket that was found.
    fn found(&mut self, id: TicketId, view: &View<'_>) {
        self.over = None;
        let ticket = view.office.ticket(id);
        if ticket.is_some_and(|t| t.state.awaits_answer()) {
            self.page = Page::Requests;
            self.requests.refresh(view);
            self.requests.choose(id);
            return;
        }
        self.page = Page::Today;
        if view.serving(self.desk).is_some_and(|t| t.id == id) {
            self.queue.choose(None);
            return;
        }
        if self.queue.choose(Some(id)) {
            return;
        }
        let field = ticket.map(|t| t.number.field);
        let before = self.queue.field();
        self.queue.show(field);
        self.queue.refresh(view, self.desk);
        if !self.queue.choose(Some(id)) {
            self.queue.show(before);
            self.over = Some(Over::Details(id));
        }
    }

    /// Pasted text goes into the field in focus; on the screen itself it is taken as typed.
    pub fn paste(&mut self, pasted: &str, view: &View<'_>) {
        self.run.clear();
        match &mut self.over {
            Some(Over::Form(form)) => form.paste(pasted),
            Some(Over::Search(search)) => search.paste(pasted),
            Some(_) => {}
            None => {
                let typed = crate::domain::text::clean(pasted);
                self.entry.extend(
                    typed
                        .chars()
                        .take(LONGEST_ENTRY.saturating_sub(self.entry.len())),
                );
            }
        }
        self.refresh(view);
    }
}
