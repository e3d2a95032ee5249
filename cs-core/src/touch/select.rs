//! The measure at a rank, exactly, without sorting and without a copy of the portfolio.
//!
//! A [sample](super::sample) brackets the wanted measures. One pass counts what lies above each bracket and collects the
//! few measures inside it; among those the rank is exact. Where a bracket missed (a sample can be misled by the order of
//! rows), the measure is found by counting [cells](super::cells).

use std::cmp::Ordering;
use std::ops::Range;

use cs_wide::Width;

use super::bound::BoundPolicy;
use super::cells;
use super::near::Near;
use super::sample::{self, Bracket, SMALL};
use super::summary::CHUNK;
use super::wide::{BLOCK, Measured, Within, for_each_bit, same};
use crate::error::Result;
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;

/// One of so many measures of a long run lies within a bracket, usually fewer.
const USUAL: usize = 64;

/// The measure at a rank.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) measure: f64,
    /// Accounts with a greater measure.
    pub(super) above: u64,
    /// Accounts with exactly this measure.
    pub(super) equal: u64,
    /// Their rows, rising, where they were kept.
    pub(super) rows: Option<Vec<usize>>,
}

/// The measures at the ranks (from 1, the greatest first; none at 0) that `ranks` gives for the number of accounts that
/// have one. There are at most four. Where the policy splits ties, the rows that have a measure are mostly kept with it.
pub(super) fn at_ranks(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    ranks: impl Fn(u64) -> Result<Vec<u64>>,
) -> Result<(u64, Vec<Option<Found>>)> {
    let brackets = sample::brackets(portfolio, &ranks)?;
    let work = workers.runs(portfolio.rows(), CHUNK);
    let parts = workers.map(work, |rows| match brackets[..] {
        [] => classify(portfolio, workers, rows, []),
        [a] => classify(portfolio, workers, rows, [a]),
        [a, b] => classify(portfolio, workers, rows, [a, b]),
        [a, b, c] => classify(portfolio, workers, rows, [a, b, c]),
        [a, b, c, d, ..] => classify(portfolio, workers, rows, [a, b, c, d]),
    });
    let mut measured = 0_u64;
    let mut counts: Vec<Count> = brackets.iter().map(|_| Count::new()).collect();
    for (more, others) in parts? {
        measured = measured.saturating_add(more);
        counts.iter_mut().zip(others).for_each(|(count, other)| count.merge(other));
    }
    let wanted = if measured == 0 { Vec::new() } else { ranks(measured)? };
    let mut found = Vec::with_capacity(wanted.len());
    for ((rank, bracket), count) in wanted.into_iter().zip(brackets).zip(counts) {
        found.push(match count.at(rank, bracket) {
            _ if rank == 0 => None,
            None => cells::at_rank(portfolio, workers, rank)?,
            found => found,
        });
    }
    Ok((measured, found))
}

/// One pass over a run of rows: how many have a measure, and what lies above and inside each bracket.
fn classify<const K: usize>(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    rows: Range<usize>,
    brackets: [Bracket; K],
) -> Result<(u64, Vec<Count>)> {
    let most = (rows.len() / 16).max(SMALL);
    let keeps_rows = portfolio.accounts().is_some();
    let width = Width::widest();
    let mut measured = 0_u64;
    let room = |bracket: &Bracket| if bracket.is_one_number() { 0 } else { rows.len() / USUAL };
    let mut counts: Vec<Count> =
        brackets.iter().map(|bracket| Count::with_room(room(bracket), keeps_rows)).collect();
    let (mut near, mut buffer) = (brackets.map(Near::new), [0.0; BLOCK]);
    for start in rows.step_by(BLOCK) {
        if start.is_multiple_of(CHUNK) {
            workers.ask()?;
        }
        let block = portfolio.lend(start, &mut buffer)?;
        let seen = width.run(Within { block, soon: portfolio.soon(start), brackets });
        let mut here = wide(BLOCK);
        if seen.odd {
            let (known, infinite) = width.run(Measured(block));
            if infinite {
                portfolio.refuse(start)?;
            }
            here = known;
        }
        measured = measured.wrapping_add(here);
        for (tile, (first, bits)) in
            block.as_chunks::<TILE>().0.iter().zip((start..).step_by(TILE).zip(seen.near))
        {
            for_each_bit(bits, |lane| {
                let Some(measure) = tile.get(lane) else { return };
                near.iter_mut().for_each(|near| near.add(*measure, first.wrapping_add(lane)));
            });
        }
        counts.iter_mut().zip(&mut near).for_each(|(count, near)| count.take(near, keeps_rows));
        for (count, (above, equal)) in counts.iter_mut().zip(seen.above.into_iter().zip(seen.equal)) {
            count.above = count.above.wrapping_add(above);
            count.at_high = count.at_high.wrapping_add(equal);
            count.inside.take_if(|inside| inside.measures.len() > most);
        }
    }
    Ok((measured, counts))
}

