//! `path/<name>.json`, `change/<name>.json`, `explain/<name>.json`: the way to a score, what changed, results in words.

use cs_core::health::change::Change;
use cs_core::health::path::{ScorePath, target_from_json};
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::files::{Refusal, Value, each, facts, same};
use crate::health::alike;

/// An account on a day.
#[derive(Deserialize)]
struct Account {
    facts: Value,
    as_of: NaiveDate,
    #[serde(rename = "override")]
    manual: Option<Override>,
}

impl Account {
    /// The result, written and read again.
    fn health(&self, card: &Scorecard) -> Result<Health> {
        let health = card.score(&facts(&self.facts)?, self.as_of)?;
        let health = match &self.manual {
            Some(manual) => card.overridden(health, manual)?,
            None => health,
        };
        Health::from_json(&health.to_json()?)
    }
}

/// Compares what came out, or the error.
fn check<T: serde::Serialize + std::fmt::Debug>(
    name: &str,
    found: Result<T>,
    expected: Option<&Value>,
    refusal: Option<&Refusal>,
    tolerance: f64,
) -> Result<(), String> {
    match (found, expected, refusal) {
        (Ok(found), Some(expected), None) => {
            alike(name, &serde_json::to_value(&found).unwrap(), expected, tolerance)
        }
        (Err(error), None, Some(expected)) => {
            same(&format!("{name}: {error}"), &Refusal::from(&error), expected)
        }
        (outcome, ..) => Err(format!("{name}: {outcome:?}")),
    }
}

#[derive(Deserialize)]
struct PathCase {
    name: String,
    card: Scorecard,
    #[serde(flatten)]
    account: Account,
    target: Value,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

#[test]
fn every_way_to_a_score_is_the_shortest() {
    each("path", &["bad", "dialect", "drawn", "paths"], |case: &PathCase, tolerance| {
        let path = || -> Result<ScorePath> {
            let target = target_from_json(&case.target.to_string())?;
            case.card.path_to(&case.account.health(&case.card)?, target)
        };
        check(&case.name, path(), case.expected.as_ref(), case.refusal.as_ref(), tolerance)
    });
}

#[derive(Deserialize)]
struct ChangeCase {
    name: String,
    card: Scorecard,
    card_before: Option<Scorecard>,
    card_after: Option<Scorecard>,
    /// Whether the account of before is scored anew with the card of today, where it had another.
    #[serde(default = "yes")]
    rescore: bool,
    before: Account,
    after: Account,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

fn yes() -> bool {
    true
}

#[test]
fn every_change_is_split_into_what_caused_it() {
    each(
        "change",
        &["bad", "changes", "dialect", "drawn", "said", "stages"],
        |case: &ChangeCase, tolerance| {
            let change = || -> Result<Change> {
                let before = case.before.health(case.card_before.as_ref().unwrap_or(&case.card))?;
                let after = case.after.health(case.card_after.as_ref().unwrap_or(&case.card))?;
                let rescored = match case.card_before {
                    Some(_) if case.rescore => Some(case.before.health(&case.card)?),
                    _ => None,
                };
                case.card.change(&before, &after, rescored.as_ref())
            };
            let found = change();
            if let Ok(change) = &found {
                let sum: f64 = change.parts.iter().map(|part| part.points).sum();
                same(
                    &format!("{}: {sum} of {}", case.name, change.points),
                    (sum - change.points).abs() <= 1e-9,
                    true,
                )?;
            }
            check(&case.name, found, case.expected.as_ref(), case.refusal.as_ref(), tolerance)
        },
    );
}

#[derive(Deserialize)]
struct ExplainCase {
    name: String,
    card: Scorecard,
    #[serde(flatten)]
    account: Account,
    expected: Value,
}

#[test]
fn every_result_is_said_in_words_and_as_a_bridge() {
    each("explain", &["sentences"], |case: &ExplainCase, tolerance| {
        let health = case.account.health(&case.card).unwrap();
        let found = json!({
            "improvements": health.improvements(), "bridge": health.bridge(),
            "sentences": health.sentences(),
        });
        alike(&case.name, &found, &case.expected, tolerance)
    });
}
