//! The plan: month by month, what the accounts need against who is there.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::assumption::{Form, Staffing};
use super::cross_check::{Comparison, compare};
use super::hire::{Hire, hires};
use super::month::Month;
use super::number::{Number, carried, ceiling, excess, sum};
use super::outsource::{Outsourcing, outsourcing};
use super::portfolio::{Event, Portfolio};
use super::workload::{a_year, dated, in_row};
use crate::error::{Error, ErrorCode, Result};
use crate::touch::tier::Tier;
use crate::value::document::limit;
use crate::value::exact::Exact;

/// Most rows of staff.
pub const STAFF: usize = 10_000;

/// Success managers of a tier.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Staff {
    /// The tier that they work for.
    pub tier: Tier,
    /// How many, also parts of one.
    pub heads: Number,
    /// Their first month of service, from which the ramp counts; without it they are fully productive.
    #[serde(default)]
    pub since: Option<Month>,
}

/// The plan as it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestForm {
    staffing: Form,
    portfolio: Portfolio,
    #[serde(default)]
    staff: Vec<Staff>,
    first_month: Month,
    #[serde(default = "a_year")]
    months: Number,
}

/// Assumptions, accounts, staff and months; valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    staffing: Staffing,
    portfolio: Portfolio,
    staff: Vec<Staff>,
    months: Vec<Month>,
}

impl Request {
    /// Refuses what the portfolio's check refuses, heads below 0 and 0 months (`out_of_range`), too many months or rows
    /// of staff (`limit`).
    pub fn new(
        staffing: Staffing,
        portfolio: Portfolio,
        staff: Vec<Staff>,
        first_month: Month,
        months: u64,
    ) -> Result<Self> {
        portfolio.check("portfolio")?;
        limit("staff", staff.len(), STAFF)?;
        for (at, staff) in staff.iter().enumerate() {
            staff.heads.at_least_zero(&format!("staff[{at}].heads"))?;
        }
        if months == 0 {
            let error = Error::new(ErrorCode::OutOfRange, "a plan has at least one month");
            return Err(error.at("months").with_value(months));
        }
        Ok(Self { staffing, portfolio, staff, months: in_row(first_month, months)? })
    }
}

impl TryFrom<RequestForm> for Request {
    type Error = Error;

    fn try_from(form: RequestForm) -> Result<Self> {
        let staffing = Staffing::try_from(form.staffing).map_err(|error| error.under("staffing"))?;
        let months = form.months.count("months")?;
        Self::new(staffing, form.portfolio, form.staff, form.first_month, months)
    }
}

/// One tier in one month. Shortage and surplus are what of the other side is missing; one of them is always 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierMonth {
    /// The month.
    pub month: Month,
    /// The tier.
    pub tier: Tier,
    /// Accounts that are expected.
    pub accounts: Number,
    /// Hours that they need.
    pub demand_hours: Number,
    /// Heads that are expected to be there.
    pub heads: Number,
    /// Hours that these have.
    pub supply_hours: Number,
    /// Fully productive heads that the demand takes.
    pub required: Number,
    /// The same, rounded up.
    pub required_whole: u64,
    /// Hours that are missing.
    pub shortage_hours: Number,
    /// The same in fully productive heads.
    pub shortage_heads: Number,
    /// Hours left over.
    pub surplus_hours: Number,
    /// The same in fully productive heads.
    pub surplus_heads: Number,
    /// What these cost in the month.
    pub surplus_cost: Number,
}

/// One tier over all months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierPlan {
    /// The tier.
    pub tier: Tier,
    /// The most heads that a month takes, unrounded.
    pub peak_required: Number,
    /// The first month that takes them.
    pub peak_month: Month,
    /// Whom to hire, and when.
    pub hires: Vec<Hire>,
    /// What hours left over cost, all months together.
    pub surplus_cost: Number,
    /// What outsourcing the peaks would cost; none where the document names no price.
    pub outsourcing: Option<Outsourcing>,
}

/// A staffing plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Plan {
    /// Month by month, and in each by tier, as in `tiers`.
    pub months: Vec<TierMonth>,
    /// Each tier that the document serves, or that has accounts or staff, high first.
    pub tiers: Vec<TierPlan>,
    /// Required by workload, by ratios and by budget, and present, side by side in the first month.
    pub comparison: Comparison,
    /// Accounts that are in no tier, and so in no number.
    pub unassigned: u64,
}

/// The peak, and whom to hire by when.
impl fmt::Display for TierPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heads: u128 = self.hires.iter().map(|hire| u128::from(hire.heads)).sum();
        let Self { tier, peak_required, peak_month, hires, .. } = self;
        write!(f, "{tier}: peak {peak_required} heads in {peak_month}, hires {heads}")?;
        hires.first().map_or(Ok(()), |first| write!(f, ", the first by {}", first.hire_by))
    }
}

