//! Recurring revenue: a ledger in, movements and cohorts out; parts from many machines added up.

use arrow_array::RecordBatch;
use cs_arrow::{ledger::Ledger, report, valid::checked};
use cs_core::{
    error::Error,
    fact::workers::Workers,
    revenue::{
        cohort::Cohorts as CoreCohorts, convention::Convention, detail::details_with,
        movement::Movements as CoreMovements, options::Options, report::conventions_with, rows::Rows,
        table::Table,
    },
};
use pyo3::prelude::*;
use serde::Serialize;

use crate::{
    columns::Columns,
    error::Result,
    frame::{Frame, joined, with_blank},
    json,
    long::long,
};

/// Movements period by period, of all accounts of a ledger or of a part of them.
#[pyclass(frozen, module = "customer_success._core")]
pub(crate) struct Movements(CoreMovements);

#[pymethods]
impl Movements {
    /// Sums the rows of a ledger.
    #[staticmethod]
    #[pyo3(signature = (table, options, threads = None))]
    fn of(py: Python<'_>, table: &Bound<'_, PyAny>, options: &str, threads: Option<i64>) -> Result<Self> {
        Ok(Self(read(py, table, options, threads, CoreMovements::of_with)?))
    }

    /// Reads what `to_json` wrote.
    #[staticmethod]
    fn from_json(text: &str) -> Result<Self> {
        Ok(Self(CoreMovements::from_json(text)?))
    }

    /// The movements as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    /// Both parts together.
    fn merge(&self, other: &Self) -> Result<Self> {
        Ok(Self(self.0.merge(&other.0)?))
    }

    /// The report, a row for each segment and period.
    fn table(&self) -> Result<Columns> {
        columns(&self.0.table()?)
    }
}

/// Cohorts by first month and age, of all accounts of a ledger or of a part of them.
#[pyclass(frozen, module = "customer_success._core")]
pub(crate) struct Cohorts(CoreCohorts);

#[pymethods]
impl Cohorts {
    /// Follows the accounts of a ledger.
    #[staticmethod]
    #[pyo3(signature = (table, options, threads = None))]
    fn of(py: Python<'_>, table: &Bound<'_, PyAny>, options: &str, threads: Option<i64>) -> Result<Self> {
        Ok(Self(read(py, table, options, threads, CoreCohorts::of_with)?))
    }

    /// Reads what `to_json` wrote.
    #[staticmethod]
    fn from_json(text: &str) -> Result<Self> {
        Ok(Self(CoreCohorts::from_json(text)?))
    }

    /// The cohorts as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    /// Both parts together.
    fn merge(&self, other: &Self) -> Result<Self> {
        Ok(Self(self.0.merge(&other.0)?))
    }

    /// A row for each cohort and age.
    fn table(&self) -> Result<Columns> {
        columns(&self.0.table()?)
    }

    /// A row for each age, all cohorts together.
    fn averages(&self) -> Result<Columns> {
        columns(&self.0.averages()?)
    }
}

/// The same ledger under every convention.
#[pyfunction]
#[pyo3(signature = (table, options, threads = None))]
pub(crate) fn revenue_conventions(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    options: &str,
    threads: Option<i64>,
) -> Result<Columns> {
    columns(&read(py, table, options, threads, conventions_with)?)
}

/// Every single movement of every account.
#[pyfunction]
#[pyo3(signature = (table, options, threads = None))]
pub(crate) fn revenue_details(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    options: &str,
    threads: Option<i64>,
) -> Result<Columns> {
    columns(&read(py, table, options, threads, details_with)?)
}

#[derive(Serialize)]
struct Described {
    name: &'static str,
    en: &'static str,
    ja: &'static str,
    #[serde(flatten)]
    rules: cs_core::revenue::convention::Rules,
}

/// The conventions as data, as dicts.
#[pyfunction]
pub(crate) fn convention_catalogue(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    let described = |convention: Convention| Described {
        name: convention.as_str(),
        en: convention.label().en,
        ja: convention.label().ja,
        rules: convention.rules(),
    };
    json::to_python(py, &Convention::ALL.map(described))
}

/// Lends the columns that the options name as the rows of a ledger; several batches are joined by copying.
fn read<T: Send>(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    options: &str,
    threads: Option<i64>,
    body: impl FnOnce(&Rows<'_>, &Options, &Workers<'_>) -> std::result::Result<T, Error> + Send,
) -> Result<T> {
    let (options, frame) = (Options::from_json(options)?, Frame::import(table)?);
    let names = options.columns();
    long(py, threads, frame.rows(), |workers| match frame.batches.as_slice() {
        [only] => lend(only, &names)?.with_rows(|rows| body(rows, &options, workers)),
        several => lend(&joined(several, &with_blank(several, &names))?, &names)?
            .with_rows(|rows| body(rows, &options, workers)),
    })
}

fn lend(batch: &RecordBatch, names: &[&str]) -> std::result::Result<Ledger, Error> {
    let (schema, names) = (batch.schema(), with_blank(std::slice::from_ref(batch), names));
    let columns = schema.fields().iter().zip(batch.columns());
    let wanted = columns.filter(|(field, _)| names.contains(&field.name().as_str()));
    wanted.into_iter().try_fold(Ledger::new(batch.num_rows()), |ledger, (field, array)| {
        let array = checked(array.to_data()).map_err(|error| error.in_column(field.name()))?;
        ledger.with(field.name(), &array)
    })
}

/// A report as columns.
fn columns(table: &Table) -> Result<Columns> {
    Ok(Columns::of(vec![RecordBatch::from(report::batch(table)?)]))
}
