//! What may happen to the office (domain/queue.md, "Events and what they answer").

pub use super::audit::Audit;
pub use super::detail::Detail;
use super::dossier::{Act, DossierId, Form, Receipt};
pub use super::event_kind::EventKind;
pub use super::output::{Call, CancelReason, How, Output, Reason, Timed, Why};
use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::ticket::{Number, Person, TicketId};
use super::time::{Day, Half, TimeOfDay};

/// A number as people name it: on its own day unless a day is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NumberRef {
    /// Field of the number.
    pub field: FieldIx,
    /// From 1.
    pub n: u32,
}

impl From<Number> for NumberRef {
    fn from(number: Number) -> Self {
        Self {
            field: number.field,
            n: number.n,
        }
    }
}

impl Number {
    /// As people name it whatever day it is: the number, and its day.
    pub fn named(self) -> (NumberRef, Option<Day>) {
        (self.into(), Some(self.day))
    }
}

/// What happens to the person at a busy counter when an official calls another one there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Current {
    /// Is finished first.
    Done,
    /// Is put aside first.
    Hold,
}

impl Current {
    /// Both, for parsing.
    pub const ALL: [Self; 2] = [Self::Done, Self::Hold];

    /// The name in the language of events.
    pub fn id(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Hold => "hold",
        }
    }
}

/// When a booking is to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum When {
    /// Today, as soon as it can be, else on the next working day (S2.6).
    Soonest,
    /// At a wished time.
    Wish(Wish),
}

/// A wished time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wish {
    /// The day.
    pub date: Day,
    /// The half-day; without it and without an hour, the day's first free slot.
    pub half: Option<Half>,
    /// The hour; the free slot nearest to it is given.
    pub time: Option<TimeOfDay>,
}

