//! Exact decimals: a plain struct that any language can fill.

use std::ffi::c_char;

use cs_core::error::{Error, ErrorCode, Result};
use cs_core::value::number;
use rust_decimal::Decimal;

use crate::guard::{Out, guard};
use crate::status::{cs_status, usable};
use crate::text;

/// An exact number: (high * 2^64 + low) * 10^-scale. 0.03 is {3, 0, 2}; -1 is {UINT64_MAX, -1, 0}.
#[allow(non_camel_case_types, reason = "C's name")]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct cs_decimal {
    /// The mantissa's lower 64 bits.
    pub low: u64,
    /// The mantissa's upper 64 bits, with the sign (two's complement).
    pub high: i64,
    /// Digits behind the point, 0 to 28.
    pub scale: i32,
}

impl From<Decimal> for cs_decimal {
    fn from(value: Decimal) -> Self {
        let value = value.normalize();
        let bytes = value.mantissa().to_le_bytes();
        let (low, high) = bytes.split_at(8);
        let half = |bytes: &[u8]| <[u8; 8]>::try_from(bytes).unwrap_or_default();
        let scale = i32::try_from(value.scale()).unwrap_or_default();
        Self { low: u64::from_le_bytes(half(low)), high: i64::from_le_bytes(half(high)), scale }
    }
}

impl TryFrom<cs_decimal> for Decimal {
    type Error = Error;

    fn try_from(value: cs_decimal) -> Result<Self> {
        let scale = u32::try_from(value.scale).ok().filter(|scale| *scale <= Decimal::MAX_SCALE);
        let Some(scale) = scale else {
            return Err(Error::new(ErrorCode::OutOfRange, "a scale is 0 to 28").with_value(value.scale));
        };
        let (mut mantissa, mut scale) = (i128::from(value.high) << 64 | i128::from(value.low), scale);
        // A column has one scale for all its rows: there, 23.3 may have 28 places and so 30 digits.
        while scale > 0 && mantissa % 10 == 0 {
            (mantissa, scale) = (mantissa / 10, scale.saturating_sub(1));
        }
        let too_long =
            || Error::new(ErrorCode::Overflow, "a number has at most 28 digits").with_value(mantissa);
        let decimal = Decimal::try_from_i128_with_scale(mantissa, scale).map_err(|_| too_long())?.normalize();
        // 96 bits hold some numbers of 29 digits; all surfaces draw the line at 28.
        number::from_text(&decimal.to_string()).map_err(|_| too_long())
    }
}

/// Reads a required decimal.
///
/// # Safety
/// A pointer that is not NULL must point to a `cs_decimal`.
pub(crate) unsafe fn required(pointer: *const cs_decimal, name: &str) -> Result<Decimal> {
    usable(pointer, name)?;
    // SAFETY: not NULL and aligned; that it points to a cs_decimal is the caller's promise. Every bit pattern is one.
    let value = unsafe { pointer.read() };
    Decimal::try_from(value).map_err(|error| error.at(name))
}

/// Reads a decimal that has a default: NULL is `None`.
///
/// # Safety
/// As for [`required`].
pub(crate) unsafe fn optional(pointer: *const cs_decimal, name: &str) -> Result<Option<Decimal>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the same promise.
    unsafe { required(pointer, name) }.map(Some)
}

/// Reads a decimal text: an optional sign, digits, and optionally a point with digits behind it.
/// CS_INVALID_NUMBER otherwise; CS_OVERFLOW beyond 28 digits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_decimal_from_string(
    digits: *const c_char,
    digits_len: usize,
    value: *mut cs_decimal,
) -> cs_status {
    guard(Out::new(value, "value"), || {
        // SAFETY: pointer and length are the caller's promise.
        let digits = unsafe { text::read(digits, digits_len, "digits") }?;
        number::from_text(digits).map(cs_decimal::from)
    })
}

/// Reads a float by the shortest decimal text that gives it back: 0.1 is 0.1. CS_NON_FINITE for NaN and infinities.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_decimal_from_double(number: f64, value: *mut cs_decimal) -> cs_status {
    guard(Out::new(value, "value"), || number::from_float(number).map(cs_decimal::from))
}

/// Makes a decimal of a whole number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_decimal_from_int64(number: i64, value: *mut cs_decimal) -> cs_status {
    guard(Out::new(value, "value"), || number::from_whole(i128::from(number)).map(cs_decimal::from))
}

/// Writes the canonical text: no trailing zeros behind the point, no sign on zero.
/// `*digits` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_decimal_to_string(
    value: *const cs_decimal,
    digits: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(digits, "digits"), || {
        // SAFETY: the pointer is the caller's promise.
        let value = unsafe { required(value, "value") }?;
        text::give(number::to_text(value))
    })
}

/// The nearest float, correctly rounded.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_decimal_to_double(value: *const cs_decimal, number: *mut f64) -> cs_status {
    guard(Out::new(number, "number"), || {
        // SAFETY: the pointer is the caller's promise.
        unsafe { required(value, "value") }.map(number::to_float)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_numbers_cross_in_twos_complement() {
        let minus_one = cs_decimal::from(Decimal::NEGATIVE_ONE);
        assert_eq!((minus_one.low, minus_one.high, minus_one.scale), (u64::MAX, -1, 0));
        assert_eq!(Decimal::try_from(minus_one).unwrap(), Decimal::NEGATIVE_ONE);
    }

    #[test]
    fn zeros_at_the_end_are_no_digits() {
        let number =
            |low, high, scale| Decimal::try_from(cs_decimal { low, high, scale }).unwrap().to_string();
        // 23.3 with 28 places, and its negative; zero.
        let wide = 233 * 10_i128.pow(27);
        let halves = |wide: i128| {
            (u64::try_from(wide & i128::from(u64::MAX)).unwrap(), i64::try_from(wide >> 64).unwrap())
        };
        assert_eq!(number(halves(wide).0, halves(wide).1, 28), "23.3");
        assert_eq!(number(halves(-wide).0, halves(-wide).1, 28), "-23.3");
        assert_eq!(number(0, 0, 28), "0");
    }

    #[test]
    fn refuses_29_digits_and_scales_beyond_28() {
        let code = |low, high, scale| Decimal::try_from(cs_decimal { low, high, scale }).unwrap_err().code();
        assert_eq!(code(0, i64::MAX, 0), ErrorCode::Overflow);
        assert_eq!(code(u64::MAX, 0xFFFF_FFFF, 0), ErrorCode::Overflow);
        assert_eq!(code(1, 0, 29), ErrorCode::OutOfRange);
        assert_eq!(code(1, 0, -1), ErrorCode::OutOfRange);
    }
}
