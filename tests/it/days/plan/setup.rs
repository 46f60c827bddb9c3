//! The settings of a random office.

use motcua::domain::rules::{CounterIx, Early, FieldIx, Profile, Rules, Session, Share};
use motcua::domain::time::{Day, Half, TimeOfDay};
use proptest::collection::vec;
use proptest::prelude::*;

/// Monday 2026-11-23.
const MONDAY: i32 = 20_780;

/// The settings of a random office and the manner of its days.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    improved: bool,
    /// Mean and number of counters of each field.
    pub fields: Vec<(i32, u8)>,
    /// Whether the first counter serves the last field too.
    shared_counter: bool,
    grace: Option<i32>,
    lead: Option<i32>,
    horizon: Option<i32>,
    strikes: Option<u32>,
    block_days: Option<i32>,
    overtime: Option<i32>,
    early: Option<Early>,
    spread: Option<bool>,
    /// 0: the profile's; 1: none; 2, 3: others.
    share: u8,
    /// 0: as usual; 1, 2: others.
    hours: u8,
    manual: bool,
    /// Days after Monday 2026-11-23.
    first_day: i32,
    holidays: Vec<i32>,
    extra_workdays: Vec<i32>,
    pub phones: u16,
    /// Which events are likely: an index into the mixes.
    pub mix: u8,
    /// 0: one long day; 1, 2: more and more of them.
    pub pace: u8,
}

fn often<T: Clone + std::fmt::Debug + 'static>(
    rare: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<T>> {
    proptest::option::weighted(0.3, rare)
}

/// Random settings; `mixes` are the manners of days to choose from.
pub(super) fn setup(mixes: std::ops::Range<u8>) -> impl Strategy<Value = Setup> {
    let mean = prop_oneof![3 => Just(10), 2 => Just(15), 2 => 5..30_i32, 1 => 30..=90_i32];
    let early = prop_oneof![Just(Early::First), (0..40_i32).prop_map(Early::Within)];
    let office = (
        any::<bool>(),
        vec((mean, 1..=3_u8), 1..=3),
        proptest::bool::weighted(0.15),
        often(early),
        often(any::<bool>()),
        prop_oneof![3 => Just(0_u8), 1 => 1..4_u8],
        prop_oneof![4 => Just(0_u8), 1 => 1..3_u8],
        proptest::bool::weighted(0.1),
    );
    let numbers = (
        often(0..30_i32),
        often(0..120_i32),
        often(0..8_i32),
        often(0..4_u32),
        often(0..4_i32),
        often(0..60_i32),
    );
    let days = (
        0..14_i32,
        vec(0..20_i32, 0..3),
        vec(0..20_i32, 0..3),
        prop_oneof![4..12_u16, 12..60_u16],
        mixes,
        0..3_u8,
    );
    (office, numbers, days).prop_map(|(office, numbers, days)| {
        let (improved, fields, shared_counter, early, spread, share, hours, manual) = office;
        let (grace, lead, horizon, strikes, block_days, overtime) = numbers;
        let (first_day, holidays, extra_workdays, phones, mix, pace) = days;
        Setup {
            improved,
            fields,
            shared_counter,
            grace,
            lead,
            horizon,
            strikes,
            block_days,
            overtime,
            early,
            spread,
            share,
            hours,
            manual,
            first_day,
            holidays,
            extra_workdays,
            phones,
            mix,
            pace,
        }
    })
}

impl Setup {
    /// The first day.
    pub(crate) fn first_day(&self) -> Day {
        Day(MONDAY + self.first_day)
    }

    pub(crate) fn rules(&self) -> Rules {
        let mut rules = Rules::of(match self.improved {
            true => Profile::Improved,
            false => Profile::Source,
        });
        for (i, (mean, counters)) in self.fields.iter().enumerate() {
            let field = rules.add_field(["TP", "DD", "XH"][i], "", *mean, None);
            for c in 0..*counters {
                rules.add_counter(&format!("{i}{c}"), "", &[field]);
            }
        }
        if self.shared_counter && self.fields.len() > 1 {
            rules.share_counter(CounterIx(0), &[FieldIx(self.fields.len() as u16 - 1)]);
        }
        let put = |place: &mut i32, value: Option<i32>| *place = value.unwrap_or(*place);
        put(&mut rules.grace, self.grace);
        put(&mut rules.sms_lead, self.lead);
        put(&mut rules.horizon_days, self.horizon);
        put(&mut rules.block_days, self.block_days);
        put(&mut rules.overtime, self.overtime);
        rules.strikes = self.strikes.unwrap_or(rules.strikes);
        rules.early = self.early.unwrap_or(rules.early);
        rules.spread = self.spread.unwrap_or(rules.spread);
        rules.auto_call = !(self.manual && self.mix >= super::HAND);
        let half_share = |am: f64, pm: f64| Share {
            am: vec![am; 8],
            pm: vec![pm; 8],
        };
        match self.share {
            0 => {}
            1 => (rules.share, rules.share_peak) = (None, None),
            2 => (rules.share, rules.share_peak) = (Some(half_share(0.3, 1.0)), None),
            _ => {
                rules.share = Some(half_share(0.0, 0.55));
                rules.share_peak = Some(half_share(0.9, 0.0));
            }
        }
        let hours = |session: &mut Session, times: [i32; 3]| {
            session.start = TimeOfDay(times[0]);
            session.booked_start = TimeOfDay(times[1]);
            session.end = TimeOfDay(times[2]);
        };
        match self.hours {
            0 => {}
            1 => {
                hours(rules.session_mut(Half::Am), [420, 420, 690]);
                hours(rules.session_mut(Half::Pm), [780, 800, 990]);
            }
            _ => {
                hours(rules.session_mut(Half::Am), [450, 455, 615]);
                hours(rules.session_mut(Half::Pm), [840, 843, 1021]);
            }
        }
        let days = |days: &[i32]| days.iter().map(|d| Day(MONDAY + d)).collect();
        rules.holidays = days(&self.holidays);
        rules.extra_workdays = days(&self.extra_workdays);
        rules
    }
}
