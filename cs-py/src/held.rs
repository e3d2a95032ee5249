//! Columns that libraries hold in types of their own: Arrow, numbers beside a mask, codes of categories.

use std::sync::Arc;

use arrow_array::{
    Array, ArrayRef, DictionaryArray, Int32Array,
    cast::AsArray,
    make_array,
    types::{Int32Type, UInt8Type},
};
use arrow_buffer::{BooleanBuffer, NullBuffer};
use arrow_schema::DataType;
use arrow_select::take::{TakeOptions, take};
use cs_core::error::{Error, ErrorCode};
use pyo3::{buffer::PyBuffer, prelude::*};

use crate::{
    capsule::{self, numbers},
    error::Result,
    lists,
};

/// The pieces of the only column of a table that speaks Arrow. A dictionary of something other than texts is looked up.
pub(crate) fn arrow(table: &Bound<'_, PyAny>) -> Result<Vec<ArrayRef>> {
    let only = |batch: arrow_array::RecordBatch| batch.columns().first().cloned();
    capsule::import(table)?.into_iter().filter_map(only).map(plain).collect()
}

fn plain(array: ArrayRef) -> Result<ArrayRef> {
    let Some(dictionary) = array.as_any_dictionary_opt() else { return Ok(array) };
    if matches!(dictionary.values().data_type(), DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View) {
        return Ok(array);
    }
    let array = cs_arrow::valid::checked(array.to_data())?;
    let dictionary = array.as_any_dictionary();
    looked_up(dictionary.values(), dictionary.keys())
}

/// Values of a kind, and beside them a byte for each row that is not 0 where the value is missing.
pub(crate) fn masked(parts: &Bound<'_, PyAny>) -> Result<ArrayRef> {
    let (kind, values, mask): (String, Bound<'_, PyAny>, Bound<'_, PyAny>) = parts.extract()?;
    let (values, mask) = (lists::column(&kind, &values)?, numbers::<UInt8Type>(PyBuffer::get(&mask)?)?);
    let is_known = |row: usize| mask.values().get(row).is_some_and(|hidden| *hidden == 0);
    let known = NullBuffer::new(BooleanBuffer::collect_bool(mask.len(), is_known));
    let data = values.to_data().into_builder().nulls(Some(known)).build().map_err(|_| misfit())?;
    Ok(make_array(data))
}

/// Values of a kind, and for each row the place of its value among them, -1 for missing.
pub(crate) fn coded(parts: &Bound<'_, PyAny>) -> Result<ArrayRef> {
    let (kind, values, codes): (String, Bound<'_, PyAny>, Bound<'_, PyAny>) = parts.extract()?;
    let (values, codes) = (lists::column(&kind, &values)?, numbers::<Int32Type>(PyBuffer::get(&codes)?)?);
    let is_known = |row: usize| codes.values().get(row).is_some_and(|code| *code >= 0);
    let known = NullBuffer::new(BooleanBuffer::collect_bool(codes.len(), is_known));
    let codes = Int32Array::new(codes.values().clone(), Some(known).filter(|known| known.null_count() > 0));
    Ok(match values.data_type() {
        DataType::Utf8 => Arc::new(DictionaryArray::try_new(codes, values).map_err(|_| misfit())?),
        _ => looked_up(&values, &codes)?,
    })
}

fn looked_up(values: &dyn Array, places: &dyn Array) -> Result<ArrayRef> {
    let checked = TakeOptions { check_bounds: true };
    Ok(take(values, places, Some(checked)).map_err(|_| misfit())?)
}

fn misfit() -> Error {
    Error::new(ErrorCode::LengthMismatch, "the parts of the column do not fit together")
}
