//! The rank among a reference portfolio.

use serde::{Deserialize, Serialize};

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
    pub fn fit(&self, mut values: Vec<f64>) -> Result<Scale> {
        values.retain(|value| !value.is_nan());
        values.sort_unstable_by(f64::total_cmp);
        let count = float(values.len());
        let mut below = 0;
        let mut ranks: Vec<(f64, f64)> = Vec::new();
        #[expect(clippy::float_cmp, reason = "equal values share one rank")]
        for equal in values.chunk_by(|a, b| a == b) {
            let share = 100.0 * (float(below) + float(equal.len()) / 2.0) / count;
            let score = if self.better == Better::Higher { share } else { 100.0 - share };
            ranks.extend(equal.first().map(|value| (*value + 0.0, score)));
            below = below.saturating_add(equal.len());
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

#[expect(clippy::cast_precision_loss, reason = "a table has at most 2^32 rows")]
fn float(count: usize) -> f64 {
    count as f64
}

impl Kernel for Percentile {
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Never asked of a fitted card; a value without a rank is missing.
    fn last(&self) -> impl Fn(f64, f64) -> f64 {
        |_, _| f64::NAN
    }
}
