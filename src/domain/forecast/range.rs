//! What is said of a wait: a range, rounded as far as the plays allow.

use super::day::NEVER;
use crate::domain::time::Minute;

/// Ranges are rounded to so many minutes: more would be a lie.
const ROUNDING: i32 = 5;
/// Where it may be so many minutes nobody counts them: the clock is said.
const LONG: f64 = 150.0;
/// A range is to hold in so many of a hundred cases; half of the others are earlier, half later.
const HOLDS: f64 = 0.8;

/// How long somebody is likely to wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wait {
    /// A counter is free.
    None,
    /// Between so many minutes.
    Minutes {
        /// At least.
        low: i32,
        /// At most.
        high: i32,
    },
    /// Between two times of the clock: it is long, or the break comes before the turn, or may.
    Between {
        /// Not before.
        from: Minute,
        /// Not after.
        to: Minute,
    },
    /// As soon as the office opens then: nobody goes before.
    AtOpening(Minute),
    /// Not before this minute, and perhaps not today.
    PerhapsNotToday {
        /// Not before.
        from: Minute,
    },
    /// Every counter of the field pauses.
    NoCounter,
    /// Probably not within today's hours.
    NotToday,
}

impl Wait {
    /// The first and the last minute of the range, said at `now`; the last is open where it may not be today.
    pub fn minutes(self, now: Minute) -> Option<(Minute, Option<Minute>)> {
        match self {
            Self::Minutes { low, high } => Some((now.plus(low), Some(now.plus(high)))),
            Self::Between { from, to } => Some((from, Some(to))),
            Self::PerhapsNotToday { from } => Some((from, None)),
            Self::None | Self::AtOpening(_) | Self::NoCounter | Self::NotToday => None,
        }
    }
}

/// The range for sorted starts in minutes from now; `served_until` is the end of the hours that are running.
pub(super) fn said(starts: &[f64], now: Minute, served_until: Option<f64>) -> Wait {
    let side = (1.0 - HOLDS) / 2.0;
    let at = |share: f64| {
        let i = (share * starts.len() as f64) as usize;
        starts
            .get(i.min(starts.len().saturating_sub(1)))
            .copied()
            .unwrap_or(NEVER)
    };
    let last = at(1.0 - side);
    if last == NEVER {
        // All the doubt is at one end.
        let from = at(1.0 - HOLDS);
        return match from < NEVER {
            true => Wait::PerhapsNotToday {
                from: now.plus(down(minute(from) + now.0) - now.0),
            },
            false => Wait::NotToday,
        };
    }
    if last <= 0.0 {
        return Wait::None;
    }
    if served_until.is_none() && last - at(side) < 1.0 {
        return Wait::AtOpening(now.plus(minute(last)));
    }
    let until = served_until.unwrap_or(0.0);
    // The clock is said where minutes would run over the break, too.
    let zero = if last < until.min(LONG) { 0 } else { now.0 };
    let (low, high) = rounded(starts, zero, at(side), last);
    match zero {
        0 => Wait::Minutes { low, high },
        _ => Wait::Between {
            from: Minute(low),
            to: Minute(high),
        },
    }
}

fn minute(minutes: f64) -> i32 {
    minutes.round() as i32
}

fn down(minutes: i32) -> i32 {
    minutes.div_euclid(ROUNDING) * ROUNDING
}

/// Of the rounded bounds next to the exact ones, those that hold as often as is said. `zero` is added to each start.
fn rounded(starts: &[f64], zero: i32, first: f64, last: f64) -> (i32, i32) {
    let all: Vec<i32> = starts
        .iter()
        .map(|s| {
            if *s < NEVER {
                minute(*s) + zero
            } else {
                i32::MAX
            }
        })
        .collect();
    let holds = |low: i32, high: i32| {
        let inside = all.partition_point(|s| *s <= high) - all.partition_point(|s| *s < low);
        inside as f64 / all.len() as f64
    };
    let (first, last) = (down(minute(first) + zero), down(minute(last) + zero));
    let mut best = (first, last + ROUNDING);
    for low in [first, first + ROUNDING] {
        for high in [last, last + ROUNDING] {
            let off = |(low, high)| (holds(low, high) - HOLDS).abs();
            if high > low && off((low, high)) < off(best) {
                best = (low, high);
            }
        }
    }
    // Nobody is called in the break: a range that would begin there begins after it.
    let first = all.get(all.partition_point(|s| *s < best.0));
    match first.filter(|s| zero > 0 && **s < best.1) {
        Some(first) => (best.0.max(down(*first)), best.1),
        None => best,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Minute {
        Minute::parse(&format!("2026-11-23T{time}")).unwrap()
    }

    /// A hundred plays, evenly from so many minutes on to so many.
    fn evenly(from: i32, to: i32) -> Vec<f64> {
        let step = f64::from(to - from) / 99.0;
        (0..100)
            .map(|n| f64::from(from) + f64::from(n) * step)
            .collect()
    }

    #[test]
    fn hours_are_told_by_the_clock() {
        let until = Some(239.0);
        let said = |from, to| said(&evenly(from, to), at("07:31"), until);
        assert!(matches!(said(40, 140), Wait::Minutes { .. }));
        let Wait::Between { from, to } = said(95, 205) else {
            panic!("{:?}", said(95, 205));
        };
        // The same minutes, from 07:31 on.
        assert!((at("09:10")..at("09:25")).contains(&from), "{from:?}");
        assert!((at("10:40")..at("11:00")).contains(&to), "{to:?}");
    }

    #[test]
    fn no_range_begins_in_the_break() {
        // Some are called at 11:30, most from 13:30 on.
        let mut starts = vec![28.0; 12];
        starts.extend(evenly(148, 200).into_iter().skip(12));
        let said = said(&starts, at("11:02"), Some(28.0));
        let Wait::Between { from, to } = said else {
            panic!("{said:?}");
        };
        assert!(from >= at("13:30"), "{from:?}");
        assert!(to > at("13:30"), "{to:?}");
    }
}
