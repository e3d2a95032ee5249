//! Rows in runs: one after the other, or on several threads, with results in the order of the rows.

use std::num::NonZeroUsize;
use std::ops::Range;

use crate::error::Result;
#[cfg(feature = "parallel")]
use crate::error::{Error, ErrorCode};

/// Rows whose sums are added up before they join the total. Threads begin at multiples of it, so that the order of
/// additions, and with it every bit, does not depend on how many threads there are.
pub(super) const CHUNK: usize = 1 << 16;

/// Cuts rows into at most so many runs of whole chunks.
pub(super) fn runs(rows: usize, threads: NonZeroUsize) -> Vec<Range<usize>> {
    let threads = if cfg!(feature = "parallel") { threads.get() } else { 1 };
    let chunks = rows.div_ceil(CHUNK).div_ceil(threads).max(1);
    let step = chunks.saturating_mul(CHUNK);
    (0..rows).step_by(step).map(|start| start..start.saturating_add(step).min(rows)).collect()
}

/// Does each piece of work, on a thread of its own where there are several; the error is that of the first that failed.
#[cfg(feature = "parallel")]
pub(super) fn each<W: Send, T: Send>(work: Vec<W>, run: impl Fn(W) -> Result<T> + Sync) -> Result<Vec<T>> {
    if work.len() < 2 {
        return work.into_iter().map(run).collect();
    }
    std::thread::scope(|scope| {
        let run = &run;
        let workers: Vec<_> = work.into_iter().map(|piece| scope.spawn(move || run(piece))).collect();
        let failed = |_| Err(Error::new(ErrorCode::Internal, "a worker thread panicked"));
        workers.into_iter().map(|worker| worker.join().unwrap_or_else(failed)).collect()
    })
}

/// Does each piece of work.
#[cfg(not(feature = "parallel"))]
pub(super) fn each<W, T>(work: Vec<W>, run: impl Fn(W) -> Result<T>) -> Result<Vec<T>> {
    work.into_iter().map(run).collect()
}
