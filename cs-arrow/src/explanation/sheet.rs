//! Memory that explanations are written to, cut into a piece for each thread.

use cs_core::error::Result;
use cs_core::fact::workers::Workers;
use cs_core::health::explained::Explained;
use cs_core::health::explainer::Explainer;

/// Rows that are explained as one piece of work.
const PIECE: usize = 1 << 14;

/// Memory for the explanation of neighbouring rows.
pub(super) trait Sheet: Sized + Send {
    /// Cuts it in two after so many rows.
    fn cut(self, rows: usize) -> (Self, Self);

    /// Writes the rows of a tile, the first of them at this row of the sheet.
    fn write(&mut self, at: usize, tile: &Explained);
}

/// Cuts off the first values; all of them where there are fewer.
pub(super) fn cut<T>(values: &mut [T], at: usize) -> (&mut [T], &mut [T]) {
    values.split_at_mut(at.min(values.len()))
}

/// Explains every row of a table into a sheet, piece by piece; the number of threads changes no bit.
pub(super) fn fill(explainer: &Explainer<'_>, sheet: impl Sheet, workers: &Workers<'_>) -> Result<()> {
    let (rows, mut rest, mut pieces) = (explainer.rows(), sheet, Vec::new());
    for start in (0..rows).step_by(PIECE) {
        let (own, later) = rest.cut(PIECE);
        rest = later;
        pieces.push((start, own));
    }
    let explain = |(start, mut sheet): (usize, _)| {
        explainer.tiles(start..start.saturating_add(PIECE), |tile| {
            Sheet::write(&mut sheet, tile.start().saturating_sub(start), tile);
        })
    };
    workers.map(pieces, explain).map(drop)
}
