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
    threads::Threads,
};

/// A class of results of a ledger: read from one or from a document, added up, written; what else it has follows.
macro_rules! of_ledger {
    ($(#[$about:meta])* $name:ident($core:ty) { $($own:tt)* }) => {
        $(#[$about])*
        #[pyclass(frozen, module = "customer_success._core")]
        pub(crate) struct $name($core);

        #[pymethods]
        impl $name {
            /// Sums the rows of a ledger.
            #[staticmethod]
            #[pyo3(signature = (table, options, threads = None))]
            fn of(py: Python<'_>, table: &Bound<'_, PyAny>, options: &str, threads: Option<Threads>) -> Result<Self> {
                Ok(Self(read(py, table, options, threads, <$core>::of_with)?))
            }

            /// Reads what `to_json` wrote.
            #[staticmethod]
            fn from_json(text: &str) -> Result<Self> {
                Ok(Self(<$core>::from_json(text)?))
            }

            /// The sums as a document.
            fn to_json(&self) -> Result<String> {
                Ok(self.0.to_json()?)
            }

            /// Both parts together.
            fn merge(&self, other: &Self) -> Result<Self> {
                Ok(Self(self.0.merge(&other.0)?))
            }

            /// What is there, in one line.
            fn __str__(&self) -> String {
                self.0.to_string()
            }

            /// The report.
            fn table(&self) -> Result<Columns> {
                columns(&self.0.table()?)
            }

            $($own)*
        }
    };
}

of_ledger! {
    /// Movements period by period, of all accounts of a ledger or of a part of them.
    Movements(CoreMovements) {}
}

of_ledger! {
    /// Cohorts by first month and age, of all accounts of a ledger or of a part of them.
    Cohorts(CoreCohorts) {
        /// A row for each age, all cohorts together.
        fn averages(&self) -> Result<Columns> {
            columns(&self.0.averages()?)
        }
    }
}

/// The same ledger under every convention.
#[pyfunction]
#[pyo3(signature = (table, options, threads = None))]
pub(crate) fn revenue_conventions(
    py: Python<'_>,
    table: &Bound<'_, PyAny>,
    options: &str,
    threads: Option<Threads>,
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
    threads: Option<Threads>,
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
    threads: Option<Threads>,
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