/// A line for each tier, and one for accounts that are in none.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tiers: Vec<String> = self.tiers.iter().map(TierPlan::to_string).collect();
        let unassigned = Some(self.unassigned).filter(|accounts| *accounts > 0);
        let rest = unassigned.map(|accounts| format!("no tier: accounts {accounts}"));
        let lines: Vec<String> = tiers.into_iter().chain(rest).collect();
        f.write_str(&lines.join("\n"))
    }
}

/// What the accounts need against who is there, month by month.
///
/// ```text
/// accounts(k + 1) = accounts(k) · (1 − churn) + new                 carried to 12 places, the first month as it stands
/// demand = accounts · recurring hours of one + onboarding + renewals
/// heads(k + 1) = heads(k) · (1 − attrition)                         likewise, from the first month or that of joining
/// supply = Σ heads · hours of one at his ramp
/// shortage = max(0, demand − supply) ÷ hours of one who is fully productive, in heads
/// ```
///
/// New accounts bring their onboarding and the tier's mix of stages, health and complexity. The plan invents no
/// renewals beyond those of the portfolio. Hires are what the shortage takes; they do not enter `heads`. Demand above
/// supply is a shortage, not an error, also with nobody there. Errors: those of reading; `unknown_name`;
/// `zero_denominator` where a success manager has no hours for accounts. Source: guide D; docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::{assumption::Staffing, plan::{Request, plan}, portfolio::Portfolio};
///
/// let staffing = Staffing::from_json(r#"{"kind": "staffing", "version": 1, "name": "example",
///     "tiers": {"high": {"touches": [{"name": "call", "per_month": 4, "hours": 2}]}},
///     "hours": {"amount": 100, "per": "month"}, "hiring_lead_months": 3}"#)?;
/// let portfolio: Portfolio = serde_json::from_str(r#"{"accounts": [{"tier": "high", "accounts": 30}]}"#).unwrap();
/// let staff = serde_json::from_str(r#"[{"tier": "high", "heads": 2}]"#).unwrap();
/// let plan = plan(&Request::new(staffing, portfolio, staff, "2027-01".parse()?, 6)?)?;
/// assert_eq!(plan.months[0].shortage_heads.to_string(), "0.4");
/// let hire = &plan.tiers[0].hires[0];
/// assert_eq!((hire.heads, hire.hire_by.as_str(), hire.late), (1, "2026-10-01", true));
/// assert_eq!(plan.to_string(), "high: peak 2.4 heads in 2027-01, hires 1, the first by 2026-10-01");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn plan(request: &Request) -> Result<Plan> {
    let planned = |tier: &Tier| {
        request.portfolio.tiers(&request.staffing).contains(tier)
            || request.staff.iter().any(|staff| staff.tier == *tier)
    };
    let tiers = Tier::ALL.into_iter().filter(planned);
    let courses = tiers.map(|tier| Course::of(request, tier)).collect::<Result<Vec<Course>>>()?;
    let mut months = Vec::new();
    for at in 0..request.months.len() {
        months.extend(courses.iter().filter_map(|course| course.months.get(at).map(|point| point.row)));
    }
    let tiers = courses.iter().map(|course| course.summary(request)).collect::<Result<_>>()?;
    let now = courses.iter().filter_map(|course| course.months.first());
    let now: Vec<(Tier, Exact, Exact)> =
        now.map(|point| (point.row.tier, point.required, point.heads)).collect();
    let comparison = compare(&request.staffing, &request.portfolio, &now)?;
    Ok(Plan { months, tiers, comparison, unassigned: request.portfolio.unassigned })
}

/// A tier's way through the months.
struct Course {
    tier: Tier,
    months: Vec<Point>,
}

/// A row with what its numbers were rounded from.
#[derive(Clone, Copy)]
struct Point {
    row: TierMonth,
    demand: Exact,
    required: Exact,
    heads: Exact,
    shortage: Exact,
    surplus: Exact,
}

