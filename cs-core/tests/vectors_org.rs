//! Runs `tests/vectors/org`: models recommended for profiles, gaps of teams, and requests that are refused.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "vectors_health/files.rs"]
#[allow(dead_code, reason = "the scorecards' runner uses the rest")]
mod files;

use cs_core::error::Result;
use cs_core::org::profile::Profile;
use cs_core::org::recommend::recommend;
use cs_core::org::skill::{SkillMatrix, skill_gaps};
use files::{Refusal, Value, each, same};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Case {
    name: String,
    call: String,
    request: Value,
    expected: Option<Value>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

fn answer(case: &Case) -> Result<Value> {
    let text = case.request.to_string();
    match case.call.as_str() {
        "recommend" => Ok(json!(recommend(&Profile::from_json(&text)?)?)),
        "skill_gaps" => Ok(json!(skill_gaps(&SkillMatrix::from_json(&text)?)?)),
        other => panic!("{other} is no call"),
    }
}

/// Only what is expected: words for people are not in the vectors.
fn within(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => {
            expected.iter().all(|(name, value)| found.get(name).is_some_and(|own| within(own, value)))
        }
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len() && found.iter().zip(expected).all(|(own, value)| within(own, value))
        }
        _ => found == expected,
    }
}

#[test]
fn every_request_gets_its_answer() {
    each("org", &["recommend", "skills"], |case: &Case, _| {
        match (answer(case), &case.expected, &case.refusal) {
            (Ok(found), Some(expected), None) if within(&found, expected) => Ok(()),
            (Err(error), None, Some(expected)) => {
                same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
            }
            (outcome, ..) => Err(format!("{}: {outcome:?}, expected {:?}", case.name, case.expected)),
        }
    });
}
