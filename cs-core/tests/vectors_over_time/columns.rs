//! Columns of a case as a table, and results as the columns that a case expects.

use std::collections::BTreeMap;

use cs_core::prelude::*;
use cs_core::value::day;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::files::{Refusal, same};

/// Columns by name, `null` for missing.
pub(crate) type Named = BTreeMap<String, Vec<Value>>;

/// What every case has beside its tables.
#[derive(Deserialize)]
pub(crate) struct Outcome {
    pub(crate) name: String,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

enum Owned<'c> {
    Numbers(Vec<f64>),
    Integers(Vec<i64>),
    Days(Vec<i32>),
    Texts(Vec<&'c str>),
}

impl<'c> Owned<'c> {
    /// A column of whole numbers, of numbers (with `null` and their names), of days, or of texts.
    fn new(values: &'c [Value]) -> Self {
        let number = |value: &Value| match value {
            Value::Null => Some(f64::NAN),
            Value::Number(number) => number.as_f64(),
            Value::String(text) if matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity") => {
                text.parse().ok()
            }
            _ => None,
        };
        let day = |value: &Value| match value {
            Value::Null => Some(0),
            other => other.as_str().and_then(|text| day::from_text(text).ok()).map(day::to_number),
        };
        if let Some(whole) = values.iter().map(Value::as_i64).collect() {
            return Owned::Integers(whole);
        }
        if let Some(numbers) = values.iter().map(number).collect() {
            return Owned::Numbers(numbers);
        }
        values.iter().map(day).collect::<Option<_>>().map_or_else(
            || Owned::Texts(values.iter().map(|value| value.as_str().unwrap_or("")).collect()),
            Owned::Days,
        )
    }

    fn values(&self) -> Values<'_> {
        match self {
            Owned::Numbers(numbers) => Values::Float(numbers),
            Owned::Integers(whole) => Values::Integer(whole),
            Owned::Days(days) => Values::Day(days),
            Owned::Texts(texts) => Values::Text(Texts::Slices(texts)),
        }
    }
}

/// Lends the columns as a table, each with a validity mask.
pub(crate) fn with_table<T>(columns: &Named, body: impl FnOnce(&Table<'_>) -> Result<T>) -> Result<T> {
    let rows = columns.values().next().map_or(0, Vec::len);
    let owned: Vec<(&str, Owned<'_>, Vec<u8>)> = columns
        .iter()
        .map(|(name, values)| {
            let byte = |eight: &[Value]| crate::files::bits(eight.iter().map(|value| !value.is_null()));
            (name.as_str(), Owned::new(values), values.chunks(8).map(byte).collect())
        })
        .collect();
    let mut table = Table::new(rows);
    for (name, values, known) in &owned {
        table = table.with(name, values.values(), Some(Validity::new(known, 0)))?;
    }
    body(&table)
}

/// Compares columns or the error; numbers within the tolerance, relative above 1.
pub(crate) fn check(case: &Outcome, found: Result<Value>, tolerance: f64) -> Result<(), String> {
    match (found, &case.expected, &case.refusal) {
        (Ok(found), Some(expected), None) => alike(&case.name, &found, expected, tolerance),
        (Err(error), None, Some(expected)) => {
            same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
        }
        (found, ..) => Err(format!("{}: {found:?}", case.name)),
    }
}

fn alike(place: &str, found: &Value, expected: &Value, tolerance: f64) -> Result<(), String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().try_for_each(|(name, expected)| {
                let found = found.get(name).ok_or_else(|| format!("{place}: no {name}"))?;
                alike(&format!("{place}.{name}"), found, expected, tolerance)
            })
        }
        (Value::Array(found), Value::Array(expected)) => {
            same(&format!("{place}, length"), found.len(), expected.len())?;
            found.iter().zip(expected).enumerate().try_for_each(|(at, (found, expected))| {
                alike(&format!("{place}[{at}]"), found, expected, tolerance)
            })
        }
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            let near = (one - other).abs() <= tolerance * other.abs().max(1.0);
            if near { Ok(()) } else { Err(format!("{place}: {one}, expected {other}")) }
        }
        _ => same(place, found, expected),
    }
}

/// A list of objects as an object of lists.
pub(crate) fn turned(rows: &[Value], names: &[&str]) -> Value {
    let column = |name: &&str| {
        let values: Vec<&Value> = rows.iter().map(|row| &row[*name]).collect();
        ((*name).to_owned(), json!(values))
    };
    Value::Object(names.iter().map(column).collect())
}

/// Floats, NaN as `null`.
pub(crate) fn floats(values: &[f64]) -> Value {
    values.iter().map(|value| if value.is_nan() { Value::Null } else { json!(value) }).collect()
}
