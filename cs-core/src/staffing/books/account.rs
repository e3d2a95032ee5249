//! Accounts that are to be looked after, from rows or from a table.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::{self, AccountId, duplicate, refusal};
use crate::fact::column::Column;
use crate::fact::table::Table;
use crate::fact::workers::Workers;
use crate::staffing::number::Number;
use crate::value::document;

/// Most accounts.
pub const ACCOUNTS: usize = 1_000_000;
/// The most hours of one account.
const HOURS: Number = Number::parts(1_000_000, 0);
/// The most value of one account.
const VALUE: Number = Number::from_whole(1_000_000_000_000_000);
/// Rows that are read between two questions whether to go on.
const BLOCK: usize = 1 << 14;
/// A name that is none.
const NAMELESS: accounts::Account<'_> = accounts::Account::Text("");
/// What stands between two skills of a table's text.
const BETWEEN: char = ';';

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// Its name, a text or a whole number; each once.
    pub account: AccountId,
    /// Hours that it needs, in the unit of the success managers' hours; none where that is not known.
    #[serde(default)]
    pub hours: Option<Number>,
    /// Its value, such as its ARR; not known counts as 0.
    #[serde(default)]
    pub value: Option<Number>,
    /// The success manager that it has.
    #[serde(default)]
    pub owner: Option<String>,
    /// Skills that it needs, all of them.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Its region.
    #[serde(default)]
    pub region: Option<String>,
    /// Its language.
    #[serde(default)]
    pub language: Option<String>,
}

/// Names of a table's columns. All but `account` and `hours` may be left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The account.
    pub account: String,
    /// Hours that it needs.
    pub hours: String,
    /// Its value.
    #[serde(default)]
    pub value: Option<String>,
    /// The success manager that it has.
    #[serde(default)]
    pub owner: Option<String>,
    /// Skills that it needs, with a semicolon between two.
    #[serde(default)]
    pub skills: Option<String>,
    /// Its region.
    #[serde(default)]
    pub region: Option<String>,
    /// Its language.
    #[serde(default)]
    pub language: Option<String>,
}

impl Columns {
    /// Reads the names from a JSON object.
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The columns that are read.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let optional = [&self.value, &self.owner, &self.skills, &self.region, &self.language];
        let needed = [self.account.as_str(), self.hours.as_str()];
        needed.into_iter().chain(optional.into_iter().flatten().map(String::as_str)).collect()
    }
}

/// What a kind of account needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Need {
    pub(super) skills: Vec<String>,
    pub(super) region: Option<String>,
    pub(super) language: Option<String>,
}

/// One account, its need and owner by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) hours: Option<Number>,
    pub(super) value: Option<Number>,
    pub(super) need: usize,
    pub(super) owner: Option<usize>,
}

/// Accounts that were read, and so are valid: each named, and named once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accounts {
    pub(super) rows: Vec<Row>,
    /// Rows in the order of their accounts.
    pub(super) order: Vec<usize>,
    pub(super) needs: Vec<Need>,
    pub(super) owners: Vec<String>,
}

/// Gives each different value a number, in the order of appearance.
struct Numbered<T>(BTreeMap<T, usize>);

impl<T: Ord> Numbered<T> {
    fn number(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }

    fn list(self) -> Vec<T> {
        let mut pairs: Vec<(T, usize)> = self.0.into_iter().collect();
        pairs.sort_unstable_by_key(|(_, number)| *number);
        pairs.into_iter().map(|(value, _)| value).collect()
    }
}

