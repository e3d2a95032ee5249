//! KPIs in columns on several threads.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::num::NonZeroUsize;

use cs_core::fact::workers::Workers;
use cs_core::kpi::columns::{Answer, Digits, MissingInput, Query};
use cs_core::prelude::*;

/// Draws below a limit, always the same ones.
fn draws() -> impl FnMut(i64) -> i64 {
    let mut draw = 7_i64;
    move |limit| {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (draw >> 33).rem_euclid(limit)
    }
}

/// An answer of some query as text, or its error.
fn told(answer: Result<Answer>) -> String {
    answer.map_or_else(|error| format!("{error:?}"), |answer| format!("{answer:?}"))
}

/// Values and groups, with missing inputs, refused ones, decimals of several lengths, and shares that differ in a group.
#[test]
fn columns_are_the_same_on_any_number_of_threads() {
    const ROWS: usize = 1_500;
    let mut below = draws();
    let plans: Vec<i64> = (0..ROWS).map(|_| below(7)).collect();
    let regions: Vec<&str> =
        (0..ROWS).map(|_| ["north", "south", "", "east"][usize::try_from(below(4)).unwrap()]).collect();
    let keys: Vec<i32> = (0..ROWS).map(|_| i32::try_from(below(3)).unwrap()).collect();
    let opening: Vec<i64> = (0..ROWS).map(|_| below(40)).collect();
    let churned: Vec<f64> = opening
        .iter()
        .map(|opening| match below(50) {
            0 => f64::NAN,
            1 if below(4) == 0 => f64::INFINITY,
            _ => f64::from(i32::try_from(below(opening + 1)).unwrap()),
        })
        .collect();
    let mrr: Vec<i128> = (0..ROWS).map(|_| i128::from(below(1_000_000))).collect();
    // One is too long beside the places of the others.
    let large: Vec<i128> = (0..ROWS).map(|row| if row == 1_400 { 10_i128.pow(22) } else { 1 }).collect();
    // The same in a whole group, but for one that has another price in the second half of the rows.
    let prices: Vec<i64> =
        plans.iter().zip(0..ROWS).map(|(plan, row)| plan + i64::from(*plan == 3 && row >= 768)).collect();
    let dictionary = Texts::Dictionary { keys: &keys, values: &["a", "b", "a"] };
    let table = Table::new(ROWS)
        .with("plan", Values::Integer(&plans), None)
        .and_then(|table| table.with("region", Values::Text(Texts::Slices(&regions)), None))
        .and_then(|table| table.with("word", Values::Text(dictionary), None))
        .and_then(|table| table.with("opening", Values::Integer(&opening), None))
        .and_then(|table| table.with("churned", Values::Float(&churned), None))
        .and_then(|table| table.with("mrr", Values::Decimal { mantissas: &mrr, scale: 3 }, None))
        .and_then(|table| table.with("large", Values::Decimal { mantissas: &large, scale: 3 }, None))
        .and_then(|table| table.with("price", Values::Integer(&prices), None))
        .unwrap();
    let churn = Query::new("churn_rate").unwrap().invalid(Invalid::Missing);
    let arpa = Query::new("arpa").unwrap().column("accounts", "opening").unwrap();
    let payback = Query::new("cac_payback_months").unwrap().value("cac", 900).unwrap();
    let payback = payback.column("arpa", "price").unwrap().invalid(Invalid::Missing);
    let long = arpa.clone().column("mrr", "large").unwrap();
    let mut queries = Vec::new();
    for query in
        [churn.clone(), churn.invalid(Invalid::Error), arpa.clone(), arpa.places(2).unwrap(), payback, long]
    {
        queries.push(query.clone());
        queries.push(query.clone().digits(Digits::Text));
        for by in [&[][..], &["plan"], &["region", "plan"], &["word"], &["opening"]] {
            queries.push(query.clone().by(by.to_vec()));
            queries.push(query.clone().by(by.to_vec()).missing(MissingInput::Skip));
        }
    }
    let mut kinds = std::collections::BTreeSet::new();
    for query in &queries {
        let alone = told(query.apply(&table));
        for kind in
            ["NonFinite", "Inconsistent", "ZeroDenominator", "Missing", "Float(", "Decimal {", "Text("]
        {
            kinds.extend(alone.contains(kind).then_some(kind));
        }
        for threads in [2, 3, 7] {
            let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
            assert_eq!(told(query.apply_with(&table, &workers)), alone, "{threads} threads, {query:?}");
        }
    }
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    let ask = || Err(Error::new(ErrorCode::Internal, "enough"));
    let asking = Workers::ALONE.asking(&ask);
    assert!(
        queries.iter().all(|query| query.apply_with(&table, &asking).unwrap_err().to_string() == "enough")
    );
}
