//! Exact fractions: a formula is computed without rounding, and rounded once at the end.
//!
//! Nearly every number in practice fits in 128 bits, where arithmetic is a thousand times faster; what does not fit
//! goes on in 2047 bits, with the same result.
//!
//! ```
//! use cs_core::value::exact::Exact;
//!
//! let third = Exact::from(1_u64).divide(Exact::from(3_u64))?;
//! assert_eq!(third.multiply(Exact::from(3_u64))?.to_decimal()?, 1.into());
//! assert_eq!(third.to_decimal()?.to_string(), "0.3333333333333333333333333333");
//! # Ok::<(), cs_core::error::Error>(())
//! ```

mod narrow;
mod wide;

use std::cmp::Ordering;

use rust_decimal::Decimal;

pub(crate) use self::narrow::Narrow;
use self::wide::Wide;
use crate::error::{Error, ErrorCode, Result};

/// Significant digits, and places after the point, that a result keeps at most.
pub const DIGITS: u32 = 28;

/// An exact fraction.
#[derive(Debug, Clone, Copy)]
pub struct Exact(Form);

#[derive(Debug, Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "numbers are copied and live on the stack")]
enum Form {
    Narrow(Narrow),
    Wide(Wide),
}

fn overflow() -> Error {
    Error::new(ErrorCode::Overflow, "the exact value needs more digits than can be kept")
}

impl From<u64> for Exact {
    fn from(value: u64) -> Self {
        Self(Form::Narrow(Narrow { numerator: i128::from(value), denominator: 1 }))
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        // A decimal has at most 28 places, and 10^28 fits in 94 bits.
        let denominator = 10_i128.checked_pow(value.scale()).unwrap_or(1);
        Self(Form::Narrow(Narrow { numerator: value.mantissa(), denominator }))
    }
}

impl From<Narrow> for Exact {
    fn from(value: Narrow) -> Self {
        Self(Form::Narrow(value))
    }
}

