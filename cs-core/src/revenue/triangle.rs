//! Accounts and their revenue by first month and age: a triangle, because a later cohort has fewer months.

use super::cells::{Cells, LANES};

/// Sums over the accounts added so far; a row for each first month, a column for each age.
pub(super) struct Triangle {
    pub(super) accounts: Vec<Vec<u64>>,
    pub(super) mrr: Vec<Vec<i64>>,
    span: usize,
    /// All bits of all cells; negative where one of them is.
    all: i64,
}

impl Triangle {
    /// A triangle over so many months. All amounts that are added must together fit in 64 bits.
    pub(super) fn new(span: usize) -> Self {
        let months = || (0..span).map(|cohort| span.saturating_sub(cohort));
        Self {
            accounts: months().map(|ages| vec![0; ages]).collect(),
            mrr: months().map(|ages| vec![0; ages]).collect(),
            span,
            all: 0,
        }
    }

    /// Adds what another thread followed.
    pub(super) fn join(mut self, other: Self) -> Self {
        for (sum, more) in self.accounts.iter_mut().flatten().zip(other.accounts.iter().flatten()) {
            *sum = sum.wrapping_add(*more);
        }
        for (sum, more) in self.mrr.iter_mut().flatten().zip(other.mrr.iter().flatten()) {
            *sum = sum.wrapping_add(*more);
        }
        self.all |= other.all;
        self
    }

    /// Whether no account has less than nothing in a month.
    pub(super) fn is_sound(&self) -> bool {
        self.all >= 0
    }

    /// Adds accounts by their revenue in each month.
    pub(super) fn add(&mut self, cells: &Cells) {
        let mut accounts = vec![0; self.span.saturating_mul(LANES)];
        for group in (0..cells.accounts()).step_by(LANES) {
            for (at, month) in cells.months().enumerate() {
                let cells = month.get(group..).into_iter().flatten().take(LANES);
                for (cell, own) in cells.zip(accounts.iter_mut().skip(at).step_by(self.span)) {
                    *own = *cell;
                }
            }
            for months in accounts.chunks_exact(self.span.max(1)) {
                self.follow(months);
            }
        }
    }

    fn follow(&mut self, months: &[i64]) {
        let Some(first) = months.iter().position(|cell| *cell != 0) else { return };
        let (accounts, mrr) = (self.accounts.get_mut(first), self.mrr.get_mut(first));
        let sums = accounts.into_iter().flatten().zip(mrr.into_iter().flatten());
        for ((count, sum), cell) in sums.zip(months.get(first..).unwrap_or_default()) {
            *count = count.wrapping_add(u64::from(*cell > 0));
            *sum = sum.wrapping_add(*cell);
            self.all |= *cell;
        }
    }
}
