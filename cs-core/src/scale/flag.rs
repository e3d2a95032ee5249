//! A score for yes and one for no.

use serde::{Deserialize, Serialize};

use super::lanes::pick;
use super::{Kernel, Wants};
use crate::error::Result;
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
    fn range(&self) -> (f64, f64) {
        super::hull([self.yes, self.no])
    }

    fn check(&self) -> Result<()> {
        score::checked(self.yes).map_err(|error| error.at("true"))?;
        score::checked(self.no).map(|_| ()).map_err(|error| error.at("false"))
    }

    fn fails(&self) -> bool {
        true
    }

    #[inline(always)]
    fn last(&self) -> impl Fn(f64, f64) -> f64 {
        let (yes, no) = (self.yes + 0.0, self.no + 0.0);
        move |value, _| pick(value - 1.0 == 0.0, yes, pick(value == 0.0, no, f64::NAN))
    }

    fn wants(&self) -> Wants {
        Wants::Flag
    }
}
