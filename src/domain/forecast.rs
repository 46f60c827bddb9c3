//! How long people will wait today, honestly: the rest of the day is played a few hundred times, with the office's own
//! measured service times and the pace that today has shown, and what eight plays in ten agree on is said as a range.
//!
#![doc = include_str!("forecast.md")]

mod day;
pub(crate) mod dice;
pub(super) mod habits;
mod pace;
mod range;

use std::collections::HashMap;

use day::{Luck, NEVER, Rest};
pub use habits::{Habits, Measured, Usual};
pub use range::Wait;

use super::office::Office;
use super::rules::FieldIx;
use super::ticket::{State, Ticket, TicketId};
use super::time::Minute;

/// So often the rest of the day is played.
const RUNS: usize = 200;
/// So often for how many numbers can still be given, which is rounded more.
const ROOM_RUNS: usize = 40;
/// Who will be served in fewer plays than this share will probably not be served today.
const PROBABLY: f64 = 0.5;
/// As many numbers are said to be left as eight plays in ten have.
const SURE: f64 = 0.8;

/// What is likely for one person.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Turn {
    /// When service begins, as a range.
    pub wait: Wait,
    /// How likely it begins today, from 0 to 1.
    pub today: f64,
}

impl Turn {
    /// Whether it will probably not begin today. While all counters pause, nothing is said of that.
    pub fn is_beyond_today(self) -> bool {
        self.wait != Wait::NoCounter && self.today < PROBABLY
    }
}

/// What is likely for everyone who waits, and for who takes a number now.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Forecast {
    stamp: Option<(u64, Minute)>,
    turns: HashMap<TicketId, Turn>,
    newcomers: Vec<Turn>,
    room: Vec<Option<usize>>,
}

impl Forecast {
    /// For how many events of the office, and which minute, it was made.
    pub fn stamp(&self) -> Option<(u64, Minute)> {
        self.stamp
    }

    /// What is likely for somebody who waits, or has a booking today.
    pub fn turn(&self, id: TicketId) -> Option<Turn> {
        self.turns.get(&id).copied()
    }

    /// What is likely for who takes a number of this field now.
    pub fn newcomer(&self, field: FieldIx) -> Option<Turn> {
        self.newcomers.get(usize::from(field.0)).copied()
    }

    /// How many more numbers of a field can be given, so that all of them are probably still served today; `None` while
    /// the end of the day is far.
    pub fn room(&self, field: FieldIx) -> Option<usize> {
        self.room.get(usize::from(field.0)).copied().flatten()
    }

    /// How many of those who wait for a field will probably not be served today ([`Turn::is_beyond_today`]).
    pub fn left_over(&self, office: &Office, field: FieldIx) -> usize {
        let of_field = |id: &TicketId| {
            let ticket = office.ticket(*id);
            ticket.is_some_and(|t| t.number.field == field && t.waits_here())
        };
        let beyond = self.turns.iter().filter(|(_, turn)| turn.is_beyond_today());
        beyond.filter(|(id, _)| of_field(id)).count()
    }
}

impl Office {
    /// Plays the rest of the day at the minute `now` (at least [`Office::now`]). The same office, minute and seed give
    /// the same forecast.
    pub fn forecast(&self, now: Minute, seed: u64) -> Forecast {
        let asked = now;
        let now = now.max(self.now());
        let habits = self.habits();
        let rest = Rest::of(self, habits, now);
        let paces = pace::paces(self, habits, now, RUNS);
        let play = |run: usize, endless| {
            let paces: Vec<f64> = paces.iter().map(|of_field| of_field[run]).collect();
            rest.play(&Luck {
                seed,
                run: run as u64,
                paces: &paces,
                endless,
            })
        };
        let mut starts = vec![Vec::with_capacity(RUNS); rest.comers.len()];
        let mut newcomers = vec![Vec::with_capacity(RUNS); self.rules().fields.len()];
        for run in 0..RUNS {
            let played = play(run, None);
            for (all, one) in starts.iter_mut().zip(played.starts) {
                all.push(one);
            }
            for (all, one) in newcomers.iter_mut().zip(played.newcomers) {
                all.push(one);
            }
        }
        let turn = |field: FieldIx, starts: Vec<f64>| self.turn(&rest, field, now, starts);
        let turns = rest
            .comers
            .iter()
            .zip(starts)
            .filter_map(|(comer, starts)| {
                let field = self.ticket(comer.id)?.number.field;
                Some((comer.id, turn(field, starts)))
            });
        let turns = turns.collect();
        let room = |field: FieldIx| {
            let ends_soon = self.takes_walkins(field, now) && self.ends_soon(now);
            let mut taken: Vec<usize> = (0..ROOM_RUNS)
                .filter(|_| ends_soon)
                .map(|run| play(run * RUNS / ROOM_RUNS, Some(usize::from(field.0))).taken)
                .collect();
            taken.sort_unstable();
            taken
                .get(((1.0 - SURE) * ROOM_RUNS as f64) as usize)
                .copied()
        };
        Forecast {
            stamp: Some((self.serial(), asked)),
            turns,
            room: self.rules().field_indexes().map(room).collect(),
            newcomers: self
                .rules()
                .field_indexes()
                .zip(newcomers)
                .map(|(f, s)| turn(f, s))
                .collect(),
        }
    }

    fn turn(&self, rest: &Rest, field: FieldIx, now: Minute, mut starts: Vec<f64>) -> Turn {
        starts.sort_by(f64::total_cmp);
        let today = starts.iter().filter(|s| **s < NEVER).count() as f64 / starts.len() as f64;
        let wait = match rest.has_counter(field) {
            true => range::said(&starts, now, rest.served_until(field, 0.0)),
            false => Wait::NoCounter,
        };
        Turn { wait, today }
    }

    /// Whether the last half-day of the day is in its last two hours.
    fn ends_soon(&self, now: Minute) -> bool {
        now.time().0 >= self.rules().pm.end.0 - LAST_HOURS
    }

    /// Whether a service takes so much longer than its kind does that its end was perhaps forgotten.
    pub fn is_perhaps_forgotten(&self, ticket: &Ticket, now: Minute) -> bool {
        let usual = self.habits().of(ticket);
        ticket.state == State::Serving && pace::spent(ticket, now) >= usual.rarely()
    }
}

/// So many minutes before the end of the day it is worth saying how many numbers are left.
const LAST_HOURS: i32 = 120;

#[cfg(test)]
mod tests;
