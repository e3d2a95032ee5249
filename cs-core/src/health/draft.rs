//! A card as it is written, in code or in a document; nothing is checked until it is built.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::band;
use super::band::Band;
use super::combine::Combine;
use super::exception::Exception;
use super::indicator::Indicator;
use super::missing::Missing;
#[cfg(feature = "schema")]
use super::scorecard::{EXCEPTIONS, INDICATORS};
use super::scorecard::{KIND, MIN_COVERAGE, Scorecard, VERSION};
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
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The kind of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    pub(super) kind: String,
    /// The version of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    pub(super) version: u64,
    /// The name of the card.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub(super) name: String,
    /// What the card is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    /// What is measured.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = INDICATORS)))]
    pub(super) indicators: Vec<Indicator>,
    /// Groups of indicators; with groups declared, every indicator names one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = INDICATORS)))]
    pub(super) groups: Vec<Group>,
    /// How the total comes from the groups, or without groups from the indicators.
    #[serde(default, skip_serializing_if = "Combine::is_default")]
    pub(super) combine: Combine,
    /// What missing indicators do, unless they say it themselves.
    #[serde(default, skip_serializing_if = "Missing::is_default")]
    pub(super) missing: Missing,
    /// The share of the weight below which there is no score.
    #[serde(default = "min_coverage")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::share"))]
    pub(super) min_coverage: f64,
    /// Whether the score is at most what it would be with every missing indicator at 50.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) no_inflation: bool,
    /// The bands; left out, healthy from 70, caution from 40, danger from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = *band::COUNT.start(), max = *band::COUNT.end())))]
    pub(super) bands: Option<Vec<Band>>,
    /// Rules that set, floor or cap the score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = EXCEPTIONS)))]
    pub(super) exceptions: Vec<Exception>,
}

fn min_coverage() -> f64 {
    MIN_COVERAGE
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
            indicators: Vec::new(),
            groups: Vec::new(),
            combine: Combine::default(),
            missing: Missing::default(),
            min_coverage: MIN_COVERAGE,
            no_inflation: false,
            bands: None,
            exceptions: Vec::new(),
        }
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