impl Accounts {
    /// Reads a JSON array of accounts.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || Self::new(document::read(text.as_bytes())?))
    }

    /// Checks accounts: `duplicate_account` with the row, `out_of_range` with the place, `limit`.
    pub fn new(accounts: Vec<Account>) -> Result<Self> {
        document::limit("accounts", accounts.len(), ACCOUNTS)?;
        let names =
            accounts.iter().enumerate().map(|(row, account)| (account.account.borrowed(), row)).collect();
        let order = in_order(names).map_err(|error| error.at("accounts"))?;
        let (mut needs, mut owners) = (Numbered(BTreeMap::new()), Numbered(BTreeMap::new()));
        let mut rows = Vec::with_capacity(accounts.len());
        for (at, account) in accounts.into_iter().enumerate() {
            let under = |error: Error| error.under(&format!("accounts[{at}]"));
            if account.account.borrowed() == NAMELESS {
                return Err(under(nameless().at("account")));
            }
            check(account.hours, account.value).map_err(under)?;
            let Account { hours, value, owner, skills, region, language, .. } = account;
            let need = needs.number(Need { skills, region, language });
            rows.push(Row { hours, value, need, owner: owner.map(|owner| owners.number(owner)) });
        }
        Ok(Self { rows, order, needs: needs.list(), owners: owners.list() })
    }

    /// Reads a table. NaN and missing hours are not known.
    ///
    /// Errors: `missing_column`, `type_mismatch`; with column and row `duplicate_account`, `out_of_range`, `non_finite`,
    /// `invalid_argument` (no name).
    pub fn from_table(table: &Table<'_>, columns: &Columns) -> Result<Self> {
        Self::from_table_with(table, columns, &Workers::ALONE)
    }

    /// As [`from_table`](Self::from_table), with somebody who is asked whether to go on; the work is done on the caller's
    /// thread.
    ///
    /// Errors: also that of whoever is asked.
    pub fn from_table_with(table: &Table<'_>, columns: &Columns, workers: &Workers<'_>) -> Result<Self> {
        document::limit("accounts", table.rows(), ACCOUNTS)?;
        let account = table.column(&columns.account)?;
        let hours = table.column(&columns.hours)?;
        let optional = |name: &Option<String>| name.as_ref().map(|name| table.column(name)).transpose();
        let (value, owner) = (optional(&columns.value)?, optional(&columns.owner)?);
        let (skills, region) = (optional(&columns.skills)?, optional(&columns.region)?);
        let language = optional(&columns.language)?;
        let mut names = Vec::with_capacity(table.rows());
        for row in 0..table.rows() {
            between(row, workers)?;
            let name = account.account(row)?;
            let Some(name) = name.filter(|name| *name != NAMELESS) else {
                let error = nameless().in_column(&columns.account).at_row(row);
                return Err(if name.is_some() { error.with_said_value("\"\"") } else { error });
            };
            names.push((name, row));
        }
        let order = in_order(names).map_err(|error| error.in_column(&columns.account))?;
        let (mut kinds, mut owners) = (Numbered(BTreeMap::new()), Numbered(BTreeMap::new()));
        let mut rows = Vec::with_capacity(table.rows());
        for row in 0..table.rows() {
            between(row, workers)?;
            let number = |column: &Column<'_>| Ok::<_, Error>(column.exact(row)?.map(Number::from));
            let (own_hours, own_value) = (number(hours)?, value.map(number).transpose()?.flatten());
            check(own_hours, own_value).map_err(|error| {
                let value = value.filter(|_| error.path() == Some("value"));
                Error::new(error.code(), "hours and values lie from 0 to their limits")
                    .in_column(value.unwrap_or(hours).name())
                    .at_row(row)
                    .with_value(error.value().unwrap_or_default())
            })?;
            let need = kinds.number((text(skills, row)?, text(region, row)?, text(language, row)?));
            let owner = text(owner, row)?.map(|owner| owners.number(owner));
            rows.push(Row { hours: own_hours, value: own_value, need, owner });
        }
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let need = |(skills, region, language): (Option<&str>, Option<&str>, Option<&str>)| {
            let skills = skills.into_iter().flat_map(|it| it.split(BETWEEN)).map(str::trim);
            let skills = skills.filter(|skill| !skill.is_empty()).map(str::to_owned).collect();
            Need { skills, region: owned(region), language: owned(language) }
        };
        Ok(Self {
            rows,
            order,
            needs: kinds.list().into_iter().map(need).collect(),
            owners: owners.list().into_iter().map(str::to_owned).collect(),
        })
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Asks before each block of rows whether to go on.
fn between(row: usize, workers: &Workers<'_>) -> Result<()> {
    if row.is_multiple_of(BLOCK) { workers.ask() } else { Ok(()) }
}

/// The text of a row; none where there is none or it is empty.
fn text<'t>(column: Option<&Column<'t>>, row: usize) -> Result<Option<&'t str>> {
    let text = column.map(|column| column.text(row)).transpose()?.flatten();
    Ok(text.filter(|text| !text.is_empty()))
}

/// Rows in the order of their names; `duplicate_account` where two are the same.
fn in_order(mut names: Vec<(accounts::Account<'_>, usize)>) -> Result<Vec<usize>> {
    names.sort_unstable();
    if names.iter().zip(names.iter().skip(1)).any(|((one, _), (other, _))| one == other)
        && let Some((account, first, second)) = duplicate(names.clone())
    {
        return Err(refusal(account.to_id(), first, second));
    }
    Ok(names.into_iter().map(|(_, row)| row).collect())
}

fn nameless() -> Error {
    Error::new(ErrorCode::InvalidArgument, "an account without a name cannot be assigned")
}

fn check(hours: Option<Number>, value: Option<Number>) -> Result<()> {
    for (name, number, most) in [("hours", hours, HOURS), ("value", value, VALUE)] {
        let Some(number) = number else { continue };
        number.at_least_zero(name)?;
        if number > most {
            let error = Error::new(ErrorCode::OutOfRange, format!("at most {most} is assigned"));
            return Err(error.at(name).with_value(number));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::fact::table::Values;

    #[test]
    fn whoever_is_asked_may_end_the_reading_of_names_and_of_the_rest() {
        let (names, hours): (Vec<i64>, Vec<f64>) = ((0..20_000).collect(), vec![1.0; 20_000]);
        let table = Table::new(20_000).with("account", Values::Integer(&names), None).unwrap();
        let table = table.with("hours", Values::Float(&hours), None).unwrap();
        let columns =
            Columns { account: "account".to_owned(), hours: "hours".to_owned(), ..Columns::default() };
        // Two blocks of names, two of the other columns.
        for patience in 0..5 {
            let left = AtomicUsize::new(patience);
            let ask = || match left
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1))
            {
                Ok(_) => Ok(()),
                Err(_) => Err(Error::new(ErrorCode::Internal, "enough")),
            };
            let read = Accounts::from_table_with(&table, &columns, &Workers::ALONE.asking(&ask));
            assert_eq!(
                read.err().map(|error| error.to_string()),
                (patience < 4).then(|| "enough".to_owned())
            );
        }
    }
}
