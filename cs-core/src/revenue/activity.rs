//! Months of activity as bits, one word for 64 months of an account.

use cs_wide::{Width, Work, pages};

use super::counter::Counter;
use super::entries::{Entries, TILE};

/// Months of a word.
const WORD: usize = u64::BITS as usize;

/// Which months each account is active in.
pub(super) struct Activity {
    span: usize,
    words: usize,
    bits: Vec<u64>,
}

impl Activity {
    /// Marks the months of all rows.
    pub(super) fn of(entries: &Entries<'_>) -> Self {
        let words = entries.span.div_ceil(WORD).max(1);
        let accounts = entries.accounts.numbered();
        let mut bits = pages::large(vec![0_u64; accounts.count.saturating_mul(words)]);
        let (mut codes, mut months, mut marks) = ([0_u32; TILE], [0_u32; TILE], [0_u64; TILE]);
        let width = Width::widest();
        let span = u32::try_from(entries.span).unwrap_or(u32::MAX);
        for start in (0..entries.rows).step_by(TILE) {
            let rows = entries.rows.saturating_sub(start).min(TILE);
            accounts.fill(start, &mut codes);
            entries.fill_months(start, &mut months);
            width.run(Marks { months: &months, span, marks: &mut marks });
            let rows = codes.iter().zip(&marks).take(rows);
            if words == 1 {
                mark(&mut bits, rows.map(|(account, mark)| (place(*account), *mark)));
            } else {
                mark(
                    &mut bits,
                    rows.zip(&months).map(|((account, mark), month)| {
                        (place(*account).wrapping_mul(words).wrapping_add(place(month / u64::BITS)), *mark)
                    }),
                );
            }
        }
        Self { span: entries.span, words, bits }
    }

    /// Active accounts by first month and age.
    pub(super) fn cohorts(&self) -> Vec<Vec<u64>> {
        let mut cells: Vec<Vec<u64>> =
            (0..self.span).map(|cohort| vec![0; self.span.saturating_sub(cohort)]).collect();
        let mut counters = vec![Counter::default(); self.span.saturating_mul(self.words)];
        for account in self.bits.chunks_exact(self.words) {
            let Some(before) = account.iter().position(|word| *word != 0) else { continue };
            let account = account.get(before..).unwrap_or_default();
            let gap = account.first().map_or(0, |word| word.trailing_zeros());
            let first = before.wrapping_mul(WORD).wrapping_add(usize::try_from(gap).unwrap_or_default());
            let counters = counters.chunks_exact_mut(self.words).nth(first).into_iter().flatten();
            let ages = cells.get_mut(first).into_iter().flat_map(|ages| ages.chunks_mut(WORD));
            let later = account.iter().skip(1).chain(&[0]);
            for (((word, next), counter), counts) in account.iter().zip(later).zip(counters).zip(ages) {
                // The bits from the first month on.
                let carried = next.checked_shl(u64::BITS.wrapping_sub(gap)).unwrap_or_default();
                counter.add(word >> gap | carried, counts);
            }
        }
        for (counters, ages) in counters.chunks_exact_mut(self.words).zip(&mut cells) {
            for (counter, counts) in counters.iter_mut().zip(ages.chunks_mut(WORD)) {
                counter.empty(counts);
            }
        }
        cells
    }
}

/// The bit of each month within its word; none for a month after the last. Made ahead of the loop that sets them: the
/// shorter that loop, the more of its rows the processor has on their way from memory at once.
struct Marks<'a> {
    months: &'a [u32; TILE],
    span: u32,
    marks: &'a mut [u64; TILE],
}

impl Work for Marks<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        for (mark, month) in self.marks.iter_mut().zip(self.months) {
            *mark = u64::from(*month < self.span) << (month % u64::BITS);
        }
    }
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[inline(always)]
fn mark(bits: &mut [u64], marks: impl Iterator<Item = (usize, u64)>) {
    for (at, bit) in marks {
        if let Some(word) = bits.get_mut(at) {
            *word |= bit;
        }
    }
}
