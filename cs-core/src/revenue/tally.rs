//! Movements from one month to the next, of many accounts side by side, without a branch.

use cs_wide::{Width, Work};

use super::cells::Cells;
use super::flow::{Counts, Flow, sum};
use crate::error::Result;

/// Bits of a count while it shares a number with others.
const COUNT: u32 = 12;
/// Accounts after which such a count could overflow.
const ACCOUNTS: usize = (1 << COUNT) - 1;

/// Sums by month over the accounts added so far.
pub(super) struct Tally {
    months: Vec<Sums>,
    width: Width,
    /// For each account at hand, all bits of what it had so far.
    seen: Vec<i64>,
    /// All bits of all cells; negative where one of them is.
    all: i64,
}

/// A month's amounts, and the accounts that have more than the month before, less, that are new, back and gone.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    closing: i64,
    gained: i64,
    new_business: i64,
    reactivation: i64,
    churn: i64,
    ups: u64,
    downs: u64,
    new: u64,
    back: u64,
    gone: u64,
}

impl Sums {
    fn add(&mut self, mut more: Self) {
        for (sum, amount) in self.amounts().into_iter().zip(more.amounts()) {
            *sum = sum.wrapping_add(*amount);
        }
        for (sum, count) in self.counts().into_iter().zip(more.counts()) {
            *sum = sum.wrapping_add(*count);
        }
    }

    fn amounts(&mut self) -> [&mut i64; 5] {
        [&mut self.closing, &mut self.gained, &mut self.new_business, &mut self.reactivation, &mut self.churn]
    }

    fn counts(&mut self) -> [&mut u64; 5] {
        [&mut self.ups, &mut self.downs, &mut self.new, &mut self.back, &mut self.gone]
    }
}

impl Tally {
    /// A tally over so many months. All amounts that are added must together fit in 64 bits.
    pub(super) fn new(span: usize) -> Self {
        Self::with(span, Width::widest())
    }

    fn with(span: usize, width: Width) -> Self {
        Self { months: vec![Sums::default(); span], width, seen: Vec::new(), all: 0 }
    }

    /// Adds accounts by their revenue in each month.
    pub(super) fn add(&mut self, cells: &Cells) {
        self.seen.clear();
        self.seen.resize(cells.accounts(), 0);
        let mut before = cells.nothing();
        for (sums, now) in self.months.iter_mut().zip(cells.months()) {
            let parts = before.chunks(ACCOUNTS).zip(now.chunks(ACCOUNTS)).zip(self.seen.chunks_mut(ACCOUNTS));
            for ((before, now), seen) in parts {
                self.width.run(Step { before, now, seen, sums });
            }
            before = now;
        }
        self.all = self.seen.iter().fold(self.all, |all, seen| all | seen);
    }

    /// Adds what another thread tallied.
    pub(super) fn join(mut self, other: &Self) -> Self {
        for (sums, more) in self.months.iter_mut().zip(&other.months) {
            sums.add(*more);
        }
        self.all |= other.all;
        self
    }

    /// One flow for each month; none where an account has less than nothing in a month. What was gained by nobody new was
    /// expansion; what was lost by nobody who left was contraction.
    pub(super) fn flows(&self) -> Result<Option<Vec<Flow>>> {
        if self.all < 0 {
            return Ok(None);
        }
        let mut flows = Vec::with_capacity(self.months.len());
        let mut last = Flow::default();
        for sums in &self.months {
            let [closing, gained, new_business, reactivation, lost] =
                [sums.closing, sums.gained, sums.new_business, sums.reactivation, sums.churn].map(i128::from);
            let expansion = sum([gained, new_business.wrapping_neg(), reactivation.wrapping_neg()])?;
            let losses = sum([last.closing, gained, closing.wrapping_neg()])?;
            let came = sums.new.wrapping_add(sums.back);
            let opening = last.accounts.closing;
            let flow = Flow {
                opening: last.closing,
                new_business,
                reactivation,
                expansion,
                contraction: sum([losses, lost.wrapping_neg()])?,
                churn: lost,
                closing,
                accounts: Counts {
                    opening,
                    new_business: sums.new,
                    reactivation: sums.back,
                    expansion: sums.ups.wrapping_sub(came),
                    contraction: sums.downs.wrapping_sub(sums.gone),
                    churn: sums.gone,
                    closing: opening.wrapping_add(came).wrapping_sub(sums.gone),
                    ..Counts::default()
                },
                ..Flow::default()
            };
            flow.check()?;
            flows.push(flow);
            last = flow;
        }
        Ok(Some(flows))
    }
}

