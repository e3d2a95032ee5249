//! What a missing indicator does.

use serde::{Deserialize, Serialize};

use crate::error::Result;
use crate::value::score;

/// The policy for missing and errored indicators, of a card or of one indicator.
///
/// In documents: `"redistribute"`, `"keep_weight"`, `{"as_score": 50}`, `"refuse"`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Missing {
    /// The weights are renormalised over what is present.
    #[default]
    Redistribute,
    /// Counts as 0.
    KeepWeight,
    /// Counts as this score; 50 is neutral.
    AsScore(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))] f64),
    /// The account gets no score.
    Refuse,
}

impl Missing {
    /// Whether this is the default.
    #[must_use]
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Checks the score.
    pub fn check(&self) -> Result<()> {
        match self {
            Missing::AsScore(score) => {
                score::checked(*score).map(|_| ()).map_err(|error| error.at("as_score"))
            }
            _ => Ok(()),
        }
    }

    /// The score that takes the place of a missing one, if any does.
    pub(super) fn substitute(&self) -> Option<f64> {
        match self {
            Missing::KeepWeight => Some(0.0),
            Missing::AsScore(score) => Some(*score + 0.0),
            Missing::Redistribute | Missing::Refuse => None,
        }
    }
}
