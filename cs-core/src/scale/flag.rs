//! A score for yes and one for no.

use serde::{Deserialize, Serialize};

use cs_wide::{Lanes, Mask};

use super::lanes::Step;
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

    fn has_gaps(&self) -> bool {
        true
    }

    #[inline(always)]
    fn last(&self) -> impl Step {
        *self
    }

    fn wants(&self) -> Wants {
        Wants::Flag
    }
}

impl Step for Flag {
    #[inline(always)]
    fn score<L: Lanes>(self, value: L, _: L) -> L {
        let no = value.equals(L::all(0.0)).pick(L::all(self.no + 0.0), L::all(f64::NAN));
        value.equals(L::all(1.0)).pick(L::all(self.yes + 0.0), no)
    }
}
