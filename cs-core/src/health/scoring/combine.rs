//! From indicators to one score: weighted means, groups, groups of groups.

use cs_wide::{LaneWork, Lanes};
use serde::{Deserialize, Serialize};

use super::geometric::Geometric;
use super::leaf::LeafTile;
use super::mean::{Filled, Means, Plain, Run};
use crate::error::Result;
use crate::fact::tile::{TILE, Tile, bits};
use crate::health::missing::Missing;
use crate::health::shown::Rounding;

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
    /// Π score^(weight ÷ Σ weight) over the present parts: one weak part pulls the whole down, a part at 0 pulls it to 0.
    Geometric,
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
pub(in crate::health) enum Part {
    Leaf(Leaf),
    Group(Group),
}

/// An indicator as the combination sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::health) struct Leaf {
    pub(in crate::health) indicator: usize,
    pub(in crate::health) weight: f64,
    pub(in crate::health) missing: Missing,
    /// Whether it applies to some accounts only.
    pub(in crate::health) conditional: bool,
}

/// Parts that are combined: first the indicators, then the groups, each in the card's order.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::health) struct Group {
    pub(in crate::health) name: String,
    pub(in crate::health) weight: f64,
    pub(in crate::health) combine: Combine,
    /// How the group's score is rounded before the calculation goes on.
    pub(in crate::health) rounding: Option<Rounding>,
    pub(in crate::health) parts: Vec<Part>,
}

/// A group's result for the rows of a tile.
#[derive(Debug, Clone)]
#[repr(C, align(64))]
pub(in crate::health) struct Outcome {
    /// The score; NaN where nothing is present.
    pub(in crate::health) score: Tile,
    /// Weight present ÷ weight applicable; NaN where nothing applies.
    pub(in crate::health) coverage: Tile,
    /// The score with every missing indicator at 0; NaN where nothing applies. Only there when bounds are asked for.
    pub(in crate::health) low: Tile,
    /// The same with every missing indicator at 100.
    pub(in crate::health) high: Tile,
    /// The same with every missing indicator at 50.
    pub(in crate::health) neutral: Tile,
    /// Bits of rows where a required indicator is missing.
    pub(in crate::health) refused: u64,
}

impl Outcome {
    pub(in crate::health) fn empty() -> Self {
        let nan = [f64::NAN; TILE];
        Self { score: nan, coverage: nan, low: nan, high: nan, neutral: nan, refused: 0 }
    }

    /// Rounds the score and its bounds.
    pub(in crate::health) fn round(&mut self, rounding: Rounding) {
        [&mut self.score, &mut self.low, &mut self.neutral, &mut self.high]
            .into_iter()
            .for_each(|scores| rounding.tile(scores));
    }
}

/// Who scores the indicators of a tile.
pub(in crate::health) trait Leaves {
    /// The indicator at this place in the card.
    fn leaf(&mut self, at: usize) -> Result<&LeafTile>;

    /// Adds the scores of an indicator, times its weight, to the sums.
    fn add<L: Lanes>(&mut self, leaf: &Leaf, sums: &mut Means) -> Result<()>;
}

/// Running sums of a group that holds more than plain indicators.
struct Sums {
    /// Over what is present or has a substitute.
    score: Means,
    /// Over what applies: its coverage, and its scores with missing indicators at 0, 50 and 100.
    covered: Means,
    low: Means,
    neutral: Means,
    high: Means,
}

impl Sums {
    fn new() -> Self {
        let new = Means::new;
        Self { score: new(), covered: new(), low: new(), neutral: new(), high: new() }
    }

    /// Adds a part.
    fn add(&mut self, run: Run, weight: f64, part: &Outcome) {
        self.score.add(run, &part.score, weight);
        self.covered.add(run, &part.coverage, weight);
        if run.bounds {
            self.low.add(run, &part.low, weight);
            self.neutral.add(run, &part.neutral, weight);
            self.high.add(run, &part.high, weight);
        }
    }

    /// Adds the plain indicators: of them, two sums say everything.
    fn add_plain(&mut self, run: Run, plain: &Means, applicable: f64) {
        self.score.add_present(plain);
        self.covered.add_covered(plain, applicable);
        if run.bounds {
            self.low.add_filled(plain, applicable, 0.0);
            self.neutral.add_filled(plain, applicable, 50.0);
            self.high.add_filled(plain, applicable, 100.0);
        }
    }

