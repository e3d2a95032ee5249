//! `report.json`: reports of a period, effects on lifetime value, weighted surveys, comparisons with targets.

use cs_core::kpi::{
    Benchmark, IntervalMethod, InvalidAnswer, ReportRequest, WeightedNps, assess_from_json,
    ltv_effects_from_json,
};
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value, json};

#[derive(Deserialize)]
struct Vectors {
    count: usize,
    shown: usize,
    tolerance: f64,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    report: Option<Value>,
    effects: Option<Value>,
    compare: Option<Value>,
    weighed: Option<Weighed>,
    earlier: Option<Weighed>,
    level: Option<f64>,
    expected: Option<Value>,
    error: Option<String>,
    path: Option<String>,
    column: Option<String>,
    row: Option<u64>,
    shows: Option<String>,
}

#[derive(Deserialize)]
struct Weighed {
    answers: Vec<Value>,
    weights: Vec<Option<String>>,
    #[serde(default)]
    invalid: String,
}

/// A request as JSON; one that is no valid object is given as text.
fn text(request: &Value) -> String {
    request.as_str().map_or_else(|| request.to_string(), str::to_owned)
}

fn report(request: &Value) -> Result<Value> {
    let report = serde_json::to_value(ReportRequest::from_json(&text(request))?.report()?).unwrap();
    let rows = report["kpis"].as_array().unwrap().iter();
    Ok(rows.map(|row| (row["id"].as_str().unwrap().to_owned(), row.clone())).collect::<Map<_, _>>().into())
}

/// The survey of a case, of answers that may be infinite, written as texts.
fn survey(case: &Weighed) -> Result<WeightedNps> {
    let answer = |answer: &Value| match answer {
        Value::Null => f64::NAN,
        Value::String(text) => text.parse().unwrap(),
        number => number.as_f64().unwrap(),
    };
    let answers: Vec<f64> = case.answers.iter().map(answer).collect();
    let weight = |weight: &Option<String>| weight.as_ref().map_or(f64::NAN, |text| text.parse().unwrap());
    let weights: Vec<f64> = case.weights.iter().map(weight).collect();
    let table = Table::new(answers.len()).with("answers", Values::Float(&answers), None)?;
    let table = table.with("weights", Values::Float(&weights), None)?;
    let invalid = if case.invalid == "missing" { InvalidAnswer::Missing } else { InvalidAnswer::Error };
    WeightedNps::of(&table, "answers", "weights", invalid)
}

fn weigh(case: &Weighed, earlier: Option<&Weighed>, level: f64) -> Result<Value> {
    let own = survey(case)?;
    let interval = own.interval(level, IntervalMethod::AdjustedWald)?;
    let mut found = serde_json::to_value(own).unwrap();
    found["standard_error"] = own.standard_error().into();
    found["interval"] = json!([interval.low, interval.high]);
    if let Some(earlier) = earlier {
        let change = own.since(&survey(earlier)?)?;
        found["change"] = serde_json::to_value(change).unwrap();
        found["change"]["interval"] = serde_json::to_value(change.interval(level)?).unwrap();
    }
    Ok(found)
}

/// Everything expected is there; floats within the tolerance.
fn alike(found: &Value, expected: &Value, tolerance: f64) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => expected
            .iter()
            .all(|(name, value)| found.get(name).is_some_and(|found| alike(found, value, tolerance))),
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && found.iter().zip(expected).all(|(found, value)| alike(found, value, tolerance))
        }
        (Value::Number(found), Value::Number(expected)) => {
            (found.as_f64().unwrap() - expected.as_f64().unwrap()).abs() <= tolerance
        }
        _ => found == expected,
    }
}

#[test]
fn every_request_gives_its_answer_or_its_error() {
    let vectors: Vectors =
        serde_json::from_str(include_str!("../../../tests/vectors/kpi/report.json")).unwrap();
    assert_eq!(vectors.cases.len(), vectors.count);
    assert_eq!(vectors.cases.iter().filter(|case| case.shows.is_some()).count(), vectors.shown);
    for preset in kpi::benchmarks().iter().filter_map(Benchmark::preset) {
        let asked = |case: &Case| case.compare.as_ref().is_some_and(|request| request["preset"] == preset);
        assert!(vectors.cases.iter().any(asked), "no case of {preset}");
    }
    for case in &vectors.cases {
        let outcome = match case {
            Case { report: Some(request), .. } => report(request),
            Case { effects: Some(request), .. } => {
                ltv_effects_from_json(&text(request)).map(|steps| serde_json::to_value(steps).unwrap())
            }
            Case { compare: Some(request), .. } => {
                assess_from_json(&text(request)).map(|found| serde_json::to_value(found).unwrap())
            }
            Case { weighed: Some(columns), earlier, level, .. } => {
                weigh(columns, earlier.as_ref(), level.unwrap_or(0.95))
            }
            _ => panic!("{}: no request", case.name),
        };
        match (outcome, &case.expected) {
            (Ok(found), Some(expected)) => {
                assert!(alike(&found, expected, vectors.tolerance), "{}: {found:#} {expected:#}", case.name);
                if case.report.is_some() {
                    assert_eq!(found.as_object().unwrap().len(), expected.as_object().unwrap().len());
                }
            }
            (Err(error), None) => {
                assert_eq!(Some(error.code().as_str()), case.error.as_deref(), "{}: {error}", case.name);
                assert_eq!(error.value(), case.shows.as_deref(), "{}: {error}", case.name);
                let placed = case.path.is_some() || case.column.is_some();
                if placed {
                    assert_eq!(error.path(), case.path.as_deref(), "{}: {error}", case.name);
                    assert_eq!(error.column(), case.column.as_deref(), "{}: {error}", case.name);
                    assert_eq!(error.row(), case.row, "{}: {error}", case.name);
                }
            }
            (outcome, _) => panic!("{}: {outcome:?}", case.name),
        }
    }
}
