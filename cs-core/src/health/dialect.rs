//! Dialects: how a known platform computes, as presets of a card.
//!
//! What differs between platforms is data: aggregation, treatment of missing, bands and their ends, the scale of the
//! result, where it is rounded. `dialects.json` holds it with its source, and names what the platform does not document,
//! where this library keeps its own default.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::band::Band;
use super::combine::Combine;
use super::counting::Counting;
use super::missing::Missing;
use super::shown::Shown;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document;

static SHIPPED: LazyLock<Vec<Dialect>> =
    LazyLock::new(|| document::read(include_bytes!("dialects.json")).unwrap_or_default());

/// How a platform computes, as far as it says so.
///
/// ```
/// use cs_core::health::dialect;
/// use cs_core::prelude::*;
///
/// let card = Scorecard::builder("of ten")
///     .dialect("vitally")
///     .indicator(Indicator::of("first", fact("first")))
///     .indicator(Indicator::of("second", fact("second")))
///     .indicator(Indicator::of("third", fact("third")))
///     .build()?;
/// let facts = Facts::new().with("first", 100).with("second", 100).with("third", 0);
/// let health = card.score(&facts, NaiveDate::from_ymd_opt(2026, 10, 31).unwrap())?;
/// assert_eq!(health.shown(), Some(6.67));
/// assert!(dialect::find("vitally")?.source.contains("Health scores"));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Dialect {
    /// The name in documents.
    pub name: String,
    /// The platform, and the model where it has several.
    pub platform: String,
    /// The name in Japanese.
    pub platform_ja: String,
    /// Which pages of the platform say so.
    pub source: String,
    /// What the platform does not document: this library's defaults.
    pub undocumented: Vec<String>,
    /// What a card gets where it says nothing else.
    pub preset: Preset,
}

/// What a card of a dialect gets where it says nothing else; what is absent here is this library's default.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Preset {
    /// How the total is combined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub combine: Option<Combine>,
    /// Points that are counted instead of a mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub points: Option<Counting>,
    /// What missing indicators do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
    /// The share of the weight below which there is no score.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_coverage: Option<f64>,
    /// The bands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bands: Option<Vec<Band>>,
    /// How scores are shown and rounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<Shown>,
}

/// Every dialect.
#[must_use]
pub fn all() -> &'static [Dialect] {
    &SHIPPED
}

/// The dialect of this name; `unknown_name` where there is none.
pub fn find(name: &str) -> Result<&'static Dialect> {
    let known = || all().iter().map(|dialect| dialect.name.as_str());
    let found = all().iter().find(|dialect| dialect.name == name);
    found.ok_or_else(|| Error::unknown(ErrorCode::UnknownName, "dialect", name, known()))
}

/// Refuses a card's dialect that is none.
pub(super) fn check(name: &str) -> Result<()> {
    let known = all().iter().map(|dialect| dialect.name.as_str());
    match find(name) {
        Ok(_) => Ok(()),
        Err(_) => Err(Error::unknown(ErrorCode::InvalidDocument, "dialect", name, known).at("dialect")),
    }
}

/// What a card gets that names this dialect; nothing where there is none of that name, which building refuses.
pub(super) fn preset(name: Option<&str>) -> Preset {
    name.and_then(|name| find(name).ok()).map_or_else(Preset::default, |dialect| dialect.preset.clone())
}

#[cfg(feature = "schema")]
pub(super) fn names_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let names: Vec<&str> = all().iter().map(|dialect| dialect.name.as_str()).collect();
    schemars::json_schema!({"type": "string", "enum": names})
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::indicator::Indicator;
    use crate::health::scorecard::Scorecard;

    #[test]
    fn the_shipped_dialects_are_read_and_build() {
        document::read::<Vec<Dialect>>(include_bytes!("dialects.json")).unwrap();
        assert!(all().len() >= 9);
        for dialect in all() {
            let card = Scorecard::builder("card")
                .dialect(&dialect.name)
                .indicator(Indicator::of("x", crate::fact::input::fact("x")));
            let text = card.build().unwrap().to_json().unwrap();
            assert_eq!(Scorecard::from_json(&text).unwrap().to_json().unwrap(), text);
            assert!(!dialect.source.is_empty() && !dialect.platform_ja.is_empty());
        }
    }
}
