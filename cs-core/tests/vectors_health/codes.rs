//! The closed loop: every code that a Rust caller can meet stands in a vector, and no vector names another.

use std::collections::BTreeSet;

use cs_core::prelude::*;

use crate::files::{Value, list, root};

/// Misuse that Rust does not allow, and defects.
const NOT_IN_RUST: [ErrorCode; 4] =
    [ErrorCode::NullPointer, ErrorCode::StaleHandle, ErrorCode::Released, ErrorCode::Internal];

/// Codes under `error`, and under `reason` where a result has no score.
fn codes(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let own = fields.iter().filter(|(name, _)| matches!(name.as_str(), "error" | "reason"));
            let known = |text: &&str| ErrorCode::ALL.iter().any(|code| code.as_str() == *text);
            for (name, value) in own {
                // A reason may also be a sentence of a card.
                let text = value.as_str().filter(|text| name == "error" || known(text));
                found.extend(text.map(str::to_owned));
            }
            fields.values().for_each(|value| codes(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| codes(value, found)),
        _ => {}
    }
}

#[test]
fn every_code_that_rust_can_give_stands_in_a_vector() {
    let mut found = BTreeSet::new();
    for room in
        std::fs::read_dir(root()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
    {
        for file in list(&room) {
            codes(&serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap(), &mut found);
        }
    }
    let given = ErrorCode::ALL.iter().filter(|code| !NOT_IN_RUST.contains(code));
    let expected: BTreeSet<String> = given.map(|code| code.as_str().to_owned()).collect();
    assert_eq!(found, expected);
}
