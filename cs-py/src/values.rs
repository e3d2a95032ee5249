//! A column of a result as plain Python values.

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, UInt64Type},
};
use arrow_schema::DataType;
use chrono::Datelike;
use cs_core::{
    error::{Error, ErrorCode},
    value::day,
};
use pyo3::{
    prelude::*,
    types::{PyDate, PyList},
};
use rust_decimal::Decimal;

use crate::{
    columns::Columns,
    error::{Fault, Result},
};

/// The column as a list: int, float, `Decimal`, date or text; None for missing.
#[pyfunction]
pub(crate) fn column_values<'py>(
    py: Python<'py>,
    columns: &Columns,
    name: &str,
) -> Result<Bound<'py, PyList>> {
    let list = PyList::empty(py);
    for array in columns.arrays(name)? {
        for row in 0..array.len() {
            if array.is_null(row) {
                list.append(py.None())?;
            } else {
                list.append(value(py, array, row)?)?;
            }
        }
    }
    Ok(list)
}

fn value<'py>(py: Python<'py>, array: &dyn Array, row: usize) -> PyResult<Bound<'py, PyAny>> {
    Ok(match array.data_type() {
        DataType::Int32 => array.as_primitive::<Int32Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::UInt64 => array.as_primitive::<UInt64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Float64 => array.as_primitive::<Float64Type>().value(row).into_pyobject(py)?.into_any(),
        DataType::Utf8 => array.as_string::<i32>().value(row).into_pyobject(py)?.into_any(),
        DataType::Date32 => {
            let date =
                day::from_number(array.as_primitive::<Date32Type>().value(row)).map_err(Fault::from)?;
            let part = |number: u32| u8::try_from(number).unwrap_or_default();
            PyDate::new(py, date.year(), part(date.month()), part(date.day()))?.into_any()
        }
        DataType::Decimal128(_, places) => {
            let mantissa = array.as_primitive::<Decimal128Type>().value(row);
            decimal(mantissa, u32::try_from(*places).unwrap_or(0))?.into_pyobject(py)?
        }
        other => {
            let error = Error::new(ErrorCode::Internal, "a column of a type that is not given as a list");
            return Err(Fault::from(error.with_value(other)).into());
        }
    })
}

/// The decimal with no more zeros at its end than it needs to fit.
fn decimal(mut mantissa: i128, mut scale: u32) -> Result<Decimal> {
    while scale > 0 && mantissa.checked_rem(10) == Some(0) && mantissa.unsigned_abs() >= 1 << 96 {
        mantissa = mantissa.checked_div(10).unwrap_or_default();
        scale = scale.saturating_sub(1);
    }
    let too_long = |_| Error::new(ErrorCode::Overflow, "a number has at most 28 digits");
    Ok(Decimal::try_from_i128_with_scale(mantissa, scale).map_err(too_long)?)
}
