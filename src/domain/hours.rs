//! The hours in which people are told what they did not ask for: while they are awake, and while it is of use. An office's
//! own quiet time (`[sms] quiet`) is kept beside them; answers go out at once.

use super::time::TimeOfDay;

/// The evening before a booking: before the PC is switched off.
pub const REMINDERS: Hours = Hours::between((16, 30), (21, 0));
/// Of dossiers that wait for somebody.
pub const DOSSIERS: Hours = Hours::between((8, 0), (20, 0));
/// Announcements.
pub const ANNOUNCEMENTS: Hours = Hours::between((8, 0), (20, 0));
/// Template messages of Zalo, which takes none at night.
pub const ZALO: Hours = Hours::between((7, 0), (22, 0));
/// Times that were freed, which want an answer within minutes.
pub const FREED: Hours = Hours::between((6, 30), (21, 0));

/// A part of each day, over midnight where it ends before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The first minute.
    pub from: TimeOfDay,
    /// The first minute after it.
    pub to: TimeOfDay,
}

impl Hours {
    const fn between(from: (i32, i32), to: (i32, i32)) -> Self {
        Self {
            from: TimeOfDay(from.0 * 60 + from.1),
            to: TimeOfDay(to.0 * 60 + to.1),
        }
    }

    /// Whether a time of day falls into it.
    pub fn hold(self, time: TimeOfDay) -> bool {
        match self.from <= self.to {
            true => (self.from..self.to).contains(&time),
            false => !(self.to..self.from).contains(&time),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_hold_their_first_minute_and_not_the_one_after_them() {
        let night = Hours::between((21, 0), (6, 0));
        for (hours, within, without) in [
            (FREED, [390, 720, 1259], [389, 1260, 0]),
            (night, [1260, 0, 359], [360, 720, 1259]),
        ] {
            assert_eq!(within.map(|t| hours.hold(TimeOfDay(t))), [true; 3]);
            assert_eq!(without.map(|t| hours.hold(TimeOfDay(t))), [false; 3]);
        }
    }
}
