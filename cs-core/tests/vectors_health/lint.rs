//! `lint/cards.json`: what is unwise in a card, and nothing else.

use std::collections::BTreeSet;

use cs_core::health::lint::Concern;
use cs_core::prelude::*;
use serde::Deserialize;

use crate::files::{Value, each};
use crate::health::alike;

#[derive(Deserialize)]
struct Case {
    name: String,
    card: Value,
    expected: Value,
}

#[test]
fn every_card_is_told_what_is_unwise_in_it() {
    each("lint", &["cards"], |case: &Case, tolerance| {
        let found = Scorecard::from_json(&case.card.to_string()).unwrap().lint();
        assert!(found.iter().all(|finding| !finding.en.is_empty() && !finding.ja.is_ascii()), "{found:?}");
        alike(&case.name, &serde_json::to_value(&found).unwrap(), &case.expected, tolerance)
    });
}

#[test]
fn every_concern_stands_in_a_case_under_its_own_code() {
    let text = std::fs::read_to_string(crate::files::root().join("lint/cards.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    let cases = file["cases"].as_array().unwrap().iter();
    let seen: BTreeSet<&str> = cases
        .flat_map(|case| case["expected"].as_array().unwrap())
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(seen, Concern::ALL.iter().map(|concern| concern.as_str()).collect());
    for concern in Concern::ALL {
        assert_eq!(serde_json::to_value(concern).unwrap(), concern.as_str());
        assert!(!concern.label().en.is_empty() && !concern.label().ja.is_ascii());
    }
}
