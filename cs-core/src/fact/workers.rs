//! Who does a long piece of work: how many threads, and who is asked between its parts whether to go on. All threads of
//! this library are started here.
//!
//! ```
//! use std::num::NonZeroUsize;
//!
//! use cs_core::fact::workers::Workers;
//! use cs_core::revenue::{movement::Movements, options::Options, rows::{Data, Rows}};
//!
//! let rows = Rows::new(2)
//!     .with("account", Data::Integer64(&[1, 1]), None)?
//!     .with("month", Data::Integer64(&[0, 1]), None)?
//!     .with("mrr", Data::Integer64(&[10, 12]), None)?;
//! let options = Options::default();
//! let two = Workers::new(NonZeroUsize::new(2).unwrap());
//! assert_eq!(Movements::of_with(&rows, &options, &two)?, Movements::of(&rows, &options)?);
//! # Ok::<(), cs_core::error::Error>(())
//! ```

use std::any::Any;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::error::{Error, ErrorCode, Result};

/// Rows of a ledger, or of a table of KPIs, for which one more thread is worth its start.
pub const LEDGER_ROWS_PER_THREAD: usize = 1 << 18;

/// What a thread gets of stack, whatever the environment says.
const STACK: usize = 2 << 20;

/// Threads for a long piece of work. Its answer has the same bits for any number of them.
///
/// Without the feature `parallel` there is one, the caller's.
#[derive(Clone, Copy)]
pub struct Workers<'a> {
    threads: NonZeroUsize,
    ask: &'a (dyn Fn() -> Result<()> + Sync),
}

impl std::fmt::Debug for Workers<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Workers({})", self.threads)
    }
}

impl Workers<'static> {
    /// The caller's own thread.
    pub const ALONE: Self = Self { threads: NonZeroUsize::MIN, ask: &|| Ok(()) };

    /// At most so many threads, the caller's among them; fewer where the system starts no more.
    #[must_use]
    pub fn new(threads: NonZeroUsize) -> Self {
        Self { threads, ..Self::ALONE }
    }
}

impl<'a> Workers<'a> {
    /// Who is asked between the parts of the work, on each of its threads, a few thousand times a second; an error ends
    /// the work and is the one that the caller gets, unless an earlier part had failed by then.
    #[must_use]
    pub fn asking<'b>(self, ask: &'b (dyn Fn() -> Result<()> + Sync)) -> Workers<'b> {
        Workers { threads: self.threads, ask }
    }

    /// The same with at most so many threads, where more would not be worth their start; one for 0.
    #[must_use]
    pub fn at_most(self, threads: usize) -> Self {
        let threads = NonZeroUsize::new(threads).map_or(NonZeroUsize::MIN, |most| self.threads.min(most));
        Self { threads, ..self }
    }

    /// Cuts rows into a run for each thread, each of whole units; one of no rows where there are none.
    ///
    /// ```
    /// # use cs_core::fact::workers::Workers;
    /// assert_eq!(Workers::ALONE.runs(1_000, 64), [0..1_000]);
    /// assert_eq!(Workers::ALONE.runs(0, 64), [0..0]);
    /// ```
    #[must_use]
    pub fn runs(&self, rows: usize, unit: usize) -> Vec<Range<usize>> {
        let threads = if cfg!(feature = "parallel") { self.threads.get() } else { 1 };
        let step = rows.div_ceil(unit).div_ceil(threads).max(1).saturating_mul(unit);
        (0..rows.max(1)).step_by(step).map(|start| start..start.saturating_add(step).min(rows)).collect()
    }

    /// Asks whether to go on, within a piece of work that takes long.
    ///
    /// Errors: that of whoever is asked.
    pub fn ask(&self) -> Result<()> {
        (self.ask)()
    }

    /// Does a piece of work for each of these, and gives what came of them in their order.
    ///
    /// Errors: that of the first which failed, in their order; `internal` where a thread panicked.
    ///
    /// ```
    /// # use cs_core::fact::workers::Workers;
    /// let workers = Workers::new(std::num::NonZeroUsize::new(2).unwrap());
    /// let values: Vec<u64> = (0..1_000).collect();
    /// let sums = workers.map(workers.runs(values.len(), 64), |run| Ok(values[run].iter().sum::<u64>()))?;
    /// assert_eq!(sums.iter().sum::<u64>(), 499_500);
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn map<W: Send, T: Send>(&self, work: Vec<W>, run: impl Fn(W) -> Result<T> + Sync) -> Result<Vec<T>> {
        let add = |own: &mut Vec<(usize, T)>, (at, work): (usize, W)| {
            own.push((at, run(work)?));
            Ok(())
        };
        let work: Vec<(usize, W)> = work.into_iter().enumerate().collect();
        let mut done: Vec<(usize, T)> = self.fold(work, Vec::new, add)?.into_iter().flatten().collect();
        done.sort_by_key(|(at, _)| *at);
        Ok(done.into_iter().map(|(_, of)| of).collect())
    }

    /// Does all pieces of work, each thread one after another onto something of its own, in no order that could be relied
    /// on, and gives what every thread made.
    ///
    /// Errors: that of the first which failed, in their order; `internal` where a thread panicked.
    ///
    /// ```
    /// # use cs_core::fact::workers::Workers;
    /// let workers = Workers::new(std::num::NonZeroUsize::new(2).unwrap());
    /// let sums = workers.fold((1..=100_u64).collect(), || 0, |sum, number| {
    ///     *sum += number;
    ///     Ok(())
    /// })?;
    /// assert_eq!(sums.iter().sum::<u64>(), 5_050);
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn fold<W: Send, S: Send>(
        &self,
        work: Vec<W>,
        make: impl Fn() -> S + Sync,
        add: impl Fn(&mut S, W) -> Result<()> + Sync,
    ) -> Result<Vec<S>> {
        let threads = if cfg!(feature = "parallel") { self.threads.get().min(work.len()) } else { 1 };
        let list = Mutex::new(work.into_iter().enumerate());
        // Pieces are handed out in their order. So the first that fails is handed out before anybody fails behind it.
        let next = || list.lock().unwrap_or_else(PoisonError::into_inner).next();
        let run = || {
            let mut own = make();
            while let Some((at, work)) = next() {
                if let Err(error) = self.ask().and_then(|()| add(&mut own, work)) {
                    list.lock().unwrap_or_else(PoisonError::into_inner).by_ref().for_each(drop);
                    return Err((at, error));
                }
            }
            Ok(own)
        };
        if threads < 2 {
            return run().map(|own| vec![own]).map_err(|(_, error)| error);
        }
        let done: Vec<std::result::Result<S, (usize, Error)>> = thread::scope(|scope| {
            // Those that the system does not start are done without: whoever is there takes all pieces.
            let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run).ok();
            let others: Vec<_> = (1..threads).map_while(start).collect();
            let own = run();
            let others = others.into_iter().map(|worker| worker.join().unwrap_or_else(panicked));
            std::iter::once(own).chain(others).collect()
        });
        let mut made = Vec::with_capacity(threads);
        let mut first: Option<(usize, Error)> = None;
        for one in done {
            match one {
                Ok(own) => made.push(own),
                Err((at, error)) if first.as_ref().is_none_or(|(before, _)| at < *before) => {
                    first = Some((at, error));
                }
                Err(_) => {}
            }
        }
        first.map_or(Ok(made), |(_, error)| Err(error))
    }
}

