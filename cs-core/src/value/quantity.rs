//! Exact numbers of requests, documents and answers: read as a number or a decimal text, checked against a range.
//!
//! ```
//! use cs_core::value::quantity::Number;
//!
//! let hours: Number = serde_json::from_str("\"331.50\"").unwrap();
//! assert_eq!(serde_json::to_string(&hours).unwrap(), "\"331.5\"");
//! ```

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorCode, Result};
use crate::value::{decimal_text, exact::Exact, number};

/// The name under which an exact number is serialised, so that a binding can give it in a type of its own; in JSON it
/// is a text.
pub const EXACT: &str = "ExactNumber";

/// An exact number: a decimal of at most 28 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number(Decimal);

impl Number {
    /// Zero.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// One.
    pub const ONE: Self = Self(Decimal::ONE);

    /// `mantissa · 10^-places`, of a mantissa in 32 bits; for constants.
    #[must_use]
    pub const fn parts(mantissa: u32, places: u32) -> Self {
        Self(Decimal::from_parts(mantissa, 0, 0, false, places))
    }

    /// A whole number; for constants.
    #[must_use]
    pub const fn from_whole(whole: u64) -> Self {
        let (low, high) = (whole & 0xffff_ffff, whole >> 32);
        #[expect(clippy::cast_possible_truncation, reason = "32 bits each")]
        let (low, high) = (low as u32, high as u32);
        Self(Decimal::from_parts(low, high, 0, false, 0))
    }

    /// The number.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.0
    }

    /// The nearest float.
    #[must_use]
    pub fn to_float(self) -> f64 {
        number::to_float(self.0)
    }

    pub(crate) fn exact(self) -> Exact {
        Exact::from(self.0)
    }

    /// Refuses (`out_of_range`, with the place) what lies below 0.
    pub(crate) fn at_least_zero(self, place: &str) -> Result<Exact> {
        self.within(place, "a number from 0 up is needed", |value| value >= Decimal::ZERO)
    }

    /// Refuses what is not above 0.
    pub(crate) fn positive(self, place: &str) -> Result<Exact> {
        self.within(place, "a number above 0 is needed", |value| value > Decimal::ZERO)
    }

    /// Refuses what is no share from 0 to 1.
    pub(crate) fn share(self, place: &str) -> Result<Exact> {
        self.within(place, "a share from 0 to 1 is needed", |value| {
            value >= Decimal::ZERO && value <= Decimal::ONE
        })
    }

    /// Refuses what is no whole number from 0 up.
    pub(crate) fn count(self, place: &str) -> Result<u64> {
        number::count(self.0).map_err(|error| error.at(place))
    }

    fn within(self, place: &str, sentence: &str, holds: impl FnOnce(Decimal) -> bool) -> Result<Exact> {
        if holds(self.0) {
            return Ok(self.exact());
        }
        Err(Error::new(ErrorCode::OutOfRange, sentence).at(place).with_value(number::to_text(self.0)))
    }
}

impl From<Decimal> for Number {
    fn from(value: Decimal) -> Self {
        Self(value.normalize())
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(Decimal::from(value))
    }
}

/// Rounds once.
impl TryFrom<Exact> for Number {
    type Error = Error;

    fn try_from(value: Exact) -> Result<Self> {
        value.to_decimal().map(Self::from)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&number::to_text(self.0))
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_newtype_struct(EXACT, &number::to_text(self.0))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        decimal_text::Number::deserialize(deserializer).map(|number| Self::from(number.0))
    }
}

/// The sum of exact values.
pub(crate) fn sum(values: impl IntoIterator<Item = Exact>) -> Result<Exact> {
    values.into_iter().try_fold(Exact::zero(), Exact::add)
}

/// The product of exact values.
pub(crate) fn product(values: impl IntoIterator<Item = Exact>) -> Result<Exact> {
    values.into_iter().try_fold(Exact::one(), Exact::multiply)
}

