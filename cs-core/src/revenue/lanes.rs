//! Accounts one by one with all they hold, for what a block of 64-bit cells cannot: amounts of any size, segments,
//! products, currencies.

use std::ops::Range;

use super::blocks::bits;
use super::deal::Deal;
use super::entries::Entries;
use super::flow::sum;
use super::tile::{TILE, Tile, tiles};
use super::walk::Lane;
use crate::error::Result;
use crate::fact::workers::Workers;

/// A row: account, lane, month, and the row of the ledger it is.
type Entry = (u32, u32, u32, u32);

/// Rows of a block, which are sorted in the cache.
const ROWS: usize = 16 * 1024;
/// Most bits of the number of a block: more of them would fall out of the cache that they are written through.
const BLOCKS: u32 = 12;

/// Lends what each account holds, month by month and lane by lane, to be added onto what `make` gives; each thread has one
/// of these.
///
/// Errors: that of the first account which has one, in the order of their numbers.
pub(super) fn fold<S: Send>(
    entries: &Entries<'_>,
    workers: Workers<'_>,
    make: impl Fn() -> S + Sync,
    add: impl Fn(&mut S, usize, &mut [Lane]) -> Result<()> + Sync,
) -> Result<Vec<S>> {
    let accounts = bits(entries.accounts.numbered(workers)?.count);
    let local = accounts.saturating_sub(bits(entries.rows.div_ceil(ROWS)).min(BLOCKS));
    let blocks = 1_usize << accounts.saturating_sub(local);
    let runs = workers.runs(entries.rows, TILE);
    let deals = workers.map(runs, |rows| deal(entries, rows, local, blocks, workers))?;
    let block = |(list, lanes, own): &mut (Vec<Entry>, Vec<Lane>, S), block: usize| {
        list.clear();
        deals.iter().flat_map(|deal| deal.of(block)).for_each(|rows| list.extend_from_slice(rows));
        list.sort_unstable();
        for account in list.chunk_by(|(one, ..), (other, ..)| one == other) {
            let held = hold(entries, account, lanes)?;
            let code = account.first().map_or(0, |(code, ..)| *code);
            add(own, usize::try_from(code).unwrap_or_default(), held)?;
        }
        Ok(())
    };
    let folded = workers.fold((0..blocks).collect(), || (Vec::new(), Vec::new(), make()), block)?;
    Ok(folded.into_iter().map(|(.., own)| own).collect())
}

/// Sums the rows of an account, which lie in order.
fn hold<'l>(entries: &Entries<'_>, account: &[Entry], lanes: &'l mut Vec<Lane>) -> Result<&'l mut [Lane]> {
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
        for rows in part.chunk_by(|(.., one, _), (.., other, _)| one == other) {
            let month = rows.first().and_then(|(.., month, _)| usize::try_from(*month).ok());
            if let Some(cell) = month.and_then(|month| lane.cells.get_mut(month)) {
                let amount = |(.., row): &Entry| entries.amount(usize::try_from(*row).unwrap_or_default());
                *cell = sum(rows.iter().map(amount))?;
            }
        }
        held = held.saturating_add(1);
    }
    Ok(lanes.get_mut(..held).unwrap_or_default())
}

fn deal(
    entries: &Entries<'_>,
    run: Range<usize>,
    local: u32,
    blocks: usize,
    workers: Workers<'_>,
) -> Result<Deal<Entry>> {
    let mut deal = Deal::new(run.len(), blocks);
    let (mut tile, mut codes) = (Tile::new(), [0_u32; TILE]);
    let accounts = entries.accounts.numbered(workers)?;
    let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
    tiles(run, workers, |start, rows| {
        accounts.fill(start, &mut codes);
        entries.fill_months(start, &mut tile.months);
        let parts = codes.iter().zip(&tile.months).zip(start..).take(rows);
        deal.add(parts.filter(|((_, month), _)| **month < span).map(|((code, month), row)| {
            let entry = (*code, entries.lane(row), *month, u32::try_from(row).unwrap_or(u32::MAX));
            (usize::try_from(code >> local).unwrap_or(usize::MAX), entry)
        }));
    })?;
    Ok(deal)
}
