//! Some rows of a table, copied, so that what is about them alone can be computed on them alone.

use super::facts::Fact;
use super::table::{Table, Texts, Validity, Values};
use crate::error::{Error, Result};

/// Copied rows of some columns.
pub(crate) struct Selection<'t> {
    rows: Vec<usize>,
    columns: Vec<(&'t str, Owned<'t>, Vec<u8>)>,
}

enum Owned<'t> {
    /// NaN is missing.
    Numbers(Vec<f64>),
    Flags(Vec<u8>),
    Days(Vec<i32>),
    Texts(Vec<&'t str>),
    Missing,
}

impl<'t> Selection<'t> {
    /// Copies these rows of the columns of these names; a column that is not there is left to whoever asks for it.
    ///
    /// Errors: `out_of_range` with the row (a text's offset or key points nowhere).
    pub(crate) fn of(
        table: &'t Table<'t>,
        rows: Vec<usize>,
        names: impl Iterator<Item = &'t str>,
    ) -> Result<Self> {
        let mut columns = Vec::new();
        for name in names {
            let Ok(column) = table.column(name) else { continue };
            let mut known = vec![0; rows.len().div_ceil(8)];
            let mut know = |at: usize, is_known: bool| {
                known
                    .iter_mut()
                    .skip(at / 8)
                    .take(1)
                    .for_each(|byte| *byte |= u8::from(is_known) << (at % 8));
            };
            let owned = match column.type_name() {
                "text" => {
                    let mut texts = Vec::with_capacity(rows.len());
                    for (at, row) in rows.iter().enumerate() {
                        let text = column.text(*row)?;
                        know(at, text.is_some());
                        texts.push(text.unwrap_or(""));
                    }
                    Owned::Texts(texts)
                }
                "number" => {
                    let mut numbers = vec![0.0; rows.len()];
                    for (number, row) in numbers.chunks_mut(1).zip(&rows) {
                        column.numbers(*row, number)?;
                    }
                    (0..rows.len()).for_each(|at| know(at, true));
                    Owned::Numbers(numbers)
                }
                "day" => Owned::Days(
                    rows.iter()
                        .enumerate()
                        .map(|(at, row)| match column.fact(*row) {
                            Some(Fact::Day(day)) => {
                                know(at, true);
                                day
                            }
                            _ => 0,
                        })
                        .collect(),
                ),
                "flag" => {
                    let mut bits = vec![0; rows.len().div_ceil(8)];
                    for (at, row) in rows.iter().enumerate() {
                        let flag = column.fact(*row);
                        know(at, flag.is_some());
                        let bit = u8::from(flag == Some(Fact::Flag(true))) << (at % 8);
                        bits.iter_mut().skip(at / 8).take(1).for_each(|byte| *byte |= bit);
                    }
                    Owned::Flags(bits)
                }
                _ => Owned::Missing,
            };
            columns.push((name, owned, known));
        }
        Ok(Self { rows, columns })
    }

    /// The rows as a table of their own.
    pub(crate) fn table(&self) -> Result<Table<'_>> {
        self.columns.iter().try_fold(Table::new(self.rows.len()), |table, (name, owned, known)| {
            let values = match owned {
                Owned::Numbers(numbers) => Values::Float(numbers),
                Owned::Flags(bits) => Values::Flag { bits, offset: 0 },
                Owned::Days(days) => Values::Day(days),
                Owned::Texts(texts) => Values::Text(Texts::Slices(texts)),
                Owned::Missing => Values::Missing,
            };
            table.with(name, values, Some(Validity::new(known, 0)))
        })
    }

    /// The rows of the table that these are.
    pub(crate) fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// The error with the row as the table counts it.
    pub(crate) fn located(&self, error: Error) -> Error {
        let own = error.row().and_then(|row| usize::try_from(row).ok()).and_then(|row| self.rows.get(row));
        match own {
            Some(row) => error.at_row(*row),
            None => error,
        }
    }
}
