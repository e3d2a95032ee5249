//! Accounts that belong together: parents, and the health of a whole.
//!
//! | file | concept |
//! |---|---|
//! | [`hierarchy`] | whose parent is whose |
//! | [`rollup`] | the health of a family of accounts |
//! | `rollup_bands` | the shares of bands in it |

pub mod hierarchy;
pub mod rollup;
mod rollup_bands;
