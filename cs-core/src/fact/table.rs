//! Many accounts as columns of equal length, borrowed from whoever owns them.
//!
//! ```
//! use cs_core::fact::table::{Table, Texts, Validity, Values};
//!
//! let seats = [25.0, 10.0, f64::NAN];          // NaN is missing
//! let plans = ["pro", "basic", "pro"];
//! let known = [0b0000_0011];                   // one bit a row, the lowest first, as in Arrow
//! let table = Table::new(3)
//!     .with("seats", Values::Float(&seats), None)?
//!     .with("plan", Values::Text(Texts::Slices(&plans)), Some(Validity::new(&known, 0)))?;
//! assert_eq!(table.column("plan")?.text(1)?, Some("basic"));
//! assert_eq!(table.column("plan")?.text(2)?, None);
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use std::collections::BTreeMap;

use super::column::Column;
use crate::error::{Error, ErrorCode, Result, nearest};

/// Most rows of one table: 2^32, or as many as can be counted where addresses have 32 bits.
pub const ROWS: usize = match 1_usize.checked_shl(32) {
    Some(rows) => rows,
    None => usize::MAX,
};

/// The values of one column. A row whose validity bit is 0 is missing, and its value is not looked at.
#[derive(Debug, Clone, Copy)]
pub enum Values<'a> {
    /// Numbers; NaN is missing.
    Float(&'a [f64]),
    /// Whole numbers; beyond 2^53 they are rounded to the nearest float.
    Integer(&'a [i64]),
    /// Decimals: each mantissa · 10^-scale, scale 0 to 28.
    Decimal {
        /// The digits without the point.
        mantissas: &'a [i128],
        /// Digits behind the point.
        scale: u32,
    },
    /// Flags, one bit a row, the lowest bit first, beginning at bit `offset`.
    Flag {
        /// The bits.
        bits: &'a [u8],
        /// The first row's bit.
        offset: usize,
    },
    /// Days since 1970-01-01.
    Day(&'a [i32]),
    /// Texts.
    Text(Texts<'a>),
    /// Nothing is known of any row.
    Missing,
}

/// Texts in the layouts that Arrow producers hand over.
#[derive(Debug, Clone, Copy)]
pub enum Texts<'a> {
    /// Row i spans `offsets[i]..offsets[i + 1]` of the text.
    Small {
        /// One more than there are rows.
        offsets: &'a [i32],
        /// All texts, one behind the other.
        text: &'a str,
    },
    /// As `Small`, with 64-bit offsets.
    Large {
        /// One more than there are rows.
        offsets: &'a [i64],
        /// All texts, one behind the other.
        text: &'a str,
    },
    /// One slice a row.
    Slices(&'a [&'a str]),
    /// Row i is `values[keys[i]]`.
    Dictionary {
        /// Index into the values; not looked at where the row is missing.
        keys: &'a [i32],
        /// The distinct texts.
        values: &'a [&'a str],
    },
    /// Every row has this text.
    Same(&'a str),
}

/// A bit a row, lowest first: 1 is known, 0 is missing. Bits beyond the last row are ignored.
#[derive(Debug, Clone, Copy)]
pub struct Validity<'a> {
    bits: &'a [u8],
    offset: usize,
}

impl<'a> Validity<'a> {
    /// Bits that begin at bit `offset` (as in a slice of a longer Arrow array).
    #[must_use]
    pub fn new(bits: &'a [u8], offset: usize) -> Self {
        Self { bits, offset }
    }

    /// The bits of 64 rows from `start` on, the first row lowest.
    #[inline]
    pub(crate) fn word(&self, start: usize) -> u64 {
        word(self.bits, self.offset.saturating_add(start))
    }

    /// As [`word`](Self::word), of tile after tile.
    #[inline(always)]
    pub(super) fn word_of_tile(&self, start: usize) -> u64 {
        word_of_tile(self.bits, self.offset.saturating_add(start))
    }
}

/// Bytes of bits between the tile that is read and the one that memory is asked for.
const AHEAD: usize = 128;

