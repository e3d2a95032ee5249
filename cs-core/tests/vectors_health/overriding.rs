//! `override/<name>.json`: what a person says of an account, and what the card said before.

use std::collections::BTreeMap;

use cs_core::health::manual_table::Overriding;
use cs_core::health::score_column::ScoreColumn;
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::columns::Owned;
use crate::files::{Refusal, Value, each, facts, same};
use crate::health::alike;

#[derive(Deserialize)]
struct Case {
    name: String,
    card: Value,
    facts: Value,
    as_of: NaiveDate,
    #[serde(rename = "override")]
    manual: Value,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

fn overridden(case: &Case) -> Result<Health> {
    let card = Scorecard::from_json(&case.card.to_string())?;
    let manual = Override::from_json(&case.manual.to_string())?;
    assert_eq!(Override::from_json(&manual.to_json()?)?, manual);
    card.overridden(card.score(&facts(&case.facts)?, case.as_of)?, &manual)
}

#[test]
fn every_override_moves_what_the_card_gave() {
    each("override", &["bad", "effects", "expiry"], |case: &Case, tolerance| {
        match (overridden(case), &case.expected, &case.refusal) {
            (Ok(health), Some(expected), None) => {
                let read = Health::from_json(&health.to_json().unwrap());
                same(&case.name, read.as_ref().ok(), Some(&health))?;
                alike(&case.name, &serde_json::to_value(&health).unwrap(), expected, tolerance)
            }
            (Err(error), None, Some(expected)) => {
                same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
            }
            (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
        }
    });
}

#[derive(Deserialize)]
struct Portfolio {
    name: String,
    card: Scorecard,
    columns: BTreeMap<String, Vec<Value>>,
    overrides: Value,
    as_of: NaiveDate,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

fn portfolio(case: &Portfolio) -> Result<Value> {
    let document = json!({"kind": "overrides", "version": 1, "overrides": case.overrides});
    let overrides = Overrides::from_json(&document.to_string())?;
    assert_eq!(Overrides::from_json(&overrides.to_json()?)?, overrides);
    let owned = Owned::all(&case.columns);
    let table = Owned::table(&owned)?;
    let card = &case.card;
    let mut scored = card.score_columns(&table, case.as_of, Invalid::Error, &ScoreColumn::ALL)?;
    let band =
        |ranks: &[u8]| ranks.iter().map(|rank| card.bands().name(*rank).to_owned()).collect::<Vec<_>>();
    let (card_score, card_band) = (scored.score.clone(), band(&scored.band));
    let mut overriding = Overriding::new(card, &overrides, case.as_of)?;
    let used = overriding.apply(&table, "account", &mut scored)?;
    let reason = |used: &Option<usize>| used.and_then(|at| overrides.iter().nth(at)).map(Override::reason);
    let report = overriding.report();
    // serde_json writes NaN as null.
    Ok(json!({
        "score": scored.score, "band": band(&scored.band), "shown": scored.shown, "card_score": card_score, "card_band": card_band,
        "override": used.iter().map(reason).collect::<Vec<_>>(),
        "used": report.used, "expired": report.expired, "unmatched": report.unmatched,
    }))
}

#[test]
fn overrides_find_their_accounts() {
    each("override_table", &["portfolios"], |case: &Portfolio, tolerance| {
        match (portfolio(case), &case.expected, &case.refusal) {
            (Ok(found), Some(expected), None) => alike(&case.name, &found, expected, tolerance),
            (Err(error), None, Some(expected)) => {
                same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
            }
            (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
        }
    });
}
