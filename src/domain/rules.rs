//! What an office has decided: its fields, counters, sessions and the numbers of its profile. What a key of `[rules]` is
//! where the file does not name it stands in [`Rules::of`] and [`Rules::of_office`].
//!
//! Where they act: the grace ([`Rules::grace_ends`]) as a timer in `office`, kept when a booking is called in vain, and as
//! the end of the booking in `machine`; what one phone may have in `check`; booked times in `booking` and `slots`; who is
//! called in `dispatch`.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::dossier_rules::DossierRules;
use super::time::{Day, Half, Minute, TimeOfDay};

/// Index of a field in [`Rules::fields`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldIx(pub u16);

/// Index of a counter in [`Rules::counters`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CounterIx(pub u16);

/// Which of the two sets of numbers an office goes by (domain/queue.md, "Two profiles").
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Profile {
    /// The documents' rules read literally.
    Source,
    /// What the simulation of a peak Monday favours.
    Improved,
}

/// When bookings that are before their time go ahead of walk-ins.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Early {
    /// All of the session are called through once, before walk-ins (S2.8, S2.10).
    First,
    /// Present ones due within so many minutes go before walk-ins, the others after.
    Within(i32),
}

/// A field of work (`lĩnh vực`) with one string of numbers a day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Short id, written before numbers: `TP`.
    pub id: String,
    /// Name that people see.
    pub name: String,
    /// Mean service time in minutes; also the spacing of booked times (S2.7).
    pub mean: i32,
    /// Goes first on a board that serves several fields (1–9).
    pub digit: Option<u8>,
    /// The counters that serve it, in the order of the configuration.
    pub counters: Vec<CounterIx>,
}

/// A counter (`quầy`).
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CounterDef {
    /// Short id.
    pub id: String,
    /// Name that people see.
    pub name: String,
    /// Fields that it serves, in the order of the configuration.
    pub fields: Vec<FieldIx>,
}

/// One half-day's hours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// First minute in which numbers are given.
    pub start: TimeOfDay,
    /// First minute in which none is given any more.
    pub end: TimeOfDay,
    /// First booked time (S2.10: 08:00, so that early walk-ins are not kept waiting).
    pub booked_start: TimeOfDay,
}

/// Share of each half hour that may be booked, by half-day.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Share {
    /// Morning, one entry for each half hour from the session's start.
    pub am: Vec<f64>,
    /// Afternoon likewise.
    pub pm: Vec<f64>,
}

/// So many open bookings a phone may have in one field, where they are limited at all: families share phones.
pub const OPEN_PER_FIELD: usize = 2;
/// So many open bookings a helper's phone may have in all, where they are limited at all.
pub const OPEN_PER_HELPER: usize = 20;

/// All settings of the machine.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rules {
    /// Fields in the order of the configuration.
    pub fields: Vec<Field>,
    /// Counters in the order of the configuration.
    pub counters: Vec<CounterDef>,
    /// Morning session.
    pub am: Session,
    /// Afternoon session.
    pub pm: Session,
    /// Minutes to travel and prepare papers, before a same-day booked time (S2.6).
    pub sms_lead: i32,
    /// Minutes after the appointed call in which an absent citizen may still come (S2.4).
    pub grace: i32,
    /// More strikes in a row than this lock a phone (S2.9).
    pub strikes: u32,
    /// So many strikes a day at most count against a phone, and only of bookings that were called; `None`: all.
    pub strikes_per_day: Option<u32>,
    /// Whether a walk-in who was served lifts the lock of the phone.
    #[serde(default)]
    pub walk_in_unlocks: bool,
    /// How many open bookings a phone may have; `None`: any number. Of one field it is [`OPEN_PER_FIELD`] at most, for a
    /// helper's phone [`OPEN_PER_HELPER`] (S1.7).
    pub open_per_phone: Option<usize>,
    /// Days that a lock lasts.
    pub block_days: i32,
    /// How many calendar days ahead can be booked.
    pub horizon_days: i32,
    /// Minutes after a session's end in which those already waiting are served.
    pub overtime: i32,
    /// How bookings before their time are treated.
    pub early: Early,
    /// Share of each half hour that may be booked, on an ordinary day; `None`: all.
    pub share: Option<Share>,
    /// Likewise on a peak day (a peak weekday, or the day after a closed day).
    pub share_peak: Option<Share>,
    /// Weekdays that are peak days (0 = Monday).
    pub peak_weekdays: Vec<u8>,
    /// Whether free slots ahead are offered spread over the half-day.
    pub spread: bool,
    /// Minutes between the end of one field's service and another field's booking of one phone.
    pub gap_two_fields: i32,
    /// Days off (a date that is also an extra working day is off).
    pub holidays: BTreeSet<Day>,
    /// Swapped working Saturdays and Sundays.
    pub extra_workdays: BTreeSet<Day>,
    /// Whether a counter that becomes free calls the next one by itself.
    pub auto_call: bool,
    /// After so many others of a field who waits for a result goes first; `None`: by number like everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results_between: Option<u32>,
    /// What the office decides about dossiers; versions before them kept none.
    #[serde(default)]
    pub dossiers: DossierRules,
}

