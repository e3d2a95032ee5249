//! `override/<name>.json`: what a person says of an account, and what the card said before.

use cs_core::prelude::*;
use serde::Deserialize;

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
