//! Runs the vectors of scores over time: `tests/vectors/trend` and its like.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::float_cmp, clippy::arithmetic_side_effects, reason = "bits are compared")]

mod columns;
#[path = "../vectors_health/files.rs"]
#[allow(dead_code, reason = "the scorecards' runner uses the rest")]
mod files;
mod fitting;
mod migration;
mod retention;
mod rollup;
mod tracker;
mod trend;
