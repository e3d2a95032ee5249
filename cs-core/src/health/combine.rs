//! From indicators to one score: weighted means, groups, groups of groups.

use serde::{Deserialize, Serialize};

use super::missing::Missing;
use crate::fact::column::{TILE, Tile};

/// How parts become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Combine {
    /// Σ weight · score ÷ Σ weight over the present parts.
    #[default]
    WeightedMean,
    /// The lowest present score.
    Worst,
    /// The highest present score.
    Best,
}

impl Combine {
    /// Whether this is the default.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A part of a score: an indicator by its place in the card, or a group.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Leaf(Leaf),
    Group(Group),
}

/// An indicator as the combination sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Leaf {
    pub(super) indicator: usize,
    pub(super) weight: f64,
    pub(super) missing: Missing,
}

/// Parts that are combined: first the indicators, then the groups, each in the card's order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) weight: f64,
    pub(super) combine: Combine,
    pub(super) parts: Vec<Part>,
}

/// A group's result for the rows of a tile.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    /// The score; NaN where nothing is present.
    pub(super) score: Tile,
    /// The score with every missing indicator at 0; NaN where nothing applies.
    pub(super) low: Tile,
    /// The score with every missing indicator at 100; NaN where nothing applies.
    pub(super) high: Tile,
    /// Weight present ÷ weight applicable; 0 where nothing applies.
    pub(super) coverage: Tile,
    /// Bits of rows where a required indicator is missing.
    pub(super) refused: u64,
}

/// The scores of one indicator for the rows of a tile.
#[derive(Debug, Clone)]
pub(super) struct Scores {
    /// NaN is missing.
    pub(super) score: Tile,
    /// Bits of rows that the indicator applies to.
    pub(super) applicable: u64,
}

/// Running sums of one group.
struct Sums {
    /// Σ w·s and Σ w over what is present or has a substitute.
    score: Tile,
    weight: Tile,
    /// The same with missing at 0 and at 100, and the weight that applies.
    low: Tile,
    high: Tile,
    applicable: Tile,
    /// Σ w·coverage.
    covered: Tile,
}

impl Sums {
    /// Adds one part: its score or substitute, its bounds, its coverage; NaN parts are left out.
    #[inline]
    fn add(&mut self, weight: f64, score: &Tile, low: &Tile, high: &Tile, coverage: &Tile) {
        mean(&mut self.score, &mut self.weight, score, weight);
        mean(&mut self.low, &mut self.applicable, low, weight);
        for (sum, high) in self.high.iter_mut().zip(high) {
            *sum += if high.is_nan() { 0.0 } else { weight * high };
        }
        for (sum, coverage) in self.covered.iter_mut().zip(coverage) {
            *sum += weight * coverage;
        }
    }
}

#[inline]
fn mean(sums: &mut Tile, weights: &mut Tile, values: &Tile, weight: f64) {
    for ((sum, total), value) in sums.iter_mut().zip(weights).zip(values) {
        let present = !value.is_nan();
        *sum += if present { weight * value } else { 0.0 };
        *total += if present { weight } else { 0.0 };
    }
}

impl Group {
    /// Combines the parts for the rows of a tile. `scores` gives an indicator's scores.
    pub(super) fn combine<E>(
        &self,
        scores: &mut impl FnMut(usize, &mut Scores) -> Result<(), E>,
    ) -> Result<Outcome, E> {
        match self.combine {
            Combine::WeightedMean => self.weighted_mean(scores),
            Combine::Worst => self.extreme(scores, |score, best| score < best),
            Combine::Best => self.extreme(scores, |score, best| score > best),
        }
    }

