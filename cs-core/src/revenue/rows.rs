//! Rows of a ledger or of contracts as borrowed columns. Whole numbers stay whole: account 2^63 is not rounded, and money
//! is not a float by accident.
//!
//! ```
//! use cs_core::revenue::rows::{Data, Rows};
//!
//! let (accounts, months, mrr) = ([7_u64, 9, 7], [0_i32, 0, 1], [50_00_i64, 20_00, 60_00]);
//! let rows = Rows::new(3)
//!     .with("account", Data::Unsigned64(&accounts), None)?
//!     .with("month", Data::Integer32(&months), None)?
//!     .with("mrr", Data::Integer64(&mrr), None)?;
//! assert_eq!(rows.len(), 3);
//! assert_eq!(rows.column("mmr").unwrap_err().code().as_str(), "missing_column");
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use crate::error::{Error, ErrorCode, Result, nearest};
use crate::fact::column::Column as TextColumn;
use crate::fact::table::{ROWS, Table, Texts, Validity, Values};

/// The values of one column.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Data<'a> {
    /// Whole numbers.
    Integer32(&'a [i32]),
    /// Whole numbers from 0 up.
    Unsigned32(&'a [u32]),
    /// Whole numbers.
    Integer64(&'a [i64]),
    /// Whole numbers from 0 up.
    Unsigned64(&'a [u64]),
    /// Numbers; NaN is missing.
    Float(&'a [f64]),
    /// Decimals: each mantissa · 10^-places.
    Decimal {
        /// The digits without the point.
        mantissas: &'a [i128],
        /// Digits behind the point.
        places: u32,
    },
    /// Days since 1970-01-01.
    Day(&'a [i32]),
    /// Texts.
    Text(Texts<'a>),
    /// Nothing is known of any row.
    Missing,
}

/// A named column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    name: &'a str,
    data: Data<'a>,
    known: Option<Known<'a>>,
    text: Option<TextColumn<'a>>,
}

/// A bit a row, lowest first: 1 is known, 0 is missing.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    bits: &'a [u8],
    offset: usize,
}

impl<'a> Known<'a> {
    /// Bits that begin at bit `offset`.
    #[must_use]
    pub fn new(bits: &'a [u8], offset: usize) -> Self {
        Self { bits, offset }
    }

    fn bit(&self, row: usize) -> bool {
        let at = self.offset.saturating_add(row);
        self.bits.get(at / 8).is_some_and(|byte| byte >> (at % 8) & 1 == 1)
    }
}

impl<'a> Column<'a> {
    /// The column's name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    pub(super) fn data(&self) -> Data<'a> {
        self.data
    }

    /// Whether a row's value is there.
    #[must_use]
    pub fn is_known(&self, row: usize) -> bool {
        match self.data {
            Data::Missing => false,
            Data::Float(values) => self.bit(row) && values.get(row).is_some_and(|value| !value.is_nan()),
            _ => self.bit(row),
        }
    }

    fn bit(&self, row: usize) -> bool {
        self.known.is_none_or(|known| known.bit(row))
    }

    /// The first row whose value is missing.
    pub(super) fn first_missing(&self, rows: usize) -> Option<usize> {
        match (self.data, self.known) {
            (Data::Missing, _) => (rows > 0).then_some(0),
            (Data::Float(values), None) => values.iter().position(|value| value.is_nan()),
            (_, None) => None,
            (_, Some(_)) => (0..rows).find(|row| !self.is_known(*row)),
        }
    }

    /// The text of a row; none where it is missing.
    #[inline]
    pub(super) fn text(&self, row: usize) -> Result<Option<&'a str>> {
        match &self.text {
            Some(text) => text.text(row),
            None => Err(self.mismatch("texts")),
        }
    }

    /// The keys and the texts of a dictionary.
    pub(super) fn dictionary(&self) -> Option<(&'a [i32], &'a [&'a str])> {
        match self.data {
            Data::Text(Texts::Dictionary { keys, values }) => Some((keys, values)),
            _ => None,
        }
    }

    /// The whole number of a row; none where it is missing.
    pub(super) fn whole(&self, row: usize) -> Result<Option<i128>> {
        if !self.is_known(row) {
            return Ok(None);
        }
        Ok(match self.data {
            Data::Integer32(values) => values.get(row).copied().map(i128::from),
            Data::Unsigned32(values) => values.get(row).copied().map(i128::from),
            Data::Integer64(values) => values.get(row).copied().map(i128::from),
            Data::Unsigned64(values) => values.get(row).copied().map(i128::from),
            _ => return Err(self.mismatch("whole numbers or texts")),
        })
    }

    /// The error that a column of another type is needed.
    pub(super) fn mismatch(&self, wanted: &str) -> Error {
        let found = match self.data {
            Data::Integer32(_) | Data::Unsigned32(_) | Data::Integer64(_) | Data::Unsigned64(_) => {
                "whole numbers"
            }
            Data::Float(_) => "floats",
            Data::Decimal { .. } => "decimals",
            Data::Day(_) => "days",
            Data::Text(_) => "texts",
            Data::Missing => "nothing",
        };
        let sentence = format!("{wanted} are needed, this column holds {found}");
        let error = Error::new(ErrorCode::TypeMismatch, sentence).in_column(self.name);
        match self.text.as_ref().and_then(|text| text.first_words(false)) {
            Some((row, text)) => error.with_value(format!("{text:?}")).with_hint(format!("see row {row}")),
            None => error.with_said_value(found),
        }
    }
}

/// Columns of equal length.
#[derive(Debug, Clone, Default)]
pub struct Rows<'a> {
    rows: usize,
    columns: Vec<Column<'a>>,
}

impl<'a> Rows<'a> {
    /// So many rows, with no columns yet.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self { rows, columns: Vec::new() }
    }

    /// Adds a column; `known` says which of its rows hold a value, all of them where it is left out.
    ///
    /// Errors: `length_mismatch`, `duplicate` (a name twice), `limit` (more than 2^32 rows), `overflow` (more than 28
    /// places).
    pub fn with(mut self, name: &'a str, data: Data<'a>, known: Option<Known<'a>>) -> Result<Self> {
        if self.columns.iter().any(|column| column.name == name) {
            return Err(Error::new(ErrorCode::Duplicate, "two columns have this name").in_column(name));
        }
        if self.rows > ROWS {
            return Err(Error::new(ErrorCode::Limit, "a table has at most 2^32 rows").with_value(self.rows));
        }
        if matches!(data, Data::Decimal { places, .. } if places > 28) {
            return Err(Error::new(ErrorCode::Overflow, "a decimal has at most 28 places").in_column(name));
        }
        let refuse = |what: &str, found: usize| {
            let sentence = format!("the table has {} rows, the {what} {found}", self.rows);
            Err(Error::new(ErrorCode::LengthMismatch, sentence).in_column(name).with_said_value(found))
        };
        if let Some(found) = length(&data).filter(|found| *found != self.rows) {
            return refuse("column", found);
        }
        if let Some(found) = known
            .map(|known| known.bits.len().saturating_mul(8).saturating_sub(known.offset))
            .filter(|covered| *covered < self.rows)
        {
            return refuse("validity mask", found);
        }
        let text = match data {
            Data::Text(texts) => {
                let validity = known.map(|known| Validity::new(known.bits, known.offset));
                let table = Table::new(self.rows).with(name, Values::Text(texts), validity)?;
                Some(*table.column(name)?)
            }
            _ => None,
        };
        self.columns.push(Column { name, data, known, text });
        Ok(self)
    }

    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// The column of this name; `missing_column`, with the nearest name there is, when there is none.
    pub fn column(&self, name: &str) -> Result<Column<'a>> {
        self.columns.iter().find(|column| column.name == name).copied().ok_or_else(|| {
            let error = Error::new(ErrorCode::MissingColumn, "the table has no such column").in_column(name);
            match nearest(name, self.columns.iter().map(|column| column.name)) {
                Some(near) => error.with_hint(format!("did you mean {near:?}?")),
                None => error,
            }
        })
    }
}

