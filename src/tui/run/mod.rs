//! The screen's loop: waits, lets keys act, takes over what others did, draws. One thread.

mod amend;
mod announcements;
mod booking_page;
mod comments;
mod figures;
mod guide;
mod look;
mod manned;
mod messages;
mod record;
mod shown;
mod signing;
mod slips;

use std::fmt::Display;
use std::io;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDateTime;
use crossterm::event::{Event as Input, KeyEventKind};

use super::offers::may;
use super::terminal::RawTerminal;
pub use super::terminal::end_signals;
use super::words::desk as words;
use super::{Command, Official, Screen, View};
use crate::app::Actor;
use crate::app::bell::Bell;
use crate::app::comments::list;
use crate::app::effects::test_call;
use crate::app::keeper::Keeper;
use crate::app::live::{Live, is_refusal};
use crate::app::officials;
use crate::app::post::letters::{Letters, book, booked};
use crate::app::status::Status;
use crate::app::waits;
use crate::domain::Event;
use crate::domain::catalogue::Catalogue;
use crate::domain::comment::Comment;
use crate::domain::forecast::Forecast;
use crate::domain::text::Code;
use crate::domain::ticket::TicketId;
use crate::domain::time::{Day, Minute};
pub use amend::Amend;
pub use guide::{Guide, Telling};
pub use record::Recorder;

use figures::Figures;
use shown::view;
use slips::Awaited;

/// The screen looks around at least so often: the clock, the host, a bell that was missed.
const LOOK: Duration = Duration::from_secs(1);
/// A host that was just started is given so long before its silence is told.
const PATIENCE: Duration = Duration::from_secs(5);

/// However many bookings come in, the terminal's bell keeps quiet so long after it has rung.
const QUIET: Duration = Duration::from_secs(5);

/// Takes the id of a procedure and a word for it; answers the word as it stands in the catalogue's file now, or why it does
/// not, in words.
pub type LearnAlias = dyn Fn(&str, &str) -> Result<String, String>;

/// Why a screen ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ended {
    /// The official left, or the terminal went away.
    Left,
    /// No key is heard any more, until the screen is begun anew by another process.
    Deaf,
}

/// What a screen shows besides the office's state.
pub struct Setting {
    /// Name of the office.
    pub office_name: String,
    /// Asked at each look: another catalogue, when one has come into force since.
    pub new_catalogue: Box<dyn FnMut() -> Option<Arc<Catalogue>>>,
    /// Adds a word to the catalogue's file.
    pub learn_alias: Box<LearnAlias>,
    /// Writes a change of the rules into the configuration, from where every process takes it over; or why not, in words.
    pub amend: Box<Amend>,
    /// What records the office's voice; `None` where it is not recorded here.
    pub recorder: Option<Box<dyn Recorder>>,
    /// Where the booking page is now, or why nowhere, in words.
    pub web_address: Box<dyn Fn() -> Result<String, String>>,
    /// Who may sign in.
    pub officials: Vec<Official>,
    /// Nothing can be done before an official has signed in.
    pub must_sign_in: bool,
    /// So many minutes without a key sign the official out; 0: never.
    pub sign_out_minutes: u32,
    /// So many days what people write is kept.
    pub keep_days: i32,
    /// Whoever stands beside a newcomer.
    pub guide: Option<Box<dyn Guide>>,
    /// What it opens beside or after.
    pub opens: Opens,
}

/// What a screen opens beside or after.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opens {
    /// Nothing else is open at its counter.
    Alone,
    /// Another screen is.
    Beside,
    /// It was begun anew, since no key was heard any more.
    Anew,
}

/// One desk's screen at work.
pub struct Desk {
    live: Live,
    keeper: Keeper,
    bell: Bell,
    screen: Screen,
    setting: Setting,
    signed_in: Option<String>,
    /// When a key was last pressed, by the wall clock: a PC that slept was left alone, too.
    last_key: NaiveDateTime,
    status: Option<Status>,
    opened: Instant,
    /// What was drawn last, as far as it changes by itself.
    minute: String,
    /// The minute of the last picture, while nothing has changed since but what keys change on the screen itself.
    drawn: Option<Minute>,
    /// The newest ticket that was looked at: later ones may have to be told.
    seen: TicketId,
    /// The last booking that this desk itself made of a message: it is no news.
    own: Option<TicketId>,
    letters: Letters,
    comments: Vec<Comment>,
    /// At which version of the store both were last read in a look.
    read_at: Option<i64>,
    figures: Figures,
    forecast: Arc<Forecast>,
    slip: Option<Awaited>,
    /// When the terminal's bell rang for something from outside.
    rang: Option<Instant>,
}

