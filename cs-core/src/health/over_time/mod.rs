//! Scores from one day to another: rising or falling, bands that do not flap, who moved.
//!
//! | file | concept |
//! |---|---|
//! | [`trend`] | whether a score rises or falls |
//! | [`trend_table`] | the same for many accounts, from a long table of readings |
//! | [`tracker`] | bands that do not flap |
//! | [`tracker_table`] | the same for many accounts |
//! | [`migration`] | who moved between bands |

pub mod migration;
pub mod tracker;
pub mod tracker_table;
pub mod trend;
pub mod trend_table;
