//! Staffing: a request in, the answer out, in the caller's type of number.

use std::num::NonZeroUsize;

use arrow_array::{Array, RecordBatch};
use arrow_schema::DataType;
use cs_arrow::output;
use cs_core::staffing::{
    assumption::Staffing,
    books::{self, account, account::Accounts, reason::Reason, request::Rules},
    call::Call,
    portfolio::{Columns as Names, Portfolio},
};
use pyo3::prelude::*;

use crate::{answer, columns::Columns, error::Result, frame::Frame, long::hearing, number::Reader, request};

/// Answers a question of the room by its name.
#[pyfunction]
pub(crate) fn staffing<'py>(call: &str, request: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    let call: Call = call.parse()?;
    let mut reader = Reader::default();
    let text = request::to_json(&mut reader, request)?;
    let found = request.py().detach(|| call.answer(&text))?;
    answer::to_python(request.py(), &reader, &found)
}

/// Checks a document of kind `staffing` and writes it with every default.
#[pyfunction]
pub(crate) fn staffing_document(document: &str) -> Result<String> {
    Ok(Staffing::from_json(document)?.to_json()?)
}

/// The accounts of a table, counted into a portfolio; decimals where the ARR is one of decimals.
#[pyfunction]
pub(crate) fn staffing_portfolio<'py>(table: &Bound<'py, PyAny>, columns: &str) -> Result<Bound<'py, PyAny>> {
    let columns = Names::from_json(columns)?;
    let frame = Frame::import(table)?;
    let names = columns.names();
    let found = table.py().detach(|| frame.whole(&names, |table| Portfolio::from_table(table, &columns)))?;
    let arr = columns.arr.as_deref().unwrap_or_default();
    let is_decimal = |batch: &RecordBatch| {
        let column = batch.column_by_name(arr).map(|array| array.data_type().clone());
        matches!(column, Some(DataType::Decimal128(..) | DataType::Decimal64(..) | DataType::Decimal32(..)))
    };
    let reader = Reader::of_decimals(frame.batches.iter().any(is_decimal));
    answer::to_python(table.py(), &reader, &found)
}

/// The success manager of every row, why, and the report.
#[pyfunction]
pub(crate) fn staffing_books<'py>(
    table: &Bound<'py, PyAny>,
    columns: &str,
    rules: &Bound<'py, PyAny>,
) -> Result<(Columns, Bound<'py, PyAny>)> {
    let py = table.py();
    let mut reader = Reader::default();
    let rules = Rules::from_json(&request::to_json(&mut reader, rules)?)?;
    let columns = account::Columns::from_json(columns)?;
    let frame = Frame::import(table)?;
    let names = columns.names();
    let found = hearing(py, NonZeroUsize::MIN, |workers| {
        let accounts = frame.whole(&names, |table| Accounts::from_table_with(table, &columns, workers))?;
        books::books_with(&accounts, &rules, workers)
    })?;
    let names: Vec<&str> = rules.csms().iter().map(|csm| csm.csm.as_str()).collect();
    let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    let place = |reason: &Reason| Reason::ALL.iter().position(|known| known == reason);
    let table = output::table(
        found.csm.len(),
        [
            ("csm", output::labels(&names, found.csm.iter().copied())?),
            ("csm_reason", output::categories(&reasons, found.reason.iter().map(place))?),
        ],
    )?;
    let report = answer::to_python(py, &reader, &found.report)?;
    Ok((Columns::of(vec![RecordBatch::from(table)]), report))
}
