//! Explanations as columns: long, a row for each account and indicator, or wide, two columns for each indicator.

mod long;
mod sheet;
mod wide;

pub use long::Long;
pub use wide::Wide;
