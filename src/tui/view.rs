//! What the screen is shown: the office and the little that stands around it. Nothing of it is changed here.

use chrono::NaiveDateTime;

use crate::app::figures::Report;
use crate::app::post::letters::{LetterId, Letters};
use crate::app::slip::order::{SlipKey, Wish};
use crate::app::status::{ModemStatus, PrinterStatus, Status};
use crate::domain::amendment::Amendment;
use crate::domain::announcement::{AnnouncementId, Draft, Reach};
use crate::domain::catalogue::Procedure;
use crate::domain::comment::Comment;
use crate::domain::event::{Current, Event, Timed};
use crate::domain::forecast::{Forecast, Wait};
use crate::domain::rules::{CounterDef, CounterIx, FieldIx};
use crate::domain::sms::Vocabulary;
use crate::domain::text::{Code, Phone};
use crate::domain::ticket::{Ticket, TicketId};
use crate::domain::time::{Day, Half, Minute};
use crate::domain::words::errand as errand_words;
use crate::domain::{Office, text};

/// Someone who works here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Official {
    /// Never changed; events bear it.
    pub id: String,
    /// As shown.
    pub name: String,
    /// Head of the office.
    pub head: bool,
    /// Id of the counter at which something was done in this name last.
    pub counter: Option<String>,
    /// Whether a PIN has been set; else the first sign-in sets it.
    pub has_pin: bool,
}

/// Everything that a frame is drawn from and a key is understood by.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The office as it stands.
    pub office: &'a Office,
    /// Its name.
    pub office_name: &'a str,
    /// The catalogue, in its order.
    pub procedures: &'a [Procedure],
    /// The catalogue's words, by which messages are read.
    pub vocabulary: &'a Vocabulary,
    /// Who may sign in; empty: nobody needs to.
    pub officials: &'a [Official],
    /// The wall clock, with fractions of a second: two presses within one second are one.
    pub now: NaiveDateTime,
    /// The host and its devices; `None` when no host is known.
    pub status: Option<&'a Status>,
    /// Id of the official who works at this desk.
    pub signed_in: Option<&'a str>,
    /// Nothing can be done before an official has signed in.
    pub must_sign_in: bool,
    /// Messages in and out: how many need a hand, and, for their page, all of them.
    pub letters: &'a Letters,
    /// Comments and complaints, those that wait for an answer first.
    pub comments: &'a [Comment],
    /// So many days they are kept.
    pub keep_days: i32,
    /// The figures, while they are looked at.
    pub figures: Option<&'a Report>,
    /// How long people will wait. It may be of a moment ago: a key does not wait for it.
    pub forecast: &'a Forecast,
}

impl<'a> View<'a> {
    /// The minute to judge by: the wall clock's, but time never runs backwards, and it stands still while an official
    /// has not confirmed a doubtful clock.
    pub fn minute(&self) -> Minute {
        if self.clock_in_doubt() {
            return self.office.now();
        }
        Minute::from_chrono(self.now).max(self.office.now())
    }

    /// The day to judge by.
    pub fn today(&self) -> Day {
        self.minute().day()
    }

    /// Whether time waits for an official's word.
    pub fn clock_in_doubt(&self) -> bool {
        self.status.is_some_and(|status| status.clock_in_doubt)
    }