/// Some accounts from one month to the next.
struct Step<'a> {
    before: &'a [i64],
    now: &'a [i64],
    seen: &'a mut [i64],
    sums: &'a mut Sums,
}

impl Work for Step<'_> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        let Self { before, now, seen, sums } = self;
        let [mut closing, mut gained, mut new_business, mut reactivation, mut churn, mut counts] = [0_i64; 6];
        for ((before, now), seen) in before.iter().zip(now).zip(seen) {
            let (before, now) = (*before, *now);
            let change = now.wrapping_sub(before);
            let (up, down) = (sign(change.wrapping_neg()), sign(change));
            let came = up & none(before);
            let new = came & none(*seen);
            let (back, gone) = (came & !new, down & none(now));
            closing = closing.wrapping_add(now);
            gained = gained.wrapping_add(change & up);
            new_business = new_business.wrapping_add(now & new);
            reactivation = reactivation.wrapping_add(now & back);
            churn = churn.wrapping_add(before & gone);
            let count = |mask: i64, place: u32| mask & 1 << COUNT.wrapping_mul(place);
            let own = count(up, 0) | count(down, 1) | count(new, 2) | count(back, 3) | count(gone, 4);
            counts = counts.wrapping_add(own);
            *seen |= now;
        }
        let amounts = [closing, gained, new_business, reactivation, churn];
        for (total, amount) in sums.amounts().into_iter().zip(amounts) {
            *total = total.wrapping_add(amount);
        }
        for (total, place) in sums.counts().into_iter().zip(0..) {
            let count = counts.cast_unsigned() >> COUNT.wrapping_mul(place);
            *total = total.wrapping_add(count & ((1 << COUNT) - 1));
        }
    }
}

/// All bits where a number is below 0, none where it is not. Of conditions the compiler would
/// make branches.
#[inline(always)]
fn sign(number: i64) -> i64 {
    number >> 63
}

/// All bits where an amount is 0, none where it is above.
#[inline(always)]
fn none(amount: i64) -> i64 {
    sign(amount.wrapping_sub(1))
}

#[cfg(test)]
mod tests {
    use super::super::blocks::Held;
    use super::*;

    fn cells(accounts: std::ops::Range<usize>) -> Cells {
        let mut cells = Cells::new(5);
        cells.clear(accounts.len());
        let first = accounts.start;
        let amount = |account: usize, month: usize| (account * 7 + month * 11) % 13 % 4;
        for account in accounts {
            let own = |month| (account - first, month, i64::try_from(amount(account, month)).unwrap());
            cells.add((0..5).map(own));
        }
        cells
    }

    #[test]
    fn one_large_block_is_many_small_ones_at_every_width() {
        let mut small = Tally::new(5);
        (0..9_000).step_by(10).for_each(|start| small.add(&cells(start..start + 10)));
        let expected = small.flows().unwrap().unwrap();
        assert!(expected.iter().skip(2).all(|flow| flow.reactivation > 0 && flow.accounts.churn > 1_000));
        for width in Width::all() {
            let mut large = Tally::with(5, width);
            large.add(&cells(0..9_000));
            assert_eq!(large.flows().unwrap().unwrap(), expected, "{}", width.name());
        }
    }

    #[test]
    fn less_than_nothing_is_noticed() {
        let mut tally = Tally::new(2);
        let mut cells = Cells::new(2);
        cells.clear(9);
        cells.add([(8, 0, 5), (8, 1, -1)].into_iter());
        tally.add(&cells);
        assert_eq!(tally.flows().unwrap(), None);
    }
}
