//! Movements of one account from edge to edge, with everything a ledger may ask for: gaps that are bridged, a time after
//! which who comes back is new, segments that it moves between, products, revaluation.

use super::currency::Rates;
use super::flow::{Counts, Flow, sum};
use super::line::Line;
use super::split::{Moves, moves, shares};
use super::sum::{FlowSum, Sum};
use super::unit::overflow;
use crate::error::{Error, ErrorCode, Result};

/// What an account has in one segment, product family and currency, month by month.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    pub(super) segment: usize,
    pub(super) product: usize,
    pub(super) currency: usize,
    pub(super) cells: Vec<i128>,
}

/// Which edges are compared, and how.
#[derive(Debug, Clone)]
pub(super) struct Walk {
    /// The months at whose ends revenue is looked at, counted from the ledger's first; none before it.
    pub(super) edges: Vec<Option<usize>>,
    /// Gaps of up to so many months are bridged.
    pub(super) gap_tolerance: usize,
    /// Who comes back after a longer gap is new.
    pub(super) reactivation_window: Option<usize>,
    /// What currencies are worth.
    pub(super) rates: Rates,
    /// How many whole numbers make one of the last place that amounts are shown with.
    pub(super) minor: i128,
    /// Whether expansion is split by product.
    pub(super) products: bool,
}

/// Flows of all accounts together, and of each segment.
#[derive(Debug, Clone)]
pub(super) struct Flows {
    pub(super) total: Vec<FlowSum>,
    pub(super) segments: Vec<Vec<FlowSum>>,
}

impl Flows {
    pub(super) fn new(periods: usize, segments: usize) -> Self {
        Self {
            total: vec![FlowSum::default(); periods],
            segments: vec![vec![FlowSum::default(); periods]; segments],
        }
    }

    /// Adds the flows of other accounts.
    pub(super) fn join(&mut self, other: &Self) {
        let own = self.total.iter_mut().chain(self.segments.iter_mut().flatten());
        for (flow, more) in own.zip(other.total.iter().chain(other.segments.iter().flatten())) {
            flow.join(more);
        }
    }

    /// The flow of each period, of all accounts and of each segment.
    ///
    /// Errors: `overflow`, those of [`Flow::check`].
    pub(super) fn whole(&self) -> Result<(Vec<Flow>, Vec<Vec<Flow>>)> {
        let flows = |sums: &Vec<FlowSum>| {
            let checked = |sum: &FlowSum| sum.whole().and_then(|flow| flow.check().map(|()| flow));
            sums.iter().map(checked).collect::<Result<Vec<Flow>>>()
        };
        Ok((flows(&self.total)?, self.segments.iter().map(flows).collect::<Result<_>>()?))
    }
}

/// One account over one period: what it had, the same at the closing edge's rates, what it has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step {
    pub(super) period: usize,
    pub(super) from: Option<usize>,
    pub(super) to: usize,
    /// The line that the change belongs to; none where nothing changed.
    pub(super) line: Option<Line>,
    pub(super) opening: i128,
    pub(super) revalued: i128,
    pub(super) closing: i128,
}

impl Walk {
    /// Adds an account. A month that is below 0 is given back as an error at that row, without the account's name.
    ///
    /// Errors: `inconsistent`, `missing_rate`, `overflow`.
    pub(super) fn add(&self, lanes: &mut [Lane], flows: &mut Flows) -> Result<()> {
        self.each(lanes, |lanes, step| {
            if let Some(total) = flows.total.get_mut(step.period) {
                total.add(&self.flow(lanes, step)?);
            }
            if flows.segments.is_empty() { Ok(()) } else { self.segments(lanes, step, &mut flows.segments) }
        })
    }

    /// Walks an account from edge to edge; periods in which it has nothing are passed over.
    pub(super) fn each(
        &self,
        lanes: &mut [Lane],
        mut body: impl FnMut(&[Lane], &Step) -> Result<()>,
    ) -> Result<()> {
        let mut active = active(lanes)?;
        if self.gap_tolerance > 0 {
            self.bridge(lanes, &mut active);
        }
        for (edges, period) in self.edges.windows(2).zip(0..) {
            let [from, Some(to)] = *edges else { continue };
            let closing = self.worth(lanes, Some(to), to)?;
            let (opening, revalued) = (self.at(lanes, from)?, self.worth(lanes, from, to)?);
            if opening != 0 || closing != 0 {
                let line = self.line(&active, from, revalued, closing);
                body(lanes, &Step { period, from, to, line, opening, revalued, closing })?;
            }
        }
        Ok(())
    }