/// A rule that is a number: every door that reads rules takes the same keys and ranges.
pub struct NumberRule {
    /// Its key in `[rules]` and in the scenarios of `motcua replay`.
    pub key: &'static str,
    /// What makes sense; minutes, days or times.
    pub range: RangeInclusive<i32>,
    /// Sets it to a number of the range.
    pub set: fn(&mut Rules, i32),
}

impl NumberRule {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::new("sms_lead", 0..=480, |rules, n| {
            rules.sms_lead = n;
        }),
        Self::new("grace", 0..=120, |rules, n| {
            rules.grace = n;
        }),
        Self::new("strikes", 0..=100, |rules, n| {
            rules.strikes = n.unsigned_abs();
        }),
        Self::new("strikes_per_day", 1..=100, |rules, n| {
            rules.strikes_per_day = Some(n.unsigned_abs());
        }),
        Self::new("open_per_phone", 1..=100, |rules, n| {
            rules.open_per_phone = Some(n.unsigned_abs() as usize);
        }),
        Self::new("block_days", 1..=3650, |rules, n| {
            rules.block_days = n;
        }),
        Self::new("horizon_days", 1..=365, |rules, n| {
            rules.horizon_days = n;
        }),
        Self::new("overtime", 0..=240, |rules, n| {
            rules.overtime = n;
        }),
        Self::new("gap_two_fields", 0..=240, |rules, n| {
            rules.gap_two_fields = n;
        }),
        Self::new("results_between", 1..=100, |rules, n| {
            rules.results_between = Some(n.unsigned_abs());
        }),
        Self::new("dossier_apologies", 0..=20, |rules, n| {
            rules.dossiers.apologies = u16::try_from(n).unwrap_or_default();
        }),
    ];

    const fn new(key: &'static str, range: RangeInclusive<i32>, set: fn(&mut Rules, i32)) -> Self {
        Self { key, range, set }
    }
}

impl Profile {
    /// The profile of this name in files.
    pub fn by_id(id: &str) -> Option<Self> {
        match id {
            "source" => Some(Self::Source),
            "improved" => Some(Self::Improved),
            _ => None,
        }
    }
}

impl Early {
    /// Minutes that [`Early::Within`] may name.
    pub const RANGE: RangeInclusive<i32> = 0..=240;
}

impl Field {
    /// Minutes that a mean may be.
    pub const MEAN: RangeInclusive<i32> = 1..=240;
}

impl Rules {
    /// What an office of this profile goes by, which says nothing else (domain/queue.md, "Settled after the first office was
    /// tried"). A replayed day has no such limits unless it names them.
    pub fn of_office(profile: Profile) -> Self {
        Self {
            strikes_per_day: Some(1),
            walk_in_unlocks: true,
            open_per_phone: Some(4),
            ..Self::of(profile)
        }
    }

    /// An office without fields and counters yet, with the numbers of `profile`.
    pub fn of(profile: Profile) -> Self {
        let session = |start, end, booked| Session {
            start: TimeOfDay(start),
            end: TimeOfDay(end),
            booked_start: TimeOfDay(booked),
        };
        let improved = profile == Profile::Improved;
        let share = |am: [f64; 7], pm: f64| {
            improved.then(|| Share {
                am: am.to_vec(),
                pm: vec![pm; 7],
            })
        };
        Self {
            fields: Vec::new(),
            counters: Vec::new(),
            am: session(7 * 60 + 30, 11 * 60, 8 * 60),
            pm: session(13 * 60 + 30, 17 * 60, 13 * 60 + 30),
            sms_lead: 60,
            grace: if improved { 15 } else { 10 },
            strikes: 3,
            strikes_per_day: None,
            walk_in_unlocks: false,
            open_per_phone: None,
            block_days: 90,
            horizon_days: 30,
            overtime: 30,
            early: if improved {
                Early::Within(10)
            } else {
                Early::First
            },
            share: share([0.0, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6], 0.6),
            share_peak: share([0.0, 0.0, 0.0, 0.75, 0.75, 0.75, 0.75], 0.75),
            peak_weekdays: vec![0],
            spread: improved,
            gap_two_fields: 5,
            holidays: BTreeSet::new(),
            extra_workdays: BTreeSet::new(),
            auto_call: true,
            results_between: None,
            dossiers: DossierRules::default(),
        }
    }

