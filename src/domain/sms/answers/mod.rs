//! What citizens are told by SMS, in the words of a farmer: GSM-7 without accents, one message each, always.
//!
//! An [`Answer`] is plain data; [`Wording::say`] makes the text of it. Names and procedures are shortened at
//! word ends where that is needed; codes, numbers, times and how to cancel never are.

mod gsm;
mod kind;
mod template;
mod text;

use std::collections::BTreeMap;

pub use gsm::{LIMIT, septets};
pub use kind::Kind;
pub use template::TemplateError;

use super::Reading;
use crate::domain::catalogue::{Catalogue, Procedure};
use crate::domain::text::Code;
use crate::domain::time::{Day, Minute};
use kind::Slot;
use template::Template;

/// An appointment, as citizens are told of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appointment<'a> {
    /// Its transaction code.
    pub code: Code,
    /// Id of the procedure; one that the catalogue has not is told as it stands.
    pub procedure: &'a str,
    /// The ticket's number.
    pub number: u32,
    /// Names of the counters, `Quầy 1`.
    pub counters: Vec<&'a str>,
    /// When.
    pub at: Minute,
    /// Whose.
    pub name: &'a str,
}

/// Why an appointment cannot be taken back or moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotCancelled {
    /// This phone has no appointment with this code.
    UnknownCode,
    /// There is no such number on that day, or it is not this phone's.
    UnknownNumber,
    /// It was called at its time already.
    AlreadyCalled,
    /// Nobody came in time: it lapsed (S2.4).
    Expired,
    /// It was taken back before.
    AlreadyCancelled,
    /// It was carried out.
    Done,
}

/// Why a wished time cannot be had.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outside {
    /// It is over.
    Past,
    /// More than so many days ahead.
    TooFar(i32),
    /// The office does not work on that day.
    NotAWorkday(Day),
    /// The official is on leave on that half-day.
    Closed(Day),
}

