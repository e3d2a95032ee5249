//! Core results as plain Python values, by way of their JSON form.

use cs_core::error::{Error, ErrorCode};
use pyo3::{
    IntoPyObjectExt,
    prelude::*,
    types::{PyDict, PyList},
};
use serde::Serialize;
use serde_json::Value;

use crate::error::Result;

/// A result as dicts, lists, texts, numbers and None.
pub(crate) fn to_python<'py>(py: Python<'py>, result: &impl Serialize) -> Result<Bound<'py, PyAny>> {
    let value =
        serde_json::to_value(result).map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))?;
    Ok(object(py, &value)?)
}

fn object<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Value::Null => Ok(py.None().into_bound(py)),
        Value::Bool(flag) => flag.into_bound_py_any(py),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => whole.into_bound_py_any(py),
            (None, float) => float.into_bound_py_any(py),
        },
        Value::String(text) => text.into_bound_py_any(py),
        Value::Array(values) => {
            let list = PyList::empty(py);
            for value in values {
                list.append(object(py, value)?)?;
            }
            Ok(list.into_any())
        }
        Value::Object(fields) => {
            let dict = PyDict::new(py);
            for (name, value) in fields {
                dict.set_item(name, object(py, value)?)?;
            }
            Ok(dict.into_any())
        }
    }
}
