//! Values of KPIs against targets.

use cs_core::{
    kpi::{self, Assessment, Benchmark},
    value::period::Period,
};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    error::Result,
    json,
    number::{Reader, choice},
};

/// Compares a value with the shipped benchmark of its segment and period, or with one given as JSON.
#[pyfunction]
#[pyo3(signature = (id, value, period, segment, benchmark))]
pub(crate) fn assess<'py>(
    id: &str,
    value: &Bound<'py, PyAny>,
    period: Option<&str>,
    segment: Option<&str>,
    benchmark: Option<&str>,
) -> Result<Bound<'py, PyDict>> {
    let mut reader = Reader::default();
    let number = reader.read(value).map_err(|fault| fault.under("value"))?;
    let periods = Period::ALL.map(|period| (period.as_str(), period));
    let period = period.map(|period| choice("period", period, &periods)).transpose()?;
    let assessment = match benchmark {
        Some(text) => Benchmark::read(text)?.assess(number, period)?,
        None => kpi::assess(id, number, period, segment)?,
    };
    fields(value.py(), &reader, &assessment)
}

fn fields<'py>(py: Python<'py>, reader: &Reader, assessment: &Assessment) -> Result<Bound<'py, PyDict>> {
    let fields = PyDict::new(py);
    fields.set_item("verdict", assessment.verdict.as_str())?;
    fields.set_item("by", reader.give(py, assessment.by)?)?;
    fields.set_item("text", assessment.to_string())?;
    fields.set_item("target", assessment.benchmark.to_string())?;
    fields.set_item("segment", assessment.benchmark.segment())?;
    fields.set_item("source", assessment.benchmark.source())?;
    fields.set_item("year", assessment.benchmark.year())?;
    Ok(fields)
}

/// Every shipped benchmark, as dicts.
#[pyfunction]
pub(crate) fn benchmarks(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    json::to_python(py, &kpi::benchmarks())
}
