//! `health/<name>.json`: whole scorecards, and everything that a result says.

use cs_core::health::score_column::ScoreColumn;
use cs_core::health::shipped;
use cs_core::prelude::*;
use serde::Deserialize;

use crate::files::{Refusal, Value, each, facts, same};

#[derive(Deserialize)]
struct Case {
    name: String,
    card: Option<Value>,
    shipped: Option<String>,
    facts: Value,
    as_of: NaiveDate,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

fn score(case: &Case) -> Result<Health> {
    let card = match (&case.card, &case.shipped) {
        (Some(card), None) => Scorecard::from_json(&card.to_string())?,
        (None, Some(name)) => shipped::card(name)?,
        _ => panic!("{}: a card, or the name of a shipped one", case.name),
    };
    let facts = facts(&case.facts)?;
    let health = card.score(&facts, case.as_of)?;
    let table = facts.table(card.facts())?;
    let column = card.score_columns(&table, case.as_of, Invalid::Error, &[ScoreColumn::Shown])?.shown;
    let shown: Vec<Option<u64>> =
        column.iter().map(|x| Some(*x).filter(|x| !x.is_nan()).map(f64::to_bits)).collect();
    assert_eq!(shown, [health.shown().map(f64::to_bits)], "{}", case.name);
    Ok(health)
}

/// Compares what is expected, field by field; numbers within the tolerance (relative where they are large).
pub(crate) fn alike(place: &str, found: &Value, expected: &Value, tolerance: f64) -> Result<(), String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().try_for_each(|(name, expected)| {
                alike(
                    &format!("{place}.{name}"),
                    found.get(name).unwrap_or(&Value::Null),
                    expected,
                    tolerance,
                )
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

#[test]
fn every_account_gets_what_its_card_says() {
    let files = [
        "applying",
        "bands",
        "dialects",
        "exceptions",
        "fading",
        "groups",
        "handbooks",
        "inflation",
        "inputs",
        "missing",
        "published",
        "random",
        "shipped",
    ];
    each("health", &files, |case: &Case, tolerance| {
        let name = case.name.as_str();
        match (score(case), &case.expected, &case.refusal) {
            (Ok(health), Some(expected), None) => {
                alike(name, &serde_json::to_value(&health).unwrap(), expected, tolerance)
            }
            (Err(error), None, Some(expected)) => same(name, &Refusal::from(&error), expected),
            (outcome, ..) => Err(format!("{name}: {outcome:?}")),
        }
    });
}
