//! Scores of many values: plain loops without branches, which the compiler turns into operations on wide registers.

use super::Scale;
use crate::fact::column::{TILE, bits};
use cs_wide::{Width, Work};

/// Entries of a list (points, steps, choices) that one pass over the values looks at.
pub(super) const AT_ONCE: usize = 4;

/// Entries in the bundles that a pass looks at. The last bundle is filled up by repeating the last entry, which changes
/// nothing: a value that it takes gets the same score twice.
pub(super) fn bundled<T: Copy>(entries: &[T]) -> Vec<[T; AT_ONCE]> {
    let bundle = |chunk: &[T]| {
        let last = *chunk.last()?;
        let mut full = [last; AT_ONCE];
        full.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        Some(full)
    };
    entries.chunks(AT_ONCE).filter_map(bundle).collect()
}

/// A list in bundles: all but the last are passes of their own, the last one goes along with what comes behind it.
#[inline(always)]
pub(super) fn passes<T: Copy>(
    bundles: &[[T; AT_ONCE]],
    values: &[f64],
    scores: &mut [f64],
    take: impl Fn(f64, f64, T) -> f64,
) {
    let Some((_, passes)) = bundles.split_last() else { return };
    for bundle in passes {
        for (value, score) in values.iter().zip(&mut *scores) {
            *score = bundle.iter().fold(*score, |score, entry| take(*value, score, *entry));
        }
    }
}

/// The last bundle; four of what matches nothing where there is no list.
#[inline(always)]
pub(super) fn last<T: Copy>(bundles: &[[T; AT_ONCE]], nothing: T) -> [T; AT_ONCE] {
    bundles.last().copied().unwrap_or([nothing; AT_ONCE])
}

/// One or the other, without a branch.
#[inline(always)]
pub(crate) fn pick(condition: bool, yes: f64, no: f64) -> f64 {
    let mask = u64::from(condition).wrapping_neg();
    f64::from_bits((yes.to_bits() & mask) | (no.to_bits() & !mask))
}

/// What becomes of the scores.
pub(crate) trait Sink {
    /// What is said of them.
    type Output;

    /// Takes the values, what whole passes have made of them so far, and the last step from both to the score. `fails`
    /// says that a value without a score is errored.
    fn take(
        self,
        values: &[f64],
        so_far: &mut [f64],
        fails: bool,
        last: impl Fn(f64, f64) -> f64,
    ) -> Self::Output;
}

/// The scores take the place of what was made so far; the output has the bits of errored values.
struct Scores;

impl Sink for Scores {
    type Output = u64;

    #[inline(always)]
    fn take(self, values: &[f64], so_far: &mut [f64], fails: bool, last: impl Fn(f64, f64) -> f64) -> u64 {
        for (value, score) in values.iter().zip(&mut *so_far) {
            *score = last(*value, *score);
        }
        let errored = |(value, score): (&f64, &f64)| !value.is_nan() & score.is_nan();
        let any = || values.iter().zip(&*so_far).fold(false, |any, pair| any | errored(pair));
        if fails && any() { bits(values.iter().zip(&*so_far), errored) } else { 0 }
    }
}

struct Apply<'a> {
    scale: &'a Scale,
    values: &'a [f64],
    scores: &'a mut [f64],
}

impl Work for Apply<'_> {
    type Output = u64;

    #[inline(always)]
    fn run(self) -> u64 {
        self.scale.run(self.values, self.scores, Scores)
    }
}

impl Scale {
    /// Scores up to 64 values; returns the bits of errored ones. NaN stays NaN.
    pub(crate) fn scores(&self, width: Width, values: &[f64], scores: &mut [f64]) -> u64 {
        width.run(Apply { scale: self, values, scores })
    }

    /// The score of one value; NaN where it is missing or errored.
    pub(crate) fn one(&self, value: f64) -> f64 {
        let mut score = [0.0];
        self.run(&[value], &mut score, Scores);
        let [score] = score;
        score
    }

    /// Replaces up to 64 values by scores; returns the bits of errored ones.
    pub(crate) fn apply(&self, values: &mut [f64]) -> u64 {
        let mut tile = [0.0; TILE];
        let scores = tile.get_mut(..values.len()).unwrap_or(&mut []);
        let errored = self.scores(Width::widest(), values, scores);
        values.iter_mut().zip(&*scores).for_each(|(value, score)| *value = *score);
        errored
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::prelude::{
        above, at_least, at_most, below, choices, flag, half_life, linear, logistic, points, steps,
    };

    /// Every scale, with lists that are shorter and longer than a bundle.
    fn scales() -> Vec<Scale> {
        let line = |count: u8| points((0..count).map(|at| (f64::from(at) * 7.0, f64::from(at * at % 101))));
        let ranks = |count: u8| choices((0..count).map(|rank| (rank.to_string(), f64::from(rank % 101))));
        let rising = |count: u8| {
            steps((0..count).rev().map(|at| at_least(f64::from(at) * 5.0, f64::from(at)))).otherwise(50.0)
        };
        let mut scales = vec![
            linear(20.0, 80.0),
            linear(20.0, 2.0),
            half_life(14.0),
            logistic(10.0, -0.5),
            flag(90.0, 5.0),
        ];
        scales
            .push(steps([above(60.0, 9.0), at_most(3.0, 1.0), below(20.0, 2.0), at_least(20.0, 3.0)]).into());
        for count in 2..=11 {
            scales.extend([line(count), ranks(count), rising(count)]);
        }
        scales
    }

    #[test]
    fn every_width_of_this_machine_gives_the_same_bits_for_every_number_of_values() {
        let odd = [f64::NAN, 0.0, -0.0, 1.0, 0.5, 5e-324, -1e300, 1e300, f64::MAX, f64::MIN, 20.0, 80.0];
        let values: Vec<f64> = (0..64_u8)
            .map(|at| odd.get(usize::from(at % 17)).copied().unwrap_or(f64::from(at) * 1.37 - 9.0))
            .collect();
        for scale in scales() {
            for rows in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64] {
                let one_by_one: Vec<Option<u64>> =
                    values[..rows].iter().map(|value| scale.score(*value).map(f64::to_bits)).collect();
                for width in Width::all() {
                    let mut scores = vec![77.0; rows];
                    let errored = scale.scores(width, &values[..rows], &mut scores);
                    let found: Vec<Option<u64>> = scores
                        .iter()
                        .map(|score| Some(score.to_bits()).filter(|_| !score.is_nan()))
                        .collect();
                    assert_eq!(found, one_by_one, "{scale:?}, {rows} values, {}", width.name());
                    for (at, value) in values[..rows].iter().enumerate() {
                        let fails = matches!(scale, Scale::Choices(_) | Scale::Flag(_));
                        let expected = fails && !value.is_nan() && scores[at].is_nan();
                        assert_eq!(errored >> at & 1 == 1, expected, "{scale:?} at {value}");
                    }
                }
            }
        }
    }
}
