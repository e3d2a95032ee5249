//! The narrow form of an exact number: a fraction of 128-bit integers. `None` where they are too few.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::DIGITS;

/// A fraction; the denominator is above zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Narrow {
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

/// Powers of ten by their exponent, 0 to 28.
#[expect(clippy::indexing_slicing, reason = "runs while compiling, where a slip is an error")]
const TENS: [i128; 29] = {
    let mut tens = [1_i128; 29];
    let mut at = 1;
    while at < tens.len() {
        tens[at] = tens[at - 1] * 10;
        at += 1;
    }
    tens
};

/// Whole numbers below this are exact floats, and one division of two rounds once.
const EXACT_FLOATS: u128 = 1 << 53;

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

    /// `mantissa · 10^-scale`; none beyond 28 places.
    pub(crate) fn scaled(mantissa: i128, scale: u32) -> Option<Self> {
        let denominator = *TENS.get(usize::try_from(scale).ok()?)?;
        Some(Self { numerator: mantissa, denominator })
    }

    /// The fraction `numerator ÷ denominator` of whole numbers; the denominator is above zero.
    pub(crate) fn parts(self) -> (i128, i128) {
        (self.numerator, self.denominator)
    }

    /// Whether it is so far from 10^28 that rounding cannot reach it.
    pub(super) fn is_moderate(self) -> bool {
        self.numerator.unsigned_abs() < 10_u128.pow(27)
    }

    pub(crate) fn add(self, other: Self) -> Option<Self> {
        if self.denominator == other.denominator {
            return Some(Self { numerator: self.numerator.checked_add(other.numerator)?, ..self });
        }
        let left = product(self.numerator, other.denominator)?;
        let right = product(other.numerator, self.denominator)?;
        let denominator = product(self.denominator, other.denominator)?;
        Some(Self { numerator: left.checked_add(right)?, denominator })
    }

    pub(crate) fn negate(self) -> Option<Self> {
        Some(Self { numerator: self.numerator.checked_neg()?, ..self })
    }

    pub(crate) fn multiply(self, other: Self) -> Option<Self> {
        let numerator = product(self.numerator, other.numerator)?;
        Some(Self { numerator, denominator: product(self.denominator, other.denominator)? })
    }

    /// `self ÷ other`, which is not 0.
    pub(crate) fn divide(self, other: Self) -> Option<Self> {
        let numerator = product(self.numerator, other.denominator)?;
        let denominator = product(self.denominator, other.numerator)?;
        if denominator < 0 {
            return Some(Self {
                numerator: numerator.checked_neg()?,
                denominator: denominator.checked_neg()?,
            });
        }
        Some(Self { numerator, denominator })
    }

    pub(crate) fn power(self, exponent: u32) -> Option<Self> {
        let numerator = self.numerator.checked_pow(exponent)?;
        Some(Self { numerator, denominator: self.denominator.checked_pow(exponent)? })
    }

    pub(crate) fn sign(&self) -> Ordering {
        self.numerator.cmp(&0)
    }

    /// The whole part of a value from 0 up.
    pub(super) fn floor(&self) -> Option<u64> {
        u64::try_from(self.numerator.checked_div(self.denominator)?).ok()
    }

    /// Whether `self ≤ other`.
    pub(crate) fn at_most(self, other: Self) -> Option<bool> {
        if self.denominator == other.denominator {
            return Some(self.numerator <= other.numerator);
        }
        let left = product(self.numerator, other.denominator)?;
        Some(left <= product(other.numerator, self.denominator)?)
    }

    /// The nearest float, ties to even; none where the quotient needs more than 128 bits.
    pub(super) fn to_float(self) -> Option<f64> {
        let (magnitude, divisor) = (self.numerator.unsigned_abs(), self.denominator.unsigned_abs());
        let negative = self.numerator < 0;
        if magnitude < EXACT_FLOATS && divisor < EXACT_FLOATS {
            let quotient = small(magnitude)? / small(divisor)?;
            return Some(if negative { -quotient } else { quotient });
        }
        // 55 bits or more of the quotient, and one below them for what is left: more than a float keeps, so that
        // converting it rounds as the true quotient would.
        let (have, need) = (128_u32.checked_sub(magnitude.leading_zeros())?, bits(divisor)?);
        let shift = need.checked_add(56)?.saturating_sub(have);
        if shift > magnitude.leading_zeros() {
            return None;
        }
        let scaled = magnitude.checked_shl(shift)?;
        let (quotient, rest) = (scaled.checked_div(divisor)?, scaled.checked_rem(divisor)?);
        let sticky = quotient.checked_shl(1)? | u128::from(rest > 0);
        if bits(quotient)? > 126 {
            return None;
        }
        let float = near(sticky) * power_of_two(shift.checked_add(1)?)?;
        Some(if negative { -float } else { float })
    }

    /// `self · 10^places`, half to even.
    pub(super) fn round(self, places: u32) -> Option<i128> {
        let scaled = product(self.numerator, 10_i128.checked_pow(places)?)?;
        let (divisor, magnitude) = (self.denominator.unsigned_abs(), scaled.unsigned_abs());
        let (quotient, rest) = (magnitude.checked_div(divisor)?, magnitude.checked_rem(divisor)?);
        let up = match rest.checked_mul(2)?.cmp(&divisor) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => !quotient.is_multiple_of(2),
        };
        let whole = i128::try_from(quotient.checked_add(u128::from(up))?).ok()?;
        if scaled < 0 { whole.checked_neg() } else { Some(whole) }
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

/// The product; two factors of 64 bits cannot overflow, which is most of them.
fn product(a: i128, b: i128) -> Option<i128> {
    match (i64::try_from(a), i64::try_from(b)) {
        (Ok(a), Ok(b)) => Some(i128::from(a).wrapping_mul(i128::from(b))),
        _ => a.checked_mul(b),
    }
}

fn bits(value: u128) -> Option<u32> {
    128_u32.checked_sub(value.leading_zeros())
}

/// A whole number below 2^53 as a float.
fn small(value: u128) -> Option<f64> {
    let (high, low) = (u32::try_from(value >> 32).ok()?, u32::try_from(value & u128::from(u32::MAX)).ok()?);
    Some(f64::from(high) * 4_294_967_296.0 + f64::from(low))
}

#[expect(clippy::cast_precision_loss, reason = "the one rounding: to the nearest, ties to even")]
fn near(value: u128) -> f64 {
    value as f64
}

/// 2^-exponent, for exponents that a normal float has.
fn power_of_two(exponent: u32) -> Option<f64> {
    let biased = 1023_u64.checked_sub(u64::from(exponent)).filter(|biased| *biased > 0)?;
    Some(f64::from_bits(biased << 52))
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
