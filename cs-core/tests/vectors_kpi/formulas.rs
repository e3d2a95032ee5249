//! Runs `tests/vectors/kpi/<family>.json`: values to the last digit, errors by code and place.

use std::collections::BTreeMap;

use cs_core::kpi::{self, Kind, Kpi};
use cs_core::prelude::*;
use cs_core::value::exact::Exact;
use serde::Deserialize;

const FAMILIES: [&str; 4] = [
    include_str!("../../../tests/vectors/kpi/customers.json"),
    include_str!("../../../tests/vectors/kpi/sentiment.json"),
    include_str!("../../../tests/vectors/kpi/revenue.json"),
    include_str!("../../../tests/vectors/kpi/lifetime.json"),
];

#[derive(Deserialize)]
struct Vectors {
    count: usize,
    shown: usize,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    kpi: String,
    inputs: BTreeMap<String, String>,
    expected: Option<String>,
    float: Option<f64>,
    error: Option<String>,
    place: Option<String>,
    shows: Option<String>,
}

fn cases() -> Vec<Case> {
    let read = |text: &&str| {
        let vectors: Vectors = serde_json::from_str(text).unwrap();
        assert_eq!(vectors.cases.len(), vectors.count);
        assert_eq!(vectors.cases.iter().filter(|case| case.shows.is_some()).count(), vectors.shown);
        vectors.cases
    };
    FAMILIES.iter().flat_map(read).collect()
}

fn evaluate(case: &Case) -> Result<Exact> {
    let kpi = kpi::find(&case.kpi)?;
    let known = case.inputs.keys().all(|name| kpi.inputs.iter().any(|input| input.name == name));
    assert!(known, "{}: an input that the KPI does not have", case.name);
    let read = |input: &kpi::Input| {
        let text = case.inputs.get(input.name);
        text.map(|text| input.kind.read(text).map_err(|error| error.at(input.name))).transpose()
    };
    let inputs: Vec<Option<Decimal>> = kpi.inputs.iter().map(read).collect::<Result<_>>()?;
    kpi.evaluate_exactly(&inputs)
}

#[test]
fn every_case_gives_its_value_or_its_error() {
    for case in cases() {
        let rounded = evaluate(&case).and_then(|value| Ok((value.to_decimal()?, value.to_float()?)));
        match (rounded, &case.expected, &case.error) {
            (Ok((value, float)), Some(expected), None) => {
                assert_eq!(&value.to_string(), expected, "{}", case.name);
                assert_eq!(float, case.float.unwrap_or(expected.parse().unwrap()), "{}", case.name);
            }
            (Err(error), None, Some(code)) => {
                assert_eq!(error.code().as_str(), code, "{}: {error}", case.name);
                assert_eq!(error.path(), case.place.as_deref(), "{}: {error}", case.name);
                assert_eq!(error.value(), case.shows.as_deref(), "{}: {error}", case.name);
            }
            (outcome, ..) => panic!("{}: {outcome:?}", case.name),
        }
    }
}

#[test]
fn every_kpi_has_a_value_and_each_of_its_errors() {
    let cases = cases();
    for kpi in kpi::catalogue() {
        let of = |code: &str, place: &str| {
            cases.iter().any(|case| {
                case.kpi == kpi.id
                    && case.error.as_deref() == Some(code)
                    && case.place.as_deref() == Some(place)
            })
        };
        assert!(
            cases.iter().any(|case| case.kpi == kpi.id && case.expected.is_some()),
            "{}: no value",
            kpi.id
        );
        for (code, place) in errors(kpi) {
            assert!(of(code, place), "{}: no case of {code} at {place}", kpi.id);
        }
    }
}

/// What the catalogue says that a KPI refuses.
fn errors(kpi: &Kpi) -> Vec<(&'static str, &'static str)> {
    let undefined = kpi.undefined.iter().map(|case| (case.code.as_str(), case.input));
    let inconsistent = kpi.requires.iter().map(|rule| ("inconsistent", rule.input));
    let bounded = |kind: Kind| kind.range() != (None, None);
    let ranges =
        kpi.inputs.iter().filter(|input| bounded(input.kind)).map(|input| ("out_of_range", input.name));
    undefined.chain(inconsistent).chain(ranges).collect()
}
