//! The peak Monday, and the ordinary day beside it (domain/queue.md, "The peak Monday").

use super::{Arrivals, Demand, Service, Wanted};
use crate::domain::chance::Chance;
use crate::domain::rules::{Profile, Rules};
use crate::domain::time::{Day, Half};

/// Monday, 2026-11-23.
pub const MONDAY: Day = Day(20_780);
/// People on a peak Monday.
pub const PEOPLE: f64 = 72.0;
/// Of ten who have booked one more does not come.
pub const STAYS_AWAY: f64 = 0.1;
/// Who has booked comes so many minutes after the time, on average and give or take; at least and at most.
pub const LATE: (f64, f64) = (-10.0, 10.0);
/// The earliest and the latest, in minutes after the appointed time.
pub const LATEST: (f64, f64) = (-45.0, 40.0);
/// The minute of the day that parts its halves.
pub const NOON: f64 = 720.0;
/// Fields of the model: id, share of the people, mean service in minutes, counters.
const FIELDS: [(&str, f64, i32, u16); 3] =
    [("TP", 0.6, 10, 2), ("DD", 0.22, 15, 1), ("XH", 0.18, 12, 1)];
/// Minutes of the day: minimum, mode and maximum of the burst and of the others, for both halves.
pub(crate) const TIMES: [[(f64, f64, f64); 2]; 2] = [
    [(435.0, 448.0, 470.0), (450.0, 465.0, 645.0)],
    [(800.0, 811.0, 830.0), (810.0, 840.0, 1000.0)],
];

/// How a day's people spread over it.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hours {
    /// The share that comes in the morning.
    pub morning: f64,
    /// Of the morning's and of the afternoon's, the share that comes in a burst at the opening.
    pub burst: [f64; 2],
}

/// Of a peak Monday.
pub const PEAK: Hours = Hours {
    morning: 0.8,
    burst: [0.55, 0.2],
};

impl Hours {
    /// A half-day and a minute of the day.
    pub(super) fn draw(&self, chance: &mut Chance) -> (Half, f64) {
        let half = match chance.is(self.morning) {
            true => Half::Am,
            false => Half::Pm,
        };
        let of = half as usize;
        let in_burst = chance.is(self.burst[of]);
        (half, chance.triangle(TIMES[of][usize::from(!in_burst)]))
    }
}

/// The model's office under a profile.
pub fn office(profile: Profile) -> Rules {
    let mut rules = Rules::of(profile);
    for (id, _, mean, counters) in FIELDS {
        let field = rules.add_field(id, id, mean, None);
        for n in 0..counters {
            rules.add_counter(&format!("{id}{n}"), "", &[field]);
        }
    }
    rules
}

/// The people of a peak Monday, of whom a share books.
pub fn demand(booked: f64) -> Demand {
    let fields = FIELDS.map(|(_, share, mean, _)| Wanted {
        share,
        arrivals: Arrivals::Modelled(PEAK),
        service: Service::Modelled(f64::from(mean)),
    });
    Demand {
        day: MONDAY,
        people: PEOPLE,
        fields: fields.to_vec(),
        booked,
        no_shows: STAYS_AWAY,
    }
}
