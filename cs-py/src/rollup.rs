//! Roll-ups: a table of accounts and their parents in, the health of each account's family out.

use arrow_array::RecordBatch;
use cs_arrow::rollup as columns;
use cs_core::health::rollup::RollUp;
use pyo3::prelude::*;

use crate::{columns::Columns, error::Result, frame::Frame};

/// The family of every row's account; `request` is JSON with names of columns and choices.
#[pyfunction]
pub(crate) fn rollup(py: Python<'_>, table: &Bound<'_, PyAny>, request: &str) -> Result<Columns> {
    let rollup = RollUp::from_json(request)?;
    let frame = Frame::import(table)?;
    let wanted: Vec<&str> = rollup.columns().collect();
    let families =
        py.detach(|| frame.whole(&wanted, |table| columns::columns(&rollup, table, rollup.table(table)?)));
    Ok(Columns::of(vec![RecordBatch::from(families?)]))
}
