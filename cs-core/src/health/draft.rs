//! A card as it is written, in code or in a document; nothing is checked until it is built.

use serde::{Deserialize, Serialize};

use super::band::Band;
use super::combine::Combine;
use super::exception::Exception;
use super::indicator::Indicator;
use super::missing::Missing;
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
#[serde(deny_unknown_fields)]
pub struct Group {
    pub(super) name: String,
    #[serde(default = "one")]
    pub(super) weight: f64,
    #[serde(default, skip_serializing_if = "Combine::is_default")]
    pub(super) combine: Combine,
    #[serde(default, skip_serializing_if = "Option::is_none")]
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
#[serde(deny_unknown_fields)]
pub struct Draft {
    pub(super) kind: String,
    pub(super) version: u64,
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<String>,
    pub(super) indicators: Vec<Indicator>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) groups: Vec<Group>,
    #[serde(default, skip_serializing_if = "Combine::is_default")]
    pub(super) combine: Combine,
    #[serde(default, skip_serializing_if = "Missing::is_default")]
    pub(super) missing: Missing,
    #[serde(default = "min_coverage")]
    pub(super) min_coverage: f64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) no_inflation: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) bands: Option<Vec<Band>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
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
