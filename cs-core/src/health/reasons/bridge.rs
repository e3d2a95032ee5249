//! A result as a bridge: from 100 down by what each indicator lost, then by exceptions and override, to the score.

use serde::Serialize;

use crate::health::result::Health;
use crate::value::score::HIGHEST;

/// What takes a step of a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Pillar {
    /// An indicator loses points.
    Indicator,
    /// The card rounds or counts points, as a dialect asks: what [`Health::adjustment`] says.
    Adjustment,
    /// The card's exceptions move the score.
    Exceptions,
    /// A manual override moves it.
    Override,
}

/// One step of a bridge.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BridgeStep {
    /// What takes the step.
    pub pillar: Pillar,
    /// The indicator, where it is one.
    pub indicator: Option<String>,
    /// Its group.
    pub group: Option<String>,
    /// Points up (above 0) or down.
    pub points: f64,
    /// Where the score stands behind this step.
    pub level: f64,
}

impl Health {
    /// The steps from 100 to the score, for a waterfall chart: what each indicator lost, in the order of the card, then
    /// what exceptions and override did. The points add up to score − 100 (to 1e-9). Empty without a score.
    ///
    /// Steps of indicators that lost nothing are left out.
    #[must_use]
    pub fn bridge(&self) -> Vec<BridgeStep> {
        let Ok(score) = self.score() else { return Vec::new() };
        let mut level = HIGHEST;
        let mut steps = Vec::new();
        for part in self.explain().iter().filter(|part| part.lost > 0.0) {
            level -= part.lost;
            steps.push(BridgeStep {
                pillar: Pillar::Indicator,
                indicator: Some(part.indicator.clone()),
                group: part.group.clone(),
                points: -part.lost,
                level,
            });
        }
        // Where coverage is too low for a score of the card, what is known is the level that exceptions start from.
        let computed = self.computed_score().unwrap_or(level);
        let card = self.card_score().unwrap_or(computed);
        for (pillar, to) in
            [(Pillar::Adjustment, computed), (Pillar::Exceptions, card), (Pillar::Override, score)]
        {
            if (to - level).abs() > 1e-9 {
                steps.push(BridgeStep {
                    pillar,
                    indicator: None,
                    group: None,
                    points: to - level,
                    level: to,
                });
            }
            level = to;
        }
        steps
    }
}
