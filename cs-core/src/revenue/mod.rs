//! Recurring revenue over time: from the rows of a ledger to movements, retention and cohorts, exactly.
//!
//! | file | concept |
//! |---|---|
//! | [`rows`] | a ledger as borrowed columns |
//! | [`options`] | how it is to be read and summed |
//! | [`month`], [`mod@unit`] | months as callers write them; what a whole number of money stands for |
//! | [`contract`], `billing` | prices from a start to an end, normalised exactly to months; what a price is for |
//! | [`convention`] | how known tools count, as data |
//! | [`currency`] | ISO 4217 and rates |
//! | [`mod@line`], [`flow`] | what moved revenue between two edges, and the identity that closes it |
//! | [`movement`], [`report`], [`table`] | movements period by period, and the report on them |
//! | `headline`, `printed` | results in one line, and as a table of text |
//! | `footing` | amounts as they are shown, such that lines add up |
//! | [`cohort`] | cohorts by first month and age |
//! | [`detail`] | every single movement of every account |
//! | `account` | an account in results and documents |
//! | `partial` | results of a part of the accounts as documents |
//! | `period` | the edges that periods lie between |
//! | `entries`, `months`, `amounts`, `bounds` | rows checked at the door |
//! | `tile` | rows that are read together |
//! | `index`, `listed`, `names`, `packed`, `groups` | accounts and segments by small numbers |
//! | `deal`, `pack`, `blocks`, `cells`, `tally`, `triangle`, `activity`, `counter` | many accounts at once, in cache |
//! | `lanes`, `walk`, `split` | one account with all it holds |
//! | `flows` | one way or the other: the flows of all accounts |
//! | `digits` | whole numbers of any size in documents |
//! | `sum` | sums near the limit of 128 bits, in any order |

mod account;
mod activity;
mod amounts;
mod billing;
mod blocks;
mod bounds;
mod cells;
pub mod cohort;
pub mod contract;
pub mod convention;
mod counter;
pub mod currency;
mod deal;
pub mod detail;
mod digits;
mod entries;
pub mod flow;
mod flows;
mod footing;
mod groups;
mod headline;
mod index;
mod lanes;
pub mod line;
mod listed;
pub mod month;
mod months;
pub mod movement;
mod names;
pub mod options;
mod pack;
mod packed;
mod partial;
mod period;
mod printed;
pub mod report;
pub mod rows;
mod split;
mod sum;
pub mod table;
mod tally;
mod tile;
mod triangle;
pub mod unit;
mod walk;

pub use account::Account;
