//! Cross-checks: several ways to a headcount side by side, and where they disagree.

use serde::Serialize;

use super::assumption::Staffing;
use super::number::{Number, ceiling, product, sum};
use super::portfolio::Portfolio;
use super::preset::Range;
use crate::error::Result;
use crate::touch::tier::Tier;
use crate::value::exact::Exact;
use crate::value::label::Label;

/// Where the cost of success teams lies as a share of ARR, for half of the companies. Source: guide D, after the
/// Gainsight Customer Success Index 2023.
pub const COST_SHARE: Range = Range { least: Number::parts(6, 2), most: Some(Number::parts(10, 2)) };

/// A way to a headcount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Method {
    /// Hours needed ÷ hours of one.
    Workload,
    /// Accounts ÷ accounts per success manager.
    Ratios,
    /// What a share of the ARR pays for.
    Budget,
    /// Who is there.
    Present,
}

impl Method {
    /// Every way.
    pub const ALL: [Method; 4] = [Method::Workload, Method::Ratios, Method::Budget, Method::Present];

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Method::Workload => Label { en: "by workload", ja: "業務量" },
            Method::Ratios => Label { en: "by accounts per CSM", ja: "担当社数" },
            Method::Budget => Label { en: "by budget", ja: "予算" },
            Method::Present => Label { en: "present", ja: "現員" },
        }
    }
}

/// What is compared with a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// ARR ÷ heads present.
    ArrPerCsm,
    /// Accounts of a tier ÷ its heads present.
    AccountsPerCsm,
    /// 12 · heads present · monthly cost ÷ ARR.
    CostShare,
}

impl Measure {
    /// Every measure.
    pub const ALL: [Measure; 3] = [Measure::ArrPerCsm, Measure::AccountsPerCsm, Measure::CostShare];

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Measure::ArrPerCsm => Label { en: "ARR per CSM", ja: "CSM一人当たりARR" },
            Measure::AccountsPerCsm => Label { en: "accounts per CSM", ja: "CSM一人当たり担当社数" },
            Measure::CostShare => Label { en: "CS cost as a share of ARR", ja: "ARRに占めるCS費用" },
        }
    }
}

/// Where a value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// Below the least.
    Below,
    /// Within the range, both ends included.
    Within,
    /// Above the most.
    Above,
    /// There is no value, or nothing to compare it with.
    Unknown,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Verdict; 4] = [Verdict::Below, Verdict::Within, Verdict::Above, Verdict::Unknown];

    /// The name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Verdict::Below => Label { en: "below", ja: "下回る" },
            Verdict::Within => Label { en: "within", ja: "範囲内" },
            Verdict::Above => Label { en: "above", ja: "上回る" },
            Verdict::Unknown => Label { en: "unknown", ja: "不明" },
        }
    }
}

/// One way, and how far it is from the workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Way {
    /// The way.
    pub method: Method,
    /// Heads by it, of ratios the fewest; none where it has no answer.
    pub heads: Option<Number>,
    /// The most heads; the same as `heads` but for ratios.
    pub most: Option<Number>,
    /// (heads − heads by workload) ÷ heads by workload, from the nearer end of a range, 0 within it; none where either is
    /// not known or the workload is 0.
    pub difference: Option<Number>,
    /// Whether the difference is within the document's tolerance.
    pub agrees: Option<bool>,
}

/// A value beside the range that it is expected in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Check {
    /// What is compared.
    pub measure: Measure,
    /// The tier; none for all of them.
    pub tier: Option<Tier>,
    /// The value; none where nobody is there or the ARR is not known.
    pub value: Option<Number>,
    /// The range; none where there is nothing to compare with.
    pub range: Option<Range>,
    /// Where the value lies.
    pub verdict: Verdict,
}

/// Required against budgeted against present, in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// Heads by workload, unrounded, over all tiers.
    pub required: Number,
    /// The same, rounded up in each tier.
    pub required_whole: u64,
    /// Heads by ratios, by budget, and present.
    pub ways: Vec<Way>,
    /// Whether all ways that have an answer agree with the workload.
    pub agree: bool,
    /// Cross-checks of who is there.
    pub checks: Vec<Check>,
}

