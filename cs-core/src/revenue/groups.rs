//! Segments and products of rows by small numbers in the order of their names, currencies in that of first appearance.

use super::account::Account;
use super::currency;
use super::listed::{Codes, listed_with, mixed};
use super::names;
use super::options::Options;
use super::rows::{Column, Data, Rows};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;

/// What the rows of a ledger belong to besides their accounts.
#[derive(Debug, Clone, Default)]
pub(super) struct Groups {
    /// The lane of each row; empty where all rows lie in one.
    pub(super) codes: Vec<u32>,
    /// Segment, product and currency of each lane.
    pub(super) lanes: Vec<[usize; 3]>,
    /// What each segment is called, a name for each column of `by`.
    pub(super) segments: Vec<Vec<Option<Account>>>,
    pub(super) currencies: Vec<String>,
}

impl Groups {
    /// Reads the columns that the options name.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `unknown_currency` and `mixed_currencies` with the row, `duplicate_row`.
    pub(super) fn read(rows: &Rows<'_>, options: &Options, workers: Workers<'_>) -> Result<Self> {
        if let Some(name) = &options.row_id {
            refuse_duplicates(&rows.column(name)?, rows.len(), workers)?;
        }
        let mut own = Self::default();
        let segments = own.read_segments(rows, &options.by, workers)?;
        let products = match &options.product {
            Some(name) => {
                let (mut codes, _, mut names) = labels(&rows.column(name)?, rows.len(), workers)?;
                rank(&mut codes, &mut names);
                Some(codes)
            }
            None => None,
        };
        let currencies = own.read_currencies(rows, options, workers)?;
        (own.codes, own.lanes) = lanes([segments, products, currencies], workers)?;
        Ok(own)
    }

    /// The segment of each row; none where there are no segments.
    fn read_segments(
        &mut self,
        rows: &Rows<'_>,
        by: &[String],
        workers: Workers<'_>,
    ) -> Result<Option<Vec<u32>>> {
        let mut segments: Option<Vec<u32>> = None;
        for name in by {
            let (codes, first, names) = labels(&rows.column(name)?, rows.len(), workers)?;
            let name = |row: usize| at(&codes, row).and_then(|code| names.get(code)).cloned().flatten();
            let (joint, first) = match &segments {
                Some(before) => pairs(before, &codes, workers)?,
                None => (codes.clone(), first),
            };
            let extended = |row: usize| {
                let before = segments.as_ref().and_then(|before| self.segments.get(at(before, row)?));
                let mut key = before.cloned().unwrap_or_default();
                key.push(name(row));
                key
            };
            self.segments = first.into_iter().map(extended).collect();
            segments = Some(joint);
        }
        if let Some(segments) = &mut segments {
            rank(segments, &mut self.segments);
        }
        Ok(segments)
    }

    /// The currency of each row; none where no column says it.
    fn read_currencies(
        &mut self,
        rows: &Rows<'_>,
        options: &Options,
        workers: Workers<'_>,
    ) -> Result<Option<Vec<u32>>> {
        let Some(name) = &options.currency else { return Ok(None) };
        let column = rows.column(name)?;
        let (codes, first, names) = labels(&column, rows.len(), workers)?;
        self.currencies = checked(&column, &first, names)?;
        if let (None, Some(row)) = (&options.reporting_currency, first.get(1)) {
            let sentence = "amounts of several currencies need a reporting currency and rates";
            let error = Error::new(ErrorCode::MixedCurrencies, sentence);
            return Err(error.in_column(name).at_row(*row).with_value(self.currencies.join(", ")));
        }
        Ok(Some(codes))
    }

    /// The same groups for rows that were made of these.
    pub(super) fn expand(&mut self, source: &[u32]) {
        if !self.codes.is_empty() {
            let code = |row: &u32| usize::try_from(*row).ok().and_then(|row| self.codes.get(row)).copied();
            self.codes = source.iter().map(|row| code(row).unwrap_or_default()).collect();
        }
    }
}

/// Numbers names by their order instead of their first row: what is left over in a tie then goes to the same of them
/// wherever the rows stand, and in each part of a ledger as in the whole.
fn rank<T: Ord + Clone>(codes: &mut [u32], names: &mut Vec<T>) {
    let mut sorted: Vec<(T, usize)> = names.iter().cloned().zip(0..).collect();
    sorted.sort();
    let mut places = vec![0_u32; names.len()];
    for (place, (_, code)) in (0_u32..).zip(&sorted) {
        if let Some(own) = places.get_mut(*code) {
            *own = place;
        }
    }
    for code in codes {
        *code = usize::try_from(*code).ok().and_then(|code| places.get(code)).copied().unwrap_or_default();
    }
    *names = sorted.into_iter().map(|(name, _)| name).collect();
}

