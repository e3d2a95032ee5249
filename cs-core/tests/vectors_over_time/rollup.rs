//! `rollup/<name>.json`: hierarchies, and the family of each account.

use cs_core::fact::key::Key;
use cs_core::health::rollup::{Families, RollUp};
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::columns::{Named, Outcome, check, floats, with_table};
use crate::files::each;

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    outcome: Outcome,
    request: Value,
    table: Named,
}

fn columns(families: &Families, name: impl Fn(usize) -> Value) -> Value {
    let worst: Vec<Value> = families.worst_row.iter().map(|row| row.map_or(Value::Null, &name)).collect();
    let mut columns: Map<String, Value> = [
        ("rollup_accounts", json!(families.accounts)),
        ("rollup_scored", json!(families.scored)),
        ("rollup_mean", floats(&families.mean)),
        ("rollup_weighted_mean", floats(&families.weighted_mean)),
        ("rollup_worst", floats(&families.worst)),
        ("rollup_worst_account", json!(worst)),
    ]
    .map(|(name, column)| (name.to_owned(), column))
    .into_iter()
    .collect();
    for (band, shares) in families.bands.iter().zip(&families.shares) {
        columns.insert(format!("rollup_share_{band}"), floats(shares));
    }
    Value::Object(columns)
}

fn families(case: &Case) -> Result<Value> {
    let rollup = RollUp::from_json(&case.request.to_string())?;
    with_table(&case.table, |table| {
        let accounts = table.column(&rollup.account)?;
        let name = |row: usize| match accounts.key(row).unwrap().unwrap() {
            Key::Number(number) => json!(number),
            Key::Text(text) => json!(text),
        };
        Ok(columns(&rollup.table(table)?, name))
    })
}

#[test]
fn every_account_has_its_family() {
    let names = ["drawn", "families", "refused"];
    each("rollup", &names, |case: &Case, tolerance| check(&case.outcome, families(case), tolerance));
}
