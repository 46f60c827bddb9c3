//! When a dossier is due, by the office's calendar (domain/dossier/dossiers.md, "Due dates"). A due date is a day; it
//! ends with the office's day.

use crate::domain::rules::Rules;
use crate::domain::time::{Day, Minute, TimeOfDay};

/// The due day of what is received at `received`, `limit` working days later; 0 is the same day, if it is received
/// before `cutoff`.
pub fn first_due(rules: &Rules, received: Minute, limit: u16, cutoff: TimeOfDay) -> Day {
    let start = effective(rules, received);
    // What comes on a closed day, or after the day's end, waits at the door when the next working day begins.
    let is_late = start == received.day() && received.time() >= cutoff;
    match limit {
        0 if !is_late => start,
        0 => rules.workday_after(start, 1),
        days => rules.workday_after(start, days),
    }
}

/// The due day after papers that were asked for on the day `asked` came back at `back`. The days left are those after the
/// asking; where none is left, it is the first working day after the return. What was asked for too late mends nothing.
pub fn resumed_due(rules: &Rules, due: Day, asked: Day, back: Day) -> Day {
    if asked > due {
        return due;
    }
    let left = (asked.0 + 1..=due.0).filter(|d| rules.is_workday(Day(*d)));
    let left = u16::try_from(left.count()).unwrap_or(u16::MAX);
    rules.workday_after(back, left.max(1))
}

/// The working day on which it counts as received.
fn effective(rules: &Rules, received: Minute) -> Day {
    let day = received.day();
    let in_time = received.time() < rules.pm.end;
    match rules.is_workday(day) && in_time {
        true => day,
        false => rules.workday_after(day, 1),
    }
}