fn at(codes: &[u32], row: usize) -> Option<usize> {
    codes.get(row).and_then(|code| usize::try_from(*code).ok())
}

/// The lane of each row, and the code of each kind in each lane.
fn lanes(kinds: [Option<Vec<u32>>; 3], workers: Workers<'_>) -> Result<(Vec<u32>, Vec<[usize; 3]>)> {
    let mut joint: Option<Codes> = None;
    let mut given = kinds.iter().flatten();
    if let (Some(one), Some(other)) = (given.next(), given.next()) {
        let both = pairs(one, other, workers)?;
        joint = Some(given.try_fold(both, |(codes, _), next| pairs(&codes, next, workers))?);
    }
    if let Some((codes, first)) = joint {
        let code = |row: usize| {
            move |codes: &Option<Vec<u32>>| {
                codes.as_ref().and_then(|codes| at(codes, row)).unwrap_or_default()
            }
        };
        return Ok((codes, first.into_iter().map(|row| kinds.each_ref().map(code(row))).collect()));
    }
    // Rows of one kind lie in lanes by its own codes, and those of none in one.
    let count = |codes: &Vec<u32>| codes.iter().max().map_or(0, |most| most.saturating_add(1));
    let counts = kinds.each_ref().map(|codes| codes.as_ref().map(count));
    let most = counts.iter().flatten().max().copied().unwrap_or_default();
    let code =
        |code: u32| counts.map(|kind| kind.and_then(|_| usize::try_from(code).ok()).unwrap_or_default());
    Ok((kinds.into_iter().flatten().next().unwrap_or_default(), (0..most).map(code).collect()))
}

fn pairs(one: &[u32], other: &[u32], workers: Workers<'_>) -> Result<Codes> {
    let key = |row: usize| {
        let part = |codes: &[u32]| codes.get(row).copied().map_or(0, u64::from);
        Ok(part(one) << 32 | part(other))
    };
    listed_with(one.len(), workers, key, mixed)
}

/// The code of each row, the row in which each code appears first, and its name; a missing value has a code of its own.
type Labels = (Vec<u32>, Vec<usize>, Vec<Option<Account>>);

fn labels(column: &Column<'_>, rows: usize, workers: Workers<'_>) -> Result<Labels> {
    let (codes, first) = codes(column, rows, workers)?;
    let names = first.iter().map(|row| name(column, *row)).collect::<Result<_>>()?;
    Ok((codes, first, names))
}

fn codes(column: &Column<'_>, rows: usize, workers: Workers<'_>) -> Result<Codes> {
    if let Data::Text(_) = column.data() {
        return names::codes(column, rows, workers);
    }
    let hash = |number: Option<i128>| number.map_or(0, |number| mixed(low(number)));
    listed_with(rows, workers, |row| column.whole(row), hash)
}

fn name(column: &Column<'_>, row: usize) -> Result<Option<Account>> {
    Ok(match column.data() {
        Data::Text(_) => column.text(row)?.map(|text| Account::Text(text.to_owned())),
        _ => column.whole(row)?.map(Account::Number),
    })
}

fn low(number: i128) -> u64 {
    u64::try_from(number & i128::from(u64::MAX)).unwrap_or_default()
}

/// The codes of currencies, each of which is checked in the row that it appears in first.
fn checked(column: &Column<'_>, first: &[usize], names: Vec<Option<Account>>) -> Result<Vec<String>> {
    let code = |(row, name): (&usize, Option<Account>)| {
        let code = match name {
            Some(Account::Text(code)) => code,
            Some(Account::Number(number)) => number.to_string(),
            None => String::new(),
        };
        currency::digits(&code).map_err(|error| error.in_column(column.name()).at_row(*row))?;
        Ok(code)
    };
    first.iter().zip(names).map(code).collect()
}

fn refuse_duplicates(column: &Column<'_>, rows: usize, workers: Workers<'_>) -> Result<()> {
    let (codes, first) = codes(column, rows, workers)?;
    let first_of = |row: usize| at(&codes, row).and_then(|code| first.get(code)).copied().unwrap_or(row);
    let Some(row) = (0..rows).find(|row| first_of(*row) < *row) else { return Ok(()) };
    let sentence = format!("a row has a name that no other has, and row {} has the same", first_of(row));
    let error = Error::new(ErrorCode::DuplicateRow, sentence).in_column(column.name()).at_row(row);
    Err(match name(column, row)? {
        Some(name) => error.with_value(name),
        None => error,
    })
}
