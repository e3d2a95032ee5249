//! Calendar days without a time zone, from 1900-01-01 to 9999-12-31.
//!
//! ```
//! use cs_core::value::day;
//!
//! let leap = day::from_text("2024-02-29")?;
//! assert_eq!(day::from_number(day::to_number(leap))?, leap);
//! assert_eq!(day::from_text("2023-02-29").unwrap_err().code().as_str(), "invalid_date");
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use crate::error::{Error, ErrorCode, Result};

const FIRST_YEAR: i32 = 1900;
const LAST_YEAR: i32 = 9999;
/// Days from the calendar's first day (0001-01-01 is 1) to 1970-01-01.
const EPOCH: i32 = 719_163;

/// First and last day number, counted from 1970-01-01.
pub const NUMBERS: std::ops::RangeInclusive<i32> = -25_567..=2_932_896;

/// What is said of a text that is no day.
pub(super) const A_DAY: &str = "a day is YYYY-MM-DD from 1900-01-01 to 9999-12-31";
/// What is said of a text that is no month.
pub(crate) const A_MONTH: &str = "a month is YYYY-MM from 1900-01 to 9999-12";

fn invalid(value: impl std::fmt::Display) -> Error {
    Error::new(ErrorCode::InvalidDate, A_DAY).with_value(value)
}

/// The day of this year, month and day of month.
pub fn from_parts(year: i32, month: u32, day: u32) -> Result<NaiveDate> {
    let text = || format!("{year}-{month}-{day}");
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(invalid(text()));
    }
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| invalid(text()))
}

/// Reads `YYYY-MM-DD`, ten characters, nothing else.
pub fn from_text(text: &str) -> Result<NaiveDate> {
    let part = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = text.get(range)?;
        if digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
    };
    let dashes = text.len() == 10 && text.get(4..5) == Some("-") && text.get(7..8) == Some("-");
    match (dashes, part(0..4), part(5..7), part(8..10)) {
        (true, Some(year), Some(month), Some(day)) => {
            from_parts(i32::try_from(year).unwrap_or(0), month, day).map_err(|_| invalid(format!("{text:?}")))
        }
        _ => Err(invalid(format!("{text:?}"))),
    }
}

/// The day with this number of days since 1970-01-01. Seconds or milliseconds given by mistake are out of range.
pub fn from_number(days: i32) -> Result<NaiveDate> {
    let date = if NUMBERS.contains(&days) {
        days.checked_add(EPOCH).and_then(NaiveDate::from_num_days_from_ce_opt)
    } else {
        None
    };
    date.ok_or_else(|| invalid(days).with_hint("days since 1970-01-01 are meant, no seconds or milliseconds"))
}

/// Days since 1970-01-01.
#[must_use]
pub fn to_number(date: NaiveDate) -> i32 {
    date.num_days_from_ce().saturating_sub(EPOCH)
}

/// Reads a day of a document as [`from_text`] does: `#[serde(deserialize_with = "day::read")]`.
///
/// `chrono`'s own reader takes spaces, single digits and years of six digits.
pub fn read<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    from_text(&text).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn range_ends_are_the_documented_days() {
        assert_eq!(from_number(*NUMBERS.start()).unwrap().to_string(), "1900-01-01");
        assert_eq!(from_number(*NUMBERS.end()).unwrap().to_string(), "9999-12-31");
        for number in [NUMBERS.start() - 1, NUMBERS.end() + 1, i32::MIN, i32::MAX] {
            assert_eq!(from_number(number).unwrap_err().code(), ErrorCode::InvalidDate);
        }
    }

    #[test]
    fn refuses_what_chrono_parses() {
        for text in [
            " 2024-02-09",
            "2024-2-9",
            "+262142-12-31",
            "2024-02-30",
            "2024-13-01",
            "1899-12-31",
            "0000-01-01",
            "2024-01-0１",
        ] {
            assert_eq!(from_text(text).unwrap_err().code(), ErrorCode::InvalidDate, "{text}");
        }
    }
}
