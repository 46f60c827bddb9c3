//! The table: what the forecast said and what the plain ways would have said, against what came.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::day::{Seen, Told, held};

/// The end of the day, to which what never came is counted.
const END: i32 = 17 * 60 + 30;

/// Mean width, coverage and pinball loss of one way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Way {
    pub width: f64,
    pub coverage: f64,
    pub pinball: f64,
}

/// All that was measured.
pub(super) struct Score {
    pub ranges: usize,
    pub coverage: f64,
    /// By hour: how many, and the share that held.
    pub by_hour: BTreeMap<i32, (usize, f64)>,
    pub early: f64,
    /// Of walk-ins: the forecast, then the plain ways.
    pub ours: Way,
    pub plain: [Way; 3],
    pub closing: (usize, f64, f64),
}

const NAMES: [&str; 3] = ["last waiting time", "head of the line", "length x mean"];

/// Minutes that the person waited.
fn waited(told: &Told) -> f64 {
    f64::from(told.began.unwrap_or(told.at.day().start().plus(END)).0 - told.at.0)
}

fn bounds(told: &Told) -> (f64, f64) {
    let end = told.at.day().start().plus(END);
    let (from, to) = told.turn.wait.minutes(told.at).unwrap();
    let minutes = |m: motcua::domain::time::Minute| f64::from(m.0 - told.at.0);
    (minutes(from), minutes(to.unwrap_or(end)))
}

fn pinball(real: f64, said: f64, share: f64) -> f64 {
    if real >= said {
        share * (real - said)
    } else {
        (1.0 - share) * (said - real)
    }
}

fn way(cases: &[(f64, (f64, f64))]) -> Way {
    let n = cases.len() as f64;
    let mean = |f: &dyn Fn(f64, f64, f64) -> f64| {
        cases.iter().map(|(w, (a, b))| f(*w, *a, *b)).sum::<f64>() / n
    };
    Way {
        width: mean(&|_, a, b| b - a),
        coverage: mean(&|w, a, b| f64::from(u8::from(a <= w && w <= b))),
        pinball: mean(&|w, a, b| (pinball(w, a, 0.1) + pinball(w, b, 0.9)) / 2.0),
    }
}

fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted[((share * sorted.len() as f64) as usize).min(sorted.len() - 1)]
}

/// A plain way, widened by its past errors to the same coverage: by adding, or by a factor, whichever is narrower.
fn widened(past: &[&Told], now: &[&Told], nth: usize, coverage: f64) -> Way {
    let share = (1.0 - coverage) / 2.0;
    let mut added: Vec<f64> = past.iter().map(|t| waited(t) - t.plain[nth]).collect();
    let mut times: Vec<f64> = past
        .iter()
        .map(|t| (waited(t) + 5.0) / (t.plain[nth] + 5.0))
        .collect();
    added.sort_by(f64::total_cmp);
    times.sort_by(f64::total_cmp);
    let by_adding = |p: f64| {
        let low = p + quantile(&added, share);
        (low.max(0.0), (p + quantile(&added, 1.0 - share)).max(0.0))
    };
    let by_factor = |p: f64| {
        let low = (p + 5.0) * quantile(&times, share) - 5.0;
        (
            low.max(0.0),
            ((p + 5.0) * quantile(&times, 1.0 - share) - 5.0).max(0.0),
        )
    };
    let case = |f: &dyn Fn(f64) -> (f64, f64)| {
        way(&now
            .iter()
            .map(|t| (waited(t), f(t.plain[nth])))
            .collect::<Vec<_>>())
    };
    let (a, b) = (case(&by_adding), case(&by_factor));
    if a.width < b.width { a } else { b }
}

impl Score {
    /// Scores the days `now`; the plain ways learn their errors from the days `past`.
    pub(super) fn of(past: &[Seen], now: &[Seen]) -> Self {
        let ranges: Vec<&Told> = now
            .iter()
            .flat_map(|s| &s.told)
            .filter(|t| held(t).is_some())
            .collect();
        let share = |all: &[&Told]| {
            all.iter().filter(|t| held(t) == Some(true)).count() as f64 / all.len() as f64
        };
        let mut hours: BTreeMap<i32, Vec<&Told>> = BTreeMap::new();
        for told in &ranges {
            hours.entry(told.at.time().0 / 60).or_default().push(told);
        }
        let walkins = |seen: &'_ [Seen]| -> Vec<Told> {
            let told = seen.iter().flat_map(|s| s.told.clone());
            told.filter(|t| held(t).is_some() && !t.is_booking)
                .collect()
        };
        let (before, walkins) = (walkins(past), walkins(now));
        let (before, walkins): (Vec<&Told>, Vec<&Told>) =
            (before.iter().collect(), walkins.iter().collect());
        let ours = way(&walkins
            .iter()
            .map(|t| (waited(t), bounds(t)))
            .collect::<Vec<_>>());
        let closing: Vec<(bool, bool)> = now.iter().flat_map(|s| s.closing.clone()).collect();
        let right = closing.iter().filter(|(said, came)| said == came).count() as f64;
        let served = closing.iter().filter(|(_, came)| *came).count() as f64;
        let all = closing.len().max(1) as f64;
        Self {
            ranges: ranges.len(),
            coverage: share(&ranges),
            by_hour: hours
                .iter()
                .map(|(h, told)| (*h, (told.len(), share(told))))
                .collect(),
            early: ranges.iter().filter(|t| waited(t) < bounds(t).0).count() as f64
                / ranges.len() as f64,
            ours,
            plain: std::array::from_fn(|i| widened(&before, &walkins, i, ours.coverage)),
            closing: (closing.len(), right / all, served / all),
        }
    }

    pub(super) fn table(&self) -> String {
        let mut out = format!(
            "{} ranges, {:.1} % held, {:.1} % came earlier\nhour  ranges  held\n",
            self.ranges,
            100.0 * self.coverage,
            100.0 * self.early
        );
        for (hour, (n, share)) in &self.by_hour {
            let _ = writeln!(out, "{hour:>4}  {n:>6}  {:.1} %", 100.0 * share);
        }
        let _ = writeln!(out, "walk-ins            width  held    pinball");
        let names = ["forecast"].into_iter().chain(NAMES);
        for (name, way) in names.zip([self.ours].into_iter().chain(self.plain)) {
            let Way {
                width,
                coverage,
                pinball,
            } = way;
            let _ = writeln!(
                out,
                "{name:<18} {width:>6.1}  {:.1} %  {pinball:.2}",
                100.0 * coverage
            );
        }
        let (people, right, served) = self.closing;
        let _ = writeln!(
            out,
            "closing: {people} people, right about {:.1} %; {:.1} % were served",
            100.0 * right,
            100.0 * served
        );
        out
    }
}
