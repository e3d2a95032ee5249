//! Published ratios: accounts or revenue per success manager, each with its source and year.
//!
//! They conflict by a factor of ten, because they speak of different work; so they are named, and none is a constant.

use serde::{Deserialize, Serialize};

use super::number::Number;
use super::per_tier::PerTier;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document;

/// The preset that is meant when none is named: the tiers of [`touch`](crate::touch::tier).
pub const DEFAULT: &str = "five_step_guide";

const SHIPPED: &str = include_str!("presets.json");

/// From least to most; without a most there is no upper end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// The least.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::positive"))]
    pub least: Number,
    /// The most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::positive"))]
    pub most: Option<Number>,
}

impl Range {
    /// Refuses a least that is not above 0 (`out_of_range`) and one above the most (`inconsistent`).
    pub(super) fn check(&self, place: &str) -> Result<()> {
        self.least.positive(&format!("{place}.least"))?;
        match self.most {
            Some(most) if most < self.least => {
                let sentence = format!("the least, {}, is above the most", self.least);
                Err(Error::new(ErrorCode::Inconsistent, sentence).at(place).with_value(most))
            }
            _ => Ok(()),
        }
    }
}

/// Ratios that somebody published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Preset {
    /// Its name.
    pub id: String,
    /// Who published it, and where.
    pub source: String,
    /// The year of publication; none where the source does not say. All were read in 2026.
    pub year: Option<u16>,
    /// What the source says in its own words, and how its segments were taken for tiers.
    pub note: String,
    /// Accounts that one success manager looks after, by tier.
    #[serde(default)]
    pub accounts_per_csm: PerTier<Range>,
    /// Accounts per success manager over the whole portfolio, where the source does not tell tiers apart.
    #[serde(default)]
    pub accounts_per_csm_overall: Option<Range>,
    /// ARR per success manager over the whole portfolio.
    #[serde(default)]
    pub arr_per_csm: Option<Range>,
    /// The currency of that ARR.
    #[serde(default)]
    pub currency: Option<String>,
}

/// Every shipped preset.
///
/// ```
/// use cs_core::staffing::preset;
///
/// assert!(preset::all()?.iter().any(|preset| preset.id == preset::DEFAULT));
/// assert_eq!(preset::find("five_steps").unwrap_err().code().as_str(), "unknown_name");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn all() -> Result<Vec<Preset>> {
    document::read(SHIPPED.as_bytes())
}

/// The name of a shipped preset.
#[cfg(feature = "schema")]
pub(super) fn name(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let names: Vec<String> = all().unwrap_or_default().into_iter().map(|preset| preset.id).collect();
    schemars::json_schema!({"type": "string", "enum": names})
}

/// The preset of this name; `unknown_name` with the nearest one.
pub fn find(id: &str) -> Result<Preset> {
    let presets = all()?;
    match presets.iter().find(|preset| preset.id == id) {
        Some(preset) => Ok(preset.clone()),
        None => {
            let known = presets.iter().map(|preset| preset.id.as_str());
            Err(Error::unknown(ErrorCode::UnknownName, "preset", id, known).at("preset"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::touch::tier::Tier;

    #[test]
    fn the_shipped_ones_are_valid_and_the_default_is_that_of_the_tiers() {
        for preset in all().unwrap() {
            let ranges = preset.accounts_per_csm.iter().map(|(_, range)| range);
            for range in ranges.chain(&preset.accounts_per_csm_overall).chain(&preset.arr_per_csm) {
                range.check(&preset.id).unwrap();
            }
            assert_eq!(preset.currency.is_some(), preset.arr_per_csm.is_some(), "{}", preset.id);
            assert!(!preset.source.is_empty());
        }
        let own = find(DEFAULT).unwrap();
        for tier in Tier::ALL {
            let (least, most) = tier.accounts_per_csm();
            let range = Range { least: least.into(), most: most.map(Number::from) };
            assert_eq!(own.accounts_per_csm.get(tier), Some(&range));
        }
    }
}
