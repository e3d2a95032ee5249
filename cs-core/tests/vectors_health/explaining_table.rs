//! `explain_table/<name>.json`: where the scores of a portfolio come from, long and wide.

use std::collections::BTreeMap;

use cs_core::prelude::*;
use serde::Deserialize;

use crate::columns::Owned;
use crate::files::{Refusal, Value, each, same};
use crate::health::alike;

#[derive(Deserialize)]
struct Case {
    name: String,
    card: Scorecard,
    as_of: NaiveDate,
    table: BTreeMap<String, Vec<Value>>,
    request: Layout,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

#[derive(Deserialize)]
struct Layout {
    long: bool,
}

type Named = BTreeMap<String, Vec<Value>>;

fn explained(case: &Case) -> Result<Value> {
    let owned = Owned::all(&case.table);
    let table = Owned::table(&owned)?;
    let explainer = case.card.explainer(&table, case.as_of, Invalid::Error)?;
    let mut columns = Named::new();
    let mut add = |name: &str, value: Value| columns.entry(name.to_owned()).or_default().push(value);
    explainer.tiles(0..explainer.rows(), |tile| {
        for lane in 0..tile.rows() {
            let row = tile.start().saturating_add(lane);
            // serde_json writes NaN as null.
            let value = |column: &[f64]| Value::from(column.get(lane).copied());
            for (at, (indicator, part)) in case.card.indicators().iter().zip(tile.parts()).enumerate() {
                if !case.request.long {
                    add(&format!("{}_points", indicator.name()), value(part.points));
                    add(&format!("{}_lost", indicator.name()), value(part.lost));
                    continue;
                }
                let text = explainer.texts(at).and_then(|column| column.text(row).unwrap());
                add("row", row.into());
                add("indicator", indicator.name().into());
                add("group", indicator.group_name().into());
                add("raw", value(part.raw));
                add("raw_text", text.into());
                add("score", value(part.score));
                add("weight", value(part.weight));
                add("points", value(part.points));
                add("lost", value(part.lost));
                add("status", part.statuses().nth(lane).unwrap().as_str().into());
            }
        }
    })?;
    Ok(serde_json::to_value(columns).unwrap())
}

#[test]
fn every_score_of_a_portfolio_is_explained() {
    each("explain_table", &["portfolios", "refused", "trees"], |case: &Case, tolerance| {
        match (explained(case), &case.expected, &case.refusal) {
            (Ok(found), Some(expected), None) => alike(&case.name, &found, expected, tolerance),
            (Err(error), None, Some(expected)) => {
                same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
            }
            (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
        }
    });
}
