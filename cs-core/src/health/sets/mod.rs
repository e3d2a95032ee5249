//! Several cards, and which of them an account gets.
//!
//! | file | concept |
//! |---|---|
//! | [`card_set`] | several cards, one chosen for each account |
//! | `card_form` | a card of a set, as what differs from another |
//! | `card_schema` | the JSON Schema of such a card |
//! | [`card_choice`] | scores of many accounts by a set |
//! | [`card_column`] | the columns that they come in |

pub mod card_choice;
pub mod card_column;
mod card_form;
#[cfg(feature = "schema")]
mod card_schema;
pub mod card_set;
