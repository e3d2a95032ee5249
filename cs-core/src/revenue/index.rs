//! Accounts by a small number of their own: ids that lie close together as they are, all others by first appearance.

use std::sync::OnceLock;

use super::account::Account;
use super::bounds::{Look, bounds};
use super::listed::{listed_with, mixed};
use super::names;
use super::packed::packed;
use super::rows::{Column, Data};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;

/// Ids within this many times the rows are used as they are.
const SPREAD: u64 = 4;

/// The accounts of a ledger.
pub(super) enum Accounts<'a> {
    /// By small numbers.
    Numbered(Numbered<'a>),
    /// By ids that lie far apart, and by small numbers once somebody asks for them.
    Far(Far<'a>, OnceLock<Numbered<'a>>),
}

/// Ids that lie far apart.
pub(super) enum Far<'a> {
    Given(Ids<'a>),
    /// Of the texts of a column.
    Packed(Vec<u64>, Box<Column<'a>>),
}

/// Whole numbers as the caller holds them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ids<'a> {
    Integer32(&'a [i32]),
    Unsigned32(&'a [u32]),
    Integer64(&'a [i64]),
    Unsigned64(&'a [u64]),
}

/// A small number for the account of each row.
pub(super) struct Numbered<'a> {
    codes: Codes<'a>,
    /// One more than the largest code.
    pub(super) count: usize,
    names: Names<'a>,
}

enum Codes<'a> {
    /// The distance from the least id.
    Close(Ids<'a>, u64),
    Listed(Vec<u32>),
}

enum Names<'a> {
    From(i128),
    Numbers(Vec<i128>),
    Texts(Vec<&'a str>),
}

impl<'a> Accounts<'a> {
    /// Reads a column of whole numbers or texts.
    ///
    /// Errors: `type_mismatch` with the row, where it is missing or a fraction.
    pub(super) fn read(column: &Column<'a>, rows: usize, look: Look, workers: Workers<'_>) -> Result<Self> {
        if let Some(row) = column.first_missing(rows) {
            let error =
                Error::new(ErrorCode::TypeMismatch, "every row names its account, this one is missing");
            return Err(error.in_column(column.name()).at_row(row));
        }
        let numbered = match column.data() {
            Data::Integer32(values) => return Self::of(Ids::Integer32(values), look, workers),
            Data::Unsigned32(values) => return Self::of(Ids::Unsigned32(values), look, workers),
            Data::Integer64(values) => return Self::of(Ids::Integer64(values), look, workers),
            Data::Unsigned64(values) => return Self::of(Ids::Unsigned64(values), look, workers),
            Data::Float(values) => {
                let whole = values.iter().enumerate().map(|(row, value)| {
                    whole_float(*value).ok_or_else(|| {
                        let sentence =
                            "accounts are whole numbers or texts; floats hold whole numbers up to 2^53";
                        Error::new(ErrorCode::TypeMismatch, sentence).at_row(row).with_value(value)
                    })
                });
                let whole: Vec<i64> =
                    whole.collect::<Result<_>>().map_err(|error| error.in_column(column.name()))?;
                Ids::Integer64(&whole).numbered(workers)?
            }
            Data::Text(_) => {
                if let Some(ids) = packed(column, rows, workers)? {
                    return Ok(Self::Far(Far::Packed(ids, Box::new(*column)), OnceLock::new()));
                }
                let (codes, first) = names::codes(column, rows, workers)?;
                Numbered::of_texts(column, codes, &first)?
            }
            Data::Missing => {
                Numbered { codes: Codes::Listed(Vec::new()), count: 0, names: Names::Numbers(Vec::new()) }
            }
            _ => return Err(column.mismatch("whole numbers or texts")),
        };
        Ok(Self::Numbered(numbered))
    }

    fn of(ids: Ids<'a>, look: Look, workers: Workers<'_>) -> Result<Self> {
        Ok(match ids.close(look, workers)? {
            Some(numbered) => Self::Numbered(numbered),
            None => Self::Far(Far::Given(ids), OnceLock::new()),
        })
    }

    /// A small number for each account; ids that lie far apart are looked up the first time.
    ///
    /// Errors: that of whoever the workers ask.
    pub(super) fn numbered(&self, workers: Workers<'_>) -> Result<&Numbered<'a>> {
        match self {
            Self::Numbered(numbered) => Ok(numbered),
            Self::Far(ids, numbered) => match numbered.get() {
                Some(numbered) => Ok(numbered),
                None => {
                    let own = ids.numbered(workers)?;
                    Ok(numbered.get_or_init(|| own))
                }
            },
        }
    }

    /// The accounts of rows that were made of these.
    ///
    /// Errors: that of whoever the workers ask.
    pub(super) fn expand(self, rows: usize, source: &[u32], workers: Workers<'_>) -> Result<Self> {
        let mut own = vec![0; rows];
        self.numbered(workers)?.fill(0, &mut own);
        let code = |row: &u32| usize::try_from(*row).ok().and_then(|row| own.get(row)).copied();
        let codes = source.iter().map(|row| code(row).unwrap_or_default()).collect();
        let numbered = match self {
            Self::Numbered(numbered) => numbered,
            Self::Far(ids, numbered) => match numbered.into_inner() {
                Some(numbered) => numbered,
                None => ids.numbered(workers)?,
            },
        };
        Ok(Self::Numbered(Numbered { codes: Codes::Listed(codes), ..numbered }))
    }
}

impl<'a> Numbered<'a> {
    /// Accounts by the texts of the rows that they appear in first.
    fn of_texts(column: &Column<'a>, codes: Vec<u32>, first: &[usize]) -> Result<Self> {
        let text = |row: &usize| Ok(column.text(*row)?.unwrap_or_default());
        let names: Vec<&str> = first.iter().map(text).collect::<Result<_>>()?;
        Ok(Self { codes: Codes::Listed(codes), count: names.len(), names: Names::Texts(names) })
    }

    /// The account of a code.
    pub(super) fn name(&self, code: usize) -> Account {
        match &self.names {
            Names::From(least) => {
                Account::Number(least.saturating_add(i128::try_from(code).unwrap_or_default()))
            }
            Names::Numbers(numbers) => Account::Number(numbers.get(code).copied().unwrap_or_default()),
            Names::Texts(texts) => Account::Text(texts.get(code).copied().unwrap_or_default().to_owned()),
        }
    }

    /// Writes the codes of the rows from `start` on.
    pub(super) fn fill(&self, start: usize, out: &mut [u32]) {
        self.lend(start, &mut Filled(out));
    }

    /// Lends the codes of the rows from `start` on where they lie, without writing them anywhere.
    #[inline(always)]
    pub(super) fn lend(&self, start: usize, to: &mut impl Coded) {
        match &self.codes {
            Codes::Close(ids, least) => {
                // Of an id that lies beyond 32 bits, which a sample may have missed, the greatest code.
                let code = |id: u64| u32::try_from(id.wrapping_sub(*least)).unwrap_or(u32::MAX);
                match ids {
                    Ids::Integer32(values) => {
                        let least = low(*least);
                        to.take(from(values, start).map(|value| value.cast_unsigned().wrapping_sub(least)));
                    }
                    Ids::Unsigned32(values) => {
                        let least = low(*least);
                        to.take(from(values, start).map(|value| value.wrapping_sub(least)));
                    }
                    Ids::Integer64(values) => {
                        to.take(from(values, start).map(|value| code(value.cast_unsigned())));
                    }
                    Ids::Unsigned64(values) => to.take(from(values, start).map(code)),
                }
            }
            Codes::Listed(codes) => to.take(from(codes, start)),
        }
    }
}

/// Who takes codes, one after another, as many as it wants.
pub(super) trait Coded {
    fn take(&mut self, codes: impl Iterator<Item = u32>);
}

struct Filled<'o>(&'o mut [u32]);

impl Coded for Filled<'_> {
    #[inline(always)]
    fn take(&mut self, codes: impl Iterator<Item = u32>) {
        for (to, code) in self.0.iter_mut().zip(codes) {
            *to = code;
        }
    }
}

fn from<T: Copy>(values: &[T], start: usize) -> impl Iterator<Item = T> {
    values.get(start..).unwrap_or_default().iter().copied()
}

impl<'a> Far<'a> {
    pub(super) fn ids(&self) -> Ids<'_> {
        match self {
            Self::Given(ids) => *ids,
            Self::Packed(ids, _) => Ids::Unsigned64(ids),
        }
    }

    /// The accounts by first appearance.
    fn numbered(&self, workers: Workers<'_>) -> Result<Numbered<'a>> {
        match self {
            Self::Given(ids) => ids.numbered(workers),
            Self::Packed(_, column) => {
                let (codes, first) = self.ids().listed(workers)?;
                Numbered::of_texts(column, codes, &first)
            }
        }
    }
}

impl<'a> Ids<'a> {
    /// Writes the ids of the rows from `start` on, in two's complement.
    pub(super) fn fill(self, start: usize, out: &mut [u64]) {
        match self {
            Ids::Integer32(values) => {
                shift(values, start, out, |value| i64::from(value).cast_unsigned());
            }
            Ids::Unsigned32(values) => shift(values, start, out, u64::from),
            Ids::Integer64(values) => shift(values, start, out, i64::cast_unsigned),
            Ids::Unsigned64(values) => shift(values, start, out, |value| value),
        }
    }

    fn at(self, row: usize) -> u64 {
        let mut id = [0];
        self.fill(row, &mut id);
        let [id] = id;
        id
    }

    fn name(self, id: u64) -> i128 {
        match self {
            Ids::Integer32(_) | Ids::Integer64(_) => i128::from(id.cast_signed()),
            Ids::Unsigned32(_) | Ids::Unsigned64(_) => i128::from(id),
        }
    }

    fn rows(self) -> usize {
        match self {
            Ids::Integer32(values) => values.len(),
            Ids::Unsigned32(values) => values.len(),
            Ids::Integer64(values) => values.len(),
            Ids::Unsigned64(values) => values.len(),
        }
    }

    /// The accounts by their distance from the least id, where they lie close together.
    fn close(self, look: Look, workers: Workers<'_>) -> Result<Option<Numbered<'a>>> {
        let bounds = match self {
            Ids::Integer32(values) => wide(bounds(values, look, workers)?),
            Ids::Unsigned32(values) => wide(bounds(values, look, workers)?),
            Ids::Integer64(values) => wide(bounds(values, look, workers)?),
            Ids::Unsigned64(values) => wide(bounds(values, look, workers)?),
        };
        let Some((least, most)) = bounds else { return Ok(None) };
        // The first and the last accounts may have few rows, and not be in the sample.
        let beyond = match look {
            Look::Sample => most.saturating_sub(least) / 16,
            Look::Whole => 0,
        };
        let (lowest, highest) = self.possible();
        Ok(self.between(least.saturating_sub(beyond).max(lowest), most.saturating_add(beyond).min(highest)))
    }

    /// The least and the greatest id of the type: distances between any two of them do not wrap around.
    fn possible(self) -> (i128, i128) {
        match self {
            Ids::Integer32(_) => (i32::MIN.into(), i32::MAX.into()),
            Ids::Unsigned32(_) => (0, u32::MAX.into()),
            Ids::Integer64(_) => (i64::MIN.into(), i64::MAX.into()),
            Ids::Unsigned64(_) => (0, u64::MAX.into()),
        }
    }

    fn between(self, least: i128, most: i128) -> Option<Numbered<'a>> {
        let span = u64::try_from(most.checked_sub(least)?).ok()?;
        let limit = u64::try_from(self.rows()).ok()?.saturating_mul(SPREAD);
        if span >= limit.max(1 << 16).min(u64::from(u32::MAX)) {
            return None;
        }
        let count = usize::try_from(span).ok()?.saturating_add(1);
        let low = u64::try_from(least & i128::from(u64::MAX)).ok()?;
        Some(Numbered { codes: Codes::Close(self, low), count, names: Names::From(least) })
    }

    fn listed(self, workers: Workers<'_>) -> Result<(Vec<u32>, Vec<usize>)> {
        listed_with(self.rows(), workers, |row| Ok(self.at(row)), mixed)
    }

    /// The accounts by first appearance.
    fn numbered<'n>(self, workers: Workers<'_>) -> Result<Numbered<'n>> {
        let (codes, first) = self.listed(workers)?;
        let names: Vec<i128> = first.iter().map(|row| self.name(self.at(*row))).collect();
        Ok(Numbered { codes: Codes::Listed(codes), count: names.len(), names: Names::Numbers(names) })
    }
}

