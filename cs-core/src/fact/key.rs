//! What names an account in a table: a text, or a whole number.

use std::fmt;

use super::column::Column;
use super::table::Values;
use crate::error::{Error, ErrorCode, Result};

/// The name of an account. Keys are ordered: numbers first, then texts by their code points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key<'a> {
    Number(i64),
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
    pub(crate) fn key(&self, row: usize) -> Result<Option<Key<'a>>> {
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
}
