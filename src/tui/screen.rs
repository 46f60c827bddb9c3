//! The screen's state and its keys: what each key means here and now, and what is asked for.

use chrono::{NaiveDateTime, TimeDelta};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Rect;

use super::action::Action;
use super::chatter::Chatter;
use super::footer::{KeyLine, Spot, Steady};
use super::forms::Form;
use super::keymap::Keymap;
use super::list::Move;
use super::offers::possible;
use super::overlay::{Found, HeldWindow, Overlay, QrWindow, Search};
use super::pages::{Pages, Target, target};
use super::scan::{Codes, Ended, FAST, Run, is_line_feed};
use super::theme::Look;
use super::view::{Command, View};
use super::words::filling;
use super::words::{Card, NOTHING_DONE, Scene, StatusLine, Tone, footer as words, forms::KEPT};
use crate::app::post::letters::LetterId;
use crate::app::waits::Held;
use crate::domain::dossier::Dossier;
use crate::domain::figures::Length;
use crate::domain::rules::CounterIx;
use crate::domain::text::clean;
use crate::domain::ticket::{TicketId, Visit};

/// A key that bounces, and a finger that trembles, are faster than this.
const BOUNCE: TimeDelta = TimeDelta::seconds(1);
/// A key that bounces by itself is faster than this, and no finger is.
pub(super) const CHATTER: TimeDelta = TimeDelta::milliseconds(80);
/// So long an Enter in a form that an Enter has opened is no answer: a scanner's second one comes at once.
const UNREAD: TimeDelta = TimeDelta::milliseconds(700);
/// So long a refusal stands where no key is pressed: what was not done in the morning is no news in the afternoon.
const REFUSED: TimeDelta = TimeDelta::minutes(5);
/// The longest number or code typed on the screen itself.
pub(super) const LONGEST_ENTRY: usize = 200;

/// What words are made from. Not a method: beside it other parts of the screen are changed.
macro_rules! scene_of {
    ($screen:expr, $view:expr) => {{
        let card = $screen.card();
        Scene {
            view: $view,
            keys: &$screen.keys,
            desk: $screen.desk,
            card,
            past_undo: $screen.past_undo.is_some(),
            settled: $screen.settled,
            newest: $screen.newest,
        }
    }};
}
pub(super) use scene_of;

/// Where the parts of the last picture stand.
pub(super) struct Painted {
    /// Which page it shows; nothing lies over it.
    pub(super) page: usize,
    pub(super) area: Rect,
    pub(super) body: Rect,
    pub(super) last: Rect,
    /// The keys, without the line of the pages under them.
    pub(super) keys: Rect,
    /// What stands in them.
    pub(super) lines: Vec<KeyLine>,
    /// Of that what stays when another row is chosen.
    pub(super) steady: Steady,
}

/// What a scanner's keys are taken back to: what lay over the page, what was typed on it, the pages.
type Before = (Option<Overlay>, String, Pages);

