//! Roll-up: the health of a family of accounts, over a hierarchy of parents and children.

use serde::Deserialize;

use super::hierarchy::{Hierarchy, UnknownParent};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::key::Key;
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::value::document;

/// How accounts are rolled up: names of columns and choices. As a document it is an object of these; what is left out
/// has its default.
///
/// ```text
/// family        = all accounts below an account, at any depth, each counted once; with the account itself if the
///                 parent is included
/// mean          = Σ score ÷ number, over the family's accounts that have a score
/// weighted mean = Σ value · score ÷ Σ value, over those that have a score and a value
/// worst         = the lowest score; of equal ones the account whose name comes first
/// share         = accounts of the family in the band ÷ accounts of the family
/// ```
///
/// Sums are taken from the lowest level up, in the order of the accounts' names, so that the order of the rows changes no
/// bit. Source: docs/definitions.md 3.5.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "an object of names and choices")]
pub struct RollUp {
    /// The column that names the account: texts or whole numbers.
    pub account: String,
    /// The column that names its parent; missing where it has none.
    pub parent: String,
    /// The column of scores.
    pub score: String,
    /// The column of what an account weighs, such as its contract value; from 0 up.
    pub value: Option<String>,
    /// The column of bands, whose shares are counted.
    pub band: Option<String>,
    /// The bands to count, in order; without them those that are found, by first appearance.
    pub bands: Vec<String>,
    /// Whether an account counts in its own family.
    pub include_parent: bool,
    /// What a parent that is not among the accounts gets.
    pub unknown_parent: UnknownParent,
}

impl Default for RollUp {
    fn default() -> Self {
        Self {
            account: "account".to_owned(),
            parent: "parent".to_owned(),
            score: "health_score".to_owned(),
            value: None,
            band: None,
            bands: Vec::new(),
            include_parent: true,
            unknown_parent: UnknownParent::Error,
        }
    }
}

/// The family of each row's account, in the order of the rows.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Families {
    /// Accounts in the family.
    pub accounts: Vec<u64>,
    /// Those of them that have a score.
    pub scored: Vec<u64>,
    /// The mean of their scores; NaN where there are none.
    pub mean: Vec<f64>,
    /// The mean weighted by value; NaN where there is no value above 0.
    pub weighted_mean: Vec<f64>,
    /// The lowest score; NaN where there is none.
    pub worst: Vec<f64>,
    /// The row of the account that has it.
    pub worst_row: Vec<Option<usize>>,
    /// The bands whose shares were counted, the unknown one last; none without a column of bands.
    pub bands: Vec<String>,
    /// For each of these bands a share for each row; NaN where the family is empty.
    pub shares: Vec<Vec<f64>>,
}

/// What is added up over a family.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    accounts: u64,
    scored: u64,
    score: f64,
    value: f64,
    weighted: f64,
    /// The highest score, at least 0.
    highest: f64,
    /// The lowest score and the rank of its account.
    worst: Option<(f64, usize)>,
}

impl Sum {
    fn plus(self, other: Self) -> Self {
        let lower = |one: (f64, usize), other: (f64, usize)| {
            if one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)).is_le() { one } else { other }
        };
        Self {
            accounts: self.accounts.saturating_add(other.accounts),
            scored: self.scored.saturating_add(other.scored),
            score: self.score + other.score,
            value: self.value + other.value,
            weighted: self.weighted + other.weighted,
            highest: self.highest.max(other.highest),
            worst: match (self.worst, other.worst) {
                (Some(one), Some(other)) => Some(lower(one, other)),
                (one, other) => one.or(other),
            },
        }
    }
}

