//! What is legal in a card but unwise.
//!
//! | file | concept |
//! |---|---|
//! | [`lint`] | what is legal in a card but unwise |
//! | `lint_reach` | how far scores and indicators reach |

pub mod lint;
mod lint_reach;