/// One thing that happens. The parts are named as in the language of events.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub enum Event {
    /// A person takes a number.
    Walkin {
        field: FieldIx,
        priority: bool,
        person: Person,
    },
    /// A booking. By which door it came stands in the person's channel.
    Book {
        field: FieldIx,
        when: When,
        /// Whether an official must look at it first (S1.4): it becomes a request.
        to_confirm: bool,
        person: Person,
    },
    /// A wish of somebody who did not show to be here: a request that holds no slot.
    Ask {
        field: FieldIx,
        wish: Wish,
        person: Person,
    },
    /// The office takes back at once what one source has made, without a word to anybody.
    Sweep { tickets: Vec<TicketId> },
    /// The office grants a request.
    Confirm {
        number: NumberRef,
        date: Option<Day>,
    },
    /// The office offers another time than the wished one.
    Propose {
        number: NumberRef,
        date: Option<Day>,
        wish: Wish,
    },
    /// The citizen agrees to a proposal.
    Accept {
        number: NumberRef,
        date: Option<Day>,
    },
    /// The office cannot grant a request.
    Decline {
        number: NumberRef,
        date: Option<Day>,
        reason: Option<String>,
    },
    /// Check-in.
    Arrive { number: NumberRef },
    /// The citizen takes the ticket back.
    Cancel {
        number: NumberRef,
        date: Option<Day>,
    },
    /// The citizen would like an earlier time if one is freed, or no longer.
    SeekEarlier {
        number: NumberRef,
        date: Option<Day>,
        seek: bool,
    },
    /// The person left the building.
    Leave { number: NumberRef },
    /// The counter has finished.
    Done { counter: CounterIx },
    /// Nobody came to the call.
    Absent { counter: CounterIx },
    /// The counter pauses.
    CloseCounter {
        counter: CounterIx,
        reason: Option<String>,
    },
    /// The counter works again.
    OpenCounter { counter: CounterIx },
    /// A half-day of a field falls out; its bookings are moved.
    CloseSession {
        field: FieldIx,
        date: Day,
        half: Half,
    },
    /// A half-day that had fallen out takes place after all.
    OpenSession {
        field: FieldIx,
        date: Day,
        half: Half,
    },
    /// Several half-days fall out, or take place after all, by one act: it is taken back as one.
    SetSessions {
        open: bool,
        sessions: Vec<(FieldIx, Day, Half)>,
    },
    /// An official lifts a lock.
    Unblock { phone: Phone },
    /// A phone is, or is no longer, a helper's (S1.7).
    SetHelper { phone: Phone, helper: bool },
    /// Lets time pass.
    Tick,
    /// A manual counter asks for its next one. `current` says what becomes of the person who is there; that stands also
    /// when nobody waits.
    Next {
        counter: CounterIx,
        current: Option<Current>,
    },
    /// A counter is called by hand (`true`) or by itself.
    SetManual { counter: CounterIx, manual: bool },
    /// The same call again.
    Recall { counter: CounterIx },
    /// This one now.
    CallNumber {
        counter: CounterIx,
        number: NumberRef,
        current: Option<Current>,
    },
    /// The person in service is put aside.
    Hold { counter: CounterIx },
    /// A held person is back: straight to `counter` when it is given and free, else to the old place in the queue.
    Resume {
        number: NumberRef,
        counter: Option<CounterIx>,
    },
    /// A missed walk-in came after all: the old place.
    Requeue { number: NumberRef },
    /// The person in service goes on in another field and keeps the waiting time.
    Transfer {
        counter: CounterIx,
        field: FieldIx,
        /// What for; empty where that is not known yet. `None`: what stands on the ticket.
        procedure: Option<String>,
    },
    /// A booking gets another time.
    Move {
        number: NumberRef,
        date: Option<Day>,
        wish: Wish,
    },
    /// The last action of this counter is taken back.
    Undo { counter: CounterIx },
    /// What this counter took back last is done again.
    Redo { counter: CounterIx },
    /// Priority given or taken.
    SetPriority { number: NumberRef, priority: bool },
    /// Something is written on the ticket, or corrected there.
    Set {
        number: NumberRef,
        date: Option<Day>,
        detail: Detail,
        text: String,
    },
    /// A counter receives a dossier; without a counter it came by post, a helper, or from the province's system.
    Receive {
        counter: Option<CounterIx>,
        receipt: Box<Receipt>,
    },
    /// Something is done to a dossier.
    Dossier { dossier: DossierId, act: Act },
    /// The person in service is told before anything is received what is missing, or why it cannot be accepted.
    Advise {
        counter: CounterIx,
        form: Form,
        reason: Option<String>,
    },
    /// Officials changed the configuration. What an undo refers to is gone, and what was due on a day that is off now is
    /// due on the next working day.
    Configured,
    /// An official has looked at a clock that seemed wrong and says it is right.
    ClockConfirmed,
    /// Something that concerns who may act, an answered message, or an announcement with its `text`; nothing else happens.
    Audit {
        what: Audit,
        official: Option<String>,
        text: Option<String>,
    },
}

impl Event {
    /// The counter that the event names as acting.
    pub fn counter(&self) -> Option<CounterIx> {
        match self {
            Self::Done { counter }
            | Self::Absent { counter }
            | Self::CloseCounter { counter, .. }
            | Self::OpenCounter { counter }
            | Self::Next { counter, .. }
            | Self::SetManual { counter, .. }
            | Self::Recall { counter }
            | Self::CallNumber { counter, .. }
            | Self::Hold { counter }
            | Self::Transfer { counter, .. }
            | Self::Undo { counter }
            | Self::Redo { counter }
            | Self::Advise { counter, .. } => Some(*counter),
            Self::Resume { counter, .. } | Self::Receive { counter, .. } => *counter,
            _ => None,
        }
    }