/// What a thread that panicked leaves: a defect, with its message.
fn panicked<S>(payload: Box<dyn Any + Send>) -> std::result::Result<S, (usize, Error)> {
    let owned = payload.downcast_ref::<String>().map(String::as_str);
    let text = payload.downcast_ref::<&str>().copied().or(owned).unwrap_or("without a message");
    Err((0, Error::new(ErrorCode::Internal, format!("a worker thread panicked: {text}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn workers(threads: usize) -> Workers<'static> {
        Workers::new(NonZeroUsize::new(threads).unwrap())
    }

    #[test]
    fn results_come_in_the_order_of_the_work() {
        for threads in [1, 2, 5] {
            let found = workers(threads).map((0..100_u64).collect(), |number| Ok(number * number));
            assert_eq!(found.unwrap(), (0..100).map(|number| number * number).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_first_that_fails_is_named_whoever_is_quicker() {
        for threads in [1, 2, 5] {
            let error = workers(threads).map((0..100_u64).collect(), |number| match number {
                7 => {
                    thread::sleep(std::time::Duration::from_millis(20));
                    Err(Error::new(ErrorCode::Overflow, "the first"))
                }
                8.. => Err(Error::new(ErrorCode::Limit, "a later one")),
                _ => Ok(()),
            });
            assert_eq!(error.unwrap_err().code(), ErrorCode::Overflow, "{threads}");
        }
    }

    #[test]
    fn who_is_asked_may_end_the_work() {
        let asked = Mutex::new(0);
        let ask = || {
            let mut asked = asked.lock().unwrap();
            *asked += 1;
            if *asked > 3 { Err(Error::new(ErrorCode::Internal, "enough")) } else { Ok(()) }
        };
        for threads in [1, 2] {
            *asked.lock().unwrap() = 0;
            let done = workers(threads).asking(&ask).map((0..100).collect(), Ok);
            assert_eq!(done.unwrap_err().to_string(), "enough");
        }
    }

    #[test]
    fn runs_cover_all_rows_once_in_whole_units() {
        for (rows, threads) in [(0, 3), (1, 3), (1_024, 2), (1_025, 2), (10_000, 3), (10_000, 100)] {
            let runs = workers(threads).runs(rows, 1_024);
            assert_eq!(runs.iter().map(Range::len).sum::<usize>(), rows);
            assert!(runs.len() <= threads && runs.iter().all(|run| run.start.is_multiple_of(1_024)));
        }
    }
}
