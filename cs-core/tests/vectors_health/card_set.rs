//! `card_set/<name>.json`: cards that extend each other, chosen by rule; one by one and in columns.
#![allow(clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::collections::BTreeMap;

use cs_core::health::card_choice::SetScored;
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::columns::Owned;
use crate::files::{Refusal, Value, each, same};
use crate::health::alike;

#[derive(Deserialize)]
struct Case {
    name: String,
    set: Value,
    #[serde(default)]
    columns: BTreeMap<String, Vec<Value>>,
    as_of: Option<NaiveDate>,
    /// The cards, each whole.
    #[serde(default)]
    cards: Vec<Value>,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

const WORDS: [&str; 11] = [
    "score",
    "band",
    "band_rank",
    "coverage",
    "low",
    "high",
    "missing",
    "errored",
    "shown",
    "card",
    "reason",
];

fn columns(set: &ScorecardSet, scored: &SetScored) -> Value {
    let card = |at: &Option<usize>| at.map(|at| set.cards()[at].name().to_owned());
    let reason = |at: &Option<usize>| at.map(|at| scored.reasons[at].clone());
    let band: Vec<&str> = scored.band.iter().map(|at| scored.bands[usize::from(*at)].as_str()).collect();
    // serde_json writes NaN as null.
    json!({
        "card": scored.card.iter().map(card).collect::<Vec<_>>(),
        "reason": scored.rule.iter().map(reason).collect::<Vec<_>>(),
        "score": scored.score, "band": band, "band_rank": scored.band_rank, "coverage": scored.coverage, "low": scored.low, "high": scored.high,
        "missing": scored.missing, "errored": scored.errored, "shown": scored.shown,
    })
}

/// The place of a band among those of its card.
fn rank(set: &ScorecardSet, card: Option<&str>, band: Option<&Value>) -> u8 {
    let card = set.cards().iter().find(|one| Some(one.name()) == card);
    card.and_then(|card| card.bands().rank_of(band?.as_str()?)).unwrap_or(u8::MAX)
}

/// One account after the other, as columns.
fn one_by_one(case: &Case, set: &ScorecardSet, as_of: NaiveDate) -> Result<BTreeMap<String, Value>> {
    let rows = case.columns.values().next().map_or(0, Vec::len);
    let mut found: BTreeMap<String, Value> = BTreeMap::new();
    for row in 0..rows {
        let facts: serde_json::Map<String, Value> =
            case.columns.iter().map(|(name, values)| (name.clone(), values[row].clone())).collect();
        for one in set.score(&Facts::from_json(&Value::Object(facts).to_string())?, as_of)? {
            let health = serde_json::to_value(&one.health).unwrap();
            let of = |field: &str, none: Value| health.get(field).cloned().unwrap_or(none);
            let columns = found.entry(one.name).or_insert_with(|| json!({}));
            for (field, value) in [
                ("card", json!(one.card)),
                ("reason", json!(one.reason)),
                ("score", of("score", Value::Null)),
                ("band", of("band", json!("unknown"))),
                ("band_rank", json!(rank(set, one.card.as_deref(), health.get("band")))),
                ("coverage", of("coverage", json!(0.0))),
                ("low", of("low", Value::Null)),
                ("high", of("high", Value::Null)),
                ("missing", of("missing", json!(0))),
                ("errored", of("errored", json!(0))),
                ("shown", json!(one.health.as_ref().and_then(Health::shown))),
            ] {
                let column = &mut columns[field];
                if column.is_null() {
                    *column = json!([]);
                }
                column.as_array_mut().unwrap().push(value);
            }
        }
    }
    Ok(found)
}

fn check(case: &Case, set: &ScorecardSet, expected: &Value, tolerance: f64) -> Result<(), String> {
    let text = set.to_json().unwrap();
    let again = ScorecardSet::from_json(&text).unwrap();
    same(&case.name, (&again, again.to_json().unwrap()), (set, text))?;
    for (card, whole) in set.cards().iter().zip(&case.cards) {
        same(&case.name, card, &Scorecard::from_json(&whole.to_string()).unwrap())?;
    }
    let owned = Owned::all(&case.columns);
    let table = Owned::table(&owned).unwrap();
    let as_of = case.as_of.unwrap();
    let names: Vec<String> =
        set.scores().flat_map(|score| WORDS.map(|word| format!("{score}_{word}"))).collect();
    let all = set.columns_of(names.iter().map(String::as_str)).unwrap();
    let scored = set.score_columns(&table, as_of, Invalid::Error, &all).unwrap();
    let found: BTreeMap<String, Value> =
        scored.iter().map(|scored| (scored.name.clone(), columns(set, scored))).collect();
    alike(&case.name, &json!(found), expected, tolerance)?;
    same(&case.name, one_by_one(case, set, as_of).unwrap(), found)
}

#[test]
fn every_account_gets_the_card_that_is_for_it() {
    each("card_set", &["bad", "sets"], |case: &Case, tolerance| {
        match (ScorecardSet::from_json(&case.set.to_string()), &case.expected, &case.refusal) {
            (Ok(set), Some(expected), None) => check(case, &set, expected, tolerance),
            (Err(error), None, Some(expected)) => {
                same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
            }
            (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
        }
    });
}
