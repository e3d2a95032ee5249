//! A card as it stands in a document: what is absent comes from the dialect, or is this library's default.

use serde::{Deserialize, Serialize};

use super::band::Band;
use super::combine::Combine;
use super::counting::Counting;
use super::dialect;
use super::draft::{Draft, Group};
use super::exception::Exception;
use super::indicator::Indicator;
use super::missing::Missing;
use super::scorecard::MIN_COVERAGE;
use super::shown::Shown;
#[cfg(feature = "schema")]
use super::{
    band,
    scorecard::{EXCEPTIONS, INDICATORS, KIND, VERSION},
};

/// The document.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct Form {
    /// The kind of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    /// The version of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    /// The name of the card.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    name: String,
    /// What the card is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// The platform whose way of computing the card follows where it says nothing else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "dialect::names_schema"))]
    dialect: Option<String>,
    /// What is measured.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = INDICATORS)))]
    indicators: Vec<Indicator>,
    /// Groups of indicators; with groups declared, every indicator names one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = INDICATORS)))]
    groups: Vec<Group>,
    /// How the total comes from the groups, or without groups from the indicators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    combine: Option<Combine>,
    /// Points that indicators add and subtract, instead of a mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    points: Option<Counting>,
    /// What missing indicators do, unless they say it themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing: Option<Missing>,
    /// The share of the weight below which there is no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::share"))]
    min_coverage: Option<f64>,
    /// Whether the score is at most what it would be with every missing indicator at 50.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    no_inflation: bool,
    /// The bands; left out, healthy from 70, caution from 40, danger from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = *band::COUNT.start(), max = *band::COUNT.end())))]
    bands: Option<Vec<Band>>,
    /// How scores are shown, and where the calculation rounds; left out, whole numbers of 100, kept inside their bands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shown: Option<Shown>,
    /// Rules that set, floor or cap the score.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = EXCEPTIONS)))]
    exceptions: Vec<Exception>,
}

impl From<Form> for Draft {
    fn from(form: Form) -> Self {
        let preset = dialect::preset(form.dialect.as_deref());
        Self {
            kind: form.kind,
            version: form.version,
            name: form.name,
            description: form.description,
            dialect: form.dialect,
            indicators: form.indicators,
            groups: form.groups,
            combine: form.combine.or(preset.combine).unwrap_or_default(),
            points: form.points.or(preset.points),
            missing: form.missing.or(preset.missing).unwrap_or_default(),
            min_coverage: form.min_coverage.or(preset.min_coverage).unwrap_or(MIN_COVERAGE),
            no_inflation: form.no_inflation,
            bands: form.bands.or(preset.bands),
            shown: form.shown.or(preset.shown),
            exceptions: form.exceptions,
        }
    }
}

impl From<Draft> for Form {
    /// With a dialect, defaults are written too: absent, they would be the dialect's when the document is read again.
    fn from(draft: Draft) -> Self {
        let spoken = draft.dialect.is_some();
        Self {
            kind: draft.kind,
            version: draft.version,
            name: draft.name,
            description: draft.description,
            dialect: draft.dialect,
            indicators: draft.indicators,
            groups: draft.groups,
            combine: Some(draft.combine).filter(|combine| spoken || !combine.is_default()),
            points: draft.points,
            missing: Some(draft.missing).filter(|missing| spoken || !missing.is_default()),
            min_coverage: Some(draft.min_coverage),
            no_inflation: draft.no_inflation,
            bands: draft.bands,
            shown: draft.shown,
            exceptions: draft.exceptions,
        }
    }
}
