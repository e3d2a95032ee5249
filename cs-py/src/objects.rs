//! Arrow arrays as lists of Python values, for callers without Arrow.

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Decimal128Type, Float64Type, Int64Type},
};
use arrow_schema::DataType;
use cs_core::error::{Error, ErrorCode};
use pyo3::{IntoPyObjectExt, prelude::*, types::PyList};

use crate::{error::Result, number::decimal_type};

/// Appends the values of an array; missing ones are None.
pub(crate) fn append(list: &Bound<'_, PyList>, array: &dyn Array) -> Result<()> {
    let py = list.py();
    for row in 0..array.len() {
        if array.is_null(row) {
            list.append(py.None())?;
            continue;
        }
        let value = match array.data_type() {
            DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into_bound_py_any(py)?,
            DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_bound_py_any(py)?,
            DataType::Utf8 => array.as_string::<i32>().value(row).into_bound_py_any(py)?,
            DataType::Decimal128(..) => {
                let text = array.as_primitive::<Decimal128Type>().value_as_string(row);
                decimal_type(py)?.call1((text,))?
            }
            other => {
                let error = Error::new(ErrorCode::TypeMismatch, "these values cannot be listed");
                return Err(error.with_value(other).into());
            }
        };
        list.append(value)?;
    }
    Ok(())
}
