//! Words for ranges of the net promoter score, as data with their source.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::value::label::Label;

/// One band of a scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NpsBand {
    /// Stable id.
    pub id: &'static str,
    /// Name in English and Japanese.
    pub label: Label,
    /// Lower bound in points; the lowest band has none.
    pub above: Option<i64>,
}

/// A scale of bands, lowest first.
///
/// ```
/// use cs_core::kpi::NpsBands;
///
/// assert_eq!(NpsBands::FIVE_STEPS.of(30.into()).id, "excellent");
/// assert_eq!(NpsBands::BAIN.of(30.into()).id, "favorable");
/// assert_eq!(NpsBands::BAIN.of(20.into()).id, "good");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct NpsBands {
    /// Name of the scale.
    pub id: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// Whether a band includes its lower bound.
    pub bound_included: bool,
    /// The lowest band, for scores below every bound.
    pub lowest: NpsBand,
    /// The others, by rising bound.
    pub others: &'static [NpsBand],
}

const fn band(id: &'static str, ja: &'static str, en: &'static str, above: Option<i64>) -> NpsBand {
    NpsBand { id, label: Label { en, ja }, above }
}

impl NpsBands {
    /// Below 0, from 0, from 30, from 70.
    pub const FIVE_STEPS: Self = Self {
        id: "five_steps",
        source: "guide to a success organisation in five steps",
        bound_included: true,
        lowest: band("needs_improvement", "要改善", "needs improvement", None),
        others: &[
            band("good", "良好", "good", Some(0)),
            band("excellent", "優秀", "excellent", Some(30)),
            band("world_class", "世界水準", "world class", Some(70)),
        ],
    };

    /// Above 0, 20, 50 and 80, as attributed to Bain & Company.
    pub const BAIN: Self = Self {
        id: "bain",
        source: "attributed to Bain & Company, creators of the score",
        bound_included: false,
        lowest: band("needs_improvement", "要改善", "needs improvement", None),
        others: &[
            band("good", "良好", "good", Some(0)),
            band("favorable", "好意的", "favorable", Some(20)),
            band("excellent", "優秀", "excellent", Some(50)),
            band("world_class", "世界水準", "world class", Some(80)),
        ],
    };

    /// Every scale.
    pub const ALL: [Self; 2] = [Self::FIVE_STEPS, Self::BAIN];

    /// The scale of this id.
    #[must_use]
    pub fn find(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bands| bands.id == id)
    }

    /// The band that a score falls in.
    #[must_use]
    pub fn of(&self, score: Decimal) -> &NpsBand {
        let reached = |bound: Decimal| score > bound || (self.bound_included && score == bound);
        let band =
            self.others.iter().rfind(|band| band.above.is_some_and(|bound| reached(Decimal::from(bound))));
        band.unwrap_or(&self.lowest)
    }
}
