//! Band trackers: a reading and the table of the last one in, the next one out.

use arrow_array::RecordBatch;
use cs_arrow::tracker as columns;
use cs_core::health::{
    tracker::{BandTracker, Tracked},
    tracker_table,
};
use pyo3::prelude::*;

use crate::{columns::Columns, error::Result, fact::day, frame::Frame, json};

/// A tracker that was read, and so is valid.
#[pyclass(frozen, module = "customer_success._core", name = "BandTracker")]
pub(crate) struct Tracker(BandTracker);

#[pymethods]
impl Tracker {
    #[new]
    fn new(json: &str) -> Result<Self> {
        Ok(Self(BandTracker::from_json(json)?))
    }

    /// The tracker as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    /// Names of the bands, from the lowest up.
    #[getter]
    fn bands(&self) -> Vec<&str> {
        self.0.bands().iter().map(|band| band.name()).collect()
    }

    #[getter]
    fn margin(&self) -> f64 {
        self.0.margin()
    }

    /// The state of an account after a reading, as a dict; `previous` is a state as JSON.
    fn step<'py>(
        &self,
        previous: Option<&str>,
        score: Option<f64>,
        as_of: &Bound<'py, PyAny>,
    ) -> Result<Bound<'py, PyAny>> {
        let previous = previous.map(Tracked::from_json).transpose()?;
        let day = day(as_of, "as_of")?;
        json::to_python(as_of.py(), &self.0.step(previous.as_ref(), score, day)?)
    }

    /// The states of a table's rows after a reading; `request` is JSON with names of columns.
    fn track(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        previous: Option<&Bound<'_, PyAny>>,
        request: &str,
        as_of: &Bound<'_, PyAny>,
    ) -> Result<Columns> {
        let names = tracker_table::Columns::from_json(request)?;
        let as_of = day(as_of, "as_of")?;
        let frame = Frame::import(table)?;
        let before = previous.map(Frame::import).transpose()?;
        let wanted = [names.account.as_str(), names.score.as_str()];
        let states = py.detach(|| {
            let states = frame.whole(&wanted, |table| match &before {
                None => self.0.table(table, None, &names, as_of),
                Some(before) => {
                    before.whole(&names.state(), |before| self.0.table(table, Some(before), &names, as_of))
                }
            });
            columns::columns(&self.0, states?)
        });
        Ok(Columns::of(vec![RecordBatch::from(states?)]))
    }
}
