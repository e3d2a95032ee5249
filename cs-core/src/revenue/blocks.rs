//! Accounts in blocks whose cells stay in cache: rows are packed, dealt out to the blocks, and summed there.

use std::ops::Range;

use cs_wide::{Width, shelf::Kept};

use super::cells::Cells;
use super::deal::Deal;
use super::entries::Entries;
use super::index::{Accounts, Ids};
use super::listed::{listed, spread};
use super::pack::{Look, Most, Pack};
use super::tile::{TILE, Tile, tiles};
use crate::error::Result;
use crate::fact::workers::Workers;

/// Most bytes of the cells of one block.
const BLOCK: usize = 320 * 1024;
/// Rows of a block where its accounts are not known yet: those of a thousand accounts over two years, say.
const ROWS: usize = 16 * 1024;
/// Most bits of the number of a block: more of them would fall out of the cache that they are written through.
const BLOCKS: u32 = 12;

/// What the accounts of a block have.
pub(super) trait Held {
    /// Makes room for so many accounts, which have nothing.
    fn clear(&mut self, accounts: usize);

    /// Adds rows: account, month, amount.
    fn add(&mut self, rows: impl Iterator<Item = (usize, usize, i64)>);
}

/// Lends the cells of all accounts, block after block, to be added onto what `make` gives; each thread has one of these.
/// Each account is in one block, in no particular order.
///
/// None where blocks cannot hold the ledger: it has groups, or amounts that are too large, one by one or together; and
/// where a row lies outside of the ledger's bounds.
pub(super) fn fold<S: Send>(
    entries: &Entries<'_>,
    workers: Workers<'_>,
    make: impl Fn() -> S + Sync,
    add: impl Fn(&mut S, &Cells) + Sync,
) -> Result<Option<Vec<S>>> {
    if !entries.is_plain() {
        return Ok(None);
    }
    let cells = || (Cells::new(entries.span), make());
    match &entries.accounts {
        Accounts::Far(far, _) if let Some(by_id) = ById::new(entries) => {
            by_id.fold::<Paid, _, _>(entries, far.ids(), workers, cells, add)
        }
        accounts => {
            let accounts = accounts.numbered(workers)?.count;
            ByNumber::new(entries, accounts).fold(entries, workers, cells, add)
        }
    }
}

/// Accounts by small numbers, next to each other in a block. A row is a word: amount, month, account within the block,
/// from the highest bit down.
struct ByNumber {
    accounts: usize,
    local: u32,
    month: u32,
}

impl ByNumber {
    fn new(entries: &Entries<'_>, accounts: usize) -> Self {
        let cells = BLOCK.checked_div(entries.span.max(1).saturating_mul(8)).unwrap_or_default();
        let cached = usize::BITS.saturating_sub(cells.leading_zeros()).saturating_sub(1);
        let local = cached.max(bits(accounts).saturating_sub(BLOCKS)).min(bits(accounts));
        Self { accounts, local, month: bits(entries.span) }
    }

    fn fold<S: Send>(
        &self,
        entries: &Entries<'_>,
        workers: Workers<'_>,
        make: impl Fn() -> (Cells, S) + Sync,
        add: impl Fn(&mut S, &Cells) + Sync,
    ) -> Result<Option<Vec<S>>> {
        let runs = workers.runs(entries.rows, TILE);
        let dealt = workers.map(runs, |rows| self.deal(entries, rows, workers))?;
        let above = self.local.wrapping_add(self.month);
        let (deals, most): (Vec<Deal<u64>>, Vec<Most>) = dealt.into_iter().unzip();
        let most = most.into_iter().reduce(Most::join).unwrap_or_default();
        if !entries.holds(most.month) || !self.holds(most.code) || !most.fits(63_u32.saturating_sub(above)) {
            return Ok(None);
        }
        let block = |(cells, own): &mut (Cells, S), block: usize| {
            if deals.iter().all(|deal| deal.is_empty(block)) {
                return Ok(());
            }
            cells.clear(1 << self.local);
            for words in deals.iter().flat_map(|deal| deal.of(block)) {
                cells.add(words.iter().map(|word| {
                    let month = low(word >> self.local, self.month);
                    (low(*word, self.local), month, word.cast_signed() >> above)
                }));
            }
            add(own, cells);
            Ok(())
        };
        let folded = workers.fold((0..self.blocks()).collect(), make, block)?;
        Ok(Some(folded.into_iter().map(|(_, own)| own).collect()))
    }

    /// Whether an account has such a number.
    fn holds(&self, code: u32) -> bool {
        usize::try_from(code).is_ok_and(|code| code < self.accounts.max(1))
    }

    fn blocks(&self) -> usize {
        self.accounts.div_ceil(1 << self.local)
    }

    fn deal(
        &self,
        entries: &Entries<'_>,
        run: Range<usize>,
        workers: Workers<'_>,
    ) -> Result<(Deal<u64>, Most)> {
        let accounts = entries.accounts.numbered(workers)?;
        let (mut deal, mut most) = (Deal::new(run.len(), self.blocks()), Most::default());
        let (mut tile, mut codes) = (Tile::new(), [0_u32; TILE]);
        let (mut blocks, mut words) = ([0_u32; TILE], [0_u64; TILE]);
        let (local, month, width) = (self.local, self.month, Width::widest());
        let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
        tiles(run, workers, |start, rows| {
            // What was missed is missed: nobody asks for the rest.
            if !entries.holds(most.month) || !self.holds(most.code) {
                return;
            }
            accounts.fill(start, &mut codes);
            entries.fill(start, &mut tile);
            let (tile, codes, blocks, words) = (&tile, &codes, &mut blocks, &mut words);
            most = most.join(width.run(Pack { tile, codes, blocks, words, local, month, span }));
            let block = |block: &u32| usize::try_from(*block).unwrap_or(usize::MAX);
            deal.add(blocks.iter().map(block).zip(words.iter().copied()).take(rows));
        })?;
        Ok((deal, most))
    }
}

