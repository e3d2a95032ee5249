//! From columns to scores: kernels over 64 accounts at a time, and the tables and accounts that they serve.
//!
//! | file | concept |
//! |---|---|
//! | [`combine`] | weighted means and groups of groups, 64 accounts at a time |
//! | `mean` | running sums of weighted means, at every width of registers |
//! | `geometric` | weighted geometric means, and each part's share of one |
//! | `leaf` | an indicator bound to the columns of a table |
//! | `bound` | a card bound to the columns of a table |
//! | [`table`] | scores of many accounts, in columns |
//! | [`score_column`] | which columns those are, by name |
//! | [`ready`] | a card made ready for accounts one at a time |
//! | `total` | the score before exceptions, found again from a result |
//! | `judged` | coverage, refusals and bands of a tile |

pub(in crate::health) mod bound;
pub mod combine;
pub(in crate::health) mod geometric;
mod judged;
pub(in crate::health) mod leaf;
pub(in crate::health) mod mean;
pub mod ready;
pub mod score_column;
pub mod table;
pub(in crate::health) mod total;
