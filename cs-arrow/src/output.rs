//! Results as Arrow columns.

use std::sync::Arc;

use arrow_array::types::Int32Type;
use arrow_array::{
    Array, ArrayRef, DictionaryArray, Float64Array, Int32Array, Int64Array, StringArray, StructArray,
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::{ArrowError, Field, Fields};
use cs_core::error::{Error, ErrorCode, Result};

/// Floats where NaN is missing. The values are not copied.
#[must_use]
pub fn floats(values: Vec<f64>) -> ArrayRef {
    let known =
        BooleanBuffer::collect_bool(values.len(), |row| values.get(row).is_some_and(|value| !value.is_nan()));
    let nulls = Some(NullBuffer::new(known)).filter(|nulls| nulls.null_count() > 0);
    Arc::new(Float64Array::new(values.into(), nulls))
}

/// Labels by their place in a short list, as a dictionary; no place is missing.
///
/// Errors: `internal` where a place lies outside the list.
pub fn labels(names: &[&str], places: impl IntoIterator<Item = Option<usize>>) -> Result<ArrayRef> {
    let keys: Int32Array =
        places.into_iter().map(|place| place.and_then(|place| i32::try_from(place).ok())).collect();
    let names = Arc::new(StringArray::from_iter_values(names));
    Ok(Arc::new(DictionaryArray::<Int32Type>::try_new(keys, names).map_err(internal)?))
}

/// Rows of another table, as 64-bit integers.
#[must_use]
pub fn rows(rows: impl IntoIterator<Item = usize>) -> ArrayRef {
    let known = |row: usize| i64::try_from(row).unwrap_or(i64::MAX);
    Arc::new(Int64Array::from_iter_values(rows.into_iter().map(known)))
}

/// Columns as one struct array, which is what a record batch is across the C Data Interface.
///
/// Errors: `internal` where the lengths differ.
pub fn table(
    rows: usize,
    columns: impl IntoIterator<Item = (impl Into<String>, ArrayRef)>,
) -> Result<StructArray> {
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns
        .into_iter()
        .map(|(name, array)| (Field::new(name, array.data_type().clone(), true), array))
        .unzip();
    StructArray::try_new_with_length(Fields::from(fields), arrays, None, rows).map_err(internal)
}

pub(crate) fn internal(cause: ArrowError) -> Error {
    Error::new(ErrorCode::Internal, "results do not make a table").with_hint(cause.to_string())
}
