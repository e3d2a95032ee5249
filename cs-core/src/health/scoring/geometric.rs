//! Weighted geometric means: one weak part pulls the whole down, and a part at 0 pulls it to 0.

use crate::value::power::{exp2, log2};

/// Running sums of a weighted geometric mean.
///
/// ```text
/// Π s^(w ÷ Σ w) over the present parts = 2^(Σ w · log2 s ÷ Σ w); 0 where a part is 0
/// ```
#[derive(Debug, Clone, Copy)]
pub(in crate::health) struct Geometric {
    logs: f64,
    weight: f64,
    lowest: f64,
    highest: f64,
}

impl Geometric {
    pub(in crate::health) const EMPTY: Self =
        Self { logs: 0.0, weight: 0.0, lowest: f64::INFINITY, highest: f64::NEG_INFINITY };

    /// Adds a part; NaN is absent, and so is a part without weight.
    pub(in crate::health) fn add(&mut self, weight: f64, score: f64) {
        if score.is_nan() || weight <= 0.0 {
            return;
        }
        self.logs += weight * if score > 0.0 { log2(score) } else { 0.0 };
        self.weight += weight;
        self.lowest = self.lowest.min(score);
        self.highest = self.highest.max(score);
    }

    /// The mean, which lies between the lowest and the highest part; NaN where there is none.
    pub(in crate::health) fn mean(&self) -> f64 {
        match () {
            () if self.weight <= 0.0 => f64::NAN,
            () if self.lowest <= 0.0 => 0.0,
            () => exp2(self.logs / self.weight).max(self.lowest).min(self.highest),
        }
    }
}

/// Each part's share of a geometric mean of `(weight, score)`: shares add up to 1, and shares times scores to the mean.
///
/// ```text
/// share ∝ w ÷ L(s, mean), where L(a, b) = (a − b) ÷ (ln a − ln b) is the logarithmic mean
/// ```
///
/// so a weak part has a larger share than its weight; parts at 0 share by weight. Parts that are absent or without
/// weight have none.
pub(in crate::health) fn shares(parts: &[(f64, f64)], mean: f64) -> Vec<f64> {
    let all: f64 = parts.iter().map(|(weight, _)| weight.max(0.0)).sum();
    let raw = |(weight, score): &(f64, f64)| match () {
        () if score.is_nan() || mean.is_nan() || *weight <= 0.0 => 0.0,
        () if mean <= 0.0 => {
            if *score <= 0.0 {
                *weight
            } else {
                0.0
            }
        }
        // A large weight over a score near 0 would be infinite; its share of all weights is not.
        () => weight / all / logarithmic_mean(*score, mean),
    };
    let raw: Vec<f64> = parts.iter().map(raw).collect();
    let total: f64 = raw.iter().sum();
    raw.iter().map(|share| if total > 0.0 { share / total } else { 0.0 }).collect()
}

/// A part's factor in a geometric mean: score^share, where all shares add up to 1.
pub(in crate::health) fn power(score: f64, share: f64) -> f64 {
    if score > 0.0 { exp2(share * log2(score)) } else { 0.0 }
}

fn logarithmic_mean(score: f64, mean: f64) -> f64 {
    let distance = (score - mean) / mean;
    if distance.abs() < 1e-4 {
        // The quotient below would be of two numbers near 0; its series up to the third power.
        return mean * (1.0 + distance * (0.5 + distance * (-1.0 / 12.0 + distance / 24.0)));
    }
    (score - mean) / ((log2(score) - log2(mean)) * std::f64::consts::LN_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(parts: &[(f64, f64)]) -> f64 {
        let mut sums = Geometric::EMPTY;
        parts.iter().for_each(|(weight, score)| sums.add(*weight, *score));
        sums.mean()
    }

    #[test]
    fn a_part_at_zero_pulls_to_zero_and_equal_parts_keep_their_bits() {
        assert_eq!(mean(&[(1.0, 0.0), (9.0, 100.0)]), 0.0);
        assert_eq!(mean(&[(1.0, 70.3), (2.0, 70.3), (0.0, 0.0), (5.0, f64::NAN)]), 70.3);
        assert!(mean(&[(1.0, f64::NAN), (0.0, 3.0)]).is_nan());
        assert!((mean(&[(1.0, 25.0), (1.0, 100.0)]) - 50.0).abs() < 1e-12);
    }

    #[test]
    fn shares_times_scores_are_the_mean() {
        for parts in [
            vec![(1.0, 25.0), (1.0, 100.0)],
            vec![(3.0, 1e-3), (1.0, 100.0), (2.0, 50.0), (1.0, f64::NAN)],
            vec![(1.0, 50.0), (1.0, 50.000_1), (1.0, 50.0)],
            vec![(1.0, 0.0), (2.0, 0.0), (3.0, 80.0)],
            vec![(1e300, 1e-200), (2e300, 50.0)],
            vec![(1e300, 1e-299), (1.0, 100.0), (1e-300, 1e-299)],
        ] {
            let mean = mean(&parts);
            let shares = shares(&parts, mean);
            let sum: f64 = shares.iter().sum();
            let points: f64 = parts
                .iter()
                .zip(&shares)
                .filter(|((_, score), _)| !score.is_nan())
                .map(|((_, score), share)| share * score)
                .sum();
            assert!(
                (sum - 1.0).abs() < 1e-12 && (points - mean).abs() < 1e-9,
                "{parts:?}: {sum}, {points}, {mean}"
            );
        }
    }
}
