//! Core results as plain Python values, by way of their JSON form, fields in their declared order.

use cs_core::error::{Error, ErrorCode};
use pyo3::{prelude::*, sync::PyOnceLock};
use serde::Serialize;

use crate::error::Result;

/// A result as dicts, lists, texts, numbers and None.
pub(crate) fn to_python<'py>(py: Python<'py>, result: &impl Serialize) -> Result<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let text =
        serde_json::to_string(result).map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))?;
    Ok(LOADS.import(py, "json", "loads")?.call1((text,))?)
}
