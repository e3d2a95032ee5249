//! Outsourcing of peaks: the base load is done in-house, what goes beyond it is bought by the hour.

use serde::Serialize;

use super::assumption::Staffing;
use super::number::{Number, ceiling, excess, sum};
use crate::error::Result;
use crate::value::exact::Exact;

/// So many heads in-house and the rest outsourced, over all months of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Mix {
    /// Heads in-house, in every month.
    pub heads: u64,
    /// Hours beyond theirs.
    pub outsourced_hours: Number,
    /// What both cost.
    pub cost: Number,
}

/// Three ways to meet a demand that swings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Outsourcing {
    /// Everything in-house: heads for the month that needs most.
    pub in_house: Mix,
    /// The base load in-house: heads that are busy in every month.
    pub base: Mix,
    /// The cheapest number of heads; the fewest where several cost the same.
    pub cheapest: Mix,
    /// What the cheapest costs less than everything in-house.
    pub saving: Number,
}

/// Compares the ways; none where the document names no price for an outsourced hour.
///
/// ```text
/// cost(h) = months · h · monthly cost per head + price · Σ max(0, demand − h · hours of one)
/// in-house: h = ⌈peak ÷ hours of one⌉        base: h = ⌊least ÷ hours of one⌋
/// ```
///
/// Between two months' demands the cost is a straight line in h, so the cheapest whole number lies beside one of them.
pub(super) fn outsourcing(staffing: &Staffing, demands: &[Exact]) -> Result<Option<Outsourcing>> {
    let Some(price) = staffing.outsourced_hourly_cost() else { return Ok(None) };
    let full = staffing.capacity().a_month_to_share()?;
    let per_head = staffing.monthly_cost_per_head().exact();
    let months = Exact::from(u64::try_from(demands.len()).unwrap_or(u64::MAX));
    let cost = |heads: u64| -> Result<(Exact, Exact)> {
        let own = full.multiply(Exact::from(heads))?;
        let hours = sum(demands.iter().map(|demand| excess(*demand, own)).collect::<Result<Vec<_>>>()?)?;
        let in_house = months.multiply(Exact::from(heads))?.multiply(per_head)?;
        Ok((hours, in_house.add(hours.multiply(price.exact())?)?))
    };
    let mix = |heads: u64| -> Result<(Mix, Exact)> {
        let (hours, exact) = cost(heads)?;
        Ok((Mix { heads, outsourced_hours: hours.try_into()?, cost: exact.try_into()? }, exact))
    };
    let mut beside = Vec::new();
    for demand in demands {
        let heads = demand.divide(full)?;
        beside.extend([heads.floor()?, ceiling(heads)?]);
    }
    beside.sort_unstable();
    beside.dedup();
    // Below the least demand the cost is a straight line down to nobody in-house.
    let (base, _) = mix(beside.first().copied().unwrap_or(0))?;
    let (in_house, all_own) = mix(beside.last().copied().unwrap_or(0))?;
    let (mut cheapest, mut least) = mix(0)?;
    for heads in beside {
        let (other, cost) = mix(heads)?;
        if cost.compare(least)?.is_lt() {
            (cheapest, least) = (other, cost);
        }
    }
    let saving = all_own.subtract(least)?.try_into()?;
    Ok(Some(Outsourcing { in_house, base, cheapest, saving }))
}
