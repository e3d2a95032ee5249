//! Accounts one by one with all they hold, for what a block of 64-bit cells cannot: amounts of any size, segments, products.

use super::entries::{Entries, TILE, Tile};
use super::walk::Lane;
use crate::error::{Error, ErrorCode, Result};

/// A row: account, segment, month, and the row of the ledger it is.
type Entry = (u32, u32, u32, u32);

/// Lends what each account holds, month by month and segment by segment.
pub(super) fn each(
    entries: &Entries<'_>,
    mut body: impl FnMut(usize, &mut [Lane]) -> Result<()>,
) -> Result<()> {
    let mut tile = Tile::new();
    let mut list: Vec<Entry> = Vec::new();
    let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
    for start in (0..entries.rows).step_by(TILE) {
        let rows = entries.fill(start, &mut tile);
        for ((code, month), row) in tile.codes.iter().zip(&tile.months).zip(start..).take(rows) {
            if *month < span {
                list.push((*code, 0, *month, u32::try_from(row).unwrap_or(u32::MAX)));
            }
        }
    }
    list.sort_unstable();
    for account in list.chunk_by(|(one, ..), (other, ..)| one == other) {
        let mut lanes: Vec<Lane> = Vec::new();
        for part in account.chunk_by(|(_, one, ..), (_, other, ..)| one == other) {
            let mut cells = vec![0_i128; entries.span];
            let mut segment = 0;
            for (_, own, month, row) in part {
                segment = usize::try_from(*own).unwrap_or_default();
                let amount = entries.amount(usize::try_from(*row).unwrap_or_default());
                if let Some(cell) = usize::try_from(*month).ok().and_then(|month| cells.get_mut(month)) {
                    *cell = cell.checked_add(amount).ok_or_else(|| {
                        Error::new(ErrorCode::Overflow, "the amounts of an account and month are too large")
                    })?;
                }
            }
            lanes.push(Lane { segment, cells });
        }
        let code = account.first().map_or(0, |(code, ..)| *code);
        body(usize::try_from(code).unwrap_or_default(), &mut lanes)?;
    }
    Ok(())
}
