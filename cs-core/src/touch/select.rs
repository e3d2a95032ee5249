//! The measure at a rank, exactly, without sorting and without a copy of the portfolio.
//!
//! A sample brackets the wanted measures. One pass counts what lies above each bracket and collects the few measures
//! inside it; among those the rank is exact. Where a bracket missed (a sample can be misled by the order of rows), the
//! measure is found by counting cells of ever finer width, which needs a few more passes and no luck.

use std::cmp::Ordering;
use std::num::NonZeroUsize;
use std::ops::Range;

use cs_wide::Width;

use super::bound::BoundPolicy;
use super::parts::{each, runs};
use super::wide::{BLOCK, Block, Look, Within};
use crate::error::Result;
use crate::fact::column::TILE;

/// Portfolios up to this size are collected whole.
const SMALL: usize = 1 << 17;
/// Places in which a large portfolio is sampled.
const PLACES: usize = 1 << 14;
/// Measures that are read at each place.
const LANES: usize = 8;
/// Cells that a range of measures is counted in.
const CELLS: usize = 1 << 12;

/// The measure at a rank.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    pub(super) measure: f64,
    /// Accounts with a greater measure.
    pub(super) above: u64,
    /// Accounts with exactly this measure.
    pub(super) equal: u64,
}

/// Measures from `low` to `high`, both included.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bracket {
    low: f64,
    high: f64,
}

const EVERYTHING: Bracket = Bracket { low: f64::NEG_INFINITY, high: f64::INFINITY };

/// What one pass found about a bracket.
#[derive(Debug, Clone, Default)]
struct Count {
    above: u64,
    at_high: u64,
    at_low: u64,
    /// Strictly between low and high; none once there were too many to keep.
    inside: Option<Vec<f64>>,
}

/// The measures at the ranks (from 1, the greatest first; none at 0) that `ranks` gives for the number of accounts that
/// have one.
pub(super) fn at_ranks(
    portfolio: &BoundPolicy<'_>,
    threads: NonZeroUsize,
    ranks: impl Fn(u64) -> Result<Vec<u64>>,
) -> Result<(u64, Vec<Option<Found>>)> {
    let brackets = brackets(portfolio, &ranks)?;
    let work = runs(portfolio.rows(), threads);
    let mut parts = each(work, |rows| classify(portfolio, rows, &brackets))?.into_iter();
    let (mut measured, mut counts) =
        parts.next().unwrap_or_else(|| (0, brackets.iter().map(|_| Count::default()).collect()));
    for (more, others) in parts {
        measured = measured.saturating_add(more);
        counts.iter_mut().zip(others).for_each(|(count, other)| count.merge(other));
    }
    let wanted = if measured == 0 { Vec::new() } else { ranks(measured)? };
    let mut found = Vec::with_capacity(wanted.len());
    for ((rank, bracket), count) in wanted.into_iter().zip(brackets).zip(counts) {
        found.push(match count.at(rank, bracket) {
            _ if rank == 0 => None,
            None => Some(by_cells(portfolio, threads, rank)?),
            found => found,
        });
    }
    Ok((measured, found))
}

/// Ranges that hold the wanted measures, unless the sample was misled.
fn brackets(portfolio: &BoundPolicy<'_>, ranks: &impl Fn(u64) -> Result<Vec<u64>>) -> Result<Vec<Bracket>> {
    let rows = portfolio.rows();
    let everything = |wanted: Vec<u64>| wanted.iter().map(|_| EVERYTHING).collect();
    if rows <= SMALL {
        return Ok(everything(ranks(wide(rows))?));
    }
    let mut sample = sampled(portfolio);
    let share = |part: u64, of: u64, whole: u64| {
        let exact =
            u128::from(part).saturating_mul(u128::from(whole)).checked_div(u128::from(of)).unwrap_or(0);
        u64::try_from(exact).unwrap_or(u64::MAX)
    };
    let drawn = wide(PLACES.saturating_mul(LANES));
    let measured = share(wide(sample.len()), drawn, wide(rows)).max(1);
    let wanted = ranks(measured)?;
    if sample.len() < CELLS {
        return Ok(everything(wanted));
    }
    // Four and a half standard deviations of a rank in the sample, each √n/2 at most.
    let margin = sample.len().isqrt().saturating_mul(9) / 4;
    let bracket = |rank: u64| {
        let place = share(rank, measured, wide(sample.len()));
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let mut at = |place: Option<usize>, beyond: f64| match place {
            Some(place) if place < sample.len() => *sample.select_nth_unstable_by(place, falling).1,
            _ => beyond,
        };
        let high = at(place.checked_sub(margin), EVERYTHING.high);
        let low = at(place.checked_add(margin), EVERYTHING.low);
        Bracket { low, high }
    };
    Ok(wanted.into_iter().map(bracket).collect())
}

