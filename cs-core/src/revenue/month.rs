//! Months as callers write them: days, texts such as "2025-01", or plain numbers that count months one by one.
//!
//! ```
//! use cs_core::revenue::month::{Calendar, Month};
//!
//! let month = Month::from_text("2025-01")?;
//! assert_eq!(month, Month::from_text("2025-01-31")?);
//! assert_eq!(month.to_text(Calendar::Text), "2025-01");
//! assert_eq!(Month::from_text("2025-13").unwrap_err().code().as_str(), "invalid_date");
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use std::fmt;

use chrono::Datelike;
use serde::de::{Deserializer, Error as _, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use crate::error::{Error, ErrorCode, Result};
use crate::value::day;

/// Most months of one ledger, from its first to its last.
pub const MONTHS: usize = 1_200;
/// Largest plain number of a month, either side of 0. What looks like 202501 lies beyond it.
pub const NUMBER: i64 = 150_000;

/// How months are written, and so how results name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Calendar {
    /// Plain numbers that count months one by one.
    Number,
    /// Days; a result names a month by its first day.
    Day,
    /// Texts "YYYY-MM" (or "YYYY-MM-DD", of which the day is left out).
    Text,
}

/// A month: plain numbers as they are, calendar months counted from 1970-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Month(i32);

impl Month {
    /// The month with this plain number, or so many months after 1970-01.
    ///
    /// Errors: `out_of_range` beyond [`NUMBER`].
    pub fn from_number(number: i64) -> Result<Self> {
        let known = i32::try_from(number).ok().filter(|_| number.unsigned_abs() <= NUMBER.unsigned_abs());
        known.map(Self).ok_or_else(|| {
            let error = Error::new(
                ErrorCode::OutOfRange,
                format!("months as numbers count one by one, up to {NUMBER}"),
            );
            error.with_value(number).with_hint("calendar months are days, or texts such as \"2025-01\"")
        })
    }

    /// The month of a day, given as days since 1970-01-01.
    ///
    /// Errors: `invalid_date`.
    pub fn from_day(days: i32) -> Result<Self> {
        let date = day::from_number(days)?;
        let years = date.year().saturating_sub(1970).saturating_mul(12);
        Ok(Self(years.saturating_add(i32::try_from(date.month0()).unwrap_or(0))))
    }

    /// Reads "YYYY-MM" or "YYYY-MM-DD".
    ///
    /// Errors: `invalid_date`.
    pub fn from_text(text: &str) -> Result<Self> {
        Self::in_text(text).ok_or_else(|| {
            Error::new(ErrorCode::InvalidDate, "a month is YYYY-MM or a day of it, YYYY-MM-DD")
                .with_value(format!("{text:?}"))
        })
    }

    /// As [`from_text`](Self::from_text), none where the text is no month.
    #[inline]
    pub(super) fn in_text(text: &str) -> Option<Self> {
        let text = text.as_bytes();
        let (year, month) = match text.len() {
            7 => day::month_in(text)?,
            _ => day::parts_in(text).map(|(year, month, _)| (year, month))?,
        };
        Some(Self(year.wrapping_sub(1970).wrapping_mul(12).wrapping_add(month).wrapping_sub(1)))
    }

    /// Months since 1970-01, or the plain number.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// So many months later (or, below 0, earlier).
    #[must_use]
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months))
    }

    /// Months from `earlier` to this month.
    #[must_use]
    pub fn since(self, earlier: Self) -> i32 {
        self.0.saturating_sub(earlier.0)
    }

    /// Year and month of the year, 1 to 12, of a calendar month.
    #[must_use]
    pub fn year_and_month(self) -> (i32, u32) {
        let month = u32::try_from(self.0.rem_euclid(12)).unwrap_or(0).saturating_add(1);
        (self.0.div_euclid(12).saturating_add(1970), month)
    }

    /// The first day of a calendar month, as days since 1970-01-01.
    ///
    /// Errors: `invalid_date` outside the years 1900 to 9999.
    pub fn first_day(self) -> Result<i32> {
        let (year, month) = self.year_and_month();
        Ok(day::to_number(day::from_parts(year, month, 1)?))
    }

    /// The month's name in this way of writing.
    #[must_use]
    pub fn to_text(self, calendar: Calendar) -> String {
        let (year, month) = self.year_and_month();
        match calendar {
            Calendar::Number => self.0.to_string(),
            Calendar::Day => format!("{year:04}-{month:02}-01"),
            Calendar::Text => format!("{year:04}-{month:02}"),
        }
    }
}

/// A month in a document: a text or a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A calendar month.
    Calendar(Month),
    /// A plain number.
    Number(Month),
}

impl Named {
    /// The month, where the ledger writes its months in the same way.
    ///
    /// Errors: `type_mismatch`.
    pub fn month(self, calendar: Calendar) -> Result<Month> {
        match (self, calendar) {
            (Self::Number(month), Calendar::Number)
            | (Self::Calendar(month), Calendar::Day | Calendar::Text) => Ok(month),
            (Self::Number(month), _) => {
                let error = Error::new(
                    ErrorCode::TypeMismatch,
                    "this ledger has calendar months, named as \"YYYY-MM\"",
                );
                Err(error.with_value(month.number()))
            }
            (Self::Calendar(month), _) => {
                let error =
                    Error::new(ErrorCode::TypeMismatch, "this ledger counts its months by plain numbers");
                Err(error.with_value(month.to_text(Calendar::Text)))
            }
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Named {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Month".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A month, written as the ledger writes its own: YYYY-MM or a day of it, or a whole number.",
            "anyOf": [
                {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-9]{2})?$"},
                {"type": "integer"}
            ]
        })
    }
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Calendar(month) => serializer.serialize_str(&month.to_text(Calendar::Text)),
            Self::Number(month) => serializer.serialize_i32(month.number()),
        }
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Given;

        impl Visitor<'_> for Given {
            type Value = Named;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a month: a text \"YYYY-MM\" or a whole number")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Named, E> {
                Month::from_text(text).map(Named::Calendar).map_err(E::custom)
            }

            fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Named, E> {
                Month::from_number(number).map(Named::Number).map_err(E::custom)
            }

            fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Named, E> {
                let number = i64::try_from(number).map_err(E::custom)?;
                self.visit_i64(number)
            }
        }

        deserializer.deserialize_any(Given).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_texts_and_numbers_agree() {
        for text in ["1900-01", "1969-12", "1970-01", "2024-02", "9999-12"] {
            let month = Month::from_text(text).unwrap();
            assert_eq!(month.to_text(Calendar::Text), text);
            assert_eq!(Month::from_day(month.first_day().unwrap()).unwrap(), month);
        }
        assert_eq!(Month::from_text("2024-02-29").unwrap(), Month::from_text("2024-02").unwrap());
        assert_eq!(Month::from_text("1970-03").unwrap().number(), 2);
    }

    #[test]
    fn refuses_what_is_no_month() {
        for text in ["2025-1", "2025-13", "2025-00", "202501", "2025-02-29", "", "2025-01-31T00:00"] {
            assert_eq!(Month::from_text(text).unwrap_err().code(), ErrorCode::InvalidDate, "{text}");
        }
        assert_eq!(Month::from_number(202_501).unwrap_err().code(), ErrorCode::OutOfRange);
    }
}
