//! Targets as data: KPI, segment, period, range, source.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Kind, Range, find, range::Bounds};
use crate::value::decimal_text::Number;
use crate::{
    error::Result,
    value::{document, period::Period},
};

/// A target range of a KPI for one segment and period.
///
/// ```
/// use cs_core::prelude::*;
///
/// let text = r#"{"kpi": "csat", "segment": "support", "period": "quarter", "at_least": "0.85", "source": "our own"}"#;
/// let target = kpi::Benchmark::read(text)?;
/// assert_eq!(target.to_string(), "≥ 85 %");
///
/// let assessment = target.assess(kpi::csat(50, 40)?, Some(Period::Quarter))?;
/// assert_eq!(assessment.to_string(), "worse than ≥ 85 %, by 5 %");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Form", into = "Form")]
pub struct Benchmark {
    kpi: String,
    segment: String,
    period: Option<Period>,
    range: Range,
    typical: Option<Decimal>,
    preset: Option<String>,
    currency: Option<String>,
    source: String,
    year: Option<u16>,
}

impl Benchmark {
    /// A target of one's own. Errors: `unknown_name` for a KPI that there is not; those of [`document::check_name`] for the segment.
    pub fn new(kpi: &str, segment: &str, period: Option<Period>, range: Range) -> Result<Self> {
        find(kpi).map_err(|error| error.at("kpi"))?;
        document::check_name(segment).map_err(|error| error.at("segment"))?;
        let (kpi, segment) = (kpi.to_owned(), segment.to_owned());
        Ok(Self {
            kpi,
            segment,
            period,
            range,
            typical: None,
            preset: None,
            currency: None,
            source: String::new(),
            year: None,
        })
    }

    /// Names where it comes from.
    #[must_use]
    pub fn sourced(mut self, source: impl Into<String>, year: Option<u16>) -> Self {
        self.source = source.into();
        self.year = year;
        self
    }

    /// Reads one benchmark from JSON: `kpi`, `segment`, optionally `period`, at least one of `at_least`, `above`,
    /// `at_most`, `below`, optionally `typical`, `preset`, `currency`, `source`, `year`.
    pub fn read(json: &str) -> Result<Self> {
        document::read(json.as_bytes())
    }

    /// The KPI's id.
    #[must_use]
    pub fn kpi(&self) -> &str {
        &self.kpi
    }

    /// The segment; [`ALL_SEGMENTS`](super::ALL_SEGMENTS) stands for every one.
    #[must_use]
    pub fn segment(&self) -> &str {
        &self.segment
    }

    /// The period that the KPI is per, if it is per one.
    #[must_use]
    pub const fn period(&self) -> Option<Period> {
        self.period
    }

    /// The range.
    #[must_use]
    pub const fn range(&self) -> Range {
        self.range
    }

    /// The median, or the value that the source calls usual or best.
    #[must_use]
    pub const fn typical(&self) -> Option<Decimal> {
        self.typical
    }

    /// Whose view it is, where several that differ come with the library.
    #[must_use]
    pub fn preset(&self) -> Option<&str> {
        self.preset.as_deref()
    }

    /// The currency of its bounds, where they are money.
    #[must_use]
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    /// Where it comes from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The year of its source.
    #[must_use]
    pub const fn year(&self) -> Option<u16> {
        self.year
    }

    pub(super) fn kind(&self) -> Kind {
        find(&self.kpi).map_or(Kind::Multiple, |kpi| kpi.output)
    }
}

/// The range in the KPI's unit: `< 1 %`.
impl fmt::Display for Benchmark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.range.text(self.kind()))
    }
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend(
    "anyOf" = crate::value::schema::fields(&["at_least", "above", "at_most", "below"]),
    "not" = {"anyOf": [{"required": ["at_least", "above"]}, {"required": ["at_most", "below"]}]}
)))]
#[serde(deny_unknown_fields)]
struct Form {
    #[cfg_attr(feature = "schema", schemars(schema_with = "ids"))]
    kpi: String,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    segment: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    period: Option<Period>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::exact"))]
    at_least: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::exact"))]
    above: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::exact"))]
    at_most: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::exact"))]
    below: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::exact"))]
    typical: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    preset: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    currency: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    year: Option<u16>,
}

#[cfg(feature = "schema")]
fn ids(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let ids: Vec<&str> = super::catalogue().map(|kpi| kpi.id).collect();
    schemars::json_schema!({"type": "string", "enum": ids})
}

impl TryFrom<Form> for Benchmark {
    type Error = crate::error::Error;

    fn try_from(form: Form) -> Result<Self> {
        let Form { at_least, above, at_most, below, .. } = form;
        let range = Range::try_from(Bounds { at_least, above, at_most, below })?;
        let typical = form.typical.map(|Number(value)| value);
        let benchmark = Self::new(&form.kpi, &form.segment, form.period, range)?;
        let (preset, currency) = (form.preset, form.currency);
        for (place, name) in [("preset", &preset), ("currency", &currency)] {
            let checked = name.as_deref().map(document::check_name).transpose();
            checked.map_err(|error| error.at(place))?;
        }
        Ok(Self { typical, preset, currency, ..benchmark }.sourced(form.source, form.year))
    }
}

impl From<Benchmark> for Form {
    fn from(benchmark: Benchmark) -> Self {
        let Bounds { at_least, above, at_most, below } = benchmark.range.into();
        let Benchmark { kpi, segment, period, typical, preset, currency, source, year, .. } = benchmark;
        Self {
            kpi,
            segment,
            period,
            at_least,
            above,
            at_most,
            below,
            typical: typical.map(Number),
            preset,
            currency,
            source,
            year,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn refuses_a_range_that_holds_nothing() {
        for bounds in [
            "",
            ", \"at_least\": 2, \"at_most\": 1",
            ", \"at_least\": 1, \"above\": 1",
            ", \"above\": 1, \"at_most\": 1",
        ] {
            let text = format!("{{\"kpi\": \"nps\", \"segment\": \"all\"{bounds}}}");
            assert!(Benchmark::read(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn refuses_a_kpi_that_there_is_not() {
        let error = Benchmark::new("chrun_rate", "all", None, Range::below(1)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::UnknownName, Some("kpi")));
    }
}
