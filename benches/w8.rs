//! Net promoter score of a hundred million answers beside reading their bytes, and a KPI of ten million rows and of a
//! thousand groups: `cargo run --release -p cs-core --example w8`.

#![allow(clippy::arithmetic_side_effects, reason = "a benchmark may stop where it stands")]

mod draws;

use std::hint::black_box;
use std::time::Instant;

use cs_core::kpi::columns::{Digits, Query};
use cs_core::kpi::{InvalidAnswer, NpsTally};
use cs_core::prelude::*;
use draws::Draws;

const ANSWERS: usize = 100_000_000;
const ROWS: usize = 10_000_000;
const ROUNDS: usize = 7;

/// The median time of a few rounds, in milliseconds.
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(ROUNDS / 2).copied().unwrap_or(f64::NAN)
}

fn main() -> Result<()> {
    let mut draws = Draws(108);
    let answers: Vec<u8> = (0..ANSWERS).map(|_| u8::try_from(draws.below(12)).unwrap_or(0)).collect();
    let words = |bytes: &[u8]| -> u64 {
        let (chunks, _) = bytes.as_chunks::<8>();
        chunks.iter().fold(0, |sum, chunk| sum ^ u64::from_ne_bytes(*chunk))
    };
    let read = median(|| {
        black_box(words(black_box(&answers)));
    });
    let count = || -> Result<kpi::Nps> {
        let mut tally = NpsTally::new(InvalidAnswer::Missing);
        tally.add_bytes(black_box(&answers), None)?;
        tally.finish()
    };
    println!("NPS {:.4} of {ANSWERS} answers", count()?.score());
    let counted = median(|| {
        black_box(count().is_ok());
    });
    println!("read {read:.1} ms, counted {counted:.1} ms: {:.2} of reading", counted / read);

    let opening: Vec<i64> = (0..ROWS).map(|_| i64::try_from(draws.below(1000)).unwrap_or(0)).collect();
    let churned: Vec<i64> = opening.iter().map(|opening| opening / 20).collect();
    let group: Vec<i64> = (0..ROWS).map(|_| i64::try_from(draws.below(1000)).unwrap_or(0)).collect();
    let table = Table::new(ROWS)
        .with("opening", Values::Integer(&opening), None)?
        .with("churned", Values::Integer(&churned), None)?
        .with("group", Values::Integer(&group), None)?;
    let by_row = Query::new("churn_rate")?.digits(Digits::Float);
    let by_group = by_row.clone().by(["group"]);
    for (name, query) in [("row", &by_row), ("group", &by_group)] {
        let begun = Instant::now();
        black_box(query.apply(&table)?);
        println!("churn_rate by {name}, {ROWS} rows: {:.0} ms", begun.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(())
}
