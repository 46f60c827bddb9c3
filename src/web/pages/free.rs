//! What can still be booked: counted once for each state of the office and minute, not for each visitor.

use crate::domain::office::Office;
use crate::domain::rules::FieldIx;
use crate::domain::time::{Day, Half, Minute};
use crate::web::words::book as say;
use crate::web::words::half_short;

/// Working days on which something may be booked, with what is free by field.
#[derive(Debug, Default)]
pub struct Free {
    counted: Option<(u64, Minute)>,
    days: Vec<FreeDay>,
}

/// A working day.
#[derive(Debug)]
pub struct FreeDay {
    /// The day.
    pub day: Day,
    /// Free slots of each field, mornings and afternoons.
    slots: Vec<[usize; 2]>,
}

impl Free {
    /// The days as they are now.
    pub fn days(&mut self, office: &Office, now: Minute) -> &[FreeDay] {
        let state = (office.serial(), now);
        if self.counted != Some(state) {
            self.counted = Some(state);
            self.days = count(office, now);
        }
        &self.days
    }
}

fn count(office: &Office, now: Minute) -> Vec<FreeDay> {
    let rules = office.rules();
    let days = (0..=rules.horizon_days).map(|d| now.day().plus(d));
    days.filter(|day| rules.is_workday(*day))
        .map(|day| {
            let of = |field| Half::BOTH.map(|half| office.free(field, day, half, now));
            FreeDay {
                day,
                slots: rules.field_indexes().map(of).collect(),
            }
        })
        // A day that is over is no choice; one that is full shows that others were faster.
        .filter(|d| d.day > now.day() || d.slots.iter().flatten().any(|n| *n > 0))
        .collect()
}

impl FreeDay {
    /// The day in words, with what is free: for one field in figures, for all in general.
    pub fn words(&self, field: Option<FieldIx>) -> String {
        let halves = Half::BOTH.map(|half| {
            let (at, name) = (half as usize, half_short(half));
            match field {
                Some(field) => say::free(
                    name,
                    self.slots.get(usize::from(field.0)).map_or(0, |s| s[at]),
                ),
                None if self.slots.iter().all(|s| s[at] > 0) => say::free_in_all(name),
                None if self.slots.iter().all(|s| s[at] == 0) => say::free(name, 0),
                None => say::free_in_some(name),
            }
        });
        say::day(self.day, &halves)
    }

    /// Whether nothing is free at all.
    pub fn is_full(&self, field: Option<FieldIx>) -> bool {
        match field {
            Some(field) => self
                .slots
                .get(usize::from(field.0))
                .is_none_or(|s| *s == [0, 0]),
            None => self.slots.iter().all(|s| *s == [0, 0]),
        }
    }
}
