//! Accounts one by one with all they hold, for what a block of 64-bit cells cannot: amounts of any size, segments,
//! products, currencies.

use super::entries::{Entries, TILE, Tile};
use super::unit::overflow;
use super::walk::Lane;
use crate::error::Result;

/// A row: account, lane, month, and the row of the ledger it is.
type Entry = (u32, u32, u32, u32);

/// Lends what each account holds, month by month and lane by lane.
pub(super) fn each(
    entries: &Entries<'_>,
    mut body: impl FnMut(usize, &mut [Lane]) -> Result<()>,
) -> Result<()> {
    let mut list = listed(entries);
    list.sort_unstable();
    let mut lanes: Vec<Lane> = Vec::new();
    for account in list.chunk_by(|(one, ..), (other, ..)| one == other) {
        let mut held = 0_usize;
        for part in account.chunk_by(|(_, one, ..), (_, other, ..)| one == other) {
            if lanes.len() == held {
                lanes.push(Lane { cells: vec![0; entries.span], ..Lane::default() });
            }
            let Some(lane) = lanes.get_mut(held) else { continue };
            let code = part.first().and_then(|(_, lane, ..)| usize::try_from(*lane).ok());
            let [segment, product, currency] =
                code.and_then(|code| entries.groups.lanes.get(code)).copied().unwrap_or_default();
            lane.cells.fill(0);
            (lane.segment, lane.product, lane.currency) = (segment, product, currency);
            for (_, _, month, row) in part {
                let amount = entries.amount(usize::try_from(*row).unwrap_or_default());
                if let Some(cell) = usize::try_from(*month).ok().and_then(|month| lane.cells.get_mut(month)) {
                    *cell = cell.checked_add(amount).ok_or_else(overflow)?;
                }
            }
            held = held.saturating_add(1);
        }
        let code = account.first().map_or(0, |(code, ..)| *code);
        let own = lanes.get_mut(..held).unwrap_or_default();
        body(usize::try_from(code).unwrap_or_default(), own)?;
    }
    Ok(())
}

fn listed(entries: &Entries<'_>) -> Vec<Entry> {
    let (mut tile, mut codes) = (Tile::new(), [0_u32; TILE]);
    let accounts = entries.accounts.numbered();
    let mut list: Vec<Entry> = Vec::with_capacity(entries.rows);
    let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
    for start in (0..entries.rows).step_by(TILE) {
        accounts.fill(start, &mut codes);
        let rows = entries.fill(start, &mut tile);
        for ((code, month), row) in codes.iter().zip(&tile.months).zip(start..).take(rows) {
            if *month < span {
                list.push((*code, entries.lane(row), *month, u32::try_from(row).unwrap_or(u32::MAX)));
            }
        }
    }
    list
}