/// As [`word`], where the words behind it are read soon: memory is asked for those [`AHEAD`].
#[inline(always)]
pub(super) fn word_of_tile(bits: &[u8], at: usize) -> u64 {
    cs_wide::fetch(bits.get((at / 8).saturating_add(AHEAD)..).and_then(|bits| bits.get(..1)).unwrap_or(&[]));
    word(bits, at)
}

/// 64 bits from bit `at` on; bits beyond the end read as 0.
#[inline]
pub(super) fn word(bits: &[u8], at: usize) -> u64 {
    let bytes = bits.get(at / 8..).unwrap_or(&[]);
    let shift = at % 8;
    let low = u64::from_le_bytes(bytes.first_chunk().copied().unwrap_or_else(|| {
        let mut low = [0_u8; 8];
        low.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        low
    }));
    if shift == 0 {
        return low;
    }
    let high = u64::from(bytes.get(8).copied().unwrap_or(0));
    (low >> shift) | (high << 64_usize.saturating_sub(shift))
}

/// Columns of equal length with unique names.
#[derive(Debug, Clone, Default)]
pub struct Table<'a> {
    rows: usize,
    columns: Vec<Column<'a>>,
    /// The places of columns by name, once there are more than a [`FEW`].
    places: BTreeMap<&'a str, usize>,
}

/// Columns that are found fastest one after the other.
const FEW: usize = 64;

impl<'a> Table<'a> {
    /// A table of so many rows, with no columns yet.
    #[must_use]
    pub fn new(rows: usize) -> Self {
        Self { rows, columns: Vec::new(), places: BTreeMap::new() }
    }

    /// Adds a column.
    ///
    /// Errors: `length_mismatch` (values or validity too short or too long), `duplicate` (name), `limit` (rows),
    /// `overflow` (decimal scale above 28).
    pub fn with(mut self, name: &'a str, values: Values<'a>, validity: Option<Validity<'a>>) -> Result<Self> {
        if self.rows > ROWS {
            return Err(Error::new(ErrorCode::Limit, "a table has at most 2^32 rows").with_value(self.rows));
        }
        if self.find(name).is_some() {
            return Err(Error::new(ErrorCode::Duplicate, "two columns have this name").in_column(name));
        }
        let refuse = |what: &str, found: usize| {
            let sentence = format!("the table has {} rows, the {what} {found}", self.rows);
            Err(Error::new(ErrorCode::LengthMismatch, sentence).in_column(name).with_said_value(found))
        };
        if let Some(found) = length(&values).filter(|found| *found != self.rows) {
            return refuse("column", found);
        }
        if let Values::Flag { bits, offset } = values
            && let Some(found) = too_short(bits, offset, self.rows)
        {
            return refuse("column", found);
        }
        if let Some(found) = validity.and_then(|mask| too_short(mask.bits, mask.offset, self.rows)) {
            return refuse("validity mask", found);
        }
        if matches!(values, Values::Decimal { scale, .. } if scale > 28) {
            return Err(Error::new(ErrorCode::Overflow, "a decimal has at most 28 places").in_column(name));
        }
        self.columns.push(Column::new(name, values, validity, self.rows));
        if self.columns.len() > FEW {
            let later = self.columns.iter().enumerate().skip(self.places.len());
            self.places.extend(later.map(|(place, column)| (column.name(), place)));
        }
        Ok(self)
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    fn find(&self, name: &str) -> Option<&Column<'a>> {
        if self.places.is_empty() {
            return self.columns.iter().find(|column| column.name() == name);
        }
        self.places.get(name).and_then(|place| self.columns.get(*place))
    }

    /// The column of this name; `missing_column`, with the nearest name there is, when there is none.
    pub fn column(&self, name: &str) -> Result<&Column<'a>> {
        self.find(name).ok_or_else(|| {
            let error = Error::new(ErrorCode::MissingColumn, "the table has no such column").in_column(name);
            match nearest(name, self.columns.iter().map(Column::name)) {
                Some(near) => error.with_hint(format!("did you mean {near:?}?")),
                None => error,
            }
        })
    }
}

