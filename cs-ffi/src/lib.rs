//! The C library of customer-success. `include/customer_success.h` is generated from this crate; its first page is
//! the contract.
//!
//! Each exported function converts, calls core once inside one `guard`, and converts back.
//!
//! | file | what it holds |
//! |---|---|
//! | `guard`, `quiet` | NULL, panic, error, write on success |
//! | `status`, `last_error` | codes, and this thread's last error |
//! | `handle` | opaque pointers that are never dereferenced |
//! | `threads` | how many threads a call may use |
//! | `text`, `decimal`, `day`, `invalid` | values that cross |
//! | `arrow`, `layout` | columns that cross |
//! | `kpi` (generated), `kpi_value`, `catalogue`, `inputs` | KPIs |
//! | `health` | scorecards |
//! | `card_set`, `card_set_columns` | sets of scorecards |
//! | `explain` | results, explained and compared |
//! | `retention` | how long accounts stay |
//! | `revenue` | movements of recurring revenue |
//! | `manual` | overrides of a portfolio |
//! | `touch`, `touch_columns` | touch policies |
//! | `org` | organisation |
//! | `dialect` | how known platforms compute |
//! | `lint` | what is unwise in a scorecard |
//! | `roi` | return on investment |
//! | `staffing` | staffing: budgets, workloads, plans, pools |
//! | `trend`, `tracker`, `migration` | scores over time |
//! | `rollup` | families of accounts |
//! | `fitting` | scorecards fitted part by part |
//! | `touch_fitting` | touch policies fitted part by part |
//! | `touch_ties` | their second round, where ties are split |
//! | `version` | which library this is |
#![allow(clippy::missing_safety_doc, reason = "one contract for all functions: the first page of the header")]
#![allow(clippy::must_use_candidate, reason = "C has no must_use")]

mod arrow;
pub mod card_set;
pub mod card_set_columns;
pub mod catalogue;
pub mod day;
pub mod decimal;
pub mod dialect;
pub mod explain;
pub mod fitting;
mod guard;
pub mod handle;
pub mod health;
pub mod invalid;
#[rustfmt::skip]
pub mod kpi;
pub mod kpi_columns;
pub mod kpi_report;
mod kpi_value;
pub mod last_error;
pub mod layout;
pub mod lint;
pub mod manual;
pub mod migration;
pub mod org;
mod quiet;
pub mod retention;
pub mod revenue;
pub mod roi;
pub mod rollup;
pub mod staffing;
pub mod status;
pub mod text;
pub mod threads;
pub mod touch;
mod touch_columns;
pub mod touch_fitting;
pub mod touch_ties;
pub mod tracker;
pub mod trend;
pub mod version;