impl Exact {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self::from(0)
    }

    /// A whole number, of either sign.
    #[must_use]
    pub fn whole(value: i128) -> Self {
        Self(Form::Narrow(Narrow { numerator: value, denominator: 1 }))
    }

    /// One.
    #[must_use]
    pub fn one() -> Self {
        Self::from(1)
    }

    /// `self + other`. Fails with `overflow`, as all of these do, where 2047 bits are too few.
    #[expect(clippy::should_implement_trait, reason = "it can fail, an operator cannot")]
    pub fn add(self, other: Self) -> Result<Self> {
        self.with(other, Narrow::add, Wide::add)
    }

    /// `self − other`.
    pub fn subtract(self, other: Self) -> Result<Self> {
        self.add(other.negate()?)
    }

    /// `−self`.
    pub fn negate(self) -> Result<Self> {
        self.by(Narrow::negate, Wide::negate)
    }

    /// `self · other`.
    pub fn multiply(self, other: Self) -> Result<Self> {
        self.with(other, Narrow::multiply, Wide::multiply)
    }

    /// `self ÷ other`; `zero_denominator` when `other` is 0.
    pub fn divide(self, other: Self) -> Result<Self> {
        if other.is_zero() {
            return Err(Error::new(ErrorCode::ZeroDenominator, "undefined, because its denominator is 0"));
        }
        self.with(other, Narrow::divide, Wide::divide)
    }

    /// `self` to a whole power.
    pub fn power(self, exponent: u32) -> Result<Self> {
        self.by(|narrow| narrow.power(exponent), |wide| wide.reduced().power(exponent))
    }

    /// The root of this degree, as a fraction that rounds as the true root does, also after a number of at most 28
    /// places is added or subtracted, and is known to 45 places; `out_of_range` below 0 and for degree 0.
    pub fn root(self, degree: u32) -> Result<Self> {
        if degree == 0 || self.is_negative() {
            let sentence = "a root needs a value of at least 0 and a degree of at least 1";
            return Err(Error::new(ErrorCode::OutOfRange, sentence));
        }
        self.by(|_| None, |wide| wide.root(degree))
    }

    /// Whether the value is 0.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.sign().is_eq()
    }

    /// Whether the value is below 0.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.sign().is_lt()
    }

    /// Compares two fractions exactly.
    pub fn compare(self, other: Self) -> Result<Ordering> {
        Ok(self.subtract(other)?.sign())
    }

    /// The largest whole number that is not above a value from 0 up; `overflow` for negative or larger values.
    pub fn floor(self) -> Result<u64> {
        let whole = match &self.0 {
            Form::Narrow(narrow) => narrow.floor(),
            Form::Wide(wide) => wide.floor(),
        };
        whole.filter(|_| !self.is_negative()).ok_or_else(overflow)
    }

    /// Rounds once, half to even, to at most 28 significant digits and 28 places; trailing zeros are dropped.
    ///
    /// Fails with `overflow` when the whole part alone has more than 28 digits.
    pub fn to_decimal(self) -> Result<Decimal> {
        match self.0 {
            Form::Narrow(narrow) => narrow.to_decimal().map_or_else(|| Wide::from(narrow).to_decimal(), Ok),
            Form::Wide(wide) => wide.to_decimal(),
        }
    }

    /// Rounds once to the nearest float, ties to even.
    ///
    /// Fails with `overflow` as [`Exact::to_decimal`] does, so that both ways out exist for the same values.
    pub fn to_float(self) -> Result<f64> {
        if let Form::Narrow(narrow) = self.0
            && narrow.is_moderate()
            && let Some(float) = narrow.to_float()
        {
            return Ok(float);
        }
        self.to_decimal()?;
        self.wide().to_float()
    }

    /// `self · 10^places`, rounded once, half to even; `overflow` beyond 38 digits.
    pub fn round(self, places: u32) -> Result<i128> {
        let narrow = match self.0 {
            Form::Narrow(narrow) => narrow.round(places),
            Form::Wide(_) => None,
        };
        let rounded = narrow.map_or_else(|| self.wide().round(places), Ok)?;
        if rounded.unsigned_abs() < 10_u128.pow(38) { Ok(rounded) } else { Err(overflow()) }
    }

    fn sign(&self) -> Ordering {
        match &self.0 {
            Form::Narrow(narrow) => narrow.sign(),
            Form::Wide(wide) => wide.sign(),
        }
    }

    fn wide(self) -> Wide {
        match self.0 {
            Form::Narrow(narrow) => narrow.into(),
            Form::Wide(wide) => wide,
        }
    }

    fn by(
        self,
        narrowly: impl FnOnce(Narrow) -> Option<Narrow>,
        widely: impl FnOnce(Wide) -> Result<Wide>,
    ) -> Result<Self> {
        if let Form::Narrow(narrow) = self.0
            && let Some(result) = narrowly(narrow)
        {
            return Ok(Self(Form::Narrow(result)));
        }
        Ok(Self(Form::Wide(widely(self.wide())?)))
    }

    fn with(
        self,
        other: Self,
        narrowly: impl Fn(Narrow, Narrow) -> Option<Narrow>,
        widely: impl FnOnce(Wide, Wide) -> Result<Wide>,
    ) -> Result<Self> {
        // Fractions are brought to lowest terms only when they would not fit otherwise: that is seldom, and slow.
        if let (Form::Narrow(left), Form::Narrow(right)) = (self.0, other.0) {
            let result = narrowly(left, right).or_else(|| narrowly(left.reduced(), right.reduced()));
            if let Some(result) = result {
                return Ok(Self(Form::Narrow(result)));
            }
        }
        // What is wide was reduced when it became so.
        let short = |form: Form| match form {
            Form::Narrow(narrow) => narrow.reduced().into(),
            Form::Wide(wide) => wide,
        };
        let (left, right) = (short(self.0), short(other.0));
        let result = widely(left, right)?.reduced();
        Ok(Self(result.narrow().map_or(Form::Wide(result), Form::Narrow)))
    }
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

    #[test]
    fn sums_of_many_fractions_stay_in_lowest_terms() {
        let third = Exact::one().divide(Exact::from(3)).unwrap();
        let seventh = Exact::one().divide(Exact::from(7)).unwrap();
        let sum = (0..2100).try_fold(Exact::zero(), |sum, at| sum.add([third, seventh][at % 2]));
        assert_eq!(sum.unwrap().to_decimal().unwrap(), 500.into());
    }

    #[test]
    fn narrow_and_wide_round_alike() {
        let numbers = [1, 3, 7, 10, 12, 99, 125, 4096, 1_000_003, u64::MAX];
        for (numerator, denominator) in numbers.iter().flat_map(|a| numbers.iter().map(move |b| (*a, *b))) {
            let narrow = Narrow { numerator: -i128::from(numerator), denominator: i128::from(denominator) };
            let wide = Wide::from(narrow).to_decimal().unwrap();
            assert_eq!(narrow.to_decimal(), Some(wide), "{numerator}/{denominator}");
        }
    }
}