    /// Fills short gaps of an account with what it had before them.
    fn bridge(&self, lanes: &mut [Lane], active: &mut [bool]) {
        let paid: Vec<usize> =
            active.iter().enumerate().filter(|(_, paid)| **paid).map(|(month, _)| month).collect();
        for (before, after) in paid.iter().zip(paid.iter().skip(1)) {
            let gap = before.saturating_add(1)..*after;
            if gap.is_empty() || gap.len() > self.gap_tolerance {
                continue;
            }
            for lane in lanes.iter_mut() {
                let kept = lane.cells.get(*before).copied().unwrap_or_default();
                lane.cells.get_mut(gap.clone()).unwrap_or_default().fill(kept);
            }
            active.get_mut(gap).unwrap_or_default().fill(true);
        }
    }

    /// What all lanes of a month together are worth at the rates of another.
    fn worth(&self, lanes: &[Lane], month: Option<usize>, rates: usize) -> Result<i128> {
        let Some(month) = month else { return Ok(0) };
        let mut total = Sum::default();
        for lane in lanes {
            let cell = lane.cells.get(month).copied().unwrap_or_default();
            total.add(self.rates.value(cell, lane.currency, rates)?);
        }
        total.whole()
    }

    fn at(&self, lanes: &[Lane], month: Option<usize>) -> Result<i128> {
        month.map_or(Ok(0), |own| self.worth(lanes, month, own))
    }

    fn line(&self, active: &[bool], from: Option<usize>, opening: i128, closing: i128) -> Option<Line> {
        match (opening > 0, closing > 0) {
            (false, true) => {
                let after = from.map_or(0, |month| month.saturating_add(1));
                let before = active.get(..after).unwrap_or_default().iter().rposition(|paid| *paid);
                let back = active.get(after..).unwrap_or_default().iter().position(|paid| *paid);
                // Months between the last one with revenue before the edge and the first one after it.
                let gap = before.map(|last| {
                    back.unwrap_or(0).saturating_add(after).saturating_sub(last).saturating_sub(1)
                });
                match (gap, self.reactivation_window) {
                    (None, _) => Some(Line::NewBusiness),
                    (Some(gap), Some(window)) if gap > window => Some(Line::NewBusiness),
                    (Some(_), _) => Some(Line::Reactivation),
                }
            }
            (true, false) => Some(Line::Churn),
            _ if closing > opening => Some(Line::Expansion),
            _ if closing < opening => Some(Line::Contraction),
            _ => None,
        }
    }

    /// The lines of one step.
    fn flow(&self, lanes: &[Lane], step: &Step) -> Result<Flow> {
        let change = step.closing.checked_sub(step.revalued).ok_or_else(overflow)?;
        let fx = step.revalued.checked_sub(step.opening).ok_or_else(overflow)?;
        let mut flow = lines([step.opening, step.closing], fx, step.line, change)?;
        if self.products && step.line == Some(Line::Expansion) {
            self.split(lanes, lanes, step, &mut flow)?;
        }
        Ok(flow)
    }

    /// Books a step on the account's segments: what it lost in one and gained in another is a transfer, the rest is of
    /// the account's line.
    fn segments(&self, lanes: &[Lane], step: &Step, flows: &mut [Vec<FlowSum>]) -> Result<()> {
        let held = self.by(lanes, step, |lane| lane.segment)?;
        let changes = changes(&held)?;
        for (part, Moves { own, transfer }) in held.iter().zip(moves(&changes, self.minor)?) {
            if part.opening < 0 || part.closing < 0 {
                let month = if part.closing < 0 { step.to } else { step.from.unwrap_or_default() };
                return Err(negative(month));
            }
            let fx = part.revalued.checked_sub(part.opening).ok_or_else(overflow)?;
            let mut flow = lines([part.opening, part.closing], fx, step.line, own)?;
            flow.transfer = transfer;
            if self.products && step.line == Some(Line::Expansion) {
                let within: Vec<Lane> =
                    lanes.iter().filter(|lane| lane.segment == part.key).cloned().collect();
                self.split(&within, lanes, step, &mut flow)?;
            }
            if let Some(sums) = flows.get_mut(part.key).and_then(|flows| flows.get_mut(step.period)) {
                sums.add(&flow);
            }
        }
        Ok(())
    }

