//! The grid of booked times of a field's half-day, thinned and ordered by the profile.

use super::rules::{FieldIx, Rules, Session, Share};
use super::time::{Half, TimeOfDay};

/// Sums of shares are compared with this tolerance (domain/queue.md, "Share").
const QUOTA_TOLERANCE: f64 = 1e-9;

/// The slots of one half-day that may be booked.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Grid {
    /// Open slots, earliest first.
    pub times: Vec<TimeOfDay>,
    /// Indexes into `times` in the order in which free slots are offered ahead.
    pub offer_order: Vec<usize>,
}

/// The grids of all fields, half-days and kinds of day; they change only with the rules.
#[derive(Clone, Debug, Default)]
pub struct Grids(Vec<[[Grid; 2]; 2]>);

impl Grids {
    /// Computes all grids of an office.
    pub fn new(rules: &Rules) -> Self {
        let of_field = |field| {
            let of_kind = |peak| Half::BOTH.map(|half| grid(rules, field, half, peak));
            [of_kind(false), of_kind(true)]
        };
        Self(rules.field_indexes().map(of_field).collect())
    }

    /// The grid of a field's half-day.
    pub fn get(&self, field: FieldIx, half: Half, peak: bool) -> &Grid {
        &self.0[usize::from(field.0)][usize::from(peak)][half as usize]
    }
}

fn grid(rules: &Rules, field: FieldIx, half: Half, peak: bool) -> Grid {
    let session = rules.session(half);
    let mean = rules.field(field).mean;
    let all = (0..)
        .map(|i| TimeOfDay(session.booked_start.0 + i * mean))
        .take_while(|t| t.0 + mean <= session.end.0);
    let share = if peak {
        &rules.share_peak
    } else {
        &rules.share
    };
    let times: Vec<TimeOfDay> = match share {
        None => all.collect(),
        Some(share) => {
            let per_minute = rules.field(field).counters.len() as f64 / f64::from(mean);
            thin(all, session, half_share(share, half), mean, per_minute)
        }
    };
    let offer_order = if rules.spread {
        bit_reversed(times.len())
    } else {
        (0..times.len()).collect()
    };
    Grid { times, offer_order }
}

fn half_share(share: &Share, half: Half) -> &[f64] {
    match half {
        Half::Am => &share.am,
        Half::Pm => &share.pm,
    }
}

/// Leaves open as many slots as the share of the field's working minutes allows.
fn thin(
    all: impl Iterator<Item = TimeOfDay>,
    session: &Session,
    share: &[f64],
    mean: i32,
    per_minute: f64,
) -> Vec<TimeOfDay> {
    let share_at = |minute: i32| {
        let half_hour = usize::try_from((minute - session.start.0).div_euclid(30)).ok();
        half_hour.and_then(|i| share.get(i)).copied().unwrap_or(0.0)
    };
    let mut quota = 0.0_f64;
    let mut counted = session.start.0;
    let mut open = Vec::new();
    for slot in all {
        while counted < slot.0 + mean {
            quota += share_at(counted) * per_minute;
            counted += 1;
        }
        if share_at(slot.0) > 0.0 && quota >= 1.0 - QUOTA_TOLERANCE {
            open.push(slot);
            quota -= 1.0;
        }
        quota = quota.min(1.0);
    }
    open
}

/// Spreads the first offers over the half-day; fewer than three slots stay in order.
fn bit_reversed(n: usize) -> Vec<usize> {
    if n < 3 {
        return (0..n).collect();
    }
    let bits = usize::BITS - (n - 1).leading_zeros();
    (0..1_usize << bits)
        .map(|i| i.reverse_bits() >> (usize::BITS - bits))
        .filter(|&i| i < n)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::rules::Profile;

    fn times(profile: Profile, mean: i32, half: Half, peak: bool) -> Vec<String> {
        let mut rules = Rules::of(profile);
        let field = rules.add_field("TP", "Tư pháp", mean, None);
        rules.add_counter("1", "Quầy 1", &[field]);
        let grids = Grids::new(&rules);
        let grid = grids.get(field, half, peak);
        grid.offer_order
            .iter()
            .map(|&i| grid.times[i].to_string())
            .collect()
    }

    #[test]
    fn the_sources_morning_has_18_slots_of_10_minutes_and_12_of_15() {
        let ten = times(Profile::Source, 10, Half::Am, false);
        assert_eq!(
            (ten.len(), ten[0].as_str(), ten[17].as_str()),
            (18, "08:00", "10:50")
        );
        assert_eq!(times(Profile::Source, 15, Half::Am, true).len(), 12);
        assert_eq!(times(Profile::Source, 10, Half::Pm, false).len(), 21);
    }

    #[test]
    fn a_peak_morning_is_thinned_and_offered_spread() {
        let offered = times(Profile::Improved, 10, Half::Am, true);
        assert_eq!(offered[..3], ["09:10", "10:50", "10:00"]);
        assert_eq!(offered.len(), 9);
    }

    #[test]
    fn bit_reversal_leaves_none_out() {
        for n in 0..40 {
            let mut order = bit_reversed(n);
            order.sort_unstable();
            assert_eq!(order, (0..n).collect::<Vec<_>>());
        }
        assert_eq!(bit_reversed(5), [0, 4, 2, 1, 3]);
    }
}
