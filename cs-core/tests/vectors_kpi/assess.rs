//! `assess.json`: values against shipped benchmarks.

use cs_core::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    count: usize,
    shown: usize,
    cases: Vec<Case>,
}

#[derive(Debug, Deserialize)]
struct Case {
    kpi: String,
    value: String,
    period: Option<Period>,
    segment: Option<String>,
    expected: Option<Expected>,
    error: Option<String>,
    place: Option<String>,
    shows: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Expected {
    verdict: String,
    by: String,
    target: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../../tests/vectors/kpi/assess.json")).unwrap()
}

#[test]
fn every_value_stands_where_it_should() {
    let vectors = vectors();
    assert_eq!(vectors.cases.len(), vectors.count);
    assert_eq!(vectors.cases.iter().filter(|case| case.shows.is_some()).count(), vectors.shown);
    for case in &vectors.cases {
        let value = Decimal::from_str_exact(&case.value).unwrap();
        let outcome = kpi::assess(&case.kpi, value, case.period, case.segment.as_deref());
        match (outcome, &case.expected) {
            (Ok(assessment), Some(expected)) => {
                assert_eq!(assessment.verdict.as_str(), expected.verdict, "{case:?}");
                assert_eq!(assessment.by.to_string(), expected.by, "{case:?}");
                assert_eq!(assessment.benchmark.to_string(), expected.target, "{case:?}");
            }
            (Err(error), None) => {
                assert_eq!(Some(error.code().as_str()), case.error.as_deref(), "{case:?}: {error}");
                assert_eq!(error.path(), case.place.as_deref(), "{case:?}: {error}");
                assert_eq!(error.value(), case.shows.as_deref(), "{case:?}: {error}");
            }
            (outcome, _) => panic!("{case:?}: {outcome:?}"),
        }
    }
}

#[test]
fn every_shipped_benchmark_has_a_case() {
    let cases = vectors().cases;
    // Those of a preset stand in report.json.
    for benchmark in kpi::benchmarks().iter().filter(|benchmark| benchmark.preset().is_none()) {
        let met = cases.iter().any(|case| {
            let segment = case.segment.as_deref().unwrap_or(kpi::ALL_SEGMENTS);
            case.kpi == benchmark.kpi() && case.period == benchmark.period() && segment == benchmark.segment()
        });
        assert!(met, "{} of {}", benchmark.kpi(), benchmark.segment());
    }
}
