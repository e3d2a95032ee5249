//! `assess.json`: values against shipped benchmarks.

use cs_core::kpi::{Benchmark, Benchmarks, Range, Target};
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

/// Every way to a range: the benchmark that is built is the document's, and so is what it says of values before, on and
/// past each bound. Of churn less is better.
#[test]
fn built_ranges_are_those_of_documents() {
    let (half, most) = (Decimal::new(5, 1), Decimal::new(75, 2));
    let ranges = [
        (
            Range::at_least(half),
            r#""at_least": "0.5""#,
            "≥ 50 %",
            ["better 0.25", "within 0", "within 0", "within 0"],
        ),
        (
            Range::above(half),
            r#""above": "0.5""#,
            "> 50 %",
            ["better 0.25", "better 0", "within 0", "within 0"],
        ),
        (
            Range::at_most(half),
            r#""at_most": 0.5"#,
            "≤ 50 %",
            ["within 0", "within 0", "worse 0.25", "worse 0.3"],
        ),
        (
            Range::below(half),
            r#""below": "0.50""#,
            "< 50 %",
            ["within 0", "worse 0", "worse 0.25", "worse 0.3"],
        ),
        (
            Range::between(half, most).unwrap(),
            r#""at_least": "0.5", "at_most": "0.75""#,
            "50 % to 75 %",
            ["better 0.25", "within 0", "within 0", "worse 0.05"],
        ),
        (
            Range::between(half, half).unwrap(),
            r#""at_least": "0.5", "at_most": "0.5""#,
            "50 % to 50 %",
            ["better 0.25", "within 0", "worse 0.25", "worse 0.3"],
        ),
    ];
    for (range, bounds, text, expected) in ranges {
        let built = Benchmark::new("churn_rate", "smb", Some(Period::Month), range).unwrap();
        let built = built.sourced("board", Some(2026));
        let head =
            r#""kpi": "churn_rate", "segment": "smb", "period": "month", "source": "board", "year": 2026"#;
        assert_eq!(built, Benchmark::read(&format!("{{{head}, {bounds}}}")).unwrap());
        assert_eq!((built.to_string(), built.range()), (text.to_owned(), range));
        let own = Benchmarks::new("ours", vec![built]).unwrap();
        assert_eq!(Benchmarks::from_json(&own.to_json().unwrap()).unwrap(), own);
        let target = Target { period: Some(Period::Month), segment: Some("smb"), ..Target::default() };
        for (value, expected) in [(25, 2), (5, 1), (75, 2), (8, 1)].into_iter().zip(expected) {
            let found = own.assess("churn_rate", Decimal::new(value.0, value.1), target).unwrap();
            assert_eq!(
                format!("{} {}", found.verdict.as_str(), found.by.normalize()),
                expected,
                "{text} {value:?}"
            );
        }
    }
    let error = Range::between(most, half).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Inconsistent);
    assert!(error.to_string().contains("0.75") && error.to_string().contains("0.5"), "{error}");
}
