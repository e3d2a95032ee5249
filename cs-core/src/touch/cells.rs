//! What is at a rank by counting cells of ever finer width: at most six passes over the portfolio, and no luck.

use std::ops::{Range, RangeInclusive};

use super::bound::BoundPolicy;
use super::select::{Found, wide};
use super::summary::CHUNK;
use crate::error::Result;
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;

/// Cells that a range of measures is counted in.
const CELLS: usize = 1 << 12;

/// The measure at a rank, from 1, the greatest first; none where there are fewer.
pub(super) fn at_rank(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    rank: u64,
) -> Result<Option<Found>> {
    let measures = |rows: Range<usize>, show: &mut dyn FnMut(u64)| {
        let mut tile = [0.0; TILE];
        for start in rows.step_by(TILE) {
            if start.is_multiple_of(CHUNK) {
                workers.ask()?;
            }
            portfolio.tile(start, &mut tile)?;
            tile.iter().filter(|measure| !measure.is_nan()).for_each(|measure| show(key(*measure)));
        }
        Ok(())
    };
    let key = key_at_rank(portfolio.rows(), workers, rank, measures)?;
    Ok(key.map(|Key { key, above, equal }| Found { measure: from_key(key), above, equal, rows: None }))
}

/// A key, how many are greater, and how many are the same.
pub(super) struct Key {
    pub(super) key: u64,
    pub(super) above: u64,
    equal: u64,
}

/// The key at a rank, from 1, the greatest first; none where there are fewer. `keys` shows those of a run of rows.
pub(super) fn key_at_rank(
    rows: usize,
    workers: &Workers<'_>,
    rank: u64,
    keys: impl Fn(Range<usize>, &mut dyn FnMut(u64)) -> Result<()> + Sync,
) -> Result<Option<Key>> {
    let (mut low, mut high, mut above, mut equal) = (0_u64, u64::MAX, 0_u64, 0_u64);
    while low < high {
        // As fine as fits in the cells.
        let bits = high.wrapping_sub(low).checked_ilog2().map_or(0, |bit| bit.saturating_add(1));
        let shift = bits.saturating_sub(CELLS.ilog2());
        let work = workers.runs(rows, CHUNK);
        let parts = workers.map(work, |rows| cells(|show| keys(rows, show), low..=high, shift))?;
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
    Ok((above.saturating_add(equal) >= rank).then_some(Key { key: low, above, equal }))
}

/// Counts the keys of a range in cells, each `2^shift` keys wide.
fn cells(
    keys: impl FnOnce(&mut dyn FnMut(u64)) -> Result<()>,
    range: RangeInclusive<u64>,
    shift: u32,
) -> Result<Vec<u64>> {
    let mut counts = vec![0_u64; CELLS];
    keys(&mut |key| {
        let cell = usize::try_from(key.wrapping_sub(*range.start()) >> shift).unwrap_or(usize::MAX);
        if let Some(count) = counts.get_mut(cell).filter(|_| range.contains(&key)) {
            *count = count.wrapping_add(1);
        }
    })?;
    Ok(counts)
}

/// Whole numbers in the order of the measures.
fn key(measure: f64) -> u64 {
    let bits = measure.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The measure of a key.
fn from_key(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}
