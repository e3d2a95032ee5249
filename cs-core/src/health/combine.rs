//! From indicators to one score: weighted means, groups, groups of groups.

use serde::{Deserialize, Serialize};

use super::missing::Missing;
use super::shown::Rounding;
use crate::error::Result;
use crate::fact::column::{TILE, Tile, bits};

/// How parts become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Whether it applies to some accounts only.
    pub(super) conditional: bool,
}

/// Parts that are combined: first the indicators, then the groups, each in the card's order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) weight: f64,
    pub(super) combine: Combine,
    /// How the group's score is rounded before the calculation goes on.
    pub(super) rounding: Option<Rounding>,
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
    /// The score with every missing indicator at 50; NaN where nothing applies.
    pub(super) neutral: Tile,
    /// Weight present ÷ weight applicable; 0 where nothing applies.
    pub(super) coverage: Tile,
    /// Bits of rows where a required indicator is missing.
    pub(super) refused: u64,
}

/// One indicator for the rows of a tile.
#[derive(Debug, Clone)]
pub(super) struct LeafTile {
    /// The score; NaN is missing.
    pub(super) score: Tile,
    /// Bits of rows that the indicator applies to.
    pub(super) applicable: u64,
    /// Bits of rows whose source failed.
    pub(super) errored: u64,
    /// Bits of rows whose value was observed outside its days.
    pub(super) stale: u64,
    /// Bits of rows whose score has faded.
    pub(super) faded: u64,
    /// The values that the scale was applied to; NaN for texts.
    pub(super) raw: Tile,
}

impl LeafTile {
    pub(super) fn empty() -> Self {
        Self { score: [f64::NAN; TILE], applicable: 0, errored: 0, stale: 0, faded: 0, raw: [f64::NAN; TILE] }
    }
}

/// Who scores the indicators of a tile.
pub(super) trait Leaves {
    /// The indicator at this place in the card.
    fn leaf(&mut self, at: usize) -> Result<&LeafTile>;
}

/// Running sums of one group.
struct Sums {
    /// Σ w·s and Σ w over what is present or has a substitute.
    score: Tile,
    weight: Tile,
    /// Σ w·s with missing at 0, at 50, and at 100.
    low: Tile,
    neutral: Tile,
    high: Tile,
    /// Σ w over what applies, and Σ w·coverage.
    applicable: Tile,
    covered: Tile,
}

impl Sums {
    fn new() -> Self {
        let zero = [0.0; TILE];
        Self {
            score: zero,
            weight: zero,
            low: zero,
            neutral: zero,
            high: zero,
            applicable: zero,
            covered: zero,
        }
    }

    /// Adds a part.
    fn add(&mut self, weight: f64, part: &Outcome) {
        let unused = &mut [0.0; TILE];
        mean(&mut self.score, &mut self.weight, &part.score, weight);
        mean(&mut self.low, &mut self.applicable, &part.low, weight);
        mean(&mut self.neutral, unused, &part.neutral, weight);
        mean(&mut self.high, unused, &part.high, weight);
        for (sum, coverage) in self.covered.iter_mut().zip(&part.coverage) {
            *sum += weight * coverage;
        }
    }

    /// Adds the indicators that apply to every account and have no substitute: of them, two sums say everything.
    fn add_plain(&mut self, score: &Tile, weight: &Tile, applicable: f64) {
        let plus = |sums: &mut Tile, plain: &Tile, missing_at: f64| {
            for ((sum, plain), weight) in sums.iter_mut().zip(plain).zip(weight) {
                *sum += plain + missing_at * (applicable - weight);
            }
        };
        plus(&mut self.score, score, 0.0);
        plus(&mut self.low, score, 0.0);
        plus(&mut self.neutral, score, 50.0);
        plus(&mut self.high, score, 100.0);
        plus(&mut self.weight, weight, 0.0);
        plus(&mut self.covered, weight, 0.0);
        self.applicable.iter_mut().for_each(|sum| *sum += applicable);
    }

