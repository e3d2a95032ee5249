//! KPIs of tables: columns in, a column of values out.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Int64Array};
use cs_arrow::{batch::Batch, kpi};
use cs_core::kpi::columns::Query;
use pyo3::prelude::*;

use crate::{
    columns::{Columns, ROW},
    error::Result,
    frame::{self, Frame},
    long::long,
    threads::Threads,
};

/// The columns that a query reads where they are there.
#[pyfunction]
pub(crate) fn kpi_columns(query: &str) -> Result<Vec<String>> {
    let query = Query::from_json(query)?;
    Ok(query.columns().into_iter().map(str::to_owned).collect())
}

/// Values and reasons of a query; where it groups, the column `row` counts the row that each group begins with.
#[pyfunction]
#[pyo3(signature = (query, table, threads = None))]
pub(crate) fn kpi_table(
    py: Python<'_>,
    query: &str,
    table: &Bound<'_, PyAny>,
    threads: Option<Threads>,
) -> Result<Columns> {
    let query = Query::from_json(query)?;
    let frame = Frame::import(table)?;
    let columns =
        long(py, threads, frame.rows(), |workers| -> cs_core::error::Result<Vec<(String, ArrayRef)>> {
            let batch = frame::joined(&frame.batches, &query.columns())?;
            let schema = batch.schema();
            let named = schema.fields().iter().zip(batch.columns());
            let lent =
                named.into_iter().try_fold(Batch::shortest(batch.num_rows()), |lent, (field, array)| {
                    lent.with(field.name(), array)
                })?;
            let mut answer = lent.with_table(|table| query.apply_with(table, workers))?;
            // The package picks the keys itself, of the caller's own types.
            let first = answer.first.take().map(|first| {
                first.into_iter().map(|row| i64::try_from(row).unwrap_or(i64::MAX)).collect::<Int64Array>()
            });
            let mut columns = kpi::columns(&query, answer, &[])?;
            if let Some(first) = first {
                columns.insert(0, (ROW.to_owned(), Arc::new(first) as ArrayRef));
            }
            Ok(columns)
        })?;
    let rows = columns.first().map_or(0, |(_, array)| array.len());
    Ok(Columns::of(vec![frame::named(columns, rows)?]))
}
