//! A share or ratio as a fraction: 5 % is 0.05.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{exact::Exact, number};
use crate::error::Result;

/// An exact share or ratio that comes from counts or money.
///
/// ```
/// use cs_core::prelude::*;
///
/// let churn = kpi::churn_rate(200, 6)?;
/// assert_eq!(churn.to_string(), "0.03");
/// assert_eq!(churn.to_float(), 0.03);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(Decimal);

impl Rate {
    /// A rate of this fraction.
    #[must_use]
    pub fn new(value: Decimal) -> Self {
        Self(value.normalize())
    }

    /// The exact fraction.
    #[must_use]
    pub fn value(self) -> Decimal {
        self.0
    }

    /// The nearest float.
    #[must_use]
    pub fn to_float(self) -> f64 {
        number::to_float(self.0)
    }
}

impl TryFrom<Exact> for Rate {
    type Error = crate::error::Error;

    fn try_from(value: Exact) -> Result<Self> {
        value.to_decimal().map(Self)
    }
}

impl From<Decimal> for Rate {
    fn from(value: Decimal) -> Self {
        Self::new(value)
    }
}

impl From<Rate> for Decimal {
    fn from(rate: Rate) -> Self {
        rate.0
    }
}

impl PartialEq<Decimal> for Rate {
    fn eq(&self, other: &Decimal) -> bool {
        self.0 == *other
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
