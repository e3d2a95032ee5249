//! Rows with equal keys, in the order in which they first appear.

use std::collections::BTreeMap;

use crate::{
    error::{Error, ErrorCode, Result},
    fact::{
        column::Column,
        table::{Table, Texts, Values},
    },
};

/// The group of every row.
pub(super) struct Groups {
    /// The group of each row.
    pub(super) of: Vec<u32>,
    /// The first row of each group.
    pub(super) first: Vec<usize>,
}

/// Groups rows by columns; missing is a key like any other. Without a column all rows are one group, also where there
/// is no row.
pub(super) fn group(table: &Table<'_>, by: &[String]) -> Result<Groups> {
    let mut keys = by.iter();
    let Some(first) = keys.next() else {
        return Ok(Groups { of: vec![0; table.rows()], first: vec![0] });
    };
    let mut of = codes(table.column(first)?, table.rows())?;
    for key in keys {
        let next = codes(table.column(key)?, table.rows())?;
        of = numbered(of.iter().copied().zip(next))?;
    }
    let mut first = Vec::new();
    for (row, group) in of.iter().enumerate() {
        if usize::try_from(*group).is_ok_and(|group| group == first.len()) {
            first.push(row);
        }
    }
    Ok(Groups { of, first })
}

/// A number for each row, equal where the values are, rising as they first appear.
fn codes(column: &Column<'_>, rows: usize) -> Result<Vec<u32>> {
    let known = |row: usize| column.is_known(row);
    match column.values() {
        Values::Text(Texts::Dictionary { keys, .. }) => {
            // Two keys may stand for one text; a text is looked up once for each key.
            let mut texts = BTreeMap::new();
            let key = |row: usize| keys.get(row).copied().filter(|_| known(row));
            let distinct = numbered((0..rows).map(key))?;
            let mut merged = Vec::new();
            for (row, code) in distinct.iter().enumerate() {
                if usize::try_from(*code).is_ok_and(|code| code == merged.len()) {
                    merged.push(place(&mut texts, column.text(row)?)?);
                }
            }
            let merge = |code: u32| usize::try_from(code).ok().and_then(|code| merged.get(code).copied());
            Ok(distinct.into_iter().filter_map(merge).collect())
        }
        Values::Text(_) => {
            let mut texts = BTreeMap::new();
            let mut last = None;
            (0..rows)
                .map(|row| {
                    let text = column.text(row)?;
                    match last {
                        Some((before, code)) if before == text => Ok(code),
                        _ => {
                            let code = place(&mut texts, text)?;
                            last = Some((text, code));
                            Ok(code)
                        }
                    }
                })
                .collect()
        }
        Values::Integer(values) => numbered((0..rows).map(|row| values.get(row).filter(|_| known(row)))),
        Values::Day(values) => numbered((0..rows).map(|row| values.get(row).filter(|_| known(row)))),
        Values::Decimal { mantissas, .. } => {
            numbered((0..rows).map(|row| mantissas.get(row).filter(|_| known(row))))
        }
        // −0 is 0; by bits the others are equal where they are.
        Values::Float(values) => numbered(
            (0..rows).map(|row| values.get(row).filter(|_| known(row)).map(|value| (value + 0.0).to_bits())),
        ),
        Values::Flag { .. } => {
            let mut flag = [0.0];
            let mut read = |row: usize| -> Result<Option<bool>> {
                column.numbers(row, &mut flag)?;
                Ok(flag.first().filter(|_| known(row)).map(|flag| *flag > 0.0))
            };
            numbered((0..rows).map(&mut read).collect::<Result<Vec<_>>>()?)
        }
        Values::Missing => Ok(vec![0; rows]),
    }
}

fn numbered<K: Ord + Copy>(keys: impl IntoIterator<Item = K>) -> Result<Vec<u32>> {
    let mut places = BTreeMap::new();
    let mut last: Option<(K, u32)> = None;
    let number = |key: K| match last {
        Some((before, code)) if before == key => Ok(code),
        _ => {
            let code = place(&mut places, key)?;
            last = Some((key, code));
            Ok(code)
        }
    };
    keys.into_iter().map(number).collect()
}

/// The number of a key; the next one where it is new.
fn place<K: Ord>(places: &mut BTreeMap<K, u32>, key: K) -> Result<u32> {
    let next = u32::try_from(places.len());
    let next = next.map_err(|_| Error::new(ErrorCode::Limit, "there are at most 2^32 groups"))?;
    Ok(*places.entry(key).or_insert(next))
}