    fn divide(&self, run: Run, out: &mut Outcome) {
        self.score.divide(run, &mut out.score);
        self.covered.divide(run, &mut out.coverage);
        if run.bounds {
            self.low.divide(run, &mut out.low);
            self.neutral.divide(run, &mut out.neutral);
            self.high.divide(run, &mut out.high);
        }
    }
}

/// Adds up a group's plain indicators in one go; the output is the weight of all of them.
struct PlainSums<'a, S> {
    group: &'a Group,
    leaves: &'a mut S,
    sums: &'a mut Means,
}

impl<S: Leaves> LaneWork for PlainSums<'_, S> {
    type Output = Result<f64>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Result<f64> {
        let mut applicable = 0.0;
        for leaf in self.group.plain() {
            self.leaves.add::<L>(leaf, self.sums)?;
            applicable += leaf.weight;
        }
        Ok(applicable)
    }
}

impl Group {
    /// Combines the parts for the rows of a tile.
    pub(in crate::health) fn combine(
        &self,
        run: Run,
        leaves: &mut impl Leaves,
        out: &mut Outcome,
    ) -> Result<()> {
        match self.combine {
            Combine::WeightedMean => self.weighted_mean(run, leaves, out),
            Combine::Worst => self.extreme(run, leaves, f64::min, out),
            Combine::Best => self.extreme(run, leaves, f64::max, out),
            Combine::Geometric => self.geometric_mean(run, leaves, out),
        }?;
        if let Some(rounding) = self.rounding {
            out.round(rounding);
        }
        Ok(())
    }

    /// Adds up the plain indicators; returns the weight of all of them.
    pub(in crate::health) fn add_plain(
        &self,
        run: Run,
        leaves: &mut impl Leaves,
        sums: &mut Means,
    ) -> Result<f64> {
        run.width.run_lanes(PlainSums { group: self, leaves, sums })
    }

    /// The weight of all parts, where they are plain indicators and their mean is the score.
    pub(in crate::health) fn plain_weight(&self) -> Option<f64> {
        let plain = self.combine == Combine::WeightedMean && self.rounding.is_none();
        let weight = || self.plain().fold(0.0, |sum, leaf| sum + leaf.weight);
        (plain && self.parts.iter().all(Part::is_plain)).then(weight)
    }

    fn weighted_mean(&self, run: Run, leaves: &mut impl Leaves, out: &mut Outcome) -> Result<()> {
        let mut sums = Means::new();
        let applicable = self.add_plain(run, leaves, &mut sums)?;
        if self.parts.iter().any(|part| !part.is_plain()) {
            return self.mixed_mean(run, leaves, (&sums, applicable), out);
        }
        let (rows, sums) = (run.rows, &sums);
        let Outcome { score, coverage, low, high, neutral, refused } = out;
        run.width.run_lanes(Plain { sums, applicable, rows, score, coverage });
        if run.bounds {
            for (out, missing_at) in [(low, 0.0), (neutral, 50.0), (high, 100.0)] {
                run.width.run_lanes(Filled { sums, applicable, rows, missing_at, out });
            }
        }
        *refused = 0;
        Ok(())
    }

    /// The mean of plain indicators, already added up, and other parts.
    #[inline(never)]
    fn mixed_mean(
        &self,
        run: Run,
        leaves: &mut impl Leaves,
        (plain, applicable): (&Means, f64),
        out: &mut Outcome,
    ) -> Result<()> {
        let (mut sums, mut refused) = (Sums::new(), 0);
        for part in self.parts.iter().filter(|part| !part.is_plain()) {
            let weight = part.outcome(run, leaves, out)?;
            refused |= out.refused;
            sums.add(run, weight, out);
        }
        sums.add_plain(run, plain, applicable);
        sums.divide(run, out);
        out.refused = refused;
        Ok(())
    }

