//! Inputs summed by group.

use std::ops::Range;

use super::{
    answer::{Reason, reason},
    groups::Groups,
    query::Query,
    reader::Bound,
    run::{known, tiles},
    total::Total,
};
use crate::{
    error::Result,
    fact::{input::Invalid, tile::TILE, workers::Workers},
};

/// Rows for each group, so that several threads may have sums of their own: to join them then costs little beside.
const ROWS: usize = 4;

/// What became of the rows of a group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct State {
    /// Rows that lack an input.
    pub(super) missing: u64,
    /// Why a row was refused, the first that was.
    pub(super) refused: Option<Reason>,
}

/// Sums of the inputs by group.
pub(super) struct Sums {
    totals: Vec<Total>,
    states: Vec<State>,
    inputs: usize,
}

impl Sums {
    fn new(groups: usize, inputs: usize) -> Self {
        let totals = vec![Total::EMPTY; groups.saturating_mul(inputs)];
        Self { totals, states: vec![State::default(); groups], inputs }
    }

    /// What a group has of each input.
    pub(super) fn of_group(&self, group: usize) -> (&[Total], State) {
        let start = group.saturating_mul(self.inputs);
        let totals = self.totals.get(start..start.saturating_add(self.inputs)).unwrap_or_default();
        (totals, self.states.get(group).copied().unwrap_or_default())
    }

    /// Rows of each group that lack an input.
    pub(super) fn missing(&self) -> impl Iterator<Item = u64> {
        self.states.iter().map(|state| state.missing)
    }

    /// Sums all rows. Threads sum runs of rows, which are joined in their order; where that does not tell which row is
    /// refused, one thread sums them all, row by row.
    pub(super) fn of(
        query: &Query,
        inputs: &[Bound<'_>],
        groups: &Groups,
        workers: Workers<'_>,
    ) -> Result<Self> {
        let rows = groups.of.len();
        let (count, refuses) = (groups.first.len(), query.invalid == Invalid::Error);
        let workers = workers.at_most(rows.checked_div(count.saturating_mul(ROWS)).unwrap_or_default());
        let mut parts: Vec<Result<Self>> = workers.map(workers.runs(rows, TILE), |run| {
            let mut sums = Ok(Self::new(count, inputs.len()));
            tiles(run, workers, |tile| {
                if let Ok(own) = &mut sums
                    && let Err(error) = own.add(inputs, groups, tile, refuses)
                {
                    sums = Err(error);
                }
                Ok(())
            })?;
            Ok(sums)
        })?;
        if parts.len() < 2 {
            return parts.pop().unwrap_or_else(|| Ok(Self::new(count, inputs.len())));
        }
        let joined = parts.into_iter().map(Result::ok).reduce(|sums, part| sums?.join(&part?, inputs));
        match joined.flatten() {
            Some(sums) => Ok(sums),
            None => Self::of(query, inputs, groups, workers.at_most(1)),
        }
    }

    /// Adds a tile of rows.
    fn add(
        &mut self,
        inputs: &[Bound<'_>],
        groups: &Groups,
        tile: Range<usize>,
        refuses: bool,
    ) -> Result<()> {
        let known = known(inputs, &tile);
        let own = groups.of.get(tile.clone()).unwrap_or_default();
        for ((at, row), group) in tile.enumerate().zip(own) {
            let Ok(group) = usize::try_from(*group) else { continue };
            let Some(state) = self.states.get_mut(group) else { continue };
            if known >> at & 1 == 0 {
                state.missing = state.missing.saturating_add(1);
                continue;
            }
            let own = self.totals.get_mut(group.saturating_mul(inputs.len())..).unwrap_or_default();
            for (input, total) in inputs.iter().zip(own).filter(|(input, _)| input.is_column()) {
                let added = input.number(row).and_then(|number| total.add(number, input, row));
                if let Err(error) = added {
                    let reason = reason(error, !refuses)?;
                    state.refused.get_or_insert(reason);
                }
            }
        }
        Ok(())
    }

    /// Adds the sums of rows behind these; none where they cannot be told.
    fn join(mut self, more: &Self, inputs: &[Bound<'_>]) -> Option<Self> {
        for (own, more) in
            self.totals.chunks_mut(self.inputs.max(1)).zip(more.totals.chunks(self.inputs.max(1)))
        {
            for ((own, more), input) in own.iter_mut().zip(more).zip(inputs) {
                *own = own.join(*more, input)?;
            }
        }
        for (own, more) in self.states.iter_mut().zip(&more.states) {
            own.missing = own.missing.saturating_add(more.missing);
            own.refused = own.refused.or(more.refused);
        }
        Some(self)
    }
}
