//! KPIs of a period, and what moved lifetime value: requests and answers as JSON and dicts.

use cs_core::kpi::{self, ReportRequest};
use pyo3::prelude::*;

use crate::{error::Result, json};

/// All KPIs of a period; exact numbers as texts.
#[pyfunction]
pub(crate) fn kpi_report<'py>(py: Python<'py>, request: &str) -> Result<Bound<'py, PyAny>> {
    json::to_python(py, &ReportRequest::from_json(request)?.report()?)
}

/// What churn, price and cost did to lifetime value; exact numbers as texts.
#[pyfunction]
pub(crate) fn ltv_effects<'py>(py: Python<'py>, request: &str) -> Result<Bound<'py, PyAny>> {
    json::to_python(py, &kpi::ltv_effects_from_json(request)?)
}
