//! Accounts of equal measure at the end of a tier: which of them is the last that is still in it.

use std::ops::Range;

use cs_wide::Width;

use super::bound::BoundPolicy;
use super::boundaries::CutOffAt;
use super::cells;
use super::summary::CHUNK;
use super::wide::{BLOCK, Equal};
use crate::error::Result;
use crate::fact::accounts::{Account, AccountId, Order};
use crate::fact::column::Column;
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;

/// Names the last account of each tier among its equals: in the order of their names, those without one last.
pub(super) fn name_last(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    order: Order,
    last: &mut [CutOffAt],
) -> Result<()> {
    for cut_off in last {
        let place = cut_off.rank.saturating_sub(cut_off.found.above).saturating_sub(1);
        let (measure, rows) = (cut_off.found.measure, cut_off.found.rows.take());
        cut_off.up_to_account = match order {
            Order::Rising => {
                let row = match rows {
                    Some(rows) => rows.get(usize::try_from(place).unwrap_or(usize::MAX)).copied(),
                    None => nth(portfolio, workers, measure, place)?,
                };
                row.map_or(Ok(None), |row| portfolio.account(row))?.map(Account::to_id)
            }
            Order::Any if rows.is_none() && portfolio.accounts().is_some_and(Column::is_number) => {
                number_at(portfolio, workers, measure, place)?.map(AccountId::from)
            }
            Order::Any => {
                let rows = rows.map_or_else(|| equals(portfolio, workers, measure), Ok)?;
                by_name(portfolio, rows, place)?
            }
        };
    }
    Ok(())
}

/// The account at a place, from 0, when these rows are ordered by the names of their accounts.
fn by_name(portfolio: &BoundPolicy<'_>, rows: Vec<usize>, place: u64) -> Result<Option<AccountId>> {
    let mut named = Vec::with_capacity(rows.len());
    for row in rows {
        named.extend(portfolio.account(row)?);
    }
    let place = usize::try_from(place).ok().filter(|place| *place < named.len());
    Ok(place.map(|place| named.select_nth_unstable(place).1.to_id()))
}

/// The number of the account at a place, from 0, among those of this measure, the least first; none where fewer have one.
fn number_at(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    measure: f64,
    place: u64,
) -> Result<Option<i64>> {
    const SIGN: u64 = 1 << 63;
    let numbers = |rows: Range<usize>, show: &mut dyn FnMut(u64)| {
        each_equal(portfolio, workers, rows, measure, |row| {
            if let Some(Account::Number(number)) = portfolio.account(row)? {
                show(!(number.cast_unsigned() ^ SIGN)); // the least first
            }
            Ok(false)
        })
    };
    let key = cells::key_at_rank(portfolio.rows(), workers, place.saturating_add(1), numbers)?;
    Ok(key.map(|found| (!found.key ^ SIGN).cast_signed()))
}

/// The row at a place, from 0, among those that have this measure.
fn nth(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    measure: f64,
    place: u64,
) -> Result<Option<usize>> {
    let (mut left, mut found) = (place, None);
    each_equal(portfolio, workers, 0..portfolio.rows(), measure, |row| {
        found = (left == 0).then_some(row);
        left = left.saturating_sub(1);
        Ok(found.is_some())
    })?;
    Ok(found)
}

/// The rows that have this measure.
fn equals(portfolio: &BoundPolicy<'_>, workers: &Workers<'_>, measure: f64) -> Result<Vec<usize>> {
    let mut rows = Vec::new();
    each_equal(portfolio, workers, 0..portfolio.rows(), measure, |row| {
        rows.push(row);
        Ok(false)
    })?;
    Ok(rows)
}

/// Shows the rows of a run that have this measure, in their order, until one is enough; a run begins at a block.
pub(super) fn each_equal(
    portfolio: &BoundPolicy<'_>,
    workers: &Workers<'_>,
    rows: Range<usize>,
    measure: f64,
    mut enough: impl FnMut(usize) -> Result<bool>,
) -> Result<()> {
    let (mut buffer, width) = ([0.0; BLOCK], Width::widest());
    for start in rows.step_by(BLOCK) {
        if start.is_multiple_of(CHUNK) {
            workers.ask()?;
        }
        let block = portfolio.lend(start, &mut buffer)?;
        let equal = width.run(Equal { block, measure });
        for (first, mut bits) in (start..).step_by(TILE).zip(equal) {
            while bits != 0 {
                let lane = usize::try_from(bits.trailing_zeros()).unwrap_or(TILE);
                bits &= bits.wrapping_sub(1);
                if enough(first.saturating_add(lane))? {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}
