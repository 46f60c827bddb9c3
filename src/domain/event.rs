//! What may happen to the office, and what it answers (spec/queue.md, "Events and what they answer").

use serde::{Deserialize, Serialize};

use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::ticket::{Number, Person, State};
use super::time::{Day, Half, Minute, TimeOfDay};

/// A number as people name it: on its own day unless a day is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NumberRef {
    /// Field of the number.
    pub field: FieldIx,
    /// From 1.
    pub n: u32,
}

/// What happens to the person at a busy counter when another number is called there by hand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Current {
    /// Is finished first.
    Done,
    /// Is put aside first.
    Hold,
}

/// When a booking is wished.
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
    /// A booking for today, as soon as it can be (S2.6).
    Sms { field: FieldIx, person: Person },
    /// A booking for a wished day.
    Web {
        field: FieldIx,
        wish: Wish,
        person: Person,
    },
    /// A wished time that an official must look at first (S1.4).
    Request {
        field: FieldIx,
        wish: Wish,
        person: Person,
    },
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
    /// An official lifts a lock.
    Unblock { phone: Phone },
    /// A phone is, or is no longer, a helper's (S1.7).
    SetHelper { phone: Phone, helper: bool },
    /// Lets time pass.
    Tick,
    /// A manual counter asks for its next one.
    Next { counter: CounterIx },
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
    Transfer { counter: CounterIx, field: FieldIx },
    /// A booking gets another time.
    Move {
        number: NumberRef,
        date: Option<Day>,
        wish: Wish,
    },
    /// The last action of this counter is taken back.
    Undo { counter: CounterIx },
    /// Priority given or taken.
    SetPriority { number: NumberRef, priority: bool },
    /// Name corrected.
    SetName {
        number: NumberRef,
        date: Option<Day>,
        name: String,
    },
    /// Procedure corrected.
    SetProcedure {
        number: NumberRef,
        date: Option<Day>,
        procedure: String,
    },
    /// Officials changed the configuration; nothing else happens. What an undo refers to is gone.
    Configured,
    /// An official has looked at a clock that seemed wrong and says it is right.
    ClockConfirmed,
}

impl Event {
    /// The counter that the event names as acting.
    pub fn counter(&self) -> Option<CounterIx> {
        match self {
            Self::Done { counter }
            | Self::Absent { counter }
            | Self::CloseCounter { counter, .. }
            | Self::OpenCounter { counter }
            | Self::Next { counter }
            | Self::SetManual { counter, .. }
            | Self::Recall { counter }
            | Self::CallNumber { counter, .. }
            | Self::Hold { counter }
            | Self::Transfer { counter, .. }
            | Self::Undo { counter } => Some(*counter),
            Self::Resume { counter, .. } => *counter,
            _ => None,
        }
    }

    /// The name of the event in the language of spec/queue.md.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Walkin { .. } => "walkin",
            Self::Sms { .. } => "sms",
            Self::Web { .. } => "web",
            Self::Request { .. } => "request",
            Self::Confirm { .. } => "confirm",
            Self::Propose { .. } => "propose",
            Self::Accept { .. } => "accept",
            Self::Decline { .. } => "decline",
            Self::Arrive { .. } => "arrive",
            Self::Cancel { .. } => "cancel",
            Self::Leave { .. } => "leave",
            Self::Done { .. } => "done",
            Self::Absent { .. } => "absent",
            Self::CloseCounter { .. } => "close_counter",
            Self::OpenCounter { .. } => "open_counter",
            Self::CloseSession { .. } => "close_session",
            Self::OpenSession { .. } => "open_session",
            Self::Unblock { .. } => "unblock",
            Self::SetHelper { .. } => "set_helper",
            Self::Tick => "tick",
            Self::Next { .. } => "next",
            Self::SetManual { .. } => "set_manual",
            Self::Recall { .. } => "recall",
            Self::CallNumber { .. } => "call_number",
            Self::Hold { .. } => "hold",
            Self::Resume { .. } => "resume",
            Self::Requeue { .. } => "requeue",
            Self::Transfer { .. } => "transfer",
            Self::Move { .. } => "move",
            Self::Undo { .. } => "undo",
            Self::SetPriority { .. } => "set_priority",
            Self::SetName { .. } => "set_name",
            Self::SetProcedure { .. } => "set_procedure",
            Self::Configured => "configured",
            Self::ClockConfirmed => "clock_confirmed",
        }
    }

    /// The event's name if a desk may take it back.
    pub fn undoable_name(&self) -> Option<&'static str> {
        let kept = !matches!(
            self,
            Self::Tick
                | Self::Undo { .. }
                | Self::Recall { .. }
                | Self::Unblock { .. }
                | Self::SetHelper { .. }
                | Self::Configured
                | Self::ClockConfirmed
        );
        kept.then(|| self.name())
    }
}

/// How a call came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Call {
    /// The first call of a number that is not due by appointment.
    New,
    /// The call at the appointed time (S2.8).
    Appointed,
    /// The same call again, by hand.
    Recall,
    /// Called by hand out of turn.
    Hand,
    /// Called again after having been put aside, requeued or taken back.
    Again,
}