    /// The modem as the host knows it; `None` where the office has none.
    pub fn modem(&self) -> Option<&'a ModemStatus> {
        self.status.and_then(|status| status.modem.as_ref())
    }

    /// The ticket printer as the host knows it; `None` where the office has none.
    pub fn printer(&self) -> Option<&'a PrinterStatus> {
        self.status.and_then(|status| status.printer.as_ref())
    }

    /// Whether an official has shut the booking page.
    pub fn form_is_shut(&self) -> bool {
        let web = self.status.and_then(|status| status.web.as_ref());
        web.is_some_and(|web| web.shut)
    }

    /// The wait of who takes a number of this field now.
    pub fn newcomer(&self, ix: FieldIx) -> Wait {
        let end = self.office.rules().session(Half::Pm).end;
        if self.minute() >= self.today().at(end) {
            return Wait::NotToday;
        }
        self.forecast
            .newcomer(ix)
            .map_or(Wait::NotToday, |turn| turn.wait)
    }

    /// A counter's definition.
    pub fn desk(&self, ix: CounterIx) -> &'a CounterDef {
        self.office.rules().counter(ix)
    }

    /// Whether the board of a counter does not take what is sent to it.
    pub fn has_board_trouble(&self, ix: CounterIx) -> bool {
        let boards = self.status.map_or(&[][..], |status| &status.boards);
        let mut own = boards.iter().filter(|b| b.counter == self.desk(ix).id);
        own.any(|board| board.trouble.is_some())
    }

    /// Who is served at a counter.
    pub fn serving(&self, ix: CounterIx) -> Option<&'a Ticket> {
        let counter = self.office.counter(ix);
        counter.ticket.and_then(|id| self.office.ticket(id))
    }

    /// What a counter's official asks for who is done with the one in service, or waits for the next one; nothing where the
    /// counter calls by itself and serves nobody.
    pub fn going_on(&self, counter: CounterIx) -> Option<Event> {
        let state = self.office.counter(counter);
        // A counter that calls by itself needs no asking for the next one.
        if self.office.is_manual(counter) && state.open {
            let current = state.ticket.map(|_| Current::Done);
            return Some(Event::Next { counter, current });
        }
        state.ticket.map(|_| Event::Done { counter })
    }

    /// The office as an event of a desk would leave it now, and its answers: tried on a copy.
    pub fn tried(&self, desk: Option<CounterIx>, event: Event) -> (Office, Vec<Timed>) {
        let (mut office, mut outputs) = (self.office.clone(), Vec::new());
        office.handle(self.minute(), desk, event, &mut outputs);
        (office, outputs)
    }

    /// The name of a field.
    pub fn field_name(&self, ix: FieldIx) -> &'a str {
        &self.office.rules().field(ix).name
    }

    /// A procedure of the catalogue.
    pub fn procedure(&self, id: &str) -> Option<&'a Procedure> {
        self.procedures.iter().find(|p| p.id == id)
    }

    /// A procedure as people know it; an id that the catalogue lost is shown as it is.
    pub fn procedure_name(&self, id: &str) -> String {
        drawn(self.procedure(id).map_or(id, |p| &p.name))
    }

    /// What a ticket is for.
    pub fn procedure_of(&self, ticket: &Ticket) -> Option<String> {
        let id = ticket.person.procedure.as_deref();
        let name = id.map(|id| self.procedure_name(id));
        // Who comes back says so first: the service is another one.
        let errand = ticket.person.errand.map(errand_words);
        let parts: Vec<_> = errand.map(str::to_owned).into_iter().chain(name).collect();
        (!parts.is_empty()).then(|| parts.join(": "))
    }

    /// Minutes that the ticket's service usually takes: its errand's or its procedure's mean, else its field's.
    pub fn mean_of(&self, ticket: &Ticket) -> i32 {
        if ticket.person.errand.is_some() {
            return self.office.habits().of(ticket).mean().round() as i32;
        }
        let id = ticket.person.procedure.as_deref();
        let known = id.and_then(|id| self.procedure(id));
        known.map_or(self.office.rules().field(ticket.number.field).mean, |p| {
            p.mean
        })
    }

    /// The official who works at this desk.
    pub fn official(&self) -> Option<&'a Official> {
        let id = self.signed_in?;
        self.officials.iter().find(|o| o.id == id)
    }

    /// The name of who acted: an official's, or where nobody signs in the counter's.
    pub fn who_acted(&self, id: &str) -> String {
        let rules = self.office.rules();
        let official = self.officials.iter().find(|o| o.id == id);
        let counter = || rules.counter_by_id(id).map(|c| &rules.counter(c).name);
        let name = official.map(|o| &o.name).or_else(counter);
        drawn(name.map_or(id, String::as_str))
    }

    /// Whether an official must sign in first: until then nothing of citizens is shown but their numbers.
    pub fn is_locked(&self) -> bool {
        self.must_sign_in && self.official().is_none()
    }

    /// The digit of a field, where there are several: the boards', else its place.
    pub fn digit(&self, ix: FieldIx) -> Option<char> {
        let fields = &self.office.rules().fields;
        let place = fields.iter().all(|f| f.digit.is_none());
        let digit = match place {
            true => u32::from(ix.0) + 1,
            false => fields[usize::from(ix.0)].digit?.into(),
        };
        let digit = char::from_digit(digit, 10)?;
        self.several_fields().then_some(digit)
    }

    /// A field's name where there is little room: of `Tư pháp – Hộ tịch` the head alone, which its digit tells from others.
    pub fn field_head(&self, ix: FieldIx) -> String {
        let name = self.field_name(ix);
        match (name.split_once(" – "), self.digit(ix)) {
            (Some((head, _)), Some(digit)) => format!("{digit} {head}"),
            _ => name.to_owned(),
        }
    }

    /// Whether what a head of the office decides may be done here: anybody does it where nobody must sign in.
    pub fn head_acts(&self) -> bool {
        !self.must_sign_in || self.official().is_some_and(|o| o.head)
    }

    /// Whether a number of that field must be told from the others by its field's name.
    pub fn several_fields(&self) -> bool {
        self.office.rules().fields.len() > 1
    }
}

