//! What is legal in a card but unwise.
//!
//! | file | concept |
//! |---|---|
//! | [`lint`] | what is legal in a card but unwise |
//! | `lint_reach` | how far scores reach, and on what the weight rests |
//! | `lint_swing` | how far one indicator alone moves a score |

pub mod lint;
mod lint_reach;
mod lint_swing;