/// Compares. `tiers` holds heads required and present.
pub(super) fn compare(
    staffing: &Staffing,
    portfolio: &Portfolio,
    tiers: &[(Tier, Exact, Exact)],
) -> Result<Comparison> {
    let required = sum(tiers.iter().map(|(_, required, _)| *required))?;
    let present = sum(tiers.iter().map(|(_, _, present)| *present))?;
    let whole = tiers.iter().map(|(_, required, _)| ceiling(*required)).collect::<Result<Vec<u64>>>()?;
    let arr = portfolio.arr(None)?;
    let cost = product([staffing.monthly_cost_per_head().exact(), Exact::from(12)])?;
    let budget = match arr {
        Some(arr) if !cost.is_zero() => Some(product([arr, staffing.cost_ratio().exact()])?.divide(cost)?),
        _ => None,
    };
    let tolerance = staffing.tolerance().exact();
    let way = |method, heads: Option<(Exact, Exact)>| Way::of(method, heads, required, tolerance);
    let counts = Tier::ALL.map(|tier| Ok((tier, portfolio.count(tier)?)));
    let counts = counts.into_iter().collect::<Result<Vec<_>>>()?;
    let ways = vec![
        way(Method::Ratios, staffing.ratios().total(&counts)?)?,
        way(Method::Budget, budget.map(|heads| (heads, heads)))?,
        way(Method::Present, Some((present, present)))?,
    ];
    Ok(Comparison {
        required: required.try_into()?,
        required_whole: whole.into_iter().fold(0, u64::saturating_add),
        agree: ways.iter().all(|way| way.agrees != Some(false)),
        ways,
        checks: checks(staffing, portfolio, tiers, arr, present, cost)?,
    })
}

fn checks(
    staffing: &Staffing,
    portfolio: &Portfolio,
    tiers: &[(Tier, Exact, Exact)],
    arr: Option<Exact>,
    present: Exact,
    cost: Exact,
) -> Result<Vec<Check>> {
    let per = |value: Option<Exact>, of: Exact| {
        value.filter(|_| !of.is_zero()).map(|value| value.divide(of)).transpose()
    };
    let mut checks = vec![Check::of(Measure::ArrPerCsm, None, per(arr, present)?, staffing.arr_per_csm())?];
    for (tier, _, heads) in tiers {
        let accounts = portfolio.count(*tier)?;
        if accounts > 0 {
            let value = per(Some(Exact::from(accounts)), *heads)?;
            let range = staffing.ratios().by_tier.get(*tier).copied();
            checks.push(Check::of(Measure::AccountsPerCsm, Some(*tier), value, range)?);
        }
    }
    let share = match arr {
        Some(arr) => per(Some(present.multiply(cost)?), arr)?,
        None => None,
    };
    checks.push(Check::of(Measure::CostShare, None, share, Some(COST_SHARE))?);
    Ok(checks)
}

impl Way {
    fn of(method: Method, heads: Option<(Exact, Exact)>, required: Exact, tolerance: Exact) -> Result<Self> {
        let difference = match heads {
            Some((fewest, most)) if !required.is_zero() => {
                let nearest = if required.compare(fewest)?.is_lt() {
                    fewest
                } else if required.compare(most)?.is_gt() {
                    most
                } else {
                    required
                };
                Some(nearest.subtract(required)?.divide(required)?)
            }
            _ => None,
        };
        let within = |difference: Exact| {
            let size = if difference.is_negative() { difference.negate()? } else { difference };
            Ok::<_, crate::error::Error>(size.compare(tolerance)?.is_le())
        };
        Ok(Self {
            method,
            heads: heads.map(|(fewest, _)| fewest.try_into()).transpose()?,
            most: heads.map(|(_, most)| most.try_into()).transpose()?,
            difference: difference.map(Number::try_from).transpose()?,
            agrees: difference.map(within).transpose()?,
        })
    }
}

impl Check {
    fn of(measure: Measure, tier: Option<Tier>, value: Option<Exact>, range: Option<Range>) -> Result<Self> {
        let verdict = match (value, range) {
            (Some(value), Some(range)) => {
                let above = range.most.map(|most| value.compare(most.exact())).transpose()?;
                if value.compare(range.least.exact())?.is_lt() {
                    Verdict::Below
                } else if above.is_some_and(std::cmp::Ordering::is_gt) {
                    Verdict::Above
                } else {
                    Verdict::Within
                }
            }
            _ => Verdict::Unknown,
        };
        Ok(Self { measure, tier, value: value.map(Number::try_from).transpose()?, range, verdict })
    }
}
