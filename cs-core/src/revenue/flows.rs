//! The flows of all accounts of a ledger: in blocks where they can hold it, else account by account.

use serde::{Deserialize, Serialize};

use super::blocks;
use super::convention::Basis;
use super::entries::Entries;
use super::flow::Flow;
use super::lanes;
use super::options::Options;
use super::period::Periods;
use super::tally::Tally;
use super::walk::{AT_LEAST_NOTHING, Flows, Walk};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;

/// The flows of each period: from edge to edge and, where the convention asks for it and they differ, month by month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sums {
    pub(super) snapshot: Vec<Flow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) events: Option<Vec<Flow>>,
}

impl Sums {
    pub(super) fn on(&self, basis: Basis) -> &[Flow] {
        match (basis, &self.events) {
            (Basis::Events, Some(events)) => events,
            _ => &self.snapshot,
        }
    }

    pub(super) fn each(&self, change: impl Fn(&[Flow]) -> Result<Vec<Flow>>) -> Result<Self> {
        let events = self.events.as_deref().map(&change).transpose()?;
        Ok(Self { snapshot: change(&self.snapshot)?, events })
    }

    pub(super) fn plus(&self, other: &Self) -> Result<Self> {
        let add = |own: &[Flow], other: &[Flow]| {
            own.iter().zip(other).map(|(one, other)| one.plus(other)).collect()
        };
        let events = self.events.as_deref().zip(other.events.as_deref());
        Ok(Self {
            snapshot: add(&self.snapshot, &other.snapshot)?,
            events: events.map(|(own, other)| add(own, other)).transpose()?,
        })
    }
}

/// The flows of all accounts and of each segment; none where a row lies outside of the ledger's bounds.
pub(super) fn flows(
    entries: &Entries<'_>,
    periods: &Periods,
    walk: &Walk,
    options: &Options,
    workers: Workers<'_>,
) -> Result<Option<(Sums, Vec<Sums>)>> {
    let is_plain = periods.are_months && walk.gap_tolerance == 0 && walk.reactivation_window.is_none();
    let tallied = if is_plain {
        blocks::fold(entries, workers, || Tally::new(entries.span), Tally::add)?
    } else {
        None
    };
    let tally = tallied.and_then(|parts| parts.into_iter().reduce(|one, other| one.join(&other)));
    if let Some(monthly) = tally.map(|tally| tally.flows()).transpose()?.flatten() {
        let closed = |edge: &Option<usize>| edge.and_then(|at| monthly.get(at)).copied().unwrap_or_default();
        let snapshot = periods.edges.iter().skip(1).map(closed).collect();
        return Ok(Some((Sums { snapshot, events: None }, Vec::new())));
    }
    if entries.is_sampled() {
        return Ok(None);
    }
    let (snapshot, segments) = walked(entries, walk, workers)?;
    let events = if options.convention.rules().needs_events() && !periods.are_months {
        let (edges, each) = periods.monthly(entries);
        let (monthly, parts) = walked(entries, &Walk { edges, ..walk.clone() }, workers)?;
        let joined = |flows: &[Flow]| -> Result<Vec<Flow>> {
            let period = |months: &[Flow]| {
                let (first, rest) =
                    months.split_first().map_or((Flow::default(), &[] as &[Flow]), |(a, b)| (*a, b));
                rest.iter().try_fold(first, |sum, next| sum.then(next))
            };
            flows.chunks(each).map(period).collect()
        };
        let parts = parts.iter().map(|flows| joined(flows)).collect::<Result<Vec<_>>>()?;
        Some((joined(&monthly)?, parts))
    } else {
        None
    };
    let (total, mut parts) = events.unzip();
    let segments = segments.into_iter().enumerate().map(|(at, snapshot)| {
        let events = parts.as_mut().and_then(|parts| parts.get_mut(at)).map(std::mem::take);
        Sums { snapshot, events }
    });
    let segments = segments.collect();
    Ok(Some((Sums { snapshot, events: total }, segments)))
}

fn walked(entries: &Entries<'_>, walk: &Walk, workers: Workers<'_>) -> Result<(Vec<Flow>, Vec<Vec<Flow>>)> {
    let (periods, segments) = (walk.edges.len().saturating_sub(1), entries.groups.segments.len());
    let parts = lanes::fold(
        entries,
        workers,
        || Flows::new(periods, segments),
        |flows, account, lanes| walk.add(lanes, flows).map_err(|error| place(entries, &error, account)),
    )?;
    let mut parts = parts.into_iter();
    let mut flows = parts.next().unwrap_or_else(|| Flows::new(periods, segments));
    parts.for_each(|part| flows.join(&part));
    flows.whole()
}

/// An error of a month counted from the ledger's first, with the names of month and account.
pub(super) fn place(entries: &Entries<'_>, error: &Error, account: usize) -> Error {
    let (ErrorCode::Inconsistent, Some(month)) = (error.code(), error.row()) else { return error.clone() };
    let month = entries.first.plus(i32::try_from(month).unwrap_or_default()).to_text(entries.calendar);
    let account = match entries.accounts.numbered(Workers::ALONE) {
        Ok(accounts) => accounts.name(account),
        Err(error) => return error,
    };
    Error::new(error.code(), AT_LEAST_NOTHING).with_hint(format!("month {month}, account {account}"))
}
