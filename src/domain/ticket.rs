//! A ticket: one person's turn in one field on one day, whether booked or walked in.

pub use super::errand::Errand;
pub use super::person::{Channel, Contact, Person, consent};
use serde::{Deserialize, Serialize};

use super::rules::{CounterIx, FieldIx};
use super::text::Phone;
use super::time::{Day, Minute};

/// Identity of a ticket over all days, given in the order in which tickets are made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TicketId(pub u64);

/// What is printed and called: unique per (day, field), never used again.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Number {
    /// The day on which the number stands.
    pub day: Day,
    /// The field whose string it is in.
    pub field: FieldIx,
    /// From 1; from [`Number::UNHELD`] on for wishes that hold no slot, which are never called.
    pub n: u32,
}

impl Number {
    /// Beyond it are the numbers of wishes that hold no slot: whoever sends many of them makes the string of a day's
    /// numbers no longer.
    pub const UNHELD: u32 = 100_000;

    /// Whether it is the number of a wish that held no slot.
    pub fn is_unheld(self) -> bool {
        self.n > Self::UNHELD
    }
}

/// How the ticket came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Took a number in the lobby.
    Walkin {
        /// Elderly, disabled, pregnant, with a small child.
        priority: bool,
    },
    /// Has an appointed time.
    Booking {
        /// The appointed time.
        time: Minute,
    },
}

/// Where a ticket is in its life; the last ones are final.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A walk-in in the queue.
    Waiting,
    /// A booking that is open.
    Booked,
    /// A wished time, held until an official has looked at it.
    Requested,
    /// Another time than the wished one, held until the citizen has agreed to it.
    Proposed,
    /// A wished time of somebody who did not show to be here: it holds no slot until an official has looked at it.
    Asked,
    /// At a counter.
    Serving,
    /// Put aside by the official (fetches a paper, makes a copy).
    Held,
    /// Finished.
    Done,
    /// A walk-in that was called in vain.
    Missed,
    /// Taken back by the citizen, the office or a correction.
    Cancelled,
    /// The day ended first.
    Unserved,
    /// A booking whose holder did not come within the grace.
    Expired,
    /// A booking that was given another time.
    Moved,
    /// Goes on in another field.
    Transferred,
    /// A request that the office could not grant.
    Declined,
    /// A request or a proposal that nobody answered in time.
    Lapsed,
}

impl State {
    /// All states, for tables and parsing.
    pub const ALL: [Self; 16] = [
        Self::Waiting,
        Self::Booked,
        Self::Requested,
        Self::Proposed,
        Self::Asked,
        Self::Serving,
        Self::Held,
        Self::Done,
        Self::Missed,
        Self::Cancelled,
        Self::Unserved,
        Self::Expired,
        Self::Moved,
        Self::Transferred,
        Self::Declined,
        Self::Lapsed,
    ];

    /// The name used in events and in the store.
    pub fn id(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Booked => "booked",
            Self::Requested => "requested",
            Self::Proposed => "proposed",
            Self::Asked => "asked",
            Self::Serving => "serving",
            Self::Held => "held",
            Self::Done => "done",
            Self::Missed => "missed",
            Self::Cancelled => "cancelled",
            Self::Unserved => "unserved",
            Self::Expired => "expired",
            Self::Moved => "moved",
            Self::Transferred => "transferred",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
        }
    }

    /// Whether nothing more happens to the ticket by itself.
    pub fn is_final(self) -> bool {
        !matches!(
            self,
            Self::Waiting
                | Self::Booked
                | Self::Requested
                | Self::Proposed
                | Self::Asked
                | Self::Serving
                | Self::Held
        )
    }

    /// Whether a booking in this state keeps its slot from others.
    pub fn keeps_slot(self) -> bool {
        self.is_ahead() || matches!(self, Self::Serving | Self::Held | Self::Done)
    }

    /// Whether a booking in this state is still to come: open, or held while it waits for an answer.
    pub fn is_ahead(self) -> bool {
        matches!(self, Self::Booked | Self::Requested | Self::Proposed)
    }

    /// Whether its turn is still to come, so that it can be taken back.
    pub fn can_be_taken_back(self) -> bool {
        self.is_ahead() || matches!(self, Self::Asked | Self::Waiting | Self::Held)
    }

    /// Whether the ticket's turn is still to come, so that there is something to say of when; a missed one may come back.
    pub fn has_turn_ahead(self) -> bool {
        self.is_ahead() || matches!(self, Self::Waiting | Self::Held | Self::Missed)
    }

    /// Whether an official may call such a one by hand; also one who was finished too early, for an undo is refused once
    /// the counter has gone on.
    pub fn can_be_called(self) -> bool {
        matches!(
            self,
            Self::Waiting
                | Self::Booked
                | Self::Held
                | Self::Done
                | Self::Missed
                | Self::Expired
                | Self::Unserved
        )
    }

    /// Whether somebody must answer first: the office a request, the citizen a proposal.
    pub fn awaits_answer(self) -> bool {
        self.awaits_office() || self == Self::Proposed
    }

    /// Whether the office must answer first.
    pub fn awaits_office(self) -> bool {
        matches!(self, Self::Requested | Self::Asked)
    }
}

