//! Floats side by side in one register.

use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Sub};

/// Floats side by side: an operation gives each of them the bits that it gives a float alone. A single float is `Lanes`
/// too, so what is written once for lanes has the same results one by one.
///
/// Comparisons with NaN do not hold.
pub trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self>
{
    /// How many floats there are; 64 is a multiple of it.
    const COUNT: usize;

    /// A yes or no for each of them.
    type Mask: Mask<Self>;

    /// The same float in every lane.
    fn all(value: f64) -> Self;

    /// The first floats of a slice; NaN where it is too short for them.
    fn read(values: &[f64]) -> Self;

    /// Writes the floats over the first of a slice; nothing where it is too short for them.
    fn write(self, to: &mut [f64]);

    /// As [`write`](Self::write), whole numbers from 0 to 255 as bytes.
    fn write_bytes(self, to: &mut [u8]);

    /// Whether each is the other one or more.
    fn at_least(self, other: Self) -> Self::Mask;

    /// Whether each is more than the other one.
    fn above(self, other: Self) -> Self::Mask;

    /// Whether each is the other one; 0 and −0 are.
    fn equals(self, other: Self) -> Self::Mask;

    /// Whether each is NaN.
    fn is_nan(self) -> Self::Mask;

    /// Whether each is a number, infinity among them.
    fn is_number(self) -> Self::Mask;

    /// Without the sign.
    fn size(self) -> Self;

    /// Raised to the other one where it is below it; NaN stays, and nothing is raised to NaN.
    fn raised(self, to: Self) -> Self;

    /// Lowered to the other one where it is above it; NaN stays, and nothing is lowered to NaN.
    fn lowered(self, to: Self) -> Self;

    /// The power of 2 of a whole number that stands in the lowest bits, where adding 1.5 · 2^52 puts it.
    fn power_of_two(self) -> Self;

    /// Whether each lane's bit, which stands in `bits`, is 1 in `word`.
    fn stands(word: u64, bits: &[u64]) -> Self::Mask;
}

/// A yes or no for each lane.
pub trait Mask<L>: Copy + BitAnd<Output = Self> + BitOr<Output = Self> + BitXor<Output = Self> {
    /// No for each lane.
    fn none() -> Self;

    /// One or the other, without a branch.
    fn pick(self, yes: L, no: L) -> L;

    /// The float where it is yes, otherwise 0.
    fn keep(self, value: L) -> L;

    /// A bit for each lane, the first lowest.
    fn bits(self) -> u64;
}

impl Lanes for f64 {
    const COUNT: usize = 1;

    type Mask = bool;

    #[inline(always)]
    fn all(value: f64) -> Self {
        value
    }

    #[inline(always)]
    fn read(values: &[f64]) -> Self {
        values.first().copied().unwrap_or(f64::NAN)
    }

    #[inline(always)]
    fn write(self, to: &mut [f64]) {
        to.iter_mut().take(1).for_each(|to| *to = self);
    }

    #[inline(always)]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole numbers from 0 to 255 alone"
    )]
    fn write_bytes(self, to: &mut [u8]) {
        to.iter_mut().take(1).for_each(|to| *to = self as u8);
    }

    #[inline(always)]
    fn at_least(self, other: Self) -> bool {
        self >= other
    }

    #[inline(always)]
    fn above(self, other: Self) -> bool {
        self > other
    }

    #[inline(always)]
    #[expect(clippy::float_cmp, reason = "this is the comparison")]
    fn equals(self, other: Self) -> bool {
        self == other
    }

    #[inline(always)]
    fn is_nan(self) -> bool {
        f64::is_nan(self)
    }

    #[inline(always)]
    fn is_number(self) -> bool {
        !f64::is_nan(self)
    }

    #[inline(always)]
    fn size(self) -> Self {
        self.abs()
    }

    #[inline(always)]
    fn raised(self, to: Self) -> Self {
        if self < to { to } else { self }
    }

    #[inline(always)]
    fn lowered(self, to: Self) -> Self {
        if self > to { to } else { self }
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        f64::from_bits(self.to_bits().wrapping_add(1023) << 52)
    }

    #[inline(always)]
    fn stands(word: u64, bits: &[u64]) -> bool {
        word & bits.first().copied().unwrap_or(0) != 0
    }
}

impl Mask<f64> for bool {
    #[inline(always)]
    fn none() -> Self {
        false
    }

    #[inline(always)]
    fn pick(self, yes: f64, no: f64) -> f64 {
        let mask = u64::from(self).wrapping_neg();
        f64::from_bits((yes.to_bits() & mask) | (no.to_bits() & !mask))
    }

    #[inline(always)]
    fn keep(self, value: f64) -> f64 {
        f64::from_bits(value.to_bits() & u64::from(self).wrapping_neg())
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        u64::from(self)
    }
}
