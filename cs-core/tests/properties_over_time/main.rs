//! What always holds for scores over time, on drawn histories, portfolios and hierarchies.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::arithmetic_side_effects, clippy::float_cmp, reason = "bits are compared")]
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "drawn numbers are small")]
#![allow(clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "drawn numbers are small")]

mod families;
mod migration;
mod parts;
mod tracker;
mod trend;

use cs_core::prelude::*;
use cs_core::value::day;
use proptest::prelude::*;

fn on(number: i32) -> NaiveDate {
    day::from_number(number).unwrap()
}

/// A score in quarters, so that differences are exact, or none.
fn score() -> impl Strategy<Value = Option<f64>> {
    prop::option::weighted(0.85, (0..=400_u32).prop_map(|quarters| f64::from(quarters) / 4.0))
}

fn floats(scores: &[Option<f64>]) -> Vec<f64> {
    scores.iter().map(|score| score.unwrap_or(f64::NAN)).collect()
}

/// Numbers as bits, of which all that are missing are the same.
fn bits(values: &[f64]) -> Vec<Option<u64>> {
    values.iter().map(|value| (!value.is_nan()).then_some(value.to_bits())).collect()
}
