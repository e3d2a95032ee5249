//! One step of a scale of steps, in code and in documents.

use serde::{Deserialize, Serialize};

use super::refuse;
use crate::error::{Error, Result};
use crate::value::{document::finite, score};

/// One step: a threshold that says whether it is included, and the score behind it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "StepForm", into = "StepForm")]
#[non_exhaustive]
pub enum Step {
    /// x ≥ threshold
    AtLeast(f64, f64),
    /// x > threshold
    Above(f64, f64),
    /// x ≤ threshold
    AtMost(f64, f64),
    /// x < threshold
    Below(f64, f64),
    /// Every other value.
    Otherwise(f64),
}

/// x ≥ threshold
#[must_use]
pub fn at_least(threshold: f64, score: f64) -> Step {
    Step::AtLeast(threshold, score)
}

/// x > threshold
#[must_use]
pub fn above(threshold: f64, score: f64) -> Step {
    Step::Above(threshold, score)
}

/// x ≤ threshold
#[must_use]
pub fn at_most(threshold: f64, score: f64) -> Step {
    Step::AtMost(threshold, score)
}

/// x < threshold
#[must_use]
pub fn below(threshold: f64, score: f64) -> Step {
    Step::Below(threshold, score)
}

impl Step {
    pub(super) fn score(&self) -> f64 {
        match self {
            Step::AtLeast(_, score)
            | Step::Above(_, score)
            | Step::AtMost(_, score)
            | Step::Below(_, score) => *score,
            Step::Otherwise(score) => *score,
        }
    }

    /// Where the values that the step takes begin (true) or end (false); none where it takes every value. The values
    /// above a threshold begin with the next float.
    pub(super) fn cut(&self) -> Option<(f64, bool)> {
        match *self {
            Step::AtLeast(at, _) => Some((at + 0.0, true)),
            Step::Above(at, _) => Some(((at + 0.0).next_up(), true)),
            Step::AtMost(at, _) => Some(((at + 0.0).next_up(), false)),
            Step::Below(at, _) => Some((at + 0.0, false)),
            Step::Otherwise(_) => None,
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        match self {
            Step::AtLeast(at, _) => finite(*at, "at_least"),
            Step::Above(at, _) => finite(*at, "above"),
            Step::AtMost(at, _) => finite(*at, "at_most"),
            Step::Below(at, _) => finite(*at, "below"),
            Step::Otherwise(score) => {
                return score::checked(*score).map(|_| ()).map_err(|error| error.at("otherwise"));
            }
        }?;
        score::checked(self.score()).map(|_| ()).map_err(|error| error.at("score"))
    }
}

/// A step as it stands in a document.
#[derive(Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", schemars(extend("oneOf" = step_forms())))]
struct StepForm {
    #[serde(skip_serializing_if = "Option::is_none")]
    at_least: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    above: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    at_most: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    otherwise: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    score: Option<f64>,
}

/// A threshold with its score, or `otherwise` alone.
#[cfg(feature = "schema")]
fn step_forms() -> serde_json::Value {
    let threshold = |field: &str| serde_json::json!({"required": [field, "score"], "maxProperties": 2});
    let mut forms: Vec<_> = ["at_least", "above", "at_most", "below"].map(threshold).into();
    forms.push(serde_json::json!({"required": ["otherwise"], "maxProperties": 1}));
    forms.into()
}

impl TryFrom<StepForm> for Step {
    type Error = Error;

    fn try_from(form: StepForm) -> Result<Self> {
        match form {
            StepForm {
                at_least: Some(at),
                above: None,
                at_most: None,
                below: None,
                otherwise: None,
                score: Some(score),
            } => Ok(at_least(at, score)),
            StepForm {
                at_least: None,
                above: Some(at),
                at_most: None,
                below: None,
                otherwise: None,
                score: Some(score),
            } => Ok(above(at, score)),
            StepForm {
                at_least: None,
                above: None,
                at_most: Some(at),
                below: None,
                otherwise: None,
                score: Some(score),
            } => Ok(at_most(at, score)),
            StepForm {
                at_least: None,
                above: None,
                at_most: None,
                below: Some(at),
                otherwise: None,
                score: Some(score),
            } => Ok(below(at, score)),
            StepForm {
                at_least: None,
                above: None,
                at_most: None,
                below: None,
                otherwise: Some(score),
                score: None,
            } => Ok(Step::Otherwise(score)),
            _ => refuse(
                "",
                "a step is one of at_least, above, at_most, below with a score, or otherwise with nothing else",
            ),
        }
    }
}

impl From<Step> for StepForm {
    fn from(step: Step) -> Self {
        let empty = Self::default();
        match step {
            Step::AtLeast(at, score) => Self { at_least: Some(at), score: Some(score), ..empty },
            Step::Above(at, score) => Self { above: Some(at), score: Some(score), ..empty },
            Step::AtMost(at, score) => Self { at_most: Some(at), score: Some(score), ..empty },
            Step::Below(at, score) => Self { below: Some(at), score: Some(score), ..empty },
            Step::Otherwise(score) => Self { otherwise: Some(score), ..empty },
        }
    }
}
