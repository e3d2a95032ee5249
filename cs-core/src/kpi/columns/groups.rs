//! Rows with equal keys, in the order in which they first appear.

use std::collections::BTreeMap;

use crate::{
    error::{Error, ErrorCode, Result},
    fact::{
        column::Column,
        table::{Table, Texts, Values},
        tile::TILE,
        workers::Workers,
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
pub(super) fn group(table: &Table<'_>, by: &[String], workers: Workers<'_>) -> Result<Groups> {
    let mut keys = by.iter();
    let Some(first) = keys.next() else {
        return Ok(Groups { of: vec![0; table.rows()], first: vec![0] });
    };
    let mut groups = of_column(table.column(first)?, table.rows(), workers)?;
    for key in keys {
        let next = of_column(table.column(key)?, table.rows(), workers)?;
        groups = numbered(table.rows(), workers, |row| Ok((groups.of.get(row), next.of.get(row))))?;
    }
    Ok(groups)
}

/// Rows whose values are equal.
fn of_column(column: &Column<'_>, rows: usize, workers: Workers<'_>) -> Result<Groups> {
    let known = |row: usize| column.is_known(row);
    match column.values() {
        Values::Text(Texts::Dictionary { keys, .. }) => {
            // Two keys may stand for one text; a text is looked up once for each key.
            let key = |row: usize| Ok(keys.get(row).copied().filter(|_| known(row)));
            let distinct = numbered(rows, workers, key)?;
            let texts = number(distinct.first.iter().copied(), |row| column.text(row))?;
            let of = distinct.of.iter().filter_map(|code| place(&texts.of, *code)).collect();
            let first = texts.first.iter().filter_map(|code| distinct.first.get(*code)).copied();
            Ok(Groups { of, first: first.collect() })
        }
        Values::Text(_) => numbered(rows, workers, |row| column.text(row)),
        Values::Integer(values) => numbered(rows, workers, |row| Ok(values.get(row).filter(|_| known(row)))),
        Values::Day(values) => numbered(rows, workers, |row| Ok(values.get(row).filter(|_| known(row)))),
        Values::Decimal { mantissas, .. } => {
            numbered(rows, workers, |row| Ok(mantissas.get(row).filter(|_| known(row))))
        }
        // −0 is 0; by bits the others are equal where they are.
        Values::Float(values) => numbered(rows, workers, |row| {
            Ok(values.get(row).filter(|_| known(row)).map(|value| (value + 0.0).to_bits()))
        }),
        Values::Flag { .. } => numbered(rows, workers, |row| {
            let mut flag = [0.0];
            column.numbers(row, &mut flag)?;
            Ok(flag.first().filter(|_| known(row)).map(|flag| *flag > 0.0))
        }),
        Values::Missing => Ok(Groups { of: vec![0; rows], first: (0..rows.min(1)).collect() }),
    }
}

/// Groups rows by a key, rising as they first appear: each thread those of its run, and then the runs' groups.
fn numbered<K: Ord + Copy>(
    rows: usize,
    workers: Workers<'_>,
    key: impl Fn(usize) -> Result<K> + Sync,
) -> Result<Groups> {
    let runs = workers.runs(rows, TILE);
    let starts: Vec<usize> = runs.iter().map(|run| run.start).collect();
    let mut parts = workers.map(runs, |run| number(run, &key))?;
    if let Some(only) = parts.pop_if(|_| starts.len() == 1) {
        return Ok(only);
    }
    let rows_of = |(part, start): (&Groups, &usize)| -> Vec<usize> {
        part.first.iter().map(|at| start.saturating_add(*at)).collect()
    };
    let first: Vec<usize> = parts.iter().zip(&starts).flat_map(rows_of).collect();
    let whole = number(first.iter().copied(), key)?;
    let mut before = 0_usize;
    let parts: Vec<(Vec<u32>, &[u32])> = parts
        .into_iter()
        .map(|part| {
            let own = whole.of.get(before..).unwrap_or_default();
            before = before.saturating_add(part.first.len());
            (part.of, own)
        })
        .collect();
    let of = workers.map(parts, |(mut of, codes)| {
        for group in &mut of {
            *group = place(codes, *group).unwrap_or_default();
        }
        Ok(of)
    })?;
    Ok(Groups {
        of: of.concat(),
        first: whole.first.iter().filter_map(|at| first.get(*at)).copied().collect(),
    })
}

fn place<T: Copy>(list: &[T], code: u32) -> Option<T> {
    usize::try_from(code).ok().and_then(|code| list.get(code)).copied()
}

/// The same of some rows; the first of a group is its place among them.
fn number<K: Ord + Copy>(
    rows: impl Iterator<Item = usize>,
    key: impl Fn(usize) -> Result<K>,
) -> Result<Groups> {
    let mut places = BTreeMap::new();
    let mut groups = Groups { of: Vec::with_capacity(rows.size_hint().0), first: Vec::new() };
    let mut last: Option<(K, u32)> = None;
    for (at, row) in rows.enumerate() {
        let key = key(row)?;
        let code = match last {
            Some((before, code)) if before == key => code,
            _ => {
                let next = u32::try_from(groups.first.len());
                let next = next.map_err(|_| Error::new(ErrorCode::Limit, "there are at most 2^32 groups"))?;
                let code = *places.entry(key).or_insert(next);
                if code == next {
                    groups.first.push(at);
                }
                code
            }
        };
        last = Some((key, code));
        groups.of.push(code);
    }
    Ok(groups)
}
