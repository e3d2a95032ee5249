//! Accounts of equal measure at the end of a tier: which of them is the last that is still in it.

use cs_wide::Width;

use super::bound::BoundPolicy;
use super::boundaries::CutOffAt;
use super::select::wide;
use super::wide::{BLOCK, Equal};
use crate::error::Result;
use crate::fact::accounts::{Account, Order};
use crate::fact::column::TILE;

/// Names the last account of each tier among its equals: in the order of their names, those without one last.
pub(super) fn name_last(portfolio: &BoundPolicy<'_>, order: Order, last: &mut [CutOffAt]) -> Result<()> {
    for cut_off in last {
        let place = cut_off.rank.saturating_sub(cut_off.found.above).saturating_sub(1);
        let row = match (&cut_off.found.rows, order) {
            (Some(rows), Order::Rising) => rows.get(usize::try_from(place).unwrap_or(usize::MAX)).copied(),
            (Some(rows), Order::Any) => by_name(portfolio, rows.iter().copied(), place)?,
            (None, Order::Rising) => nth(portfolio, cut_off.found.measure, place)?,
            (None, Order::Any) => {
                let mut rows = Vec::new();
                each_equal(portfolio, cut_off.found.measure, |row| {
                    rows.push(row);
                    false
                })?;
                by_name(portfolio, rows, place)?
            }
        };
        let account = row.map_or(Ok(None), |row| portfolio.account(row))?;
        cut_off.up_to_account = account.map(Account::to_id);
    }
    Ok(())
}

/// The row at a place, from 0, when the rows are ordered by the names of their accounts.
fn by_name(
    portfolio: &BoundPolicy<'_>,
    rows: impl IntoIterator<Item = usize>,
    place: u64,
) -> Result<Option<usize>> {
    let named = |row| Ok((portfolio.account(row)?, row));
    let mut named = rows.into_iter().map(named).collect::<Result<Vec<_>>>()?;
    if place >= wide(named.len()) {
        return Ok(None);
    }
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    let found = named
        .select_nth_unstable_by(place, |(a, _), (b, _)| a.is_none().cmp(&b.is_none()).then_with(|| a.cmp(b)));
    Ok(Some(found.1.1))
}

/// The row at a place, from 0, among those that have this measure.
fn nth(portfolio: &BoundPolicy<'_>, measure: f64, place: u64) -> Result<Option<usize>> {
    let (mut left, mut found) = (place, None);
    each_equal(portfolio, measure, |row| {
        found = (left == 0).then_some(row);
        left = left.saturating_sub(1);
        found.is_some()
    })?;
    Ok(found)
}

/// Shows the rows that have this measure, in their order, until one is enough.
fn each_equal(
    portfolio: &BoundPolicy<'_>,
    measure: f64,
    mut enough: impl FnMut(usize) -> bool,
) -> Result<()> {
    let (mut buffer, width) = ([0.0; BLOCK], Width::widest());
    for start in (0..portfolio.rows()).step_by(BLOCK) {
        let block = portfolio.lend(start, &mut buffer)?;
        let equal = width.run(Equal { block, measure });
        for (first, mut bits) in (start..).step_by(TILE).zip(equal) {
            while bits != 0 {
                let lane = usize::try_from(bits.trailing_zeros()).unwrap_or(TILE);
                bits &= bits.wrapping_sub(1);
                if enough(first.saturating_add(lane)) {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}
