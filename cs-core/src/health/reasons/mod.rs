//! Where a score comes from, what changed it, and what would.
//!
//! | file | concept |
//! |---|---|
//! | [`explain`] | where each point comes from |
//! | [`explained`] | the same for 64 accounts, in columns |
//! | [`explainer`] | the same for many accounts |
//! | `share` | each part's share of a score |
//! | `share_tile` | each indicator's share of 64 scores |
//! | [`bridge`] | from 100 to the score, step by step |
//! | [`path`] | the fewest indicators that would reach a score |
//! | [`change`] | what changed between two results |
//! | [`explanation`] | all that a result says of itself |
//! | [`sentence`] | results in words |

pub mod bridge;
pub mod change;
pub mod explain;
pub mod explained;
pub mod explainer;
pub mod explanation;
pub mod path;
pub mod sentence;
pub(in crate::health) mod share;
mod share_tile;
