//! Numbers in and out: what a caller passes is read exactly, and the caller's type of number comes back.

use std::borrow::Cow;

use cs_core::{
    error::{Error, ErrorCode},
    value::{exact::Exact, number},
};
use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyBool, PyFloat, PyInt, PyString, PyType},
};
use rust_decimal::Decimal;

use crate::error::Result;

/// Digits before the point that any accepted number can have.
const WHOLE_DIGITS: i64 = 28;

/// Python's `decimal.Decimal`.
pub(crate) fn decimal_type(py: Python<'_>) -> PyResult<&Bound<'_, PyType>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    DECIMAL.import(py, "decimal", "Decimal")
}

/// Reads numbers and remembers whether one of them was a `Decimal`.
#[derive(Default)]
pub(crate) struct Reader {
    decimals: bool,
}

impl Reader {
    /// A reader that has or has not met a `Decimal`.
    pub(crate) fn of_decimals(decimals: bool) -> Self {
        Self { decimals }
    }

    /// Reads an int, float, `Decimal`, decimal text or NumPy scalar.
    pub(crate) fn read(&mut self, value: &Bound<'_, PyAny>) -> Result<Decimal> {
        if value.is_instance(decimal_type(value.py())?)? {
            self.decimals = true;
        }
        read(value)
    }

    /// Gives a result back in the caller's type: `Decimal` where one was passed, else the nearest float.
    pub(crate) fn give<'py>(&self, py: Python<'py>, value: Decimal) -> Result<Bound<'py, PyAny>> {
        if self.decimals {
            return Ok(value.into_pyobject(py)?);
        }
        Ok(PyFloat::new(py, number::to_float(value)).into_any())
    }
}

impl Reader {
    /// Gives an exact result in the caller's type, rounded once.
    pub(crate) fn give_exactly<'py>(&self, py: Python<'py>, value: Exact) -> Result<Bound<'py, PyAny>> {
        if self.decimals {
            return Ok(value.to_decimal()?.into_pyobject(py)?);
        }
        Ok(PyFloat::new(py, value.to_float()?).into_any())
    }
}

/// Reads one number exactly; a float enters by its shortest text.
pub(crate) fn read(value: &Bound<'_, PyAny>) -> Result<Decimal> {
    if value.is_instance_of::<PyBool>() {
        return Err(not_a_number(value));
    }
    if value.is_instance_of::<PyInt>() {
        return whole(value);
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return Ok(number::from_float(float.value())?);
    }
    if let Ok(given) = value.cast::<PyString>() {
        return Ok(number::from_text(&text(given)?)?);
    }
    if value.is_instance(decimal_type(value.py())?)? {
        return decimal(value);
    }
    scalar(value)
}

/// A number of any type as exact decimal text, for requests that are JSON; errors name its place.
#[pyfunction]
pub(crate) fn number_text(place: &str, value: &Bound<'_, PyAny>) -> Result<String> {
    Ok(read(value).map_err(|fault| fault.under(place))?.to_string())
}

fn whole(value: &Bound<'_, PyAny>) -> Result<Decimal> {
    match value.extract::<i128>() {
        Ok(whole) => Ok(number::from_whole(whole)?),
        Err(_) => {
            let error = Error::new(ErrorCode::Overflow, "a number has at most 28 digits");
            Err(error.with_value(shown(value)?).into())
        }
    }
}

/// A whole number for people: Python refuses to write out a very long one.
pub(crate) fn shown(value: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(whole) = value.extract::<i128>() {
        return Ok(whole.to_string());
    }
    let bits: u64 = value.call_method0("bit_length")?.extract()?;
    Ok(format!("a whole number of {bits} bits"))
}

/// A `Decimal` is judged by its exponent before it is written out: `1E+999999` must not become a million digits.
fn decimal(value: &Bound<'_, PyAny>) -> Result<Decimal> {
    if !value.call_method0("is_finite")?.is_truthy()? {
        let error = Error::new(ErrorCode::NonFinite, "a finite number is required");
        return Err(error.with_value(value.str()?).into());
    }
    if value.call_method0("__bool__")?.is_truthy()? {
        let highest: i64 = value.call_method0("adjusted")?.extract()?;
        if !(-WHOLE_DIGITS..WHOLE_DIGITS).contains(&highest) {
            let error = Error::new(ErrorCode::Overflow, "a number has at most 28 digits");
            return Err(error.with_value(value.str()?).into());
        }
        let text: String = value.call_method1("__format__", ("f",))?.extract()?;
        return Ok(number::from_text(&text)?);
    }
    Ok(Decimal::ZERO)
}

/// A NumPy scalar: whole numbers through `__index__`, narrow floats by the shortest text of their own type.
fn scalar(value: &Bound<'_, PyAny>) -> Result<Decimal> {
    if !value.hasattr("dtype")? || is_array(value) {
        return Err(not_a_number(value));
    }
    // Columns of polars have a type without a kind.
    let kind = value.getattr("dtype")?.getattr("kind").and_then(|kind| kind.extract::<String>());
    match kind.unwrap_or_default().as_str() {
        "i" | "u" => whole(&value.call_method0("__int__")?),
        "f" => {
            let float: f64 = value.extract()?;
            if !float.is_finite() {
                return Ok(number::from_float(float)?);
            }
            let positional = value.py().import("numpy")?.getattr("format_float_positional")?;
            let text: String = positional.call1((value,))?.extract()?;
            Ok(number::from_text(text.trim_end_matches('.'))?)
        }
        _ => Err(not_a_number(value)),
    }
}

/// Whether this is an array of NumPy or pandas that holds more than a scalar.
pub(crate) fn is_array(value: &Bound<'_, PyAny>) -> bool {
    value.getattr("ndim").is_ok_and(|dimensions| dimensions.ne(0).unwrap_or(true))
}

/// The text of a string; Python's may hold halves of surrogate pairs, which are no text.
pub(crate) fn text<'a>(value: &'a Bound<'_, PyString>) -> Result<Cow<'a, str>> {
    let refuse = |_| Error::new(ErrorCode::InvalidText, "a text is Unicode without lone surrogates").into();
    value.to_cow().map_err(refuse)
}

/// `type_mismatch`, with the Python type that was passed.
fn not_a_number(value: &Bound<'_, PyAny>) -> crate::error::Fault {
    let error = Error::new(ErrorCode::TypeMismatch, "a number is required");
    error.with_value(type_name(value)).into()
}

/// The name of a value's type, for messages.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "an object".to_owned(), |name| name.to_string())
}

/// The value of a choice by its name; `invalid_argument` with the known ones if there is none.
pub(crate) fn choice<T: Copy>(argument: &str, name: &str, choices: &[(&str, T)]) -> Result<T> {
    choices.iter().find(|(known, _)| *known == name).map(|(_, value)| *value).ok_or_else(|| {
        let known: Vec<&str> = choices.iter().map(|(known, _)| *known).collect();
        let error = Error::new(ErrorCode::InvalidArgument, format!("must be {}", known.join(" or ")));
        error.at(argument).with_value(format!("{name:?}")).into()
    })
}
