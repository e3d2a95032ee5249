//! The narrow form of an exact number: a fraction of 128-bit integers. `None` where they are too few.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::DIGITS;

/// A fraction; the denominator is above zero.
#[derive(Debug, Clone, Copy)]
pub(super) struct Narrow {
    pub(super) numerator: i128,
    pub(super) denominator: i128,
}

/// The greatest number that divides both, by Euclid.
pub(super) fn common_divisor(mut divisor: u128, mut rest: u128) -> u128 {
    while let Some(next) = divisor.checked_rem(rest) {
        (divisor, rest) = (rest, next);
    }
    divisor
}

impl Narrow {
    /// The same value in lowest terms.
    pub(super) fn reduced(self) -> Self {
        let divisor = common_divisor(self.denominator.unsigned_abs(), self.numerator.unsigned_abs());
        let divided = i128::try_from(divisor).ok().and_then(|divisor| {
            let numerator = self.numerator.checked_div(divisor)?;
            Some(Self { numerator, denominator: self.denominator.checked_div(divisor)? })
        });
        divided.unwrap_or(self)
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        if self.denominator == other.denominator {
            return Some(Self { numerator: self.numerator.checked_add(other.numerator)?, ..self });
        }
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        let denominator = self.denominator.checked_mul(other.denominator)?;
        Some(Self { numerator: left.checked_add(right)?, denominator })
    }

    pub(super) fn negate(self) -> Option<Self> {
        Some(Self { numerator: self.numerator.checked_neg()?, ..self })
    }

    pub(super) fn multiply(self, other: Self) -> Option<Self> {
        let numerator = self.numerator.checked_mul(other.numerator)?;
        Some(Self { numerator, denominator: self.denominator.checked_mul(other.denominator)? })
    }

    /// `self ÷ other`, which is not 0.
    pub(super) fn divide(self, other: Self) -> Option<Self> {
        let sign = other.numerator.signum();
        let numerator = self.numerator.checked_mul(other.denominator)?.checked_mul(sign)?;
        Some(Self {
            numerator,
            denominator: self.denominator.checked_mul(other.numerator)?.checked_mul(sign)?,
        })
    }

    pub(super) fn power(self, exponent: u32) -> Option<Self> {
        let numerator = self.numerator.checked_pow(exponent)?;
        Some(Self { numerator, denominator: self.denominator.checked_pow(exponent)? })
    }

    pub(super) fn sign(&self) -> Ordering {
        self.numerator.cmp(&0)
    }

    /// The whole part of a value from 0 up.
    pub(super) fn floor(&self) -> Option<u64> {
        u64::try_from(self.numerator.checked_div(self.denominator)?).ok()
    }

    /// Long division, as many digits at a time as fit beside the denominator.
    pub(super) fn to_decimal(self) -> Option<Decimal> {
        let divisor = self.denominator.unsigned_abs();
        let magnitude = self.numerator.unsigned_abs();
        let (mut mantissa, mut rest) = (magnitude.checked_div(divisor)?, magnitude.checked_rem(divisor)?);
        let whole_digits = mantissa.checked_ilog10().map_or(0, |power| power.saturating_add(1));
        let (wanted, mut places) = (DIGITS.checked_sub(whole_digits)?, 0_u32);
        // rest < divisor, so 10^headroom more of it still fits: 77/256 is just below log10 2.
        let headroom = divisor.leading_zeros().checked_mul(77)?.checked_div(256)?;
        while places < wanted && rest > 0 {
            let step = headroom.min(wanted.checked_sub(places)?);
            if step == 0 {
                return None;
            }
            let ten = 10_u128.checked_pow(step)?;
            let scaled = rest.checked_mul(ten)?;
            mantissa = mantissa.checked_mul(ten)?.checked_add(scaled.checked_div(divisor)?)?;
            rest = scaled.checked_rem(divisor)?;
            places = places.checked_add(step)?;
        }
        let up = match rest.checked_mul(2)?.cmp(&divisor) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => !mantissa.is_multiple_of(2),
        };
        decimal(mantissa.checked_add(u128::from(up))?, places, self.numerator < 0)
    }
}

/// The decimal without trailing zeros, if it has at most 28 digits.
pub(super) fn decimal(mut mantissa: u128, mut scale: u32, negative: bool) -> Option<Decimal> {
    while scale > 0 && mantissa.is_multiple_of(10) {
        mantissa = mantissa.checked_div(10)?;
        scale = scale.checked_sub(1)?;
    }
    // Rounding up may have made one digit more (0.99…95 → 1.00…0); behind the point it was a zero, and is gone.
    if mantissa >= 10_u128.checked_pow(DIGITS)? {
        return None;
    }
    let signed = i128::try_from(mantissa).ok()?;
    let signed = if negative { signed.checked_neg()? } else { signed };
    Decimal::try_from_i128_with_scale(signed, scale).ok()
}
