//! Months of activity as bits, one word for 64 months of an account.

use super::entries::{Entries, TILE, Tile};

/// Which months each account is active in.
pub(super) struct Activity {
    span: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Activity {
    /// Marks the months of all rows.
    pub(super) fn of(entries: &Entries<'_>) -> Self {
        let words = entries.span.div_ceil(64).max(1);
        let mut bits = vec![0_u64; entries.accounts.count.saturating_mul(words)];
        let mut tile = Tile::new();
        let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
        for start in (0..entries.rows).step_by(TILE) {
            let rows = entries.rows.saturating_sub(start).min(TILE);
            entries.accounts.fill(start, &mut tile.codes);
            entries.fill_months(start, &mut tile.months);
            for (code, month) in tile.codes.iter().zip(&tile.months).take(rows) {
                if *month >= span {
                    continue;
                }
                let account = usize::try_from(*code).unwrap_or_default();
                let at = match words {
                    1 => account,
                    _ => account
                        .wrapping_mul(words)
                        .wrapping_add(usize::try_from(month / 64).unwrap_or_default()),
                };
                if let Some(word) = bits.get_mut(at) {
                    *word |= 1 << (month % 64);
                }
            }
        }
        Self { span: entries.span, words, bits }
    }

    /// Active accounts by first month and age.
    pub(super) fn cohorts(&self) -> Vec<Vec<u64>> {
        let mut cells: Vec<Vec<u64>> =
            (0..self.span).map(|cohort| vec![0; self.span.saturating_sub(cohort)]).collect();
        for account in self.bits.chunks(self.words) {
            let Some(first) = first(account) else { continue };
            let Some(row) = cells.get_mut(first) else { continue };
            for (at, word) in account.iter().enumerate() {
                let mut rest = *word;
                while rest != 0 {
                    let bit = usize::try_from(rest.trailing_zeros()).unwrap_or_default();
                    let age = at.wrapping_mul(64).wrapping_add(bit).wrapping_sub(first);
                    if let Some(cell) = row.get_mut(age) {
                        *cell = cell.wrapping_add(1);
                    }
                    rest &= rest.wrapping_sub(1);
                }
            }
        }
        cells
    }
}

fn first(words: &[u64]) -> Option<usize> {
    let at = words.iter().position(|word| *word != 0)?;
    let bit = usize::try_from(words.get(at)?.trailing_zeros()).ok()?;
    at.checked_mul(64)?.checked_add(bit)
}
