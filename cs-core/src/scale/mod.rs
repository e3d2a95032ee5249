//! Scales: from an indicator's value to a score from 0 to 100.
//!
//! Each scale is one file and one line in the list below. A scale works on up to 64 values at a time, without branches,
//! written once for registers of any width;
//! NaN is missing and stays missing. One account is a tile of one value, so its result has the same bits.

pub mod choices;
pub mod flag;
pub mod half_life;
pub(crate) mod lanes;
pub mod linear;
mod list;
pub mod logistic;
pub mod percentile;
pub mod points;
mod step;
pub mod steps;

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::value::document::refuse;
use crate::value::score::{HIGHEST, LOWEST};
use cs_wide::Lanes;
use lanes::{Gaps, Sink, Step};

/// What a scale is applied to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// Numbers.
    Number,
    /// Yes or no; numbers 1 and 0 will do.
    Flag,
    /// Texts, numbers or flags, each by its text.
    Choice,
}

/// What every scale knows.
trait Kernel {
    /// Checks the configuration; the place is relative to the scale.
    fn check(&self) -> Result<()>;

    fn wants(&self) -> Wants {
        Wants::Number
    }

    /// The lowest and the highest score that the scale gives.
    fn range(&self) -> (f64, f64) {
        (LOWEST, HIGHEST)
    }

    /// Whether a value that gets no score is errored.
    fn fails(&self) -> bool {
        false
    }

    /// Whether a value may get no score.
    fn has_gaps(&self) -> bool {
        false
    }

    /// Whole passes over the values, where the scale needs more than one: from each value to what `last` goes on from.
    #[inline(always)]
    fn before<L: Lanes>(&self, _values: &[f64], _so_far: &mut [f64]) {}

    /// The last step, from a value and what the passes made of it to its score.
    fn last(&self) -> impl Step;
}

/// The lowest and the highest of these scores; all of the range where there is none.
fn hull(scores: impl IntoIterator<Item = f64>) -> (f64, f64) {
    let widen = |(low, high): (f64, f64), score: f64| (low.min(score), high.max(score));
    scores
        .into_iter()
        .map(|score| (score, score))
        .reduce(|hull, (score, _)| widen(hull, score))
        .unwrap_or((LOWEST, HIGHEST))
}

macro_rules! scales {
    ($($(#[$doc:meta])* $name:ident: $module:ident;)*) => {
        /// A scale, as it stands in a document: `{"linear": {"from": 0, "to": 20}}`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Scale {
            $($(#[$doc])* $name($module::$name),)*
        }

        impl Scale {
            /// The name in documents.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Scale::$name(_) => stringify!($module),)* }
            }

            /// Checks the configuration. Error: `invalid_document` with the place.
            pub fn check(&self) -> Result<()> {
                let checked = match self { $(Scale::$name(scale) => scale.check(),)* };
                checked.map_err(|error| error.under(self.name()))
            }

            /// What the scale is applied to.
            #[must_use]
            pub fn wants(&self) -> Wants {
                match self { $(Scale::$name(scale) => scale.wants(),)* }
            }

            /// The lowest and the highest score that the scale gives.
            pub(crate) fn range(&self) -> (f64, f64) {
                match self { $(Scale::$name(scale) => scale.range(),)* }
            }

            /// Hands the scores of the values to a sink; `so_far` is memory of the same length, which lanes fill.
            #[inline(always)]
            pub(crate) fn run<L: Lanes, S: Sink>(&self, values: &[f64], so_far: &mut [f64], sink: S) -> S::Output {
                match self {
                    $(Scale::$name(scale) => {
                        scale.before::<L>(values, so_far);
                        let gaps = match (scale.has_gaps(), scale.fails()) {
                            (false, _) => Gaps::None,
                            (true, false) => Gaps::Missing,
                            (true, true) => Gaps::Errored,
                        };
                        sink.take::<L>(values, so_far, gaps, scale.last())
                    })*
                }
            }
        }

        $(impl From<$module::$name> for Scale {
            fn from(scale: $module::$name) -> Self {
                Scale::$name(scale)
            }
        })*
    };
}

scales! {
    /// A straight line between two ends.
    Linear: linear;
    /// Straight lines between points.
    Points: points;
    /// The first step that matches.
    Steps: steps;
    /// Halves every so many days.
    HalfLife: half_life;
    /// An S-curve.
    Logistic: logistic;
    /// A score for each text.
    Choices: choices;
    /// A score for yes and one for no.
    Flag: flag;
    /// The rank in a reference portfolio; must be fitted.
    Percentile: percentile;
}

impl Scale {
    /// The score of one value; none where it is missing (NaN) or errored.
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// assert_eq!(linear(0.0, 20.0).score(14.0), Some(70.0));
    /// assert_eq!(linear(0.5, 0.0).score(0.6), Some(0.0));
    /// assert_eq!(linear(0.0, 20.0).score(f64::NAN), None);
    /// ```
    #[must_use]
    pub fn score(&self, value: f64) -> Option<f64> {
        let mut values = [value + 0.0];
        let errored = self.apply(&mut values);
        values.into_iter().find(|score| errored == 0 && !score.is_nan())
    }
}

/// A line from `from` (0) to `to` (100).
#[must_use]
pub fn linear(from: f64, to: f64) -> Scale {
    linear::Linear { from, to }.into()
}

/// Straight lines between points `(x, score)`.
#[must_use]
pub fn points(points: impl IntoIterator<Item = (f64, f64)>) -> Scale {
    points::Points::new(points).into()
}

/// Halves every `days` from the first day on.
#[must_use]
pub fn half_life(days: f64) -> Scale {
    half_life::HalfLife { days, grace: 0.0 }.into()
}

/// An S-curve that is 50 at `midpoint`.
#[must_use]
pub fn logistic(midpoint: f64, steepness: f64) -> Scale {
    logistic::Logistic { midpoint, steepness }.into()
}

/// A score for yes and one for no.
#[must_use]
pub fn flag(yes: f64, no: f64) -> Scale {
    flag::Flag { yes, no }.into()
}

pub use choices::choices;
pub use steps::{above, at_least, at_most, below, steps};
