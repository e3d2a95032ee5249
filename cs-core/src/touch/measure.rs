//! What accounts are ranked by: one input, or a blend of inputs on scales.

use serde::{Deserialize, Serialize};

use super::policy::PARTS;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::Input;
use crate::scale::{Scale, Wants};
use crate::value::document::{finite, limit, refuse};

/// What accounts are ranked by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// One input, such as the contract value.
    Input(Input),
    /// The weighted mean of several inputs, each on a scale from 0 to 100; missing if any of them is missing.
    Blend(#[cfg_attr(feature = "schema", schemars(length(min = 1, max = PARTS)))] Vec<Blended>),
}

/// One part of a blend.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Blended {
    /// What is measured.
    pub input: Input,
    /// How it becomes a number from 0 to 100.
    pub scale: Scale,
    /// How much it counts.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::weight"))]
    pub weight: f64,
}

impl From<Input> for Measure {
    fn from(input: Input) -> Self {
        Measure::Input(input)
    }
}

impl Measure {
    /// Every input of the measure.
    #[must_use]
    pub fn inputs(&self) -> Vec<&Input> {
        match self {
            Measure::Input(input) => vec![input],
            Measure::Blend(parts) => parts.iter().map(|part| &part.input).collect(),
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        let parts = match self {
            Measure::Input(input) => return input.check().map_err(|error| error.under("input")),
            Measure::Blend(parts) => parts,
        };
        limit("blend", parts.len(), PARTS)?;
        let mut sum = 0.0;
        for (at, part) in parts.iter().enumerate() {
            let place = format!("blend[{at}]");
            part.check().map_err(|error| error.under(&place))?;
            sum += part.weight;
        }
        if sum > 0.0 && (sum * 100.0).is_finite() {
            Ok(())
        } else {
            refuse("blend", "the weights add up to a number above 0")
        }
    }
}

impl Blended {
    fn check(&self) -> Result<()> {
        self.input.check().map_err(|error| error.under("input"))?;
        self.scale.check().map_err(|error| error.under("scale"))?;
        if self.scale.wants() != Wants::Number || matches!(self.scale, Scale::Percentile(_)) {
            return refuse("scale", "a measure needs a scale of numbers that is not a percentile");
        }
        if finite(self.weight, "weight")? < 0.0 {
            let error = Error::new(ErrorCode::InvalidDocument, "a weight is 0 or more");
            return Err(error.at("weight").with_value(self.weight));
        }
        Ok(())
    }
}
