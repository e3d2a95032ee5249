//! A score for yes and one for no.

use serde::{Deserialize, Serialize};

use super::{Kernel, Wants};
use crate::error::Result;
use crate::fact::column::bits;
use crate::value::score;

/// `{"flag": {"true": 100, "false": 0}}`. The numbers 1 and 0 count as flags; other numbers are errored.
///
/// Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
///
/// assert_eq!(flag(100.0, 20.0).score(0.0), Some(20.0));
/// assert_eq!(flag(100.0, 20.0).score(0.5), None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Flag {
    /// The score of yes.
    #[serde(rename = "true")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    pub yes: f64,
    /// The score of no.
    #[serde(rename = "false")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    pub no: f64,
}

impl Kernel for Flag {
    fn check(&self) -> Result<()> {
        score::checked(self.yes).map_err(|error| error.at("true"))?;
        score::checked(self.no).map(|_| ()).map_err(|error| error.at("false"))
    }

    #[inline]
    fn apply(&self, values: &mut [f64]) -> u64 {
        let neither = |value: f64| !value.is_nan() && value != 0.0 && value - 1.0 != 0.0;
        let errored = if values.iter().fold(false, |any, value| any | neither(*value)) {
            bits(values.iter(), |value| neither(*value))
        } else {
            0
        };
        for value in values {
            let no = if *value == 0.0 { self.no + 0.0 } else { f64::NAN };
            *value = if *value - 1.0 == 0.0 { self.yes + 0.0 } else { no };
        }
        errored
    }

    fn wants(&self) -> Wants {
        Wants::Flag
    }
}
