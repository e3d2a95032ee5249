//! Accounts are named once: a portfolio in which two rows carry the same account is refused.

use super::table::Table;
use crate::error::{Error, ErrorCode, Result};

/// Checks that no two rows of a table carry the same account; rows without one are not compared.
///
/// Errors: `duplicate_account` with the later row, naming both; `missing_column`, `type_mismatch` (no texts).
///
/// ```
/// use cs_core::fact::{accounts, table::{Table, Texts, Values}};
///
/// let names = ["a-1", "a-2", "a-1"];
/// let table = Table::new(3).with("account", Values::Text(Texts::Slices(&names)), None)?;
/// let error = accounts::check_unique(&table, "account").unwrap_err();
/// assert_eq!(error.to_string(), "column \"account\", row 2: row 0 carries the same account: \"a-1\"");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn check_unique(table: &Table<'_>, column: &str) -> Result<()> {
    let accounts = table.column(column)?;
    let mut named: Vec<(&str, usize)> = Vec::with_capacity(table.rows());
    for row in 0..table.rows() {
        named.extend(accounts.text(row)?.map(|account| (account, row)));
    }
    match duplicate(named) {
        None => Ok(()),
        Some((account, first, second)) => Err(refusal(account, first, second).in_column(column)),
    }
}

/// The account that is repeated first, with its two rows.
pub(crate) fn duplicate(mut named: Vec<(&str, usize)>) -> Option<(&str, usize, usize)> {
    named.sort_unstable();
    let pairs = named.iter().zip(named.iter().skip(1));
    let repeated = pairs
        .filter(|((a, _), (b, _))| a == b)
        .map(|((account, first), (_, second))| (*account, *first, *second));
    repeated.min_by_key(|(_, _, second)| *second)
}

/// The error that two rows carry the same account.
pub(crate) fn refusal(account: &str, first: usize, second: usize) -> Error {
    let sentence = format!("row {first} carries the same account: {account:?}");
    Error::new(ErrorCode::DuplicateAccount, sentence).at_row(second)
}