/// The rule that chose a ticket, for `--explain`, the screen's "Vì sao" and disputes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Dispatch 1: the appointed time has come.
    Due,
    /// Dispatch 3, `source`: early bookings are called through once, before walk-ins.
    CalledThrough,
    /// Dispatch 3, `improved`: a present booking due within the look-ahead.
    SoonDue,
    /// Dispatch 4: a walk-in with priority.
    Priority,
    /// Dispatch 4: an ordinary walk-in by number.
    ByNumber,
    /// Dispatch 5: present early bookings after the walk-ins.
    EarlyRest,
    /// The official's hand.
    Hand,
}

/// Why something was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Outside the hours of an open session.
    Closed,
    /// Every counter, or the session, of the field is closed.
    CounterClosed,
    /// The phone waits in this field already.
    AlreadyWaiting,
    /// The phone is locked (S2.9).
    Blocked,
    /// Nothing is free within the horizon.
    Full,
    /// The wished half-day is full; this time is free instead, if any.
    FullThen(Option<Minute>),
    /// The wished time is over.
    Past,
    /// Beyond the horizon.
    TooFar,
    /// The office does not work on that day.
    NotAWorkday,
    /// There is no such number on that day.
    UnknownNumber,
    /// The booking is gone; a walk-in number can be taken (S2.4).
    ExpiredTakeANumber,
    /// The ticket is in this other state.
    NotActive(State),
    /// Too late to take back: it was called at its time.
    AlreadyCalled,
    /// Nobody is at the counter.
    CounterIdle,
    /// Somebody is at the counter.
    CounterBusy,
    /// Counter does not serve, or ticket is not of, that field.
    SameField,
    /// There is nothing to take back.
    NothingToUndo,
    /// What should be taken back has moved on since.
    ChangedSince,
    /// The slot was given to someone else in the meantime.
    SlotTaken,
    /// Nobody can be called now.
    NobodyWaiting,
}

/// What the office answers; `at` stands beside it in [`Timed`]. The parts are named as in the language of events.
#[derive(Clone, PartialEq, Debug)]
#[allow(missing_docs)]
pub enum Output {
    /// A walk-in's number.
    Ticket { number: Number, ahead: usize },
    /// Refused.
    Rejected(Reason),
    /// A booked time.
    Offered {
        number: Number,
        time: Minute,
        how: How,
    },
    /// The phone has this open booking already.
    Already { number: Number, time: Minute },
    /// A wished time is held; the office answers until `due`.
    Requested {
        number: Number,
        time: Minute,
        due: Minute,
    },
    /// A request was granted, or a proposal agreed to: the booking is open.
    Confirmed { number: Number, time: Minute },
    /// Another time is offered and held, under another number.
    Proposed {
        number: Number,
        new: Number,
        time: Minute,
    },
    /// A request was not granted.
    Declined {
        number: Number,
        reason: Option<String>,
    },
    /// Nobody answered in time.
    Lapsed { number: Number },
    /// Is here.
    CheckedIn { number: Number },
    /// Taken back.
    Cancelled {
        number: Number,
        reason: Option<CancelReason>,
    },
    /// A number is called to a counter.
    Call {
        number: Number,
        counter: CounterIx,
        call: Call,
        present: bool,
        why: Why,
    },
    /// Service begins without another call.
    Serve {
        number: Number,
        counter: CounterIx,
        why: Why,
    },
    /// A booking's holder did not come.
    Expired {
        number: Number,
        phone: Option<Phone>,
        strikes: u32,
    },
    /// A phone is locked.
    Blocked { phone: Phone, until: Day },
    /// A lock was lifted by hand.
    Unblocked { phone: Phone },
    /// Nobody came to the call.
    Absent { number: Number, counter: CounterIx },
    /// The counter pauses.
    CounterClosed { counter: CounterIx },
    /// The counter works.
    CounterOpen { counter: CounterIx },
    /// A booking has another time and number.
    Moved {
        number: Number,
        phone: Option<Phone>,
        old: Minute,
        new: Number,
        time: Minute,
    },
    /// The day ended first.
    Unserved { number: Number },
    /// The clock went back.
    ClockBack,
    /// The half-day takes place after all.
    SessionOpen {
        field: FieldIx,
        date: Day,
        half: Half,
    },
    /// Put aside.
    Held { number: Number, counter: CounterIx },
    /// Back from having been put aside, or back in the queue.
    Requeued { number: Number },
    /// Goes on in another field.
    Transferred {
        number: Number,
        new: Number,
        ahead: usize,
    },
    /// The action was taken back.
    Undone { counter: CounterIx, action: String },
    /// A ticket's data were corrected.
    Changed { number: Number },
}

/// How an offered time relates to the wish.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// Today, in the running session.
    SameDay,
    /// Today, in a later session.
    NextSession,
    /// On a following working day.
    NextWorkday,
    /// As wished.
    Wished,
}

/// Why a ticket was taken back other than by its holder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CancelReason {
    /// The same person was served as a walk-in first.
    ServedAsWalkin,
    /// The official took back the action that made it.
    Undone,
}

/// An output and the minute in which it came.
#[derive(Clone, PartialEq, Debug)]
pub struct Timed {
    /// When.
    pub at: Minute,
    /// What.
    pub output: Output,
}