/// Measures from all over the portfolio. What cannot be read is left to the pass over all rows, which names it.
fn sampled(portfolio: &BoundPolicy<'_>) -> Vec<f64> {
    let stride = portfolio.rows().checked_div(PLACES).unwrap_or(0);
    let slack = wide(stride.saturating_sub(LANES)).max(1);
    let mut sample = Vec::with_capacity(PLACES.saturating_mul(LANES));
    for (place, start) in (0_u64..).zip((0..portfolio.rows()).step_by(stride.max(1))).take(PLACES) {
        // A fixed scatter within the stride, so that a rhythm in the rows is not met at one beat.
        let scatter =
            place.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29).checked_rem(slack).unwrap_or(0);
        let start = start.saturating_add(usize::try_from(scatter).unwrap_or(0));
        let mut lanes = [f64::NAN; LANES];
        if portfolio.measures(start, &mut lanes).is_ok() {
            sample.extend(lanes.into_iter().filter(|measure| !measure.is_nan()));
        }
    }
    sample
}

/// One pass over a run of rows: how many have a measure, and what lies above and inside each bracket.
fn classify(
    portfolio: &BoundPolicy<'_>,
    rows: Range<usize>,
    brackets: &[Bracket],
) -> Result<(u64, Vec<Count>)> {
    let most = (rows.len() / 16).max(SMALL);
    let width = Width::widest();
    let mut measured = 0_u64;
    let mut counts: Vec<Count> =
        brackets.iter().map(|_| Count { inside: Some(Vec::new()), ..Count::default() }).collect();
    let (mut buffer, mut tail) = ([0.0; BLOCK], [f64::NAN; BLOCK]);
    for start in rows.clone().step_by(BLOCK) {
        let here = rows.end.saturating_sub(start).min(BLOCK);
        let block = if here == BLOCK {
            portfolio.block(start, &mut buffer)?
        } else {
            let own = tail.get_mut(..here).unwrap_or_default();
            for (at, tile) in own.chunks_mut(TILE).enumerate() {
                portfolio.measures(start.saturating_add(at.saturating_mul(TILE)), tile)?;
            }
            &tail
        };
        let seen = width.run(Look(block));
        if seen.infinite {
            portfolio.refuse(start)?;
        }
        measured = measured.wrapping_add(seen.measured);
        for (count, bracket) in counts.iter_mut().zip(brackets) {
            count.add(block, *bracket, most, width);
        }
    }
    Ok((measured, counts))
}

impl Count {
    #[inline]
    fn add(&mut self, block: &Block, Bracket { low, high }: Bracket, most: usize, width: Width) {
        let (mut at_high, mut at_low, inside) = (0_u64, 0_u64, &mut self.inside);
        let group = |group: &[f64; LANES]| {
            for measure in group.iter().filter(|measure| **measure >= low && **measure <= high) {
                if *measure >= high {
                    at_high = at_high.wrapping_add(1);
                } else if *measure <= low {
                    at_low = at_low.wrapping_add(1);
                } else if let Some(inside) = inside {
                    inside.push(*measure + 0.0); // -0 becomes 0
                }
            }
        };
        let (above, here) = width.run(Within { block, low, high, group });
        self.above = self.above.wrapping_add(above);
        self.at_high = self.at_high.wrapping_add(if low < high { at_high } else { here });
        self.at_low = self.at_low.wrapping_add(at_low);
        if self.inside.as_ref().is_some_and(|inside| inside.len() > most) {
            self.inside = None;
        }
    }

