//! Runs `tests/vectors/revenue`: ledgers, the movements in them, and ledgers that are refused.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    reason = "a test fails by panicking"
)]

#[path = "vectors_health/files.rs"]
#[allow(dead_code, reason = "the scorecards' runner uses the rest")]
mod files;

use std::collections::BTreeMap;

use cs_core::prelude::*;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::detail::details;
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::report::conventions;
use cs_core::revenue::rows::{Data, Known, Rows};
use cs_core::value::day;
use files::{Refusal, Value, bits, each, same};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Case {
    name: String,
    report: String,
    options: Value,
    types: BTreeMap<String, Kind>,
    columns: BTreeMap<String, Vec<Value>>,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Integer,
    Unsigned,
    Float,
    Decimal,
    Day,
    Text,
}

/// A column's values, owned.
enum Owned<'c> {
    Integer(Vec<i64>),
    Unsigned(Vec<u64>),
    Float(Vec<f64>),
    Decimal(Vec<i128>, u32),
    Day(Vec<i32>),
    Text(Vec<&'c str>),
}

impl<'c> Owned<'c> {
    fn new(kind: Kind, values: &'c [Value]) -> Self {
        let text = |value: &'c Value| value.as_str().unwrap_or_default();
        let float = |value: &Value| match value {
            Value::String(name) => name.parse().unwrap(),
            value => value.as_f64().unwrap_or(f64::NAN),
        };
        match kind {
            Kind::Integer => Owned::Integer(values.iter().map(|value| value.as_i64().unwrap_or(0)).collect()),
            Kind::Unsigned => {
                Owned::Unsigned(values.iter().map(|value| value.as_u64().unwrap_or(0)).collect())
            }
            Kind::Float => Owned::Float(values.iter().map(float).collect()),
            Kind::Decimal => {
                let places = |value: &Value| text_of(value).split_once('.').map_or(0, |(_, part)| part.len());
                let most = values.iter().map(places).max().unwrap_or(0);
                let mantissa = |value: &Value| {
                    let zeros = "0".repeat(most - places(value));
                    format!("{}{zeros}", text_of(value).replace('.', "")).parse().unwrap_or(0)
                };
                Owned::Decimal(values.iter().map(mantissa).collect(), most.try_into().unwrap())
            }
            Kind::Day => {
                let number = |value| text(value).parse().map_or(0, day::to_number);
                Owned::Day(values.iter().map(number).collect())
            }
            Kind::Text => Owned::Text(values.iter().map(text).collect()),
        }
    }

    fn data(&self) -> Data<'_> {
        match self {
            Owned::Integer(values) => Data::Integer64(values),
            Owned::Unsigned(values) => Data::Unsigned64(values),
            Owned::Float(values) => Data::Float(values),
            Owned::Decimal(mantissas, places) => Data::Decimal { mantissas, places: *places },
            Owned::Day(values) => Data::Day(values),
            Owned::Text(values) => Data::Text(Texts::Slices(values)),
        }
    }
}

fn text_of(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The report of the case's ledger.
fn report(case: &Case) -> Result<Value> {
    let options = Options::from_json(&case.options.to_string())?;
    let owned: Vec<(&str, Owned<'_>, Vec<u8>)> = case
        .columns
        .iter()
        .map(|(name, values)| {
            let known = values.chunks(8).map(|eight| bits(eight.iter().map(|value| !value.is_null())));
            (name.as_str(), Owned::new(case.types[name], values), known.collect())
        })
        .collect();
    let mut rows = Rows::new(case.columns.values().next().map_or(0, Vec::len));
    for (name, values, known) in &owned {
        rows = rows.with(name, values.data(), Some(Known::new(known, 0)))?;
    }
    Ok(match case.report.as_str() {
        "movements" => {
            let movements = Movements::of(&rows, &options)?;
            assert_eq!(Movements::from_json(&movements.to_json()?)?, movements, "{}", case.name);
            json!(movements.table()?)
        }
        "conventions" => json!(conventions(&rows, &options)?),
        "details" => json!(details(&rows, &options)?),
        _ => {
            let cohorts = Cohorts::of(&rows, &options)?;
            assert_eq!(Cohorts::from_json(&cohorts.to_json()?)?, cohorts, "{}", case.name);
            json!({"table": cohorts.table()?, "averages": cohorts.averages()?})
        }
    })
}

/// What a case expects is there; a report may have more columns.
fn holds(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(name, value)| found.get(name).is_some_and(|found| holds(found, value)))
        }
        _ => found == expected,
    }
}

#[test]
fn every_ledger_has_its_movements() {
    let names = [
        "cohorts",
        "contracts",
        "currencies",
        "drawn",
        "faults",
        "money",
        "monthly",
        "periods",
        "published",
        "segments",
        "windows",
    ];
    each("revenue", &names, |case: &Case, _| match (report(case), &case.expected, &case.refusal) {
        (Ok(found), Some(expected), None) if holds(&found, expected) => Ok(()),
        (Ok(found), Some(expected), None) => same(&case.name, &found, expected),
        (Err(error), None, Some(expected)) => {
            same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
        }
        (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
    });
}