impl Course {
    fn of(request: &Request, tier: Tier) -> Result<Self> {
        let Request { staffing, portfolio, months, .. } = request;
        let growth = staffing.growth(tier);
        let stays = Exact::one().subtract(growth.churn.exact())?;
        let opening = portfolio.count(tier)?;
        let of_one = if opening == 0 {
            staffing.hours(tier, &Default::default(), "staffing")?
        } else {
            portfolio.recurring(tier, staffing)?.divide(Exact::from(opening))?
        };
        let won = won(portfolio, tier, months, growth.new_per_month);
        let mut accounts = Exact::from(opening);
        let mut points = Vec::new();
        for (at, month) in months.iter().enumerate() {
            if at > 0 {
                accounts = carried(accounts.multiply(stays)?.add(growth.new_per_month.exact())?)?;
            }
            let (onboarding, renewal) = dated(staffing, &won, tier, *month)?;
            let demand = sum([accounts.multiply(of_one)?, onboarding, renewal])?;
            points.push(Point::of(request, tier, *month, accounts, demand)?);
        }
        Ok(Self { tier, months: points })
    }

    fn summary(&self, request: &Request) -> Result<TierPlan> {
        let Request { staffing, .. } = request;
        let mut peak: Option<&Point> = None;
        for point in &self.months {
            if peak.map_or(Ok(true), |peak| Ok::<_, Error>(point.required.compare(peak.required)?.is_gt()))? {
                peak = Some(point);
            }
        }
        let Some(peak) = peak else {
            return Err(Error::new(ErrorCode::Internal, "a plan without months"));
        };
        let shortages: Vec<(Month, Exact)> =
            self.months.iter().map(|point| (point.row.month, point.shortage)).collect();
        let demands: Vec<Exact> = self.months.iter().map(|point| point.demand).collect();
        let surplus = sum(self.months.iter().map(|point| point.surplus))?;
        let cost = surplus.multiply(staffing.monthly_cost_per_head().exact())?;
        Ok(TierPlan {
            tier: self.tier,
            peak_required: peak.required.try_into()?,
            peak_month: peak.row.month,
            hires: hires(staffing, &shortages)?,
            surplus_cost: cost.try_into()?,
            outsourcing: outsourcing(staffing, &demands)?,
        })
    }
}

impl Point {
    fn of(request: &Request, tier: Tier, month: Month, accounts: Exact, demand: Exact) -> Result<Self> {
        let staffing = &request.staffing;
        let full = staffing.capacity().a_month_to_share()?;
        let (heads, supply) = present(request, tier, month)?;
        let required = demand.divide(full)?;
        let (missing, left) = (excess(demand, supply)?, excess(supply, demand)?);
        let (shortage, surplus) = (missing.divide(full)?, left.divide(full)?);
        let row = TierMonth {
            month,
            tier,
            accounts: accounts.try_into()?,
            demand_hours: demand.try_into()?,
            heads: heads.try_into()?,
            supply_hours: supply.try_into()?,
            required: required.try_into()?,
            required_whole: ceiling(required)?,
            shortage_hours: missing.try_into()?,
            shortage_heads: shortage.try_into()?,
            surplus_hours: left.try_into()?,
            surplus_heads: surplus.try_into()?,
            surplus_cost: surplus.multiply(staffing.monthly_cost_per_head().exact())?.try_into()?,
        };
        Ok(Self { row, demand, required, heads, shortage, surplus })
    }
}

/// The portfolio's dated work with the starts of the accounts that are won from the second month on.
fn won(portfolio: &Portfolio, tier: Tier, months: &[Month], new_per_month: Number) -> Portfolio {
    let start = |month: &Month| Event { tier, month: *month, accounts: new_per_month };
    let starts = portfolio.starts.iter().cloned().chain(months.iter().skip(1).map(start)).collect();
    Portfolio { accounts: Vec::new(), starts, renewals: portfolio.renewals.clone(), unassigned: 0 }
}

/// Heads that are expected to be there in a month, and the hours that they have.
fn present(request: &Request, tier: Tier, month: Month) -> Result<(Exact, Exact)> {
    let Request { staffing, staff, months, .. } = request;
    let stays = Exact::one().subtract(staffing.attrition().exact())?;
    let first = months.first().copied().unwrap_or(month);
    let (mut heads, mut supply) = (Exact::zero(), Exact::zero());
    for staff in staff.iter().filter(|staff| staff.tier == tier) {
        let Some(served) = month.since(staff.since.unwrap_or(first)) else { continue };
        let counted_from = staff.since.map_or(first, |since| since.max(first));
        let mut left = staff.heads.exact();
        for _ in 0..month.since(counted_from).unwrap_or(0) {
            left = carried(left.multiply(stays)?)?;
        }
        let ramp = staff.since.and_then(|_| usize::try_from(served).ok());
        let share = ramp.and_then(|served| staffing.ramp().get(served)).map_or(Exact::one(), |it| it.exact());
        heads = heads.add(left)?;
        supply = supply.add(left.multiply(staffing.capacity().in_months(1, share)?)?)?;
    }
    Ok((heads, supply))
}
