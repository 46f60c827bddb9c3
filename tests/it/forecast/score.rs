//! The table: what the forecast said and what the plain ways would have said, against what came.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::day::{Closing, Seen, Told, held};

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
    pub by_hour: ByHour,
    pub early: f64,
    /// Of walk-ins: the forecast, then the plain ways.
    pub ours: Way,
    pub plain: [Way; 3],
    /// Where enough days were played for it.
    pub closing: Option<End>,
}

pub(super) type ByHour = BTreeMap<i32, (usize, f64)>;

/// What was foreseen an hour before the end: so many people, the share about whom it came true, that about whom who knows the
/// true laws was right, and the shares that were served, and that were told that they will not be.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub people: usize,
    pub right: f64,
    pub known: f64,
    pub served: f64,
    pub beyond: f64,
}

impl End {
    pub(super) fn of(days: &[Seen]) -> Self {
        let all: Vec<&Closing> = days.iter().flat_map(|seen| &seen.closing).collect();
        let share = |which: fn(&Closing) -> bool| {
            all.iter().filter(|c| which(c)).count() as f64 / all.len().max(1) as f64
        };
        Self {
            people: all.len(),
            right: share(|c| c.said == c.came),
            known: share(|c| c.known == c.came),
            served: share(|c| c.came),
            beyond: share(|c| !c.said),
        }
    }
}

impl std::fmt::Display for End {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |share: f64| 100.0 * share;
        write!(
            f,
            "{} people wait an hour before the end: right about {:.1} % (knowing the laws {:.1} %); \
             {:.1} % served, {:.1} % told that they will not be",
            self.people,
            percent(self.right),
            percent(self.known),
            percent(self.served),
            percent(self.beyond),
        )
    }
}

/// The ranges that can be judged.
fn ranges(days: &[Seen]) -> Vec<&Told> {
    let told = days.iter().flat_map(|seen| &seen.told);
    told.filter(|t| held(t).is_some()).collect()
}

fn share_held(all: &[&Told]) -> f64 {
    all.iter().filter(|t| held(t) == Some(true)).count() as f64 / all.len() as f64
}

/// By the hour in which it was told: how many ranges, and the share that held.
pub(super) fn by_hour(days: &[Seen]) -> ByHour {
    let mut hours: BTreeMap<i32, Vec<&Told>> = BTreeMap::new();
    for told in ranges(days) {
        hours.entry(told.at.time().0 / 60).or_default().push(told);
    }
    let hours = hours.into_iter();
    hours
        .map(|(hour, told)| (hour, (told.len(), share_held(&told))))
        .collect()
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
        let ranges_now = ranges(now);
        let walkins =
            |of| -> Vec<&Told> { ranges(of).into_iter().filter(|t| !t.is_booking).collect() };
        let (before, walkins) = (walkins(past), walkins(now));
        let ours = way(&walkins
            .iter()
            .map(|t| (waited(t), bounds(t)))
            .collect::<Vec<_>>());
        Self {
            ranges: ranges_now.len(),
            coverage: share_held(&ranges_now),
            by_hour: by_hour(now),
            early: ranges_now
                .iter()
                .filter(|t| waited(t) < bounds(t).0)
                .count() as f64
                / ranges_now.len() as f64,
            ours,
            plain: std::array::from_fn(|i| widened(&before, &walkins, i, ours.coverage)),
            closing: None,
        }
    }

    pub(super) fn table(&self) -> String {
        let mut out = format!(
            "{} ranges, {:.1} % held, {:.1} % came earlier\nhour  ranges  held (luck: two standard errors)\n",
            self.ranges,
            100.0 * self.coverage,
            100.0 * self.early
        );
        for (hour, (n, share)) in &self.by_hour {
            let luck = 200.0 * (0.16 / *n as f64).sqrt();
            let _ = writeln!(out, "{hour:>4}  {n:>6}  {:.1} % ± {luck:.1}", 100.0 * share);
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
        if let Some(closing) = self.closing {
            let _ = writeln!(out, "{closing}");
        }
        out
    }
}