/// What the screen asks for; the terminal loop does it.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// An event from this desk, to be answered by [`super::Screen::answered`] or [`super::Screen::failed`]. Of several,
    /// the later ones are given only when the earlier ones were not refused.
    Submit(Event),
    /// A booking that a message asks for; when it is made, the message is settled with it. Answered like [`Self::Submit`].
    Book {
        /// The booking.
        event: Event,
        /// The message.
        message: i64,
    },
    /// An official has looked at a message. This and the following are answered by [`super::Screen::succeeded`] or
    /// [`super::Screen::failed`].
    Seen(i64),
    /// A call was made, or a notice is given up.
    Settle(i64),
    /// What was just noted as called or seen is not.
    Reopen(LetterId),
    /// A notice is to go out again.
    SendAgain(i64),
    /// An official answers a message in own words.
    Answer {
        /// The message.
        message: i64,
        /// The words.
        text: String,
    },
    /// Somebody looks into a comment or complaint.
    TakeComment(String),
    /// It is answered.
    AnswerComment {
        /// Its code.
        code: String,
        /// The answer.
        text: String,
    },
    /// Look what came from where a comment came from, and ask, by [`super::Screen::show_comment_source`].
    ShowCommentSource(String),
    /// All of these are answered with the words for what is sent in bulk.
    SweepComments(Vec<String>),
    /// Something about announcements.
    Announce(Announce),
    /// All sending is held, or goes on.
    HoldSending(bool),
    /// The catalogue is to know a word for a procedure, which a message had.
    Learn {
        /// The word.
        word: String,
        /// Id of the procedure.
        procedure: String,
        /// The message.
        message: i64,
    },
    /// An official wants to work here.
    SignIn {
        /// Id.
        official: String,
        /// Digits.
        pin: String,
    },
    /// An official without a PIN chose one.
    SetPin {
        /// Id.
        official: String,
        /// Digits.
        pin: String,
    },
    /// The official leaves the desk.
    SignOut,
    /// The rules are to be otherwise from now on.
    Amend(Amendment),
    /// Show something on this counter's board.
    TestBoard,
    /// Something is wished with a slip.
    Slip(SlipKey, Wish),
    /// Look what the store knows of earlier visits, and show all details, by [`super::Screen::show_details`].
    ShowDetails(TicketId),
    /// Read the tickets of the days before today, and look among them, too, by [`super::Screen::show_earlier`].
    FindEarlier,
    /// Look in the store for the dossier of a code, and show it by [`super::Screen::show_dossier`].
    FindDossier(Code),
    /// Show where the booking page is, by [`super::Screen::show_qr`].
    ShowQr,
    /// Count how often the waits that were told came true, and show it by [`super::Screen::show_held`].
    ShowHeld,
    /// Look what came from where a ticket came from, and ask, by [`super::Screen::show_source`].
    ShowSource(TicketId),
    /// Shut the booking page, or open it.
    ShutForm(bool),
    /// The display in the lobby that shows this number is the office's.
    PairDisplay(String),
    /// No display is the office's any more.
    ForgetDisplays,
    /// An official says that date and time are right.
    ConfirmClock,
    /// A step of recording the office's voice.
    Record(Take),
    /// Make oneself heard.
    Bell,
    /// Leave the program.
    Quit,
}

impl Command {
    /// Whether it takes a moment, by design: what a PIN is hashed by is slow.
    pub(super) fn is_slow(&self) -> bool {
        matches!(self, Self::SignIn { .. } | Self::SetPin { .. })
    }

    /// Whether it is done for good: an undo takes back what was done before it.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Self::Announce(what) => !matches!(what, Announce::List | Announce::Look(_)),
            Self::Seen(_)
            | Self::Settle(_)
            | Self::SendAgain(_)
            | Self::Answer { .. }
            | Self::TakeComment(_)
            | Self::AnswerComment { .. }
            | Self::SweepComments(_)
            | Self::HoldSending(_)
            | Self::Learn { .. }
            | Self::Slip(..)
            | Self::ShutForm(_)
            | Self::PairDisplay(_)
            | Self::ForgetDisplays
            | Self::Amend(_)
            | Self::Submit(Event::Unblock { .. } | Event::SetHelper { .. }) => true,
            _ => false,
        }
    }
}

/// What is asked for about announcements (S3.4); answered by [`super::Screen::succeeded`], [`super::Screen::failed`], or
/// another form.
#[derive(Clone, PartialEq, Debug)]
pub enum Announce {
    /// Show all, by [`super::Screen::show_announcements`].
    List,
    /// Keep a draft, and look at it a second time.
    Write(Box<Draft>),
    /// Count whom a draft reaches and what it costs, and ask, by [`super::Screen::look_again`].
    Look(AnnouncementId),
    /// Send a draft, as far as it was seen to reach.
    Send(AnnouncementId, Reach),
    /// No more messages of it go out.
    Stop(AnnouncementId),
    /// They go on.
    Resume(AnnouncementId),
    /// Take it from the pages.
    Withdraw(AnnouncementId),
    /// Throw a draft away.
    Discard(AnnouncementId),
    /// A phone whose owner asked for them.
    Subscribe(Phone),
}

/// The steps of recording the office's voice; answered by [`super::Screen::show_record`] and [`super::Screen::recorded`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Take {
    /// See what is missing.
    Open,
    /// Begin, whatever was recorded before.
    Start,
    /// End, and play it.
    Stop,
    /// Play it again.
    Play,
    /// It is this phrase from now on.
    Keep(String),
    /// Go away.
    Leave,
}

/// A name or other text of a citizen, safe to draw.
pub(super) fn drawn(typed: &str) -> String {
    text::clean(typed)
}