impl Desk {
    /// A desk on an opened store.
    ///
    /// # Errors
    /// When its bell cannot be hung.
    pub fn new(
        mut live: Live,
        keeper: Keeper,
        screen: Screen,
        setting: Setting,
    ) -> io::Result<Self> {
        let bell = live.hang_bell()?;
        let (last_key, minute) = (live.now(), String::new());
        // What is there already when the screen opens is no news.
        let seen = live.office().newest();
        let letters = Letters::read(&mut live, false).map_err(io::Error::other)?;
        let comments = list(&live).map_err(io::Error::other)?;
        let forecast = live.forecast();
        Ok(Self {
            live,
            keeper,
            bell,
            screen,
            setting,
            signed_in: None,
            last_key,
            status: None,
            opened: Instant::now(),
            minute,
            drawn: None,
            seen,
            own: None,
            letters,
            comments,
            read_at: None,
            figures: Figures::default(),
            forecast,
            slip: None,
            rang: None,
        })
    }

    /// Runs until the official leaves, the terminal goes away, no key is heard or something in `ended` (see [`end_signals`]) asks.
    ///
    /// # Errors
    /// When the terminal cannot be used.
    pub fn run(mut self, ended: std::os::unix::net::UnixStream) -> io::Result<Ended> {
        let mut terminal = RawTerminal::take(ended)?;
        match self.setting.opens {
            Opens::Alone => {}
            Opens::Anew => self.with_view(|screen, view| screen.remark(words::HEARD_AGAIN, view)),
            Opens::Beside => self.say_beside(),
        }
        self.look();
        let mut next_look = Instant::now() + LOOK;
        let mut redraw = true;
        loop {
            // A terminal that cannot be drawn on is gone, and nobody is there to be told.
            if redraw && self.draw(&mut terminal).is_err() {
                return Ok(Ended::Left);
            }
            // What a key did is seen first; how long all will wait now comes a moment later.
            if redraw && self.foresee() && self.draw(&mut terminal).is_err() {
                return Ok(Ended::Left);
            }
            let woken = terminal.wait(
                self.bell.as_fd(),
                next_look.saturating_duration_since(Instant::now()),
            );
            if woken.end {
                return Ok(Ended::Left);
            }
            // A burst of keys (a scanner, an input method) is one repaint, but each key acts at once.
            let Ok(inputs) = terminal.inputs() else {
                return Ok(Ended::Left);
            };
            if terminal.is_deaf() {
                return Ok(Ended::Deaf);
            }
            redraw = woken.resized || !inputs.is_empty();
            if woken.bell {
                self.bell.hush();
                self.take_over();
                (redraw, self.drawn) = (true, None);
            }
            for input in inputs {
                if self.input(&input, &mut terminal) {
                    return Ok(Ended::Left);
                }
            }
            if Instant::now() >= next_look {
                next_look = Instant::now() + LOOK;
                redraw |= self.look();
                self.drawn = None;
            }
        }
    }

    /// Brings the forecast up to date. Answers whether it was not.
    fn foresee(&mut self) -> bool {
        let before = std::mem::replace(&mut self.forecast, self.live.forecast());
        let is_new = !Arc::ptr_eq(&before, &self.forecast);
        self.drawn.take_if(|_| is_new);
        is_new
    }

    fn draw(&mut self, terminal: &mut RawTerminal) -> io::Result<()> {
        let told = self.setting.guide.as_ref().map(|guide| guide.telling());
        let now = Minute::from_chrono(self.live.now());
        let is_same = self.drawn.replace(now) == Some(now) && told.is_none();
        let is_kept = !terminal.fit()? && is_same;
        let canvas = terminal.canvas();
        self.with_view(|screen, view| {
            if is_kept && canvas.redraw(|buf| screen.repaint(buf, view))? {
                return Ok(());
            }
            canvas.draw(|buf| guide::paint(screen, buf, told.as_ref(), view))
        })
    }

