//! Long calls: several threads without the interpreter's lock, which Ctrl-C ends between two parts of the work.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use cs_core::error::{Error, ErrorCode};
use cs_core::fact::workers::{LEDGER_ROWS_PER_THREAD, Workers};
use pyo3::prelude::*;

use crate::{
    error::Result,
    threads::{Threads, workers},
};

/// Between two looks at Ctrl-C: to look takes the interpreter's lock, which others may hold.
const PAUSE: Duration = Duration::from_millis(20);

/// When Ctrl-C was last looked at, and what Python made of it.
struct Heard {
    last: Instant,
    error: Option<PyErr>,
}

/// Runs a call on a ledger or a table of KPIs of so many rows, on so many threads as the caller wants, or as there are cores.
///
/// Errors: what the call gives; what a signal raised.
pub(crate) fn long<T: Send>(
    py: Python<'_>,
    threads: Option<Threads>,
    rows: usize,
    call: impl FnOnce(&Workers<'_>) -> cs_core::error::Result<T> + Send,
) -> Result<T> {
    hearing(py, workers(threads), |workers| call(&workers.at_most(rows.div_ceil(LEDGER_ROWS_PER_THREAD))))
}

/// Runs a call on so many threads without the interpreter's lock.
///
/// Errors: what the call gives; what a signal raised.
pub(crate) fn hearing<T: Send>(
    py: Python<'_>,
    threads: NonZeroUsize,
    call: impl FnOnce(&Workers<'_>) -> cs_core::error::Result<T> + Send,
) -> Result<T> {
    let heard = Mutex::new(Heard { last: Instant::now(), error: None });
    let caller = thread::current().id();
    let ask = || {
        // Python runs the handlers of signals on its main thread alone, and so the others need not ask.
        if thread::current().id() != caller {
            return Ok(());
        }
        let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.last.elapsed() < PAUSE {
            return Ok(());
        }
        heard.last = Instant::now();
        heard.error = Python::attach(|py| py.check_signals()).err();
        let stopped = || Error::new(ErrorCode::Internal, "stopped by a signal");
        heard.error.as_ref().map_or(Ok(()), |_| Err(stopped()))
    };
    let done = py.detach(|| call(&Workers::new(threads).asking(&ask)));
    match heard.into_inner().unwrap_or_else(PoisonError::into_inner).error {
        Some(raised) => Err(raised.into()),
        None => Ok(done?),
    }
}