    fn weighted_mean<E>(
        &self,
        scores: &mut impl FnMut(usize, &mut Scores) -> Result<(), E>,
    ) -> Result<Outcome, E> {
        let zero = [0.0; TILE];
        let mut sums =
            Sums { score: zero, weight: zero, low: zero, high: zero, applicable: zero, covered: zero };
        let mut refused = 0;
        let mut leaf = Scores { score: zero, applicable: 0 };
        for part in &self.parts {
            match part {
                Part::Leaf(Leaf { indicator, weight, missing }) => {
                    scores(*indicator, &mut leaf)?;
                    let (value, low, high, coverage) = bounds(&leaf, *missing);
                    refused |= refusals(&leaf, *missing);
                    sums.add(*weight, &value, &low, &high, &coverage);
                }
                Part::Group(group) => {
                    let part = group.combine(scores)?;
                    refused |= part.refused;
                    sums.add(group.weight, &part.score, &part.low, &part.high, &part.coverage);
                }
            }
        }
        let share = |part: &Tile, whole: &Tile| {
            let mut out = zero;
            for ((to, part), whole) in out.iter_mut().zip(part).zip(whole) {
                *to = part / whole; // 0 ÷ 0 is NaN: nothing is present
            }
            out
        };
        let mut coverage = share(&sums.covered, &sums.applicable);
        coverage.iter_mut().for_each(|share| *share = if share.is_nan() { 0.0 } else { *share });
        Ok(Outcome {
            score: share(&sums.score, &sums.weight),
            low: share(&sums.low, &sums.applicable),
            high: share(&sums.high, &sums.applicable),
            coverage,
            refused,
        })
    }

    /// Worst or best: the parts of weight 0 are left out.
    fn extreme<E>(
        &self,
        scores: &mut impl FnMut(usize, &mut Scores) -> Result<(), E>,
        wins: impl Fn(f64, f64) -> bool + Copy,
    ) -> Result<Outcome, E> {
        let (zero, nan) = ([0.0; TILE], [f64::NAN; TILE]);
        let mut out = Outcome { score: nan, low: nan, high: nan, coverage: zero, refused: 0 };
        let (mut covered, mut applicable) = (zero, zero);
        let mut leaf = Scores { score: zero, applicable: 0 };
        let pick = |best: &mut Tile, values: &Tile| {
            for (best, value) in best.iter_mut().zip(values) {
                *best = if best.is_nan() || wins(*value, *best) { *value } else { *best };
            }
        };
        for part in &self.parts {
            let (weight, part) = match part {
                Part::Leaf(Leaf { indicator, weight, missing }) => {
                    scores(*indicator, &mut leaf)?;
                    let (score, low, high, coverage) = bounds(&leaf, *missing);
                    (*weight, Outcome { score, low, high, coverage, refused: refusals(&leaf, *missing) })
                }
                Part::Group(group) => (group.weight, group.combine(scores)?),
            };
            out.refused |= part.refused;
            if weight > 0.0 {
                pick(&mut out.score, &part.score);
                pick(&mut out.low, &part.low);
                pick(&mut out.high, &part.high);
                for (((covered, applicable), coverage), low) in
                    covered.iter_mut().zip(&mut applicable).zip(&part.coverage).zip(&part.low)
                {
                    *covered += weight * coverage;
                    *applicable += if low.is_nan() { 0.0 } else { weight };
                }
            }
        }
        for ((to, covered), applicable) in out.coverage.iter_mut().zip(covered).zip(applicable) {
            *to = if applicable > 0.0 { covered / applicable } else { 0.0 };
        }
        Ok(out)
    }
}

/// An indicator's score or substitute, its bounds, and its coverage; NaN where it does not apply.
#[inline]
fn bounds(leaf: &Scores, missing: Missing) -> (Tile, Tile, Tile, Tile) {
    let substitute = missing.substitute().unwrap_or(f64::NAN);
    let (mut value, mut low, mut high, mut coverage) = (leaf.score, leaf.score, leaf.score, [0.0; TILE]);
    for (lane, score) in leaf.score.iter().enumerate() {
        let applies = leaf.applicable >> lane & 1 == 1;
        let fill = |missing: f64| match (applies, score.is_nan()) {
            (false, _) => f64::NAN,
            (true, true) => missing,
            (true, false) => *score,
        };
        let lanes =
            value.get_mut(lane).zip(low.get_mut(lane)).zip(high.get_mut(lane)).zip(coverage.get_mut(lane));
        if let Some((((value, low), high), coverage)) = lanes {
            *value = fill(substitute);
            *low = fill(0.0);
            *high = fill(100.0);
            *coverage = if applies && !score.is_nan() { 1.0 } else { 0.0 };
        }
    }
    (value, low, high, coverage)
}

/// Bits of rows in which a required indicator is missing.
fn refusals(leaf: &Scores, missing: Missing) -> u64 {
    match missing {
        Missing::Refuse => {
            leaf.applicable & crate::fact::column::bits(leaf.score.iter(), |score| score.is_nan())
        }
        _ => 0,
    }
}
