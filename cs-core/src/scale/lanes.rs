//! Scores of many values: plain loops over lanes, without branches.

use super::Scale;
use crate::fact::tile::TILE;
use cs_wide::{LaneWork, Lanes, Mask, Width};

/// The last step of a scale: from a value, and what whole passes have made of it so far, to its score. What it makes of
/// NaN does not count, unless the scale has gaps: then NaN gives NaN.
pub(crate) trait Step: Copy {
    /// The score.
    fn score<L: Lanes>(self, value: L, so_far: L) -> L;
}

/// What becomes of the scores.
pub(crate) trait Sink {
    /// What is said of them.
    type Output;

    /// Takes the values, what whole passes have made of them so far, and the last step; as many of both as lanes fill.
    fn take<L: Lanes>(self, values: &[f64], so_far: &mut [f64], gaps: Gaps, last: impl Step) -> Self::Output;
}

/// Whether values may get no score.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Gaps {
    /// Every number has a score.
    None,
    /// A value without a score is missing.
    Missing,
    /// A value without a score is errored.
    Errored,
}

/// The scores take the place of what was made so far; the output has the bits of errored values.
struct Scores;

impl Sink for Scores {
    type Output = u64;

    #[inline(always)]
    fn take<L: Lanes>(self, values: &[f64], so_far: &mut [f64], gaps: Gaps, last: impl Step) -> u64 {
        let (mut errored, mut at) = (0, 0_usize);
        for (value, so_far) in values.chunks_exact(L::COUNT).zip(so_far.chunks_exact_mut(L::COUNT)) {
            let value = L::read(value);
            let score = last.score(value, L::read(so_far));
            let score = value.is_nan().pick(value, score);
            score.write(so_far);
            if gaps == Gaps::Errored {
                errored |= (value.is_number() ^ score.is_number()).bits() << at;
                at = at.wrapping_add(L::COUNT);
            }
        }
        errored
    }
}

/// How many lanes there are once so many values have filled the last register.
#[inline(always)]
pub(crate) const fn filled<L: Lanes>(values: usize) -> usize {
    values.next_multiple_of(L::COUNT)
}

struct Apply<'a> {
    scale: &'a Scale,
    values: &'a [f64],
    scores: &'a mut [f64],
}

impl LaneWork for Apply<'_> {
    type Output = u64;

    #[inline(always)]
    fn run<L: Lanes>(self) -> u64 {
        let filled = filled::<L>(self.values.len());
        if filled == self.values.len() {
            return self.scale.run::<L, _>(self.values, self.scores, Scores);
        }
        let mut tiles = [[f64::NAN; TILE]; 2];
        let [values, scores] = tiles.each_mut().map(|tile| tile.get_mut(..filled).unwrap_or(&mut []));
        values.iter_mut().zip(self.values).for_each(|(to, value)| *to = *value);
        let errored = self.scale.run::<L, _>(values, scores, Scores);
        self.scores.iter_mut().zip(scores).for_each(|(to, score)| *to = *score);
        errored
    }
}

impl Scale {
    /// Scores up to 64 values; returns the bits of errored ones. NaN stays NaN.
    pub(crate) fn scores(&self, width: Width, values: &[f64], scores: &mut [f64]) -> u64 {
        width.run_lanes(Apply { scale: self, values, scores })
    }

    /// The score of one value; NaN where it is missing or errored.
    #[inline(always)]
    pub(crate) fn one(&self, value: f64) -> f64 {
        let mut score = [0.0];
        self.run::<f64, _>(&[value], &mut score, Scores);
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

    /// Every scale, with lists that are shorter and longer than a bundle, and so long that they are searched.
    fn scales() -> Vec<Scale> {
        let line =
            |count: u16| points((0..count).map(|at| (f64::from(at) * 7.0 - 99.0, f64::from(at * at % 101))));
        let ranks = |count: u16| choices((0..count).map(|rank| (rank.to_string(), f64::from(rank % 101))));
        let rising = |count: u16| {
            steps((0..count).rev().map(|at| at_least(f64::from(at) * 5.0 - 99.0, f64::from(at % 101))))
                .otherwise(50.0)
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
        for count in (2..=11).chain([31, 32, 33, 34, 255, 256]) {
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
        // An interpreter that looks for undefined behaviour takes seconds for a tile.
        let lengths: &[usize] =
            if cfg!(miri) { &[5] } else { &[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64] };
        for scale in scales() {
            for &rows in lengths {
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
