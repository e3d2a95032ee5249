//! `scale/<name>.json`: one indicator `x` on the fact `x`, scored on the scale of the case.

use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::json;

use crate::files::{Refusal, Value, each, facts, near, same};

#[derive(Deserialize)]
struct Case {
    name: String,
    scale: Value,
    #[serde(default)]
    value: Value,
    reference: Option<Vec<Option<f64>>>,
    status: Option<String>,
    expected: Option<f64>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

/// Fits the card on the reference portfolio, where the case has one, and scores the value.
fn score(case: &Case) -> Result<Health> {
    let card = json!({
        "kind": "scorecard", "version": 1, "name": "vector", "min_coverage": 0,
        "indicators": [{"name": "x", "input": "x", "scale": case.scale}],
    });
    let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
    let mut card = Scorecard::from_json(&card.to_string())?;
    if let Some(reference) = &case.reference {
        let values: Vec<f64> = reference.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
        card = card.fit(&Table::new(values.len()).with("x", Values::Float(&values), None)?, day)?;
    }
    card.score(&facts(&json!({"x": case.value}))?, day)
}

#[test]
fn every_scale_scores_as_its_definition_says() {
    let scales = ["choices", "flag", "half_life", "linear", "logistic", "percentile", "points", "steps"];
    each("scale", &scales, |case: &Case, tolerance| {
        let name = case.name.as_str();
        match (score(case), &case.refusal) {
            (Ok(health), None) => {
                let [x] = health.explain() else { return Err(format!("{name}: one indicator is expected")) };
                same(name, Some(x.status.as_str()), case.status.as_deref())?;
                near(name, x.score, case.expected, tolerance)?;
                same(name, health.computed_score(), x.score)?;
                same(name, x.score.is_some_and(f64::is_sign_negative), false)
            }
            (Err(error), Some(expected)) => same(name, &Refusal::from(&error), expected),
            (outcome, _) => Err(format!("{name}: {outcome:?}")),
        }
    });
}
