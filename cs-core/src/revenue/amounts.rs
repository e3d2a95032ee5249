//! Amounts at the door: whole numbers of the last place, whatever they are written as.

use super::index::shift;
use super::options::Options;
use super::rows::{Column, Data, Rows};
use super::table::Numbers;
use super::unit::Unit;
use crate::error::{Error, ErrorCode, Result};
use crate::value::number;

pub(super) enum Amounts<'a> {
    Integer32(&'a [i32]),
    Unsigned32(&'a [u32]),
    Integer64(&'a [i64]),
    Unsigned64(&'a [u64]),
    Decimal(&'a [i128]),
    Listed(Vec<i64>),
    Wide(Vec<i128>),
}

/// The column of amounts, their unit, and how they are written.
///
/// Errors: `missing_column`, `type_mismatch`, `non_finite`, `out_of_range`, `invalid_argument`, with column and row.
pub(super) fn amount_column<'a>(rows: &Rows<'a>, options: &Options) -> Result<(Amounts<'a>, Unit, Numbers)> {
    let Some(name) = &options.mrr else {
        let sentence = "amounts are needed here: name their column";
        return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("mrr"));
    };
    let column = rows.column(name)?;
    let place = |error: Error| error.in_column(column.name());
    let (amounts, places) = amounts(&column, rows.len(), options.places).map_err(place)?;
    let numbers = match column.data() {
        Data::Float(_) => Numbers::Float,
        Data::Decimal { .. } => Numbers::Decimal,
        _ => Numbers::Integer,
    };
    Ok((amounts, Unit::new(places).map_err(place)?, numbers))
}

impl Amounts<'_> {
    /// The amount of a row, whatever its size.
    pub(super) fn at(&self, row: usize) -> i128 {
        match self {
            Amounts::Integer32(values) => values.get(row).copied().map_or(0, i128::from),
            Amounts::Unsigned32(values) => values.get(row).copied().map_or(0, i128::from),
            Amounts::Integer64(values) => values.get(row).copied().map_or(0, i128::from),
            Amounts::Unsigned64(values) => values.get(row).copied().map_or(0, i128::from),
            Amounts::Decimal(values) => values.get(row).copied().unwrap_or_default(),
            Amounts::Listed(values) => values.get(row).copied().map_or(0, i128::from),
            Amounts::Wide(values) => values.get(row).copied().unwrap_or_default(),
        }
    }

    /// Writes the amounts of the rows from `start` on. One of more than 64 bits becomes the largest number, which is beyond
    /// what anybody takes in this form.
    pub(super) fn fill(&self, start: usize, out: &mut [i64]) {
        match self {
            Amounts::Integer32(values) => shift(values, start, out, i64::from),
            Amounts::Unsigned32(values) => shift(values, start, out, i64::from),
            Amounts::Integer64(values) => shift(values, start, out, |value| value),
            Amounts::Unsigned64(values) => {
                shift(values, start, out, |value| i64::try_from(value).unwrap_or(i64::MAX));
            }
            Amounts::Decimal(values) => {
                shift(values, start, out, |value| i64::try_from(value).unwrap_or(i64::MAX));
            }
            Amounts::Wide(values) => {
                shift(values, start, out, |value| i64::try_from(value).unwrap_or(i64::MAX));
            }
            Amounts::Listed(values) => shift(values, start, out, |value| value),
        }
    }
}

fn amounts<'a>(column: &Column<'a>, rows: usize, places: Option<u32>) -> Result<(Amounts<'a>, u32)> {
    if let Some(row) = column.first_missing(rows) {
        return Err(
            Error::new(ErrorCode::NonFinite, "every row has its amount, this one is missing").at_row(row)
        );
    }
    let minor = places.unwrap_or(0);
    match column.data() {
        Data::Integer32(values) => Ok((Amounts::Integer32(values), minor)),
        Data::Unsigned32(values) => Ok((Amounts::Unsigned32(values), minor)),
        Data::Integer64(values) => Ok((Amounts::Integer64(values), minor)),
        Data::Unsigned64(values) => Ok((Amounts::Unsigned64(values), minor)),
        Data::Decimal { mantissas, places: own } => {
            let places = places.unwrap_or(own);
            match places.checked_sub(own) {
                Some(0) => Ok((Amounts::Decimal(mantissas), own)),
                Some(more) => Ok((Amounts::Wide(widened(mantissas, more, places)?), places)),
                None => {
                    let sentence = format!("the column has {own} places of its own, which are not cut off");
                    Err(Error::new(ErrorCode::InvalidArgument, sentence).at("places"))
                }
            }
        }
        Data::Float(values) => {
            let Some(places) = places else {
                let sentence = "floats need `places`, the most digits behind the point that an amount has";
                return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("places"));
            };
            let minor = |(row, value): (usize, &f64)| {
                from_float(*value, places).map_err(|error| error.at_row(row).with_value(value))
            };
            let values = values.iter().enumerate().map(minor).collect::<Result<_>>()?;
            Ok((Amounts::Listed(values), places))
        }
        Data::Missing => Ok((Amounts::Listed(Vec::new()), minor)),
        _ => Err(column.mismatch("numbers")),
    }
}

/// Decimals with more places than they have.
///
/// Errors: `out_of_range` for more than amounts have, `overflow` with the row.
fn widened(mantissas: &[i128], more: u32, places: u32) -> Result<Vec<i128>> {
    Unit::new(places)?;
    let power = 10_i128.checked_pow(more).ok_or_else(super::unit::overflow)?;
    let wide = |(row, mantissa): (usize, &i128)| {
        mantissa.checked_mul(power).ok_or_else(|| super::unit::overflow().at_row(row))
    };
    mantissas.iter().enumerate().map(wide).collect()
}

/// A float as a whole number of the last place, by its shortest text.
fn from_float(value: f64, places: u32) -> Result<i64> {
    let refuse = || {
        let sentence = format!("the amount has more than {places} places");
        Error::new(ErrorCode::OutOfRange, sentence)
    };
    let power = 10_f64.powi(i32::try_from(places).unwrap_or(i32::MAX));
    let scaled = (value * power).round();
    if scaled.abs() < 1e15 && places <= 15 {
        #[expect(clippy::cast_possible_truncation, reason = "whole and below 10^15")]
        let minor = scaled as i64;
        // Up to 15 digits, the decimal nearest to a float is its shortest text; dividing two exact floats rounds once.
        return if (scaled / power + 0.0).to_bits() == (value + 0.0).to_bits() {
            Ok(minor)
        } else {
            Err(refuse())
        };
    }
    let exact = number::from_float(value)?.normalize();
    let missing = places.checked_sub(exact.scale()).ok_or_else(refuse)?;
    let minor = 10_i128.checked_pow(missing).and_then(|power| exact.mantissa().checked_mul(power));
    minor.and_then(|minor| i64::try_from(minor).ok()).ok_or_else(super::unit::overflow)
}
