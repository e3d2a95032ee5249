//! All that a result says of itself beyond its fields.

use serde::Serialize;

use super::bridge::BridgeStep;
use super::explain::Contribution;
use super::sentence::Sentences;
use crate::health::result::Health;

/// What would help most, how the score came down from 100, and the result in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Explanation<'h> {
    /// The indicators that lost points, most points first.
    pub improvements: Vec<&'h Contribution>,
    /// The steps from 100 to the score.
    pub bridge: Vec<BridgeStep>,
    /// The result in words.
    pub sentences: Sentences,
}

impl Health {
    /// See [`improvements`](Self::improvements), [`bridge`](Self::bridge) and [`sentences`](Self::sentences).
    #[must_use]
    pub fn explanation(&self) -> Explanation<'_> {
        Explanation { improvements: self.improvements(), bridge: self.bridge(), sentences: self.sentences() }
    }
}
