//! One value of one account: None and NaN are missing, everything else keeps its type.

use chrono::NaiveDate;
use cs_core::{
    error::{Error, ErrorCode},
    fact::facts::{Fact, Facts},
    value::{day, number::to_float},
};
use pyo3::{
    exceptions::PyOverflowError,
    prelude::*,
    types::{PyBool, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyString},
};

use crate::{
    error::{Fault, Result},
    number::{self, decimal_type, is_array, text, type_name},
};

/// Reads a mapping from names to values.
pub(crate) fn facts(mapping: &Bound<'_, PyAny>) -> Result<Facts> {
    let mapping = match mapping.cast::<PyDict>() {
        Ok(dict) => dict.clone(),
        Err(_) => named(mapping)?,
    };
    let mut facts = Facts::new();
    for (name, value) in mapping {
        let Ok(name) = name.extract::<String>() else {
            let error = Error::new(ErrorCode::TypeMismatch, "the name of a fact is a text");
            return Err(error.with_value(type_name(&name)).into());
        };
        let value = fact(&value).map_err(|fault| fault.under(&name))?;
        facts = facts.with(name, value);
    }
    Ok(facts)
}

/// What else has values by name, as a dict. Errors of its own pass through; `type_mismatch` for what has none.
fn named<'py>(given: &Bound<'py, PyAny>) -> Result<Bound<'py, PyDict>> {
    let made = given.py().get_type::<PyDict>().call1((given,));
    if made.is_err() && !given.hasattr("keys")? {
        let error = Error::new(ErrorCode::TypeMismatch, "facts are values by name");
        return Err(error.with_value(type_name(given)).into());
    }
    Ok(made?.cast_into().map_err(PyErr::from)?)
}

/// Reads the day that a calculation is about: a date, or its text.
pub(crate) fn day(value: &Bound<'_, PyAny>, name: &str) -> Result<NaiveDate> {
    let read = match fact(value) {
        Ok(Fact::Day(number)) => day::from_number(number).map_err(Fault::from),
        Ok(Fact::Text(text)) => day::from_text(&text).map_err(Fault::from),
        Ok(_) => Err(not_a_day(type_name(value))),
        Err(fault) => Err(fault),
    };
    read.map_err(|fault| fault.under(name))
}

/// Reads one value.
pub(crate) fn fact(value: &Bound<'_, PyAny>) -> Result<Fact> {
    if value.is_none() {
        return Ok(Fact::Missing);
    }
    if let Ok(flag) = value.cast::<PyBool>() {
        return Ok(Fact::Flag(flag.is_true()));
    }
    if let Ok(float) = value.cast::<PyFloat>() {
        return Ok(Fact::Number(float.value()));
    }
    if value.is_instance_of::<PyInt>() {
        return whole(value);
    }
    if let Ok(given) = value.cast::<PyString>() {
        return Ok(Fact::Text(text(given)?.into_owned()));
    }
    if value.is_instance_of::<PyDateTime>() {
        return instant(value);
    }
    if value.is_instance_of::<PyDate>() {
        return date(value);
    }
    if value.is_instance(decimal_type(value.py())?)? {
        let quiet_nan = value.call_method0("is_qnan")?.is_truthy()?;
        return if quiet_nan { Ok(Fact::Missing) } else { Ok(Fact::Number(to_float(number::read(value)?))) };
    }
    scalar(value)
}

/// A whole number; beyond 2^53 the nearest float.
fn whole(value: &Bound<'_, PyAny>) -> Result<Fact> {
    value.extract::<f64>().map(Fact::Number).map_err(|error| {
        if error.is_instance_of::<PyOverflowError>(value.py()) {
            Error::new(ErrorCode::Overflow, "the number is too large for a float").into()
        } else {
            error.into()
        }
    })
}

fn date(value: &Bound<'_, PyAny>) -> Result<Fact> {
    let part = |name: &str| value.getattr(name);
    let date: NaiveDate =
        day::from_parts(part("year")?.extract()?, part("month")?.extract()?, part("day")?.extract()?)?;
    Ok(Fact::from(date))
}

/// A moment is a day only where nothing is lost: midnight, without a time zone. pandas' NaT is missing.
fn instant(value: &Bound<'_, PyAny>) -> Result<Fact> {
    if value.ne(value)? {
        return Ok(Fact::Missing);
    }
    let clock = value.call_method0("timetz")?;
    let midnight = value.py().import("datetime")?.getattr("time")?.getattr("min")?;
    if clock.eq(midnight)? && value.getattr("tzinfo")?.is_none() {
        date(value)
    } else {
        Err(not_a_day(value.str()?))
    }
}

pub(crate) fn not_a_day(found: impl std::fmt::Display) -> Fault {
    let error = Error::new(ErrorCode::TypeMismatch, "a day is needed, no time of day").with_value(found);
    error.with_hint("make days of it first, in the time zone that your months begin in").into()
}

/// Scalars of NumPy and pandas.
fn scalar(value: &Bound<'_, PyAny>) -> Result<Fact> {
    if type_name(value) == "NAType" {
        return Ok(Fact::Missing);
    }
    let kind = value.getattr("dtype").and_then(|kind| kind.getattr("kind")?.extract::<String>());
    match kind.as_deref() {
        Ok("b") if !is_array(value) => Ok(Fact::Flag(value.is_truthy()?)),
        Ok("i" | "u" | "f") if !is_array(value) => whole(value),
        Ok("M") if !is_array(value) => moment(value),
        _ => {
            let error = Error::new(ErrorCode::TypeMismatch, "a fact is a number, a flag, a day or a text");
            Err(error.with_value(type_name(value)).into())
        }
    }
}

/// NumPy's moment as Python's; NumPy itself drops what is too fine and wraps what is too far away.
fn moment(value: &Bound<'_, PyAny>) -> Result<Fact> {
    if value.ne(value)? {
        return Ok(Fact::Missing);
    }
    let known = value.call_method1("astype", ("datetime64[us]",))?;
    let back = known.call_method1("astype", (value.getattr("dtype")?,))?;
    let item = known.call_method0("item")?;
    if back.ne(value)? || !item.is_instance_of::<PyDateTime>() {
        return Err(not_a_day(value.str()?));
    }
    instant(&item)
}
