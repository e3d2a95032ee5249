//! Fractions of 2047-bit integers: a formula is computed exactly and rounded once.
//!
//! ```
//! use cs_core::value::exact::Exact;
//!
//! let third = Exact::from(1_u64).divide(Exact::from(3_u64))?;
//! assert_eq!(third.multiply(Exact::from(3_u64))?.to_decimal()?, 1.into());
//! assert_eq!(third.to_decimal()?.to_string(), "0.3333333333333333333333333333");
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use std::cmp::Ordering;

use bnum::Int;
use rust_decimal::Decimal;

use crate::error::{Error, ErrorCode, Result};

/// Significant digits, and places after the point, that a result keeps at most.
pub const DIGITS: u32 = 28;

type Wide = Int<256>;

/// An exact fraction; the denominator is above zero.
#[derive(Debug, Clone, Copy)]
pub struct Exact {
    numerator: Wide,
    denominator: Wide,
}

fn wide(value: i128) -> Wide {
    Wide::try_from(value).unwrap_or_default()
}

fn overflow() -> Error {
    Error::new(ErrorCode::Overflow, "the exact value needs more digits than can be kept")
}

fn power_of_ten(exponent: u32) -> Result<Wide> {
    wide(10).checked_pow(exponent).ok_or_else(overflow)
}

impl From<u64> for Exact {
    fn from(value: u64) -> Self {
        Self { numerator: wide(i128::from(value)), denominator: wide(1) }
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        let denominator = power_of_ten(value.scale()).unwrap_or(wide(1));
        Self { numerator: wide(value.mantissa()), denominator }
    }
}

impl Exact {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self { numerator: wide(0), denominator: wide(1) }
    }

    /// One.
    #[must_use]
    pub fn one() -> Self {
        Self { numerator: wide(1), denominator: wide(1) }
    }

    /// `self + other`. Fails with `overflow`, as all of these do, where 2047 bits are too few.
    #[expect(clippy::should_implement_trait, reason = "it can fail, an operator cannot")]
    pub fn add(self, other: Self) -> Result<Self> {
        if self.denominator == other.denominator {
            let numerator = self.numerator.checked_add(other.numerator).ok_or_else(overflow)?;
            return Ok(Self { numerator, ..self });
        }
        let left = product(self.numerator, other.denominator)?;
        let right = product(other.numerator, self.denominator)?;
        let numerator = left.checked_add(right).ok_or_else(overflow)?;
        Ok(Self { numerator, denominator: product(self.denominator, other.denominator)? })
    }

    /// `self − other`.
    pub fn subtract(self, other: Self) -> Result<Self> {
        self.add(other.negate()?)
    }

    /// `−self`.
    pub fn negate(self) -> Result<Self> {
        Ok(Self { numerator: self.numerator.checked_neg().ok_or_else(overflow)?, ..self })
    }

    /// `self · other`.
    pub fn multiply(self, other: Self) -> Result<Self> {
        let numerator = product(self.numerator, other.numerator)?;
        Ok(Self { numerator, denominator: product(self.denominator, other.denominator)? })
    }

    /// `self ÷ other`; `zero_denominator` when `other` is 0.
    pub fn divide(self, other: Self) -> Result<Self> {
        if other.is_zero() {
            return Err(Error::new(ErrorCode::ZeroDenominator, "undefined, because its denominator is 0"));
        }
        let mut numerator = product(self.numerator, other.denominator)?;
        let mut denominator = product(self.denominator, other.numerator)?;
        if denominator.is_negative() {
            numerator = numerator.checked_neg().ok_or_else(overflow)?;
            denominator = denominator.checked_neg().ok_or_else(overflow)?;
        }
        Ok(Self { numerator, denominator })
    }

    /// `self` to a whole power.
    pub fn power(self, exponent: u32) -> Result<Self> {
        let numerator = self.numerator.checked_pow(exponent).ok_or_else(overflow)?;
        Ok(Self { numerator, denominator: self.denominator.checked_pow(exponent).ok_or_else(overflow)? })
    }

    /// The root of this degree, as a fraction that rounds as the true root does, also after a number of at most 28
    /// places is added or subtracted; `out_of_range` below 0 and for degree 0.
    pub fn root(self, degree: u32) -> Result<Self> {
        if degree == 0 || self.is_negative() {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                "a root needs a value of at least 0 and a degree of at least 1",
            ));
        }
        let grid = power_of_ten(DIGITS.saturating_add(1))?;
        let scaled = product(self.numerator, grid.checked_pow(degree).ok_or_else(overflow)?)?;
        let below = whole_root(scaled.checked_div(self.denominator).ok_or_else(overflow)?, degree)?;
        let power = below.checked_pow(degree).ok_or_else(overflow)?;
        // Past the grid the true root lies strictly between two of its points, and so does their middle: no
        // rounding to fewer places tells the two apart.
        let beyond = wide(i128::from(product(power, self.denominator)? != scaled));
        let numerator = product(below, wide(2))?.checked_add(beyond).ok_or_else(overflow)?;
        Ok(Self { numerator, denominator: product(grid, wide(2))? })
    }

    /// Whether the value is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    /// Whether the value is below 0.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.numerator.is_negative()
    }

    /// Compares two fractions exactly.
    pub fn compare(self, other: Self) -> Result<Ordering> {
        let difference = self.subtract(other)?.numerator;
        Ok(difference.cmp(&wide(0)))
    }

    /// The largest whole number that is not above a value from 0 up; `overflow` for negative or larger values.
    pub fn floor(self) -> Result<u64> {
        let whole = self.numerator.checked_div(self.denominator).filter(|_| !self.is_negative());
        whole.and_then(|whole| u64::try_from(whole).ok()).ok_or_else(overflow)
    }

    /// Rounds once, half to even, to at most 28 significant digits and 28 places; trailing zeros are dropped.
    ///
    /// Fails with `overflow` when the whole part alone has more than 28 digits.
    pub fn to_decimal(self) -> Result<Decimal> {
        let negative = self.numerator.is_negative();
        let magnitude = self.numerator.checked_abs().ok_or_else(overflow)?;
        let whole_digits = digits(magnitude.checked_div(self.denominator).ok_or_else(overflow)?);
        let places = DIGITS.checked_sub(whole_digits).ok_or_else(overflow)?;
        let (mut mantissa, mut scale) = (round(magnitude, self.denominator, places)?, places);
        // Rounding up may have made one digit more (0.99…95 → 1.00…0); the last one is a zero then.
        if digits(mantissa) > DIGITS && scale == 0 {
            return Err(overflow());
        }
        let ten = wide(10);
        while scale > 0 {
            match (mantissa.checked_rem(ten), mantissa.checked_div(ten)) {
                (Some(rest), Some(quotient)) if rest.is_zero() => mantissa = quotient,
                _ => break,
            }
            scale = scale.saturating_sub(1);
        }
        let signed = i128::try_from(mantissa).map_err(|_| overflow())?;
        let signed = if negative { signed.checked_neg().ok_or_else(overflow)? } else { signed };
        Decimal::try_from_i128_with_scale(signed, scale).map_err(|_| overflow())
    }
}

