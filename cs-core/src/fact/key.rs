//! What names an account in a table: a text, or a whole number.

use std::cmp::Ordering;
use std::fmt;

use super::column::Column;
use super::table::Values;
use crate::error::{Error, ErrorCode, Result};

/// The name of an account. Keys are ordered: numbers first, then texts by their code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'a> {
    /// A whole number.
    Number(i64),
    /// A text, not empty.
    Text(&'a str),
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Key::Number(number) => write!(f, "{number}"),
            Key::Text(text) => write!(f, "{text:?}"),
        }
    }
}

impl<'a> Column<'a> {
    /// The account of a row; none where it is missing or an empty text. A float names an account when it is a whole number, so that
    /// tables whose numbers became floats still name the same accounts.
    ///
    /// Errors: `type_mismatch` (flags, days, decimals; a number that is not whole or beyond 2^53).
    pub fn key(&self, row: usize) -> Result<Option<Key<'a>>> {
        match self.values() {
            Values::Text(_) => Ok(self.text(row)?.filter(|text| !text.is_empty()).map(Key::Text)),
            _ if !self.is_known(row) => Ok(None),
            Values::Integer(values) => Ok(values.get(row).copied().map(Key::Number)),
            Values::Float(values) => values
                .get(row)
                .map(|value| whole(*value))
                .transpose()
                .map_err(|error| error.in_column(self.name()).at_row(row)),
            _ => Err(self.mismatch("text or whole number")),
        }
    }

    /// The account of every row, each with its row; a row without one is refused.
    ///
    /// Errors: also `type_mismatch` with the row (an account is missing).
    pub(crate) fn keys(&self, rows: usize) -> Result<Vec<(Key<'a>, usize)>> {
        let key = |row: usize| match self.key(row)? {
            Some(key) => Ok((key, row)),
            None => {
                Err(Error::new(ErrorCode::TypeMismatch, "every row names its account, this one does not")
                    .in_column(self.name())
                    .at_row(row))
            }
        };
        (0..rows).map(key).collect()
    }
}

fn whole<'a>(value: f64) -> Result<Key<'a>> {
    const LARGEST: f64 = 9_007_199_254_740_992.0;
    if value.fract().abs() > 0.0 || value.abs() > LARGEST || !value.is_finite() {
        let error = Error::new(ErrorCode::TypeMismatch, "an account is a text or a whole number up to 2^53");
        return Err(error.with_value(value));
    }
    #[expect(clippy::cast_possible_truncation, reason = "a whole number of at most 53 bits")]
    Ok(Key::Number(value as i64))
}

/// The place of an account among keys in order.
pub(crate) fn place(keys: &[(Key<'_>, usize)], wanted: Key<'_>) -> Option<usize> {
    keys.binary_search_by(|(key, _)| key.cmp(&wanted)).ok()
}

/// Pairs the rows of two lists of keys in order: both rows of an account that is in both, one row of one that is not.
pub(crate) fn pairs(
    left: &[(Key<'_>, usize)],
    right: &[(Key<'_>, usize)],
) -> Vec<(Option<usize>, Option<usize>)> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut pairs = Vec::with_capacity(left.len().max(right.len()));
    loop {
        let order = match (left.peek(), right.peek()) {
            (None, None) => return pairs,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some((one, _)), Some((other, _))) => one.cmp(other),
        };
        let one = if order.is_le() { left.next().map(|(_, row)| *row) } else { None };
        let other = if order.is_ge() { right.next().map(|(_, row)| *row) } else { None };
        pairs.push((one, other));
    }
}

/// Keys in order, each with its row; refused where two rows carry the same account.
///
/// Errors: those of [`Column::keys`]; `duplicate_account` with the later row.
pub(crate) fn unique<'a>(column: &Column<'a>, rows: usize) -> Result<Vec<(Key<'a>, usize)>> {
    let mut keys = column.keys(rows)?;
    keys.sort_unstable();
    let pairs = keys.iter().zip(keys.iter().skip(1)).filter(|((one, _), (other, _))| one == other);
    match pairs.min_by_key(|(_, (_, second))| *second) {
        None => Ok(keys),
        Some(((key, first), (_, second))) => {
            let sentence = format!("row {first} carries the same account");
            let error = Error::new(ErrorCode::DuplicateAccount, sentence).with_value(key);
            Err(error.in_column(column.name()).at_row(*second))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::table::Table;

    #[test]
    fn numbers_name_the_same_account_as_integers_and_as_floats() {
        let (whole, float) = ([7_i64, -3], [7.0, -3.0]);
        let table = Table::new(2).with("i", Values::Integer(&whole), None).unwrap();
        let table = table.with("f", Values::Float(&float), None).unwrap();
        let keys = |name: &str| table.column(name).unwrap().keys(2).unwrap();
        assert_eq!(keys("i"), keys("f"));
    }

    #[test]
    fn refuses_what_names_no_account() {
        for value in [0.5, f64::INFINITY, 1e17] {
            let values = [1.0, value];
            let table = Table::new(2).with("f", Values::Float(&values), None).unwrap();
            let error = table.column("f").unwrap().keys(2).unwrap_err();
            assert_eq!((error.code(), error.row()), (ErrorCode::TypeMismatch, Some(1)), "{value}");
        }
        let missing = [1.0, f64::NAN];
        let table = Table::new(2).with("f", Values::Float(&missing), None).unwrap();
        let error = table.column("f").unwrap().keys(2).unwrap_err();
        assert_eq!((error.code(), error.row()), (ErrorCode::TypeMismatch, Some(1)));
    }

    #[test]
    fn pairs_what_is_in_both_and_lists_what_is_in_one() {
        let keyed = |names: &'static [&str]| -> Vec<(Key<'_>, usize)> {
            names.iter().enumerate().map(|(row, name)| (Key::Text(name), row)).collect()
        };
        let (left, right) = (keyed(&["a", "b", "d"]), keyed(&["b", "c", "d", "e"]));
        let expected =
            [(Some(0), None), (Some(1), Some(0)), (None, Some(1)), (Some(2), Some(2)), (None, Some(3))];
        assert_eq!(pairs(&left, &right), expected);
        assert_eq!(place(&right, Key::Text("d")), Some(2));
        assert_eq!(place(&right, Key::Text("a")), None);
    }

    #[test]
    fn names_the_first_row_that_repeats_an_account() {
        let values = [3_i64, 1, 1, 3];
        let table = Table::new(4).with("i", Values::Integer(&values), None).unwrap();
        let error = unique(table.column("i").unwrap(), 4).unwrap_err();
        assert_eq!(error.to_string(), "column \"i\", row 2: row 1 carries the same account: 1");
    }
}
