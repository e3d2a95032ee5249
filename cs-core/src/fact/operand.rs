//! What a rule compares: an input, or something that was computed from the facts.

use serde::{Deserialize, Serialize};

use super::input::Input;

/// What was computed for an account before the rule is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Computed {
    /// The health score before exceptions.
    Score,
    /// The band of that score.
    Band,
    /// The share of the weight that was present.
    Coverage,
}

/// The left side of a comparison.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Operand {
    /// A fact, or a number computed from facts.
    Input(Input),
    /// A result of the same account.
    Computed(Computed),
    /// An indicator's own score.
    Indicator(String),
}

impl From<Input> for Operand {
    fn from(input: Input) -> Self {
        Operand::Input(input)
    }
}

/// The health score, in a rule.
#[must_use]
pub fn score() -> Operand {
    Operand::Computed(Computed::Score)
}

/// The name of the health band, in a rule.
#[must_use]
pub fn band() -> Operand {
    Operand::Computed(Computed::Band)
}

/// The score of the indicator of this name, in a rule.
#[must_use]
pub fn indicator(name: impl Into<String>) -> Operand {
    Operand::Indicator(name.into())
}
