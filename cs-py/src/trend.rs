//! Trends: a long table of readings in, one row for each account out.

use arrow_array::RecordBatch;
use cs_arrow::trend;
use cs_core::health::trend_table::Request;
use pyo3::prelude::*;

use crate::{columns::Columns, error::Result, fact::day, frame::Frame};

/// The trend of every account of a history; `request` is JSON with names of columns and settings.
#[pyfunction]
pub(crate) fn trends(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    request: &str,
    as_of: &Bound<'_, PyAny>,
) -> Result<Columns> {
    let request = Request::from_json(request)?;
    let (columns, trending) = (request.columns(), request.trending()?);
    let as_of = day(as_of, "as_of")?;
    let frame = Frame::import(table)?;
    let wanted = [&columns.account, &columns.day, &columns.score].map(String::as_str);
    let trends = py.detach(|| frame.whole(&wanted, |table| trending.table(table, &columns, as_of)))?;
    Ok(Columns::of(vec![RecordBatch::from(trend::columns(&trends)?)]))
}
