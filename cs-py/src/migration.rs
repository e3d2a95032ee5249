//! Migrations: two portfolios in, who moved between bands out.

use arrow_array::RecordBatch;
use cs_arrow::migration as columns;
use cs_core::health::migration::Migrating;
use pyo3::prelude::*;

use crate::{columns::Columns, error::Result, frame::Frame};

/// The matrix, cell by cell; `request` is JSON with names of columns and bands.
#[pyfunction]
pub(crate) fn migration(
    py: Python<'_>,
    before: &Bound<'_, PyAny>,
    after: &Bound<'_, PyAny>,
    request: &str,
) -> Result<Columns> {
    let migrating = Migrating::from_json(request)?;
    let (before, after) = (Frame::import(before)?, Frame::import(after)?);
    let wanted: Vec<&str> = migrating.columns().collect();
    let cells = py.detach(|| {
        let migration =
            before.whole(&wanted, |before| after.whole(&wanted, |after| migrating.between(before, after)));
        columns::columns(&migration?)
    });
    Ok(Columns::of(vec![RecordBatch::from(cells?)]))
}