impl RollUp {
    /// Reads the document.
    ///
    /// Errors: those of [`document::read`].
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The columns that are read.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let optional = self.value.iter().chain(&self.band);
        [&self.account, &self.parent, &self.score].into_iter().chain(optional).map(String::as_str)
    }

    /// Rolls a table up. The tree is walked level by level in linear time and without recursion, however deep it is.
    ///
    /// Errors: `cycle` (accounts are each other's parents in a circle, which is named), `unknown_name` (a parent that is
    /// not among the accounts), `duplicate_account`, `missing_column`, `type_mismatch` (also a row without an account),
    /// `non_finite`, `out_of_range` (a value below 0), `invalid_argument` (a band that is not listed), `duplicate` (one listed twice), `overflow`, each with column
    /// and row.
    ///
    /// ```
    /// use cs_core::fact::table::{Table, Texts, Validity, Values};
    /// use cs_core::health::rollup::RollUp;
    ///
    /// let (accounts, parents) = (["group", "north", "south"], ["", "group", "group"]);
    /// let (scores, values) = ([f64::NAN, 80.0, 50.0], [0.0, 300.0, 100.0]);
    /// let table = Table::new(3)
    ///     .with("account", Values::Text(Texts::Slices(&accounts)), None)?
    ///     .with("parent", Values::Text(Texts::Slices(&parents)), None)?
    ///     .with("health_score", Values::Float(&scores), None)?
    ///     .with("arr", Values::Float(&values), None)?;
    /// let families = RollUp { value: Some("arr".to_owned()), ..RollUp::default() }.table(&table)?;
    /// assert_eq!((families.accounts[0], families.mean[0], families.weighted_mean[0]), (3, 65.0, 72.5));
    /// assert_eq!(families.worst_row[0], Some(2));
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn table(&self, table: &Table<'_>) -> Result<Families> {
        let tree = Hierarchy::new(table, &self.account, &self.parent, self.unknown_parent)?;
        let own = self.own(table, &tree)?;
        let rows = table.rows();
        let mut families = Families {
            accounts: vec![0; rows],
            scored: vec![0; rows],
            mean: vec![f64::NAN; rows],
            weighted_mean: vec![f64::NAN; rows],
            worst: vec![f64::NAN; rows],
            worst_row: vec![None; rows],
            ..Families::default()
        };
        let mut below = vec![Sum::default(); rows];
        for rank in &tree.order {
            let (Some(under), Some(itself), Some((_, row))) =
                (below.get(*rank).copied(), own.get(*rank), tree.keys.get(*rank))
            else {
                continue;
            };
            let whole = under.plus(*itself);
            if !(whole.score.is_finite() && whole.value.is_finite() && whole.weighted.is_finite()) {
                let error =
                    Error::new(ErrorCode::Overflow, "the sum of a family is beyond the largest number");
                return Err(error.in_column(&self.score).at_row(*row));
            }
            families.put(*row, if self.include_parent { whole } else { under }, &tree.keys);
            let parent = tree.parents.get(*rank).copied().flatten();
            if let Some(sum) = parent.and_then(|parent| below.get_mut(parent)) {
                *sum = sum.plus(whole);
            }
        }
        self.share(table, &tree, &mut families)?;
        Ok(families)
    }

    /// What each account adds to a family, by rank.
    fn own(&self, table: &Table<'_>, tree: &Hierarchy<'_>) -> Result<Vec<Sum>> {
        let scores = numbers(table, &self.score)?;
        let values = self.value.as_deref().map(|value| numbers(table, value)).transpose()?;
        if let (Some(name), Some(values)) = (&self.value, &values)
            && let Some((row, value)) = values.iter().enumerate().find(|(_, value)| **value < 0.0)
        {
            let error = Error::new(ErrorCode::OutOfRange, "an account weighs 0 or more");
            return Err(error.in_column(name).at_row(row).with_value(value));
        }
        let known = |values: &[f64], row: usize| values.get(row).copied().filter(|value| !value.is_nan());
        let own = tree.keys.iter().enumerate().map(|(rank, (_, row))| {
            let Some(score) = known(&scores, *row) else { return Sum { accounts: 1, ..Sum::default() } };
            let value = values.as_deref().and_then(|values| known(values, *row)).unwrap_or(0.0);
            let (weighted, highest) = (value * score, score.max(0.0));
            Sum { accounts: 1, scored: 1, score, value, weighted, highest, worst: Some((score, rank)) }
        });
        Ok(own.collect())
    }
}

impl Families {
    fn put(&mut self, row: usize, sum: Sum, keys: &[(Key<'_>, usize)]) {
        fn set<T>(column: &mut [T], row: usize, value: T) {
            if let Some(place) = column.get_mut(row) {
                *place = value;
            }
        }
        set(&mut self.accounts, row, sum.accounts);
        set(&mut self.scored, row, sum.scored);
        if let Some((worst, rank)) = sum.worst {
            set(&mut self.mean, row, (sum.score / float(sum.scored)).min(sum.highest));
            set(&mut self.worst, row, worst);
            set(&mut self.worst_row, row, keys.get(rank).map(|(_, row)| *row));
        }
        if sum.value > 0.0 {
            // In the last place, rounding passes the highest.
            set(&mut self.weighted_mean, row, (sum.weighted / sum.value).min(sum.highest));
        }
    }
}

/// A column of finite numbers, NaN for missing.
fn numbers(table: &Table<'_>, name: &str) -> Result<Vec<f64>> {
    let column = table.column(name)?;
    if !column.is_number() {
        return Err(column.mismatch("number"));
    }
    let mut values = vec![0.0; table.rows()];
    for (at, tile) in values.chunks_mut(TILE).enumerate() {
        column.numbers(at.saturating_mul(TILE), tile)?;
    }
    match values.iter().position(|value| value.is_infinite()) {
        None => Ok(values),
        Some(row) => {
            let error = Error::new(ErrorCode::NonFinite, "a finite number is needed").in_column(name);
            Err(error.at_row(row).with_value(values.get(row).copied().unwrap_or(f64::INFINITY)))
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a table has at most 2^32 rows")]
pub(in crate::health) fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::table::Values;

    fn rolled(parents: &[f64], scores: &[f64], rollup: &RollUp) -> Result<Families> {
        let accounts: Vec<i64> = (0..).take(parents.len()).collect();
        let table = Table::new(parents.len())
            .with("account", Values::Integer(&accounts), None)?
            .with("parent", Values::Float(parents), None)?
            .with("health_score", Values::Float(scores), None)?;
        rollup.table(&table)
    }

    #[test]
    fn a_chain_of_accounts_needs_no_stack() {
        let rows = 200_000;
        let parents: Vec<f64> =
            (0..rows).map(|row| if row == 0 { f64::NAN } else { f64::from(row - 1) }).collect();
        let scores = vec![50.0; parents.len()];
        let families = rolled(&parents, &scores, &RollUp::default()).unwrap();
        assert_eq!((families.accounts[0], families.mean[0]), (200_000, 50.0));
        assert_eq!((families.accounts[199_999], families.worst_row[0]), (1, Some(0)));
    }
}