/// The state of one desk's screen. It holds nothing of the office.
pub struct Screen {
    pub(super) desk: CounterIx,
    pub(super) keys: Keymap,
    pub(super) look: Look,
    pub(super) pages: Pages,
    pub(super) overlay: Option<Overlay>,
    /// Whom the window showed that the key just pressed has closed.
    closed_card: Option<Card>,
    /// Who was booked here last and stands on no row in sight: the next keys are about that one, until a row is meant.
    pub(super) booked: Option<Card>,
    /// Who has just got a number or was checked in here, until a row is chosen by hand.
    pub(super) newest: Option<TicketId>,
    /// A number or code typed on the screen itself.
    pub(super) entry: String,
    pub(super) status_line: Option<StatusLine>,
    run: Run<Before>,
    /// When a scanner's code was taken: what it sends behind it is no key of anybody's.
    scanned: Option<NaiveDateTime>,
    chatter: Chatter,
    /// Where the footer names keys.
    pub(super) spots: Vec<Spot>,
    /// Half-filled forms, one of each kind at most.
    pub(super) drafts: Vec<Form>,
    /// The form whose event is on its way.
    pub(super) sent: Option<Form>,
    /// Why the last key left nothing to take back, in words: what can be was done before it.
    pub(super) past_undo: Option<String>,
    /// The message or call that was noted as dealt with last, and as what, while that can be taken back.
    pub(super) settled: Option<(LetterId, &'static str)>,
    /// Whether what is on its way is of that kind.
    pub(super) is_final: bool,
    /// Whom the undo on its way is about.
    pub(super) undoing: Vec<TicketId>,
    last_key: Option<(KeyEvent, NaiveDateTime)>,
    /// The last picture, if it can be brought up to date.
    pub(super) painted: Option<Painted>,
    /// When the form in sight was opened, and how long an Enter is no answer to it.
    pub(super) asked: Option<(NaiveDateTime, TimeDelta)>,
    /// When Enter closed a form: one more is meant for it, not for the row under it.
    answered_at: Option<NaiveDateTime>,
    /// The question about the clock, which opens by itself, was put off.
    pub(super) clock_put_off: bool,
}

fn is_within(limit: TimeDelta, since: TimeDelta) -> bool {
    since >= TimeDelta::zero() && since < limit
}

impl Screen {
    /// The screen of a desk.
    pub fn new(desk: CounterIx, keys: Keymap, look: Look) -> Self {
        Self {
            desk,
            keys,
            look,
            pages: Pages::new(),
            overlay: None,
            closed_card: None,
            booked: None,
            newest: None,
            entry: String::new(),
            status_line: None,
            run: Run::default(),
            scanned: None,
            chatter: Chatter::default(),
            spots: Vec::new(),
            drafts: Vec::new(),
            sent: None,
            past_undo: None,
            settled: None,
            is_final: false,
            undoing: Vec::new(),
            last_key: None,
            painted: None,
            asked: None,
            answered_at: None,
            clock_put_off: false,
        }
    }

    /// At which counter.
    pub fn desk(&self) -> CounterIx {
        self.desk
    }

    /// Whether nothing lies over the page and nothing is being typed.
    pub fn is_idle(&self) -> bool {
        self.overlay.is_none() && self.entry.is_empty()
    }

    /// Whether the main page is shown with nothing over it.
    pub fn is_at_rest(&self) -> bool {
        self.pages.is_first() && self.is_idle()
    }

