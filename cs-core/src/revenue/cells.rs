//! Revenue of some accounts by month: the accounts of a month stand side by side, so that a register holds several.

use super::blocks::Held;

/// Accounts that are looked at together, as far as it matters to anybody but the compiler.
pub(super) const LANES: usize = 8;

/// A cell for each month and account, 0 where nothing was added.
pub(super) struct Cells {
    sums: Vec<i64>,
    stride: usize,
    span: usize,
}

impl Cells {
    /// No accounts yet, over so many months.
    pub(super) fn new(span: usize) -> Self {
        Self { sums: Vec::new(), stride: LANES, span }
    }

    /// What all accounts have before the first month.
    pub(super) fn nothing(&self) -> &[i64] {
        self.sums.get(..self.stride).unwrap_or_default()
    }

    /// The months, each with all accounts.
    pub(super) fn months(&self) -> impl Iterator<Item = &[i64]> {
        self.sums.chunks_exact(self.stride).skip(1)
    }

    /// The number of accounts, with those that only fill up the last group.
    pub(super) fn accounts(&self) -> usize {
        self.stride
    }
}

impl Held for Cells {
    fn clear(&mut self, accounts: usize) {
        // Not a power of two: the months of an account would then compete for the same few lines of the cache.
        self.stride = accounts.next_multiple_of(LANES).saturating_add(LANES);
        self.sums.clear();
        self.sums.resize(self.stride.saturating_mul(self.span.saturating_add(1)), 0);
    }

    /// All amounts together fit in 64 bits.
    #[inline(always)]
    fn add(&mut self, rows: impl Iterator<Item = (usize, usize, i64)>) {
        let stride = self.stride;
        let sums = self.sums.get_mut(stride..).unwrap_or_default();
        for (account, month, amount) in rows {
            if let Some(sum) = sums.get_mut(month.wrapping_mul(stride).wrapping_add(account)) {
                *sum = sum.wrapping_add(amount);
            }
        }
    }
}