/// An earlier visit, as far as it is still known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visit {
    /// When.
    pub day: Day,
    /// Id of the procedure.
    pub procedure: Option<String>,
    /// How it ended.
    pub state: State,
    /// Of whom: a phone may be several people's.
    pub name: Option<String>,
}

/// A freed time that is held for somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Offer {
    /// The time.
    pub time: Minute,
    /// In this minute the offer ends.
    pub until: Minute,
}

/// One person's turn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ticket {
    /// Identity.
    pub id: TicketId,
    /// Number on its day.
    pub number: Number,
    /// Walk-in or booking.
    pub kind: Kind,
    /// Where in its life.
    pub state: State,
    /// Whether the person is in the building, as far as is known.
    pub present: bool,
    /// When the ticket was made.
    pub made: Minute,
    /// First arrival: the place in the queue of walk-ins, the check-in of bookings.
    pub arrived: Option<Minute>,
    /// Whether it was called as `new`.
    pub called_new: bool,
    /// When the appointed call was made (S2.8).
    pub appointed: Option<Minute>,
    /// The counter where it is served, or was last.
    pub counter: Option<CounterIx>,
    /// When the last service began.
    pub started: Option<Minute>,
    /// When it came into a final state.
    pub ended: Option<Minute>,
    /// The ticket from which this one was moved or transferred.
    pub origin: Option<TicketId>,
    /// Until when a request is to be answered by the office, or a proposal by the citizen (S1.4).
    pub due: Option<Minute>,
    /// Serial of the event by which the holder asked for an earlier time (domain/queue.md, "Freed times"): who asked first is
    /// offered first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<u64>,
    /// The freed time that is held until the holder answers; without the wish, one that was not answered in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer: Option<Offer>,
    /// The person.
    pub person: Person,
    /// Serial of the event that changed it last; an undo is refused when it moved on.
    pub stamp: u64,
}

impl Ticket {
    /// Whether anybody was ever called by its number.
    pub fn was_called(&self) -> bool {
        self.called_new || self.appointed.is_some()
    }

    pub(super) fn can_be_taken_back(&self) -> bool {
        self.state.can_be_taken_back()
    }

    /// Whether it waits for somebody's word, or ended before it had it: it is no booking.
    pub const fn is_request(&self) -> bool {
        self.due.is_some()
    }

    /// The appointed time, for a booking.
    pub fn time(&self) -> Option<Minute> {
        match self.kind {
            Kind::Booking { time } => Some(time),
            Kind::Walkin { .. } => None,
        }
    }

    /// The place in the order of those who would like an earlier time, as long as one is of use.
    pub fn seeks_earlier(&self) -> Option<u64> {
        self.earlier.filter(|_| self.may_seek_earlier())
    }

    /// Whether an earlier time is of use, and its holder can be told of one by message.
    pub fn may_seek_earlier(&self) -> bool {
        let is_ahead = self.state == State::Booked && !self.present && !self.was_called();
        let is_mobile = self.person.phone.as_ref().is_some_and(Phone::is_mobile);
        is_ahead && is_mobile && self.person.contact != Contact::Call
    }

    /// The freed time that is held for the holder.
    pub fn offered(&self) -> Option<Offer> {
        self.offer.filter(|_| self.seeks_earlier().is_some())
    }

    /// The freed time that was not answered in time.
    pub fn missed_offer(&self) -> Option<Offer> {
        self.offer.filter(|_| self.earlier.is_none())
    }

    /// Until when an answer is of use: a request or proposal must be answered by when it is due, and before its time.
    pub fn answer_by(&self) -> Option<Minute> {
        let time = self.time().filter(|_| self.state.awaits_answer())?;
        Some(self.due.map_or(time, |due| due.min(time)))
    }

    /// When the ticket lapses if nobody answers: a request at its time, for an answer that is late is still of use; a
    /// proposal as soon as the citizen's time to answer is over.
    pub(super) fn lapses(&self) -> Option<Minute> {
        match self.state {
            State::Requested => self.time(),
            _ => self.answer_by(),
        }
    }

    /// Whether the holder has priority among walk-ins.
    pub fn has_priority(&self) -> bool {
        self.kind == Kind::Walkin { priority: true }
    }

    /// Whether nothing but a result is fetched.
    pub fn fetches_result(&self) -> bool {
        self.person.errand == Some(Errand::Result)
    }

    /// Whether the person is here and waits: a walk-in in the queue who has not left, or a booking that is checked in.
    pub fn waits_here(&self) -> bool {
        matches!(self.state, State::Waiting | State::Booked) && self.present
    }

    /// The person comes to the counter.
    pub(super) fn begin_service(&mut self, counter: CounterIx, now: Minute) {
        self.state = State::Serving;
        self.counter = Some(counter);
        self.started = Some(now);
    }

    /// Order in its queue: walk-ins by first arrival (so a transferred one keeps its waiting time), bookings by time.
    pub fn queue_key(&self) -> QueueKey {
        let since = self.time().or(self.arrived).unwrap_or(self.made);
        (since, self.number.n, self.id)
    }
}

/// (time, number, id); ids break ties between tickets of two days.
pub type QueueKey = (Minute, u32, TicketId);
