//! Budgeted headcount: how many people a share of the recurring revenue pays for.

use serde::{Deserialize, Serialize};

use super::number::{Number, product};
use crate::error::Result;
use crate::value::exact::Exact;

/// Share of ARR that success teams cost in the median; half of them lie from 0.06 to 0.10. Source: guide D, after the
/// Gainsight Customer Success Index 2023.
pub const COST_RATIO: Number = Number::parts(8, 2);
/// What one head costs a month, in yen. Source: guide D.
pub const MONTHLY_COST_PER_HEAD: Number = Number::parts(450_000, 0);

/// What a budget is made of.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Annual recurring revenue.
    pub arr: Number,
    /// The share of it that the success team may cost.
    #[serde(default = "cost_ratio")]
    pub cost_ratio: Number,
    /// What one head costs a month, in the currency of the revenue.
    #[serde(default = "monthly_cost_per_head")]
    pub monthly_cost_per_head: Number,
}

pub(super) fn cost_ratio() -> Number {
    COST_RATIO
}

pub(super) fn monthly_cost_per_head() -> Number {
    MONTHLY_COST_PER_HEAD
}

/// A budget and the heads that it pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Budget {
    /// ARR · ratio, a year.
    pub budget: Number,
    /// Heads that it pays for, unrounded.
    pub headcount: Number,
}

/// The budgeted headcount.
///
/// ```text
/// headcount = ARR · cost ratio ÷ (12 · monthly cost per head)
/// ```
///
/// Amounts in one currency; the default cost per head is in yen. Errors: `out_of_range` below 0, for a ratio above 1
/// and for a cost per head of 0; `overflow`. Source: guide D; docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::budget::{Request, budgeted_headcount};
///
/// let budget = budgeted_headcount(&Request::new(1_000_000_000))?;
/// assert_eq!(budget.budget.to_string(), "80000000");
/// assert_eq!(budget.headcount.to_string(), "14.81481481481481481481481481");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn budgeted_headcount(request: &Request) -> Result<Budget> {
    let arr = request.arr.at_least_zero("arr")?;
    let ratio = request.cost_ratio.share("cost_ratio")?;
    let cost = request.monthly_cost_per_head.positive("monthly_cost_per_head")?;
    let budget = arr.multiply(ratio)?;
    let headcount = budget.divide(product([Exact::from(12), cost])?)?;
    Ok(Budget { budget: budget.try_into()?, headcount: headcount.try_into()? })
}

impl Request {
    /// A budget of this ARR in yen, with the ratio and the cost per head of guide D.
    #[must_use]
    pub fn new(arr: u64) -> Self {
        Self { arr: arr.into(), cost_ratio: COST_RATIO, monthly_cost_per_head: MONTHLY_COST_PER_HEAD }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_decimal::RoundingStrategy::MidpointAwayFromZero;

    #[test]
    fn gives_the_ten_rows_of_the_guide() {
        let shown = ["1.5", "3.0", "4.4", "5.9", "7.4", "8.9", "10.4", "11.9", "13.3", "14.8"];
        for (row, shown) in (1..).zip(shown) {
            let budget = budgeted_headcount(&Request::new(row * 100_000_000)).unwrap();
            let rounded = budget.headcount.value().round_dp_with_strategy(1, MidpointAwayFromZero);
            assert_eq!(format!("{rounded:.1}"), shown);
        }
    }
}
