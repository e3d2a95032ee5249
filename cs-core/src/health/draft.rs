//! A card as it is written, in code or in a document; nothing is checked until it is built.

use serde::{Deserialize, Serialize};

use super::band::Band;
use super::combine::Combine;
use super::counting::Counting;
use super::dialect;
use super::draft_form::Form;
use super::exception::Exception;
use super::indicator::Indicator;
use super::missing::Missing;
use super::scorecard::{KIND, MIN_COVERAGE, Scorecard, VERSION};
use super::shown::Shown;
use crate::error::Result;

/// A group: its weight within the total (or within another group), and how its parts become one.
///
/// ```
/// use cs_core::prelude::*;
///
/// let usage = Group::of("usage").weight(75).combine(Combine::WeightedMean);
/// # let _ = usage;
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The name that indicators say in `group`.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub(super) name: String,
    /// The weight within the total, or within the group around it.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::weight"))]
    pub(super) weight: f64,
    /// How the parts become one.
    #[serde(default, skip_serializing_if = "Combine::is_default")]
    pub(super) combine: Combine,
    /// The group that this one is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub(super) within: Option<String>,
}

fn one() -> f64 {
    1.0
}

impl Group {
    /// A group of weight 1 that is the weighted mean of its parts.
    #[must_use]
    pub fn of(name: impl Into<String>) -> Self {
        Self { name: name.into(), weight: one(), combine: Combine::WeightedMean, within: None }
    }

    /// The weight.
    #[must_use]
    pub fn weight(mut self, weight: impl Into<f64>) -> Self {
        self.weight = weight.into();
        self
    }

    /// How the parts become one.
    #[must_use]
    pub fn combine(mut self, combine: Combine) -> Self {
        self.combine = combine;
        self
    }

    /// The group that this one is part of.
    #[must_use]
    pub fn within(mut self, group: impl Into<String>) -> Self {
        self.within = Some(group.into());
        self
    }
}

/// A scorecard that is being written. See [`Scorecard::builder`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "Form", into = "Form")]
pub struct Draft {
    pub(super) kind: String,
    pub(super) version: u64,
    pub(super) name: String,
    pub(super) description: Option<String>,
    pub(super) dialect: Option<String>,
    pub(super) indicators: Vec<Indicator>,
    pub(super) groups: Vec<Group>,
    pub(super) combine: Combine,
    pub(super) points: Option<Counting>,
    pub(super) missing: Missing,
    pub(super) min_coverage: f64,
    pub(super) no_inflation: bool,
    pub(super) bands: Option<Vec<Band>>,
    pub(super) shown: Option<Shown>,
    pub(super) exceptions: Vec<Exception>,
}

impl Draft {
    /// A card without indicators.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            kind: KIND.to_owned(),
            version: VERSION,
            name: name.into(),
            description: None,
            dialect: None,
            indicators: Vec::new(),
            groups: Vec::new(),
            combine: Combine::default(),
            points: None,
            missing: Missing::default(),
            min_coverage: MIN_COVERAGE,
            no_inflation: false,
            bands: None,
            shown: None,
            exceptions: Vec::new(),
        }
    }

    /// Computes as this platform does, see [`dialect::all`]; what is said after this goes before it. Building refuses a
    /// name that is none.
    #[must_use]
    pub fn dialect(mut self, name: &str) -> Self {
        let preset = dialect::preset(Some(name));
        self.dialect = Some(name.to_owned());
        self.combine = preset.combine.unwrap_or(self.combine);
        self.points = preset.points.or(self.points);
        self.missing = preset.missing.unwrap_or(self.missing);
        self.min_coverage = preset.min_coverage.unwrap_or(self.min_coverage);
        self.bands = preset.bands.or(self.bands);
        self.shown = preset.shown.or(self.shown);
        self
    }

    /// Adds an indicator.
    #[must_use]
    pub fn indicator(mut self, indicator: Indicator) -> Self {
        self.indicators.push(indicator);
        self
    }

    /// Declares a group; with groups declared, the total is combined from them, and every indicator names one.
    #[must_use]
    pub fn group(mut self, group: Group) -> Self {
        self.groups.push(group);
        self
    }

    /// How the total is combined from the groups (or, without groups, from the indicators).
    #[must_use]
    pub fn combine(mut self, combine: Combine) -> Self {
        self.combine = combine;
        self
    }

    /// The indicators add and subtract points from a start, instead of being averaged.
    #[must_use]
    pub fn points(mut self, points: Counting) -> Self {
        self.points = Some(points);
        self
    }

    /// What missing indicators do.
    #[must_use]
    pub fn missing(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    /// Below this share of the weight there is no score (default 0.5).
    #[must_use]
    pub fn min_coverage(mut self, share: f64) -> Self {
        self.min_coverage = share;
        self
    }

    /// Keeps the score at most at what it would be with every missing indicator at 50, so that a broken data feed cannot
    /// turn an account green.
    #[must_use]
    pub fn no_inflation(mut self) -> Self {
        self.no_inflation = true;
        self
    }

    /// The bands, instead of healthy from 70, caution from 40, danger from 0.
    #[must_use]
    pub fn bands(mut self, bands: impl IntoIterator<Item = Band>) -> Self {
        self.bands = Some(bands.into_iter().collect());
        self
    }

    /// How scores are shown, and where the calculation rounds.
    #[must_use]
    pub fn shown(mut self, shown: Shown) -> Self {
        self.shown = Some(shown);
        self
    }

    /// Adds an exception.
    #[must_use]
    pub fn exception(mut self, exception: Exception) -> Self {
        self.exceptions.push(exception);
        self
    }

    /// Checks everything; a card that exists is valid. See [`Scorecard`] for the errors.
    pub fn build(self) -> Result<Scorecard> {
        Scorecard::try_from(self)
    }
}
