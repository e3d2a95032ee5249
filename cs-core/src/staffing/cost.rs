//! Cost to serve: what the team's work on an account costs, and the contract value at which that is worth it.

use serde::{Deserialize, Serialize};

use super::assumption::{Form, Staffing};
use super::number::{Number, product};
use super::portfolio::Portfolio;
use crate::error::{Error, Result};
use crate::touch::tier::Tier;
use crate::value::exact::Exact;

/// Costs as they are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestForm {
    staffing: Form,
    portfolio: Portfolio,
}

/// Assumptions and accounts; valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub(super) staffing: Staffing,
    pub(super) portfolio: Portfolio,
}

impl Request {
    /// Refuses what the portfolio's check refuses.
    pub fn new(staffing: Staffing, portfolio: Portfolio) -> Result<Self> {
        portfolio.check("portfolio")?;
        Ok(Self { staffing, portfolio })
    }
}

impl TryFrom<RequestForm> for Request {
    type Error = Error;

    fn try_from(form: RequestForm) -> Result<Self> {
        let staffing = Staffing::try_from(form.staffing).map_err(|error| error.under("staffing"))?;
        Self::new(staffing, form.portfolio)
    }
}

/// What it costs to serve a tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierCost {
    /// The tier.
    pub tier: Tier,
    /// Its accounts.
    pub accounts: u64,
    /// Recurring hours a month of all of them.
    pub hours: Number,
    /// What these hours cost a month.
    pub monthly_cost: Number,
    /// The same for one account; none without accounts.
    pub cost_per_account: Option<Number>,
    /// What the onboarding of one account costs, once.
    pub onboarding_cost: Number,
    /// What the renewal of one account costs, each time.
    pub renewal_cost: Number,
    /// The yearly contract value from which on a year's recurring work stays within the cost ratio; none without
    /// accounts or where the ratio is 0.
    pub break_even_contract_value: Option<Number>,
    /// ARR of one account on average; none where it is not known.
    pub arr_per_account: Option<Number>,
    /// A year's recurring cost as a share of the tier's ARR; none where that is not known or 0.
    pub cost_share: Option<Number>,
    /// Whether the average account brings the break-even value; none where either is not known.
    pub pays: Option<bool>,
}

/// Cost to serve, by tier and together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct CostToServe {
    /// Each tier that the document serves or that has accounts, high first.
    pub tiers: Vec<TierCost>,
    /// What all recurring work costs a month.
    pub monthly_cost: Number,
    /// What an hour for accounts costs: monthly cost per head ÷ hours for accounts a month.
    pub hourly_cost: Number,
}

/// What it costs to serve each tier.
///
/// ```text
/// hourly cost = monthly cost per head ÷ (contract hours · (1 − overhead) · utilisation − leave)
/// cost per account = recurring hours per account · hourly cost
/// break-even contract value = 12 · cost per account ÷ cost ratio
/// ```
///
/// Errors: those of reading; `unknown_name`; `zero_denominator` where a success manager has no hours for accounts.
/// Source: guide D; docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::{assumption::Staffing, cost::{Request, cost_to_serve}, portfolio::Portfolio};
///
/// let staffing = Staffing::from_json(r#"{"kind": "staffing", "version": 1, "name": "example",
///     "tiers": {"high": {"touches": [{"name": "call", "per_month": 4, "hours": 2}]}},
///     "hours": {"amount": 100, "per": "month"}, "monthly_cost_per_head": 450000}"#)?;
/// let portfolio: Portfolio =
///     serde_json::from_str(r#"{"accounts": [{"tier": "high", "accounts": 10, "arr": 60000000}]}"#).unwrap();
/// let high = cost_to_serve(&Request::new(staffing, portfolio)?)?.tiers[0];
/// assert_eq!(high.cost_per_account.unwrap().to_string(), "36000");
/// assert_eq!(high.break_even_contract_value.unwrap().to_string(), "5400000");
/// assert_eq!(high.pays, Some(true));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn cost_to_serve(request: &Request) -> Result<CostToServe> {
    let Request { staffing, portfolio } = request;
    let cost = staffing.monthly_cost_per_head().exact();
    let capacity = staffing.capacity().a_month_to_share()?;
    let priced = |hours: Exact| hours.multiply(cost)?.divide(capacity);
    let mut tiers = Vec::new();
    let mut total = Exact::zero();
    for tier in portfolio.tiers(staffing) {
        let accounts = portfolio.count(tier)?;
        let hours = portfolio.recurring(tier, staffing)?;
        let monthly = priced(hours)?;
        total = total.add(monthly)?;
        let of_one = |value: Exact| (accounts > 0).then(|| value.divide(Exact::from(accounts))).transpose();
        let yearly = product([monthly, Exact::from(12)])?;
        let ratio = staffing.cost_ratio().exact();
        let break_even = match of_one(yearly)? {
            Some(yearly) if !ratio.is_zero() => Some(yearly.divide(ratio)?),
            _ => None,
        };
        let arr = portfolio.arr(Some(tier))?;
        let arr_per_account = arr.map(of_one).transpose()?.flatten();
        let share = arr.filter(|arr| !arr.is_zero()).map(|arr| yearly.divide(arr)).transpose()?;
        let pays = match (arr_per_account, break_even) {
            (Some(arr), Some(value)) => Some(arr.compare(value)?.is_ge()),
            _ => None,
        };
        let service = staffing.service(tier);
        let once = |work: Option<super::service::Dated>| {
            work.map_or(Ok(Exact::zero()), |work| priced(work.hours.exact()))
        };
        tiers.push(TierCost {
            tier,
            accounts,
            hours: hours.try_into()?,
            monthly_cost: monthly.try_into()?,
            cost_per_account: of_one(monthly)?.map(Number::try_from).transpose()?,
            onboarding_cost: once(service.onboarding)?.try_into()?,
            renewal_cost: once(service.renewal)?.try_into()?,
            break_even_contract_value: break_even.map(Number::try_from).transpose()?,
            arr_per_account: arr_per_account.map(Number::try_from).transpose()?,
            cost_share: share.map(Number::try_from).transpose()?,
            pays,
        });
    }
    Ok(CostToServe { tiers, monthly_cost: total.try_into()?, hourly_cost: priced(Exact::one())?.try_into()? })
}
