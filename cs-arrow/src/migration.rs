//! Migrations as columns.

use arrow_array::StructArray;
use cs_core::error::Result;
use cs_core::health::band::UNKNOWN_NAME;
use cs_core::health::migration::{Cell, Migration, Move};

use crate::output;

/// One row for each cell: `from` (null for accounts that are new), `to` (null for those that are gone), `move`,
/// `accounts`, and with a column of amounts `value_before` and `value_after`, of the type that the amounts have.
///
/// Errors: `overflow` where a sum does not fit that type.
pub fn columns(migration: &Migration) -> Result<StructArray> {
    let cells = &migration.cells;
    let mut bands: Vec<&str> = Vec::new();
    for name in cells.iter().filter_map(|cell| cell.from.as_deref()) {
        if !bands.contains(&name) {
            bands.push(name);
        }
    }
    bands.sort_by_key(|name| *name != UNKNOWN_NAME);
    let places = |part: fn(&Cell) -> Option<&str>| {
        let place = |cell: &Cell| part(cell).and_then(|name| bands.iter().position(|band| *band == name));
        output::categories(&bands, cells.iter().map(place))
    };
    let moves = cells.iter().map(|cell| Move::ALL.iter().position(|known| *known == cell.movement));
    let mut columns = vec![
        ("from", places(|cell| cell.from.as_deref())?),
        ("to", places(|cell| cell.to.as_deref())?),
        ("move", output::categories(&Move::ALL.map(Move::as_str), moves)?),
        ("accounts", output::counts(cells.iter().map(|cell| cell.accounts))),
    ];
    if let Some(amounts) = migration.amounts {
        let sums = |part: fn(&Cell) -> Option<rust_decimal::Decimal>| {
            output::amounts(amounts, cells.iter().map(part))
        };
        columns.push(("value_before", sums(|cell| cell.value_before)?));
        columns.push(("value_after", sums(|cell| cell.value_after)?));
    }
    output::table(cells.len(), columns)
}