    /// Its kind, which has the name of the event in the language of domain/queue.md.
    pub fn kind(&self) -> EventKind {
        match self {
            Self::Walkin { .. } => EventKind::Walkin,
            Self::Book {
                to_confirm: true, ..
            } => EventKind::BookToConfirm,
            Self::Book {
                when: When::Soonest,
                ..
            } => EventKind::BookSoonest,
            Self::Book {
                when: When::Wish(_),
                ..
            } => EventKind::BookWish,
            Self::Ask { .. } => EventKind::Ask,
            Self::Sweep { .. } => EventKind::Sweep,
            Self::Confirm { .. } => EventKind::Confirm,
            Self::Propose { .. } => EventKind::Propose,
            Self::Accept { .. } => EventKind::Accept,
            Self::Decline { .. } => EventKind::Decline,
            Self::Arrive { .. } => EventKind::Arrive,
            Self::Cancel { .. } => EventKind::Cancel,
            Self::SeekEarlier { .. } => EventKind::SeekEarlier,
            Self::Leave { .. } => EventKind::Leave,
            Self::Done { .. } => EventKind::Done,
            Self::Absent { .. } => EventKind::Absent,
            Self::CloseCounter { .. } => EventKind::CloseCounter,
            Self::OpenCounter { .. } => EventKind::OpenCounter,
            Self::CloseSession { .. } | Self::SetSessions { open: false, .. } => {
                EventKind::CloseSession
            }
            Self::OpenSession { .. } | Self::SetSessions { open: true, .. } => {
                EventKind::OpenSession
            }
            Self::Unblock { .. } => EventKind::Unblock,
            Self::SetHelper { .. } => EventKind::SetHelper,
            Self::Tick => EventKind::Tick,
            Self::Next { .. } => EventKind::Next,
            Self::SetManual { .. } => EventKind::SetManual,
            Self::Recall { .. } => EventKind::Recall,
            Self::CallNumber { .. } => EventKind::CallNumber,
            Self::Hold { .. } => EventKind::Hold,
            Self::Resume { .. } => EventKind::Resume,
            Self::Requeue { .. } => EventKind::Requeue,
            Self::Transfer { .. } => EventKind::Transfer,
            Self::Move { .. } => EventKind::Move,
            Self::Undo { .. } => EventKind::Undo,
            Self::Redo { .. } => EventKind::Redo,
            Self::SetPriority { .. } => EventKind::SetPriority,
            Self::Set { detail, .. } => EventKind::Set(*detail),
            Self::Receive { .. } => EventKind::Receive,
            Self::Dossier { act, .. } => act.kind(),
            Self::Advise { .. } => EventKind::Advise,
            Self::Configured => EventKind::Configured,
            Self::ClockConfirmed => EventKind::ClockConfirmed,
            Self::Audit { .. } => EventKind::Audit,
        }
    }

    /// The number that the event names, and its day where that is given.
    pub fn number(&self) -> Option<(NumberRef, Option<Day>)> {
        match *self {
            Self::Arrive { number }
            | Self::Leave { number }
            | Self::Requeue { number }
            | Self::Resume { number, .. }
            | Self::CallNumber { number, .. }
            | Self::SetPriority { number, .. } => Some((number, None)),
            Self::Confirm { number, date }
            | Self::Accept { number, date }
            | Self::Propose { number, date, .. }
            | Self::Decline { number, date, .. }
            | Self::Cancel { number, date }
            | Self::SeekEarlier { number, date, .. }
            | Self::Move { number, date, .. }
            | Self::Set { number, date, .. } => Some((number, date)),
            _ => None,
        }
    }

    /// The field that the event names.
    pub fn field(&self) -> Option<FieldIx> {
        match self {
            Self::Walkin { field, .. }
            | Self::Book { field, .. }
            | Self::Ask { field, .. }
            | Self::CloseSession { field, .. }
            | Self::OpenSession { field, .. }
            | Self::Transfer { field, .. } => Some(*field),
            _ => None,
        }
    }

    /// Who comes by the event.
    pub fn person(&self) -> Option<&Person> {
        match self {
            Self::Walkin { person, .. } | Self::Book { person, .. } | Self::Ask { person, .. } => {
                Some(person)
            }
            Self::Receive { receipt, .. } => Some(&receipt.person),
            _ => None,
        }
    }
}
