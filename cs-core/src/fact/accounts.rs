//! Accounts are named once: a portfolio in which two rows carry the same account is refused.

use std::fmt;

use cs_wide::{Width, Work};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize};

use super::column::Column;
use super::repeated::repeated;
use super::table::Table;
use super::workers::Workers;
use crate::error::{Error, ErrorCode, Result};

/// Rows that are looked at before somebody is asked whether to go on.
pub(super) const STRETCH: usize = 1 << 16;

/// What names an account: a whole number or a text. Numbers are ordered as numbers and come before texts, which are
/// ordered by code point.
///
/// ```
/// use cs_core::fact::accounts::AccountId;
///
/// assert!(AccountId::from(9) < AccountId::from(10) && AccountId::from("10") < AccountId::from("9"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum AccountId {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))] String),
}

impl From<i64> for AccountId {
    fn from(number: i64) -> Self {
        AccountId::Number(number)
    }
}

impl From<&str> for AccountId {
    fn from(text: &str) -> Self {
        AccountId::Text(text.to_owned())
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            AccountId::Number(number) => write!(f, "{number}"),
            AccountId::Text(text) => write!(f, "{text:?}"),
        }
    }
}

struct IdVisitor;

impl Visitor<'_> for IdVisitor {
    type Value = AccountId;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of an account, a text or a whole number")
    }

    fn visit_i64<E>(self, number: i64) -> Result<AccountId, E> {
        Ok(AccountId::Number(number))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<AccountId, E> {
        i64::try_from(number)
            .map(AccountId::Number)
            .map_err(|_| E::custom("a whole number of 64 bits is needed"))
    }

    fn visit_str<E>(self, text: &str) -> Result<AccountId, E> {
        Ok(text.into())
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(IdVisitor)
    }
}

/// An account's name as it stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Account<'t> {
    Number(i64),
    Text(&'t str),
}

impl Account<'_> {
    pub(crate) fn to_id(self) -> AccountId {
        match self {
            Account::Number(number) => number.into(),
            Account::Text(text) => text.into(),
        }
    }
}

impl AccountId {
    pub(crate) fn borrowed(&self) -> Account<'_> {
        match self {
            AccountId::Number(number) => Account::Number(*number),
            AccountId::Text(text) => Account::Text(text),
        }
    }
}

/// In which order the accounts of a column come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    /// Every row has one, each greater than that of the row before.
    Rising,
    /// Any other.
    Any,
}

/// Whether each number is greater than the one before.
struct Rising<'n>(&'n [i64]);

impl Work for Rising<'_> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        /// Pairs that are compared together, without a branch.
        const PAIRS: usize = 128;
        /// Numbers between those that are compared and those that memory is asked for: a page, at whose end processors
        /// stop looking ahead.
        const AHEAD: usize = 512;
        let Self(mut numbers) = self;
        loop {
            cs_wide::fetch(numbers.get(AHEAD..AHEAD + PAIRS).unwrap_or_default());
            let (ones, nexts) = (numbers, numbers.get(1..).unwrap_or_default());
            let mut falls = 0_u64;
            for (one, next) in ones.iter().zip(nexts).take(PAIRS) {
                falls |= u64::from(one >= next);
            }
            if falls != 0 {
                return false;
            }
            match numbers.get(PAIRS..) {
                Some(rest) => numbers = rest,
                None => return true,
            }
        }
    }
}

/// Whether each number is greater than the one before.
fn rise(numbers: &[i64], workers: &Workers<'_>) -> Result<bool> {
    let parts = workers.map(workers.runs(numbers.len(), STRETCH), |run| {
        for start in run.clone().step_by(STRETCH) {
            workers.ask()?;
            // The one behind the stretch is compared too.
            let end = start.saturating_add(STRETCH).saturating_add(1).min(numbers.len());
            if !Width::widest().run(Rising(numbers.get(start..end).unwrap_or_default())) {
                return Ok(false);
            }
        }
        Ok(true)
    })?;
    Ok(parts.into_iter().all(|rising| rising))
}

/// Checks that no two rows carry the same account, whether that is a number or a text. A column that rises, as
/// exports mostly do, needs no memory for this; any other about two bytes a row.
///
/// Errors: `duplicate_account` with the later row; `type_mismatch` (neither texts nor whole numbers); that of whoever is
/// asked.
pub(crate) fn ordered(column: &Column<'_>, rows: usize, workers: &Workers<'_>) -> Result<Order> {
    if let Some(numbers) = column.whole_numbers()
        && rise(numbers, workers)?
    {
        return Ok(Order::Rising);
    }
    let (mut rising, mut last) = (true, None);
    for row in 0..rows {
        if row.is_multiple_of(STRETCH) {
            workers.ask()?;
        }
        let account = column.account(row)?;
        rising = account.is_some() && last < account;
        if !rising {
            break;
        }
        last = account;
    }
    if rising {
        return Ok(Order::Rising);
    }
    match repeated(column, rows, workers)? {
        None => Ok(Order::Any),
        Some((account, first, second)) => {
            Err(refusal(account.to_id(), first, second).in_column(column.name()))
        }
    }
}

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
        Some((account, first, second)) => Err(refusal(account.into(), first, second).in_column(column)),
    }
}

/// The account that is repeated first, with its two rows.
pub(crate) fn duplicate<A: Ord + Copy>(mut named: Vec<(A, usize)>) -> Option<(A, usize, usize)> {
    named.sort_unstable();
    let pairs = named.iter().zip(named.iter().skip(1));
    let repeated = pairs
        .filter(|((a, _), (b, _))| a == b)
        .map(|((account, first), (_, second))| (*account, *first, *second));
    repeated.min_by_key(|(_, _, second)| *second)
}

/// The error that two rows carry the same account.
pub(crate) fn refusal(account: AccountId, first: usize, second: usize) -> Error {
    let sentence = format!("row {first} carries the same account");
    Error::new(ErrorCode::DuplicateAccount, sentence).at_row(second).with_value(account)
}
