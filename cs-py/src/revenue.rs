//! Recurring revenue: a ledger in, movements out; parts from many machines added up.

use arrow_array::RecordBatch;
use cs_arrow::{ledger::Ledger, report, valid::checked};
use cs_core::{
    error::Error,
    revenue::{movement::Movements as Core, options::Options, rows::Rows, table::Table},
};
use pyo3::prelude::*;

use crate::{
    columns::Columns,
    error::Result,
    frame::{Frame, joined},
};

/// Movements period by period, of all accounts of a ledger or of a part of them.
#[pyclass(frozen, module = "customer_success._core")]
pub(crate) struct Movements(Core);

#[pymethods]
impl Movements {
    /// Sums the rows of a ledger.
    #[staticmethod]
    fn of(py: Python<'_>, table: &Bound<'_, PyAny>, options: &str) -> Result<Self> {
        let (options, frame) = (Options::from_json(options)?, Frame::import(table)?);
        Ok(Self(py.detach(|| with_rows(&frame, &options.columns(), |rows| Core::of(rows, &options)))?))
    }

    /// Reads what `to_json` wrote.
    #[staticmethod]
    fn from_json(text: &str) -> Result<Self> {
        Ok(Self(Core::from_json(text)?))
    }

    /// The movements as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    /// Both parts together.
    fn merge(&self, other: &Self) -> Result<Self> {
        Ok(Self(self.0.merge(&other.0)?))
    }

    /// The report, a row for each period.
    fn table(&self) -> Result<Columns> {
        columns(&self.0.table()?)
    }
}

/// Lends the columns of these names as the rows of a ledger; several batches are joined by copying.
pub(crate) fn with_rows<T>(
    frame: &Frame,
    names: &[&str],
    body: impl FnOnce(&Rows<'_>) -> std::result::Result<T, Error>,
) -> std::result::Result<T, Error> {
    match frame.batches.as_slice() {
        [only] => lend(only, names)?.with_rows(body),
        several => lend(&joined(several, names)?, names)?.with_rows(body),
    }
}

fn lend(batch: &RecordBatch, names: &[&str]) -> std::result::Result<Ledger, Error> {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns());
    let wanted = columns.filter(|(field, _)| names.contains(&field.name().as_str()));
    wanted.into_iter().try_fold(Ledger::new(batch.num_rows()), |ledger, (field, array)| {
        let array = checked(array.to_data()).map_err(|error| error.in_column(field.name()))?;
        ledger.with(field.name(), &array)
    })
}

/// A report as columns.
pub(crate) fn columns(table: &Table) -> Result<Columns> {
    Ok(Columns::of(vec![RecordBatch::from(report::batch(table)?)]))
}
