//! Exact arithmetic that formulas are written in: `(opening - churned) / opening` reads as it is computed.
//!
//! A formula is written once for any [`Number`]: [`Term`] holds every value and says why there is none; [`Quick`] has
//! 128 bits and gives up where they are too few, which is what columns try first.

use std::{
    cmp::Ordering,
    ops::{Add, Div, Mul, Sub},
};

use rust_decimal::Decimal;

use crate::{
    error::{Error, ErrorCode, Result},
    value::{
        exact::{Exact, Narrow},
        number,
    },
};

/// What formulas compute with; nothing is rounded on the way.
pub(super) trait Number:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// A whole number.
    fn whole(value: u64) -> Self;

    /// Whether the value is known to be 0.
    fn is_zero(self) -> bool;

    /// Whether `self ≤ other`; false where either has no value.
    fn at_most(self, other: Self) -> bool;

    /// The value as a whole number, if it is one.
    fn count(self) -> Option<u32>;

    /// The value to a whole power.
    fn power(self, exponent: u32) -> Self;

    /// The root of this degree.
    fn root(self, degree: u32) -> Self;

    /// No value, because of a defect of the formula.
    fn defect(sentence: &str) -> Self;
}

/// An exact value, or the code of the first step that had none; nothing is rounded before [`Term::exact`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Term(Result<Exact, ErrorCode>);

/// A whole number in a formula.
pub(super) fn whole(value: u64) -> Term {
    Term::whole(value)
}

impl Term {
    /// The exact value.
    pub(super) fn exact(self) -> Result<Exact> {
        self.0.map_err(|code| Error::new(code, "the formula has no value for these inputs"))
    }

    /// Applies a fallible step to the value.
    fn then(self, step: impl FnOnce(Exact) -> Result<Exact>) -> Self {
        Self(self.0.and_then(|value| step(value).map_err(|error| error.code())))
    }

    fn with(self, other: Self, step: impl FnOnce(Exact, Exact) -> Result<Exact>) -> Self {
        match other.0 {
            Ok(right) => self.then(|left| step(left, right)),
            Err(code) => Self(self.0.and(Err(code))),
        }
    }
}

impl Number for Term {
    fn whole(value: u64) -> Self {
        Self(Ok(Exact::from(value)))
    }

    fn is_zero(self) -> bool {
        self.0.is_ok_and(|value| value.is_zero())
    }

    fn at_most(self, other: Self) -> bool {
        match (self.0, other.0) {
            (Ok(left), Ok(right)) => left.compare(right).is_ok_and(Ordering::is_le),
            _ => false,
        }
    }

    fn count(self) -> Option<u32> {
        let value = self.exact().and_then(Exact::to_decimal).ok()?;
        number::count(value).ok().and_then(|count| u32::try_from(count).ok())
    }

    fn power(self, exponent: u32) -> Self {
        self.then(|value| value.power(exponent))
    }

    fn root(self, degree: u32) -> Self {
        self.then(|value| value.root(degree))
    }

    fn defect(sentence: &str) -> Self {
        Self(Err(Error::new(ErrorCode::Internal, sentence).code()))
    }
}

impl From<Decimal> for Term {
    fn from(value: Decimal) -> Self {
        Self(Ok(Exact::from(value)))
    }
}

impl From<Exact> for Term {
    fn from(value: Exact) -> Self {
        Self(Ok(value))
    }
}

impl Add for Term {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.with(other, Exact::add)
    }
}

impl Sub for Term {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.with(other, Exact::subtract)
    }
}

impl Mul for Term {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.with(other, Exact::multiply)
    }
}

impl Div for Term {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.with(other, Exact::divide)
    }
}

/// An exact value in 128 bits, or none where they are too few; [`Term`] then knows more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quick(pub(super) Option<Narrow>);

impl From<Decimal> for Quick {
    fn from(value: Decimal) -> Self {
        Self(Narrow::scaled(value.mantissa(), value.scale()))
    }
}

impl Quick {
    fn with(self, other: Self, step: impl FnOnce(Narrow, Narrow) -> Option<Narrow>) -> Self {
        Self(self.0.zip(other.0).and_then(|(left, right)| step(left, right)))
    }
}

impl Number for Quick {
    fn whole(value: u64) -> Self {
        Self(Narrow::scaled(i128::from(value), 0))
    }

    fn is_zero(self) -> bool {
        self.0.is_some_and(|value| value.sign().is_eq())
    }

    fn at_most(self, other: Self) -> bool {
        self.0.zip(other.0).and_then(|(left, right)| left.at_most(right)).unwrap_or(false)
    }

    fn count(self) -> Option<u32> {
        let (numerator, denominator) = self.0?.parts();
        let whole = numerator.checked_rem(denominator)? == 0;
        numerator.checked_div(denominator).filter(|_| whole).and_then(|count| u32::try_from(count).ok())
    }

    fn power(self, exponent: u32) -> Self {
        Self(self.0.and_then(|value| value.power(exponent)))
    }

    fn root(self, _degree: u32) -> Self {
        Self(None)
    }

    fn defect(_sentence: &str) -> Self {
        Self(None)
    }
}

impl Add for Quick {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.with(other, Narrow::add)
    }
}

impl Sub for Quick {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.with(other, |left, right| left.add(right.negate()?))
    }
}

impl Mul for Quick {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        self.with(other, Narrow::multiply)
    }
}

impl Div for Quick {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        self.with(other, |left, right| if right.sign().is_eq() { None } else { left.divide(right) })
    }
}
