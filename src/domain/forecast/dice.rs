//! Chance from a seed: the same seed, run and person give the same luck, so that a forecast changes only with the office.

/// A number in (0, 1), the same for the same three.
pub(crate) fn uniform(seed: u64, run: u64, whose: u64) -> f64 {
    let mut x = seed
        .wrapping_add(run.wrapping_mul(0x9E37_79B9_7F4A_7C15))
        .wrapping_add(whose.wrapping_mul(0xD1B5_4A32_D192_ED03));
    // The finisher of SplitMix64, twice: neighbours must not look alike.
    for _ in 0..2 {
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^= x >> 31;
    }
    ((x >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

/// How likely a standard normal number is below `z` (Abramowitz and Stegun, 26.2.17; to 10⁻⁷).
pub(super) fn below(z: f64) -> f64 {
    let t = 1.0 / (1.0 + 0.231_641_9 * z.abs());
    let sum = t
        * (0.319_381_530
            + t * (-0.356_563_782
                + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))));
    let tail = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt() * sum;
    if z < 0.0 { tail } else { 1.0 - tail }
}

/// The standard normal number below which a share of `p` lies (Abramowitz and Stegun, 26.2.23; to 5·10⁻⁴).
pub(crate) fn normal(p: f64) -> f64 {
    let (tail, sign) = if p < 0.5 { (p, -1.0) } else { (1.0 - p, 1.0) };
    let t = (-2.0 * tail.max(1e-12).ln()).sqrt();
    let up = 2.515_517 + t * (0.802_853 + t * 0.010_328);
    let down = 1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308));
    sign * (t - up / down)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_ways_of_the_normal_law_agree_and_luck_is_even() {
        for p in [0.001, 0.1, 0.25, 0.5, 0.9, 0.999] {
            assert!((below(normal(p)) - p).abs() < 1e-3, "{p}");
        }
        let mean = |whose| (0..4000).map(|run| uniform(7, run, whose)).sum::<f64>() / 4000.0;
        assert!((0..20).all(|whose| (mean(whose) - 0.5).abs() < 0.02));
        assert_ne!(uniform(1, 2, 3), uniform(1, 3, 2));
    }
}
