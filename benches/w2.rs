//! Tiers of ten million accounts by contract value, from Rust: shares fitted, applied, and summed per tier, beside one
//! pass that only adds up the column. Contract values are whole and have many ties; both ways with ties.
//!
//! `cargo run --release -p cs-core --features parallel --example w2 [threads]`
use std::num::NonZeroUsize;
use std::time::Instant;

use cs_core::fact::workers::Workers;
use cs_core::prelude::*;
use cs_core::touch::place::{Outputs, Reading};

const ACCOUNTS: usize = 10_000_000;
const ROUNDS: usize = 7;

/// Numbers from 0 to 1, the same in every run (xorshift).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        f64::from(u32::try_from(self.0 >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
}

fn main() -> Result<()> {
    let threads = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(NonZeroUsize::MIN);
    let workers = Workers::new(threads);
    let mut chance = Chance(20_261_031);
    // Twelve uniform numbers make a normal one; contract values are log-normal, median about 13,000.
    let mut value = || ((0..12).map(|_| chance.next()).sum::<f64>() - 6.0).mul_add(1.2, 9.5).exp().round();
    let values: Vec<f64> = (0..ACCOUNTS).map(|_| value()).collect();
    let ids: Vec<i64> = (0..).take(ACCOUNTS).collect();
    let table = Table::new(ACCOUNTS).with("value", Values::Float(&values), None)?.with(
        "account",
        Values::Integer(&ids),
        None,
    )?;
    let mut tier = vec![0; ACCOUNTS];
    for (name, ties) in [("together", Ties::Together), ("split", Ties::Split("account".to_owned()))] {
        let shares =
            Shares { high: Some(0.2), medium: Some(0.3), tech: Some(0.5), ties, ..Shares::default() };
        let policy = TouchPolicy::new("w2", fact("value"), shares)?;
        let (mut read, mut fit, mut apply) = (Vec::new(), Vec::new(), Vec::new());
        let mut accounts = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let lanes = values.as_chunks::<16>().0.iter().fold([0.0; 16], |mut lanes: [f64; 16], chunk| {
                lanes.iter_mut().zip(chunk).for_each(|(sum, value)| *sum += value);
                lanes
            });
            std::hint::black_box(lanes);
            read.push(start.elapsed().as_secs_f64() * 1e3);
            let start = Instant::now();
            let fitted = policy.fit_with(&table, None, &workers)?;
            fit.push(start.elapsed().as_secs_f64() * 1e3);
            let start = Instant::now();
            let reading = Reading { workers, ..Reading::default() };
            let outputs = Outputs { tier: &mut tier, ..Outputs::default() };
            let totals = fitted.apply_into(&table, None, &reading, outputs)?;
            let summary = totals.summary(fitted.teams())?;
            apply.push(start.elapsed().as_secs_f64() * 1e3);
            accounts = summary.iter().map(|tier| tier.accounts).collect();
        }
        let (read, fit, apply) = (median(read), median(fit), median(apply));
        let times = (fit + apply) / read;
        println!(
            "ties {name}, {threads} thread(s): read {read:.1} ms, fit {fit:.1} ms, apply and sum {apply:.1} ms: {times:.1} x reading; accounts {accounts:?}"
        );
    }
    Ok(())
}