fn wide<T: Into<i128>>(bounds: Option<(T, T)>) -> Option<(i128, i128)> {
    bounds.map(|(least, most)| (least.into(), most.into()))
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
fn low(value: u64) -> u32 {
    value as u32
}

#[inline(always)]
pub(super) fn shift<T: Copy, U>(values: &[T], start: usize, out: &mut [U], convert: impl Fn(T) -> U) {
    for (to, value) in out.iter_mut().zip(from(values, start)) {
        *to = convert(value);
    }
    let next = start.saturating_add(out.len());
    cs_wide::fetch(values.get(next..next.saturating_add(out.len())).unwrap_or_default());
}

#[expect(clippy::cast_possible_truncation, reason = "it was found to be whole and small enough")]
fn whole_float(value: f64) -> Option<i64> {
    (value.abs() <= 9_007_199_254_740_992.0 && value.fract().abs() < f64::MIN_POSITIVE)
        .then_some(value as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_at_both_ends_of_their_type_are_close_or_not() {
        let close = |ids: Ids<'static>| ids.close(Look::Whole, Workers::ALONE).unwrap();
        let count = |ids: Ids<'static>| close(ids).map(|close| (close.count, close.name(0)));
        assert_eq!(count(Ids::Integer32(&[i32::MIN, i32::MAX])), None);
        let least = Account::Number((u64::MAX - 3).into());
        assert_eq!(count(Ids::Unsigned64(&[u64::MAX, u64::MAX - 3])), Some((4, least)));
        assert_eq!(count(Ids::Integer64(&[i64::MIN, i64::MAX])), None);
        assert_eq!(count(Ids::Unsigned64(&[0, u64::MAX])), None);
    }

    #[test]
    fn a_code_is_the_distance_from_the_least_id() {
        let mut codes = [0; 2];
        for (ids, expected) in
            [(Ids::Integer32(&[-7, -4, -9]), [2, 5]), (Ids::Unsigned64(&[u64::MAX, u64::MAX - 9]), [9, 0])]
        {
            if let Some(close) = ids.close(Look::Whole, Workers::ALONE).unwrap() {
                close.fill(0, &mut codes);
            }
            assert_eq!(codes, expected);
        }
    }
}
