//! `columns.json`: KPIs of rows and groups; values to the last digit or bit, reasons, keys, errors by place.

use std::collections::BTreeMap;

use cs_core::kpi::columns::{Numbers, Query};
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
struct Vectors {
    count: usize,
    shown: usize,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    query: Value,
    columns: BTreeMap<String, Column>,
    expected: Option<Expected>,
    error: Option<String>,
    path: Option<String>,
    column: Option<String>,
    row: Option<u64>,
    shows: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Column {
    Integer { values: Vec<Option<i64>> },
    Float { values: Vec<Option<Value>> },
    Decimal { scale: u32, values: Vec<Option<String>> },
    Text { values: Vec<Option<String>> },
    Flag { values: Vec<Option<bool>> },
    Day { values: Vec<Option<NaiveDate>> },
}

#[derive(Deserialize)]
struct Expected {
    numbers: Vec<Value>,
    reasons: Vec<Option<String>>,
    keys: Option<BTreeMap<String, Vec<Value>>>,
    left_out: Option<Vec<u64>>,
}

/// The values of a column in memory, and bits for those that are there.
enum Held<'c> {
    Integer(Vec<i64>),
    Float(Vec<f64>),
    Decimal(Vec<i128>, u32),
    Text(Vec<&'c str>),
    Flag(Vec<u8>, usize),
    Day(Vec<i32>),
}

fn bits<T>(values: &[Option<T>]) -> Vec<u8> {
    let mut bits = vec![0; values.len().div_ceil(8)];
    for (row, value) in values.iter().enumerate() {
        bits[row / 8] |= u8::from(value.is_some()) << (row % 8);
    }
    bits
}

fn float(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| value.as_str().unwrap().parse().unwrap())
}

/// What lies under a cleared bit is not looked at: a value that would be refused.
fn held(column: &Column) -> (Held<'_>, Vec<u8>) {
    match column {
        Column::Integer { values } => {
            (Held::Integer(values.iter().map(|value| value.unwrap_or(-1)).collect()), bits(values))
        }
        Column::Float { values } => {
            let read = |value: &Option<Value>| value.as_ref().map_or(f64::INFINITY, float);
            (Held::Float(values.iter().map(read).collect()), bits(values))
        }
        Column::Decimal { scale, values } => {
            let read = |value: &Option<String>| {
                let Some(text) = value else { return i128::MAX };
                let mut decimal = Decimal::from_str_exact(text).unwrap();
                decimal.rescale(*scale);
                decimal.mantissa()
            };
            (Held::Decimal(values.iter().map(read).collect(), *scale), bits(values))
        }
        Column::Text { values } => {
            (Held::Text(values.iter().map(|value| value.as_deref().unwrap_or("?")).collect()), bits(values))
        }
        Column::Flag { values } => {
            let set: Vec<Option<()>> = values.iter().map(|flag| flag.unwrap_or(true).then_some(())).collect();
            (Held::Flag(bits(&set), values.len()), bits(values))
        }
        Column::Day { values } => {
            let epoch = NaiveDate::default();
            let read = |day: &Option<NaiveDate>| {
                day.map_or(i32::MAX, |day| i32::try_from((day - epoch).num_days()).unwrap())
            };
            (Held::Day(values.iter().map(read).collect()), bits(values))
        }
    }
}

fn key(column: &Column, row: usize) -> Value {
    match column {
        Column::Integer { values } => values[row].into(),
        Column::Float { values } => values[row].clone().into(),
        Column::Decimal { values, .. } | Column::Text { values } => values[row].clone().into(),
        Column::Flag { values } => values[row].into(),
        Column::Day { values } => values[row].map(|day| day.to_string()).into(),
    }
}

fn run(case: &Case) -> Result<kpi::columns::Answer> {
    let held: Vec<_> = case.columns.values().map(held).collect();
    let rows = match &held[0].0 {
        Held::Integer(values) => values.len(),
        Held::Float(values) => values.len(),
        Held::Decimal(values, _) => values.len(),
        Held::Text(values) => values.len(),
        Held::Flag(_, rows) => *rows,
        Held::Day(values) => values.len(),
    };
    let mut table = Table::new(rows);
    for (name, (held, known)) in case.columns.keys().zip(&held) {
        let values = match held {
            Held::Integer(values) => Values::Integer(values),
            Held::Float(values) => Values::Float(values),
            Held::Decimal(mantissas, scale) => Values::Decimal { mantissas, scale: *scale },
            Held::Text(values) => Values::Text(Texts::Slices(values)),
            Held::Flag(bits, _) => Values::Flag { bits, offset: 0 },
            Held::Day(values) => Values::Day(values),
        };
        table = table.with(name, values, Some(Validity::new(known, 0)))?;
    }
    Query::from_json(&case.query.to_string())?.apply(&table)
}

