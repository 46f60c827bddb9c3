//! How long services take in this office: what was measured, leaning on what is configured as long as little was.

use std::collections::HashMap;

use super::dice;
use crate::domain::rules::{FieldIx, Rules};
use crate::domain::ticket::{Errand, Ticket};

/// Services vary so much where too few were measured: a coefficient of variation of 0.6 (domain/queue.md, "The peak
/// Monday"), as the variance of their logarithms.
const SPREAD: f64 = 0.307;
/// The configured variation counts as so many services.
const SPREAD_WEIGHT: f64 = 20.0;
/// Minutes that a result is fetched or papers are brought in, as long as nothing was measured.
const ERRAND: f64 = 2.0;
/// How far a configured mean may be off, and a procedure from its field: standard deviations of the logarithm.
const CONFIGURED_OFF: f64 = 0.3;
const PROCEDURE_OFF: f64 = 0.3;
/// A service never takes longer than so many means (domain/queue.md, "The peak Monday"): what seems to, was forgotten.
const LONGEST: f64 = 6.0;
/// The prior share of bookings nobody comes for (domain/queue.md, "The peak Monday"), counting as so many bookings.
const NO_SHOW: f64 = 0.09;
const NO_SHOW_WEIGHT: f64 = 20.0;
/// Of a hundred services one takes longer than so many standard deviations above the middle.
const RARE: f64 = 2.326;

/// What a service of one kind takes: a lognormal number of minutes.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Usual {
    /// Mean of the logarithm of its minutes.
    pub(super) log: f64,
    /// Standard deviation of the logarithm.
    pub(super) spread: f64,
    /// Variance that `log` is known by.
    pub(super) unsure: f64,
}

/// A finished service that was measured.
#[derive(Clone, PartialEq, Debug)]
pub struct Measured {
    /// In which field.
    pub field: FieldIx,
    /// Id of the procedure.
    pub procedure: Option<String>,
    /// What for, where it was nothing new.
    pub errand: Option<Errand>,
    /// How long it took, in minutes.
    pub minutes: i32,
}

/// What is usual in an office.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Habits {
    fields: Vec<Usual>,
    procedures: HashMap<(FieldIx, String), Usual>,
    errands: HashMap<(FieldIx, Errand), Usual>,
    no_show: f64,
}

impl Usual {
    fn configured(mean: f64, off: f64) -> Self {
        Self {
            log: mean.max(1.0).ln() - SPREAD / 2.0,
            spread: SPREAD.sqrt(),
            unsure: off * off,
        }
    }

    /// What is known after some more services; `longest` minutes are the most that is believed.
    fn after(self, minutes: &[i32], longest: f64) -> Self {
        let believed = minutes.iter().map(|m| f64::from(*m).max(0.5));
        let logs: Vec<f64> = believed.filter(|m| *m <= longest).map(f64::ln).collect();
        let n = logs.len() as f64;
        if logs.is_empty() {
            return self;
        }
        let mean = logs.iter().sum::<f64>() / n;
        let scatter: f64 = logs.iter().map(|log| (log - mean).powi(2)).sum();
        let variance = (scatter + SPREAD_WEIGHT * self.spread.powi(2)) / (n - 1.0 + SPREAD_WEIGHT);
        let (before, now) = (1.0 / self.unsure.max(1e-6), n / variance);
        Self {
            log: (self.log * before + mean * now) / (before + now),
            spread: variance.sqrt(),
            unsure: 1.0 / (before + now),
        }
    }

    /// The mean, in minutes.
    pub fn mean(self) -> f64 {
        (self.log + self.spread.powi(2) / 2.0).exp()
    }

    /// The minutes that hardly one of a hundred services exceeds, and three means at least.
    pub fn rarely(self) -> f64 {
        let spread = (self.spread.powi(2) + self.unsure).sqrt();
        (self.log + RARE * spread).exp().max(3.0 * self.mean())
    }

    /// How likely a service takes more than so many minutes, on a day whose pace is `pace` (a logarithm).
    pub(super) fn lasts(self, minutes: f64, pace: f64) -> f64 {
        1.0 - self.shorter(minutes, pace)
    }

    fn shorter(self, minutes: f64, pace: f64) -> f64 {
        match minutes > 0.0 {
            true => dice::below((minutes.ln() - self.log - pace) / self.spread),
            false => 0.0,
        }
    }

