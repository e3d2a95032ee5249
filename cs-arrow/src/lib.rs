//! Arrow columns to and from the tables of customer-success: the one place that understands Arrow.
//!
//! The C library and the Python module import arrays (the unsafe part) and hand them over; nothing here is unsafe.
//! Columns are borrowed where the layouts match, and widened into a buffer of their own where they do not.
//!
//! | Arrow | becomes |
//! |---|---|
//! | float64, int64, boolean, date32, decimal128, utf8, large_utf8 | borrowed |
//! | float16, float32, other integers, decimal32, decimal64, utf8_view, dictionaries of text | widened |
//! | null | missing in every row |
//! | date64 | days, where each is a whole one; otherwise `type_mismatch` |
//! | timestamps | `type_mismatch`, with a hint how to make days |
//! | anything else | `type_mismatch` |
//!
//! Ledgers ([`ledger`]) keep whole numbers as they are, whatever their width, and take timestamps without a time zone, and date64, by their day.
//!
//! ```
//! use arrow_array::Float64Array;
//! use cs_arrow::batch::Batch;
//!
//! let batch = Batch::new(2).with("seats", &Float64Array::from(vec![Some(25.0), None]))?;
//! let known = batch.with_table(|table| Ok(table.column("seats")?.is_known(1)))?;
//! assert!(!known);
//! # Ok::<(), cs_core::error::Error>(())
//! ```
#![forbid(unsafe_code)]

pub mod batch;
pub mod card_set;
mod column;
pub mod explanation;
pub mod health;
mod known;
pub mod kpi;
pub mod ledger;
pub mod migration;
mod narrow;
pub mod nps;
pub mod output;
pub mod report;
pub mod retention;
pub mod rollup;
pub mod tracker;
pub mod trend;
pub mod valid;
mod views;
