//! What can still be booked: counted once for each state of the office and minute, not for each visitor.

use crate::domain::office::Office;
use crate::domain::rules::FieldIx;
use crate::domain::time::{Day, Half, Minute};
use crate::web::words::book as say;
use crate::web::words::half_short;

/// Working days on which something may be booked, with what is free by field.
#[derive(Debug, Default)]
pub(super) struct Free {
    counted: Option<(u64, Minute)>,
    days: Vec<FreeDay>,
}

/// A working day, its words made once for all visitors.
#[derive(Debug)]
pub(super) struct FreeDay {
    /// The day as forms say it.
    pub key: String,
    /// The day itself.
    day: Day,
    /// What is free in general, in words.
    general: String,
    /// Free slots of each field, mornings and afternoons.
    slots: Vec<[usize; 2]>,
}

impl Free {
    /// The days as they are now.
    pub(super) fn days(&mut self, office: &Office, now: Minute) -> &[FreeDay] {
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
            (day, rules.field_indexes().map(of).collect::<Vec<_>>())
        })
        // A day that is over is no choice; one that is full shows that others were faster.
        .filter(|(day, slots)| *day > now.day() || slots.iter().flatten().any(|n| *n > 0))
        .map(|(day, slots)| FreeDay {
            key: day.to_string(),
            day,
            general: in_general(&slots),
            slots,
        })
        .collect()
}

/// Without a field chosen: where all, some or none have room.
fn in_general(slots: &[[usize; 2]]) -> String {
    let in_some = |half: Half| {
        let has_room = |s: &[usize; 2]| s[half as usize] > 0;
        slots.iter().any(has_room) && !slots.iter().all(has_room)
    };
    // Said once, or a phone of 320 dots has no room for it.
    if Half::BOTH.into_iter().all(in_some) {
        return say::free_in_some(&Half::BOTH.map(half_short).join(", "));
    }
    let halves = Half::BOTH.map(|half| {
        let (at, name) = (half as usize, half_short(half));
        if slots.iter().all(|s| s[at] > 0) {
            say::free_in_all(name)
        } else if slots.iter().all(|s| s[at] == 0) {
            say::free(name, 0)
        } else {
            say::free_in_some(name)
        }
    });
    halves.join(", ")
}

impl FreeDay {
    /// The day in words, with what is free: for one field in figures, for all in general.
    pub(super) fn words(&self, field: Option<FieldIx>) -> String {
        let Some(field) = field else {
            return say::day(self.day, &self.general);
        };
        let slots = self.of(field);
        let halves = Half::BOTH.map(|half| say::free(half_short(half), slots[half as usize]));
        say::day(self.day, &halves.join(", "))
    }

    /// Whether nothing is free at all.
    pub(super) fn is_full(&self, field: Option<FieldIx>) -> bool {
        match field {
            Some(field) => self.of(field) == [0, 0],
            None => self.slots.iter().all(|s| *s == [0, 0]),
        }
    }

    fn of(&self, field: FieldIx) -> [usize; 2] {
        let slots = self.slots.get(usize::from(field.0));
        slots.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_only_some_fields_have_room_is_said_shortly() {
        for (slots, said) in [
            ([[1, 0], [0, 2]], "sáng, chiều tuỳ thủ tục"),
            ([[1, 0], [0, 0]], "sáng tuỳ thủ tục, chiều hết"),
            ([[1, 1], [0, 1]], "sáng tuỳ thủ tục, chiều còn"),
            ([[1, 1], [1, 1]], "sáng còn, chiều còn"),
        ] {
            assert_eq!(in_general(&slots), said);
        }
    }
}
