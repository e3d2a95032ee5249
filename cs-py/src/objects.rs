//! A column of a result as plain Python values, for callers without Arrow.

use std::collections::BTreeMap;

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, UInt8Type, UInt64Type},
};
use arrow_schema::DataType;
use chrono::Datelike;
use cs_core::{
    error::{Error, ErrorCode},
    value::day,
};
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDate, PyString},
};

use crate::{
    error::{Fault, Result},
    number::decimal_type,
};

type Values<'py> = Vec<Bound<'py, PyAny>>;

/// Appends the values of an array: flags, ints, floats, `Decimal`, days and texts; missing ones and NaN are None.
pub(crate) fn append<'py>(py: Python<'py>, list: &mut Values<'py>, array: &dyn Array) -> Result<()> {
    let none = py.None().into_bound(py);
    let or_none = |value: Option<Bound<'py, PyAny>>| value.unwrap_or_else(|| none.clone());
    match array.data_type() {
        DataType::Float64 => {
            for value in array.as_primitive::<Float64Type>() {
                list.push(or_none(object(py, value.filter(|value| !value.is_nan()))?));
            }
        }
        DataType::Int64 => {
            for value in array.as_primitive::<Int64Type>() {
                list.push(or_none(object(py, value)?));
            }
        }
        DataType::Int32 => {
            for value in array.as_primitive::<Int32Type>() {
                list.push(or_none(object(py, value)?));
            }
        }
        DataType::UInt64 => {
            for value in array.as_primitive::<UInt64Type>() {
                list.push(or_none(object(py, value)?));
            }
        }
        DataType::Boolean => {
            for value in array.as_boolean() {
                list.push(or_none(object(py, value)?));
            }
        }
        DataType::Utf8 => {
            for value in array.as_string::<i32>() {
                list.push(or_none(object(py, value)?));
            }
        }
        DataType::Date32 => {
            // Days come again and again, and making one costs more than finding it.
            let mut known: BTreeMap<i32, Bound<'py, PyAny>> = BTreeMap::new();
            for number in array.as_primitive::<Date32Type>() {
                let Some(number) = number else {
                    list.push(none.clone());
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
        }
        DataType::Decimal128(..) => {
            let (decimals, kind) = (array.as_primitive::<Decimal128Type>(), decimal_type(py)?);
            for row in 0..decimals.len() {
                if decimals.is_null(row) {
                    list.push(none.clone());
                } else {
                    list.push(kind.call1((decimals.value_as_string(row),))?);
                }
            }
        }
        DataType::Dictionary(..) => texts(list, array, &none)?,
        other => return Err(unlisted(other)),
    }
    Ok(())
}

/// Texts by key: each of them is made once.
fn texts<'py>(list: &mut Values<'py>, array: &dyn Array, none: &Bound<'py, PyAny>) -> Result<()> {
    let dictionary = array.as_any_dictionary();
    let Some(words) = dictionary.values().as_string_opt::<i32>() else {
        return Err(unlisted(array.data_type()));
    };
    let text = |word: Option<&str>| PyString::new(none.py(), word.unwrap_or_default()).into_any();
    let words: Values<'py> = words.iter().map(text).collect();
    let word = |key: Option<usize>| key.and_then(|key| words.get(key)).unwrap_or(none).clone();
    if let Some(keys) = dictionary.keys().as_primitive_opt::<UInt8Type>() {
        list.extend(keys.iter().map(|key| word(key.map(usize::from))));
    } else if let Some(keys) = dictionary.keys().as_primitive_opt::<Int32Type>() {
        list.extend(keys.iter().map(|key| word(key.and_then(|key| usize::try_from(key).ok()))));
    } else {
        return Err(unlisted(array.data_type()));
    }
    Ok(())
}

fn object<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: Option<T>) -> Result<Option<Bound<'py, PyAny>>> {
    Ok(value.map(|value| value.into_bound_py_any(py)).transpose()?)
}

fn date(py: Python<'_>, number: i32) -> Result<Bound<'_, PyAny>> {
    let date = day::from_number(number).map_err(Fault::from)?;
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    Ok(PyDate::new(py, date.year(), part(date.month()), part(date.day()))?.into_any())
}

fn unlisted(found: &DataType) -> Fault {
    Error::new(ErrorCode::TypeMismatch, "these values cannot be listed").with_value(found).into()
}
