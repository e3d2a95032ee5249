//! Scorecards fitted on a portfolio part by part.

use cs_core::health::fitting::Fitting;
use pyo3::prelude::*;

use crate::{error::Result, health::Card};

/// What the percentiles of a card need of a part of a portfolio.
#[pyclass(frozen, module = "customer_success._core", name = "Fitting")]
pub(crate) struct Part(pub(crate) Fitting);

#[pymethods]
impl Part {
    #[new]
    fn new(json: &str) -> Result<Self> {
        Ok(Self(Fitting::from_json(json)?))
    }

    /// The part as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    /// This part and another one.
    fn merge(&self, other: &Self) -> Result<Self> {
        let mut merged = self.0.clone();
        merged.merge(&other.0)?;
        Ok(Self(merged))
    }

    /// The fitted card.
    pub(crate) fn finish(&self) -> Result<Card> {
        Ok(Card(self.0.finish()?))
    }
}