/// What a citizen is told.
#[derive(Clone, PartialEq, Debug)]
pub enum Answer<'a> {
    /// An appointment was made (S2.2).
    Booked(&'a Appointment<'a>),
    /// The phone has one in that field already.
    Already(&'a Appointment<'a>),
    /// The appointment has another time.
    Moved(&'a Appointment<'a>),
    /// It was taken back.
    Cancelled(&'a Appointment<'a>),
    /// It could not be taken back or moved; the code or number that was meant.
    NotCancelled(NotCancelled, Option<&'a Code>, Option<u32>),
    /// Parts are missing. The day is one to put into the example.
    Missing(&'a Reading, Day),
    /// The wished half-day is full; this minute is free instead.
    Full(&'a Reading, Minute),
    /// Nothing is free within the days that can be booked.
    NothingFree(&'a str),
    /// The phone is locked until that day (S2.9).
    Locked(Day),
    /// The wished time cannot be had. The day is one to put into the example.
    Outside(Outside, &'a Reading, Day),
    /// The phone waits in that field with a number already; id of the procedure.
    Waiting(&'a str),
    /// What the phone has open, at least one.
    Open(&'a [Appointment<'a>]),
    /// The phone has nothing open. The day is one to put into the example.
    NothingOpen(Day),
    /// How it works. The day is one to put into the example.
    Help(Day),
    /// The papers of a procedure (S1.7).
    Papers(&'a Procedure),
    /// Not understood, or understood but not sent as a command. The day is one to put into the example.
    Unknown(&'a Reading, Day),
    /// A request: an official answers within 24 hours (S1.4). The slot is held while it waits.
    Received(&'a Appointment<'a>),
    /// The request was confirmed.
    Confirmed(&'a Appointment<'a>),
    /// The request is answered with another time; `OK` accepts it.
    Proposed(&'a Appointment<'a>),
    /// The request was declined, and why.
    Declined(&'a Appointment<'a>, &'a str),
    /// The request lapsed.
    Lapsed(&'a Appointment<'a>),
    /// The evening before.
    Reminder(&'a Appointment<'a>),
    /// The turn is near: the ticket's number, its counters, how many people are before it.
    Near(u32, &'a [&'a str], usize),
    /// The office closed the half-day: the new appointment, and when the old one was.
    Rescheduled(&'a Appointment<'a>, Minute),
    /// The office took a mistake back: the appointment stands.
    Restored(&'a Appointment<'a>),
    /// The office took a mistake back: there is no appointment.
    Withdrawn(&'a Appointment<'a>),
    /// Thanks for a rating.
    Rated(u8),
}

impl Answer<'_> {
    /// Which template words it.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Booked(_) => Kind::Booked,
            Self::Already(_) => Kind::Already,
            Self::Moved(_) => Kind::Moved,
            Self::Cancelled(_) => Kind::Cancelled,
            Self::NotCancelled(..) => Kind::NotCancelled,
            Self::Missing(..) => Kind::Missing,
            Self::Full(..) => Kind::Full,
            Self::NothingFree(_) => Kind::NothingFree,
            Self::Locked(_) => Kind::Locked,
            Self::Outside(..) => Kind::Outside,
            Self::Waiting(_) => Kind::Waiting,
            Self::Open(_) => Kind::Open,
            Self::NothingOpen(_) => Kind::NothingOpen,
            Self::Help(_) => Kind::Help,
            Self::Papers(procedure) if procedure.papers.is_empty() => Kind::NoPapers,
            Self::Papers(_) => Kind::Papers,
            Self::Unknown(reading, _) if reading.meant.is_some() => Kind::Meant,
            Self::Unknown(..) => Kind::Unknown,
            Self::Received(_) => Kind::Received,
            Self::Confirmed(_) => Kind::Confirmed,
            Self::Proposed(_) => Kind::Proposed,
            Self::Declined(..) => Kind::Declined,
            Self::Lapsed(_) => Kind::Lapsed,
            Self::Reminder(_) => Kind::Reminder,
            Self::Near(..) => Kind::Near,
            Self::Rescheduled(..) => Kind::Rescheduled,
            Self::Restored(_) => Kind::Restored,
            Self::Withdrawn(_) => Kind::Withdrawn,
            Self::Rated(_) => Kind::Rated,
        }
    }

    /// The appointment that it is about.
    fn appointment(&self) -> Option<&Appointment<'_>> {
        match self {
            Self::Booked(a)
            | Self::Already(a)
            | Self::Moved(a)
            | Self::Cancelled(a)
            | Self::Received(a)
            | Self::Confirmed(a)
            | Self::Proposed(a)
            | Self::Declined(a, _)
            | Self::Lapsed(a)
            | Self::Reminder(a)
            | Self::Rescheduled(a, _)
            | Self::Restored(a)
            | Self::Withdrawn(a) => Some(a),
            _ => None,
        }
    }
}

/// The office's templates: the usual ones, but for those that it has changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Templates {
    own: BTreeMap<Kind, Template>,
}

impl Templates {
    /// Changes the wording of a kind, named as in the configuration.
    ///
    /// # Errors
    /// [`TemplateError`] says what is wrong with it, in words for the office.
    pub fn set(&mut self, kind: &str, text: &str) -> Result<(), TemplateError> {
        let found = Kind::ALL.iter().find(|known| known.id() == kind);
        let kind = *found.ok_or_else(|| {
            let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.id()).collect();
            TemplateError::UnknownKind(kind.chars().take(40).collect(), known.join(", "))
        })?;
        self.own.insert(kind, Template::parse(kind, text)?);
        Ok(())
    }

    fn of(&self, kind: Kind) -> Template {
        let own = self.own.get(&kind).cloned();
        // The usual wordings are checked by a test.
        own.or_else(|| Template::parse(kind, kind.usual()).ok())
            .unwrap_or_else(Template::empty)
    }
}

/// Makes texts of answers.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    /// How each kind is worded.
    pub templates: &'a Templates,
    /// For the names of procedures.
    pub catalogue: &'a Catalogue,
}

