//! Lists of `Decimal` as a column that keeps every digit.

use std::sync::Arc;

use arrow_array::{ArrayRef, Decimal128Array};
use cs_core::value::exact::Exact;
use pyo3::{
    prelude::*,
    types::{PyBool, PyInt, PyList},
};
use rust_decimal::Decimal;

use crate::{
    error::Result,
    number::{self, decimal_type},
};

/// Most digits of a column of decimals.
const DIGITS: u8 = 38;

/// Decimals and whole numbers, if a list holds nothing else and a `Decimal` or a whole number beyond 64 bits is among
/// them; none where it does not, or where they do not fit: then the list is judged as facts.
pub(crate) fn column(values: &Bound<'_, PyAny>) -> Result<Option<ArrayRef>> {
    let Ok(list) = values.cast::<PyList>() else { return Ok(None) };
    let mut numbers: Vec<Option<Decimal>> = Vec::with_capacity(list.len());
    for value in list {
        let is_decimal = value.is_instance(decimal_type(value.py())?)?;
        let is_whole = value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>();
        if value.is_none() || (is_decimal && value.call_method0("is_qnan")?.is_truthy()?) {
            numbers.push(None);
        } else if is_decimal || is_whole {
            let Ok(number) = number::read(&value) else { return Ok(None) };
            numbers.push(Some(number));
        } else {
            return Ok(None);
        }
    }
    let scale = numbers.iter().flatten().map(Decimal::scale).max();
    let aligned = |number: &Option<Decimal>| {
        let Some(number) = number else { return Some(None) };
        Exact::from(*number).round(scale?).ok().map(Some)
    };
    let (Some(scale), Some(mantissas)) = (scale, numbers.iter().map(aligned).collect::<Option<Vec<_>>>())
    else {
        return Ok(None);
    };
    let places = i8::try_from(scale).unwrap_or(i8::MAX);
    let array = Decimal128Array::from(mantissas).with_precision_and_scale(DIGITS, places);
    Ok(array.ok().map(|array| Arc::new(array) as ArrayRef))
}
