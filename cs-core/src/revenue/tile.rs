//! Rows a tile at a time, and a question now and then whether to go on.

use std::ops::Range;

use crate::error::Result;
use crate::fact::workers::Workers;

/// Rows that are read together: few enough that their columns and the lines of hundreds of blocks that they are dealt to
/// lie in the first cache side by side.
pub(super) const TILE: usize = 256;
/// Rows between two questions whether to go on.
const STRETCH: usize = 1024 * TILE;

/// Some rows: the month counted from the ledger's first, the amount.
pub(super) struct Tile {
    pub(super) months: [u32; TILE],
    pub(super) amounts: [i64; TILE],
}

impl Tile {
    pub(super) fn new() -> Self {
        Self { months: [0; TILE], amounts: [0; TILE] }
    }
}

/// Lends the start and the number of rows of each tile of a run that begins with one.
///
/// Errors: that of whoever is asked.
#[inline(always)]
pub(super) fn tiles(
    run: Range<usize>,
    workers: Workers<'_>,
    mut body: impl FnMut(usize, usize),
) -> Result<()> {
    stretches(run.clone(), workers, |rows| {
        for start in rows.step_by(TILE) {
            body(start, run.end.saturating_sub(start).min(TILE));
        }
        Ok(())
    })
}

/// Lends the rows of a run in parts, and asks before each whether to go on.
///
/// Errors: that of whoever is asked, and that of a part.
#[inline(always)]
pub(super) fn stretches(
    run: Range<usize>,
    workers: Workers<'_>,
    mut body: impl FnMut(Range<usize>) -> Result<()>,
) -> Result<()> {
    for start in run.clone().step_by(STRETCH) {
        workers.ask()?;
        body(start..run.end.min(start.saturating_add(STRETCH)))?;
    }
    Ok(())
}
