//! The hierarchy of accounts: who is whose parent, checked and in an order in which children come first.

use serde::Deserialize;

use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::Column;
use crate::fact::key::{self, Key};
use crate::fact::table::Table;

/// Accounts of a circle that an error names.
const NAMED: usize = 8;

/// What a parent that is not among the accounts gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnknownParent {
    /// An error: the parent may be missing from the table.
    #[default]
    Error,
    /// The account counts as one without a parent.
    Root,
}

/// Accounts by rank, which is their place in the order of their names.
pub(in crate::health) struct Hierarchy<'a> {
    /// Each rank's name and row.
    pub(in crate::health) keys: Vec<(Key<'a>, usize)>,
    /// Each rank's parent.
    pub(in crate::health) parents: Vec<Option<usize>>,
    /// Every rank, each behind all of its children.
    pub(in crate::health) order: Vec<usize>,
}

impl<'a> Hierarchy<'a> {
    /// Reads names and parents. Level by level from the lowest up, so that no depth needs a stack.
    ///
    /// Errors: `cycle`, `unknown_name`, `duplicate_account`, `missing_column`, `type_mismatch`.
    pub(in crate::health) fn new(
        table: &Table<'a>,
        account: &str,
        parent: &str,
        unknown: UnknownParent,
    ) -> Result<Self> {
        let keys = key::unique(table.column(account)?, table.rows())?;
        let column = table.column(parent)?;
        let mut parents = vec![None; keys.len()];
        let mut children = vec![0_usize; keys.len()];
        for ((_, row), place) in keys.iter().zip(&mut parents) {
            *place = rank(column, *row, &keys, unknown)?;
            if let Some(count) = place.and_then(|parent| children.get_mut(parent)) {
                *count = count.saturating_add(1);
            }
        }
        let order = order(&parents, children);
        let whole = Self { keys, parents, order };
        if whole.order.len() == whole.keys.len() { Ok(whole) } else { Err(whole.circle().in_column(parent)) }
    }

    /// The error that names a circle: that of the first row that is in one.
    fn circle(&self) -> Error {
        let mut left = vec![true; self.keys.len()];
        for rank in &self.order {
            if let Some(place) = left.get_mut(*rank) {
                *place = false;
            }
        }
        // Whoever is left is in a circle: an account has one parent, so that none stands above a circle.
        let inside = self.keys.iter().enumerate().filter(|(rank, _)| left.get(*rank) == Some(&true));
        let Some((first, (start, row))) = inside.min_by_key(|(_, (_, row))| *row) else {
            return Error::new(ErrorCode::Internal, "no account is left over, and yet there is a circle");
        };
        let next = |rank: &usize| self.parents.get(*rank).copied().flatten().filter(|rank| *rank != first);
        let mut names: Vec<String> = Vec::new();
        let mut length = 0_usize;
        for rank in std::iter::successors(Some(first), next) {
            if length < NAMED
                && let Some((key, _)) = self.keys.get(rank)
            {
                names.push(key.to_string());
            }
            length = length.saturating_add(1);
        }
        if length > NAMED {
            names.push(format!("… ({length} accounts)"));
        }
        names.push(start.to_string());
        let sentence = format!("accounts are each other's parents in a circle: {}", names.join(" → "));
        Error::new(ErrorCode::Cycle, sentence).at_row(*row)
    }
}

/// The rank of a row's parent.
fn rank(
    column: &Column<'_>,
    row: usize,
    keys: &[(Key<'_>, usize)],
    unknown: UnknownParent,
) -> Result<Option<usize>> {
    let Some(wanted) = column.key(row)? else { return Ok(None) };
    match key::place(keys, wanted) {
        None if unknown == UnknownParent::Error => {
            let error = Error::new(ErrorCode::UnknownName, "the parent is not among the accounts");
            Err(error.in_column(column.name()).at_row(row).with_value(wanted))
        }
        found => Ok(found),
    }
}

/// Every rank behind all of its children, those in a circle left out.
fn order(parents: &[Option<usize>], mut children: Vec<usize>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(parents.len());
    order.extend(children.iter().enumerate().filter(|(_, count)| **count == 0).map(|(rank, _)| rank));
    let mut done = 0;
    while let Some(rank) = order.get(done).copied() {
        done = done.saturating_add(1);
        let Some(parent) = parents.get(rank).copied().flatten() else { continue };
        if let Some(count) = children.get_mut(parent) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                order.push(parent);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::table::Values;

    fn refused(parents: &[f64]) -> Error {
        let accounts: Vec<i64> = (0..).take(parents.len()).collect();
        let table = Table::new(parents.len()).with("account", Values::Integer(&accounts), None).unwrap();
        let table = table.with("parent", Values::Float(parents), None).unwrap();
        Hierarchy::new(&table, "account", "parent", UnknownParent::Error).err().unwrap()
    }

    #[test]
    fn names_a_circle_from_its_first_row_on() {
        let error = refused(&[f64::NAN, 3.0, 1.0, 2.0, 1.0]);
        assert_eq!((error.code(), error.column(), error.row()), (ErrorCode::Cycle, Some("parent"), Some(1)));
        assert!(error.to_string().ends_with("in a circle: 1 → 3 → 2 → 1"), "{error}");
    }

    #[test]
    fn names_some_of_a_long_circle() {
        let parents: Vec<f64> = (0..100).map(|row| f64::from((row + 1) % 100)).collect();
        let error = refused(&parents);
        assert!(error.to_string().ends_with("6 → 7 → … (100 accounts) → 0"), "{error}");
    }

    #[test]
    fn an_account_is_not_its_own_parent() {
        let error = refused(&[f64::NAN, 1.0]);
        assert_eq!((error.code(), error.row()), (ErrorCode::Cycle, Some(1)));
    }
}
