//! What the office answers (domain/queue.md, "Events and what they answer").

use serde::{Deserialize, Serialize};

use super::dossier::{DossierId, Form, Stage};
use super::event_kind::EventKind;
use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::ticket::{Number, State};
use super::time::{Day, Half, Minute};

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
    /// Dispatch 4, where `results_between` is set: who fetches a result, after so many others.
    ResultBetween,
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
    /// The phone has so many open bookings already, as many as it may.
    TooMany(usize),
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
    /// Nothing was taken back that could be done again.
    NothingToRedo,
    /// What should be taken back has moved on since.
    ChangedSince,
    /// The slot was given to someone else in the meantime.
    SlotTaken,
    /// Nobody can be called now.
    NobodyWaiting,
    /// There is no such dossier, or it was over before today.
    UnknownDossier,
    /// The dossier is in this other stage.
    NotInStage(Stage),
    /// Nothing says when it is due: the official must.
    NeedsDueDate,
    /// Another dossier has this code.
    CodeTaken,
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
    /// A freed time is held for the holder of a later one, who answers before `until`.
    EarlierOffered {
        number: Number,
        time: Minute,
        until: Minute,
    },
    /// The holder would like an earlier time from now on, or no longer.
    SeeksEarlier { number: Number, seek: bool },
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
    Undone {
        counter: CounterIx,
        action: EventKind,
    },
    /// What was taken back was done again.
    Redone {
        counter: CounterIx,
        action: EventKind,
    },
    /// A ticket's data were corrected.
    Changed { number: Number },
    /// Something was done to a dossier: `undo` when its receipt was taken back, `configured` when a day off moved its
    /// due date.
    Dossier { dossier: DossierId, what: EventKind },
    /// The person in service was told what is missing, or why it cannot be accepted.
    Advised { number: Number, form: Form },
}

impl Output {
    /// The number that it gives.
    pub fn given(&self) -> Option<Number> {
        match *self {
            Self::Ticket { number, .. }
            | Self::Offered { number, .. }
            | Self::Requested { number, .. }
            | Self::Proposed { new: number, .. }
            | Self::Moved { new: number, .. }
            | Self::Transferred { new: number, .. } => Some(number),
            _ => None,
        }
    }

    /// The number that it is about, where it answers somebody's wish: the one that stands now. None for what only happens
    /// as time passes.
    pub fn answered(&self) -> Option<Number> {
        match *self {
            Self::Already { number, .. }
            | Self::Confirmed { number, .. }
            | Self::CheckedIn { number }
            | Self::SeeksEarlier { number, .. }
            | Self::Cancelled { number, .. } => Some(number),
            _ => self.given(),
        }
    }
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
    /// The office took back all that one source had made.
    Swept,
}

/// An output and the minute in which it came.
#[derive(Clone, PartialEq, Debug)]
pub struct Timed {
    /// When.
    pub at: Minute,
    /// What.
    pub output: Output,
}