    fn outcome(&self, refused: u64) -> Outcome {
        let mut out = Outcome { refused, ..Outcome::empty() };
        // 0 ÷ 0 is NaN: nothing is present, or nothing applies.
        let divide = |out: &mut Tile, part: &Tile, whole: &Tile| {
            for ((to, part), whole) in out.iter_mut().zip(part).zip(whole) {
                *to = part / whole;
            }
        };
        divide(&mut out.score, &self.score, &self.weight);
        divide(&mut out.low, &self.low, &self.applicable);
        divide(&mut out.neutral, &self.neutral, &self.applicable);
        divide(&mut out.high, &self.high, &self.applicable);
        divide(&mut out.coverage, &self.covered, &self.applicable);
        out.coverage.iter_mut().for_each(|share| *share = if share.is_nan() { 0.0 } else { *share });
        out
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

impl Outcome {
    fn empty() -> Self {
        let nan = [f64::NAN; TILE];
        Self { score: nan, low: nan, neutral: nan, high: nan, coverage: [0.0; TILE], refused: 0 }
    }
}

impl Outcome {
    /// Rounds the score and its bounds.
    pub(super) fn round(&mut self, rounding: Rounding) {
        [&mut self.score, &mut self.low, &mut self.neutral, &mut self.high]
            .into_iter()
            .for_each(|scores| rounding.tile(scores));
    }
}

impl Group {
    /// Combines the parts for the rows of a tile.
    pub(super) fn combine(&self, leaves: &mut impl Leaves) -> Result<Outcome> {
        let mut outcome = match self.combine {
            Combine::WeightedMean => self.weighted_mean(leaves),
            Combine::Worst => self.extreme(leaves, f64::min),
            Combine::Best => self.extreme(leaves, f64::max),
        }?;
        if let Some(rounding) = self.rounding {
            outcome.round(rounding);
        }
        Ok(outcome)
    }

    fn weighted_mean(&self, leaves: &mut impl Leaves) -> Result<Outcome> {
        let mut sums = Sums::new();
        let (mut score, mut weight, mut applicable) = ([0.0; TILE], [0.0; TILE], 0.0);
        let mut refused = 0;
        for part in &self.parts {
            match part {
                Part::Leaf(leaf) if leaf.is_plain() => {
                    mean(&mut score, &mut weight, &leaves.leaf(leaf.indicator)?.score, leaf.weight);
                    applicable += leaf.weight;
                }
                Part::Leaf(leaf) => {
                    let part = leaf.outcome(leaves.leaf(leaf.indicator)?);
                    refused |= part.refused;
                    sums.add(leaf.weight, &part);
                }
                Part::Group(group) => {
                    let part = group.combine(leaves)?;
                    refused |= part.refused;
                    sums.add(group.weight, &part);
                }
            }
        }
        sums.add_plain(&score, &weight, applicable);
        Ok(sums.outcome(refused))
    }

    /// Worst or best: the parts of weight 0 are left out. Of NaN and a number, `pick` takes the number.
    fn extreme(&self, leaves: &mut impl Leaves, pick: impl Fn(f64, f64) -> f64) -> Result<Outcome> {
        let mut out = Outcome::empty();
        let (mut covered, mut applicable) = ([0.0; TILE], [0.0; TILE]);
        let fold = |so_far: &mut Tile, values: &Tile| {
            so_far.iter_mut().zip(values).for_each(|(so_far, value)| *so_far = pick(*so_far, *value));
        };
        for part in &self.parts {
            let (weight, part) = match part {
                Part::Leaf(leaf) => (leaf.weight, leaf.outcome(leaves.leaf(leaf.indicator)?)),
                Part::Group(group) => (group.weight, group.combine(leaves)?),
            };
            out.refused |= part.refused;
            if weight > 0.0 {
                fold(&mut out.score, &part.score);
                fold(&mut out.low, &part.low);
                fold(&mut out.neutral, &part.neutral);
                fold(&mut out.high, &part.high);
                mean(&mut [0.0; TILE], &mut applicable, &part.low, weight);
                covered.iter_mut().zip(&part.coverage).for_each(|(sum, share)| *sum += weight * share);
            }
        }
        for ((to, covered), applicable) in out.coverage.iter_mut().zip(covered).zip(applicable) {
            *to = if applicable > 0.0 { covered / applicable } else { 0.0 };
        }
        Ok(out)
    }
}

impl Leaf {
    /// Whether the indicator applies to every account and, when missing, is simply left out. The choice hangs on the card
    /// alone, so that a row's bits do not hang on the rows beside it.
    fn is_plain(&self) -> bool {
        !self.conditional && matches!(self.missing, Missing::Redistribute)
    }

    /// An indicator as a part: its score or substitute, its bounds, its coverage; NaN where it does not apply.
    fn outcome(&self, tile: &LeafTile) -> Outcome {
        let mut out = Outcome::empty();
        let substitute = self.missing.substitute().unwrap_or(f64::NAN);
        for (lane, score) in tile.score.iter().enumerate() {
            let applies = tile.applicable >> lane & 1 == 1;
            let fill = |missing: f64| match (applies, score.is_nan()) {
                (false, _) => f64::NAN,
                (true, true) => missing,
                (true, false) => *score,
            };
            let covered = if applies && !score.is_nan() { 1.0 } else { 0.0 };
            for (tile, value) in [
                (&mut out.score, fill(substitute)),
                (&mut out.low, fill(0.0)),
                (&mut out.neutral, fill(50.0)),
                (&mut out.high, fill(100.0)),
                (&mut out.coverage, covered),
            ] {
                if let Some(to) = tile.get_mut(lane) {
                    *to = value;
                }
            }
        }
        if self.missing == Missing::Refuse {
            out.refused = tile.applicable & bits(tile.score.iter(), |score| score.is_nan());
        }
        out
    }
}
