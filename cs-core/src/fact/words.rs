//! Texts and days of a column, row by row, and the accounts that they name.

use chrono::NaiveDate;

use super::accounts::Account;
use super::column::Column;
use super::table::{Texts, Values, length};
use crate::error::{Error, ErrorCode, Result};
use crate::value::{day, number};

impl<'a> Column<'a> {
    /// The account that a row names; none where it is missing.
    #[inline]
    pub(crate) fn account(&self, row: usize) -> Result<Option<Account<'a>>> {
        match self.values() {
            Values::Integer(numbers) => {
                let number = numbers.get(row).copied().map(Account::Number);
                Ok(number.filter(|_| self.known(row) & 1 == 1))
            }
            _ => Ok(self.text(row)?.map(Account::Text)),
        }
    }

    /// The first text, or the first that is no number: one such value in an export makes texts of its whole column.
    pub(crate) fn first_words(&self, no_number: bool) -> Option<(usize, &'a str)> {
        let rows = match self.values() {
            Values::Text(Texts::Same(_)) => 1,
            values => self.is_text().then(|| length(&values)).flatten()?,
        };
        let known = || (0..rows).filter_map(|row| Some((row, self.text(row).ok()??)));
        let words = known().find(|(_, text)| no_number && number::from_text(text).is_err());
        words.or_else(|| known().next())
    }

    /// Reads days since 1970-01-01, from day columns and from texts `YYYY-MM-DD`.
    ///
    /// `type_mismatch` for numbers and flags, `invalid_date` with the row for texts and numbers that are no day.
    pub(crate) fn days(&self, start: usize, out: &mut [f64]) -> Result<()> {
        let known = self.known(start);
        match self.values() {
            Values::Day(_) | Values::Text(_) => {
                for (at, to) in out.iter_mut().enumerate() {
                    let row = start.saturating_add(at);
                    let known = known >> at & 1 == 1;
                    let date = if known {
                        self.day(row).map_err(|error| error.in_column(self.name()).at_row(row))?
                    } else {
                        None
                    };
                    *to = date.map_or(f64::NAN, f64::from);
                }
            }
            _ if self.known_tile(start, out.len()) == 0 => out.fill(f64::NAN),
            _ => return Err(self.mismatch("day")),
        }
        Ok(())
    }

    /// The day of a row, from a day column or a text `YYYY-MM-DD`; none where it is missing.
    ///
    /// Errors: `type_mismatch` (no days), `invalid_date` with the row.
    pub(crate) fn date(&self, row: usize) -> Result<Option<NaiveDate>> {
        if !self.is_known(row) {
            return Ok(None);
        }
        match self.values() {
            Values::Day(_) | Values::Text(_) => {
                let number = self.day(row).map_err(|error| error.in_column(self.name()).at_row(row))?;
                number.map(day::from_number).transpose()
            }
            _ => Err(self.mismatch("day")),
        }
    }

    #[inline]
    fn day(&self, row: usize) -> Result<Option<i32>> {
        match self.values() {
            Values::Day(values) => values.get(row).map(|number| day::known(*number)).transpose(),
            _ => self.text(row)?.filter(|text| !text.is_empty()).map(day::number_of).transpose(),
        }
    }

    /// The text of a row; none where it is missing.
    ///
    /// Errors: `type_mismatch` (no texts), `out_of_range` with the row (an offset or key points nowhere).
    #[inline]
    pub fn text(&self, row: usize) -> Result<Option<&'a str>> {
        if self.known(row) & 1 == 0 {
            return Ok(None);
        }
        let Values::Text(texts) = self.values() else {
            return if self.is_known(row) { Err(self.mismatch("text")) } else { Ok(None) };
        };
        let next = row.saturating_add(1);
        let text = match texts {
            Texts::Small { offsets, text } => span(
                offsets.get(row).map(|at| i64::from(*at)),
                offsets.get(next).map(|at| i64::from(*at)),
                text,
            ),
            Texts::Large { offsets, text } => {
                span(offsets.get(row).copied(), offsets.get(next).copied(), text)
            }
            Texts::Slices(slices) => slices.get(row).copied(),
            Texts::Dictionary { keys, values } => keys
                .get(row)
                .and_then(|key| usize::try_from(*key).ok())
                .and_then(|key| values.get(key).copied()),
            Texts::Same(text) => Some(text),
        };
        match text {
            Some(text) => Ok(Some(text)),
            None => {
                let error = match texts {
                    Texts::Dictionary { keys, values } if keys.len() > row => {
                        let sentence =
                            format!("a key of this dictionary is 0 or more and below {}", values.len());
                        Error::new(ErrorCode::OutOfRange, sentence).with_value(keys.get(row).unwrap_or(&0))
                    }
                    _ => Error::new(ErrorCode::OutOfRange, "an offset points outside its buffer"),
                };
                Err(error.in_column(self.name()).at_row(row))
            }
        }
    }
}

fn span(from: Option<i64>, to: Option<i64>, text: &str) -> Option<&str> {
    text.get(usize::try_from(from?).ok()?..usize::try_from(to?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::table::Table;

    #[test]
    fn keys_and_offsets_outside_are_errors_with_the_row() {
        let keys = [0, 5, -1];
        let texts = Texts::Dictionary { keys: &keys, values: &["a"] };
        let table = Table::new(3).with("t", Values::Text(texts), None).unwrap();
        let column = table.column("t").unwrap();
        assert_eq!(column.text(0).unwrap(), Some("a"));
        for row in [1, 2] {
            let error = column.text(row).unwrap_err();
            assert_eq!((error.code(), error.row()), (ErrorCode::OutOfRange, Some(row as u64)));
            assert_eq!(error.value(), Some(keys[row].to_string().as_str()));
        }
    }

    #[test]
    fn a_text_that_is_no_number_is_named_with_its_row() {
        let texts = ["3", "4.5", "n/a", "x"];
        let table = Table::new(4).with("t", Values::Text(Texts::Slices(&texts)), None).unwrap();
        let error = table.column("t").unwrap().mismatch("number");
        let sentence =
            "column \"t\": a number column is needed, this one holds texts, not \"n/a\" (see row 2)";
        assert_eq!(error.to_string(), sentence);
        assert_eq!(table.column("t").unwrap().mismatch("flag").value(), Some("\"3\""));
    }

    #[test]
    fn days_come_from_days_and_from_texts() {
        let texts = ["1970-01-02", "", "1970-02-30"];
        let table = Table::new(3).with("d", Values::Text(Texts::Slices(&texts)), None).unwrap();
        let column = table.column("d").unwrap();
        let mut out = [0.0; 2];
        column.days(0, &mut out).unwrap();
        assert_eq!(out[0], 1.0);
        assert!(out[1].is_nan());
        let error = column.days(0, &mut [0.0; 3]).unwrap_err();
        assert_eq!((error.code(), error.row()), (ErrorCode::InvalidDate, Some(2)));
    }
}
