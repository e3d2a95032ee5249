//! Net promoter score of a hundred million answers beside reading their bytes, and a KPI of ten million rows and of a
//! thousand groups: `cargo run --release -p cs-core --features parallel --example w8 [threads]`.

#![allow(clippy::arithmetic_side_effects, reason = "a benchmark may stop where it stands")]

mod draws;
mod timing;

use std::hint::black_box;
use std::num::NonZeroUsize;

use cs_core::fact::workers::Workers;
use cs_core::kpi::columns::{Digits, Query};
use cs_core::kpi::{InvalidAnswer, NpsTally};
use cs_core::prelude::*;
use draws::Draws;
use timing::timed;

const ANSWERS: usize = 100_000_000;
const ROWS: usize = 10_000_000;

fn main() -> Result<()> {
    let threads = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(NonZeroUsize::MIN);
    let workers = Workers::new(threads);
    let mut draws = Draws(108);
    let answers: Vec<u8> = (0..ANSWERS).map(|_| u8::try_from(draws.below(12)).unwrap_or(0)).collect();
    let words = |bytes: &[u8]| -> u64 {
        let (chunks, _) = bytes.as_chunks::<8>();
        chunks.iter().fold(0, |sum, chunk| sum ^ u64::from_ne_bytes(*chunk))
    };
    let read = timed(|| {
        black_box(words(black_box(&answers)));
        Ok(())
    })?;
    let count = || -> Result<kpi::Nps> {
        let mut tally = NpsTally::new(InvalidAnswer::Missing);
        tally.add_bytes(black_box(&answers), None)?;
        tally.finish()
    };
    println!("NPS {:.4} of {ANSWERS} answers", count()?.score());
    let counted = timed(|| {
        black_box(count()?);
        Ok(())
    })?;
    println!("read {read}, counted {counted}: {:.2} of reading", counted.wall / read.wall);

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
        let times = timed(|| query.apply_with(&table, &workers).map(|answer| drop(black_box(answer))))?;
        println!("churn_rate by {name}, {ROWS} rows: {times}");
    }
    Ok(())
}
