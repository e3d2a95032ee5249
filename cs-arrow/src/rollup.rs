//! Roll-ups as columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, StructArray};
use cs_core::error::Result;
use cs_core::fact::key::Key;
use cs_core::fact::table::Table;
use cs_core::health::rollup::{Families, RollUp};

use crate::output;

/// One row for each account: `rollup_accounts`, `rollup_scored`, `rollup_mean`, `rollup_weighted_mean`, `rollup_worst`,
/// `rollup_worst_account` (of the type that accounts have), and `rollup_share_<band>` for each band that is counted.
///
/// Errors: `internal` only, if the table is the one that was rolled up.
pub fn columns(rollup: &RollUp, table: &Table<'_>, families: Families) -> Result<StructArray> {
    let worst = accounts(table, &rollup.account, &families.worst_row)?;
    let mut columns: Vec<(String, ArrayRef)> = vec![
        ("rollup_accounts".to_owned(), output::counts(families.accounts)),
        ("rollup_scored".to_owned(), output::counts(families.scored)),
        ("rollup_mean".to_owned(), output::floats(families.mean)),
        ("rollup_weighted_mean".to_owned(), output::floats(families.weighted_mean)),
        ("rollup_worst".to_owned(), output::floats(families.worst)),
        ("rollup_worst_account".to_owned(), worst),
    ];
    for (band, shares) in families.bands.iter().zip(families.shares) {
        columns.push((format!("rollup_share_{band}"), output::floats(shares)));
    }
    output::table(table.rows(), columns)
}

/// The accounts of these rows: whole numbers, or texts by their place in a list.
fn accounts(table: &Table<'_>, name: &str, rows: &[Option<usize>]) -> Result<ArrayRef> {
    let column = table.column(name)?;
    let (mut texts, mut numbers) = (Vec::new(), Vec::with_capacity(rows.len()));
    let mut places: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        match row.map(|row| column.key(row)).transpose()?.flatten() {
            Some(Key::Number(number)) => numbers.push(Some(number)),
            Some(Key::Text(text)) => {
                if let Some(row) = row {
                    places.entry(*row).or_insert_with(|| {
                        texts.push(text);
                        texts.len().saturating_sub(1)
                    });
                }
            }
            None => numbers.push(None),
        }
    }
    if column.is_text() {
        return output::labels(&texts, rows.iter().map(|row| row.and_then(|row| places.get(&row).copied())));
    }
    Ok(Arc::new(Int64Array::from(numbers)))
}
