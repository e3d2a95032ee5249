//! Owned Arrow columns, lent as a table.

use arrow_array::Array;
use arrow_buffer::NullBuffer;
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::table::{Table, Texts, Validity, Values};
use cs_wide::pages;

use crate::column::{Column, from_array};

/// Columns of equal length that own what they hold.
#[derive(Debug)]
pub struct Batch {
    rows: usize,
    shortest: bool,
    columns: Vec<Named>,
}

#[derive(Debug)]
struct Named {
    name: String,
    column: Column,
    validity: Option<NullBuffer>,
}

impl Batch {
    /// A batch of so many rows, with no columns yet.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self { rows, shortest: false, columns: Vec::new() }
    }

    /// A batch whose floats of 32 and 16 bits enter by their own shortest text, as single numbers do: 0.1 is 0.1, not
    /// 0.10000000149011612.
    #[must_use]
    pub fn shortest(rows: usize) -> Self {
        Self { rows, shortest: true, columns: Vec::new() }
    }

    /// Adds a column. Columns that nobody will ask for need not be added.
    ///
    /// Errors: `type_mismatch` (a type without facts in it), `overflow` (decimal scale outside 0..28),
    /// `out_of_range` (a dictionary key outside the dictionary), `length_mismatch`.
    pub fn with(mut self, name: &str, array: &dyn Array) -> Result<Self> {
        if array.len() != self.rows {
            let sentence = format!("the table has {} rows, the column {}", self.rows, array.len());
            let error = Error::new(ErrorCode::LengthMismatch, sentence).in_column(name);
            return Err(error.with_said_value(array.len()));
        }
        let column = from_array(array, self.shortest).map_err(|error| error.in_column(name))?;
        let validity = array.logical_nulls().filter(|nulls| nulls.null_count() > 0);
        self.columns.push(Named { name: name.to_owned(), column, validity });
        Ok(self)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Lends the columns as a table. Texts that Arrow keeps in pieces are listed for the time of the call.
    pub fn with_table<T>(&self, body: impl FnOnce(&Table<'_>) -> Result<T>) -> Result<T> {
        let lists: Vec<Vec<&str>> = self.columns.iter().map(|named| named.column.pieces()).collect();
        let mut table = Table::new(self.rows);
        for (named, pieces) in self.columns.iter().zip(&lists) {
            let validity =
                named.validity.as_ref().map(|nulls| Validity::new(nulls.validity(), nulls.offset()));
            let values = named.column.values(pieces).map_err(|error| error.in_column(&named.name))?;
            table = table.with(&named.name, values, validity)?;
        }
        body(&table)
    }
}

impl Column {
    /// The texts of a column that is not one long text.
    pub(crate) fn pieces(&self) -> Vec<&str> {
        match self {
            Column::Views(views) => {
                let mut pieces = pages::large(Vec::with_capacity(views.len()));
                pieces.extend(views.iter().map(Option::unwrap_or_default));
                pieces
            }
            Column::Dictionary { values, .. } => values.iter().map(String::as_str).collect(),
            _ => Vec::new(),
        }
    }

    pub(crate) fn values<'a>(&'a self, pieces: &'a [&'a str]) -> Result<Values<'a>> {
        Ok(match self {
            Column::Float(values) => Values::Float(values),
            Column::Integer(values) => Values::Integer(values),
            Column::Decimal(values, scale) => Values::Decimal { mantissas: values, scale: *scale },
            Column::Flag(bits) => Values::Flag { bits: bits.values(), offset: bits.offset() },
            Column::Day(values) => Values::Day(values),
            Column::Small(offsets, bytes) => Values::Text(Texts::Small { offsets, text: utf8(bytes)? }),
            Column::Large(offsets, bytes) => Values::Text(Texts::Large { offsets, text: utf8(bytes)? }),
            Column::Views(_) => Values::Text(Texts::Slices(pieces)),
            Column::Dictionary { keys, .. } => Values::Text(Texts::Dictionary { keys, values: pieces }),
            Column::Missing => Values::Missing,
        })
    }
}

fn utf8(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| Error::new(ErrorCode::InvalidText, "text is UTF-8"))
}
