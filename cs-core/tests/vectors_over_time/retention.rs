//! `retention/<name>.json`: durations in rows, and their curve.

use cs_core::retention::observed::Request;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::columns::{Named, Outcome, check, with_table};
use crate::files::each;

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    outcome: Outcome,
    request: Value,
    table: Named,
}

#[test]
fn durations_have_their_curve() {
    each("retention", &["kaplan_meier", "refused"], |case: &Case, tolerance| {
        let curve = Request::from_json(&case.request.to_string())
            .and_then(|request| with_table(&case.table, |table| request.fit(table)));
        check(&case.outcome, curve.map(|curve| json!(curve)), tolerance)
    });
}
