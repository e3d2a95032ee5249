//! What one price is for, and the share of it that a month has.

use super::convention::Rules;
use super::unit::divisor;
use crate::error::{Error, ErrorCode, Result};
use crate::value::number;

/// How many months (or weeks, or days) one price is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Billing {
    Months(u64),
    Weeks(u64),
    Days(u64),
}

const PERIODS: &str =
    "a billing period is month, quarter, half-year, year, week or day, or several such as \"2 years\"";

impl Billing {
    pub(super) fn read(text: &str) -> Result<Self> {
        let refuse = || {
            let error = Error::new(ErrorCode::InvalidArgument, PERIODS);
            Err(error.with_value(format!("{text:?}")))
        };
        let (count, unit) = match text.split_once(' ') {
            None => (1, text),
            Some((count, unit)) => match count.parse::<u64>() {
                Ok(count @ 1..=1_000)
                    if count.to_string().len() == text.len().saturating_sub(unit.len()).saturating_sub(1) =>
                {
                    (count, unit)
                }
                _ => return refuse(),
            },
        };
        let unit = if count == 1 { unit } else { unit.strip_suffix('s').unwrap_or(unit) };
        Ok(match unit {
            "month" => Self::Months(count),
            "quarter" => Self::Months(count.saturating_mul(3)),
            "half-year" => Self::Months(count.saturating_mul(6)),
            "year" => Self::Months(count.saturating_mul(12)),
            "week" => Self::Weeks(count),
            "day" => Self::Days(count),
            _ => return refuse(),
        })
    }

    /// The share of one price that a month has, as a fraction in lowest terms.
    pub(super) fn per_month(self, month: &InMonth) -> (u64, u64) {
        let (of, per) = match self {
            Self::Months(count) => (1, count),
            Self::Weeks(count) => (month.weeks.0, month.weeks.1.saturating_mul(count)),
            Self::Days(count) => (month.days.0, month.days.1.saturating_mul(count)),
        };
        let shared = divisor(of, per);
        (of.checked_div(shared).unwrap_or(of), per.checked_div(shared).unwrap_or(per))
    }
}

/// A billing period in a document.
#[cfg(feature = "schema")]
pub(super) fn schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "description": "The billing period of every contract.",
        "type": "string",
        "pattern": "^(1 )?(month|quarter|half-year|year|week|day)$|^([2-9]|[1-9][0-9]{1,2}|1000) (month|quarter|half-year|year|week|day)s?$"
    })
}

/// How long a month is, in days and in weeks, as fractions.
#[derive(Debug, Clone, Copy)]
pub(super) struct InMonth {
    days: (u64, u64),
    weeks: (u64, u64),
}

/// Most places of the length of a month.
const PLACES: u32 = 9;

impl InMonth {
    /// A month of so many days and weeks, and what is left out as the convention has it.
    ///
    /// Errors: `out_of_range` outside of what a month may have, with the place; that of a text that is no number.
    pub(super) fn new(rules: &Rules, days: Option<&str>, weeks: Option<&str>) -> Result<Self> {
        let within = |name: &str, text: Option<&str>, otherwise, least: u64, most: (u64, u64)| {
            let Some(text) = text else { return Ok(otherwise) };
            let refuse = || {
                let (of, per) = most;
                let most = if per == 1 { of.to_string() } else { format!("{of} ÷ {per}") };
                let sentence = format!("{name} are from {least} to {most}, with at most {PLACES} places");
                Error::new(ErrorCode::OutOfRange, sentence).at(name).with_value(text)
            };
            let value = number::from_text(text).map_err(|error| error.at(name))?.normalize();
            let one =
                10_u64.checked_pow(value.scale()).filter(|_| value.scale() <= PLACES).ok_or_else(refuse)?;
            let share = u64::try_from(value.mantissa()).map_err(|_| refuse())?;
            let fits =
                share.checked_mul(most.1).zip(one.checked_mul(most.0)).is_some_and(|(own, most)| own <= most)
                    && one.checked_mul(least).is_some_and(|least| least <= share);
            if fits { Ok((share, one)) } else { Err(refuse()) }
        };
        Ok(Self {
            days: within("days_per_month", days, rules.days_per_month, 28, (31, 1))?,
            weeks: within("weeks_per_month", weeks, rules.weeks_per_month, 4, (31, 7))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revenue::convention::Convention;

    #[test]
    fn billing_periods_are_read_as_people_write_them() {
        for (text, expected) in [
            ("month", Billing::Months(1)),
            ("quarter", Billing::Months(3)),
            ("half-year", Billing::Months(6)),
            ("2 years", Billing::Months(24)),
            ("14 days", Billing::Days(14)),
            ("1 week", Billing::Weeks(1)),
        ] {
            assert_eq!(Billing::read(text).unwrap(), expected, "{text}");
        }
        for text in [
            "",
            "0 months",
            "01 months",
            "months",
            "2 fortnights",
            "-1 month",
            "1.5 years",
            "2  years",
            "Year",
        ] {
            assert_eq!(Billing::read(text).unwrap_err().code(), ErrorCode::InvalidArgument, "{text}");
        }
    }

    #[test]
    fn a_month_is_as_long_as_said() {
        let rules = Convention::default().rules();
        let month = |days, weeks| InMonth::new(&rules, days, weeks);
        let own = month(Some("30.437"), Some("4.345")).unwrap();
        assert_eq!(Billing::Days(1).per_month(&own), (30_437, 1_000));
        assert_eq!(Billing::Weeks(2).per_month(&own), (869, 400));
        let ends = month(Some("31"), Some("4.428571428")).unwrap();
        assert_eq!((ends.days, month(Some("28.0"), None).unwrap().days), ((31, 1), (28, 1)));
        for days in ["27.999999999", "31.000000001", "-30", "0", "30.0000000001", "7922816251426433759354395"]
        {
            let error = month(Some(days), None).unwrap_err();
            assert_eq!(
                (error.code(), error.path()),
                (ErrorCode::OutOfRange, Some("days_per_month")),
                "{days}"
            );
        }
        for weeks in ["3.9", "4.428571429"] {
            assert_eq!(month(None, Some(weeks)).unwrap_err().code(), ErrorCode::OutOfRange, "{weeks}");
        }
    }
}
