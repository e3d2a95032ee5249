//! `migration/<name>.json`: two portfolios, and who moved between bands.

use cs_core::health::migration::Migrating;
use cs_core::prelude::*;
use cs_core::value::number;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::columns::{Named, Outcome, check, turned, with_table};
use crate::files::each;

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    outcome: Outcome,
    request: Value,
    before: Named,
    after: Named,
}

fn cells(case: &Case) -> Result<Value> {
    let migrating = Migrating::from_json(&case.request.to_string())?;
    let migration =
        with_table(&case.before, |before| with_table(&case.after, |after| migrating.between(before, after)))?;
    let row = |cell: &cs_core::health::migration::Cell| {
        let mut row = json!(cell);
        row["value_before"] = json!(cell.value_before.map(number::to_float));
        row["value_after"] = json!(cell.value_after.map(number::to_float));
        row
    };
    let rows: Vec<Value> = migration.cells.iter().map(row).collect();
    Ok(turned(&rows, &["from", "to", "move", "accounts", "value_before", "value_after"]))
}

#[test]
fn everybody_who_moved_is_counted_once() {
    let names = ["drawn", "matrices", "refused"];
    each("migration", &names, |case: &Case, tolerance| check(&case.outcome, cells(case), tolerance));
}
