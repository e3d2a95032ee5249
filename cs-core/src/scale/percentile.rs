//! The rank among a reference portfolio.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use cs_wide::Lanes;

use super::lanes::Step;
use super::points::{POINTS, Points};
use super::{Kernel, Scale};
use crate::error::{Error, ErrorCode, Result};

/// Which end of the values is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Better {
    /// Higher values are better.
    #[default]
    Higher,
    /// Lower values are better.
    Lower,
}

/// 100 times the mid-rank of the value among a reference portfolio, as a share.
///
/// ```text
/// score = 100 · (number below + ½ · number equal) ÷ number of values
/// ```
///
/// It is fitted on a portfolio (`Scorecard::fit`), which puts `points` in its place, so that scoring stays row by row;
/// a card that is not fitted is refused with `not_fitted`. Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
/// use cs_core::scale::percentile::Percentile;
///
/// let fitted = Percentile::default().fit(vec![10.0, 20.0, 20.0, 40.0])?;
/// assert_eq!(fitted.score(20.0), Some(50.0));
/// assert_eq!(fitted.score(40.0), Some(87.5));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Percentile {
    /// Which end is the good one.
    pub better: Better,
}

impl Percentile {
    /// Points through the mid-ranks of the distinct values; missing values (NaN) are left out. Of more than 256 distinct
    /// values, 256 that lie evenly among them become points. A single distinct value scores 50.
    ///
    /// `no_population` when there is no value at all.
    pub fn fit(&self, values: Vec<f64>) -> Result<Scale> {
        self.fitted(&Ranking::of(values))
    }

    /// As [`fit`](Self::fit), of values that were gathered before.
    pub fn fitted(&self, ranking: &Ranking) -> Result<Scale> {
        let count = float(ranking.count());
        let mut below = 0_u64;
        let mut ranks: Vec<(f64, f64)> = Vec::with_capacity(ranking.0.len());
        for (value, equal) in &ranking.0 {
            let share = 100.0 * (float(below) + float(*equal) / 2.0) / count;
            ranks.push((*value, if self.better == Better::Higher { share } else { 100.0 - share }));
            below = below.saturating_add(*equal);
        }
        match (ranks.first().copied(), ranks.last().copied()) {
            (Some(first), Some(_)) if ranks.len() == 1 => {
                Ok(Points::new([first, (first.0 + first.0.abs().max(1.0), first.1)]).into())
            }
            (Some(_), Some(last)) if ranks.len() > POINTS => {
                let spaced = (0..POINTS.saturating_sub(1)).filter_map(|at| {
                    ranks
                        .get(
                            at.saturating_mul(ranks.len()).checked_div(POINTS.saturating_sub(1)).unwrap_or(0),
                        )
                        .copied()
                });
                Ok(Points::new(spaced.chain([last])).into())
            }
            (Some(_), Some(_)) => Ok(Points::new(ranks).into()),
            _ => Err(Error::new(
                ErrorCode::NoPopulation,
                "a percentile needs at least one value to rank among",
            )),
        }
    }
}

/// The distinct values of a portfolio from the lowest up, each with how often it is there. Rankings of parts merge to that
/// of the whole. In a document it is a list of pairs.
///
/// ```
/// use cs_core::scale::percentile::Ranking;
///
/// let mut ranking = Ranking::of(vec![2.0, f64::NAN, 1.0, 2.0]);
/// ranking.merge(&Ranking::of(vec![3.0, 1.0]));
/// assert_eq!(ranking, Ranking::of(vec![1.0, 1.0, 2.0, 2.0, 3.0]));
/// ```
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(try_from = "Vec<(f64, u64)>", into = "Vec<(f64, u64)>")]
pub struct Ranking(Vec<(f64, u64)>);

impl Ranking {
    /// The ranking of finite values in any order; missing ones (NaN) are left out.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Self {
        values.retain(|value| !value.is_nan());
        values.sort_unstable_by(f64::total_cmp);
        #[expect(clippy::float_cmp, reason = "equal values share one rank")]
        let equal = values.chunk_by(|a, b| a == b);
        // −0 is 0.
        let counted = |equal: &[f64]| equal.first().map(|value| (*value + 0.0, length(equal.len())));
        Self(equal.filter_map(counted).collect())
    }

    /// The distinct values, rising, each with how often it is there.
    #[must_use]
    pub fn pairs(&self) -> &[(f64, u64)] {
        &self.0
    }

    /// How many values there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().fold(0, |sum, (_, equal)| sum.saturating_add(*equal))
    }

    /// Adds the values of another ranking.
    pub fn merge(&mut self, other: &Self) {
        let (mut left, mut right) = (self.0.iter().copied().peekable(), other.0.iter().copied().peekable());
        let mut merged = Vec::with_capacity(self.0.len().max(other.0.len()));
        loop {
            let order = match (left.peek(), right.peek()) {
                (None, None) => break,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => one.0.total_cmp(&other.0),
            };
            let one = if order.is_le() { left.next() } else { None };
            let other = if order.is_ge() { right.next() } else { None };
            let count = [one, other].into_iter().flatten().fold(0_u64, |sum, (_, n)| sum.saturating_add(n));
            merged.extend(one.or(other).map(|(value, _)| (value, count)));
        }
        self.0 = merged;
    }
}

impl TryFrom<Vec<(f64, u64)>> for Ranking {
    type Error = Error;

    fn try_from(pairs: Vec<(f64, u64)>) -> Result<Self> {
        let rising = pairs.iter().zip(pairs.iter().skip(1)).all(|(one, next)| one.0 < next.0);
        if !rising || pairs.iter().any(|(value, count)| !value.is_finite() || *count == 0) {
            let sentence = "values rise, and each is there at least once";
            return Err(Error::new(ErrorCode::InvalidDocument, sentence));
        }
        Ok(Self(pairs.into_iter().map(|(value, count)| (value + 0.0, count)).collect()))
    }
}

impl From<Ranking> for Vec<(f64, u64)> {
    fn from(ranking: Ranking) -> Self {
        ranking.0
    }
}

fn length(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a table has at most 2^32 rows")]
fn float(count: u64) -> f64 {
    count as f64
}

impl Kernel for Percentile {
    fn check(&self) -> Result<()> {
        Ok(())
    }

    fn has_gaps(&self) -> bool {
        true
    }

    fn last(&self) -> impl Step {
        *self
    }
}

impl Step for Percentile {
    /// Never asked of a fitted card; a value without a rank is missing.
    #[inline(always)]
    fn score<L: Lanes>(self, _: L, _: L) -> L {
        L::all(f64::NAN)
    }
}
