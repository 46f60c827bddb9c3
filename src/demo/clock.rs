//! Office time, sixty times as fast as the PC's. It is the wall clock and the time since the PC was switched on that go
//! fast; what the program waits for in seconds (a board's three, a modem's answer, the host's heartbeat) is counted by the
//! monotonic clock, which is left alone, for the devices' other ends are no faster than any.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::Local;

use crate::app::clock::{Clock, Reading};
use crate::domain::time::{Day, Minute};

/// Minutes of the office in a minute of the PC.
pub(super) const PACE: u32 = 60;
/// Monday, 2026-11-23.
pub(super) const MONDAY: Day = Day(20_780);
/// Friday afternoon before: when the bookings are made.
pub(super) const EVE: Minute = Minute(Day(MONDAY.0 - 3).0 * 1440 + 16 * 60);
/// When the show begins: ten minutes before the office opens.
pub(super) const MORNING: Minute = Minute(MONDAY.0 * 1440 + 7 * 60 + 20);

/// Since when which time has gone how fast.
#[derive(Clone, Copy)]
struct Stretch {
    began: Instant,
    /// Milliseconds of the wall clock.
    wall: i64,
    pace: u32,
}

static STRETCH: Mutex<Option<Stretch>> = Mutex::new(None);

/// A clock that shows office time.
pub(super) fn clock() -> Clock {
    Clock::read_by(read)
}

/// The office's time is this one now, and goes on at [`PACE`]. It is never set back.
pub(super) fn set(minute: Minute) {
    begin(wall_of(minute), PACE);
}

/// From now on it goes as fast as any clock: the day is over.
pub(super) fn slow_down() {
    begin(read().wall, 1);
}

/// Milliseconds of the wall clock in which the office's minute begins.
pub(super) fn wall_of(minute: Minute) -> i64 {
    let time = minute.day().to_chrono().and_time(chrono::NaiveTime::MIN)
        + chrono::TimeDelta::minutes(minute.time().0.into());
    // Where a summer time leaves an hour out, the next one.
    let local = time.and_local_timezone(Local).earliest();
    local.map_or_else(
        || time.and_utc().timestamp_millis(),
        |t| t.timestamp_millis(),
    )
}

fn begin(wall: i64, pace: u32) {
    let stretch = Stretch {
        began: Instant::now(),
        wall,
        pace,
    };
    *STRETCH.lock().unwrap_or_else(PoisonError::into_inner) = Some(stretch);
}

fn read() -> Reading {
    let now = Instant::now();
    let stretch = *STRETCH.lock().unwrap_or_else(PoisonError::into_inner);
    let wall = stretch.map_or_else(
        || wall_of(EVE),
        |s| s.wall + (now.saturating_duration_since(s.began) * s.pace).as_millis() as i64,
    );
    let since_boot = (wall - wall_of(EVE)).max(0).unsigned_abs();
    Reading {
        wall,
        awake: now,
        since_boot: Duration::from_millis(since_boot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_doubts_a_clock_that_goes_fast_and_leaps_over_a_weekend() {
        set(EVE);
        let mut clock = clock();
        assert_eq!(clock.minute(), EVE);
        set(MORNING);
        assert_eq!(clock.minute(), MORNING);
        assert!(!clock.is_in_doubt());
        let before = (clock.wall_millis(), Instant::now());
        while before.1.elapsed() < Duration::from_millis(50) {
            std::thread::yield_now();
        }
        let passed = clock.wall_millis() - before.0;
        assert!(passed >= 50 * i64::from(PACE), "{passed}");
        assert_eq!(MONDAY.weekday(), 0);
    }
}
