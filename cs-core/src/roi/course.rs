//! Recurring revenue over a number of months, by the rates at which it is lost and added.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::value::exact::Exact;
use crate::value::quantity::Number;

/// Most months of a course.
pub const MONTHS: u64 = 120;

/// What happens to recurring revenue in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// The share that is lost, 0 to 1.
    pub churn: Number,
    /// The share that is added by customers who buy more, 0 to 1.
    #[serde(default = "none")]
    pub upsell: Number,
}

/// What a request leaves out is nothing.
pub(super) fn none() -> Number {
    Number::ZERO
}

/// What a request leaves out is all of it.
pub(super) fn all() -> Number {
    Number::ONE
}

/// A year.
pub(super) fn a_year() -> Number {
    Number::from_whole(12)
}

impl Rates {
    /// Both rates, exactly.
    ///
    /// Errors: `out_of_range` for what is no share.
    pub(super) fn exact(self, place: &str) -> Result<(Exact, Exact)> {
        let at = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
        Ok((self.churn.share(&at("churn"))?, self.upsell.share(&at("upsell"))?))
    }
}

/// Where a course begins, and how long it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Start {
    mrr: Exact,
    new_mrr: Exact,
    months: u32,
}

impl Start {
    /// Errors: `out_of_range` for amounts below 0 and for 0 months; `limit` beyond [`MONTHS`].
    pub(super) fn new(mrr: Number, new_mrr: Number, months: Number) -> Result<Self> {
        let (mrr, new_mrr) = (mrr.at_least_zero("mrr")?, new_mrr.at_least_zero("new_mrr")?);
        let count = months.count("months")?;
        if count == 0 {
            let error = Error::new(ErrorCode::OutOfRange, "at least one month is needed");
            return Err(error.at("months").with_value(count));
        }
        match u32::try_from(count) {
            Ok(months) if count <= MONTHS => Ok(Self { mrr, new_mrr, months }),
            _ => Err(Error::new(ErrorCode::Limit, format!("at most {MONTHS} months are looked at"))
                .at("months")
                .with_value(count)),
        }
    }

    /// How many months there are.
    pub(super) fn months(&self) -> u32 {
        self.months
    }

    /// The first months of it; at least one.
    pub(super) fn first(&self, months: u32) -> Self {
        Self { months, ..*self }
    }

    /// Revenue of all months.
    pub(super) fn revenue(&self, rates: (Exact, Exact)) -> Result<Exact> {
        let months = Exact::from(u64::from(self.months));
        let Some((lost, kept)) = lost(rates)? else {
            let pairs = months.multiply(months.subtract(Exact::one())?)?.divide(Exact::from(2))?;
            return self.mrr.multiply(months)?.add(self.new_mrr.multiply(pairs)?);
        };
        // Towards this much revenue runs, as new customers make up for what is lost of it.
        let level = self.new_mrr.divide(lost)?;
        let above = self.mrr.subtract(level)?.divide(lost)?;
        above.multiply(Exact::one().subtract(kept.power(self.months)?)?)?.add(level.multiply(months)?)
    }

    /// Monthly recurring revenue of the last month.
    fn last_mrr(&self, rates: (Exact, Exact)) -> Result<Exact> {
        let before = self.months.saturating_sub(1);
        let Some((lost, kept)) = lost(rates)? else {
            return self.mrr.add(self.new_mrr.multiply(Exact::from(u64::from(before)))?);
        };
        let level = self.new_mrr.divide(lost)?;
        self.mrr.subtract(level)?.multiply(kept.power(before)?)?.add(level)
    }
}

/// The share that a month loses on balance, and what it keeps; none where nothing is lost on balance, nor won.
fn lost((churn, upsell): (Exact, Exact)) -> Result<Option<(Exact, Exact)>> {
    let lost = churn.subtract(upsell)?;
    let kept = Exact::one().subtract(lost)?;
    Ok((!lost.is_zero()).then_some((lost, kept)))
}

/// Where revenue begins and how it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Monthly recurring revenue of the first month.
    pub mrr: Number,
    /// The share of it that is lost in a month.
    pub churn: Number,
    /// The share that is added by customers who buy more.
    #[serde(default = "none")]
    pub upsell: Number,
    /// Recurring revenue of new customers in every month after the first.
    #[serde(default = "none")]
    pub new_mrr: Number,
    /// How many months, 1 to 120; 12 unless said.
    #[serde(default = "a_year")]
    pub months: Number,
}

/// What comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Revenue {
    /// Of all months together.
    pub revenue: Number,
    /// Monthly recurring revenue of the last month.
    pub last_mrr: Number,
}

/// Both amounts.
impl fmt::Display for Revenue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "revenue {}, in the last month {}", self.revenue, self.last_mrr)
    }
}

/// Revenue over a number of months.
///
/// ```text
/// MRR(0) = mrr        MRR(k) = MRR(k − 1) · (1 − churn + upsell) + new_mrr
/// revenue = Σ MRR(k) for k from 0 to months − 1
/// ```
///
/// Amounts are of one currency, rates are per month. Exact, rounded once to 28 digits. Errors: `out_of_range` (amounts below
/// 0, rates outside 0 to 1, 0 months), `limit` (more than 120 months), `overflow` (rates with so many digits that their powers
/// leave 2047 bits). Source: docs/definitions.md 11; the guide on LTV and five activities.
///
/// ```
/// use cs_core::roi::course::{Request, revenue};
///
/// let course = r#"{"mrr": 10000000, "churn": "0.03"}"#;
/// let found = revenue(&serde_json::from_str::<Request>(course).unwrap())?;
/// assert_eq!(found.revenue.value().round_dp(2).to_string(), "102052546.33");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn revenue(request: &Request) -> Result<Revenue> {
    let Request { mrr, churn, upsell, new_mrr, months } = *request;
    let start = Start::new(mrr, new_mrr, months)?;
    let rates = Rates { churn, upsell }.exact("")?;
    Ok(Revenue { revenue: start.revenue(rates)?.try_into()?, last_mrr: start.last_mrr(rates)?.try_into()? })
}
