//! Trials of rules, on all of the PC's cores, and the people of the office's own past.

use crate::domain::rules::Rules;
use crate::domain::time::Day;
use crate::domain::trial::{Arrivals, Demand, Service, Trial, Waits, Wanted, monday, play};
use crate::store::{Store, StoreError};

/// So many days back the past is read.
const PAST: i32 = 180;
/// Of fewer days the past tells nothing about a day.
const LEAST_DAYS: usize = 10;
/// Of fewer visits it tells nothing about a field; the page's hours and the configured mean stand in.
const LEAST_VISITS: usize = 30;
/// A service that took longer than so many means is an end that was forgotten.
const FORGOTTEN: i32 = 8;

/// Plays so many days of a trial, the same for the same trial. `tell` hears how many are over.
pub fn play_days(trial: &Trial, count: usize, tell: &mut dyn FnMut(usize)) -> Vec<Waits> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let part = |first: usize| (first..count).step_by(threads);
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| {
                scope.spawn(move || {
                    let days = part(first).map(|n| play(trial, n as u64 + 1));
                    days.collect::<Vec<_>>()
                })
            })
            .collect();
        // This thread plays too; the others are about as far.
        let mut days = Vec::with_capacity(count);
        for n in part(0) {
            days.push(play(trial, n as u64 + 1));
            tell(n);
        }
        for other in others {
            days.extend(other.join().unwrap_or_default());
        }
        tell(count);
        days
    })
}

/// Who comes on a peak day, by the office's own past before `today`; `None` while it is too short.
///
/// # Errors
/// When the store cannot be read.
pub fn own_demand(store: &Store, rules: &Rules, today: Day) -> Result<Option<Demand>, StoreError> {
    let all = store.visits(today.plus(-PAST), today)?;
    let is_peak = |day: Day| rules.is_peak(day);
    let peaks = |peak: bool| {
        let mut days: Vec<Day> = all.iter().map(|v| v.day).collect();
        days.retain(|day| is_peak(*day) == peak);
        days.sort_unstable();
        days.dedup();
        days
    };
    let (peak, ordinary) = (peaks(true), peaks(false));
    if peak.len() + ordinary.len() < LEAST_DAYS {
        return Ok(None);
    }
    // Peak days are what rules are made for; an office without enough of them has its usual days.
    let on_peak = peak.len() >= LEAST_DAYS / 2;
    let days = if on_peak { peak } else { ordinary };
    let of_days: Vec<_> = all.iter().filter(|v| is_peak(v.day) == on_peak).collect();
    let came: Vec<_> = of_days.iter().filter(|v| v.came).collect();
    let Some(last) = days.last() else {
        return Ok(None);
    };
    let fields = rules.fields.iter().map(|field| {
        let own = || came.iter().filter(|v| v.field == field.id);
        let arrivals: Vec<i32> = own()
            .filter(|v| !v.booked)
            .filter_map(|v| v.arrived)
            .collect();
        let services: Vec<i32> = own()
            .filter_map(|v| v.service)
            .filter(|minutes| *minutes <= field.mean * FORGOTTEN)
            .collect();
        Wanted {
            share: own().count() as f64,
            arrivals: match arrivals.len() >= LEAST_VISITS {
                true => Arrivals::Seen(arrivals),
                false => Arrivals::Modelled(monday::PEAK),
            },
            service: match services.len() >= LEAST_VISITS {
                true => Service::Seen(services),
                false => Service::Modelled(f64::from(field.mean)),
            },
        }
    });
    let share = |part: usize, of: usize| part as f64 / of.max(1) as f64;
    let bookings = of_days.iter().filter(|v| v.booked).count();
    let kept = came.iter().filter(|v| v.booked).count();
    Ok(Some(Demand {
        day: *last,
        people: share(came.len(), days.len()),
        fields: fields.collect(),
        booked: share(kept, came.len()),
        no_shows: share(bookings - kept, bookings),
    }))
}
