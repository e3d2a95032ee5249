//! Days as the number of days since 1970-01-01.

use chrono::NaiveDate;
use cs_core::error::Result;
use cs_core::value::day;

/// Days since 1970-01-01, from 1900-01-01 (-25567) to 9999-12-31 (2932896).
#[allow(non_camel_case_types, reason = "C's name")]
pub type cs_day = i32;

/// The day of this year, month (1 to 12) and day of month; INT32_MIN where there is none, which every function that
/// takes a day refuses as CS_INVALID_DATE.
#[unsafe(no_mangle)]
pub extern "C" fn cs_date(year: i32, month: u32, day_of_month: u32) -> cs_day {
    day::from_parts(year, month, day_of_month).map_or(i32::MIN, day::to_number)
}

pub(crate) fn read(number: cs_day, name: &str) -> Result<NaiveDate> {
    day::from_number(number).map_err(|error| error.at(name))
}
