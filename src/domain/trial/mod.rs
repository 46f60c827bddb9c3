//! The rules on trial: days of simulated citizens at the office's own machine, so that a setting is seen before it is
//! changed (domain/queue.md, "The peak Monday"). Each person is an event that [`crate::domain::Office`] handles as it handles
//! those of real days; only who comes, when, and how long the service takes is drawn by chance.

mod day;
pub mod monday;
mod score;
#[cfg(test)]
mod tests;

use super::chance::Chance;
use super::rules::{FieldIx, Profile, Rules};
use super::time::{Day, Half};

pub use day::{Waits, play};
pub use score::{Estimate, Score};

/// When people come who do not book.
#[derive(Clone, PartialEq, Debug)]
pub enum Arrivals {
    /// By the hours of a peak or of an ordinary day.
    Modelled(monday::Hours),
    /// As they came on past days: minutes after midnight. Each is drawn as often as it was seen.
    Seen(Vec<i32>),
    /// Evenly between two minutes of the day: what the textbooks reckon with.
    Even(f64, f64),
}

/// How long services take.
#[derive(Clone, PartialEq, Debug)]
pub enum Service {
    /// Lognormal of this mean, in minutes, with a coefficient of variation of 0.6, at least 1 and at most 6 means.
    Modelled(f64),
    /// As long as past ones: minutes.
    Seen(Vec<i32>),
    /// Exponential of this mean, in minutes: what the textbooks reckon with.
    Exponential(f64),
}

impl Arrivals {
    /// The half-day and the minute of the day.
    fn draw(&self, chance: &mut Chance) -> (Half, f64) {
        let half_of = |at: f64| match at < monday::NOON {
            true => Half::Am,
            false => Half::Pm,
        };
        match self {
            Self::Modelled(hours) => hours.draw(chance),
            Self::Seen(seen) => {
                let at = one_of(seen, chance) + chance.even();
                (half_of(at), at)
            }
            Self::Even(from, to) => {
                let at = from + (to - from) * chance.even();
                (half_of(at), at)
            }
        }
    }
}

impl Service {
    fn draw(&self, chance: &mut Chance) -> f64 {
        match self {
            Self::Modelled(mean) => chance.service(*mean),
            // Whole minutes were noted: what took 0 took half a one.
            Self::Seen(seen) => (one_of(seen, chance) + chance.even() - 0.5).max(0.25),
            Self::Exponential(mean) => -mean * chance.even().ln(),
        }
    }
}

fn one_of(seen: &[i32], chance: &mut Chance) -> f64 {
    let at = (chance.even() * seen.len() as f64) as usize;
    seen.get(at).copied().map_or(0.0, f64::from)
}

/// What one field is wanted for.
#[derive(Clone, PartialEq, Debug)]
pub struct Wanted {
    /// Its share of the day's people, beside those of the others.
    pub share: f64,
    /// When they come.
    pub arrivals: Arrivals,
    /// How long they take.
    pub service: Service,
}

/// Who comes on a day.
#[derive(Clone, PartialEq, Debug)]
pub struct Demand {
    /// Its date: a Monday is a peak day for the rules.
    pub day: Day,
    /// People that are served, on average.
    pub people: f64,
    /// By field.
    pub fields: Vec<Wanted>,
    /// The share of the people who book, if they get a time in their half-day.
    pub booked: f64,
    /// Of those who book, the share that does not come; they are beside the people above, so that as many are served.
    pub no_shows: f64,
}

impl Demand {
    fn field(&self, chance: &mut Chance) -> usize {
        let all: f64 = self.fields.iter().map(|f| f.share).sum();
        let mut left = chance.even() * all;
        for (at, field) in self.fields.iter().enumerate() {
            left -= field.share;
            if left < 0.0 {
                return at;
            }
        }
        self.fields.len().saturating_sub(1)
    }
}

/// Rules, and who comes under them.
#[derive(Clone, PartialEq, Debug)]
pub struct Trial {
    /// The office's settings.
    pub rules: Rules,
    /// Its people.
    pub demand: Demand,
}

/// The numbers of a profile for an office that keeps its fields, counters and hours.
#[must_use]
pub fn under(profile: Profile, office: &Rules) -> Rules {
    let mut rules = Rules {
        fields: office.fields.clone(),
        counters: office.counters.clone(),
        am: office.am,
        pm: office.pm,
        holidays: office.holidays.clone(),
        extra_workdays: office.extra_workdays.clone(),
        overtime: office.overtime,
        ..Rules::of(profile)
    };
    rules.am.booked_start = Rules::of(profile).am.booked_start.max(office.am.start);
    rules
}

/// The settings of an office for other fields and counters than its own.
#[must_use]
pub fn settings_for(office: &Rules, model: &Rules) -> Rules {
    Rules {
        fields: model.fields.clone(),
        counters: model.counters.clone(),
        ..office.clone()
    }
}

/// One official more for a field, at a counter that serves nothing else.
#[must_use]
pub fn one_more(rules: &Rules, field: FieldIx) -> Rules {
    let mut rules = rules.clone();
    let id = format!("{}+", rules.field(field).id);
    rules.add_counter(&id, "", &[field]);
    rules
}

/// One official less for a field; `None` where nobody would be left.
#[must_use]
pub fn one_less(rules: &Rules, field: FieldIx) -> Option<Rules> {
    let own = &rules.field(field).counters;
    let (last, others) = own.split_last()?;
    if others.is_empty() {
        return None;
    }
    let mut rules = rules.clone();
    let last = *last;
    rules.fields[usize::from(field.0)]
        .counters
        .retain(|c| *c != last);
    rules.counters[usize::from(last.0)]
        .fields
        .retain(|f| *f != field);
    Some(rules)
}

/// A counter of the field with the most counters helps at one that has a single one, whenever nobody waits for its own;
/// `None` where no field has more than one counter.
#[must_use]
pub fn with_helper(rules: &Rules, field: FieldIx) -> Option<Rules> {
    let richest = rules
        .field_indexes()
        .filter(|f| *f != field && rules.field(*f).counters.len() > 1)
        .max_by_key(|f| rules.field(*f).counters.len())?;
    let helper = *rules.field(richest).counters.last()?;
    if rules.counter(helper).fields.contains(&field) {
        return None;
    }
    let mut rules = rules.clone();
    rules.share_counter(helper, &[field]);
    Some(rules)
}
