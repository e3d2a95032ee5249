//! Recurring revenue over time: from the rows of a ledger to movements, retention and cohorts, exactly.
//!
//! | file | concept |
//! |---|---|
//! | [`rows`] | a ledger as borrowed columns |
//! | [`options`] | how it is to be read and summed |
//! | [`month`], [`unit`] | months as callers write them; what a whole number of money stands for |
//! | [`line`], [`flow`] | what moved revenue between two edges, and the identity that closes it |
//! | [`movement`], [`table`] | movements period by period, and the report on them |
//! | `partial` | results of a part of the accounts as documents |
//! | `entries`, `index` | rows checked at the door, accounts by small numbers |
//! | `blocks`, `tally` | many accounts at once, in cache |
//! | `lanes`, `walk`, `split` | one account with all it holds |

mod blocks;
mod digits;
mod entries;
pub mod flow;
mod index;
mod lanes;
pub mod line;
pub mod month;
pub mod movement;
pub mod options;
mod partial;
mod period;
pub mod rows;
mod split;
pub mod table;
mod tally;
pub mod unit;
mod walk;

pub use index::Account;
