//! Texts as ids of 64 bits: what all of them begin with is left out, and the rest of each fits in eight bytes. Ids as a CRM
//! writes them mostly do, and need no table of names then.

use std::ops::Range;

use cs_wide::pages;

use super::listed::spread;
use super::names::bytes;
use super::rows::Column;
use super::tile::{TILE, tiles};
use crate::error::Result;
use crate::fact::workers::Workers;

/// Most bytes that are compared with those of the first text.
const HEAD: usize = 16;
/// Most bytes of a rest beside its length.
const REST: usize = 7;
/// Where a number says how many bytes it holds.
const LENGTH: u32 = 56;

/// A number for the text of each row, equal where the texts are; none where they differ in more than it holds.
///
/// Errors: `out_of_range` with the row, and that of whoever the workers ask.
pub(super) fn packed(column: &Column<'_>, rows: usize, workers: Workers<'_>) -> Result<Option<Vec<u64>>> {
    // Each text of a dictionary is looked at once anyway.
    if rows == 0 || column.dictionary().is_some() {
        return Ok(None);
    }
    let none = Shape::of(text(column, 0)?);
    let shapes = workers.map(workers.runs(rows, TILE), |run| none.with(column, run, workers))?;
    let shape = shapes.into_iter().fold(none, Shape::join);
    if !shape.fits() {
        return Ok(None);
    }
    let mut ids = pages::zeroed(rows);
    let runs = workers.runs(rows, TILE);
    let longest = runs.first().map_or(1, Range::len).max(1);
    workers.map(
        runs.into_iter().zip(ids.chunks_mut(longest)).collect(),
        |(run, out): (Range<usize>, _)| {
            let (before, even) = (shape.before(), shape.least == shape.most);
            for (row, id) in run.zip(out) {
                *id = spread(number(text(column, row)?.get(before..).unwrap_or_default(), even));
            }
            Ok(())
        },
    )?;
    Ok(Some(ids))
}

#[inline(always)]
fn text<'a>(column: &Column<'a>, row: usize) -> Result<&'a [u8]> {
    Ok(column.text(row)?.unwrap_or_default().as_bytes())
}

/// The bytes of a rest, and where lengths differ how many there are.
#[inline(always)]
fn number(rest: &[u8], even: bool) -> u64 {
    let length = if even { 0 } else { u64::try_from(rest.len()).unwrap_or_default() };
    u64::try_from(bytes(rest)).unwrap_or_default() | length << LENGTH
}

/// What the texts so far have in common.
#[derive(Debug, Clone, Copy)]
struct Shape {
    /// What the first text of all begins with, as a number.
    first: u128,
    /// The bits in which others differ from it.
    differ: u128,
    least: usize,
    most: usize,
}

impl Shape {
    fn of(text: &[u8]) -> Self {
        Self { first: head(text), differ: 0, least: text.len(), most: text.len() }
    }

    /// With the texts of these rows, or with as many as are needed to know that they do not fit.
    fn with(mut self, column: &Column<'_>, run: Range<usize>, workers: Workers<'_>) -> Result<Self> {
        let mut read = |rows: Range<usize>| {
            for row in rows {
                let text = text(column, row)?;
                self.differ |= head(text) ^ self.first;
                self.least = self.least.min(text.len());
                self.most = self.most.max(text.len());
            }
            Ok(self.fits())
        };
        let mut fits = Ok(true);
        tiles(run, workers, |start, rows| {
            if let Ok(true) = fits {
                fits = read(start..start.saturating_add(rows));
            }
        })?;
        fits.map(|_| self)
    }

    fn join(self, other: Self) -> Self {
        Self {
            differ: self.differ | other.differ,
            least: self.least.min(other.least),
            most: self.most.max(other.most),
            ..self
        }
    }

    /// The bytes that all texts begin with.
    fn before(&self) -> usize {
        let alike = usize::try_from(self.differ.trailing_zeros() / 8).unwrap_or_default();
        alike.min(self.least).min(HEAD)
    }

    /// Whether the rest of each text fits in a number; once it does not, more texts do not change that.
    fn fits(&self) -> bool {
        let rest = self.most.saturating_sub(self.before());
        rest <= REST || (rest == REST + 1 && self.least == self.most)
    }
}

/// The first bytes of a text as a number, the first one lowest.
#[inline(always)]
fn head(text: &[u8]) -> u128 {
    match text.first_chunk::<HEAD>() {
        Some(first) => u128::from_le_bytes(*first),
        None => bytes(text),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::num::NonZeroUsize;

    use super::*;
    use crate::fact::table::Texts;
    use crate::revenue::rows::{Data, Rows};

    fn ids(texts: &[String], threads: usize) -> Option<Vec<u64>> {
        let slices: Vec<&str> = texts.iter().map(String::as_str).collect();
        let rows = Rows::new(slices.len()).with("t", Data::Text(Texts::Slices(&slices)), None).unwrap();
        let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
        packed(&rows.column("t").unwrap(), slices.len(), workers).unwrap()
    }

    #[test]
    fn ids_are_equal_where_the_texts_are() {
        for kind in [
            &(|at: usize| at.to_string()) as &dyn Fn(usize) -> String,
            &|at| format!("acc-{at}"),
            &|at| format!("0015g00000{at:05}AAA"),
            &|at| format!("{at:08}"),
            &|at| "\0".repeat(at % 8),
            &|at| format!("é{}", "\0a".repeat(at % 4)),
            &|_| "a text of more than sixteen b".to_owned().replace("sixteen b", ""),
        ] {
            let texts: Vec<String> = (0..5_000).map(|at| kind(at * 7 % 3_001)).collect();
            let found = ids(&texts, 1).unwrap();
            assert_eq!(ids(&texts, 3).unwrap(), found);
            let pairs: BTreeSet<(&String, u64)> = texts.iter().zip(found.iter().copied()).collect();
            let (names, numbers): (BTreeSet<&String>, BTreeSet<u64>) = pairs.iter().copied().unzip();
            assert_eq!((names.len(), numbers.len()), (pairs.len(), pairs.len()), "{}", texts[1]);
        }
    }

    #[test]
    fn texts_that_differ_in_more_are_not_packed() {
        let texts = |last: &str| vec!["acc-12345678".to_owned(), "acc-87654321".to_owned(), last.to_owned()];
        assert!(ids(&texts("acc-00000000"), 1).is_some());
        for last in ["acc-1", "acc-123456789", "bcc-12345678", ""] {
            assert_eq!(ids(&texts(last), 1), None, "{last}");
        }
        assert_eq!(ids(&[], 1), None);
    }
}