impl Wording<'_> {
    /// The text that goes out: GSM-7, at most 160 septets.
    pub fn say(&self, answer: &Answer<'_>) -> String {
        let text = self
            .templates
            .of(answer.kind())
            .fill(|slot| self.value(answer, slot));
        // One blank at a time, and nothing that a value left behind.
        gsm::cut(&gsm::safe(&text), LIMIT).to_owned()
    }

    /// The text to send for a reading, with its missing parts from an example on `day`.
    pub fn command(&self, reading: &Reading, day: Day) -> String {
        text::command(self.catalogue, reading, day)
    }

    fn value(&self, answer: &Answer<'_>, slot: Slot) -> String {
        let appointment = answer.appointment();
        let of =
            |value: &dyn Fn(&Appointment<'_>) -> String| appointment.map(value).unwrap_or_default();
        match slot {
            Slot::Name => of(&|a| gsm::safe(a.name)),
            Slot::Code => match answer {
                Answer::NotCancelled(_, code, _) => {
                    code.map(ToString::to_string).unwrap_or_default()
                }
                _ => of(&|a| a.code.to_string()),
            },
            Slot::Number => match answer {
                Answer::Near(number, ..) => number.to_string(),
                _ => of(&|a| a.number.to_string()),
            },
            Slot::Counters => match answer {
                Answer::Near(_, counters, _) => text::counters(counters),
                _ => of(&|a| text::counters(&a.counters)),
            },
            Slot::Hour => match answer {
                Answer::Full(_, free) => text::hour(free.time()),
                _ => of(&|a| text::hour(a.at.time())),
            },
            Slot::Day => match answer {
                Answer::Full(_, free) => text::weekday(free.day()),
                Answer::Locked(until) => text::weekday(*until),
                _ => of(&|a| text::weekday(a.at.day())),
            },
            Slot::Before => match answer {
                Answer::Rescheduled(_, old) => {
                    format!("{} {}", text::hour(old.time()), text::weekday(old.day()))
                }
                _ => String::new(),
            },
            Slot::Procedure => match answer {
                Answer::NothingFree(id) | Answer::Waiting(id) => {
                    text::procedure(self.catalogue, id)
                }
                Answer::Papers(procedure) => gsm::safe(&procedure.name),
                _ => of(&|a| text::procedure(self.catalogue, a.procedure)),
            },
            Slot::Lacking => match answer {
                Answer::Missing(reading, _) => text::lacking(self.catalogue, reading),
                _ => String::new(),
            },
            Slot::Example => self.example(answer),
            Slot::Reason => match answer {
                Answer::NotCancelled(why, code, number) => {
                    text::not_cancelled(*why, *code, *number)
                }
                Answer::Outside(why, ..) => text::outside(*why),
                Answer::Declined(_, why) => gsm::safe(why),
                _ => String::new(),
            },
            Slot::Papers => match answer {
                Answer::Papers(procedure) => text::papers(procedure),
                _ => String::new(),
            },
            Slot::List => match answer {
                Answer::Open(list) => text::list(self.catalogue, list),
                _ => String::new(),
            },
            Slot::Ahead => match answer {
                Answer::Near(_, _, ahead) => ahead.min(&999).to_string(),
                _ => String::new(),
            },
            Slot::Rating => match answer {
                Answer::Rated(rating) => rating.min(&9).to_string(),
                _ => String::new(),
            },
        }
    }

    fn example(&self, answer: &Answer<'_>) -> String {
        match answer {
            Answer::Missing(reading, day) | Answer::Outside(_, reading, day) => {
                self.command(reading, *day)
            }
            Answer::Full(reading, free) => {
                let wished = Reading {
                    date: Some(free.day()),
                    time: Some(free.time()),
                    half: None,
                    ..(*reading).clone()
                };
                self.command(&wished, free.day())
            }
            Answer::Unknown(reading, day) => match reading.meant.as_deref() {
                Some(meant) => self.command(meant, *day),
                None => self.command(&text::sample(), *day),
            },
            Answer::NothingOpen(day) | Answer::Help(day) => self.command(&text::sample(), *day),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests;
