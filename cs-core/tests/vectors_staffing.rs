//! Runs `tests/vectors/staffing`: questions with their answers, and requests that are refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "vectors_health/files.rs"]
#[allow(dead_code, reason = "the scorecards' runner uses the rest")]
mod files;

use cs_core::staffing::call::Call;
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

/// Says where an answer differs: exact numbers are texts and must be equal, floats may differ by the tolerance, and of an
/// object the expected fields are compared.
fn alike(place: &str, found: &Value, expected: &Value, tolerance: f64) -> Result<(), String> {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => expected.iter().try_for_each(|(name, value)| {
            let place = format!("{place}.{name}");
            let own = found.get(name).ok_or_else(|| format!("{place} is not there"))?;
            alike(&place, own, value, tolerance)
        }),
        (Value::Array(found), Value::Array(expected)) => {
            same(&format!("length of {place}"), found.len(), expected.len())?;
            let mut pairs = found.iter().zip(expected).enumerate();
            pairs.try_for_each(|(at, (own, value))| alike(&format!("{place}[{at}]"), own, value, tolerance))
        }
        (Value::Number(found), Value::Number(expected)) if found != expected => {
            let (one, other) = (found.as_f64().unwrap(), expected.as_f64().unwrap());
            let near = (one - other).abs() <= tolerance * other.abs().max(1.0);
            if near { Ok(()) } else { Err(format!("{place}: {found}, expected {expected}")) }
        }
        _ => same(place, found, expected),
    }
}

fn check(case: &Case, tolerance: f64) -> Result<(), String> {
    let call: Call = case.call.parse().unwrap();
    match (call.answer_json(&case.request.to_string()), &case.expected, &case.refusal) {
        (Ok(found), Some(expected), None) => {
            alike(&case.name, &serde_json::from_str(&found).unwrap(), expected, tolerance)
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
    let names = [
        "books",
        "budget",
        "costs",
        "documents",
        "drawn",
        "plans",
        "pools",
        "ratios",
        "supplies",
        "workloads",
    ];
    each("staffing", &names, check);
}
