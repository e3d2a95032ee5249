//! Month, quarter, year: what a rate is *per*.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result, nearest};

/// The period that a rate or a flow belongs to.
///
/// ```
/// use cs_core::value::period::Period;
///
/// assert_eq!("quarter".parse::<Period>()?.months(), 3);
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// One month.
    Month,
    /// Three months.
    Quarter,
    /// Twelve months.
    Year,
}

impl Period {
    /// Every period, shortest first.
    pub const ALL: [Period; 3] = [Period::Month, Period::Quarter, Period::Year];

    /// Length in months.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Period::Month => 1,
            Period::Quarter => 3,
            Period::Year => 12,
        }
    }

    /// The period's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        }
    }
}

impl FromStr for Period {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let names = Period::ALL.map(Period::as_str);
        Period::ALL.into_iter().find(|period| period.as_str() == text).ok_or_else(|| {
            let error = Error::new(ErrorCode::InvalidArgument, "a period is month, quarter or year")
                .with_value(format!("{text:?}"));
            match nearest(text, names) {
                Some(name) => error.with_hint(format!("did you mean {name}?")),
                None => error,
            }
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
