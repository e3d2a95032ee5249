//! Calendar months, `YYYY-MM`, from 1900-01 to 9999-12.
//!
//! ```
//! use cs_core::staffing::month::Month;
//!
//! let need: Month = "2027-02".parse()?;
//! assert_eq!(need.before(3).unwrap().to_string(), "2026-11");
//! assert_eq!("2027-13".parse::<Month>().unwrap_err().code().as_str(), "invalid_date");
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::error::{Error, ErrorCode, Result};
use crate::value::day;

/// Months of a year.
const YEAR: u32 = 12;

/// A calendar month; kept as months since the year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month(u32);

impl Month {
    /// The month of a day.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        let year = u32::try_from(date.year()).unwrap_or(0);
        Self(year.saturating_mul(YEAR).saturating_add(date.month0()))
    }

    /// The month so many months later; none past 9999-12.
    #[must_use]
    pub fn after(self, months: u32) -> Option<Self> {
        self.0.checked_add(months).map(Self).filter(|month| month.year() <= 9999)
    }

    /// The month so many months earlier; none before 1900-01.
    #[must_use]
    pub fn before(self, months: u32) -> Option<Self> {
        self.0.checked_sub(months).map(Self).filter(|month| month.year() >= 1900)
    }

    /// Whole months from an earlier month to this one; none if that one is later.
    #[must_use]
    pub fn since(self, earlier: Self) -> Option<u32> {
        self.0.checked_sub(earlier.0)
    }

    /// Its first day, `YYYY-MM-01`.
    #[must_use]
    pub fn first_day(self) -> String {
        format!("{self}-01")
    }

    fn year(self) -> u32 {
        self.0 / YEAR
    }
}

impl FromStr for Month {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let invalid = || Error::new(ErrorCode::InvalidDate, day::A_MONTH).with_value(format!("{text:?}"));
        if text.len() != 7 {
            return Err(invalid());
        }
        day::from_text(&format!("{text}-01")).map(Self::of).map_err(|_| invalid())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), (self.0 % YEAR).saturating_add(1))
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_over_the_turn_of_the_year_and_keeps_its_range() {
        let month: Month = "2026-11".parse().unwrap();
        assert_eq!(month.after(2).unwrap().to_string(), "2027-01");
        assert_eq!(month.after(2).unwrap().since(month), Some(2));
        assert_eq!(month.since(month.after(1).unwrap()), None);
        assert_eq!("1900-01".parse::<Month>().unwrap().before(1), None);
        assert_eq!("9999-12".parse::<Month>().unwrap().after(1), None);
        for text in ["2026-1", "1899-12", "2026-00", "2026-11-01", "٢٠٢٦-11"] {
            assert_eq!(text.parse::<Month>().unwrap_err().code(), ErrorCode::InvalidDate, "{text}");
        }
    }
}
