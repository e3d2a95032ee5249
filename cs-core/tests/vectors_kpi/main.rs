//! Runs the vectors of the `kpi` room: `tests/vectors/kpi/*.json`.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_cmp,
    clippy::cast_precision_loss,
    reason = "a test fails by panicking"
)]

mod assess;
mod columns;
mod formulas;
mod nps;
mod report;