    /// Lets one key or paste act. Answers whether the official leaves.
    fn input(&mut self, input: &Input, terminal: &mut RawTerminal) -> bool {
        if self.leaves_guide(input) {
            return true;
        }
        if matches!(input, Input::Key(_) | Input::Paste(_) | Input::Mouse(_)) {
            self.sign_out_if_left_alone();
            self.last_key = self.live.now();
        }
        let commands = match input {
            Input::Key(key) if key.kind != KeyEventKind::Release => {
                self.with_view(|screen, view| screen.key(*key, view))
            }
            Input::Mouse(mouse) => self.with_view(|screen, view| screen.mouse(*mouse, view)),
            Input::Paste(text) => {
                self.with_view(|screen, view| screen.paste(text, view));
                Vec::new()
            }
            _ => Vec::new(),
        };
        for command in commands {
            match command {
                Command::Quit => return true,
                other => {
                    // That it is being done is seen before it takes its time; keys wait in the terminal meanwhile. One that
                    // is gone is noticed at the next picture.
                    if other.is_slow() {
                        self.drawn = None;
                        drop(self.draw(terminal));
                    }
                    if !self.carry_out(other) {
                        break;
                    }
                }
            }
        }
        self.read_letters_to_show();
        self.read_figures();
        false
    }

