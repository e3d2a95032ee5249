//! The wide form of an exact number: a fraction of 2047-bit integers, for what 128 bits cannot hold.

use std::cmp::Ordering;

use bnum::Int;
use rust_decimal::Decimal;

use super::{
    DIGITS,
    narrow::{Narrow, common_divisor, decimal},
    overflow,
};
use crate::error::Result;

type Whole = Int<256>;

/// Places to which a root is cut: more than decimals keep, so that what is left of 1 has a float's digits too, and few
/// enough for twelfth roots of the longest decimals.
const ROOT_PLACES: u32 = 45;

/// A fraction; the denominator is above zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wide {
    numerator: Whole,
    denominator: Whole,
}

fn whole(value: i128) -> Whole {
    Whole::try_from(value).unwrap_or_default()
}

fn power_of_ten(exponent: u32) -> Result<Whole> {
    whole(10).checked_pow(exponent).ok_or_else(overflow)
}

/// The greatest number that divides both; the first is above 0.
fn common(mut divisor: Whole, mut rest: Whole) -> Whole {
    while let Some(next) = divisor.checked_rem(rest) {
        (divisor, rest) = (rest, next);
        // From here on the numbers only shrink, and 128 bits are much faster.
        if let (Ok(small), Ok(smaller)) = (u128::try_from(divisor), u128::try_from(rest)) {
            return Whole::try_from(common_divisor(small, smaller)).unwrap_or(divisor);
        }
    }
    divisor
}

impl From<Narrow> for Wide {
    fn from(value: Narrow) -> Self {
        Self { numerator: whole(value.numerator), denominator: whole(value.denominator) }
    }
}

impl Wide {
    /// The same value in lowest terms.
    pub(super) fn reduced(self) -> Self {
        let divisor = common(self.denominator, self.numerator.checked_abs().unwrap_or_default());
        match (self.numerator.checked_div(divisor), self.denominator.checked_div(divisor)) {
            (Some(numerator), Some(denominator)) => Self { numerator, denominator },
            _ => self,
        }
    }

    /// The same value in 128 bits; none where they are too few.
    pub(super) fn narrow(&self) -> Option<Narrow> {
        let part = |whole: Whole| i128::try_from(whole).ok();
        Some(Narrow { numerator: part(self.numerator)?, denominator: part(self.denominator)? })
    }

    pub(super) fn add(self, other: Self) -> Result<Self> {
        if self.denominator == other.denominator {
            let numerator = self.numerator.checked_add(other.numerator).ok_or_else(overflow)?;
            return Ok(Self { numerator, ..self });
        }
        // Long denominators mostly have much in common: powers of ten.
        let shared = common(self.denominator, other.denominator);
        let (own, others) = (self.denominator.checked_div(shared), other.denominator.checked_div(shared));
        let (own, others) = own.zip(others).ok_or_else(overflow)?;
        let left = product(self.numerator, others)?;
        let right = product(other.numerator, own)?;
        let numerator = left.checked_add(right).ok_or_else(overflow)?;
        Ok(Self { numerator, denominator: product(own, other.denominator)? })
    }

    pub(super) fn negate(self) -> Result<Self> {
        Ok(Self { numerator: self.numerator.checked_neg().ok_or_else(overflow)?, ..self })
    }

    pub(super) fn multiply(self, other: Self) -> Result<Self> {
        let numerator = product(self.numerator, other.numerator)?;
        Ok(Self { numerator, denominator: product(self.denominator, other.denominator)? })
    }

    /// `self ÷ other`, which is not 0.
    pub(super) fn divide(self, other: Self) -> Result<Self> {
        let mut numerator = product(self.numerator, other.denominator)?;
        let mut denominator = product(self.denominator, other.numerator)?;
        if denominator.is_negative() {
            numerator = numerator.checked_neg().ok_or_else(overflow)?;
            denominator = denominator.checked_neg().ok_or_else(overflow)?;
        }
        Ok(Self { numerator, denominator })
    }

    pub(super) fn power(self, exponent: u32) -> Result<Self> {
        let numerator = self.numerator.checked_pow(exponent).ok_or_else(overflow)?;
        Ok(Self { numerator, denominator: self.denominator.checked_pow(exponent).ok_or_else(overflow)? })
    }

    /// The root of a value of at least 0.
    pub(super) fn root(self, degree: u32) -> Result<Self> {
        let grid = power_of_ten(ROOT_PLACES)?;
        let scaled = product(self.numerator, grid.checked_pow(degree).ok_or_else(overflow)?)?;
        let below = whole_root(scaled.checked_div(self.denominator).ok_or_else(overflow)?, degree)?;
        let power = below.checked_pow(degree).ok_or_else(overflow)?;
        // Past the grid the true root lies strictly between two of its points, and so does their middle: no
        // rounding to fewer places tells the two apart.
        let beyond = whole(i128::from(product(power, self.denominator)? != scaled));
        let numerator = product(below, whole(2))?.checked_add(beyond).ok_or_else(overflow)?;
        Ok(Self { numerator, denominator: product(grid, whole(2))? })
    }