/// What passes found about a bracket.
struct Count {
    above: u64,
    at_high: u64,
    at_low: u64,
    /// Strictly between low and high; none once there were too many to keep.
    inside: Option<Inside>,
}

/// Measures in the order of the rows, and these rows where they are needed.
#[derive(Default)]
struct Inside {
    measures: Vec<f64>,
    rows: Vec<usize>,
}

impl Count {
    fn new() -> Self {
        Self::with_room(0, false)
    }

    fn with_room(measures: usize, keeps_rows: bool) -> Self {
        let rows = Vec::with_capacity(if keeps_rows { measures } else { 0 });
        let inside = Inside { measures: Vec::with_capacity(measures), rows };
        Self { above: 0, at_high: 0, at_low: 0, inside: Some(inside) }
    }

    /// Takes what a block holds within the bracket.
    fn take(&mut self, near: &mut Near, keeps_rows: bool) {
        self.at_high = self.at_high.wrapping_add(near.at_high);
        self.at_low = self.at_low.wrapping_add(near.at_low);
        if let Some(inside) = &mut self.inside {
            inside.measures.extend_from_slice(near.measures());
            inside.rows.extend_from_slice(if keeps_rows { near.rows() } else { &[] });
        }
        near.clear();
    }

    fn merge(&mut self, other: Count) {
        self.above = self.above.saturating_add(other.above);
        self.at_high = self.at_high.saturating_add(other.at_high);
        self.at_low = self.at_low.saturating_add(other.at_low);
        self.inside = self.inside.take().zip(other.inside).map(|(own, more)| own.with(more));
    }

    /// The measure at a rank; none where the bracket does not hold it.
    fn at(self, rank: u64, bracket: Bracket) -> Option<Found> {
        let inside = self.inside?;
        let rank = rank.checked_sub(self.above).filter(|rank| *rank > 0)?;
        if rank <= self.at_high {
            return Some(Found { measure: bracket.high, above: self.above, equal: self.at_high, rows: None });
        }
        let above = self.above.saturating_add(self.at_high);
        let rank = rank.saturating_sub(self.at_high);
        let kept = wide(inside.measures.len());
        if rank <= kept {
            return inside.at(rank, above);
        }
        let here = rank.saturating_sub(kept) <= self.at_low;
        let above = above.saturating_add(kept);
        here.then_some(Found { measure: bracket.low, above, equal: self.at_low, rows: None })
    }
}

impl Inside {
    /// These and those of later rows.
    fn with(mut self, later: Self) -> Self {
        if self.measures.is_empty() {
            return later;
        }
        self.measures.extend(later.measures);
        self.rows.extend(later.rows);
        self
    }

    /// The measure at a rank, from 1; `above` are greater than all of them.
    fn at(self, rank: u64, above: u64) -> Option<Found> {
        let Self { mut measures, rows } = self;
        let in_order = (!rows.is_empty()).then(|| measures.clone());
        let place = usize::try_from(rank.saturating_sub(1)).ok()?;
        let measure = *measures.select_nth_unstable_by(place, falling).1;
        let rows = in_order.map(|in_order| {
            let equals = in_order.iter().zip(rows).filter(|(other, _)| same(**other, measure));
            equals.map(|(_, row)| row).collect()
        });
        let greater = wide(measures.iter().filter(|other| **other > measure).count());
        let equal = wide(measures.iter().filter(|other| same(**other, measure)).count());
        Some(Found { measure, above: above.saturating_add(greater), equal, rows })
    }
}

/// The greatest first.
pub(super) fn falling(a: &f64, b: &f64) -> Ordering {
    b.total_cmp(a)
}

/// A count of rows as 64 bits.
pub(super) fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
