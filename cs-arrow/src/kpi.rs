//! Values of a KPI as Arrow columns.

use std::sync::Arc;

use arrow_array::{Array, ArrayRef, Decimal128Array, Int64Array, StringArray, make_array};
use arrow_data::transform::MutableArrayData;
use cs_core::{
    error::{Error, ErrorCode, Result},
    kpi::columns::{Answer, Numbers, Query, Reason},
};

use crate::output;

/// Digits that a column of decimals has at most.
const DIGITS: u8 = 38;

/// Behind the keys of the groups, where there are groups: the values under the KPI's id, why there is none under
/// `<id>_reason`, and with `missing: skip` the rows that were left out under `left_out`.
///
/// `arrays` are the columns of the table, among them those that the query groups by.
///
/// Errors: `missing_column` without a key's.
pub fn columns(
    query: &Query,
    answer: Answer,
    arrays: &[(&str, ArrayRef)],
) -> Result<Vec<(String, ArrayRef)>> {
    let mut columns = Vec::new();
    if let (Some(first), Some(keys)) = (&answer.first, query.keys()) {
        for key in keys {
            let found = arrays.iter().find(|(name, _)| *name == key).ok_or_else(|| {
                Error::new(ErrorCode::MissingColumn, "the table has no such column").in_column(key)
            })?;
            columns.push((key.clone(), picked(&found.1, first)?));
        }
    }
    let reasons = reasons(&answer.reasons)?;
    columns.push((query.kpi().to_owned(), numbers(answer.numbers)?));
    columns.push((format!("{}_reason", query.kpi()), reasons));
    if let Some(left_out) = answer.left_out {
        let count = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
        columns
            .push(("left_out".to_owned(), Arc::new(left_out.into_iter().map(count).collect::<Int64Array>())));
    }
    Ok(columns)
}

fn numbers(numbers: Numbers) -> Result<ArrayRef> {
    Ok(match numbers {
        Numbers::Float(values) => output::floats(values),
        Numbers::Text(values) => Arc::new(StringArray::from(values)),
        Numbers::Decimal { mantissas, scale } => {
            let scale = i8::try_from(scale).unwrap_or(i8::MAX);
            let array = Decimal128Array::from(mantissas).with_precision_and_scale(DIGITS, scale);
            Arc::new(array.map_err(output::internal)?)
        }
    })
}

fn reasons(reasons: &[Option<Reason>]) -> Result<ArrayRef> {
    let mut names = vec![Reason::Missing.as_str()];
    names.extend(ErrorCode::ALL.iter().map(|code| code.as_str()));
    let place = |reason: Reason| match reason {
        Reason::Missing => Some(0),
        Reason::Code(code) => {
            let place = ErrorCode::ALL.iter().position(|known| *known == code)?;
            place.checked_add(1)
        }
    };
    output::categories(&names, reasons.iter().map(|reason| reason.and_then(place)))
}

/// The values of these rows, of the type that the column has.
fn picked(array: &dyn Array, rows: &[usize]) -> Result<ArrayRef> {
    let data = array.to_data();
    let mut picked = MutableArrayData::new(vec![&data], true, rows.len());
    for row in rows.iter().filter(|row| **row < array.len()) {
        let next = row.saturating_add(1);
        picked.try_extend(0, *row, next).map_err(|cause| {
            Error::new(ErrorCode::Internal, "a key cannot be copied").with_hint(cause.to_string())
        })?;
    }
    Ok(make_array(picked.freeze()))
}
