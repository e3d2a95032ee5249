//! What always holds for scorecards, on drawn cards and accounts.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]
#![allow(clippy::arithmetic_side_effects, clippy::float_cmp, reason = "bits are compared")]

mod cards;
mod columns;
mod dialects;
mod documents;
mod meaning;
mod parts;
mod portfolio;
