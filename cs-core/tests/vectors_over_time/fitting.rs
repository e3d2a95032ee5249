//! `fitting/<name>.json`: percentiles fitted on two parts of a portfolio, merged in both orders.

use cs_core::health::fitting::Fitting;
use cs_core::prelude::*;
use serde::Deserialize;
use serde_json::Value;

use crate::columns::{Named, Outcome, check, with_table};
use crate::files::each;

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    outcome: Outcome,
    card: Value,
    as_of: NaiveDate,
    before: Named,
    after: Named,
}

/// A part, as it reads back from its own document.
fn part(card: &Scorecard, columns: &Named, as_of: NaiveDate) -> Result<Fitting> {
    let mut fitting = card.fitting(as_of);
    with_table(columns, |table| fitting.add(table))?;
    Fitting::from_json(&fitting.to_json()?)
}

fn fitted(case: &Case) -> Result<Value> {
    let card = Scorecard::from_json(&case.card.to_string())?;
    let (one, other) = (part(&card, &case.before, case.as_of)?, part(&card, &case.after, case.as_of)?);
    let [mut left, mut right] = [one.clone(), other.clone()];
    left.merge(&other)?;
    right.merge(&one)?;
    assert_eq!(left, right, "{}", case.outcome.name);
    let fitted = left.finish()?;
    assert!(fitted.is_fitted());
    Ok(serde_json::from_str(&fitted.to_json()?).unwrap())
}

#[test]
fn parts_merge_to_the_points_of_the_whole() {
    each("fitting", &["parts", "refused"], |case: &Case, tolerance| {
        check(&case.outcome, fitted(case), tolerance)
    });
}
