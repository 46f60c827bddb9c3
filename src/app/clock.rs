//! The clock of an old PC lies (domain/queue.md). This is the one place where the office's time is read, and where it is
//! doubted: a doubtful clock lets no time pass until an official has looked at it, for everything would expire.

use std::time::{Duration, Instant};

use chrono::{DateTime, Local, NaiveDateTime, Timelike};
use rustix::time::{ClockId, clock_gettime};

use crate::domain::rules::Rules;
use crate::domain::time::{Day, Minute};

/// So far may the wall clock leave the monotonic ones while the program runs.
const LEAP: Duration = Duration::from_secs(5 * 60);
/// A start so many working days after the last event is asked about.
const WORKDAYS_AHEAD: usize = 3;

/// Reads the wall clock and watches it.
#[derive(Debug)]
pub struct Clock {
    read: fn() -> Reading,
    anchor: Reading,
    in_doubt: bool,
}

/// One reading of all clocks. Two monotonic ones: the second also counts while the PC sleeps.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The wall clock, in milliseconds since 1970 began.
    pub wall: i64,
    /// Time that the program was awake.
    pub awake: Instant,
    /// Time since the PC was switched on.
    pub since_boot: Duration,
}

impl Reading {
    /// What the PC's own clocks say.
    pub fn of_this_pc() -> Self {
        let boot = clock_gettime(ClockId::Boottime);
        let since_boot = Duration::new(
            boot.tv_sec.unsigned_abs(),
            boot.tv_nsec.unsigned_abs() as u32,
        );
        Self {
            wall: Local::now().timestamp_millis(),
            awake: Instant::now(),
            since_boot,
        }
    }

    fn leapt_since(&self, earlier: &Self) -> bool {
        let wall = self.wall - earlier.wall;
        let off = |passed: Duration| {
            (wall - passed.as_millis() as i64).unsigned_abs() > LEAP.as_millis() as u64
        };
        off(self.awake - earlier.awake) && off(self.since_boot.saturating_sub(earlier.since_boot))
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::read_by(Reading::of_this_pc)
    }
}

impl Clock {
    /// A clock that looks elsewhere than at this PC's.
    pub fn read_by(read: fn() -> Reading) -> Self {
        Self {
            read,
            anchor: read(),
            in_doubt: false,
        }
    }

    /// The monotonic time, for what is due in seconds.
    pub fn instant(&self) -> Instant {
        (self.read)().awake
    }

    /// The local time, with a look at whether it leapt.
    pub fn now(&mut self) -> NaiveDateTime {
        let now = (self.read)();
        self.in_doubt |= now.leapt_since(&self.anchor);
        if !self.in_doubt {
            // Small drifts are not summed up over months.
            self.anchor = now;
        }
        local(now.wall)
    }

    /// The office's minute.
    pub fn minute(&mut self) -> Minute {
        Minute::from_chrono(self.now())
    }

    /// Milliseconds of the wall clock, for the log.
    pub fn wall_millis(&self) -> i64 {
        (self.read)().wall
    }

    /// Whether the clock leapt while the program ran.
    pub fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    /// The time at the start is compared with what the clock said at the store's last event, in milliseconds.
    pub fn compare_with_last_event(&mut self, wall: i64, rules: &Rules) {
        self.in_doubt |= is_far_from(self.minute(), Minute::from_chrono(local(wall)), rules);
    }

    /// Somebody has reason to doubt it.
    pub fn doubt(&mut self) {
        self.in_doubt = true;
    }

    /// An official says that the clock is right.
    pub fn trust(&mut self) {
        self.anchor = (self.read)();
        self.in_doubt = false;
    }
}

/// A time of the log, in milliseconds, as the wall clock showed it.
pub fn local(wall: i64) -> NaiveDateTime {
    let time = DateTime::from_timestamp_millis(wall).unwrap_or_default();
    time.with_timezone(&Local).naive_local()
}

/// When the day began to which a moment of the wall clock belongs.
pub fn midnight(wall: i64) -> i64 {
    wall - i64::from(local(wall).time().num_seconds_from_midnight()) * 1000
}

/// More than a day before the last event, or more than three working days after it.
fn is_far_from(now: Minute, last: Minute, rules: &Rules) -> bool {
    if now < last {
        return now.plus(24 * 60) < last;
    }
    let days_between = (last.day().0 + 1..=now.day().0).map(Day);
    days_between
        .filter(|day| rules.is_workday(*day))
        .take(WORKDAYS_AHEAD + 1)
        .count()
        > WORKDAYS_AHEAD
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::Profile;

    #[test]
    fn a_long_weekend_is_no_doubt_but_a_dead_battery_is() {
        let rules = Rules::of(Profile::Source);
        let far = |now, last| {
            is_far_from(
                Minute::parse(now).unwrap(),
                Minute::parse(last).unwrap(),
                &rules,
            )
        };
        assert!(
            !far("2026-11-23T07:00", "2026-11-20T17:30"),
            "Friday to Monday"
        );
        assert!(
            !far("2026-11-25T07:00", "2026-11-20T17:30"),
            "three working days"
        );
        assert!(
            far("2026-11-26T07:00", "2026-11-20T17:30"),
            "four working days"
        );
        assert!(
            far("2000-01-01T00:01", "2026-11-20T17:30"),
            "the battery is dead"
        );
        assert!(
            !far("2026-11-20T07:00", "2026-11-20T17:30"),
            "a small step back"
        );
        assert!(!far("2026-11-19T17:30", "2026-11-20T17:30"), "just a day");
        assert!(far("2026-11-19T17:29", "2026-11-20T17:30"));
        assert!(far("2126-11-20T07:00", "2026-11-20T17:30"));
    }

    #[test]
    fn a_leap_is_told_from_sleep() {
        let start = Reading::of_this_pc();
        let after = |wall: i64, awake, boot| Reading {
            wall: start.wall + wall * 1000,
            awake: start.awake + Duration::from_secs(awake),
            since_boot: start.since_boot + Duration::from_secs(boot),
        };
        assert!(!after(3600, 3600, 3600).leapt_since(&start));
        assert!(!after(3600, 5, 3600).leapt_since(&start), "slept at lunch");
        assert!(!after(300, 0, 0).leapt_since(&start));
        assert!(after(301, 0, 0).leapt_since(&start), "set forward");
        assert!(after(-301, 0, 0).leapt_since(&start), "set back");
    }
}