/// A row on its way to its block: what is left of the id with the month in the bits that the block's number leaves, and
/// with movements the amount.
pub(super) trait Dealt: Kept + Sync {
    fn new(key: u64, amount: i64) -> Self;
    fn key(self) -> u64;
    fn amount(self) -> i64;
}

/// A row that only says that an account was active.
impl Dealt for u64 {
    #[inline(always)]
    fn new(key: u64, _: i64) -> Self {
        key
    }

    #[inline(always)]
    fn key(self) -> u64 {
        self
    }

    #[inline(always)]
    fn amount(self) -> i64 {
        0
    }
}

/// A row with an amount of 32 bits.
type Paid = [u32; 3];

impl Dealt for Paid {
    #[inline(always)]
    fn new(key: u64, amount: i64) -> Self {
        let ([low, high], [amount, _]) = (halves(key), halves(amount.cast_unsigned()));
        [low, high, amount]
    }

    #[inline(always)]
    fn key(self) -> u64 {
        let [low, high, _] = self;
        u64::from(low) | u64::from(high) << 32
    }

    #[inline(always)]
    fn amount(self) -> i64 {
        let [.., amount] = self;
        i64::from(amount.cast_signed())
    }
}

/// Accounts by ids that lie far apart: a block has those whose ids, spread out, begin with its number, and gives them
/// small numbers of its own.
pub(super) struct ById {
    bits: u32,
}

impl ById {
    /// None where months do not fit.
    pub(super) fn new(entries: &Entries<'_>) -> Option<Self> {
        let bits = bits(entries.rows.div_ceil(ROWS)).min(BLOCKS).max(bits(entries.span)).max(1);
        (bits <= BLOCKS).then_some(Self { bits })
    }

    /// As [`fold`], with rows of this kind and what `make` gives beside the sums to hold a block's accounts.
    pub(super) fn fold<W: Dealt, H: Held + Send, S: Send>(
        &self,
        entries: &Entries<'_>,
        ids: Ids<'_>,
        workers: Workers<'_>,
        make: impl Fn() -> (H, S) + Sync,
        add: impl Fn(&mut S, &H) + Sync,
    ) -> Result<Option<Vec<S>>> {
        let runs = workers.runs(entries.rows, TILE);
        let dealt = workers.map(runs, |rows| self.deal::<W>(entries, ids, rows, workers))?;
        let (deals, most): (Vec<Deal<W>>, Vec<Most>) = dealt.into_iter().unzip();
        let most = most.into_iter().reduce(Most::join).unwrap_or_default();
        if !entries.holds(most.month) || !most.fits(31) {
            return Ok(None);
        }
        let block = |(keys, (held, own)): &mut (Vec<u64>, (H, S)), block: usize| {
            let rows = || deals.iter().flat_map(|deal| deal.of(block));
            keys.clear();
            for rows in rows() {
                keys.extend(rows.iter().map(|row| row.key() >> self.bits));
            }
            if keys.is_empty() {
                return Ok(());
            }
            let (codes, first) = listed(keys, |key| key << self.bits);
            held.clear(first.len());
            let mut codes = codes.iter();
            for rows in rows() {
                held.add(rows.iter().zip(&mut codes).map(|(row, code)| {
                    let account = usize::try_from(*code).unwrap_or(usize::MAX);
                    (account, low(row.key(), self.bits), row.amount())
                }));
            }
            add(own, held);
            Ok(())
        };
        let folded = workers.fold((0..1 << self.bits).collect(), || (Vec::new(), make()), block)?;
        Ok(Some(folded.into_iter().map(|(_, (_, own))| own).collect()))
    }

    fn deal<W: Dealt>(
        &self,
        entries: &Entries<'_>,
        ids: Ids<'_>,
        run: Range<usize>,
        workers: Workers<'_>,
    ) -> Result<(Deal<W>, Most)> {
        let (mut deal, mut most) = (Deal::new(run.len(), 1 << self.bits), Most::default());
        let (mut tile, mut keys) = (Tile::new(), [0_u64; TILE]);
        let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
        let (rest, width) = (64_u32.wrapping_sub(self.bits), Width::widest());
        tiles(run, workers, |start, rows| {
            // What was missed is missed, and what does not fit does not: nobody asks for the rest.
            if !entries.holds(most.month) || !most.fits(31) {
                return;
            }
            ids.fill(start, &mut keys);
            entries.fill(start, &mut tile);
            most = most.join(width.run(Look(&tile)));
            let parts = keys.iter().zip(&tile.months).zip(&tile.amounts).take(rows);
            deal.add(parts.map(|((id, month), amount)| {
                let id = spread(*id);
                let block = if *month < span { id >> rest } else { u64::MAX };
                let word = W::new(id << self.bits | u64::from(*month), *amount);
                (usize::try_from(block).unwrap_or(usize::MAX), word)
            }));
        })?;
        Ok((deal, most))
    }
}

/// The lower and the upper half of a word.
#[expect(clippy::cast_possible_truncation, reason = "each half is asked for")]
#[inline(always)]
fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

/// The lowest bits of a word.
#[inline(always)]
fn low(word: u64, bits: u32) -> usize {
    usize::try_from(word & (1_u64 << bits.min(63)).wrapping_sub(1)).unwrap_or_default()
}

/// How many bits the numbers below this one take.
pub(super) fn bits(count: usize) -> u32 {
    usize::BITS.saturating_sub(count.saturating_sub(1).leading_zeros())
}
