//! A column of a table as plain Python values, for callers without Arrow.

use std::collections::BTreeMap;

use arrow_array::{
    Array,
    cast::AsArray,
    types::{
        Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
        UInt8Type, UInt16Type, UInt32Type, UInt64Type,
    },
};
use arrow_schema::DataType;
use chrono::Datelike;
use cs_core::{
    error::{Error, ErrorCode},
    value::day,
};
use pyo3::{IntoPyObjectExt, prelude::*, types::PyDate};

use crate::{
    error::{Fault, Result},
    number::decimal_type,
};

type Values<'py> = Vec<Bound<'py, PyAny>>;

/// Appends the values of an array: flags, ints, floats, `Decimal`, days and texts; missing ones and NaN are None.
pub(crate) fn append<'py>(py: Python<'py>, list: &mut Values<'py>, array: &dyn Array) -> Result<()> {
    match array.data_type() {
        DataType::Null => each(py, list, std::iter::repeat_n(None::<bool>, array.len())),
        DataType::Boolean => each(py, list, array.as_boolean()),
        DataType::Float64 => each(py, list, array.as_primitive::<Float64Type>().iter().map(known)),
        DataType::Float32 => {
            let wide = |value: Option<f32>| known(value.map(f64::from));
            each(py, list, array.as_primitive::<Float32Type>().iter().map(wide))
        }
        DataType::Int64 => each(py, list, array.as_primitive::<Int64Type>()),
        DataType::Int32 => each(py, list, array.as_primitive::<Int32Type>()),
        DataType::Int16 => each(py, list, array.as_primitive::<Int16Type>()),
        DataType::Int8 => each(py, list, array.as_primitive::<Int8Type>()),
        DataType::UInt64 => each(py, list, array.as_primitive::<UInt64Type>()),
        DataType::UInt32 => each(py, list, array.as_primitive::<UInt32Type>()),
        DataType::UInt16 => each(py, list, array.as_primitive::<UInt16Type>()),
        DataType::UInt8 => each(py, list, array.as_primitive::<UInt8Type>()),
        DataType::Utf8 => each(py, list, array.as_string::<i32>()),
        DataType::LargeUtf8 => each(py, list, array.as_string::<i64>()),
        DataType::Utf8View => each(py, list, array.as_string_view()),
        DataType::Date32 => days(py, list, array),
        DataType::Decimal128(..) => decimals(py, list, array),
        DataType::Dictionary(..) => by_key(py, list, array),
        other => {
            let error = Error::new(ErrorCode::TypeMismatch, "these values cannot be listed");
            Err(error.with_value(other).into())
        }
    }
}

fn known(value: Option<f64>) -> Option<f64> {
    value.filter(|value| !value.is_nan())
}

fn each<'py, T: IntoPyObject<'py>>(
    py: Python<'py>,
    list: &mut Values<'py>,
    values: impl IntoIterator<Item = Option<T>>,
) -> Result<()> {
    for value in values {
        list.push(value.into_bound_py_any(py)?);
    }
    Ok(())
}

/// Days come again and again, and making one costs more than finding it.
fn days<'py>(py: Python<'py>, list: &mut Values<'py>, array: &dyn Array) -> Result<()> {
    let mut known: BTreeMap<i32, Bound<'py, PyAny>> = BTreeMap::new();
    for number in array.as_primitive::<Date32Type>() {
        let Some(number) = number else {
            list.push(py.None().into_bound(py));
            continue;
        };
        if let Some(date) = known.get(&number) {
            list.push(date.clone());
            continue;
        }
        let made = date(py, number)?;
        known.insert(number, made.clone());
        list.push(made);
    }
    Ok(())
}

fn date(py: Python<'_>, number: i32) -> Result<Bound<'_, PyAny>> {
    let date = day::from_number(number).map_err(Fault::from)?;
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    Ok(PyDate::new(py, date.year(), part(date.month()), part(date.day()))?.into_any())
}

fn decimals<'py>(py: Python<'py>, list: &mut Values<'py>, array: &dyn Array) -> Result<()> {
    let (decimals, kind) = (array.as_primitive::<Decimal128Type>(), decimal_type(py)?);
    for row in 0..decimals.len() {
        list.push(if decimals.is_null(row) {
            py.None().into_bound(py)
        } else {
            kind.call1((decimals.value_as_string(row),))?
        });
    }
    Ok(())
}

/// Values by key: each of them is made once.
fn by_key<'py>(py: Python<'py>, list: &mut Values<'py>, array: &dyn Array) -> Result<()> {
    let array = cs_arrow::valid::checked(array.to_data())?;
    let dictionary = array.as_any_dictionary();
    let (none, mut words) = (py.None().into_bound(py), Vec::with_capacity(dictionary.values().len()));
    append(py, &mut words, dictionary.values().as_ref())?;
    if words.is_empty() {
        list.extend(std::iter::repeat_n(none, array.len()));
        return Ok(());
    }
    let nulls = array.nulls();
    for (row, key) in dictionary.normalized_keys().into_iter().enumerate() {
        let is_known = nulls.is_none_or(|nulls| nulls.is_valid(row));
        list.push(words.get(key).filter(|_| is_known).unwrap_or(&none).clone());
    }
    Ok(())
}
