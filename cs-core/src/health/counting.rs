//! Points that are added and subtracted, instead of a mean.

use serde::{Deserialize, Serialize};

use super::combine::{Combine, Outcome};
use super::draft::Draft;
use super::missing::Missing;
use crate::error::Result;
use crate::fact::tile::Tile;
use crate::value::document::refuse;
use crate::value::score::{self, HIGHEST, LOWEST};

/// Indicators add and subtract points.
///
/// ```text
/// score = start + Σ weight · (indicator's score − neutral) ÷ 100, kept within 0..100
/// ```
///
/// The weight of an indicator is the number of points between its worst and its best score. A missing indicator adds
/// nothing, unless its policy says otherwise. The card is flat: no groups, no `applies_when`, no `no_inflation`.
/// Source: docs/definitions.md 3.6.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Counting {
    /// The score of an account of which nothing is known.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    pub start: f64,
    /// The score of an indicator that adds nothing.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    pub neutral: f64,
}

impl Counting {
    /// Refuses what cannot be counted: a part that leaves the sum would change the weight of the others.
    pub(super) fn check(&self, draft: &Draft) -> Result<()> {
        score::checked(self.start).map_err(|error| error.at("points.start"))?;
        score::checked(self.neutral).map_err(|error| error.at("points.neutral"))?;
        if !draft.groups.is_empty() {
            return refuse("groups", "points are counted without groups");
        }
        if draft.combine != Combine::WeightedMean {
            return refuse("combine", "points are added, not combined");
        }
        if draft.no_inflation {
            return refuse("no_inflation", "a missing indicator adds no points; there is nothing to inflate");
        }
        for (at, indicator) in draft.indicators.iter().enumerate() {
            if indicator.applies_when.is_some() {
                return refuse(
                    &format!("indicators[{at}].applies_when"),
                    "where points are counted, every indicator applies",
                );
            }
        }
        Ok(())
    }

    /// What a missing indicator does: where its weight would go to others, it adds nothing instead.
    pub(super) fn policy(&self, missing: Missing) -> Missing {
        if missing == Missing::Redistribute { Missing::AsScore(self.neutral) } else { missing }
    }

    /// Turns a weighted mean into counted points; `span` is the sum of all weights.
    #[inline]
    pub(super) fn score(&self, span: f64, mean: f64) -> f64 {
        (self.start + span * (mean - self.neutral) / HIGHEST + 0.0).clamp(LOWEST, HIGHEST)
    }

    /// Turns weighted means into counted points.
    pub(super) fn count(&self, span: f64, outcome: &mut Outcome) {
        let count = |means: &mut Tile| means.iter_mut().for_each(|mean| *mean = self.score(span, *mean));
        count(&mut outcome.score);
        count(&mut outcome.low);
        count(&mut outcome.neutral);
        count(&mut outcome.high);
    }
}
