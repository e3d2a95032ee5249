//! What a caller passes as a number, read exactly: whole numbers, decimals, decimal texts, floats.
//!
//! A float enters by its shortest decimal form, so 0.1 is 0.1.
//!
//! ```
//! use cs_core::value::number;
//!
//! assert_eq!(number::from_text("-12.50")?.to_string(), "-12.5");
//! assert_eq!(number::from_float(0.1)?.to_string(), "0.1");
//! assert_eq!(number::from_text("1,000").unwrap_err().code().as_str(), "invalid_number");
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use rust_decimal::Decimal;

use crate::error::{Error, ErrorCode, Result};

/// Reads a decimal text: an optional sign, digits, and optionally a point with digits behind it.
///
/// Errors: `invalid_number` with the offset of the first character that does not fit; `overflow` where the
/// number needs more than 28 digits or 28 places.
pub fn from_text(text: &str) -> Result<Decimal> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign_length = text.len().saturating_sub(unsigned.len());
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(a, b)| (a, Some(b)));
    let refuse = |offset: usize| {
        let sentence = format!("a number is digits with at most one point (see character {offset})");
        Err(Error::new(ErrorCode::InvalidNumber, sentence).with_value(format!("{text:?}")))
    };
    for (part, start) in
        [(Some(whole), sign_length), (fraction, sign_length.saturating_add(whole.len()).saturating_add(1))]
    {
        let Some(part) = part else { continue };
        if let Some(at) = part.bytes().position(|byte| !byte.is_ascii_digit()) {
            return refuse(start.saturating_add(at));
        }
        if part.is_empty() {
            return refuse(start);
        }
    }
    let fraction = fraction.unwrap_or("").trim_end_matches('0');
    let whole = whole.trim_start_matches('0');
    let significant = if whole.is_empty() {
        fraction.trim_start_matches('0').len()
    } else {
        whole.len().saturating_add(fraction.len())
    };
    if significant > 28 || fraction.len() > 28 {
        return Err(too_many_digits(text));
    }
    let sign = if text.starts_with('-') && significant > 0 { "-" } else { "" };
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    Decimal::from_str_exact(&format!("{sign}{whole}{point}{fraction}")).map_err(|_| too_many_digits(text))
}

fn too_many_digits(value: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::Overflow, "a number has at most 28 digits").with_value(value)
}

/// Reads a float by the shortest decimal text that gives it back.
///
/// Errors: `non_finite` for NaN and infinities; `overflow` beyond 28 digits or places.
pub fn from_float(value: f64) -> Result<Decimal> {
    if value.is_finite() {
        from_text(&value.to_string()).map_err(|_| too_many_digits(value))
    } else {
        Err(Error::new(ErrorCode::NonFinite, "a finite number is required").with_value(value))
    }
}

/// Up to here a float tells whole numbers apart: 2^53.
const WHOLE_FLOATS: f64 = 9_007_199_254_740_992.0;

/// What a larger number of JSON gets.
pub(crate) const AS_TEXT: &str = "a number beyond 2^53 is written as a text to be exact";

/// Reads a number of JSON that its reader could give as a float only, by its shortest text.
///
/// Errors: `invalid_number` beyond 2^53, where digits may be lost already; those of [`from_float`].
pub(crate) fn from_json_float(value: f64) -> Result<Decimal> {
    if value.abs() > WHOLE_FLOATS {
        // The digits that were written are known to who reads the document.
        return Err(Error::new(ErrorCode::InvalidNumber, AS_TEXT));
    }
    from_float(value)
}

/// Reads a whole number of any size that 28 digits can hold.
pub fn from_whole(value: i128) -> Result<Decimal> {
    from_text(&value.to_string())
}

/// The nearest float, correctly rounded (`Decimal::to_f64` is off by a bit for some values).
#[must_use]
pub fn to_float(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}

/// The canonical text: no trailing zeros behind the point, no sign on zero.
#[must_use]
pub fn to_text(value: Decimal) -> String {
    value.normalize().to_string()
}

/// Reads a count: a whole number from 0 to 2^64 − 1.
pub fn count(value: Decimal) -> Result<u64> {
    let whole = value.normalize();
    let mantissa = if whole.scale() == 0 { u64::try_from(whole.mantissa()).ok() } else { None };
    mantissa.ok_or_else(|| {
        Error::new(ErrorCode::OutOfRange, "a count is a whole number from 0 up").with_value(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_what_from_str_accepts() {
        for text in
            ["1_000", "1e5", "5.", ".5", "+.5", "", "-", "1,5", " 1", "1 ", "٣", "1.2.3", "0x1", "NaN", "€5"]
        {
            assert_eq!(from_text(text).unwrap_err().code(), ErrorCode::InvalidNumber, "{text}");
        }
    }

    #[test]
    fn refuses_more_digits_than_it_keeps() {
        let forty = format!("0.{}", "1".repeat(40));
        assert_eq!(from_text(&forty).unwrap_err().code(), ErrorCode::Overflow);
        assert_eq!(from_text(&"9".repeat(29)).unwrap_err().code(), ErrorCode::Overflow);
        assert_eq!(from_float(1e30).unwrap_err().code(), ErrorCode::Overflow);
        assert_eq!(from_float(1e-300).unwrap_err().code(), ErrorCode::Overflow);
        assert_eq!(from_text(&format!("{}1", "0".repeat(60))).unwrap(), Decimal::ONE);
    }

    #[test]
    fn a_number_of_json_that_may_have_lost_digits_is_refused() {
        assert_eq!(from_json_float(9_007_199_254_740_992.0).unwrap().to_string(), "9007199254740992");
        for lossy in [9_007_199_254_740_994.0, -1.234_567_890_123_456_7e23, f64::INFINITY] {
            assert_eq!(from_json_float(lossy).unwrap_err().code(), ErrorCode::InvalidNumber);
        }
    }

    #[test]
    fn zero_has_one_text() {
        assert_eq!(to_text(from_text("-0.00").unwrap()), "0");
        assert_eq!(to_text(from_float(-0.0).unwrap()), "0");
    }

    #[test]
    fn counts_are_whole() {
        assert_eq!(count(Decimal::from_str_exact("3.0").unwrap()).unwrap(), 3);
        assert!(count(Decimal::from_str_exact("1.9").unwrap()).is_err());
        assert!(count(Decimal::from(-1)).is_err());
    }
}
