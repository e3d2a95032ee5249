//! A straight line between two ends.

use serde::{Deserialize, Serialize};

use cs_wide::Lanes;

use super::lanes::Step;
use super::{Kernel, refuse};
use crate::error::{Error, ErrorCode, Result};
use crate::value::document::finite;

/// A line that is 0 at `from` and 100 at `to`; `from` above `to` means that lower is better.
///
/// ```text
/// score = 100 · (x − from) ÷ (to − from), kept within 0..100
/// ```
///
/// `from` equal to `to` is `invalid_document`. Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
///
/// assert_eq!(linear(20.0, 2.0).score(11.0), Some(50.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Linear {
    /// The value that scores 0.
    pub from: f64,
    /// The value that scores 100.
    pub to: f64,
}

impl Kernel for Linear {
    fn check(&self) -> Result<()> {
        finite(self.from, "from")?;
        finite(self.to, "to")?;
        let span = self.to - self.from;
        if span == 0.0 {
            return refuse(
                "",
                format!("from and to are both {}; a line needs two different ends", self.from),
            );
        }
        // A hundred times every distance within the span is a float too.
        if (100.0 * span).is_finite() {
            return Ok(());
        }
        Err(Error::new(ErrorCode::InvalidDocument, "from and to are too far apart")
            .at("to")
            .with_said_value(self.to))
    }

    #[inline(always)]
    fn last(&self) -> impl Step {
        *self
    }
}

impl Step for Linear {
    #[inline(always)]
    fn score<L: Lanes>(self, value: L, _: L) -> L {
        let [zero, hundred] = [0.0, 100.0].map(L::all);
        let share = hundred * (value - L::all(self.from)) / L::all(self.to - self.from);
        // In this order, not the other way round: the −0 of a falling line becomes 0.
        hundred.lowered(zero.raised(share))
    }
}
