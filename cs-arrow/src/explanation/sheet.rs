//! Memory that explanations are written to, cut into a piece for each thread.

use std::num::NonZeroUsize;
use std::thread;

use cs_core::error::{Error, ErrorCode, Result};
use cs_core::health::explained::Explained;
use cs_core::health::explainer::Explainer;

/// A table of fewer rows a thread than this is explained on fewer threads.
const ROWS_PER_THREAD: usize = 1 << 14;

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

/// Explains every row of a table into a sheet, on so many threads at most; their number changes no bit.
pub(super) fn fill(explainer: &Explainer<'_>, sheet: impl Sheet, threads: NonZeroUsize) -> Result<()> {
    let rows = explainer.rows();
    let part = rows.div_ceil(threads.get().min(rows.div_ceil(ROWS_PER_THREAD)).max(1)).max(1);
    let piece = |start: usize, mut sheet: _| {
        explainer.tiles(start..start.saturating_add(part).min(rows), |tile| {
            Sheet::write(&mut sheet, tile.start().saturating_sub(start), tile);
        })
    };
    if part >= rows {
        return piece(0, sheet);
    }
    thread::scope(|scope| {
        let (mut rest, mut workers) = (sheet, Vec::new());
        for start in (0..rows).step_by(part) {
            let (own, later) = rest.cut(part);
            rest = later;
            workers.push(scope.spawn(move || piece(start, own)));
        }
        let failed = |_| Err(Error::new(ErrorCode::Internal, "a worker thread panicked"));
        // All of them are waited for; of several errors the first in the table counts.
        let results: Vec<Result<()>> =
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(failed)).collect();
        results.into_iter().collect()
    })
}