/// Rows that the values have; none where any number fits.
pub(super) fn length(values: &Values<'_>) -> Option<usize> {
    let fences = |offsets: usize| offsets.saturating_sub(1);
    match values {
        Values::Float(values) => Some(values.len()),
        Values::Integer(values) => Some(values.len()),
        Values::Decimal { mantissas, .. } => Some(mantissas.len()),
        Values::Day(values) => Some(values.len()),
        Values::Text(Texts::Small { offsets, .. }) => Some(fences(offsets.len())),
        Values::Text(Texts::Large { offsets, .. }) => Some(fences(offsets.len())),
        Values::Text(Texts::Slices(slices)) => Some(slices.len()),
        Values::Text(Texts::Dictionary { keys, .. }) => Some(keys.len()),
        Values::Flag { .. } | Values::Text(Texts::Same(_)) | Values::Missing => None,
    }
}

/// The rows that the bits cover, when they are fewer than needed.
fn too_short(bits: &[u8], offset: usize, rows: usize) -> Option<usize> {
    let covered = bits.len().saturating_mul(8).saturating_sub(offset);
    (covered < rows).then_some(covered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_honours_every_offset() {
        let bits: Vec<u8> = (0..20_u8).map(|i| i.wrapping_mul(37) ^ 0x5a).collect();
        for at in 0..160 {
            let expected = (0..64).fold(0_u64, |word, i| {
                let bit = bits.get((at + i) / 8).map_or(0, |byte| byte >> ((at + i) % 8) & 1);
                word | u64::from(bit) << i
            });
            assert_eq!(word(&bits, at), expected, "offset {at}");
        }
    }

    #[test]
    fn refuses_lengths_that_differ() {
        let values = [1.0, 2.0];
        let short = Table::new(3).with("a", Values::Float(&values), None).unwrap_err();
        assert_eq!((short.code(), short.column()), (ErrorCode::LengthMismatch, Some("a")));
        let mask = Validity::new(&[0xff], 7);
        let error = Table::new(2).with("a", Values::Float(&values), Some(mask)).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LengthMismatch);
        assert!(Table::new(0).with("a", Values::Float(&[]), Some(Validity::new(&[], 0))).is_ok());
        let flags = |offset| Table::new(2).with("f", Values::Flag { bits: &[0xff], offset }, None);
        assert!(flags(6).is_ok());
        let error = flags(7).unwrap_err();
        assert_eq!((error.code(), error.column()), (ErrorCode::LengthMismatch, Some("f")));
        assert_eq!(error.to_string(), "column \"f\": the table has 2 rows, the column 1");
    }

    #[test]
    fn refuses_decimals_of_more_than_28_places() {
        let decimals = |scale| Table::new(1).with("d", Values::Decimal { mantissas: &[1], scale }, None);
        assert!(decimals(28).is_ok());
        let error = decimals(29).unwrap_err();
        assert_eq!((error.code(), error.column()), (ErrorCode::Overflow, Some("d")));
    }

    #[test]
    fn finds_each_of_many_columns_and_refuses_a_name_twice() {
        let names: Vec<String> = (0..FEW * 3).map(|at| format!("c{at}")).collect();
        let mut table = Table::new(1);
        let numbers: Vec<i64> = (0..).take(names.len()).collect();
        for (name, number) in names.iter().zip(&numbers) {
            table = table.with(name, Values::Integer(std::slice::from_ref(number)), None).unwrap();
            assert_eq!(table.column(name).unwrap().whole_numbers(), Some([*number].as_slice()));
        }
        for (name, number) in names.iter().zip(&numbers) {
            assert_eq!(table.column(name).unwrap().whole_numbers(), Some([*number].as_slice()));
            let again = table.clone().with(name, Values::Missing, None).unwrap_err();
            assert_eq!(again.code(), ErrorCode::Duplicate);
        }
        assert_eq!(table.column("c").unwrap_err().code(), ErrorCode::MissingColumn);
    }

    #[test]
    fn refuses_a_name_twice_and_hints_at_the_nearest() {
        let values = [1.0];
        let table = Table::new(1).with("seats", Values::Float(&values), None).unwrap();
        assert_eq!(
            table.clone().with("seats", Values::Float(&values), None).unwrap_err().code(),
            ErrorCode::Duplicate
        );
        assert!(table.column("seets").unwrap_err().to_string().contains("did you mean \"seats\"?"));
    }
}
