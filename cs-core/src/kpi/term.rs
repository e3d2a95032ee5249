//! Exact arithmetic that formulas are written in: `(opening - churned) / opening` reads as it is computed.

use std::{
    cmp::Ordering,
    ops::{Add, Div, Mul, Sub},
};

use rust_decimal::Decimal;

use crate::{
    error::{Error, ErrorCode, Result},
    value::{exact::Exact, number},
};

/// An exact value, or the code of the first step that had none; nothing is rounded before [`Term::exact`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Term(Result<Exact, ErrorCode>);

/// A whole number in a formula.
pub(super) fn whole(value: u64) -> Term {
    Term(Ok(Exact::from(value)))
}

impl Term {
    /// The exact value.
    pub(super) fn exact(self) -> Result<Exact> {
        self.0.map_err(|code| Error::new(code, "the formula has no value for these inputs"))
    }

    /// Whether the value is known to be 0.
    pub(super) fn is_zero(self) -> bool {
        self.0.is_ok_and(|value| value.is_zero())
    }

    /// Applies a fallible step to the value.
    pub(super) fn then(self, step: impl FnOnce(Exact) -> Result<Exact>) -> Self {
        Self(self.0.and_then(|value| step(value).map_err(|error| error.code())))
    }

    /// The value as a whole number, if it is one.
    pub(super) fn count(self) -> Option<u32> {
        let value = self.exact().and_then(Exact::to_decimal).ok()?;
        number::count(value).ok().and_then(|count| u32::try_from(count).ok())
    }

    fn with(self, other: Self, step: impl FnOnce(Exact, Exact) -> Result<Exact>) -> Self {
        match other.0 {
            Ok(right) => self.then(|left| step(left, right)),
            Err(code) => Self(self.0.and(Err(code))),
        }
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

/// Whether `left ≤ right`; false where either has no value.
pub(super) fn at_most(left: Term, right: Term) -> bool {
    match (left.0, right.0) {
        (Ok(left), Ok(right)) => left.compare(right).is_ok_and(Ordering::is_le),
        _ => false,
    }
}
