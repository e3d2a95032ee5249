//! KPIs of many rows at once: columns in, a column of values out, row by row or summed by group.
//!
//! The numbers are those of the scalar functions, to the last bit: the same formula, exact fractions, rounded once.
//! A row without a value has none, and its reason beside it.
//!
//! | file | concept |
//! |---|---|
//! | [`Query`] | which KPI, from which columns, by which groups |
//! | [`Answer`] | values, reasons, and the row that each group begins with |
//! | `reader` | exact numbers from columns of any type |
//! | `groups` | rows with equal keys |
//! | `sums`, `total` | exact sums of the groups |
//! | `run` | from rows to values |

mod answer;
mod groups;
mod query;
mod reader;
mod run;
mod sums;
mod total;

pub use answer::{Answer, Numbers, Reason};
pub use query::{Digits, MissingInput, Query};
pub(super) use reader::{Amounts, Scaled};
