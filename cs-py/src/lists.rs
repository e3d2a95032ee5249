//! Columns made of NumPy buffers and Python lists, for callers without Arrow.

use std::sync::Arc;

use arrow_array::{
    ArrayRef, ArrowPrimitiveType, BooleanArray, Date32Array, Decimal128Array, Float16Array, Float32Array,
    Float64Array, Int64Array, NullArray, StringArray, UInt64Array,
    builder::{Float64Builder, StringBuilder},
    types::{Float16Type, Float32Type, Float64Type, Int64Type, UInt8Type, UInt16Type, UInt64Type},
};
use arrow_buffer::BooleanBuffer;
use cs_core::{
    error::{Error, ErrorCode},
    fact::facts::Fact,
    value::day,
};
use pyo3::{
    buffer::PyBuffer,
    prelude::*,
    types::{PyFloat, PyInt, PyList, PyString},
};

use rust_decimal::Decimal;

use crate::{
    capsule::numbers,
    columns::Columns,
    decimals,
    error::Result,
    fact::fact,
    held, number,
    pieces::{self, Pieces},
};

/// A float of 16 bits.
type Half = <Float16Type as ArrowPrimitiveType>::Native;

/// NumPy's NaT, as the number of days that it is.
const NOT_A_TIME: i64 = i64::MIN;