    fn merge(&mut self, other: Count) {
        self.above = self.above.saturating_add(other.above);
        self.at_high = self.at_high.saturating_add(other.at_high);
        self.at_low = self.at_low.saturating_add(other.at_low);
        self.inside = self.inside.take().zip(other.inside).map(|(mut own, more)| {
            own.extend(more);
            own
        });
    }

    /// The measure at a rank; none where the bracket does not hold it.
    fn at(self, rank: u64, bracket: Bracket) -> Option<Found> {
        let mut inside = self.inside?;
        let rank = rank.checked_sub(self.above).filter(|rank| *rank > 0)?;
        if rank <= self.at_high {
            return Some(Found { measure: bracket.high, above: self.above, equal: self.at_high });
        }
        let above = self.above.saturating_add(self.at_high);
        let rank = rank.saturating_sub(self.at_high);
        let kept = wide(inside.len());
        if rank <= kept {
            let place = usize::try_from(rank.saturating_sub(1)).ok()?;
            let measure = *inside.select_nth_unstable_by(place, falling).1;
            let greater = wide(inside.iter().filter(|other| **other > measure).count());
            let equal =
                wide(inside.iter().filter(|other| **other >= measure).count()).saturating_sub(greater);
            return Some(Found { measure, above: above.saturating_add(greater), equal });
        }
        let here = rank.saturating_sub(kept) <= self.at_low;
        let above = above.saturating_add(kept);
        here.then_some(Found { measure: bracket.low, above, equal: self.at_low })
    }
}

/// The measure at a rank by counting cells of ever finer width: at most six passes over the portfolio.
fn by_cells(portfolio: &BoundPolicy<'_>, threads: NonZeroUsize, rank: u64) -> Result<Found> {
    let (mut low, mut high, mut above, mut equal) = (0_u64, u64::MAX, 0_u64, 0_u64);
    while low < high {
        // As fine as fits in the cells.
        let bits = high.wrapping_sub(low).checked_ilog2().map_or(0, |bit| bit.saturating_add(1));
        let shift = bits.saturating_sub(CELLS.ilog2());
        let parts = each(runs(portfolio.rows(), threads), |rows| cells(portfolio, rows, low..=high, shift))?;
        let mut cell = CELLS.saturating_sub(1);
        loop {
            let here = parts
                .iter()
                .filter_map(|part| part.get(cell))
                .fold(0_u64, |sum, count| sum.saturating_add(*count));
            if above.saturating_add(here) >= rank || cell == 0 {
                equal = here;
                break;
            }
            above = above.saturating_add(here);
            cell = cell.saturating_sub(1);
        }
        low = low.saturating_add(wide(cell) << shift);
        high = high.min(low.saturating_add((1_u64 << shift).saturating_sub(1)));
    }
    Ok(Found { measure: from_key(low), above, equal })
}

/// Counts the measures of a range in cells, each `2^shift` keys wide.
fn cells(
    portfolio: &BoundPolicy<'_>,
    rows: Range<usize>,
    range: std::ops::RangeInclusive<u64>,
    shift: u32,
) -> Result<Vec<u64>> {
    let mut counts = vec![0_u64; CELLS];
    let mut tile = [0.0; TILE];
    for start in rows.step_by(TILE) {
        portfolio.tile(start, &mut tile)?;
        for key in tile.iter().filter(|measure| !measure.is_nan()).map(|measure| key(*measure)) {
            let cell = usize::try_from(key.wrapping_sub(*range.start()) >> shift).unwrap_or(usize::MAX);
            if let Some(count) = counts.get_mut(cell).filter(|_| range.contains(&key)) {
                *count = count.wrapping_add(1);
            }
        }
    }
    Ok(counts)
}

/// Whole numbers in the order of the measures.
pub(super) fn key(measure: f64) -> u64 {
    let bits = measure.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The measure of a key.
pub(super) fn from_key(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

/// Whether two measures are the same; NaN is not.
#[inline]
#[expect(
    clippy::float_cmp,
    reason = "an account is at a cut-off when its measure is that number, not near it"
)]
pub(super) fn same(a: f64, b: f64) -> bool {
    a == b
}

/// The greatest first.
fn falling(a: &f64, b: &f64) -> Ordering {
    b.total_cmp(a)
}

/// A count of rows as 64 bits.
pub(super) fn wide(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