    /// Splits an expansion over the product families that gained: upsell where the account had the family, cross-sell
    /// where it did not.
    fn split(&self, lanes: &[Lane], all: &[Lane], step: &Step, flow: &mut Flow) -> Result<()> {
        let families = self.by(lanes, step, |lane| lane.product)?;
        let gains: Vec<i128> = changes(&families)?.into_iter().map(|change| change.max(0)).collect();
        let had = self.by(all, step, |lane| lane.product)?;
        for (family, part) in families.iter().zip(shares(flow.expansion, &gains, self.minor)?) {
            let held = had.iter().any(|own| own.key == family.key && own.opening > 0);
            let line = if held { &mut flow.upsell } else { &mut flow.cross_sell };
            *line = line.checked_add(part).ok_or_else(overflow)?;
        }
        flow.accounts.upsell = u64::from(flow.upsell != 0);
        flow.accounts.cross_sell = u64::from(flow.cross_sell != 0);
        Ok(())
    }

    /// What lies in each segment, or each product family.
    fn by(&self, lanes: &[Lane], step: &Step, key: impl Fn(&Lane) -> usize) -> Result<Vec<Part>> {
        let mut sums: Vec<(usize, [Sum; 3])> = Vec::new();
        for lane in lanes {
            let worth =
                |month: Option<usize>, rates: usize| self.worth(std::slice::from_ref(lane), month, rates);
            let opening = step.from.map_or(Ok(0), |from| worth(step.from, from))?;
            let (revalued, closing) = (worth(step.from, step.to)?, worth(Some(step.to), step.to)?);
            let (own, amounts) = (key(lane), [opening, revalued, closing]);
            match sums.iter_mut().find(|(key, _)| *key == own) {
                Some((_, sums)) => sums.iter_mut().zip(amounts).for_each(|(sum, amount)| sum.add(amount)),
                None => sums.push((own, amounts.map(|amount| Sum::from_iter([amount])))),
            }
        }
        sums.sort_by_key(|(key, _)| *key);
        let part = |(key, [opening, revalued, closing]): (usize, [Sum; 3])| {
            Ok(Part {
                key,
                opening: opening.whole()?,
                revalued: revalued.whole()?,
                closing: closing.whole()?,
            })
        };
        sums.into_iter().map(part).collect()
    }
}

struct Part {
    key: usize,
    opening: i128,
    revalued: i128,
    closing: i128,
}

fn changes(parts: &[Part]) -> Result<Vec<i128>> {
    let change = |part: &Part| part.closing.checked_sub(part.revalued).ok_or_else(overflow);
    parts.iter().map(change).collect()
}

/// The months in which an account has revenue; what it has in one currency is never below 0.
pub(super) fn active(lanes: &[Lane]) -> Result<Vec<bool>> {
    let span = lanes.first().map_or(0, |lane| lane.cells.len());
    let mut active = vec![false; span];
    for (month, active) in active.iter_mut().enumerate() {
        for lane in lanes {
            let own = lanes.iter().filter(|other| other.currency == lane.currency);
            let total = sum(own.map(|own| own.cells.get(month).copied().unwrap_or_default()))?;
            if total < 0 {
                return Err(negative(month));
            }
            *active = *active || total > 0;
        }
    }
    Ok(active)
}

pub(super) const AT_LEAST_NOTHING: &str =
    "the amounts of an account and month add up to 0 or more, in each currency and segment";

/// The error that an account has less than nothing in a month, counted from the ledger's first; where is for the caller.
fn negative(month: usize) -> Error {
    Error::new(ErrorCode::Inconsistent, AT_LEAST_NOTHING).at_row(month)
}

/// Opening and closing revenue with a change on its line.
fn lines([opening, closing]: [i128; 2], fx: i128, line: Option<Line>, change: i128) -> Result<Flow> {
    let mut flow = Flow { opening, closing, fx, ..Flow::default() };
    flow.accounts =
        Counts { opening: (opening > 0).into(), closing: (closing > 0).into(), ..Counts::default() };
    let counts = &mut flow.accounts;
    let (amount, count) = match line {
        Some(Line::NewBusiness) => (&mut flow.new_business, &mut counts.new_business),
        Some(Line::Reactivation) => (&mut flow.reactivation, &mut counts.reactivation),
        Some(Line::Expansion) => (&mut flow.expansion, &mut counts.expansion),
        Some(Line::Contraction) => (&mut flow.contraction, &mut counts.contraction),
        Some(Line::Churn) => (&mut flow.churn, &mut counts.churn),
        _ => return Ok(flow),
    };
    *amount = change.checked_abs().ok_or_else(overflow)?;
    *count = u64::from(change != 0);
    Ok(flow)
}
