//! The day's pace: how much slower or faster than usual a field's services go today, as far as today shows it.

use super::habits::{Habits, Usual};
use crate::domain::office::Office;
use crate::domain::rules::FieldIx;
use crate::domain::ticket::{State, Ticket};
use crate::domain::time::Minute;

/// One day differs from another by so much: standard deviation of the logarithm of a day's pace.
const DAY: f64 = 0.15;
/// Points at which the likelihood is looked at, and how far they reach, in standard deviations.
const POINTS: i32 = 40;
const REACH: f64 = 3.5;

/// What today shows of a field.
#[derive(Default)]
struct Shown {
    finished: Vec<(Usual, f64)>,
    running: Vec<(Usual, f64)>,
}

/// The pace of each field in each of `runs` runs, as logarithms: all that today leaves likely, as often as it is.
pub(super) fn paces(office: &Office, habits: &Habits, now: Minute, runs: usize) -> Vec<Vec<f64>> {
    let fields = office.rules().field_indexes();
    fields
        .map(|field| {
            let shown = shown(office, habits, field, now);
            let mut paces = likely(&shown, habits.of_field(field).unsure, runs);
            shuffle(&mut paces, field);
            paces
        })
        .collect()
}

/// How long the ticket in service has been there, in minutes.
pub(super) fn spent(ticket: &Ticket, now: Minute) -> f64 {
    f64::from(now.0 - ticket.started.unwrap_or(now).0)
}

fn shown(office: &Office, habits: &Habits, field: FieldIx, now: Minute) -> Shown {
    let mut shown = Shown::default();
    for t in office
        .tickets_of(now.day())
        .filter(|t| t.number.field == field)
    {
        let usual = habits.of(t);
        match (t.state, t.started, t.ended) {
            (State::Done, Some(started), Some(ended)) => {
                let minutes = f64::from(ended.0 - started.0).max(0.5);
                shown.finished.push((usual, minutes.min(usual.rarely())));
            }
            // One whose end was forgotten shows nothing.
            (State::Serving, ..) if spent(t, now) < usual.rarely() => {
                shown.running.push((usual, spent(t, now)));
            }
            _ => {}
        }
    }
    shown
}

/// Paces of equal likelihood, from the fastest to the slowest.
fn likely(shown: &Shown, unsure: f64, runs: usize) -> Vec<f64> {
    let before = 1.0 / (unsure + DAY * DAY);
    let (mut weight, mut sum) = (before, 0.0);
    for (usual, minutes) in &shown.finished {
        let precision = 1.0 / usual.spread.powi(2);
        weight += precision;
        sum += precision * (minutes.ln() - usual.log);
    }
    let (middle, deviation) = (sum / weight, (1.0 / weight).sqrt());
    let points: Vec<(f64, f64)> = (-POINTS..=POINTS)
        .map(|i| {
            let z = f64::from(i) / f64::from(POINTS) * REACH;
            let pace = middle + z * deviation;
            // Those in service tell something too: the day is slower the longer they take.
            let last = shown.running.iter().map(|(usual, m)| usual.lasts(*m, pace));
            (pace, (-z * z / 2.0).exp() * last.product::<f64>())
        })
        .collect();
    let all: f64 = points.iter().map(|p| p.1).sum();
    let mut paces = Vec::with_capacity(runs);
    let (mut i, mut through) = (0, points[0].1);
    for run in 0..runs {
        let wanted = (run as f64 + 0.5) / runs as f64 * all;
        while through < wanted && i + 1 < points.len() {
            i += 1;
            through += points[i].1;
        }
        paces.push(points[i].0);
    }
    paces
}

/// No two fields have their slow runs together.
fn shuffle(paces: &mut [f64], field: FieldIx) {
    for i in (1..paces.len()).rev() {
        let luck = super::dice::uniform(u64::from(field.0), i as u64, 0);
        paces.swap(i, (luck * (i + 1) as f64) as usize);
    }
}
