//! Runs the vectors of the `kpi` room: `tests/vectors/kpi/*.json`.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod assess;
mod formulas;
mod nps;
