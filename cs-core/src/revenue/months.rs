//! Months at the door: the column of a ledger that says when, whatever it is written as.

use std::ops::Range;

use cs_wide::pages;

use super::bounds::{Look, bounds};
use super::index::shift;
use super::month::{Calendar, MONTHS, Month};
use super::rows::{Column, Data};
use super::tile::{TILE, stretches};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;
use crate::value::day;

/// The month of each row.
pub(super) enum Months<'a> {
    Integer32(&'a [i32]),
    Unsigned32(&'a [u32]),
    Integer64(&'a [i64]),
    Unsigned64(&'a [u64]),
    /// Days, the first of them, and the month of each day from there on.
    Day(&'a [i32], i32, Vec<u32>),
    Listed(Vec<i32>),
}

/// Months, how they are written, and the first and the last of those that were looked at.
type Read<'a> = (Months<'a>, Calendar, Option<(Month, Month)>);

impl<'a> Months<'a> {
    /// The months of a column.
    ///
    /// Errors: `invalid_date` and `type_mismatch` with column and row; that of whoever is asked.
    pub(super) fn read(
        column: &Column<'a>,
        rows: usize,
        look: Look,
        workers: Workers<'_>,
    ) -> Result<Read<'a>> {
        read(column, rows, look, workers).map_err(|error| error.in_column(column.name()))
    }

    /// Writes the months of the rows from `start` on, counted from the first.
    pub(super) fn fill(&self, first: Month, start: usize, out: &mut [u32]) {
        let first = first.number();
        let from = |number: i32| number.wrapping_sub(first).cast_unsigned();
        match self {
            Months::Integer32(values) => shift(values, start, out, from),
            Months::Unsigned32(values) => shift(values, start, out, |value| from(value.cast_signed())),
            Months::Integer64(values) => shift(values, start, out, |value| from(narrow(value))),
            Months::Unsigned64(values) => {
                shift(values, start, out, |value| from(i32::try_from(value).unwrap_or(i32::MAX)));
            }
            Months::Day(values, least, table) => shift(values, start, out, |value| {
                let at = usize::try_from(value.wrapping_sub(*least)).unwrap_or(usize::MAX);
                table.get(at).copied().unwrap_or(u32::MAX)
            }),
            Months::Listed(values) => shift(values, start, out, from),
        }
    }

    /// Asks memory for the months of rows that are filled in soon.
    pub(super) fn fetch(&self, rows: Range<usize>) {
        match self {
            Months::Integer32(values) | Months::Day(values, ..) => ask(values, rows),
            Months::Unsigned32(values) => ask(values, rows),
            Months::Integer64(values) => ask(values, rows),
            Months::Unsigned64(values) => ask(values, rows),
            Months::Listed(values) => ask(values, rows),
        }
    }
}

/// Asks memory for some rows.
fn ask<T: Copy>(values: &[T], rows: Range<usize>) {
    cs_wide::fetch(values.get(rows).unwrap_or_default());
}

fn read<'a>(column: &Column<'a>, rows: usize, look: Look, workers: Workers<'_>) -> Result<Read<'a>> {
    if let Some(row) = column.first_missing(rows) {
        return Err(
            Error::new(ErrorCode::InvalidDate, "every row names its month, this one is missing").at_row(row)
        );
    }
    match column.data() {
        Data::Integer32(values) => {
            Ok((Months::Integer32(values), Calendar::Number, whole(values, look, workers, i64::from)?))
        }
        Data::Unsigned32(values) => {
            Ok((Months::Unsigned32(values), Calendar::Number, whole(values, look, workers, i64::from)?))
        }
        Data::Integer64(values) => {
            Ok((Months::Integer64(values), Calendar::Number, whole(values, look, workers, |value| value)?))
        }
        Data::Unsigned64(values) => {
            let number = |value| i64::try_from(value).unwrap_or(i64::MAX);
            Ok((Months::Unsigned64(values), Calendar::Number, whole(values, look, workers, number)?))
        }
        Data::Day(values) => days(values, look, workers),
        Data::Text(_) => texts(column, rows, workers),
        Data::Missing => Ok((Months::Listed(Vec::new()), Calendar::Text, None)),
        _ => Err(column.mismatch("days, texts \"YYYY-MM\" or whole numbers")),
    }
}

/// What is too large for a month stays too large, on the same side of 0.
#[inline(always)]
fn narrow(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(if value < 0 { i32::MIN } else { i32::MAX })
}

fn whole<T: Copy + Ord + Send + Sync>(
    values: &[T],
    look: Look,
    workers: Workers<'_>,
    number: impl Fn(T) -> i64,
) -> Result<Option<(Month, Month)>> {
    let Some((least, most)) = bounds(values, look, workers)? else { return Ok(None) };
    match (Month::from_number(number(least)), Month::from_number(number(most))) {
        (Ok(least), Ok(most)) => Ok(Some((least, most))),
        _ => {
            let wrong = values.iter().enumerate().find_map(|(row, value)| {
                Month::from_number(number(*value)).err().map(|error| error.at_row(row))
            });
            wrong.map_or(Ok(None), Err)
        }
    }
}

fn days<'a>(values: &'a [i32], look: Look, workers: Workers<'_>) -> Result<Read<'a>> {
    let Some((least, most)) = bounds(values, look, workers)? else {
        return Ok((Months::Day(values, 0, Vec::new()), Calendar::Day, None));
    };
    let known = |value: &i32| day::NUMBERS.contains(value);
    if !known(&least) || !known(&most) {
        let row = values.iter().position(|value| !known(value)).unwrap_or_default();
        let value = values.get(row).copied().unwrap_or_default();
        return Err(Month::from_day(value).err().map_or_else(
            || Error::new(ErrorCode::InvalidDate, "not a day").at_row(row),
            |error| error.at_row(row),
        ));
    }
    let (first, last) = (Month::from_day(least)?, Month::from_day(most)?);
    // All days of both months, of which a sample may have seen only some.
    let (least, most) =
        (first.first_day()?, last.plus(1).first_day().map_or(most, |next| next.saturating_sub(1)));
    // A ledger that is too long is refused by the caller; its table would be large for nothing.
    let end = if usize::try_from(last.since(first)).unwrap_or_default() < MONTHS { most } else { least };
    let month = |day: i32| Month::from_day(day).map(|month| month.since(first).cast_unsigned());
    let table: Vec<u32> = (least..=end).map(month).collect::<Result<_>>()?;
    Ok((Months::Day(values, least, table), Calendar::Day, Some((first, last))))
}

fn texts<'a>(column: &Column<'a>, rows: usize, workers: Workers<'_>) -> Result<Read<'a>> {
    // Of a dictionary each text is read once; what is no month is an error in the first row that has it.
    let known = column.dictionary().map(|(keys, values)| {
        (keys, values.iter().map(|text| Month::in_text(text)).collect::<Vec<Option<Month>>>())
    });
    let in_dictionary = |row: usize| {
        let (keys, months) = known.as_ref()?;
        *months.get(usize::try_from(*keys.get(row)?).ok()?)?
    };
    let read = |row: usize| match in_dictionary(row) {
        Some(month) => Ok(month),
        None => {
            let text = column.text(row)?.unwrap_or_default();
            Month::from_text(text).map_err(|error| error.at_row(row))
        }
    };
    let mut numbers = pages::zeroed(rows);
    let runs = workers.runs(rows, TILE);
    let longest = runs.first().map_or(1, Range::len).max(1);
    let parts = runs.into_iter().zip(numbers.chunks_mut(longest)).collect();
    workers.map(parts, |(run, out): (Range<usize>, &mut [i32])| {
        let mut out = out.iter_mut();
        stretches(run, workers, |rows| {
            for (row, number) in rows.zip(&mut out) {
                *number = read(row)?.number();
            }
            Ok(())
        })
    })?;
    let bounds = bounds(&numbers, Look::Whole, workers)?;
    let month = |number: i32| Month::from_number(i64::from(number));
    let bounds = bounds.map(|(first, last)| Ok((month(first)?, month(last)?))).transpose()?;
    Ok((Months::Listed(numbers), Calendar::Text, bounds))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::fact::table::Texts;
    use crate::revenue::rows::Rows;

    #[test]
    fn the_first_text_that_is_no_month_is_named_on_any_number_of_threads() {
        let mut texts = vec!["2025-01"; 9 * TILE];
        for (row, text) in [(3 * TILE, "2025-13"), (8 * TILE, "x"), (5, "2024-02-29")] {
            texts[row] = text;
        }
        let rows = Rows::new(texts.len()).with("month", Data::Text(Texts::Slices(&texts)), None).unwrap();
        let column = rows.column("month").unwrap();
        for threads in [1, 2, 3] {
            let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
            let error = Months::read(&column, texts.len(), Look::Whole, workers).err().unwrap();
            assert_eq!(
                (error.row(), error.value()),
                (Some(3 * TILE as u64), Some("\"2025-13\"")),
                "{threads}"
            );
            let (_, _, bounds) = Months::read(&column, 3 * TILE, Look::Whole, workers).unwrap();
            let month = |text: &str| Month::from_text(text).unwrap();
            assert_eq!(bounds, Some((month("2024-02"), month("2025-01"))));
        }
    }
}
