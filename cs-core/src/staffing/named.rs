//! Numbers by name, as an object: the multipliers of stages, bands of health and levels of complexity.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::number::Number;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document::{check_name, unique::unique};
use crate::value::exact::Exact;

/// Multipliers by name; a name twice is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Multipliers(#[serde(deserialize_with = "unique")] BTreeMap<String, Number>);

impl Multipliers {
    /// Adds a name, or gives it another multiplier.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, multiplier: impl Into<Number>) -> Self {
        self.0.insert(name.into(), multiplier.into());
        self
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The multiplier of a name: 1 for none, `unknown_name` for one that is not there.
    pub(super) fn of(&self, what: &str, name: Option<&str>, place: &str) -> Result<Exact> {
        let Some(name) = name else { return Ok(Exact::one()) };
        let unknown = || {
            Error::unknown(ErrorCode::UnknownName, what, name, self.0.keys().map(String::as_str)).at(place)
        };
        self.0.get(name).map(|multiplier| multiplier.exact()).ok_or_else(unknown)
    }

    pub(super) fn check(&self, place: &str) -> Result<()> {
        for (name, multiplier) in &self.0 {
            check_name(name).map_err(|error| error.at(place))?;
            multiplier.at_least_zero(&format!("{place}.{name}"))?;
        }
        Ok(())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Multipliers {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Multipliers".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "object",
            "propertyNames": crate::value::schema::name(generator),
            "additionalProperties": super::number::schema::at_least_zero(generator)
        })
    }
}
