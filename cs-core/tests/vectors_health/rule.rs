//! `rule/<name>.json`: a rule is asked as the exception "yes" of a card, and its opposite as the exception "no".

use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::files::{Refusal, Value, each, facts, same, there};

#[derive(Deserialize)]
struct Case {
    name: String,
    rule: Value,
    facts: Value,
    as_of: NaiveDate,
    /// Holds, does not hold, or (`null`) unknown; not there where the rule is refused.
    #[serde(default, deserialize_with = "there")]
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

/// Which of the two exceptions fires; neither where the rule is unknown.
fn verdict(case: &Case) -> Result<Value> {
    let card = json!({
        "kind": "scorecard", "version": 1, "name": "vector",
        "indicators": [{"name": "base", "input": "base", "scale": {"linear": {"from": 0, "to": 100}}}],
        "exceptions": [
            {"when": case.rule, "cap": 100, "reason": "yes"},
            {"when": {"not": case.rule}, "cap": 100, "reason": "no"},
        ],
    });
    let health = Scorecard::from_json(&card.to_string())?.score(&facts(&case.facts)?, case.as_of)?;
    Ok(match health.exceptions().collect::<Vec<_>>()[..] {
        ["yes"] => json!(true),
        ["no"] => json!(false),
        [] => Value::Null,
        _ => json!("a rule and its opposite hold both"),
    })
}

#[test]
fn every_rule_holds_does_not_hold_or_is_unknown_as_kleene_says() {
    let files = ["comparisons", "computed", "config", "inputs", "logic"];
    each("rule", &files, |case: &Case, _| {
        let name = case.name.as_str();
        match (verdict(case), &case.refusal) {
            (Ok(found), None) => same(name, Some(found), case.expected.clone()),
            (Err(error), Some(expected)) => same(name, &Refusal::from(&error), expected),
            (outcome, _) => Err(format!("{name}: {outcome:?}")),
        }
    });
}
