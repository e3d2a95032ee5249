//! Sums of whole numbers that come in any order: only the sum of all of them has to fit in 128 bits.

use super::flow::{Counts, Flow};
use super::unit::overflow;
use crate::error::Result;

/// A running sum, kept in 192 bits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    low: u128,
    high: i64,
}

impl Sum {
    #[inline]
    pub(super) fn add(&mut self, number: i128) {
        self.join(Self { low: number.cast_unsigned(), high: if number < 0 { -1 } else { 0 } });
    }

    #[inline]
    pub(super) fn subtract(&mut self, number: i128) {
        self.add(!number);
        self.add(1);
    }

    #[inline]
    pub(super) fn join(&mut self, other: Self) {
        let (low, carried) = self.low.overflowing_add(other.low);
        self.low = low;
        self.high = self.high.wrapping_add(other.high).wrapping_add(i64::from(carried));
    }

    /// The sum.
    ///
    /// Errors: `overflow`.
    #[inline]
    pub(super) fn whole(self) -> Result<i128> {
        let low = self.low.cast_signed();
        if i128::from(self.high) == low >> 127 { Ok(low) } else { Err(overflow()) }
    }
}

impl FromIterator<i128> for Sum {
    #[inline]
    fn from_iter<I: IntoIterator<Item = i128>>(numbers: I) -> Self {
        let mut sum = Self::default();
        numbers.into_iter().for_each(|number| sum.add(number));
        sum
    }
}

/// The flows of accounts over one period so far.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FlowSum {
    amounts: [Sum; Flow::AMOUNTS],
    accounts: Counts,
}

impl FlowSum {
    pub(super) fn add(&mut self, flow: &Flow) {
        for (sum, amount) in self.amounts.iter_mut().zip(flow.amounts()) {
            sum.add(amount);
        }
        self.accounts = self.accounts.plus(&flow.accounts);
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (sum, more) in self.amounts.iter_mut().zip(other.amounts) {
            sum.join(more);
        }
        self.accounts = self.accounts.plus(&other.accounts);
    }

    /// The flow of all of them.
    ///
    /// Errors: `overflow`.
    pub(super) fn whole(&self) -> Result<Flow> {
        let mut amounts = [0; Flow::AMOUNTS];
        for (amount, sum) in amounts.iter_mut().zip(self.amounts) {
            *amount = sum.whole()?;
        }
        self.accounts.check()?;
        Ok(Flow::of(amounts, self.accounts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDS: [i128; 7] = [i128::MAX, i128::MAX, i128::MIN, i128::MIN, -1, 0, 1];

    #[test]
    fn what_is_added_and_taken_away_again_is_gone() {
        for one in ENDS {
            for other in ENDS {
                let mut sum: Sum = [one, other].into_iter().collect();
                assert_eq!(sum.whole().ok(), one.checked_add(other), "{one} {other}");
                sum.subtract(other);
                assert_eq!(sum.whole(), Ok(one));
                sum.subtract(one);
                assert_eq!(sum, Sum::default());
            }
        }
    }

    #[test]
    fn flows_add_up_in_any_order() {
        let flows = [i128::MAX, i128::MAX, -i128::MAX, 7].map(|fx| Flow { fx, ..Flow::default() });
        for first in 0..4 {
            let (mut one, mut other) = (FlowSum::default(), FlowSum::default());
            for (at, flow) in flows.iter().cycle().skip(first).take(4).enumerate() {
                if at < 2 { one.add(flow) } else { other.add(flow) }
            }
            one.join(&other);
            assert_eq!(one.whole().unwrap_err().code().as_str(), "overflow");
            one.add(&Flow { fx: -7, ..Flow::default() });
            assert_eq!(one.whole().unwrap().fx, i128::MAX);
        }
    }
}
