//! An S-curve.

use serde::{Deserialize, Serialize};

use cs_wide::Lanes;

use super::lanes::Step;
use super::{Kernel, refuse};
use crate::error::{Error, ErrorCode, Result};
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
        if self.rate().is_finite() {
            return Ok(());
        }
        let error = Error::new(ErrorCode::InvalidDocument, "a curve this steep is beyond the largest number");
        Err(error.at("steepness").with_said_value(self.steepness))
    }

    #[inline(always)]
    fn before<L: Lanes>(&self, values: &[f64], so_far: &mut [f64]) {
        let [rate, midpoint, lowest, highest] = [self.rate(), self.midpoint, f64::MIN, f64::MAX].map(L::all);
        for (value, so_far) in values.chunks_exact(L::COUNT).zip(so_far.chunks_exact_mut(L::COUNT)) {
            // A product of 0 and infinity, and only that, would be NaN for a number: keep the distance finite.
            (rate * (L::read(value) - midpoint).raised(lowest).lowered(highest)).write(so_far);
        }
        exp2_all::<L>(so_far);
    }

    #[inline(always)]
    fn last(&self) -> impl Step {
        Odds
    }
}

/// The score at odds of so much to 1 against it.
#[derive(Clone, Copy)]
struct Odds;

impl Step for Odds {
    #[inline(always)]
    fn score<L: Lanes>(self, _: L, odds: L) -> L {
        L::all(100.0) / (L::all(1.0) + odds)
    }
}
