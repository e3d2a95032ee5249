//! Accounts in blocks whose cells stay in cache: rows are packed, dealt out to the blocks, and summed there.

use super::cells::Cells;
use super::deal::Deal;
use super::entries::{Entries, TILE, Tile};
use super::index::{Accounts, Ids};
use super::listed::{listed, spread};

/// Most bytes of the cells of one block.
const BLOCK: usize = 320 * 1024;
/// Rows of a block where its accounts are not known yet: those of a thousand accounts over two years, say.
const ROWS: usize = 16 * 1024;
/// Most bits of the number of a block: more of them would fall out of the cache that they are written through.
const BLOCKS: u32 = 12;

/// Lends the cells of all accounts, block after block. Each account is in one block, in no particular order.
///
/// None where blocks cannot hold the ledger: it has groups, or amounts that are too large, one by one or together.
pub(super) fn each(entries: &Entries<'_>, body: impl FnMut(&Cells)) -> Option<()> {
    if !entries.is_plain() || i64::try_from(entries.total).is_err() {
        return None;
    }
    match &entries.accounts {
        Accounts::Far(ids, _) if let Some(by_id) = ById::new(entries) => {
            by_id.each(entries, *ids, body);
            Some(())
        }
        accounts => {
            let by_number = ByNumber::new(entries, accounts.numbered().count)?;
            by_number.each(entries, body);
            Some(())
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
    fn new(entries: &Entries<'_>, accounts: usize) -> Option<Self> {
        let cells = BLOCK.checked_div(entries.span.max(1).saturating_mul(8)).unwrap_or_default();
        let cached = usize::BITS.saturating_sub(cells.leading_zeros()).saturating_sub(1);
        let local = cached.max(bits(accounts).saturating_sub(BLOCKS)).min(bits(accounts));
        let month = bits(entries.span);
        let rest = 63_u32.saturating_sub(local).saturating_sub(month);
        (entries.largest < 1_u128 << rest).then_some(Self { accounts, local, month })
    }

    fn each(&self, entries: &Entries<'_>, mut body: impl FnMut(&Cells)) {
        let deal = self.deal(entries);
        let mut cells = Cells::new(entries.span);
        let above = self.local.wrapping_add(self.month);
        for block in 0..self.accounts.div_ceil(1 << self.local) {
            cells.clear(1 << self.local);
            for words in deal.of(block) {
                cells.add(words.iter().map(|word| {
                    let month = low(word >> self.local, self.month);
                    (low(*word, self.local), month, word.cast_signed() >> above)
                }));
            }
            body(&cells);
        }
    }

    fn deal(&self, entries: &Entries<'_>) -> Deal<u64> {
        let accounts = entries.accounts.numbered();
        let blocks = self.accounts.div_ceil(1 << self.local);
        let mut deal = Deal::new(entries.rows, blocks);
        let (mut tile, mut codes, mut words) = (Tile::new(), [0_u32; TILE], [0_u64; TILE]);
        let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
        let (local, above) = (self.local, self.local.wrapping_add(self.month));
        let within = 1_u32.checked_shl(local).unwrap_or_default().wrapping_sub(1);
        for start in (0..entries.rows).step_by(TILE) {
            accounts.fill(start, &mut codes);
            let rows = entries.fill(start, &mut tile);
            let parts = codes.iter_mut().zip(&tile.months).zip(&tile.amounts);
            for (((code, month), amount), word) in parts.zip(&mut words) {
                *word =
                    amount.cast_unsigned() << above | u64::from(*month) << local | u64::from(*code & within);
                // A row after the last month belongs nowhere.
                *code = if *month < span { *code >> local } else { u32::MAX };
            }
            let block = |code: &u32| usize::try_from(*code).unwrap_or(usize::MAX);
            deal.add(codes.iter().map(block).zip(words.iter().copied()).take(rows));
        }
        deal
    }
}

/// Accounts by ids that lie far apart: a block has those whose ids, spread out, begin with its number, and gives them
/// small numbers of its own. A row is the rest of the id with the month in the bits that this leaves, and the amount.
struct ById {
    bits: u32,
}

impl ById {
    fn new(entries: &Entries<'_>) -> Option<Self> {
        let bits = bits(entries.rows.div_ceil(ROWS)).min(BLOCKS).max(bits(entries.span)).max(1);
        (bits <= BLOCKS && entries.largest <= 0x7fff_ffff).then_some(Self { bits })
    }

    fn each(&self, entries: &Entries<'_>, ids: Ids<'_>, mut body: impl FnMut(&Cells)) {
        let deal = self.deal(entries, ids);
        let mut cells = Cells::new(entries.span);
        let mut keys: Vec<u64> = Vec::new();
        for block in 0..deal.blocks() {
            keys.clear();
            for rows in deal.of(block) {
                keys.extend(rows.iter().map(|row| key(row) >> self.bits));
            }
            if keys.is_empty() {
                continue;
            }
            let key_of = |row: usize| keys.get(row).copied().unwrap_or_default();
            let (codes, first) = listed(keys.len(), key_of, |key| key << self.bits);
            cells.clear(first.len());
            let mut codes = codes.iter();
            for rows in deal.of(block) {
                cells.add(rows.iter().zip(&mut codes).map(|(row, code)| {
                    let [.., amount] = row;
                    let account = usize::try_from(*code).unwrap_or(usize::MAX);
                    (account, low(key(row), self.bits), i64::from(amount.cast_signed()))
                }));
            }
            body(&cells);
        }
    }

    fn deal(&self, entries: &Entries<'_>, ids: Ids<'_>) -> Deal<[u32; 3]> {
        let mut deal = Deal::new(entries.rows, 1 << self.bits);
        let (mut tile, mut keys) = (Tile::new(), [0_u64; TILE]);
        let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
        let rest = 64_u32.wrapping_sub(self.bits);
        for start in (0..entries.rows).step_by(TILE) {
            ids.fill(start, &mut keys);
            let rows = entries.fill(start, &mut tile);
            let parts = keys.iter().zip(&tile.months).zip(&tile.amounts).take(rows);
            deal.add(parts.map(|((id, month), amount)| {
                let id = spread(*id);
                let block = if *month < span { id >> rest } else { u64::MAX };
                let [low, high] = halves(id << self.bits | u64::from(*month));
                let [amount, _] = halves(amount.cast_unsigned());
                (usize::try_from(block).unwrap_or(usize::MAX), [low, high, amount])
            }));
        }
        deal
    }
}

/// The lower and the upper half of a word.
#[expect(clippy::cast_possible_truncation, reason = "each half is asked for")]
#[inline(always)]
fn halves(word: u64) -> [u32; 2] {
    [word as u32, (word >> 32) as u32]
}

#[inline(always)]
fn key([low, high, _]: &[u32; 3]) -> u64 {
    u64::from(*low) | u64::from(*high) << 32
}

/// The lowest bits of a word.
#[inline(always)]
fn low(word: u64, bits: u32) -> usize {
    usize::try_from(word & (1_u64 << bits.min(63)).wrapping_sub(1)).unwrap_or_default()
}

/// How many bits the numbers below this one take.
fn bits(count: usize) -> u32 {
    usize::BITS.saturating_sub(count.saturating_sub(1).leading_zeros())
}
