//! Requests as JSON text: Python's dicts, lists, texts and days as they are, its numbers exactly.

use cs_core::error::{Error, ErrorCode};
use cs_core::value::number;
use pyo3::{
    prelude::*,
    types::{PyBool, PyDate, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple},
};
use serde_json::{Map, Value};

use crate::error::Result;
use crate::number::{Reader, text, type_name};

/// Deepest nesting; the core's own limit lies below.
const DEPTH: usize = 40;

/// Up to here a float tells whole numbers apart: 2^53.
const WHOLE_FLOATS: f64 = 9_007_199_254_740_992.0;

/// The JSON text of a request.
pub(crate) fn to_json(reader: &mut Reader, request: &Bound<'_, PyAny>) -> Result<String> {
    Ok(value(reader, request, DEPTH)?.to_string())
}

fn value(reader: &mut Reader, given: &Bound<'_, PyAny>, depth: usize) -> Result<Value> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(Error::new(ErrorCode::Limit, "a request is nested too deeply").into());
    };
    if given.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(flag) = given.cast::<PyBool>() {
        return Ok(Value::Bool(flag.is_true()));
    }
    if let Ok(string) = given.cast::<PyString>() {
        return Ok(Value::String(text(string)?.into_owned()));
    }
    if let Ok(day) = given.cast::<PyDate>() {
        return Ok(Value::String(day.call_method0("isoformat")?.extract()?));
    }
    if let Ok(mapping) = given.cast::<PyMapping>() {
        let mut object = Map::new();
        for item in mapping.items()?.iter() {
            let (key, own): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let Ok(key) = key.cast::<PyString>() else {
                let error = Error::new(ErrorCode::TypeMismatch, "the names of a request are texts");
                return Err(error.with_value(type_name(&key)).into());
            };
            let key = text(key)?;
            let own = value(reader, &own, depth).map_err(|fault| fault.under(&key))?;
            object.insert(key.into_owned(), own);
        }
        return Ok(Value::Object(object));
    }
    if given.is_instance_of::<PyList>() || given.is_instance_of::<PyTuple>() {
        let mut list = Vec::new();
        for (at, own) in given.try_iter()?.enumerate() {
            list.push(value(reader, &own?, depth).map_err(|fault| fault.under(&format!("[{at}]")))?);
        }
        return Ok(Value::Array(list));
    }
    if let Ok(flag) = given.extract::<bool>() {
        return Ok(Value::Bool(flag)); // of NumPy
    }
    let whole = given.is_instance_of::<PyInt>() || given.hasattr("__index__")?;
    let exact = reader.read(given)?;
    // Up to 2^53 the core reads a float of JSON by the same shortest text, and an error shows the number that was given.
    if let Ok(float) = given.cast::<PyFloat>()
        && float.value().abs() <= WHOLE_FLOATS
    {
        return Ok(float.value().into());
    }
    // A document's version is a JSON number; all other numbers may be texts, which keep every digit.
    Ok(match (i64::try_from(exact), u64::try_from(exact)) {
        (Ok(small), _) if whole => small.into(),
        (_, Ok(large)) if whole => large.into(),
        _ => Value::String(number::to_text(exact)),
    })
}
