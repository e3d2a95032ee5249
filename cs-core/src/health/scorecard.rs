//! The card: built once, valid from then on.

use serde::{Deserialize, Serialize};

use super::band::Bands;
use super::combine::{self, Outcome};
use super::dialect;
use super::draft::Draft;
use super::fingerprint::Fingerprint;
use super::indicator::Indicator;
use super::missing::Missing;
use super::shown::{Rounding, Shown, Stage};
use super::tree;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::facts;
use crate::fact::input::Input;
use crate::fact::rule::Rule;
use crate::scale::Scale;
use crate::value::document::{self, limit, refuse};
use crate::value::score;

/// The kind of the document.
pub const KIND: &str = "scorecard";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Most indicators of one card.
pub const INDICATORS: usize = 256;
/// Most exceptions of one card.
pub const EXCEPTIONS: usize = 64;
/// Deepest nesting of groups.
pub const LEVELS: usize = 8;
/// Share of the weight below which there is no score, unless the card says otherwise.
pub const MIN_COVERAGE: f64 = 0.5;

/// A scorecard: indicators, how they become one score, bands and exceptions.
///
/// A document (`Scorecard::from_json`, serde) and code (`Scorecard::builder`) are read through the same checks.
///
/// Errors of building: `invalid_document` with the place (weights that are negative, not finite or all zero; a scale
/// that is none; a group or band that is not there; bands that do not cover 0 to 100), `duplicate` (names), `limit`.
/// Source: docs/definitions.md 3.
///
/// ```
/// use cs_core::prelude::*;
///
/// let card = Scorecard::from_json(r#"{
///     "kind": "scorecard", "version": 1, "name": "simple",
///     "indicators": [
///         {"name": "logins", "weight": 3, "input": "logins_30d", "scale": {"linear": {"from": 0, "to": 20}}},
///         {"name": "tickets", "input": {"ratio": {"of": "tickets_90d", "per": "seats"}}, "scale": {"linear": {"from": 0.5, "to": 0}}}
///     ]}"#)?;
/// let facts = Facts::new().with("logins_30d", 14).with("tickets_90d", 5).with("seats", 25);
/// let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
/// assert_eq!(card.score(&facts, day)?.score()?, (3.0 * 70.0 + 60.0) / 4.0);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Scorecard {
    draft: Draft,
    pub(super) bands: Bands,
    pub(super) total: combine::Group,
    facts: Vec<String>,
    fingerprint: Fingerprint,
}

impl Scorecard {
    /// Begins a card.
    #[must_use]
    pub fn builder(name: impl Into<String>) -> Draft {
        Draft::new(name)
    }

