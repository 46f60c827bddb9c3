//! What the days of a trial tell, and how sure.

use super::Waits;

/// Of a normal law so many deviations hold 95 in 100.
const SURE: f64 = 1.96;
/// The days are parted into so many heaps to see how much a percentile sways.
const HEAPS: usize = 20;

/// A figure, and the half of its 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Give or take so much in 95 of 100 trials.
    pub give: f64,
}

/// Waiting in minutes.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Score {
    /// So many waited.
    pub people: usize,
    /// Mean.
    pub mean: Estimate,
    /// 95 in 100 wait at most so long.
    pub p95: Estimate,
}

impl Score {
    /// Of the waits that `which` picks of each day. People of one day wait together, so a day is what is independent.
    pub fn of(days: &[Waits], which: fn(&Waits) -> Vec<f64>) -> Self {
        let days: Vec<Vec<f64>> = days.iter().map(which).collect();
        let mut all = days.concat();
        if all.is_empty() {
            return Self::default();
        }
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        // The variance of a ratio: how far each day's sum is from what its number of people would make it.
        let off = |day: &Vec<f64>| (day.iter().sum::<f64>() - mean * day.len() as f64).powi(2);
        let deviation = days.iter().map(off).sum::<f64>().sqrt() / all.len() as f64;
        let heaps: Vec<f64> = (0..HEAPS.min(days.len()))
            .filter_map(|k| {
                let mut heap: Vec<f64> = days
                    .iter()
                    .skip(k)
                    .step_by(HEAPS)
                    .flatten()
                    .copied()
                    .collect();
                percentile(&mut heap)
            })
            .collect();
        Self {
            people: all.len(),
            mean: Estimate {
                value: mean,
                give: SURE * deviation,
            },
            p95: Estimate {
                value: percentile(&mut all).unwrap_or_default(),
                give: SURE * error_of_mean(&heaps),
            },
        }
    }
}

fn percentile(waits: &mut [f64]) -> Option<f64> {
    let at = (waits.len() * 95 / 100).min(waits.len().checked_sub(1)?);
    let (_, found, _) = waits.select_nth_unstable_by(at, f64::total_cmp);
    Some(*found)
}

fn error_of_mean(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    if n < 2.0 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (variance / n).sqrt()
}
