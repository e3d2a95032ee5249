//! Workload: the hours that a portfolio needs, from month to month.

use serde::{Deserialize, Serialize};

use super::assumption::{Form, Staffing};
use super::month::Month;
use super::number::{Number, sum};
use super::portfolio::{Event, Portfolio};
use super::service::Dated;
use crate::error::{Error, ErrorCode, Result};
use crate::touch::tier::Tier;
use crate::value::exact::Exact;

/// Most months of a workload or a plan.
pub const MONTHS: u64 = 120;

/// A workload as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestForm {
    staffing: Form,
    portfolio: Portfolio,
    first_month: Month,
    #[serde(default = "a_year")]
    months: Number,
}

/// A year of months, where no number is given.
pub(super) fn a_year() -> Number {
    Number::parts(12, 0)
}

/// Assumptions, the accounts, and the months that are looked at; valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub(super) staffing: Staffing,
    pub(super) portfolio: Portfolio,
    pub(super) months: Vec<Month>,
}

impl Request {
    /// Refuses what the portfolio's check refuses, months that are none (`out_of_range`), more than [`MONTHS`] (`limit`).
    pub fn new(staffing: Staffing, portfolio: Portfolio, first_month: Month, months: u64) -> Result<Self> {
        portfolio.check("portfolio")?;
        Ok(Self { staffing, portfolio, months: in_row(first_month, months)? })
    }
}

impl TryFrom<RequestForm> for Request {
    type Error = Error;

    fn try_from(form: RequestForm) -> Result<Self> {
        let staffing = Staffing::try_from(form.staffing).map_err(|error| error.under("staffing"))?;
        Self::new(staffing, form.portfolio, form.first_month, form.months.count("months")?)
    }
}

/// So many months from the first on.
pub(super) fn in_row(first: Month, months: u64) -> Result<Vec<Month>> {
    if months > MONTHS {
        let error = Error::new(ErrorCode::Limit, format!("at most {MONTHS} months are computed"));
        return Err(error.at("months").with_value(months));
    }
    let month = |at: u64| u32::try_from(at).ok().and_then(|at| first.after(at));
    (0..months).map(month).collect::<Option<_>>().ok_or_else(|| {
        Error::new(ErrorCode::InvalidDate, "the months end in 9999-12").at("months").with_value(months)
    })
}

/// The accounts of a tier and what one of them needs in an ordinary month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierNeed {
    /// The tier.
    pub tier: Tier,
    /// Its accounts.
    pub accounts: u64,
    /// Recurring hours a month of all of them.
    pub hours: Number,
    /// Of one of them, on average; none without accounts.
    pub hours_per_account: Option<Number>,
}

/// The hours of one tier in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierHours {
    /// The month.
    pub month: Month,
    /// The tier.
    pub tier: Tier,
    /// Recurring work.
    pub recurring: Number,
    /// Onboarding, from the month of the start on.
    pub onboarding: Number,
    /// Renewals, up to the month of the renewal.
    pub renewal: Number,
    /// All of it.
    pub hours: Number,
}

/// The hours that a portfolio needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Workload {
    /// An ordinary month, by tier that the document serves or that has accounts, high first.
    pub tiers: Vec<TierNeed>,
    /// Recurring hours a month of all tiers.
    pub hours: Number,
    /// Month by month, and in each by tier.
    pub months: Vec<TierHours>,
    /// Accounts that are in no tier, and so in no number.
    pub unassigned: u64,
}

/// The hours that a portfolio needs, as it stands, month by month.
///
/// ```text
/// recurring  = Σ accounts · Σ (touches per month · hours) · complexity · (1 − automation) · stage · health · level
/// onboarding = accounts that start in s · hours ÷ n, in each of the months s, s + 1, … s + n − 1
/// renewal    = accounts that renew in r · hours ÷ n, in each of the months r − n + 1, … r
/// ```
///
/// An empty portfolio needs no hours. Errors: those of reading; `unknown_name` for a stage, band or level that the
/// document has no multiplier for. Source: guide D; docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::{assumption::Staffing, portfolio::Portfolio, workload::{Request, workload}};
///
/// let staffing = Staffing::from_json(r#"{"kind": "staffing", "version": 1, "name": "example",
///     "tiers": {"high": {"touches": [{"name": "call", "per_month": 2, "hours": 1.5}], "onboarding": {"hours": 30, "months": 2}}},
///     "health": {"danger": 1.5}, "hours": {"amount": 160, "per": "month"}}"#)?;
/// let portfolio: Portfolio = serde_json::from_str(r#"{"accounts": [{"tier": "high", "accounts": 10, "health": "danger"}],
///     "starts": [{"tier": "high", "month": "2026-12", "accounts": 1}]}"#).unwrap();
/// let hours = workload(&Request::new(staffing, portfolio, "2026-11".parse()?, 3)?)?;
/// let months: Vec<String> = hours.months.iter().map(|month| month.hours.to_string()).collect();
/// assert_eq!(months, ["45", "60", "60"]);
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn workload(request: &Request) -> Result<Workload> {
    let Request { staffing, portfolio, months } = request;
    let mut tiers = Vec::new();
    let mut recurring = Vec::new();
    for tier in portfolio.tiers(staffing) {
        let (accounts, hours) = (portfolio.count(tier)?, portfolio.recurring(tier, staffing)?);
        recurring.push((tier, hours));
        let one = (accounts > 0).then(|| hours.divide(Exact::from(accounts))).transpose()?;
        let hours_per_account = one.map(Number::try_from).transpose()?;
        tiers.push(TierNeed { tier, accounts, hours: hours.try_into()?, hours_per_account });
    }
    let mut by_month = Vec::new();
    for month in months {
        for (tier, recurring) in &recurring {
            let (onboarding, renewal) = dated(staffing, portfolio, *tier, *month)?;
            by_month.push(TierHours {
                month: *month,
                tier: *tier,
                recurring: (*recurring).try_into()?,
                onboarding: onboarding.try_into()?,
                renewal: renewal.try_into()?,
                hours: sum([*recurring, onboarding, renewal])?.try_into()?,
            });
        }
    }
    let hours = sum(recurring.iter().map(|(_, hours)| *hours))?.try_into()?;
    Ok(Workload { tiers, hours, months: by_month, unassigned: portfolio.unassigned })
}

/// Hours of onboarding and of renewals that fall in a month.
pub(super) fn dated(
    staffing: &Staffing,
    portfolio: &Portfolio,
    tier: Tier,
    month: Month,
) -> Result<(Exact, Exact)> {
    let service = staffing.service(tier);
    let onboarding = placed(service.onboarding, &portfolio.starts, tier, |event| month.since(event))?;
    let renewal = placed(service.renewal, &portfolio.renewals, tier, |event| event.since(month))?;
    Ok((onboarding, renewal))
}

/// The part of dated work that falls in a month: that of the events less than its length away.
fn placed(
    work: Option<Dated>,
    events: &[Event],
    tier: Tier,
    away: impl Fn(Month) -> Option<u32>,
) -> Result<Exact> {
    let Some(work) = work else { return Ok(Exact::zero()) };
    let length = work.months.count("months")?;
    let near = |event: &&Event| {
        event.tier == tier && away(event.month).is_some_and(|months| u64::from(months) < length)
    };
    let accounts = sum(events.iter().filter(near).map(|event| event.accounts.exact()))?;
    accounts.multiply(work.hours.exact())?.divide(Exact::from(length))
}