fn numbers(numbers: &Numbers) -> Vec<Value> {
    match numbers {
        Numbers::Float(floats) => {
            floats.iter().map(|float| if float.is_nan() { Value::Null } else { (*float).into() }).collect()
        }
        Numbers::Text(texts) => texts.iter().map(|text| text.clone().into()).collect(),
        Numbers::Decimal { mantissas, scale } => {
            let text = |mantissa: &i128| {
                // At most 38 digits, which a decimal may not hold: written by hand.
                let sign = if *mantissa < 0 { "-" } else { "" };
                let scale = usize::try_from(*scale).unwrap();
                let digits = format!("{:0>width$}", mantissa.unsigned_abs(), width = scale + 1);
                let (whole, fraction) = digits.split_at(digits.len() - scale);
                let fraction = fraction.trim_end_matches('0');
                if fraction.is_empty() {
                    format!("{sign}{whole}")
                } else {
                    format!("{sign}{whole}.{fraction}")
                }
            };
            mantissas.iter().map(|mantissa| mantissa.as_ref().map(text).into()).collect()
        }
    }
}

#[test]
fn every_table_gives_its_values_or_its_error() {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../../../tests/vectors/kpi/columns.json")).unwrap();
    assert_eq!(vectors.cases.len(), vectors.count);
    assert_eq!(vectors.cases.iter().filter(|case| case.shows.is_some()).count(), vectors.shown);
    for case in &vectors.cases {
        let name = &case.name;
        match (run(case), &case.expected) {
            (Ok(answer), Some(expected)) => {
                let reasons =
                    answer.reasons.iter().map(|reason| reason.map(|reason| reason.as_str().to_owned()));
                assert_eq!(reasons.collect::<Vec<_>>(), expected.reasons, "{name}");
                assert_eq!(numbers(&answer.numbers), expected.numbers, "{name}");
                assert_eq!(answer.left_out, expected.left_out, "{name}");
                for (key_name, keys) in expected.keys.iter().flatten() {
                    let column = &case.columns[key_name];
                    let first = answer.first.as_ref().unwrap().iter().map(|row| key(column, *row));
                    assert_eq!(&first.collect::<Vec<_>>(), keys, "{name}");
                }
            }
            (Err(error), None) => {
                assert_eq!(Some(error.code().as_str()), case.error.as_deref(), "{name}: {error}");
                assert_eq!(error.path(), case.path.as_deref(), "{name}: {error}");
                assert_eq!(error.column(), case.column.as_deref(), "{name}: {error}");
                assert_eq!(error.row(), case.row, "{name}: {error}");
                assert_eq!(error.value(), case.shows.as_deref(), "{name}: {error}");
            }
            (outcome, _) => panic!("{name}: {outcome:?}"),
        }
    }
}

/// A slice of a longer column: bits begin in the middle of a byte.
#[test]
fn a_mask_may_begin_anywhere() {
    let known = [0b1011_0000];
    let (opening, churned) = ([9, 0, 9, 9], [1, 1, 2, 3]);
    let mask = Some(Validity::new(&known, 4));
    let table = Table::new(4).with("opening", Values::Integer(&opening), mask).unwrap();
    let table = table.with("churned", Values::Integer(&churned), None).unwrap();
    let answer = Query::new("churn_rate").unwrap().invalid(Invalid::Missing).apply(&table).unwrap();
    let reasons: Vec<_> = answer.reasons.iter().map(|reason| reason.map(|reason| reason.as_str())).collect();
    assert_eq!(reasons, [None, Some("inconsistent"), Some("missing"), None]);
}

/// A slice of a longer column of flags: they begin in the middle of a byte, as their mask does.
#[test]
fn flags_that_are_keys_may_begin_anywhere() {
    let (flags, known) = ([0b0010_1000, 0b0000_0001], [0b1011_1100, 0b1]);
    let mask = Some(Validity::new(&known, 2));
    let table = Table::new(6).with("won", Values::Flag { bits: &flags, offset: 3 }, mask).unwrap();
    let table = table.with("opening", Values::Integer(&[10, 20, 30, 40, 50, 60]), None).unwrap();
    let table = table.with("churned", Values::Integer(&[1, 2, 3, 4, 5, 6]), None).unwrap();
    let answer = Query::new("churn_rate").unwrap().by(["won"]).apply(&table).unwrap();
    // Won, not won, won, not won, missing, won.
    assert_eq!(answer.first, Some(vec![0, 1, 4]));
}
