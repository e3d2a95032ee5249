//! Movements of one account from edge to edge, with everything a ledger may ask for: gaps that are bridged, a time after
//! which who comes back is new, segments that it moves between, revaluation.

use super::flow::{Counts, Flow, sum};
use super::split::{Moves, moves};
use super::unit::overflow;
use crate::error::{Error, ErrorCode, Result};

/// What an account has in one segment, product family and currency, month by month.
#[derive(Debug, Clone, Default)]
pub(super) struct Lane {
    pub(super) segment: usize,
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
}

/// Flows of all accounts together, and of each segment.
#[derive(Debug, Clone)]
pub(super) struct Flows {
    pub(super) total: Vec<Flow>,
    pub(super) segments: Vec<Vec<Flow>>,
}

impl Flows {
    pub(super) fn new(periods: usize, segments: usize) -> Self {
        Self {
            total: vec![Flow::default(); periods],
            segments: vec![vec![Flow::default(); periods]; segments],
        }
    }
}

/// How an account's revenue moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    NewBusiness,
    Reactivation,
    Expansion,
    Contraction,
    Churn,
    Same,
}

impl Walk {
    /// Fills short gaps of an account with what it had before them.
    fn bridge(&self, lanes: &mut [Lane], active: &mut [bool]) {
        let mut last: Option<usize> = None;
        for month in 0..active.len() {
            if !active.get(month).copied().unwrap_or(false) {
                continue;
            }
            if let Some(before) = last
                && month.saturating_sub(before).saturating_sub(1) <= self.gap_tolerance
            {
                for gap in before.saturating_add(1)..month {
                    if let Some(bridged) = active.get_mut(gap) {
                        *bridged = true;
                    }
                    for lane in lanes.iter_mut() {
                        let kept = lane.cells.get(before).copied().unwrap_or_default();
                        if let Some(cell) = lane.cells.get_mut(gap) {
                            *cell = kept;
                        }
                    }
                }
            }
            last = Some(month);
        }
    }

    /// Adds an account. The month that is below 0 is given back as an error without the account's name.
    ///
    /// Errors: `inconsistent`, `overflow`.
    pub(super) fn add(&self, lanes: &mut [Lane], flows: &mut Flows) -> Result<()> {
        let span = lanes.first().map_or(0, |lane| lane.cells.len());
        let mut active = vec![false; span];
        for (month, active) in active.iter_mut().enumerate() {
            let total = at(lanes, Some(month))?;
            if total < 0 {
                return Err(negative(month));
            }
            *active = total > 0;
        }
        if self.gap_tolerance > 0 {
            self.bridge(lanes, &mut active);
        }
        for ((edges, period), total) in self.edges.windows(2).zip(0..).zip(&mut flows.total) {
            let [from, to] = *edges else { continue };
            let (opening, closing) = (at(lanes, from)?, at(lanes, to)?);
            let kind = self.kind(&active, from, opening, closing);
            *total = total.plus(&flow(kind, opening, closing)?)?;
            if !flows.segments.is_empty() {
                segments(lanes, [from, to], kind, period, &mut flows.segments)?;
            }
        }
        Ok(())
    }

    fn kind(&self, active: &[bool], from: Option<usize>, opening: i128, closing: i128) -> Kind {
        match (opening > 0, closing > 0) {
            (false, true) => {
                let after = from.map_or(0, |month| month.saturating_add(1));
                let before = active.get(..after).unwrap_or_default().iter().rposition(|paid| *paid);
                let back = active.get(after..).unwrap_or_default().iter().position(|paid| *paid);
                let gap = before.map(|last| {
                    back.unwrap_or(0).saturating_add(after).saturating_sub(last).saturating_sub(1)
                });
                match (gap, self.reactivation_window) {
                    (None, _) => Kind::NewBusiness,
                    (Some(gap), Some(window)) if gap > window => Kind::NewBusiness,
                    (Some(_), _) => Kind::Reactivation,
                }
            }
            (true, false) => Kind::Churn,
            (true, true) if closing > opening => Kind::Expansion,
            (true, true) if closing < opening => Kind::Contraction,
            _ => Kind::Same,
        }
    }
}

/// The error that an account has less than nothing in a month, counted from the ledger's first; where is for the caller.
pub(super) fn negative(month: usize) -> Error {
    Error::new(ErrorCode::Inconsistent, "the amounts of an account and month add up to less than 0")
        .at_row(month)
}

fn at(lanes: &[Lane], month: Option<usize>) -> Result<i128> {
    let Some(month) = month else { return Ok(0) };
    sum(lanes.iter().map(|lane| lane.cells.get(month).copied().unwrap_or_default()))
}

/// The lines of one movement.
pub(super) fn flow(kind: Kind, opening: i128, closing: i128) -> Result<Flow> {
    let change = closing.checked_sub(opening).ok_or_else(overflow)?;
    let mut flow = Flow { opening, closing, ..Flow::default() };
    flow.accounts =
        Counts { opening: (opening > 0).into(), closing: (closing > 0).into(), ..Counts::default() };
    put(&mut flow, kind, change)?;
    Ok(flow)
}

/// Books a change on the line of its kind.
fn put(flow: &mut Flow, kind: Kind, change: i128) -> Result<()> {
    let (line, count) = match kind {
        Kind::NewBusiness => (&mut flow.new_business, &mut flow.accounts.new_business),
        Kind::Reactivation => (&mut flow.reactivation, &mut flow.accounts.reactivation),
        Kind::Expansion => (&mut flow.expansion, &mut flow.accounts.expansion),
        Kind::Contraction => (&mut flow.contraction, &mut flow.accounts.contraction),
        Kind::Churn => (&mut flow.churn, &mut flow.accounts.churn),
        Kind::Same => return Ok(()),
    };
    *line = change.checked_abs().ok_or_else(overflow)?;
    *count = u64::from(change != 0);
    Ok(())
}

/// Books an account's movement on its segments: what it lost in one and gained in another is a transfer, the rest is of
/// the account's kind.
fn segments(
    lanes: &[Lane],
    [from, to]: [Option<usize>; 2],
    kind: Kind,
    period: usize,
    flows: &mut [Vec<Flow>],
) -> Result<()> {
    let mut held: Vec<(usize, i128, i128)> = Vec::new();
    for lane in lanes {
        let cell =
            |month: Option<usize>| month.and_then(|month| lane.cells.get(month)).copied().unwrap_or_default();
        let (opening, closing) = (cell(from), cell(to));
        match held.iter_mut().find(|(segment, ..)| *segment == lane.segment) {
            Some((_, before, after)) => {
                *before = sum([*before, opening])?;
                *after = sum([*after, closing])?;
            }
            None => held.push((lane.segment, opening, closing)),
        }
    }
    let changes: Vec<i128> = held
        .iter()
        .map(|(_, opening, closing)| closing.checked_sub(*opening).ok_or_else(overflow))
        .collect::<Result<_>>()?;
    for ((segment, opening, closing), Moves { own, transfer }) in held.into_iter().zip(moves(&changes)?) {
        if opening < 0 || closing < 0 {
            let month = if closing < 0 { to } else { from };
            return Err(negative(month.unwrap_or_default()));
        }
        let mut flow = Flow { opening, closing, transfer, ..Flow::default() };
        flow.accounts =
            Counts { opening: (opening > 0).into(), closing: (closing > 0).into(), ..Counts::default() };
        put(&mut flow, kind, own)?;
        if let Some(sums) = flows.get_mut(segment).and_then(|flows| flows.get_mut(period)) {
            *sums = sums.plus(&flow)?;
        }
    }
    Ok(())
}