/// Columns by name from `(name, kind, values)`.
///
/// Kinds: "float", "single", "half" (as whole numbers of 16 bits), "integer", "unsigned", "flag" (bytes 0 and 1) and "day"
/// (days since 1970-01-01) are contiguous buffers, which are read where they lie; "exact" is an iterable of whole numbers and decimals, "list" is an iterable of
/// values, whose type is that of the first that is not missing; "missing" is the
/// number of rows of a column without values. The kinds of [`held`] are "arrow", "masked" and "coded".
#[pyfunction]
pub(crate) fn columns(rows: usize, named: Vec<(String, String, Bound<'_, PyAny>)>) -> Result<Columns> {
    let read = |(name, kind, values): (String, String, Bound<'_, PyAny>)| {
        let arrays = match kind.as_str() {
            "arrow" => held::arrow(&values),
            _ => column(&kind, &values).map(|array| vec![array]),
        };
        Ok(Pieces::new(name.clone(), arrays.map_err(|fault| fault.in_column(&name))?))
    };
    let columns: Vec<Pieces> = named.into_iter().map(read).collect::<Result<_>>()?;
    Ok(Columns::of(pieces::aligned(&columns, rows)?))
}

/// One column of a kind.
pub(crate) fn column(kind: &str, values: &Bound<'_, PyAny>) -> Result<ArrayRef> {
    Ok(match kind {
        "masked" => held::masked(values)?,
        "coded" => held::coded(values)?,
        "float" => Arc::new(numbers::<Float64Type>(PyBuffer::get(values)?)?),
        "single" => Arc::new(numbers::<Float32Type>(PyBuffer::get(values)?)?),
        "half" => {
            let bits = numbers::<UInt16Type>(PyBuffer::get(values)?)?;
            Arc::new(Float16Array::from_iter_values(bits.values().iter().map(|bits| Half::from_bits(*bits))))
        }
        "integer" => Arc::new(numbers::<Int64Type>(PyBuffer::get(values)?)?),
        "unsigned" => Arc::new(numbers::<UInt64Type>(PyBuffer::get(values)?)?),
        "exact" => exactly(values)?,
        "flag" => {
            let flags = numbers::<UInt8Type>(PyBuffer::get(values)?)?;
            let is_set = |row: usize| flags.values().get(row).is_some_and(|flag| *flag != 0);
            let bits = BooleanBuffer::collect_bool(flags.len(), is_set);
            Arc::new(BooleanArray::new(bits, None))
        }
        "day" => Arc::new(days(numbers::<Int64Type>(PyBuffer::get(values)?)?.values())?),
        "missing" => Arc::new(NullArray::new(values.extract()?)),
        _ => match whole(values)? {
            Some(numbers) => numbers,
            None => list(values)?,
        },
    })
}

/// Whole numbers and decimals, exactly: 64-bit integers where all are whole and fit, otherwise decimals with the places of
/// the longest; None is missing.
fn exactly(values: &Bound<'_, PyAny>) -> Result<ArrayRef> {
    let read = |(row, value): (usize, PyResult<Bound<'_, PyAny>>)| {
        let value = value?;
        if value.is_none()
            || value.is_instance(number::decimal_type(value.py())?)?
                && value.call_method0("is_qnan")?.is_truthy()?
        {
            return Ok(None);
        }
        number::read(&value).map(Some).map_err(|fault| fault.at_row(row))
    };
    let (mut decimals, mut places) = (false, 0);
    let mut numbers: Vec<Option<Decimal>> = Vec::new();
    for (row, value) in values.try_iter()?.enumerate() {
        if let Ok(value) = &value
            && value.is_instance(number::decimal_type(value.py())?)?
        {
            // 1.20 has two places, although it is 1.2.
            let written = value.call_method0("as_tuple")?.getattr("exponent")?.extract::<i64>().unwrap_or(0);
            places = u32::try_from(written.saturating_neg()).unwrap_or(0).min(28).max(places);
            decimals = true;
        }
        numbers.push(read((row, value))?);
    }
    let whole = |value: &Option<Decimal>| value.map(|value| (value.scale() == 0).then(|| value.mantissa()));
    if !decimals {
        let wholes = || numbers.iter().map(whole).map(Option::flatten);
        let small = wholes().map(|value| value.map(i64::try_from).transpose());
        if let Ok(small) = small.collect::<std::result::Result<Int64Array, _>>() {
            return Ok(Arc::new(small));
        }
        let large = wholes().map(|value| value.map(u64::try_from).transpose());
        if let Ok(large) = large.collect::<std::result::Result<UInt64Array, _>>() {
            return Ok(Arc::new(large));
        }
    }
    let places = numbers.iter().flatten().map(Decimal::scale).max().unwrap_or(0).max(places);
    let mantissa = |value: &Decimal| {
        let power = 10_i128.checked_pow(places.saturating_sub(value.scale()));
        power
            .and_then(|power| value.mantissa().checked_mul(power))
            .filter(|wide| wide.unsigned_abs() < 10_u128.pow(38))
    };
    let too_long = |row: usize| {
        Error::new(ErrorCode::Overflow, "the column's decimals need more than 38 digits").at_row(row)
    };
    let mantissas = numbers.iter().enumerate().map(|(row, value)| match value {
        None => Ok(None),
        Some(value) => mantissa(value).map(Some).ok_or_else(|| too_long(row)),
    });
    let array: Decimal128Array = mantissas.collect::<std::result::Result<_, Error>>()?;
    let places = i8::try_from(places).unwrap_or(i8::MAX);
    let typed = array.with_precision_and_scale(38, places);
    Ok(Arc::new(typed.map_err(|cause| Error::new(ErrorCode::Internal, cause.to_string()))?))
}

fn days(numbers: &[i64]) -> Result<Date32Array> {
    let day = |(row, number): (usize, &i64)| {
        if *number == NOT_A_TIME {
            return Ok(None);
        }
        let known = i32::try_from(*number).ok().filter(|number| day::NUMBERS.contains(number));
        let error = || Error::new(ErrorCode::InvalidDate, "a day is from 1900-01-01 to 9999-12-31");
        known.map(Some).ok_or_else(|| error().at_row(row).with_value(number).into())
    };
    numbers.iter().enumerate().map(day).collect()
}

/// Values of one type, which the first known one decides.
fn list(values: &Bound<'_, PyAny>) -> Result<ArrayRef> {
    if let Some(plain) = texts(values).or_else(|| floats(values)) {
        return Ok(plain);
    }
    if let Some(narrow) = narrow(values)? {
        return Ok(narrow);
    }
    if let Some(decimals) = decimals::column(values)? {
        return Ok(decimals);
    }
    let read =
        |(row, value): (usize, PyResult<Bound<'_, PyAny>>)| fact(&value?).map_err(|fault| fault.at_row(row));
    let facts: Vec<Fact> = values.try_iter()?.enumerate().map(read).collect::<Result<_>>()?;
    let known = |fact: &&Fact| {
        !matches!(fact, Fact::Missing) && !matches!(fact, Fact::Number(number) if number.is_nan())
    };
    Ok(match facts.iter().find(known) {
        None => Arc::new(NullArray::new(facts.len())),
        Some(Fact::Flag(_)) => Arc::new(
            typed(&facts, "flags", |fact| if let Fact::Flag(flag) = fact { Some(*flag) } else { None })?
                .into_iter()
                .collect::<BooleanArray>(),
        ),
        Some(Fact::Day(_)) => Arc::new(
            typed(&facts, "days", |fact| if let Fact::Day(day) = fact { Some(*day) } else { None })?
                .into_iter()
                .collect::<Date32Array>(),
        ),
        Some(Fact::Text(_)) => Arc::new(
            typed(
                &facts,
                "texts",
                |fact| if let Fact::Text(text) = fact { Some(text.as_str()) } else { None },
            )?
            .into_iter()
            .collect::<StringArray>(),
        ),
        Some(_) => Arc::new(
            typed(
                &facts,
                "numbers",
                |fact| if let Fact::Number(number) = fact { Some(*number) } else { None },
            )?
            .into_iter()
            .collect::<Float64Array>(),
        ),
    })
}

/// Whole numbers, if all that are known in a list are Python's own and at least one is; they may name accounts.
fn whole(values: &Bound<'_, PyAny>) -> Result<Option<ArrayRef>> {
    let Ok(list) = values.cast::<PyList>() else { return Ok(None) };
    let mut numbers: Vec<Option<i64>> = Vec::with_capacity(list.len());
    for value in list {
        let number = if value.is_none() { Some(None) } else { exact(&value).map(Some) };
        let Some(number) = number else { return Ok(None) };
        numbers.push(number);
    }
    let known = numbers.iter().any(Option::is_some);
    Ok(known.then(|| Arc::new(Int64Array::from(numbers)) as ArrayRef))
}

/// Texts, if a list holds nothing else and at least one; None and NaN are missing.
fn texts(values: &Bound<'_, PyAny>) -> Option<ArrayRef> {
    let (mut texts, mut is_known) = (StringBuilder::new(), false);
    for value in values.cast::<PyList>().ok()? {
        if let Ok(given) = value.cast_exact::<PyString>() {
            texts.append_value(number::text(given).ok()?);
            is_known = true;
        } else if value.is_none() || value.cast_exact::<PyFloat>().is_ok_and(|float| float.value().is_nan()) {
            texts.append_null();
        } else {
            return None;
        }
    }
    is_known.then(|| Arc::new(texts.finish()) as ArrayRef)
}

/// Floats, if a list holds nothing but them, at least one, and whole numbers; None and NaN are missing.
fn floats(values: &Bound<'_, PyAny>) -> Option<ArrayRef> {
    let list = values.cast::<PyList>().ok()?;
    let (mut floats, mut is_known) = (Float64Builder::with_capacity(list.len()), false);
    for value in list {
        if let Ok(float) = value.cast_exact::<PyFloat>() {
            floats.append_option(Some(float.value()).filter(|float| !float.is_nan()));
            is_known |= !float.value().is_nan();
        } else if value.is_none() {
            floats.append_null();
        } else if value.is_exact_instance_of::<PyInt>() {
            floats.append_value(value.extract().ok()?);
        } else {
            return None;
        }
    }
    is_known.then(|| Arc::new(floats.finish()) as ArrayRef)
}

/// Floats of NumPy of 32 or of 16 bits, if a list holds nothing but one of these types; None and NaN are missing. The column
/// keeps the type, by whose shortest text exact numbers are read.
fn narrow(values: &Bound<'_, PyAny>) -> Result<Option<ArrayRef>> {
    let Ok(list) = values.cast::<PyList>() else { return Ok(None) };
    let Some(first) = list.iter().find(|value| !is_blank(value)) else { return Ok(None) };
    let kind = first.getattr("dtype").and_then(|dtype| dtype.getattr("char")).and_then(|kind| kind.extract());
    let kind: String = kind.unwrap_or_default();
    let own = first.get_type();
    let alike = |value: &Bound<'_, PyAny>| is_blank(value) || value.get_type().is(&own);
    if !["f", "e"].contains(&kind.as_str())
        || number::is_array(&first)
        || !list.iter().all(|value| alike(&value))
    {
        return Ok(None);
    }
    let known = |value: &Bound<'_, PyAny>| value.extract::<f32>().ok().filter(|value| !value.is_nan());
    let floats = list.iter().map(|value| known(&value));
    Ok(Some(match kind.as_str() {
        "e" => Arc::new(floats.map(|value| value.map(Half::from_f32)).collect::<Float16Array>()),
        _ => Arc::new(floats.collect::<Float32Array>()),
    }))
}

/// None, or a NaN of Python's own.
fn is_blank(value: &Bound<'_, PyAny>) -> bool {
    value.is_none() || value.cast_exact::<PyFloat>().is_ok_and(|float| float.value().is_nan())
}

/// A whole number that is not a flag.
fn exact(value: &Bound<'_, PyAny>) -> Option<i64> {
    value.is_exact_instance_of::<PyInt>().then(|| value.extract().ok()).flatten()
}

/// The values of one type; NaN is missing whatever the type.
fn typed<'f, T>(
    facts: &'f [Fact],
    kind: &str,
    value: impl Fn(&'f Fact) -> Option<T>,
) -> Result<Vec<Option<T>>> {
    let read = |(row, fact): (usize, &'f Fact)| match (value(fact), fact) {
        (Some(value), _) => Ok(Some(value)),
        (None, Fact::Missing) => Ok(None),
        (None, Fact::Number(number)) if number.is_nan() => Ok(None),
        (None, other) => {
            let error = Error::new(ErrorCode::TypeMismatch, format!("the column begins with {kind}"));
            Err(error.at_row(row).with_value(serde_json::to_string(other).unwrap_or_default()).into())
        }
    };
    facts.iter().enumerate().map(read).collect()
}
