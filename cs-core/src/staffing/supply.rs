//! Supply: the hours that a success manager has for accounts.

use serde::{Deserialize, Serialize};

use super::number::{Number, excess, product};
use crate::error::{Error, ErrorCode, Result};
use crate::value::exact::Exact;
use crate::value::label::Label;
use crate::value::period::Period;

/// What contract hours are per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// A week; 13 weeks are a quarter, 52 a year.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

impl Per {
    /// Every one, shortest first.
    pub const ALL: [Per; 4] = [Per::Week, Per::Month, Per::Quarter, Per::Year];

    /// How often it comes in a month, as a fraction: a week 13 times in 3 months.
    #[must_use]
    pub const fn in_a_month(self) -> (u64, u64) {
        match self {
            Per::Week => (13, 3),
            Per::Month => (1, 1),
            Per::Quarter => (1, 3),
            Per::Year => (1, 12),
        }
    }

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Per::Week => Label { en: "week", ja: "週" },
            Per::Month => Label { en: "month", ja: "月" },
            Per::Quarter => Label { en: "quarter", ja: "四半期" },
            Per::Year => Label { en: "year", ja: "年" },
        }
    }
}

/// Contract hours: so many per week, month, quarter or year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// How many.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::positive"))]
    pub amount: Number,
    /// What they are per.
    pub per: Per,
}

impl Hours {
    fn in_months(self, months: u64) -> Result<Exact> {
        let (times, parts) = self.per.in_a_month();
        product([self.amount.exact(), Exact::from(times), Exact::from(months)])?.divide(Exact::from(parts))
    }
}

/// What of the contract hours is left for accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Contract hours.
    pub hours: Hours,
    /// The share that meetings, training and administration take.
    pub overhead: Number,
    /// The share of the rest that is planned for accounts.
    pub utilisation: Number,
    /// Hours of leave a month.
    pub leave_hours: Number,
}

impl Capacity {
    /// Hours in so many months of a success manager who is productive to this share; never below 0.
    pub(super) fn in_months(&self, months: u64, productive: Exact) -> Result<Exact> {
        let kept = Exact::one().subtract(self.overhead.exact())?;
        let gross = product([self.hours.in_months(months)?, kept, self.utilisation.exact(), productive])?;
        excess(gross, self.leave_hours.exact().multiply(Exact::from(months))?)
    }

    /// Hours in a month of one who is fully productive.
    pub(super) fn in_a_month(&self) -> Result<Exact> {
        self.in_months(1, Exact::one())
    }

    /// The same, which is divided by: `zero_denominator` where no hour is left.
    pub(super) fn a_month_to_share(self) -> Result<Exact> {
        let hours = self.in_a_month()?;
        if hours.is_zero() {
            let sentence = "undefined, because a success manager has no hours for accounts";
            return Err(Error::new(ErrorCode::ZeroDenominator, sentence).at("hours"));
        }
        Ok(hours)
    }
}

/// The supply that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Contract hours.
    pub hours: Hours,
    /// The share that meetings, training and administration take.
    #[serde(default = "zero")]
    pub overhead: Number,
    /// The share of the rest that is planned for accounts.
    #[serde(default = "one")]
    pub utilisation: Number,
    /// The productive share of somebody who is still learning.
    #[serde(default = "one")]
    pub ramp: Number,
    /// Hours of leave in the period.
    #[serde(default = "zero")]
    pub leave_hours: Number,
    /// The period.
    #[serde(default = "month")]
    pub period: Period,
    /// Success managers, also parts of one.
    #[serde(default = "one")]
    pub heads: Number,
    /// Hours that an account needs in the period, to count accounts.
    #[serde(default)]
    pub hours_per_account: Option<Number>,
}

fn zero() -> Number {
    Number::ZERO
}

fn one() -> Number {
    Number::ONE
}

fn month() -> Period {
    Period::Month
}

/// Hours for accounts in a period, and how many accounts they are enough for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Supply {
    /// Hours for accounts.
    pub hours: Number,
    /// Accounts, rounded down; none where their need was not given.
    pub accounts: Option<u64>,
}

/// Hours that success managers have for accounts.
///
/// ```text
/// hours = heads · max(0, contract hours · (1 − overhead) · utilisation · ramp − leave)
/// ```
///
/// Errors: `out_of_range` (below 0, a share above 1, an account that needs no time). Source: docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::supply::{Request, supply};
///
/// let quarter = r#"{"hours": {"amount": 40, "per": "week"}, "overhead": 0.25, "utilisation": 0.85,
///                   "period": "quarter", "hours_per_account": 16}"#;
/// let found = supply(&serde_json::from_str::<Request>(quarter).unwrap())?;
/// assert_eq!((found.hours.to_string(), found.accounts), ("331.5".into(), Some(20)));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn supply(request: &Request) -> Result<Supply> {
    request.hours.amount.positive("hours.amount")?;
    request.overhead.share("overhead")?;
    request.utilisation.share("utilisation")?;
    let ramp = request.ramp.share("ramp")?;
    let leave = request.leave_hours.at_least_zero("leave_hours")?;
    let heads = request.heads.at_least_zero("heads")?;
    let capacity = Capacity {
        hours: request.hours,
        overhead: request.overhead,
        utilisation: request.utilisation,
        leave_hours: Number::ZERO,
    };
    let one = excess(capacity.in_months(u64::from(request.period.months()), ramp)?, leave)?;
    let hours = one.multiply(heads)?;
    let accounts = match request.hours_per_account {
        None => None,
        Some(need) => Some(hours.divide(need.positive("hours_per_account")?)?.floor()?),
    };
    Ok(Supply { hours: hours.try_into()?, accounts })
}