    /// Reads a document of kind `scorecard`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || document::read_kind::<Draft>(text, KIND, VERSION)?.build())
    }

    /// Writes the card as a document; reading it gives an equal card, writing that gives equal bytes.
    pub fn to_json(&self) -> Result<String> {
        document::write(&self.draft)
    }

    /// The card's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.draft.name
    }

    /// The indicators, in order.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.draft.indicators
    }

    /// The bands, from the lowest up.
    #[must_use]
    pub fn bands(&self) -> &Bands {
        &self.bands
    }

    /// The names of the facts that the card reads, each once, by first appearance.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(String::as_str)
    }

    /// The fingerprint of the card's document; results carry it.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The name of the platform whose way of computing the card follows.
    #[must_use]
    pub fn dialect(&self) -> Option<&str> {
        self.draft.dialect.as_deref()
    }

    /// The number that is shown for a score in the band of this rank: on the scale and with the decimals that the card
    /// says; without these, the whole number inside the band. NaN, no score, is shown as NaN.
    #[must_use]
    pub fn shown_number(&self, score: f64, rank: u8) -> f64 {
        if score.is_nan() {
            return f64::NAN;
        }
        self.shown().map_or_else(|| self.bands.whole(score, rank), |shown| shown.number(score))
    }

    /// How scores are shown, where the card says so.
    #[must_use]
    pub fn shown(&self) -> Option<&Shown> {
        self.draft.shown.as_ref()
    }

    /// How the calculation rounds after a stage, if it does.
    pub(super) fn rounding(&self, stage: Stage) -> Option<Rounding> {
        self.draft.shown.as_ref().and_then(|shown| shown.after(stage))
    }

    /// The least coverage at which there is a score, with the guard.
    pub(super) fn least_coverage(&self) -> f64 {
        self.draft.min_coverage - super::band::GUARD
    }

    /// Whether points are counted or the calculation rounds, so that contributions do not add up by themselves.
    pub(super) fn adjusts(&self) -> bool {
        let rounds = |stage| self.rounding(stage).is_some();
        self.draft.points.is_some() || rounds(Stage::Group) || rounds(Stage::Total)
    }

    /// The last stage of the calculation: points are counted, and the total is rounded.
    pub(super) fn finish(&self, outcome: &mut Outcome) {
        if let Some(points) = self.draft.points {
            points.count(self.span(), outcome);
        }
        if let Some(rounding) = self.rounding(Stage::Total) {
            outcome.round(rounding);
        }
    }

    /// The same for one score.
    pub(super) fn finished(&self, score: f64) -> f64 {
        let counted = self.draft.points.map_or(score, |points| points.score(self.span(), score));
        self.rounding(Stage::Total).map_or(counted, |rounding| rounding.score(counted))
    }

    /// What the shares of all indicators add up to: 1, or where points are counted the hundredth of all points.
    pub(super) fn share(&self) -> f64 {
        self.draft.points.map_or(1.0, |_| self.span() / score::HIGHEST)
    }

    /// The score that a missing indicator of this policy counts as, if any. Where points are counted no weight goes to
    /// others, not even where the account gets no score.
    pub(super) fn substitute(&self, missing: Missing) -> Option<f64> {
        match (missing, self.draft.points) {
            (Missing::Refuse, Some(points)) => Some(points.neutral),
            _ => missing.substitute(),
        }
    }

    fn span(&self) -> f64 {
        self.indicators().iter().map(|indicator| indicator.weight).sum()
    }

    pub(super) fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Whether a `percentile` scale waits to be fitted.
    #[must_use]
    pub fn is_fitted(&self) -> bool {
        !self.indicators().iter().any(|indicator| matches!(indicator.scale, Scale::Percentile(_)))
    }
}

impl From<Scorecard> for Draft {
    fn from(card: Scorecard) -> Self {
        card.draft
    }
}

impl TryFrom<Draft> for Scorecard {
    type Error = Error;

    fn try_from(draft: Draft) -> Result<Self> {
        document::check_kind(&draft.kind, draft.version, KIND, VERSION)?;
        document::check_name(&draft.name).map_err(|error| error.at("name"))?;
        limit("indicators", draft.indicators.len(), INDICATORS)?;
        limit("groups", draft.groups.len(), INDICATORS)?;
        limit("exceptions", draft.exceptions.len(), EXCEPTIONS)?;
        if draft.indicators.is_empty() {
            return refuse("indicators", "a card has at least one indicator");
        }
        if !(0.0..=1.0).contains(&draft.min_coverage) {
            let error = Error::new(ErrorCode::InvalidDocument, "a share lies between 0 and 1");
            return Err(error.at("min_coverage").with_value(draft.min_coverage));
        }
        draft.dialect.as_deref().map_or(Ok(()), dialect::check)?;
        draft.shown.as_ref().map_or(Ok(()), Shown::check).map_err(|error| error.under("shown"))?;
        draft.points.map_or(Ok(()), |points| points.check(&draft))?;
        draft.missing.check().map_err(|error| error.under("missing"))?;
        for (at, indicator) in draft.indicators.iter().enumerate() {
            indicator.check().map_err(|error| error.under(&format!("indicators[{at}]")))?;
        }
        let names: Vec<&str> = draft.indicators.iter().map(Indicator::name).collect();
        tree::unique("indicators", &names)?;
        let bands = match &draft.bands {
            None => Bands::default(),
            Some(bands) => Bands::new(bands.iter().cloned()).map_err(|error| error.under("bands"))?,
        };
        for (at, exception) in draft.exceptions.iter().enumerate() {
            exception.check(&bands, &names).map_err(|error| error.under(&format!("exceptions[{at}]")))?;
        }
        let total = tree::total(&draft)?;
        let rules = draft
            .exceptions
            .iter()
            .flat_map(|exception| Rule::inputs(&exception.when))
            .flat_map(Input::facts);
        let facts = facts::once(draft.indicators.iter().flat_map(Indicator::facts).chain(rules));
        let fingerprint = Fingerprint::of(&document::write(&draft)?);
        Ok(Self { bands, total, facts, draft, fingerprint })
    }
}