    #[inline(never)]
    /// Worst or best: the parts of weight 0 are left out. Of NaN and a number, `pick` takes the number.
    fn extreme(
        &self,
        run: Run,
        leaves: &mut impl Leaves,
        pick: impl Fn(f64, f64) -> f64,
        out: &mut Outcome,
    ) -> Result<()> {
        let (mut part, mut covered) = (Outcome::empty(), Means::new());
        *out = Outcome::empty();
        let fold = |so_far: &mut Tile, values: &Tile| {
            so_far.iter_mut().zip(values).for_each(|(so_far, value)| *so_far = pick(*so_far, *value));
        };
        for one in &self.parts {
            let weight = one.outcome(run, leaves, &mut part)?;
            out.refused |= part.refused;
            if weight > 0.0 {
                fold(&mut out.score, &part.score);
                fold(&mut out.low, &part.low);
                fold(&mut out.neutral, &part.neutral);
                fold(&mut out.high, &part.high);
                covered.add(run, &part.coverage, weight);
            }
        }
        covered.divide(run, &mut out.coverage);
        Ok(())
    }

    /// The parts of weight 0 are left out, as for worst and best.
    #[inline(never)]
    fn geometric_mean(&self, run: Run, leaves: &mut impl Leaves, out: &mut Outcome) -> Result<()> {
        let empty = [Geometric::EMPTY; TILE];
        let (mut score, mut low, mut high, mut neutral) = (empty, empty, empty, empty);
        let (mut covered, mut refused) = (Means::new(), 0);
        for part in &self.parts {
            let weight = part.outcome(run, leaves, out)?;
            refused |= out.refused;
            if weight > 0.0 {
                add_all(&mut score, &out.score, weight);
                if run.bounds {
                    add_all(&mut low, &out.low, weight);
                    add_all(&mut high, &out.high, weight);
                    add_all(&mut neutral, &out.neutral, weight);
                }
                covered.add(run, &out.coverage, weight);
            }
        }
        out.refused = refused;
        covered.divide(run, &mut out.coverage);
        let means = |sums: &[Geometric; TILE], out: &mut Tile| {
            out.iter_mut().zip(sums).for_each(|(to, sums)| *to = sums.mean());
        };
        means(&score, &mut out.score);
        if run.bounds {
            means(&low, &mut out.low);
            means(&high, &mut out.high);
            means(&neutral, &mut out.neutral);
        }
        Ok(())
    }

    /// The parts that are plain indicators.
    fn plain(&self) -> impl Iterator<Item = &Leaf> {
        self.parts.iter().filter_map(|part| match part {
            Part::Leaf(leaf) if leaf.is_plain() => Some(leaf),
            _ => None,
        })
    }
}

fn add_all(sums: &mut [Geometric; TILE], scores: &Tile, weight: f64) {
    sums.iter_mut().zip(scores).for_each(|(sums, score)| sums.add(weight, *score));
}

impl Part {
    fn is_plain(&self) -> bool {
        matches!(self, Part::Leaf(leaf) if leaf.is_plain())
    }

    /// The part for the rows of a tile; returns its weight.
    fn outcome(&self, run: Run, leaves: &mut impl Leaves, out: &mut Outcome) -> Result<f64> {
        match self {
            Part::Leaf(leaf) => {
                leaf.outcome(leaves.leaf(leaf.indicator)?, out);
                Ok(leaf.weight)
            }
            Part::Group(group) => group.combine(run, leaves, out).map(|()| group.weight),
        }
    }
}

impl Leaf {
    /// Whether the indicator applies to every account and, when missing, is simply left out. The choice hangs on the card
    /// alone, so that a row's bits do not hang on the rows beside it.
    pub(in crate::health) fn is_plain(&self) -> bool {
        !self.conditional && matches!(self.missing, Missing::Redistribute)
    }

    /// An indicator as a part: its score or substitute, its bounds, its coverage; NaN where it does not apply.
    fn outcome(&self, tile: &LeafTile, out: &mut Outcome) {
        let substitute = self.missing.substitute().unwrap_or(f64::NAN);
        for (lane, score) in tile.score.iter().enumerate() {
            let applies = tile.applicable >> lane & 1 == 1;
            let fill = |missing: f64| match (applies, score.is_nan()) {
                (false, _) => f64::NAN,
                (true, true) => missing,
                (true, false) => *score,
            };
            let covered = match (applies, score.is_nan()) {
                (false, _) => f64::NAN,
                (true, missing) => f64::from(u8::from(!missing)),
            };
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
        out.refused = if self.missing == Missing::Refuse {
            tile.applicable & bits(tile.score.iter(), |score| score.is_nan())
        } else {
            0
        };
    }
}
