//! The exact sum of many decimals.
//!
//! ```
//! use cs_core::prelude::*;
//! use cs_core::value::total::Total;
//!
//! let mut total = Total::default();
//! for amount in [Decimal::new(1, 1), Decimal::new(2, 1), Decimal::new(-5, 28)] {
//!     total.add(amount)?;
//! }
//! assert_eq!(total.to_decimal()?.to_string(), "0.2999999999999999999999999995");
//! # Ok::<(), Error>(())
//! ```

use rust_decimal::Decimal;

use super::exact::Exact;
use crate::error::{Error, ErrorCode, Result};

/// Places that a decimal can have: 0 to 28.
const SCALES: usize = 29;

/// A running sum: mantissas are added scale by scale, so that amounts of many scales need no common one until the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total([i128; SCALES]);

impl Default for Total {
    fn default() -> Self {
        Self([0; SCALES])
    }
}

impl Total {
    /// Adds an amount; `overflow` beyond 127 bits of mantissas of one scale.
    pub fn add(&mut self, amount: Decimal) -> Result<()> {
        let scale = usize::try_from(amount.scale()).unwrap_or(SCALES);
        let sum = self.0.get_mut(scale).and_then(|sum| Some((sum.checked_add(amount.mantissa())?, sum)));
        match sum {
            Some((sum, place)) => *place = sum,
            None => return Err(overflow()),
        }
        Ok(())
    }

    /// Adds the amounts of another sum.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        for (sum, more) in self.0.iter_mut().zip(other.0) {
            *sum = sum.checked_add(more).ok_or_else(overflow)?;
        }
        Ok(())
    }

    /// The sum, rounded once to at most 28 digits; `overflow` where its whole part has more.
    pub fn to_decimal(&self) -> Result<Decimal> {
        let last = self.0.iter().rposition(|mantissas| *mantissas != 0).unwrap_or(0);
        let mut sum = Exact::zero();
        for mantissas in self.0.iter().take(last.saturating_add(1)) {
            sum = sum.multiply(Exact::from(10))?.add(Exact::whole(*mantissas))?;
        }
        let places = u32::try_from(last).unwrap_or(0);
        sum.divide(Exact::from(10).power(places)?)?.to_decimal()
    }
}

fn overflow() -> Error {
    Error::new(ErrorCode::Overflow, "the exact sum needs more digits than can be kept")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(amounts: &[&str]) -> String {
        let mut total = Total::default();
        for amount in amounts {
            total.add(Decimal::from_str_exact(amount).unwrap()).unwrap();
        }
        total.to_decimal().unwrap().to_string()
    }

    #[test]
    fn loses_no_digit_of_amounts_far_apart() {
        assert_eq!(sum(&["9999999999999999999999999999", "-9999999999999999999999999998", "0.1"]), "1.1");
        assert_eq!(sum(&["123456789012345678901234.5", "0.0001", "-0.5"]), "123456789012345678901234.0001");
        assert_eq!(sum(&["0.1"; 10]), "1");
        assert_eq!(sum(&[]), "0");
        assert_eq!(sum(&["-2.50", "-0.25"]), "-2.75");
    }

    #[test]
    fn refuses_a_sum_of_more_digits_than_can_be_kept() {
        let mut total = Total::default();
        for _ in 0..2 {
            total.add(Decimal::from_str_exact("9999999999999999999999999999").unwrap()).unwrap();
        }
        assert_eq!(total.to_decimal().unwrap_err().code(), ErrorCode::Overflow);
    }

    #[test]
    fn parts_merge_to_the_whole() {
        let (mut one, mut other, mut whole) = (Total::default(), Total::default(), Total::default());
        for (at, mantissa) in (0_u32..).zip([5_i64, -7, 900, 12, 3]) {
            let amount = Decimal::new(mantissa, at);
            if at < 2 {
                one.add(amount).unwrap()
            } else {
                other.add(amount).unwrap()
            }
            whole.add(amount).unwrap();
        }
        one.merge(&other).unwrap();
        assert_eq!(one, whole);
    }
}
