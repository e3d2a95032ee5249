//! What is known of accounts: facts of one, tables of many, inputs computed from them, rules on both.
//!
//! | file | concept |
//! |---|---|
//! | [`facts`] | one account's named values |
//! | [`table`] | many accounts as borrowed columns with validity |
//! | [`accounts`] | each account once |
//! | `repeated` | the account that two rows carry, in little memory |
//! | [`amount`] | columns as exact amounts |
//! | [`key`] | what names an account: a text or a whole number |
//! | [`column`](mod@column) | one column, read 64 rows at a time |
//! | `words` | its texts and days, and the accounts that they name |
//! | [`tile`] | numbers of 64 rows, read and looked at on lanes |
//! | `sample` | places to look at in a long column |
//! | `by` | the names of columns that split |
//! | `selection` | some rows of a table, copied |
//! | [`input`] | a number computed from facts: ratio, change, sum, days since |
//! | [`rule`] | conditions with three-valued logic |
//! | [`operand`] | what a rule compares |
//! | `verdict` | rules bound to columns, 64 rows at a time |
//! | [`workers`] | threads for a long piece of work, and who may end it |

pub mod accounts;
pub mod amount;
pub(crate) mod by;
pub mod column;
pub mod facts;
pub mod input;
pub mod key;
pub mod operand;
mod repeated;
pub mod rule;
mod rule_form;
pub(crate) mod sample;
pub(crate) mod selection;
pub mod table;
pub mod tile;
pub(crate) mod verdict;
mod words;
pub mod workers;