fn length(data: &Data<'_>) -> Option<usize> {
    match data {
        Data::Integer32(values) | Data::Day(values) => Some(values.len()),
        Data::Unsigned32(values) => Some(values.len()),
        Data::Integer64(values) => Some(values.len()),
        Data::Unsigned64(values) => Some(values.len()),
        Data::Float(values) => Some(values.len()),
        Data::Decimal { mantissas, .. } => Some(mantissas.len()),
        Data::Text(_) | Data::Missing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_columns_that_do_not_fit_the_table() {
        let whole: [i64; 2] = [1, 2];
        let places = Data::Decimal { mantissas: &[1, 2], places: 29 };
        let known = |bits, offset| Some(Known { bits, offset });
        let taken = || Rows::new(2).with("a", Data::Integer64(&whole), None).unwrap();
        for (given, code) in [
            (taken().with("b", Data::Float(&[1.0]), None), ErrorCode::LengthMismatch),
            (taken().with("b", Data::Day(&[1, 2, 3]), None), ErrorCode::LengthMismatch),
            (taken().with("b", Data::Text(Texts::Slices(&["x"])), None), ErrorCode::LengthMismatch),
            (taken().with("b", Data::Unsigned32(&[1, 2]), known(&[0xff], 7)), ErrorCode::LengthMismatch),
            (taken().with("b", places, None), ErrorCode::Overflow),
        ] {
            let error = given.unwrap_err();
            assert_eq!((error.code(), error.column()), (code, Some("b")));
        }
        let again = taken().with("a", Data::Missing, None).unwrap_err();
        assert_eq!((again.code(), again.column()), (ErrorCode::Duplicate, Some("a")));
        assert!(taken().with("b", Data::Unsigned32(&[1, 2]), known(&[0xff], 6)).is_ok());
    }
}
