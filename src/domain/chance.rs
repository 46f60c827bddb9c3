//! The luck of simulated people: the same each time, so that the same day comes out.

use super::forecast::dice;

/// Numbers from a seed.
pub(crate) struct Chance {
    seed: u64,
    drawn: u64,
}

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Between 0 and 1.
    pub(crate) fn even(&mut self) -> f64 {
        self.drawn += 1;
        dice::uniform(self.seed, 0, self.drawn)
    }

    pub(crate) fn is(&mut self, share: f64) -> bool {
        self.even() < share
    }

    /// One of them.
    pub(crate) fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        let at = (self.even() * all.len() as f64) as usize;
        all.get(at).copied().unwrap_or_default()
    }

    /// Standard normal.
    pub(crate) fn normal(&mut self) -> f64 {
        dice::normal(self.even())
    }

    /// Minutes that a service takes (domain/queue.md, "The peak Monday"): lognormal, coefficient of variation 0.6, at
    /// least 1, at most six means.
    pub(crate) fn service(&mut self, mean: f64) -> f64 {
        let variance = (1.0_f64 + 0.6 * 0.6).ln();
        let log = mean.ln() - variance / 2.0 + variance.sqrt() * self.normal();
        log.exp().clamp(1.0, 6.0 * mean)
    }

    /// Triangular, by minimum, mode and maximum.
    pub(crate) fn triangle(&mut self, (low, mode, high): (f64, f64, f64)) -> f64 {
        let (p, turn) = (self.even(), (mode - low) / (high - low));
        if p < turn {
            low + (p * (high - low) * (mode - low)).sqrt()
        } else {
            high - ((1.0 - p) * (high - low) * (high - mode)).sqrt()
        }
    }

    /// How many events there are when there are `mean` on average.
    pub(crate) fn poisson(&mut self, mean: f64) -> u32 {
        let (mut waited, mut count) = (-self.even().ln(), 0);
        while waited < mean {
            waited -= self.even().ln();
            count += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_laws_have_their_means() {
        let mut chance = Chance::new(3);
        let mut mean = |f: &mut dyn FnMut(&mut Chance) -> f64| {
            (0..4000).map(|_| f(&mut chance)).sum::<f64>() / 4000.0
        };
        let near = |found: f64, wanted: f64| (found / wanted - 1.0).abs() < 0.05;
        assert!(near(mean(&mut |c| c.service(12.0)), 12.0));
        assert!(near(mean(&mut |c| f64::from(c.poisson(72.0))), 72.0));
        let third = (435.0 + 448.0 + 470.0) / 3.0;
        assert!(near(
            mean(&mut |c| c.triangle((435.0, 448.0, 470.0))) - 400.0,
            third - 400.0
        ));
    }
}
