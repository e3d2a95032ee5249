//! Segments and products of rows by small numbers in the order of their names, currencies in that of first appearance.

use super::currency;
use super::index::Account;
use super::listed::{hash_text, listed, mixed};
use super::options::Options;
use super::rows::{Column, Data, Rows};
use crate::error::{Error, ErrorCode, Result};

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
    pub(super) fn read(rows: &Rows<'_>, options: &Options) -> Result<Self> {
        if let Some(name) = &options.row_id {
            refuse_duplicates(&rows.column(name)?, rows.len())?;
        }
        let mut own = Self::default();
        if options.by.is_empty() && options.product.is_none() && options.currency.is_none() {
            return Ok(own);
        }
        let mut segments = vec![0_u32; rows.len()];
        own.segments =
            if options.by.is_empty() { Vec::new() } else { vec![Vec::new(); usize::from(!rows.is_empty())] };
        for name in &options.by {
            let (codes, names) = labels(&rows.column(name)?, rows.len())?;
            let (joint, first) = pairs(&segments, &codes);
            let extended = |row: &usize| {
                let mut key =
                    at(&segments, *row).and_then(|code| own.segments.get(code)).cloned().unwrap_or_default();
                key.push(at(&codes, *row).and_then(|code| names.get(code)).cloned().flatten());
                key
            };
            own.segments = first.iter().map(extended).collect();
            segments = joint;
        }
        rank(&mut segments, &mut own.segments);
        let products = match &options.product {
            Some(name) => {
                let (mut codes, mut names) = labels(&rows.column(name)?, rows.len())?;
                rank(&mut codes, &mut names);
                codes
            }
            None => vec![0; rows.len()],
        };
        let currencies = match &options.currency {
            Some(name) => {
                let column = rows.column(name)?;
                let (codes, names) = labels(&column, rows.len())?;
                own.currencies = checked(&column, &codes, names)?;
                if let (None, Some(row)) =
                    (&options.reporting_currency, codes.iter().position(|code| *code > 0))
                {
                    let sentence = "amounts of several currencies need a reporting currency and rates";
                    let error = Error::new(ErrorCode::MixedCurrencies, sentence);
                    return Err(error.in_column(name).at_row(row).with_value(own.currencies.join(", ")));
                }
                codes
            }
            None => vec![0; rows.len()],
        };
        let (inner, _) = pairs(&products, &currencies);
        let (codes, first) = pairs(&segments, &inner);
        let lane = |row: &usize| {
            let place = |codes: &[u32]| at(codes, *row).unwrap_or_default();
            [place(&segments), place(&products), place(&currencies)]
        };
        own.lanes = first.iter().map(lane).collect();
        own.codes = codes;
        Ok(own)
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

fn pairs(one: &[u32], other: &[u32]) -> (Vec<u32>, Vec<usize>) {
    let key = |row: usize| {
        let part = |codes: &[u32]| codes.get(row).copied().map_or(0, u64::from);
        part(one) << 32 | part(other)
    };
    listed(one.len(), key, mixed)
}

/// The code of each row, and the name of each code; a missing value has a code of its own.
fn labels(column: &Column<'_>, rows: usize) -> Result<(Vec<u32>, Vec<Option<Account>>)> {
    if let Data::Text(_) = column.data() {
        let texts: Vec<Option<&str>> = (0..rows).map(|row| column.text(row)).collect::<Result<_>>()?;
        let text = |row: usize| texts.get(row).copied().flatten();
        let hash = |text: Option<&str>| text.map_or(0, hash_text);
        let (codes, first) = listed(rows, text, hash);
        let name = |row: &usize| text(*row).map(|text| Account::Text(text.to_owned()));
        return Ok((codes, first.iter().map(name).collect()));
    }
    let numbers: Vec<Option<i128>> = (0..rows).map(|row| column.whole(row)).collect::<Result<_>>()?;
    let number = |row: usize| numbers.get(row).copied().flatten();
    let hash = |number: Option<i128>| number.map_or(0, |number| mixed(low(number)));
    let (codes, first) = listed(rows, number, hash);
    Ok((codes, first.iter().map(|row| number(*row).map(Account::Number)).collect()))
}

fn low(number: i128) -> u64 {
    u64::try_from(number & i128::from(u64::MAX)).unwrap_or_default()
}

fn checked(column: &Column<'_>, codes: &[u32], names: Vec<Option<Account>>) -> Result<Vec<String>> {
    let code = |(at, name): (usize, Option<Account>)| {
        let code = match name {
            Some(Account::Text(code)) => code,
            Some(Account::Number(number)) => number.to_string(),
            None => String::new(),
        };
        let row = codes.iter().position(|code| usize::try_from(*code).ok() == Some(at)).unwrap_or_default();
        currency::digits(&code).map_err(|error| error.in_column(column.name()).at_row(row))?;
        Ok(code)
    };
    names.into_iter().enumerate().map(code).collect()
}

fn refuse_duplicates(column: &Column<'_>, rows: usize) -> Result<()> {
    let (codes, names) = labels(column, rows)?;
    let mut seen: Vec<Option<usize>> = vec![None; names.len()];
    for (row, code) in codes.iter().enumerate() {
        let Some(first) = usize::try_from(*code).ok().and_then(|code| seen.get_mut(code)) else { continue };
        if let Some(first) = first {
            let sentence = format!("row {first} carries the same name");
            let name = usize::try_from(*code).ok().and_then(|code| names.get(code)).cloned().flatten();
            let error = Error::new(ErrorCode::DuplicateRow, sentence).in_column(column.name()).at_row(row);
            return Err(name.map_or_else(|| error.clone(), |name| error.clone().with_value(name)));
        }
        *first = Some(row);
    }
    Ok(())
}
