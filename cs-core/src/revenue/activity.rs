//! Months of activity as bits, one word for 64 months of an account.

use std::ops::Range;

use cs_wide::{Width, Work, pages};

use super::blocks::{ById, Held};
use super::counter::Counter;
use super::entries::Entries;
use super::index::{Accounts, Coded};
use super::tile::{TILE, tiles};
use crate::error::Result;
use crate::fact::workers::Workers;

/// Months of a word.
const WORD: usize = u64::BITS as usize;
/// Accounts that are counted in one go.
const ACCOUNTS: usize = 1 << 15;
/// Rows for each word of a table, so that several threads may have one each: to join them then costs little beside.
const ROWS: usize = 4;

/// Active accounts by first month and age; none where a row lies outside of the ledger's bounds.
pub(super) fn cohorts(entries: &Entries<'_>, workers: Workers<'_>) -> Result<Option<Vec<Vec<u64>>>> {
    let ages = || Ages::new(entries.span);
    let counted = match &entries.accounts {
        Accounts::Far(far, _) if let Some(by_id) = ById::new(entries) => {
            let make = || (Activity::new(entries.span), ages());
            by_id.fold::<u64, _, _>(entries, far.ids(), workers, make, |ages, activity| {
                ages.add(&activity.bits)
            })?
        }
        _ => {
            let activity = Activity::of(entries, workers)?;
            let parts = activity.bits.chunks(activity.words.saturating_mul(ACCOUNTS)).collect();
            let counted = workers.fold(parts, ages, |ages, bits| {
                ages.add(bits);
                Ok(())
            })?;
            (!activity.has_missed || !entries.is_sampled()).then_some(counted)
        }
    };
    let joint = |mut one: Vec<Vec<u64>>, other: Vec<Vec<u64>>| {
        for (sum, own) in one.iter_mut().flatten().zip(other.iter().flatten()) {
            *sum = sum.wrapping_add(*own);
        }
        one
    };
    Ok(counted.map(|parts| parts.into_iter().map(Ages::finish).reduce(joint).unwrap_or_default()))
}

/// Which months each account is active in.
struct Activity {
    span: u32,
    words: usize,
    bits: Vec<u64>,
    /// Whether a row had no place in them.
    has_missed: bool,
}

impl Activity {
    /// No accounts yet, over so many months.
    fn new(span: usize) -> Self {
        let words = span.div_ceil(WORD).max(1);
        Self { span: u32::try_from(span).unwrap_or(u32::MAX), words, bits: Vec::new(), has_missed: false }
    }

    /// Marks the months of all rows. Each thread has words of its own, which are joined.
    fn of(entries: &Entries<'_>, workers: Workers<'_>) -> Result<Self> {
        let size = entries.accounts.numbered(workers)?.count.saturating_mul(Self::new(entries.span).words);
        let most = entries.rows.checked_div(size.saturating_mul(ROWS)).unwrap_or_default();
        let workers = workers.at_most(most);
        let parts =
            workers.map(workers.runs(entries.rows, TILE), |rows| Self::of_run(entries, rows, workers))?;
        let joint = |mut one: Self, other: Self| {
            for (word, own) in one.bits.iter_mut().zip(other.bits) {
                *word |= own;
            }
            one.has_missed |= other.has_missed;
            one
        };
        Ok(parts.into_iter().reduce(joint).unwrap_or_else(|| Self::new(entries.span)))
    }

    fn of_run(entries: &Entries<'_>, run: Range<usize>, workers: Workers<'_>) -> Result<Self> {
        let mut own = Self::new(entries.span);
        let accounts = entries.accounts.numbered(workers)?;
        own.bits = pages::zeroed(accounts.count.saturating_mul(own.words));
        let (mut months, mut marks) = ([0_u32; TILE], [0_u64; TILE]);
        let width = Width::widest();
        tiles(run, workers, |start, rows| {
            entries.fill_months(start, &mut months);
            // The words of the accounts are waited for; meanwhile the next months can come.
            let next = start.saturating_add(TILE);
            entries.months.fetch(next..next.saturating_add(TILE));
            let latest = width.run(Marks { months: &months, span: own.span, marks: &mut marks });
            own.has_missed |= !entries.holds(latest);
            let (months, marks) =
                (months.get(..rows).unwrap_or_default(), marks.get(..rows).unwrap_or_default());
            accounts.lend(start, &mut Marked { activity: &mut own, months, marks });
        })?;
        Ok(own)
    }
}

/// The rows of a tile, whose accounts follow.
struct Marked<'a> {
    activity: &'a mut Activity,
    months: &'a [u32],
    marks: &'a [u64],
}