    /// The hours of a half-day.
    pub fn session(&self, half: Half) -> &Session {
        match half {
            Half::Am => &self.am,
            Half::Pm => &self.pm,
        }
    }

    /// The field behind an index.
    pub fn field(&self, ix: FieldIx) -> &Field {
        &self.fields[usize::from(ix.0)]
    }

    /// The counter behind an index.
    pub fn counter(&self, ix: CounterIx) -> &CounterDef {
        &self.counters[usize::from(ix.0)]
    }

    /// The field with this id.
    pub fn field_by_id(&self, id: &str) -> Option<FieldIx> {
        self.fields
            .iter()
            .position(|f| f.id == id)
            .map(|i| FieldIx(i as u16))
    }

    /// The counter with this id.
    pub fn counter_by_id(&self, id: &str) -> Option<CounterIx> {
        self.counters
            .iter()
            .position(|c| c.id == id)
            .map(|i| CounterIx(i as u16))
    }

    /// Adds a field; ids are the caller's care.
    pub fn add_field(&mut self, id: &str, name: &str, mean: i32, digit: Option<u8>) -> FieldIx {
        self.fields.push(Field {
            id: id.to_owned(),
            name: name.to_owned(),
            mean: mean.max(1),
            digit,
            counters: Vec::new(),
        });
        FieldIx((self.fields.len() - 1) as u16)
    }

    /// Adds a counter that serves `fields`.
    pub fn add_counter(&mut self, id: &str, name: &str, fields: &[FieldIx]) -> CounterIx {
        let ix = CounterIx(self.counters.len() as u16);
        self.counters.push(CounterDef {
            id: id.to_owned(),
            name: name.to_owned(),
            fields: fields.to_vec(),
        });
        for f in fields {
            self.fields[usize::from(f.0)].counters.push(ix);
        }
        ix
    }

    /// Lets a counter serve further fields.
    pub fn share_counter(&mut self, ix: CounterIx, fields: &[FieldIx]) {
        self.counters[usize::from(ix.0)].fields.extend(fields);
        for f in fields {
            self.fields[usize::from(f.0)].counters.push(ix);
        }
    }

    /// The hours of a half-day, to be set.
    pub fn session_mut(&mut self, half: Half) -> &mut Session {
        match half {
            Half::Am => &mut self.am,
            Half::Pm => &mut self.pm,
        }
    }

    /// All fields' indexes in order.
    pub fn field_indexes(&self) -> impl Iterator<Item = FieldIx> + use<> {
        (0..self.fields.len() as u16).map(FieldIx)
    }

    /// All counters' indexes in order.
    pub fn counter_indexes(&self) -> impl Iterator<Item = CounterIx> + use<> {
        (0..self.counters.len() as u16).map(CounterIx)
    }

    /// The last minute in which a booking that was called may still come (S2.4).
    pub fn grace_ends(&self, called: Minute) -> Minute {
        called.plus(self.grace)
    }

    /// Monday to Friday, less the holidays, plus swapped days.
    pub fn is_workday(&self, day: Day) -> bool {
        !self.holidays.contains(&day) && (day.weekday() < 5 || self.extra_workdays.contains(&day))
    }

    /// The last working day before `day`.
    pub fn workday_before(&self, day: Day) -> Day {
        // No holidays are longer.
        const LONGEST: i32 = 60;
        let before = (1..LONGEST).map(|d| day.plus(-d));
        let mut working = before.filter(|d| self.is_workday(*d));
        working.next().unwrap_or(day.plus(-1))
    }

    /// The `n`-th working day after `day`, which itself does not count.
    pub fn workday_after(&self, day: Day, n: u16) -> Day {
        // Ten years without a working day is no office.
        const LONGEST: i32 = 3650;
        let after = (1..LONGEST).map(|d| day.plus(d));
        let mut working = after.filter(|d| self.is_workday(*d));
        let nth = working.nth(usize::from(n.max(1)) - 1);
        nth.unwrap_or(day.plus(LONGEST))
    }

    /// A peak day: a Monday (or other peak weekday), or a day whose eve was no working day.
    pub fn is_peak(&self, day: Day) -> bool {
        self.peak_weekdays.contains(&day.weekday()) || !self.is_workday(day.plus(-1))
    }

    /// The half-day in which a time of day lies; between the sessions it is the morning's overtime.
    pub fn half_of(&self, time: TimeOfDay) -> Half {
        if time < self.pm.start {
            Half::Am
        } else {
            Half::Pm
        }
    }
}
