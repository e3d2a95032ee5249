//! An S-curve.

use serde::{Deserialize, Serialize};

use super::{Kernel, refuse};
use crate::error::Result;
use crate::value::{document::finite, power::exp2_all};

/// An S-curve that is 50 at the midpoint; a negative steepness means that lower is better.
///
/// ```text
/// score = 100 ÷ (1 + e^(−steepness · (x − midpoint)))
/// ```
///
/// A steepness of 0 is `invalid_document`. Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
///
/// assert_eq!(logistic(10.0, 0.5).score(10.0), Some(50.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Logistic {
    /// The value that scores 50.
    pub midpoint: f64,
    /// How fast the score rises: at the midpoint, 25 · steepness points for each unit.
    #[cfg_attr(feature = "schema", schemars(extend("not" = serde_json::json!({"const": 0}))))]
    pub steepness: f64,
}

impl Logistic {
    /// The power of 2 by which the odds fall for each unit.
    fn rate(&self) -> f64 {
        -self.steepness * std::f64::consts::LOG2_E
    }
}

impl Kernel for Logistic {
    fn check(&self) -> Result<()> {
        finite(self.midpoint, "midpoint")?;
        if finite(self.steepness, "steepness")? == 0.0 {
            return refuse("steepness", "a steepness of 0 scores every value 50");
        }
        finite(self.rate(), "steepness").map(|_| ())
    }

    #[inline(always)]
    fn before(&self, values: &[f64], so_far: &mut [f64]) {
        let rate = self.rate();
        for (value, so_far) in values.iter().zip(&mut *so_far) {
            // A product of 0 and infinity, and only that, would be NaN for a number: keep the distance finite.
            *so_far = rate * (value - self.midpoint).clamp(f64::MIN, f64::MAX);
        }
        exp2_all(so_far);
    }

    #[inline(always)]
    fn last(&self) -> impl Fn(f64, f64) -> f64 {
        |_, power| 100.0 / (1.0 + power)
    }
}
