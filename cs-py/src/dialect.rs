//! Dialects: how known platforms compute.

use cs_core::health::dialect as core;
use pyo3::prelude::*;

use crate::{error::Result, json};

/// Every dialect, as dicts.
#[pyfunction]
pub(crate) fn dialects(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    json::to_python(py, &core::all())
}

/// The dialect of this name, as a dict.
#[pyfunction]
pub(crate) fn dialect<'py>(py: Python<'py>, name: &str) -> Result<Bound<'py, PyAny>> {
    json::to_python(py, core::find(name)?)
}
