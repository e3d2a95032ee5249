//! Retention curves: durations in, a fitted curve out.

use arrow_array::RecordBatch;
use cs_arrow::retention;
use cs_core::retention::{kaplan_meier::Curve, observed::Request};
use pyo3::prelude::*;

use crate::{columns::Columns, error::Result, frame::Frame, json};

/// A curve that was fitted.
#[pyclass(frozen, module = "customer_success._core")]
pub(crate) struct KaplanMeierCurve(Curve);

#[pymethods]
impl KaplanMeierCurve {
    /// Fits the columns that `request`, which is JSON, names.
    #[new]
    fn new(py: Python<'_>, table: &Bound<'_, PyAny>, request: &str) -> Result<Self> {
        let request = Request::from_json(request)?;
        let frame = Frame::import(table)?;
        Ok(Self(py.detach(|| frame.whole(&request.columns(), |table| request.fit(table)))?))
    }

    #[getter]
    fn accounts(&self) -> u64 {
        self.0.accounts
    }

    #[getter]
    fn events(&self) -> u64 {
        self.0.events
    }

    /// The curve as columns, one row for each time.
    fn columns(&self) -> Result<Columns> {
        Ok(Columns::of(vec![RecordBatch::from(retention::columns(&self.0)?)]))
    }

    fn survival(&self, time: f64) -> Result<f64> {
        Ok(self.0.survival(time)?)
    }

    /// Time and both ends of its interval, as a dict.
    fn quantile<'py>(&self, py: Python<'py>, share: f64) -> Result<Bound<'py, PyAny>> {
        json::to_python(py, &self.0.quantile(share)?)
    }
}