fn product(a: Wide, b: Wide) -> Result<Wide> {
    a.checked_mul(b).ok_or_else(overflow)
}

/// The largest whole number whose power of this degree is at most `value`, by Newton's method from above.
fn whole_root(value: Wide, degree: u32) -> Result<Wide> {
    let Some(bits) = value.checked_ilog2() else { return Ok(wide(0)) };
    let above = bits.checked_div(degree).unwrap_or(bits).saturating_add(1);
    let mut root = wide(2).checked_pow(above).ok_or_else(overflow)?;
    let (parts, others) = (wide(i128::from(degree)), degree.saturating_sub(1));
    loop {
        let quotient =
            value.checked_div(root.checked_pow(others).ok_or_else(overflow)?).ok_or_else(overflow)?;
        let sum = product(root, wide(i128::from(others)))?.checked_add(quotient).ok_or_else(overflow)?;
        let next = sum.checked_div(parts).ok_or_else(overflow)?;
        if next >= root {
            return Ok(root);
        }
        root = next;
    }
}

/// How many decimal digits a whole number above zero has; 0 has none.
fn digits(value: Wide) -> u32 {
    value.checked_ilog10().map_or(0, |power| power.saturating_add(1))
}

/// `numerator · 10^places ÷ denominator`, half to even.
fn round(numerator: Wide, denominator: Wide, places: u32) -> Result<Wide> {
    let scaled = product(numerator, power_of_ten(places)?)?;
    let quotient = scaled.checked_div(denominator).ok_or_else(overflow)?;
    let rest = scaled.checked_rem(denominator).ok_or_else(overflow)?;
    let twice = rest.checked_add(rest).ok_or_else(overflow)?;
    let odd = quotient.checked_rem(wide(2)).is_some_and(|bit| !bit.is_zero());
    let up = match twice.cmp(&denominator) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => odd,
    };
    if up { quotient.checked_add(wide(1)).ok_or_else(overflow) } else { Ok(quotient) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Exact {
        Exact::from(Decimal::from_str_exact(text).unwrap())
    }

    #[test]
    fn keeps_what_decimal_operators_lose() {
        let tiny = decimal("0.0000000000000000000000000001");
        let product = tiny.multiply(decimal("0.1")).unwrap();
        assert!(!product.is_zero());
        assert_eq!(product.multiply(decimal("10")).unwrap().to_decimal().unwrap(), Decimal::new(1, 28));
    }

    #[test]
    fn rounds_ties_to_even_on_both_signs() {
        for (text, expected) in [("0.5", "0"), ("1.5", "2"), ("2.5", "2")] {
            let scaled = decimal(text).multiply(decimal("0.0000000000000000000000000001")).unwrap();
            let expected = Decimal::from_str_exact(expected).unwrap().mantissa();
            assert_eq!(scaled.to_decimal().unwrap().mantissa(), expected * i128::from(expected != 0));
            assert_eq!(scaled.negate().unwrap().to_decimal().unwrap().mantissa(), -expected);
        }
    }

    #[test]
    fn rounding_up_to_one_more_digit_stays_in_range() {
        let nines = decimal("0.9999999999999999999999999999");
        let next =
            nines.add(decimal("0.0000000000000000000000000001").divide(Exact::from(2)).unwrap()).unwrap();
        assert_eq!(next.to_decimal().unwrap().to_string(), "1");
    }

    #[test]
    fn roots_of_powers_are_exact_and_others_round_once() {
        let root = |text: &str, degree| decimal(text).root(degree).unwrap().to_decimal().unwrap().to_string();
        assert_eq!(root("1.21", 2), "1.1");
        assert_eq!(root("0", 12), "0");
        assert_eq!(root("2", 2), "1.414213562373095048801688724");
        assert_eq!(root("0.000000000000000000000000001", 3), "0.000000001");
        assert_eq!(decimal("-1").root(3).unwrap_err().code(), ErrorCode::OutOfRange);
    }

    #[test]
    fn refuses_a_whole_part_of_29_digits() {
        let large = Exact::from(u64::MAX).power(2).unwrap();
        assert_eq!(large.to_decimal().unwrap_err().code(), ErrorCode::Overflow);
        assert_eq!(decimal("9999999999999999999999999999").to_decimal().unwrap().to_string().len(), 28);
    }
}