    /// The minutes of a service that has taken `spent` already, for a luck in (0, 1).
    pub(super) fn minutes(self, spent: f64, pace: f64, luck: f64) -> f64 {
        let gone = self.shorter(spent, pace);
        let z = dice::normal(gone + (1.0 - gone) * luck);
        let most = self.log + self.spread.powi(2) / 2.0 + LONGEST.ln();
        let minutes = (self.log + pace + self.spread * z).min(most).exp();
        minutes.max(1.0).max(spent)
    }
}

impl Habits {
    /// An office of which nothing was measured.
    pub fn configured(rules: &Rules) -> Self {
        Self::learnt(rules, &[], &[], (0, 0))
    }

    /// From what was measured. `means` are the catalogue's minutes for each procedure of a field; `bookings` so many of which nobody
    /// came for, and so many that were served.
    pub fn learnt(
        rules: &Rules,
        means: &[(FieldIx, String, i32)],
        measured: &[Measured],
        (missed, kept): (u32, u32),
    ) -> Self {
        let mut by_field: HashMap<FieldIx, Vec<i32>> = HashMap::new();
        let mut by_procedure: HashMap<(FieldIx, String), Vec<i32>> = HashMap::new();
        let mut by_errand: HashMap<(FieldIx, Errand), Vec<i32>> = HashMap::new();
        for one in measured {
            // A service of its own kind: it says nothing of the others.
            if let Some(errand) = one.errand {
                let key = (one.field, errand);
                by_errand.entry(key).or_default().push(one.minutes);
                continue;
            }
            by_field.entry(one.field).or_default().push(one.minutes);
            if let Some(id) = &one.procedure {
                let key = (one.field, id.clone());
                by_procedure.entry(key).or_default().push(one.minutes);
            }
        }
        let none = Vec::new();
        let mut fields = Vec::new();
        let (mut procedures, mut errands) = (HashMap::new(), HashMap::new());
        for ix in rules.field_indexes() {
            let mean = f64::from(rules.field(ix).mean);
            let known = by_field.get(&ix).unwrap_or(&none);
            let of_field =
                Usual::configured(mean, CONFIGURED_OFF).after(known, LONGEST * mean * 1.5);
            for (_, id, configured) in means.iter().filter(|(field, ..)| *field == ix) {
                let guess = Usual::configured(f64::from(*configured), CONFIGURED_OFF);
                procedures.insert((ix, id.clone()), guess);
            }
            for (key, minutes) in by_procedure.iter().filter(|(key, _)| key.0 == ix) {
                let guess = procedures.get(key).copied();
                let start = Usual {
                    log: guess.map_or(of_field.log, |guess| (guess.log + of_field.log) / 2.0),
                    // A field's services differ by procedure, too; one procedure's do not.
                    spread: SPREAD.sqrt(),
                    unsure: PROCEDURE_OFF.powi(2),
                };
                procedures.insert(key.clone(), start.after(minutes, LONGEST * mean * 1.5));
            }
            for errand in Errand::ALL {
                let known = by_errand.get(&(ix, errand)).unwrap_or(&none);
                let guess = Usual::configured(ERRAND, CONFIGURED_OFF);
                let usual = guess.after(known, LONGEST * mean * 1.5);
                errands.insert((ix, errand), usual);
            }
            fields.push(of_field);
        }
        let missed = f64::from(missed) + NO_SHOW * NO_SHOW_WEIGHT;
        Self {
            fields,
            procedures,
            errands,
            no_show: missed / (missed + f64::from(kept) + (1.0 - NO_SHOW) * NO_SHOW_WEIGHT),
        }
    }

    /// What is usual for a ticket: its errand's, else its procedure's, else its field's.
    pub fn of(&self, ticket: &Ticket) -> Usual {
        let field = ticket.number.field;
        let errand = ticket.person.errand;
        if let Some(usual) = errand.and_then(|errand| self.errands.get(&(field, errand))) {
            return *usual;
        }
        let id = ticket.person.procedure.as_ref();
        let known = id.and_then(|id| self.procedures.get(&(field, id.clone())));
        known.copied().unwrap_or_else(|| self.of_field(field))
    }

    /// What is usual in a field.
    pub fn of_field(&self, field: FieldIx) -> Usual {
        // A field that the configuration lost has none.
        let unknown = || Usual::configured(10.0, CONFIGURED_OFF);
        let known = self.fields.get(usize::from(field.0));
        known.copied().unwrap_or_else(unknown)
    }

    /// The share of bookings nobody comes for.
    pub(super) fn no_show(&self) -> f64 {
        self.no_show
    }
}