    pub(super) fn sign(&self) -> Ordering {
        self.numerator.cmp(&whole(0))
    }

    /// The whole part of a value from 0 up.
    pub(super) fn floor(&self) -> Option<u64> {
        u64::try_from(self.numerator.checked_div(self.denominator)?).ok()
    }

    /// The nearest float, ties to even, of a value that has at most 28 digits before the point.
    pub(super) fn to_float(self) -> Result<f64> {
        let negative = self.numerator.is_negative();
        let magnitude = self.numerator.checked_abs().ok_or_else(overflow)?;
        if magnitude.is_zero() {
            return Ok(0.0);
        }
        let bits = |value: Whole| value.checked_ilog2().map_or(0, |power| power.saturating_add(1));
        let (have, need) = (bits(magnitude), bits(self.denominator));
        // At least 64 bits of the quotient, and one below them for what is left.
        let shift = need.saturating_add(64).saturating_sub(have);
        let scaled = product(magnitude, whole(2).checked_pow(shift).ok_or_else(overflow)?)?;
        let quotient = scaled.checked_div(self.denominator).ok_or_else(overflow)?;
        let rest = scaled.checked_rem(self.denominator).ok_or_else(overflow)?;
        let quotient = u128::try_from(quotient).map_err(|_| overflow())?;
        let sticky = (quotient << 1) | u128::from(!rest.is_zero());
        let float = nearest(sticky, shift.saturating_add(1));
        Ok(if negative { -float } else { float })
    }

    /// `self · 10^places`, half to even.
    pub(super) fn round(self, places: u32) -> Result<i128> {
        let negative = self.numerator.is_negative();
        let magnitude = self.numerator.checked_abs().ok_or_else(overflow)?;
        let rounded = i128::try_from(round(magnitude, self.denominator, places)?).map_err(|_| overflow())?;
        if negative { rounded.checked_neg().ok_or_else(overflow) } else { Ok(rounded) }
    }

    pub(super) fn to_decimal(self) -> Result<Decimal> {
        let negative = self.numerator.is_negative();
        let magnitude = self.numerator.checked_abs().ok_or_else(overflow)?;
        let whole_digits = digits(magnitude.checked_div(self.denominator).ok_or_else(overflow)?);
        let places = DIGITS.checked_sub(whole_digits).ok_or_else(overflow)?;
        let mantissa = round(magnitude, self.denominator, places)?;
        let mantissa = u128::try_from(mantissa).map_err(|_| overflow())?;
        decimal(mantissa, places, negative).ok_or_else(overflow)
    }
}

/// `value ÷ 2^shift`. Values of the library are far from where floats become subnormal, so halving loses nothing.
#[expect(clippy::cast_precision_loss, reason = "the one rounding: to the nearest, ties to even")]
fn nearest(value: u128, shift: u32) -> f64 {
    let mut float = value as f64;
    let mut left = shift;
    while left > 0 {
        let step = left.min(62);
        float /= f64::from(1_u32 << (step / 2)) * f64::from(1_u32 << step.div_ceil(2));
        left = left.saturating_sub(step);
    }
    float
}

fn product(a: Whole, b: Whole) -> Result<Whole> {
    a.checked_mul(b).ok_or_else(overflow)
}

/// The largest whole number whose power of this degree is at most `value`, by Newton's method from above.
fn whole_root(value: Whole, degree: u32) -> Result<Whole> {
    let Some(bits) = value.checked_ilog2() else { return Ok(whole(0)) };
    let above = bits.checked_div(degree).unwrap_or(bits).saturating_add(1);
    let mut root = whole(2).checked_pow(above).ok_or_else(overflow)?;
    let (parts, others) = (whole(i128::from(degree)), degree.saturating_sub(1));
    loop {
        let quotient =
            value.checked_div(root.checked_pow(others).ok_or_else(overflow)?).ok_or_else(overflow)?;
        let sum = product(root, whole(i128::from(others)))?.checked_add(quotient).ok_or_else(overflow)?;
        let next = sum.checked_div(parts).ok_or_else(overflow)?;
        if next >= root {
            return Ok(root);
        }
        root = next;
    }
}

/// How many decimal digits a whole number above zero has; 0 has none.
fn digits(value: Whole) -> u32 {
    value.checked_ilog10().map_or(0, |power| power.saturating_add(1))
}

/// `numerator · 10^places ÷ denominator`, half to even.
fn round(numerator: Whole, denominator: Whole, places: u32) -> Result<Whole> {
    let scaled = product(numerator, power_of_ten(places)?)?;
    let quotient = scaled.checked_div(denominator).ok_or_else(overflow)?;
    let rest = scaled.checked_rem(denominator).ok_or_else(overflow)?;
    let twice = rest.checked_add(rest).ok_or_else(overflow)?;
    let odd = quotient.checked_rem(whole(2)).is_some_and(|bit| !bit.is_zero());
    let up = match twice.cmp(&denominator) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => odd,
    };
    if up { quotient.checked_add(whole(1)).ok_or_else(overflow) } else { Ok(quotient) }
}