/// What `left` has more than `right`, never below 0.
pub(crate) fn excess(left: Exact, right: Exact) -> Result<Exact> {
    let difference = left.subtract(right)?;
    Ok(if difference.is_negative() { Exact::zero() } else { difference })
}

/// The smallest whole number that is not below a value from 0 up.
pub(crate) fn ceiling(value: Exact) -> Result<u64> {
    let whole = value.floor()?;
    let above = Exact::from(whole).compare(value)?.is_lt();
    whole.checked_add(u64::from(above)).ok_or_else(too_large)
}

/// Rounds a value from 0 up to 12 places, half to even: what is carried from one month to the next, so that its digits
/// do not grow without end.
pub(crate) fn carried(value: Exact) -> Result<Exact> {
    const PARTS: u64 = 1_000_000_000_000;
    let whole = Exact::from(value.floor()?);
    let parts = value.subtract(whole)?.multiply(Exact::from(PARTS))?;
    let below = parts.floor()?;
    let half = Exact::one().divide(Exact::from(2))?;
    let rest = parts.subtract(Exact::from(below))?.compare(half)?;
    let up = rest.is_gt() || (rest.is_eq() && below % 2 == 1);
    let rounded = below.checked_add(u64::from(up)).ok_or_else(too_large)?;
    whole.add(Exact::from(rounded).divide(Exact::from(PARTS))?)
}

fn too_large() -> Error {
    Error::new(ErrorCode::Overflow, "a whole number beyond 64 bits")
}

/// Numbers in a JSON Schema: numbers, or texts that keep every digit.
#[cfg(feature = "schema")]
pub(crate) mod schema {
    use schemars::{Schema, SchemaGenerator, json_schema};

    /// A number from 0 up.
    pub(crate) fn at_least_zero(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["number", "string"], "minimum": 0, "pattern": "^\\+?\\d+(\\.\\d+)?$"})
    }

    /// A number above 0.
    pub(crate) fn positive(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["number", "string"],
            "exclusiveMinimum": 0,
            "pattern": "^\\+?(?=.*[1-9])\\d+(\\.\\d+)?$"
        })
    }

    /// A share from 0 to 1.
    pub(crate) fn share(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["number", "string"],
            "minimum": 0,
            "maximum": 1,
            "pattern": "^\\+?0*(0(\\.\\d+)?|1(\\.0+)?)$"
        })
    }

    /// A whole number of months.
    pub(crate) fn months(least: u64, most: u64) -> Schema {
        json_schema!({
            "type": ["number", "string"],
            "minimum": least,
            "maximum": most,
            "multipleOf": 1,
            "pattern": "^\\+?\\d+(\\.0+)?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::from(number::from_text(text).unwrap())
    }

    #[test]
    fn rounds_up_only_what_has_a_fraction() {
        for (text, whole) in [("0", 0), ("3", 3), ("3.0000000001", 4)] {
            assert_eq!(ceiling(exact(text)).unwrap(), whole);
        }
    }

    #[test]
    fn carries_twelve_places_half_to_even() {
        let text = |value: &str| carried(exact(value)).unwrap().to_decimal().unwrap().to_string();
        assert_eq!(text("7.0000000000005"), "7");
        assert_eq!(text("7.0000000000015"), "7.000000000002");
        assert_eq!(text("0.9999999999999"), "1");
        assert_eq!(text("20000000.25"), "20000000.25");
    }

    #[test]
    fn refuses_a_large_number_that_a_float_would_round() {
        assert!(serde_json::from_str::<Number>("123456789012345678901234").is_err());
        assert_eq!(
            serde_json::from_str::<Number>("18446744073709551615").unwrap().to_string(),
            "18446744073709551615"
        );
        let text = serde_json::from_str::<Number>("\"123456789012345678901234\"").unwrap();
        assert_eq!(text.to_string(), "123456789012345678901234");
    }
}
