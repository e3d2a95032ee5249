//! What always holds of recurring revenue, whatever the ledger.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

mod forms;
mod ledger;
mod lines;
mod threads;
