//! Recency: the score halves every so many days.

use serde::{Deserialize, Serialize};

use cs_wide::Lanes;

use super::Kernel;
use super::lanes::Step;
use crate::error::{Error, ErrorCode, Result};
use crate::value::{document::finite, power::exp2_all};

/// 100 up to the grace, then half as much every `days` more.
///
/// ```text
/// score = 100                              for x ≤ grace
/// score = 100 · 2^(−(x − grace) ÷ days)    beyond it
/// ```
///
/// `days` above 0, `grace` finite; otherwise `invalid_document`. Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
///
/// assert_eq!(half_life(14.0).score(28.0), Some(25.0));
/// assert_eq!(half_life(14.0).score(-3.0), Some(100.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct HalfLife {
    /// Days after which half of the score is left.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::positive"))]
    pub days: f64,
    /// Days for which the score stays at 100.
    #[serde(default)]
    pub grace: f64,
}

impl Kernel for HalfLife {
    fn check(&self) -> Result<()> {
        finite(self.grace, "grace")?;
        if finite(self.days, "days")? <= 0.0 {
            let error = Error::new(ErrorCode::InvalidDocument, "a half-life is above 0 days");
            return Err(error.at("days").with_value(self.days));
        }
        Ok(())
    }

    #[inline(always)]
    fn before<L: Lanes>(&self, values: &[f64], so_far: &mut [f64]) {
        let [grace, days] = [self.grace, -self.days].map(L::all);
        for (value, so_far) in values.chunks_exact(L::COUNT).zip(so_far.chunks_exact_mut(L::COUNT)) {
            ((L::read(value) - grace).raised(L::all(0.0)) / days).write(so_far);
        }
        exp2_all::<L>(so_far);
    }

    #[inline(always)]
    fn last(&self) -> impl Step {
        Shown
    }
}

/// The power as a score.
#[derive(Clone, Copy)]
struct Shown;

impl Step for Shown {
    #[inline(always)]
    fn score<L: Lanes>(self, _: L, power: L) -> L {
        L::all(100.0) * power
    }
}
