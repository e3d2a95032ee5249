//! Touch policies fitted on a portfolio part by part.

use cs_core::touch::fitting::TouchFitting;
use pyo3::prelude::*;

use crate::{error::Result, touch::Policy};

/// The distinct measures of a part of a portfolio.
#[pyclass(frozen, module = "customer_success._core", name = "TouchFitting")]
pub(crate) struct TouchPart(pub(crate) TouchFitting);

#[pymethods]
impl TouchPart {
    #[new]
    fn new(json: &str) -> Result<Self> {
        Ok(Self(TouchFitting::from_json(json)?))
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

    /// The fitted policy.
    fn finish(&self) -> Result<Policy> {
        Ok(Policy(self.0.finish()?))
    }
}
