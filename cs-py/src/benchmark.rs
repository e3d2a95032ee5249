//! Values of KPIs against targets.

use cs_core::{
    kpi::{self, Assessment, Benchmark, Benchmarks, Target},
    value::period::Period,
};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    error::Result,
    json,
    number::{Reader, choice},
};

/// Compares a value with a benchmark given as JSON, with the first that fits in a document, or with a shipped one.
#[pyfunction]
#[pyo3(signature = (id, value, period, segment, preset, currency, benchmark, document))]
#[expect(clippy::too_many_arguments, reason = "the public function has them by name")]
pub(crate) fn assess<'py>(
    id: &str,
    value: &Bound<'py, PyAny>,
    period: Option<&str>,
    segment: Option<&str>,
    preset: Option<&str>,
    currency: Option<&str>,
    benchmark: Option<&str>,
    document: Option<&str>,
) -> Result<Bound<'py, PyDict>> {
    let mut reader = Reader::default();
    let number = reader.read(value).map_err(|fault| fault.under("value"))?;
    let periods = Period::ALL.map(|period| (period.as_str(), period));
    let period = period.map(|period| choice("period", period, &periods)).transpose()?;
    let target = Target { period, segment, preset, currency };
    let assessment = match (benchmark, document) {
        (Some(text), _) => Benchmark::read(text)?.assess(number, period)?,
        (None, Some(text)) => Benchmarks::from_json(text)?.assess(id, number, target)?,
        (None, None) => Benchmarks::shipped().assess(id, number, target)?,
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
    fields.set_item("preset", assessment.benchmark.preset())?;
    Ok(fields)
}

/// Every shipped benchmark, as dicts.
#[pyfunction]
pub(crate) fn benchmarks(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    json::to_python(py, &kpi::benchmarks())
}

/// A document of benchmarks, read and written again.
#[pyfunction]
pub(crate) fn benchmarks_document(document: Option<&str>) -> Result<String> {
    Ok(match document {
        Some(text) => Benchmarks::from_json(text)?.to_json()?,
        None => Benchmarks::shipped().to_json()?,
    })
}