impl Coded for Marked<'_> {
    #[inline(always)]
    fn take(&mut self, codes: impl Iterator<Item = u32>) {
        let Activity { words, bits, has_missed, .. } = &mut *self.activity;
        let (words, rows) = (*words, self.marks.iter().zip(codes));
        if words == 1 {
            *has_missed |= mark(bits, rows.map(|(mark, account)| (place(account), *mark)));
            return;
        }
        let word = |account: u32, month: &u32| {
            place(account).wrapping_mul(words).wrapping_add(place(month / u64::BITS))
        };
        *has_missed |=
            mark(bits, rows.zip(self.months).map(|((mark, account), month)| (word(account, month), *mark)));
    }
}

/// Rows of accounts in a block; none of them lies after the last month.
impl Held for Activity {
    fn clear(&mut self, accounts: usize) {
        self.bits.clear();
        self.bits.resize(accounts.saturating_mul(self.words), 0);
    }

    #[inline(always)]
    fn add(&mut self, rows: impl Iterator<Item = (usize, usize, i64)>) {
        let words = self.words;
        let marks = rows.map(|(account, month, _)| {
            let word = account.wrapping_mul(words).wrapping_add(month.wrapping_div(WORD));
            (word, 1_u64.wrapping_shl(u32::try_from(month).unwrap_or_default()))
        });
        self.has_missed |= mark(&mut self.bits, marks);
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
    /// The latest month.
    type Output = u32;

    #[inline(always)]
    fn run(self) -> u32 {
        let mut latest = 0;
        for (mark, month) in self.marks.iter_mut().zip(self.months) {
            *mark = u64::from(*month < self.span) << (month % u64::BITS);
            latest = (*month).max(latest);
        }
        latest
    }
}

fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// Sets bits of words, and says whether one of these words is missing.
#[inline(always)]
fn mark(bits: &mut [u64], marks: impl Iterator<Item = (usize, u64)>) -> bool {
    let mut has_missed = false;
    for (at, bit) in marks {
        match bits.get_mut(at) {
            Some(word) => *word |= bit,
            None => has_missed = true,
        }
    }
    has_missed
}

/// Accounts counted by first month and age.
struct Ages {
    words: usize,
    counters: Vec<Counter>,
    counts: Vec<Vec<u64>>,
}

impl Ages {
    /// Nobody yet, over so many months.
    fn new(span: usize) -> Self {
        let words = span.div_ceil(WORD).max(1);
        Self {
            words,
            counters: vec![Counter::default(); span.saturating_mul(words)],
            counts: (0..span).map(|cohort| vec![0; span.saturating_sub(cohort)]).collect(),
        }
    }

    /// Counts accounts by their words.
    fn add(&mut self, bits: &[u64]) {
        if self.words == 1 {
            return self.add_short(bits);
        }
        for account in bits.chunks_exact(self.words) {
            let Some(before) = account.iter().position(|word| *word != 0) else { continue };
            let account = account.get(before..).unwrap_or_default();
            let gap = account.first().map_or(0, |word| word.trailing_zeros());
            let first = before.wrapping_mul(WORD).wrapping_add(place(gap));
            let counters = self.counters.chunks_exact_mut(self.words).nth(first).into_iter().flatten();
            let ages = self.counts.get_mut(first).into_iter().flat_map(|ages| ages.chunks_mut(WORD));
            let later = account.iter().skip(1).chain(&[0]);
            for (((word, next), counter), counts) in account.iter().zip(later).zip(counters).zip(ages) {
                // The bits from the first month on.
                let carried = next.checked_shl(u64::BITS.wrapping_sub(gap)).unwrap_or_default();
                counter.add(word >> gap | carried, counts);
            }
        }
    }

    /// The same, where each account has one word.
    fn add_short(&mut self, bits: &[u64]) {
        for word in bits.iter().filter(|word| **word != 0) {
            let gap = word.trailing_zeros();
            let first = place(gap);
            if let (Some(counter), Some(counts)) = (self.counters.get_mut(first), self.counts.get_mut(first))
            {
                counter.add(word >> gap, counts);
            }
        }
    }

    /// The counts; a row for each first month.
    fn finish(mut self) -> Vec<Vec<u64>> {
        for (counters, ages) in self.counters.chunks_exact_mut(self.words).zip(&mut self.counts) {
            for (counter, counts) in counters.iter_mut().zip(ages.chunks_mut(WORD)) {
                counter.empty(counts);
            }
        }
        self.counts
    }
}
