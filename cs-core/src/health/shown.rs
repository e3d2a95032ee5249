//! The numbers that people see: their scale, their decimals, and where the calculation itself rounds.

use serde::{Deserialize, Serialize};

use super::band::GUARD;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::tile::Tile;
use crate::value::score::{HIGHEST, LOWEST};

/// Most decimals of a shown number.
pub const PLACES: u8 = 6;

/// The highest number that a score of 100 may be shown as.
pub const LARGEST: f64 = 1000.0;

/// A stage of the calculation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stage {
    /// The score of each indicator.
    Indicator,
    /// The score of each group.
    Group,
    /// The score of the account, before bands and exceptions.
    Total,
}

/// How scores are shown, and at which stages the calculation goes on with the shown number.
///
/// ```text
/// shown   = round half up(score · highest ÷ 100, to so many places)
/// rounded = shown · 100 ÷ highest
/// ```
///
/// A score within 1e-9 of a half counts as on it, so that 8.45 of 10 is shown as 8.5 whatever its last bit.
/// Errors (`invalid_document`): `highest` that is not above 0, above 1000, or has more decimals than `places`;
/// more than six places. Source: docs/definitions.md 3.6.
///
/// ```
/// use cs_core::prelude::*;
///
/// let of_ten = Shown::of(10.0).places(1);
/// assert_eq!(of_ten.number(84.5), 8.5);
/// assert_eq!(Shown::of(100.0).number(40.1228), 40.0);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// What a score of 100 is shown as.
    #[serde(default = "highest")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "highest_schema"))]
    highest: f64,
    /// How many decimals are shown.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(max = PLACES)))]
    places: u8,
    /// Stages after which the calculation goes on with the shown number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = 3), extend("uniqueItems" = true)))]
    rounded: Vec<Stage>,
}

fn highest() -> f64 {
    HIGHEST
}

#[cfg(feature = "schema")]
fn highest_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": "number", "exclusiveMinimum": 0, "maximum": LARGEST})
}

impl Shown {
    /// Whole numbers from 0 to `highest`, rounded only where they are shown.
    #[must_use]
    pub fn of(highest: impl Into<f64>) -> Self {
        Self { highest: highest.into(), places: 0, rounded: Vec::new() }
    }

    /// So many decimals.
    #[must_use]
    pub fn places(mut self, places: u8) -> Self {
        self.places = places;
        self
    }

    /// The calculation goes on with the shown number after this stage.
    #[must_use]
    pub fn rounded(mut self, stage: Stage) -> Self {
        self.rounded.push(stage);
        self
    }

    /// What a score of 100 is shown as.
    #[must_use]
    pub fn highest(&self) -> f64 {
        self.highest
    }

    /// The shown number of a score.
    #[must_use]
    pub fn number(&self, score: f64) -> f64 {
        self.steps(score) / self.unit()
    }

    /// How the calculation rounds after a stage, if it does.
    pub(super) fn after(&self, stage: Stage) -> Option<Rounding> {
        let rounding = || Rounding { per_score: self.highest * self.unit() / HIGHEST };
        self.rounded.contains(&stage).then(rounding)
    }

    pub(super) fn check(&self) -> Result<()> {
        if !(self.highest > 0.0 && self.highest <= LARGEST) {
            let error =
                Error::new(ErrorCode::InvalidDocument, format!("a number above 0 and up to {LARGEST}"));
            return Err(error.at("highest").with_value(self.highest));
        }
        if self.places > PLACES {
            let error =
                Error::new(ErrorCode::InvalidDocument, format!("at most {PLACES} decimals are shown"));
            return Err(error.at("places").with_value(self.places));
        }
        // Otherwise 100 itself would round to a number beyond the highest.
        if (self.highest * self.unit()).fract() != 0.0 {
            let sentence = format!("{} has more decimals than are shown ({})", self.highest, self.places);
            let error = Error::new(ErrorCode::InvalidDocument, sentence);
            return Err(error.at("highest").with_said_value(self.highest));
        }
        for (at, stage) in self.rounded.iter().enumerate() {
            if self.rounded.iter().take(at).any(|other| other == stage) {
                let error = Error::new(ErrorCode::Duplicate, "this stage is there twice");
                return Err(error
                    .at(format!("rounded[{at}]"))
                    .with_value(serde_json::to_string(stage).unwrap_or_default()));
            }
        }
        Ok(())
    }

    fn unit(&self) -> f64 {
        (0..self.places).fold(1.0, |unit, _| unit * 10.0)
    }

    fn steps(&self, score: f64) -> f64 {
        half_up(score * (self.highest * self.unit() / HIGHEST))
    }
}

/// Rounding within the calculation: a score is a whole number of steps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rounding {
    /// Steps for each point of score.
    per_score: f64,
}

impl Rounding {
    /// The rounded score; NaN stays NaN.
    #[inline]
    pub(super) fn score(self, score: f64) -> f64 {
        (half_up(score * self.per_score) / self.per_score).clamp(LOWEST, HIGHEST)
    }

    /// Rounds every score.
    #[inline]
    pub(super) fn tile(self, scores: &mut Tile) {
        scores.iter_mut().for_each(|score| *score = self.score(*score));
    }
}

/// The nearest whole number, a half upwards.
#[inline]
fn half_up(value: f64) -> f64 {
    (value + 0.5 + GUARD).floor()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_goes_up_whatever_its_last_bit() {
        let shown = Shown::of(10.0).places(1);
        assert_eq!(shown.number(84.5), 8.5);
        assert_eq!(shown.number(84.499_999_999_999_99), 8.5);
        assert_eq!(shown.number(84.499_9), 8.4);
        assert_eq!((shown.number(0.0), shown.number(100.0)), (0.0, 10.0));
        assert!(shown.number(f64::NAN).is_nan());
    }

    #[test]
    fn rounded_scores_stay_scores() {
        let rounding = Shown::of(10.0).rounded(Stage::Total).after(Stage::Total).unwrap();
        for (score, rounded) in [(62.5, 60.0), (65.0, 70.0), (99.9, 100.0), (0.4, 0.0)] {
            assert_eq!(rounding.score(score), rounded);
        }
        assert!(rounding.score(f64::NAN).is_nan());
    }

    #[test]
    fn refuses_what_cannot_be_shown() {
        assert!(Shown::of(0.0).check().is_err());
        assert!(Shown::of(f64::NAN).check().is_err());
        assert!(Shown::of(2.5).check().is_err());
        assert!(Shown::of(2.5).places(1).check().is_ok());
        assert!(Shown::of(10.0).places(7).check().is_err());
        assert!(Shown::of(10.0).rounded(Stage::Group).rounded(Stage::Group).check().is_err());
    }
}