    pub(super) fn scene<'a>(&'a self, view: &'a View<'a>) -> Scene<'a> {
        scene_of!(self, view)
    }

    /// Whom the window in sight shows, or the one that this key has closed.
    pub(super) fn card(&self) -> Option<Card> {
        let shown = self.overlay.as_ref().and_then(Overlay::card);
        self.closed_card.or(shown).or(self.booked)
    }

    /// What words are made from, and the pages that are changed by it.
    pub(super) fn split<'a>(&'a mut self, view: &'a View<'a>) -> (Scene<'a>, &'a mut Pages) {
        (scene_of!(self, view), &mut self.pages)
    }

    /// What the keys are about.
    pub(super) fn target<'a>(&self, view: &View<'a>) -> Target<'a> {
        target(self.card(), self.pages.shown(), view, self.desk)
    }

    /// Whether all messages must be at hand: only while they are looked at.
    pub fn shows_messages(&self) -> bool {
        self.pages.shown().shows_messages()
    }

    /// The figures of which period must be at hand.
    pub fn wants_figures(&self) -> Option<(Length, u32)> {
        self.pages.shown().wants_figures()
    }

    /// Brings everything that depends on the office up to date. What has not changed is not computed again.
    pub(super) fn refresh(&mut self, view: &View<'_>) {
        self.status_line
            .take_if(|line| line.is_bad() && view.now - line.at >= REFUSED);
        let is_ahead = |id| view.office.ticket(id).is_some_and(|t| t.state.is_ahead());
        self.booked
            .take_if(|card| !matches!(card, Card::Ticket(id) if is_ahead(*id)));
        let (scene, pages) = self.split(view);
        pages.shown_mut().refresh(&scene);
        self.offer_on_line_only(view);
        let chosen = self.target(view).letter.map(|letter| letter.id);
        match &mut self.overlay {
            // Somebody else has dealt with it: what is pressed next must not meet another one unseen.
            Some(Overlay::Message(id)) if chosen != Some(*id) => self.overlay = None,
            Some(Overlay::Search(search)) => search.refresh(view),
            _ => {}
        }
        self.ask_unasked(view);
    }

    pub(super) fn open(&mut self, form: Form) {
        self.overlay = Some(Overlay::Form(Box::new(form)));
    }

    pub(super) fn say(&mut self, view: &View<'_>, tone: Tone, words: impl Into<String>) {
        if tone == Tone::Bad {
            self.past_undo
                .get_or_insert_with(|| NOTHING_DONE.to_owned());
        }
        self.status_line = Some(StatusLine::remark(view.now, tone, words));
    }

    /// Shows the address of the booking page as a QR code, or why there is none.
    pub fn show_qr(&mut self, address: Result<String, String>) {
        self.overlay = Some(Overlay::Qr(Box::new(QrWindow::new(address))));
    }

    /// Shows how often the waits that were told came true, or why it cannot be counted.
    pub fn show_held(&mut self, hours: Result<Vec<Held>, String>) {
        self.overlay = Some(Overlay::Held(HeldWindow::new(hours)));
    }

    /// Shows all that is known of a ticket, `visits` being earlier ones.
    pub fn show_details(&mut self, id: TicketId, visits: Vec<Visit>) {
        self.overlay = Some(Overlay::Details(id, visits));
    }

    /// Shows the dossier that a code means: on its page, or in a window when it is over.
    pub fn show_dossier(&mut self, found: Option<Dossier>, view: &View<'_>) {
        let Some(dossier) = found else {
            return self.say(view, Tone::Bad, words::NO_DOSSIER);
        };
        let (scene, pages) = self.split(view);
        if !pages.show_dossier(dossier.id, &scene) {
            self.overlay = Some(Overlay::Dossier(Box::new(dossier)));
        }
    }

    // ---- keys ----

    /// Takes a key and answers what is to be done.
    pub fn key(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        if key.kind == KeyEventKind::Release {
            return Vec::new();
        }
        let typed = self.chatter.typed(key, view.now).into_iter();
        let commands: Vec<_> = typed.flat_map(|key| self.typed(key, view)).collect();
        if let Some(command) = commands.last() {
            self.is_final = command.is_final();
        }
        commands
    }

    fn typed(&mut self, mut key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        let tail = matches!(key.code, KeyCode::Enter | KeyCode::Tab) || is_line_feed(key);
        if tail
            && self
                .scanned
                .is_some_and(|at| is_within(BOUNCE, view.now - at))
        {
            return Vec::new();
        }
        if is_line_feed(key) {
            key = KeyCode::Enter.into();
        }
        self.scanned = None;
        self.refresh(view);
        let (overlay, entry, pages) = (&self.overlay, &self.entry, &self.pages);
        let state = || (overlay.clone(), entry.clone(), pages.clone());
        let commands = match self.run.key(key, view.now, state) {
            Some(Ended::Burst(typed, before))
                if self.would_call(&typed, before.0.as_ref(), view) =>
            {
                (self.overlay, self.entry) = (None, String::new());
                let looked_up = typed.trim_matches(|c: char| !c.is_alphanumeric());
                self.overlay = Some(Overlay::Search(Search::new(looked_up, view)));
                Vec::new()
            }
            Some(Ended::Code(scan)) => {
                (self.overlay, self.entry, self.pages) = scan.before;
                for by_hand in scan.by_hand {
                    // What these keys asked for was asked for when they were pressed.
                    self.dispatch(by_hand, view);
                }
                self.scanned = Some(view.now);
                match scan.codes {
                    Codes::One(code) => self.scanned(&code, view),
                    Codes::Changed(codes) => self.scanned_changed(&codes, view),
                }
            }
            _ => self.dispatch(key, view),
        };
        self.last_key = Some((key, view.now));
        self.refresh(view);
        commands
    }

    /// Whether Enter would call a number that no hand has typed: on the screen itself while nobody is served, where nothing
    /// is asked first, or in the form that the same burst has opened. A stranger's code may say anything.
    fn would_call(&self, typed: &str, before: Option<&Overlay>, view: &View<'_>) -> bool {
        if !typed.contains(|c: char| c.is_ascii_digit()) || before.is_some() {
            return false;
        }
        match &self.overlay {
            None => !self.entry.is_empty() && view.serving(self.desk).is_none(),
            Some(overlay) => matches!(overlay, Overlay::Form(_)),
        }
    }

    fn dispatch(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        // A scanner adds its own Enter to one that stands in a stranger's code: nobody has read the question yet.
        let is_enter = key.code == KeyCode::Enter;
        let asked = matches!(self.overlay, Some(Overlay::Form(_)));
        let just =
            |limit, at: Option<NaiveDateTime>| at.is_some_and(|at| is_within(limit, view.now - at));
        let is_late = self.is_idle() && just(BOUNCE, self.answered_at);
        let is_unread = asked && self.asked.is_some_and(|(at, limit)| just(limit, Some(at)));
        if let (true, true, Some(Overlay::Form(form))) = (is_enter, is_unread, &mut self.overlay) {
            form.hint(filling::JUST_OPENED.to_owned());
        }
        if is_enter && (is_late || is_unread) {
            return Vec::new();
        }
        let page = self.pages.at();
        let commands = self.dispatch_read(key, view);
        if page != self.pages.at() {
            self.booked = None;
            // On another page "half filled" would be about nothing in sight.
            self.status_line
                .take_if(|line| line.words.starts_with(KEPT));
        }
        let unread = match &self.overlay {
            Some(Overlay::Form(_)) if is_enter => Some(UNREAD),
            Some(Overlay::Form(form)) if form.is_grave => Some(FAST),
            _ => None,
        };
        self.asked = unread.filter(|_| !asked).map(|limit| (view.now, limit));
        let answers = is_enter && asked && self.overlay.is_none();
        self.answered_at = answers.then_some(view.now);
        commands
    }

    /// The fixed key for which a key of the map stands in what lies over the page. A pad writes no letters: where some
    /// were typed, a whole keyboard is there, and its signs are what they are.
    fn fixed(&self, key: KeyEvent) -> KeyEvent {
        if self.run.has_letters() {
            return key;
        }
        let fixed = self.keys.in_form(key);
        match &self.overlay {
            None => key,
            Some(Overlay::Form(_) | Overlay::Search(_) | Overlay::Help(_)) => fixed,
            // Any other key closes a window and does what it does on the page.
            Some(_) if fixed.code == KeyCode::Esc => fixed,
            Some(_) => key,
        }
    }

    fn dispatch_read(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        let key = self.fixed(key);
        if self.opens_nothing(key, view) {
            return Vec::new();
        }
        // A refusal is about the key before; over what another one does it would look like its mistake.
        let again = self.overlay.is_none() && self.pressed_within(BOUNCE, key, view);
        self.status_line.take_if(|line| line.is_bad() && !again);
        match &mut self.overlay {
            None => return self.page_key(key, view),
            Some(Overlay::Form(form)) => {
                let pressed = form.key(key);
                return self.form_pressed(pressed, key, view);
            }
            Some(Overlay::Search(search)) => {
                search.refresh(view);
                match search.key(key) {
                    Found::Stay => search.refresh(view),
                    Found::Close => self.overlay = None,
                    Found::Earlier => return vec![Command::FindEarlier],
                    Found::Take(id) => return self.found(id, view),
                }
            }
            Some(Overlay::Help(help)) => match key.code {
                KeyCode::Up => help.scroll(Move::By(-1)),
                KeyCode::Down => help.scroll(Move::By(1)),
                KeyCode::PageUp => help.scroll(Move::Pages(-1)),
                KeyCode::PageDown | KeyCode::Char(' ') => help.scroll(Move::Pages(1)),
                KeyCode::Home => help.scroll(Move::First),
                KeyCode::End => help.scroll(Move::Last),
                _ => return self.close_window(key, view),
            },
            Some(Overlay::Record(_)) => return self.record_key(key.code),
            Some(_) => return self.close_window(key, view),
        }
        Vec::new()
    }

    /// The Enter that habit sends after a key which was refused: while it would open nobody, the reason stays.
    fn opens_nothing(&self, key: KeyEvent, view: &View<'_>) -> bool {
        let refused = self.status_line.as_ref().is_some_and(StatusLine::is_bad);
        let page = self.pages.shown();
        let opens = self.keys.resolve(key, page.context()) == Some(Action::Open);
        refused
            && opens
            && self.is_idle()
            && possible(&self.scene(view), page, Action::Open).is_err()
    }

    /// A window that only tells something never stands in the way of the next key.
    fn close_window(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        let window = self.overlay.take();
        let action = self.keys.resolve(key, self.pages.shown().context());
        let same = action
            .zip(window.as_ref())
            .is_some_and(|(a, window)| window.is_opened_by(a));
        let card = window.as_ref().and_then(Overlay::card);
        if same || matches!(key.code, KeyCode::Esc | KeyCode::Enter) {
            self.say_who_is_meant(card, view);
            return Vec::new();
        }
        self.closed_card = card;
        let commands = self.page_key(key, view);
        self.closed_card = None;
        // What was refused is about whom the window shows, and the next key will be, too.
        let refused = self.status_line.as_ref().is_some_and(StatusLine::is_bad);
        if card.is_some() && refused && commands.is_empty() && self.is_idle() {
            self.overlay = window;
        }
        commands
    }

    pub(super) fn page_key(&mut self, key: KeyEvent, view: &View<'_>) -> Vec<Command> {
        if !self.entry.is_empty() {
            return self.entry_key(key, view);
        }
        let bare = (key.modifiers - KeyModifiers::SHIFT).is_empty();
        let action = self.keys.resolve(key, self.pages.shown().context());
        match (action, key.code) {
            (Some(action), _) => {
                // Several things are taken back one after the other; a finger that rests there takes back one.
                let limit = match action {
                    Action::Undo | Action::Redo => BOUNCE / 2,
                    _ => BOUNCE,
                };
                return self.act(action, self.pressed_within(limit, key, view), view);
            }
            (None, KeyCode::Esc) => {
                self.booked = None;
                self.pages.back();
            }
            (None, KeyCode::Char(c)) if bare && c.is_alphanumeric() => self.entry.push(c),
            (None, code) => {
                self.pages.shown_mut().key(code);
                self.say_where(key, view);
            }
        }
        Vec::new()
    }

    pub(super) fn pressed_within(&self, limit: TimeDelta, key: KeyEvent, view: &View<'_>) -> bool {
        self.last_key
            .is_some_and(|(last, at)| last == key && is_within(limit, view.now - at))
    }

    /// Pasted text goes into the field in focus; on the screen itself it is taken as typed.
    pub fn paste(&mut self, pasted: &str, view: &View<'_>) {
        self.run.clear();
        match &mut self.overlay {
            Some(Overlay::Form(form)) => form.paste(pasted),
            Some(Overlay::Search(search)) => search.paste(pasted),
            Some(_) => {}
            None => {
                let room = LONGEST_ENTRY.saturating_sub(self.entry.len());
                self.entry.extend(clean(pasted).chars().take(room));
            }
        }
        self.refresh(view);
    }
}
