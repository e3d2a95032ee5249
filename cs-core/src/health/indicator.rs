//! One measure of a scorecard.

use serde::{Deserialize, Serialize};

use super::missing::Missing;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::Input;
use crate::fact::rule::Rule;
use crate::scale::{Scale, linear};
use crate::value::document::{self, refuse};
use crate::value::score;

/// An indicator: what is measured, how it becomes a score, and how much it counts.
///
/// ```
/// use cs_core::prelude::*;
///
/// let nps = Indicator::of("nps", fact("nps_answer"))
///     .group("satisfaction")
///     .weight(30)
///     .valid_for_days(180, "nps_answered_on")
///     .scale(steps([at_least(9.0, 100.0), at_least(7.0, 60.0)]).otherwise(0.0));
/// # let _ = nps;
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("dependentRequired" = serde_json::json!({"valid_for_days": ["observed_on"], "observed_on": ["valid_for_days"]}))))]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// The name, for people and for rules.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub(super) name: String,
    /// The group; the field's own three are relationship, usage and satisfaction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub(super) group: Option<String>,
    /// How much it counts; weights are normalised.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::weight"))]
    pub(super) weight: f64,
    /// What is measured.
    pub(super) input: Input,
    /// How the value becomes a score.
    pub(super) scale: Scale,
    /// For which accounts it counts at all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) applies_when: Option<Rule>,
    /// After how many days the value is stale, and so missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) valid_for_days: Option<u32>,
    /// The fact that holds the day of the observation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub(super) observed_on: Option<String>,
    /// How old evidence drifts to a neutral score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fade: Option<Fade>,
    /// What it does when it is missing, instead of what the card says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) missing: Option<Missing>,
}

/// Old evidence drifts to a neutral score, so that silence reads as uncertainty.
///
/// ```text
/// score' = toward + (score − toward) · 2^(−age ÷ half_life_days)
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Fade {
    /// The fact that holds the day of the observation.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub(super) observed_on: String,
    /// After so many days the score is half as far away.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::positive"))]
    pub(super) half_life_days: f64,
    /// The score it drifts to.
    #[serde(default = "neutral")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::score"))]
    pub(super) toward: f64,
}

fn neutral() -> f64 {
    50.0
}

fn one() -> f64 {
    1.0
}

impl Indicator {
    /// An indicator of weight 1 that takes a score from 0 to 100 as it is.
    #[must_use]
    pub fn of(name: impl Into<String>, input: Input) -> Self {
        Self {
            name: name.into(),
            group: None,
            weight: one(),
            input,
            scale: linear(0.0, 100.0),
            applies_when: None,
            valid_for_days: None,
            observed_on: None,
            fade: None,
            missing: None,
        }
    }

    /// The group; the field's own three are relationship, usage and satisfaction.
    #[must_use]
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// The weight: any number from 0 up; weights are normalised.
    #[must_use]
    pub fn weight(mut self, weight: impl Into<f64>) -> Self {
        self.weight = weight.into();
        self
    }

    /// How the value becomes a score.
    #[must_use]
    pub fn scale(mut self, scale: impl Into<Scale>) -> Self {
        self.scale = scale.into();
        self
    }

    /// The indicator counts only for accounts for which the rule holds; for the others it counts neither for the score
    /// nor for the coverage. An unknown rule does not hold.
    #[must_use]
    pub fn applies_when(mut self, rule: Rule) -> Self {
        self.applies_when = Some(rule);
        self
    }

    /// The value is missing (stale) unless it was observed within so many days up to `as_of`. A value observed after
    /// `as_of`, or on an unknown day, is stale too.
    #[must_use]
    pub fn valid_for_days(mut self, days: u32, observed_on: impl Into<String>) -> Self {
        self.valid_for_days = Some(days);
        self.observed_on = Some(observed_on.into());
        self
    }

    /// The score drifts to 50 as the observation ages; every `half_life_days` it is half as far away:
    /// `50 + (score − 50) · 2^(−age ÷ half_life_days)`. A value observed after `as_of`, or on an unknown day, is stale.
    #[must_use]
    pub fn fading(mut self, half_life_days: impl Into<f64>, observed_on: impl Into<String>) -> Self {
        let (observed_on, half_life_days) = (observed_on.into(), half_life_days.into());
        self.fade = Some(Fade { observed_on, half_life_days, toward: neutral() });
        self
    }

    /// What the indicator does when it is missing, instead of what the card says.
    #[must_use]
    pub fn when_missing(mut self, missing: Missing) -> Self {
        self.missing = Some(missing);
        self
    }

    /// The indicator's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The group, if it has one.
    #[must_use]
    pub fn group_name(&self) -> Option<&str> {
        self.group.as_deref()
    }

    /// What is measured.
    #[must_use]
    pub fn input(&self) -> &Input {
        &self.input
    }

    /// The scale.
    #[must_use]
    pub fn scale_of(&self) -> &Scale {
        &self.scale
    }

    /// Every fact that the indicator reads.
    pub(super) fn facts(&self) -> impl Iterator<Item = &str> {
        let rules = self.applies_when.iter().flat_map(Rule::inputs).flat_map(Input::facts);
        let faded = self.fade.as_ref().map(|fade| fade.observed_on.as_str());
        self.input.facts().chain(self.observed_on.as_deref()).chain(faded).chain(rules)
    }

    pub(super) fn check(&self) -> Result<()> {
        document::check_name(&self.name).map_err(|error| error.at("name"))?;
        self.group
            .as_deref()
            .map_or(Ok(()), |group| document::check_name(group).map_err(|error| error.at("group")))?;
        weight(self.weight)?;
        self.input.check().map_err(|error| error.under("input"))?;
        self.scale.check().map_err(|error| error.under("scale"))?;
        if let Some(rule) = &self.applies_when {
            rule.check(None).map_err(|error| error.under("applies_when"))?;
        }
        self.missing.map_or(Ok(()), |missing| missing.check().map_err(|error| error.under("missing")))?;
        self.fade.as_ref().map_or(Ok(()), |fade| fade.check().map_err(|error| error.under("fade")))?;
        match (&self.valid_for_days, &self.observed_on) {
            (Some(_), None) => {
                refuse("valid_for_days", "valid_for_days needs observed_on, the date of the observation")
            }
            (None, Some(_)) => refuse("observed_on", "observed_on needs valid_for_days"),
            (_, observed) => observed
                .as_deref()
                .map_or(Ok(()), |name| document::check_name(name).map_err(|error| error.at("observed_on"))),
        }
    }
}

impl Fade {
    fn check(&self) -> Result<()> {
        document::check_name(&self.observed_on).map_err(|error| error.at("observed_on"))?;
        score::checked(self.toward).map_err(|error| error.at("toward"))?;
        if document::finite(self.half_life_days, "half_life_days")? > 0.0 {
            return Ok(());
        }
        let error =
            Error::new(ErrorCode::InvalidDocument, "a half-life is above 0 days").at("half_life_days");
        Err(error.with_value(self.half_life_days))
    }
}

/// Checks a weight: finite, from 0 up.
pub(super) fn weight(value: f64) -> Result<()> {
    if document::finite(value, "weight")? < 0.0 {
        return Err(Error::new(ErrorCode::InvalidDocument, "a weight is 0 or more")
            .at("weight")
            .with_value(value));
    }
    Ok(())
}
