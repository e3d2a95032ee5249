//! Customer-success numbers, exact and explained.
//!
//! Data in, answers out: no clock, no file, no network, no randomness, no global state.
//!
//! | room | what it holds |
//! |---|---|
//! | [`error`] | one error type: code, place, value |
//! | [`value`] | exact numbers, rates, periods, days, labels, documents |
//! | [`fact`] | facts of one account, tables of many, rules on both |
//! | [`scale`] | number → 0..100 |
//! | [`health`] | scorecards: score, band, coverage, bounds, explanation |
//! | [`kpi`] | formulas with their catalogue, benchmarks |
//! | [`touch`] | who gets a manager, who gets webinars |
#![forbid(unsafe_code)]

pub mod error;
pub mod kpi;
pub mod value;

/// What most programs need: `use cs_core::prelude::*;`.
pub mod prelude {
    pub use crate::error::{Error, ErrorCode, Result};
    pub use crate::kpi;
    pub use crate::value::{label::Language, period::Period, rate::Rate};
    pub use chrono::{Days, NaiveDate};
    pub use rust_decimal::Decimal;
}
