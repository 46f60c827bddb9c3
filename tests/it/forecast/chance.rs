//! Chance of the simulated citizens: not the forecast's own.

/// A generator of numbers (xorshift64*).
#[derive(Clone)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        let mut chance = Self(seed.wrapping_mul(0x5851_F42D_4C95_7F2D) | 1);
        for _ in 0..20 {
            chance.even();
        }
        chance
    }

    /// Between 0 and 1.
    pub(super) fn even(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11;
        (bits as f64 + 0.5) / (1_u64 << 53) as f64
    }

    pub(super) fn is(&mut self, share: f64) -> bool {
        self.even() < share
    }

    /// Box and Muller.
    pub(super) fn normal(&mut self) -> f64 {
        let (a, b) = (self.even(), self.even());
        (-2.0 * a.ln()).sqrt() * (2.0 * std::f64::consts::PI * b).cos()
    }

    /// Lognormal of this mean, with a coefficient of variation of 0.6, from 1 minute to six means.
    pub(super) fn service(&mut self, mean: f64) -> f64 {
        let variance = (1.0_f64 + 0.36).ln();
        let log = mean.ln() - variance / 2.0 + variance.sqrt() * self.normal();
        log.exp().clamp(1.0, 6.0 * mean)
    }

    pub(super) fn triangle(&mut self, low: f64, mode: f64, high: f64) -> f64 {
        let u = self.even();
        let turn = (mode - low) / (high - low);
        match u < turn {
            true => low + (u * (high - low) * (mode - low)).sqrt(),
            false => high - ((1.0 - u) * (high - low) * (high - mode)).sqrt(),
        }
    }

    pub(super) fn poisson(&mut self, mean: f64) -> usize {
        let (limit, mut product, mut n) = ((-mean).exp(), self.even(), 0);
        while product > limit {
            product *= self.even();
            n += 1;
        }
        n
    }
}
