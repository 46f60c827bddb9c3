//! What events are made of: a number as people name it, a wished time, what becomes of who is at the counter.

use super::rules::FieldIx;
use super::ticket::Number;
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
