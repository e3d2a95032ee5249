//! Times of a piece of work over a few rounds, for benchmarks.

use std::time::Instant;

use cs_core::prelude::Result;

const ROUNDS: u32 = 7;

/// Milliseconds of a piece of work.
pub(crate) struct Times {
    /// By the clock, the median of the rounds.
    pub(crate) wall: f64,
    /// Of the processor over all threads, the mean of the rounds: the system counts in steps of 10 ms, and so only a sum
    /// says something. By the clock where the system does not tell.
    pub(crate) cpu: f64,
}

impl std::fmt::Display for Times {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:7.1} ms ({:.1} ms of CPU)", self.wall, self.cpu)
    }
}

/// Does the work in each round.
pub(crate) fn timed(mut work: impl FnMut() -> Result<()>) -> Result<Times> {
    let mut clock = Vec::new();
    let (begun, before) = (Instant::now(), busy());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        work()?;
        clock.push(start.elapsed().as_secs_f64() * 1e3);
    }
    let whole = begun.elapsed().as_secs_f64() * 1e3;
    let cpu = busy().zip(before).map_or(whole, |(after, before)| after - before) / f64::from(ROUNDS);
    clock.sort_by(f64::total_cmp);
    Ok(Times { wall: clock.get(clock.len() / 2).copied().unwrap_or(f64::NAN), cpu })
}

/// Milliseconds of the processor so far, of all threads.
fn busy() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = text.rsplit(')').next()?.split_whitespace().skip(11);
    let mut ticks = || fields.next()?.parse::<f64>().ok();
    Some((ticks()? + ticks()?) * 10.0)
}
