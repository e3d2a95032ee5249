//! Accounts in blocks whose cells stay in cache: rows are packed into 64 bits, dealt out to the blocks, and summed there.

use super::entries::{Entries, TILE, Tile};
use crate::error::Result;

/// Most bytes of the cells of one block.
const BLOCK: usize = 320 * 1024;
/// Most bits of the number of a block: more of them would fall out of the cache that they are written through.
const BLOCKS: u32 = 12;

/// Where the parts of a packed row lie: amount, month, account within the block, from the highest bit down.
#[derive(Debug, Clone, Copy)]
struct Shape {
    accounts: usize,
    span: usize,
    local: u32,
    month: u32,
}

impl Shape {
    fn new(accounts: usize, span: usize) -> Self {
        let bits = |count: usize| usize::BITS.saturating_sub(count.saturating_sub(1).leading_zeros());
        let cells = BLOCK.checked_div(span.max(1).saturating_mul(8)).unwrap_or_default();
        let cached = usize::BITS.saturating_sub(cells.leading_zeros()).saturating_sub(1);
        let local = cached.max(bits(accounts).saturating_sub(BLOCKS));
        Self { accounts, span, local: local.min(bits(accounts)), month: bits(span) }
    }

    /// Whether amounts up to this size, with their sign, fit beside account and month.
    fn holds(self, largest: u128) -> bool {
        let rest = 63_u32.saturating_sub(self.local).saturating_sub(self.month);
        largest < 1_u128 << rest
    }

    fn block(self) -> usize {
        1 << self.local
    }

    fn blocks(self) -> usize {
        self.accounts.div_ceil(self.block())
    }
}

/// The rows of a ledger, those of a block together.
pub(super) struct Blocks {
    shape: Shape,
    words: Vec<u64>,
    ends: Vec<usize>,
}

impl Blocks {
    /// Deals out the rows; none where an amount is too large to be packed, or all of them together for 64 bits.
    pub(super) fn new(entries: &Entries<'_>) -> Option<Self> {
        let shape = Shape::new(entries.accounts.count, entries.span);
        if !entries.is_plain() {
            return None;
        }
        if !shape.holds(entries.largest) || i64::try_from(entries.total).is_err() {
            return None;
        }
        let mut tile = Tile::new();
        let span = u32::try_from(entries.span).ok()?;
        let mut sizes = vec![0_usize; shape.blocks()];
        for start in (0..entries.rows).step_by(TILE) {
            let rows = entries.rows.saturating_sub(start).min(TILE);
            entries.accounts.fill(start, &mut tile.codes);
            entries.fill_months(start, &mut tile.months);
            for (code, month) in tile.codes.iter().zip(&tile.months).take(rows) {
                if *month < span
                    && let Some(size) =
                        usize::try_from(code >> shape.local).ok().and_then(|at| sizes.get_mut(at))
                {
                    *size = size.wrapping_add(1);
                }
            }
        }
        let mut words = vec![0_u64; sizes.iter().sum()];
        let mut rest = words.as_mut_slice();
        let mut places = Vec::with_capacity(sizes.len());
        for size in &sizes {
            let (own, others) = rest.split_at_mut_checked(*size)?;
            places.push(own.iter_mut());
            rest = others;
        }
        let local = 1_u32.checked_shl(shape.local)?.wrapping_sub(1);
        let above = shape.local.wrapping_add(shape.month);
        for start in (0..entries.rows).step_by(TILE) {
            let rows = entries.fill(start, &mut tile);
            let parts = tile.codes.iter().zip(&tile.months).zip(&tile.amounts).take(rows);
            for ((code, month), amount) in parts {
                if *month >= span {
                    continue;
                }
                let word = amount.cast_unsigned() << above
                    | u64::from(*month) << shape.local
                    | u64::from(code & local);
                let place = usize::try_from(code >> shape.local).ok().and_then(|at| places.get_mut(at));
                if let Some(place) = place.and_then(Iterator::next) {
                    *place = word;
                }
            }
        }
        let ends = sizes.iter().scan(0_usize, |end, size| {
            *end = end.wrapping_add(*size);
            Some(*end)
        });
        let ends = ends.collect();
        Some(Self { shape, words, ends })
    }

    /// Lends the cells of each account, one for each month, all that is known summed.
    pub(super) fn each(&self, mut body: impl FnMut(usize, &[i64]) -> Result<()>) -> Result<()> {
        let Shape { span, local, month, .. } = self.shape;
        let mut cells = vec![0_i64; self.shape.block().saturating_mul(span)];
        let (local_mask, month_mask) = (mask(local), mask(month));
        let above = local.wrapping_add(month);
        let mut start = 0_usize;
        for (block, end) in self.ends.iter().enumerate() {
            cells.fill(0);
            for word in self.words.get(start..*end).unwrap_or_default() {
                let account = usize::try_from(word & local_mask).unwrap_or_default();
                let month = usize::try_from(word >> local & month_mask).unwrap_or_default();
                let at = account.wrapping_mul(span).wrapping_add(month);
                if let Some(cell) = cells.get_mut(at) {
                    *cell = cell.wrapping_add(word.cast_signed() >> above);
                }
            }
            start = *end;
            let first = block.saturating_mul(self.shape.block());
            let accounts = self.shape.accounts.saturating_sub(first).min(self.shape.block());
            for (account, row) in cells.chunks_exact(span.max(1)).take(accounts).enumerate() {
                body(first.wrapping_add(account), row)?;
            }
        }
        Ok(())
    }
}

fn mask(bits: u32) -> u64 {
    (1_u64 << bits.min(63)).wrapping_sub(1)
}