    fn with_view<T>(&mut self, f: impl FnOnce(&mut Screen, &View<'_>) -> T) -> T {
        let now = self.live.now();
        let signed_in = self.signed_in.as_deref();
        let view = view(
            &self.live,
            &self.setting,
            (&self.letters, &self.comments, &self.figures, &self.forecast),
            self.status.as_ref(),
            signed_in,
            now,
        );
        f(&mut self.screen, &view)
    }

    /// Does what the screen asks for. Answers whether what it asks for next may follow.
    fn carry_out(&mut self, command: Command) -> bool {
        self.drawn = None;
        if let Err(words) = self.with_view(|_, view| may(view, &command)) {
            self.fail(words);
            return false;
        }
        match command {
            Command::Submit(event) => return self.submit(event, None),
            Command::Book { event, message } => return self.submit(event, Some(message)),
            Command::ConfirmClock => return self.submit(Event::ClockConfirmed, None),
            Command::Seen(_)
            | Command::Settle(_)
            | Command::Reopen(_)
            | Command::SendAgain(_)
            | Command::Answer { .. }
            | Command::HoldSending(_)
            | Command::Learn { .. } => return self.carry_out_letter(command),
            Command::TakeComment(_)
            | Command::AnswerComment { .. }
            | Command::ShowCommentSource(_)
            | Command::SweepComments(_) => {
                return self.carry_out_comment(&command);
            }
            Command::Announce(what) => return self.carry_out_announcement(what),
            Command::SetPin { official, pin } => {
                if let Err(error) = officials::set_pin(&mut self.live, &official, &pin) {
                    self.fail(&error.to_string());
                    return false;
                }
            }
            Command::SignIn { official, pin } => self.sign_in(official, &pin),
            Command::SignOut => {
                self.signed_in = None;
                let said = match self.setting.must_sign_in {
                    true => words::SIGNED_OUT,
                    false => words::SIGNED_OUT_OPEN,
                };
                self.with_view(|screen, view| screen.succeeded(said, view));
            }
            Command::Amend(change) => return self.amend(&change),
            Command::TestBoard => self.test_board(),
            Command::Slip(key, wish) => return self.carry_out_slip(key, wish),
            Command::ShowSource(_)
            | Command::ShutForm(_)
            | Command::PairDisplay(_)
            | Command::ForgetDisplays => return self.carry_out_at_door(command),
            Command::Record(take) => self.record(&take),
            Command::ShowDetails(id) => self.show_details(id),
            Command::FindEarlier => self.find_earlier(),
            Command::FindDossier(code) => self.find_dossier(&code),
            Command::ShowHeld => {
                let held = waits::held(self.live.store(), self.live.office().now());
                self.screen.show_held(held.map_err(|e| e.to_string()));
            }
            Command::ShowQr => self.screen.show_qr((self.setting.web_address)()),
            // Where the terminal's bell is off, the line on the screen says it.
            Command::Bell => drop(io::Write::write_all(&mut io::stdout(), b"\x07")),
            Command::Quit => {}
        }
        true
    }

    /// An event of this desk; with the message that asked for it.
    fn submit(&mut self, event: Event, message: Option<i64>) -> bool {
        if let Some(guide) = &self.setting.guide {
            guide.acted();
        }
        let by = Actor::Official {
            desk: Some(self.screen.desk()),
            id: self.signed_in.as_deref(),
        };
        let answer = match message {
            Some(message) => book(&mut self.live, by, event.clone(), message),
            None => self.live.submit(by, event.clone()),
        };
        match answer {
            Ok(answer) => {
                if message.is_some() {
                    self.own = booked(self.live.office(), &answer.outputs);
                }
                // What is said of messages that wait again gives way to what was done.
                if message.is_some() || matches!(event, Event::Undo { .. } | Event::Redo { .. }) {
                    self.read_letters();
                }
                if event == Event::ClockConfirmed
                    && let Some(status) = &mut self.status
                {
                    status.clock_in_doubt = false;
                }
                // Who gets a number is told the wait with it; that was forecast when it was kept.
                if matches!(event, Event::Walkin { .. } | Event::Arrive { .. }) {
                    self.foresee();
                }
                let seq = answer.seq.unwrap_or(0);
                self.with_view(|screen, view| screen.answered(&event, &answer.outputs, seq, view));
                self.say_unmanned(&answer.outputs);
                let calls = self.calls_of(seq);
                self.with_view(|screen, view| screen.offer_called(&event, &calls, view));
                !is_refusal(&answer.outputs)
            }
            Err(error) => {
                self.fail(&error.to_string());
                false
            }
        }
    }

    fn fail(&mut self, words: &str) {
        self.with_view(|screen, view| screen.failed(words, view));
    }

    /// What `say` says of what was found; else `gone`, or why it cannot be had. Answers whether it was found.
    fn found<T>(
        &mut self,
        found: Result<Option<T>, impl Display>,
        gone: &str,
        say: impl FnOnce(&mut Screen, T, &View<'_>),
    ) -> bool {
        match found {
            Ok(Some(found)) => {
                self.with_view(|screen, view| say(screen, found, view));
                return true;
            }
            Ok(None) => self.fail(gone),
            Err(error) => self.fail(&error.to_string()),
        }
        false
    }

    fn show_details(&mut self, id: TicketId) {
        let today = self.today();
        let (office, store) = (self.live.office(), self.live.store());
        let phone = office.ticket(id).and_then(|t| t.person.phone.as_ref());
        let visits = phone.map(|phone| store.earlier_visits(phone, today));
        // Without them the rest is still worth being seen.
        let visits = visits.and_then(Result::ok).unwrap_or_default();
        self.screen.show_details(id, visits);
    }

    /// By the clock: nothing need have happened yet on a new day.
    fn today(&mut self) -> Day {
        Minute::from_chrono(self.live.now()).day()
    }

    fn find_earlier(&mut self) {
        let today = self.today();
        match self.live.store().earlier(today, self.live.office().rules()) {
            Ok(found) => self.with_view(|screen, view| screen.show_earlier(found, view)),
            Err(error) => self.with_view(|screen, view| screen.failed(&error.to_string(), view)),
        }
    }

    fn find_dossier(&mut self, code: &Code) {
        match self.live.store().dossier_of_code(code.as_str()) {
            Ok(found) => self.with_view(|screen, view| screen.show_dossier(found, view)),
            Err(error) => self.with_view(|screen, view| screen.failed(&error.to_string(), view)),
        }
    }

    fn test_board(&mut self) {
        let effect = test_call(self.live.office(), self.screen.desk());
        match self.live.request(effect) {
            Ok(()) => {
                self.with_view(|screen, view| match view.has_board_trouble(screen.desk()) {
                    true => screen.failed(words::BOARD_TRIED_IN_VAIN, view),
                    false => screen.succeeded(words::BOARD_TRIED, view),
                });
            }
            Err(error) => self.fail(&error.to_string()),
        }
    }
}
