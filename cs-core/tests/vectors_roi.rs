//! Runs `tests/vectors/roi`: questions with their answers, and requests that are refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "vectors_health/files.rs"]
#[allow(dead_code, reason = "the scorecards' runner uses the rest")]
mod files;

use cs_core::roi::call::Call;
use files::{Refusal, Value, each, same};
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    name: String,
    call: String,
    request: Value,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

fn check(case: &Case, _tolerance: f64) -> Result<(), String> {
    let call: Call = case.call.parse().unwrap();
    match (call.answer_json(&case.request.to_string()), &case.expected, &case.refusal) {
        (Ok(found), Some(expected), None) => {
            same(&case.name, &serde_json::from_str::<Value>(&found).unwrap(), expected)
        }
        (Err(error), None, Some(expected)) => {
            let found = Refusal::from(&error);
            // A case without a path leaves the place open.
            let path = expected.path.as_ref().and(found.path.clone());
            same(&format!("{}: {error}", case.name), &Refusal { path, ..found }, expected)
        }
        (outcome, ..) => Err(format!("{}: {outcome:?}", case.name)),
    }
}

#[test]
fn every_question_gets_its_answer() {
    each("roi", &["drawn", "effects", "grids", "programmes", "revenue"], check);
}
