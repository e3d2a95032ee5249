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
/// Days of a common year before each of its months.
const BEFORE: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

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
    from_number(number_of(text)?)
}

/// Reads `YYYY-MM-DD` as days since 1970-01-01.
#[inline]
pub(crate) fn number_of(text: &str) -> Result<i32> {
    number_in(text.as_bytes()).ok_or_else(|| invalid(format!("{text:?}")))
}

/// The number of the day `YYYY-MM-DD`; none where these bytes are no day.
#[inline]
pub(crate) fn number_in(text: &[u8]) -> Option<i32> {
    let (year, month, day) = parts_in(text)?;
    let before = *BEFORE.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
    let past = year.wrapping_sub(1);
    let leaps = (past / 4).wrapping_sub(past / 100).wrapping_add(past / 400);
    let years = past.wrapping_mul(365).wrapping_add(leaps).wrapping_sub(EPOCH);
    Some(years.wrapping_add(before).wrapping_add(i32::from(month > 2 && is_leap(year))).wrapping_add(day))
}

/// Year, month and day of `YYYY-MM-DD`; none where these bytes are no day.
#[inline]
pub(crate) fn parts_in(text: &[u8]) -> Option<(i32, i32, i32)> {
    let (month, [b'-', d0, d1]) = text.split_at_checked(7)? else { return None };
    let ((year, month), day) = (month_in(month)?, two_digits([*d0, *d1])?);
    let exists = match day {
        1..=28 => true,
        29 => month != 2 || is_leap(year),
        30 => month != 2,
        // Every other month, up to July and from August on.
        31 => month.wrapping_add(month >> 3) & 1 == 1,
        _ => false,
    };
    exists.then_some((year, month, day))
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The year and the month, 1 to 12, of `YYYY-MM`; none where these bytes are no month.
#[inline]
pub(crate) fn month_in(text: &[u8]) -> Option<(i32, i32)> {
    let [y0, y1, y2, y3, b'-', m0, m1] = *text else { return None };
    Some((year_in([y0, y1, y2, y3])?, two_digits([m0, m1]).filter(|month| (1..=12).contains(month))?))
}

/// A year of four digits within the calendar.
#[inline]
fn year_in([y0, y1, y2, y3]: [u8; 4]) -> Option<i32> {
    let year = two_digits([y0, y1])?.wrapping_mul(100).wrapping_add(two_digits([y2, y3])?);
    (FIRST_YEAR..=LAST_YEAR).contains(&year).then_some(year)
}

#[inline]
fn two_digits(text: [u8; 2]) -> Option<i32> {
    let [tens, ones] = text.map(|digit| digit.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| i32::from(tens).wrapping_mul(10).wrapping_add(i32::from(ones)))
}

/// A number of days since 1970-01-01, if it is that of a day.
#[inline]
pub(crate) fn known(days: i32) -> Result<i32> {
    if NUMBERS.contains(&days) { Ok(days) } else { from_number(days).map(to_number) }
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
    fn reads_each_day_as_the_calendar_writes_it() {
        for number in NUMBERS.filter(|number| (-800..50_000).contains(number) || number % 1_009 < 3) {
            let text = from_number(number).unwrap().to_string();
            assert_eq!(number_of(&text), Ok(number), "{text}");
            let month = text.get(..7).and_then(|month| month_in(month.as_bytes())).unwrap();
            assert_eq!(format!("{:04}-{:02}", month.0, month.1), text.get(..7).unwrap());
        }
    }

    #[test]
    fn reads_what_is_near_a_day_as_the_calendar_does() {
        for (year, month) in
            [1900, 1999, 2000, 2023, 2024, 2100, 9999].iter().flat_map(|y| (0..=13).map(move |m| (*y, m)))
        {
            for day in 0..=32 {
                let text = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(from_text(&text).ok(), NaiveDate::from_ymd_opt(year, month, day), "{text}");
            }
            let month = format!("{year:04}-{month:02}");
            assert_eq!(
                month_in(month.as_bytes()).is_some(),
                from_text(&format!("{month}-01")).is_ok(),
                "{month}"
            );
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
