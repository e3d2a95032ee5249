//! `fault/table.json`: tables that are scored row by row as one account, and tables that are refused.

use std::collections::BTreeMap;

use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::files::{Refusal, Value, bits, file, same};
use crate::health::alike;

#[derive(Deserialize)]
struct Case {
    name: String,
    rows: usize,
    columns: BTreeMap<String, Column>,
    invalid: Invalid,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

#[derive(Deserialize)]
struct Column {
    #[serde(rename = "type")]
    kind: String,
    values: Vec<Value>,
    #[serde(default)]
    keys: Vec<i32>,
}

#[derive(Deserialize)]
struct Card {
    card: Scorecard,
    as_of: NaiveDate,
}

/// A column's values in the layout of its type, and a bit for each row that is known.
struct Owned<'a> {
    floats: Vec<f64>,
    integers: Vec<i64>,
    days: Vec<i32>,
    texts: Vec<&'a str>,
    flags: Vec<u8>,
    known: Vec<u8>,
    column: &'a Column,
}

fn pack(rows: impl Iterator<Item = bool>) -> Vec<u8> {
    let rows: Vec<bool> = rows.collect();
    rows.chunks(8).map(|byte| bits(byte.iter().copied())).collect()
}

impl<'a> Owned<'a> {
    fn new(column: &'a Column) -> Self {
        let values = || column.values.iter();
        let float = |value: &Value| match value.as_str() {
            Some(text) => text.parse().unwrap_or(0.0), // NaN, inf, -inf
            None => value.as_f64().unwrap_or(0.0),
        };
        let whole = |value: &Value| value.as_i64().unwrap_or(0);
        let known = |value: &Value| !value.is_null();
        let keyed = column.keys.iter().map(|_| true);
        Self {
            floats: values().map(float).collect(),
            integers: values().map(whole).collect(),
            days: values().map(|value| i32::try_from(whole(value)).unwrap_or(0)).collect(),
            texts: values().map(|value| value.as_str().unwrap_or("")).collect(),
            flags: pack(values().map(|value| value.as_bool().unwrap_or(false))),
            known: if column.keys.is_empty() { pack(values().map(known)) } else { pack(keyed) },
            column,
        }
    }

    fn add<'t>(&'t self, table: Table<'t>, name: &'t str) -> Result<Table<'t>> {
        let values = match self.column.kind.as_str() {
            "number" => Values::Float(&self.floats),
            "integer" => Values::Integer(&self.integers),
            "flag" => Values::Flag { bits: &self.flags, offset: 0 },
            "day" => Values::Day(&self.days),
            "text" => Values::Text(Texts::Slices(&self.texts)),
            "dictionary" => Values::Text(Texts::Dictionary { keys: &self.column.keys, values: &self.texts }),
            kind => panic!("{name}: no type {kind}"),
        };
        table.with(name, values, Some(Validity::new(&self.known, 0)))
    }
}

fn score(case: &Case, Card { card, as_of }: &Card) -> Result<Value> {
    let owned: Vec<(&String, Owned<'_>)> =
        case.columns.iter().map(|(name, column)| (name, Owned::new(column))).collect();
    let table =
        owned.iter().try_fold(Table::new(case.rows), |table, (name, column)| column.add(table, name))?;
    let scored = card.score_table_with(&table, *as_of, case.invalid)?;
    let bands: Vec<&str> = scored.band.iter().map(|rank| card.bands().name(*rank)).collect();
    // serde_json writes NaN as null.
    Ok(json!({
        "score": scored.score, "band": bands, "coverage": scored.coverage, "low": scored.low,
        "high": scored.high, "errored_rows": scored.errored_rows,
    }))
}

#[test]
fn every_table_is_scored_row_by_row_or_refused_with_its_place() {
    file("fault/table.json", |case: &Case, card: &Card, tolerance| {
        match (score(case, card), &case.expected, &case.refusal) {
            (Ok(found), Some(expected), None) => alike(&case.name, &found, expected, tolerance),
            (Err(error), None, Some(refusal)) => same(&case.name, &Refusal::from(&error), refusal),
            (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
        }
    });
}
