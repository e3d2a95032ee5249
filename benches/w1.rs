//! Health score and band of ten million accounts from eight indicators, from Rust, on one thread: the same card as
//! `benches/w1.py`, on accounts of its own, into memory of the caller.
//!
//! `cargo run --release -p cs-core --example w1`
use std::time::Instant;

use cs_core::health::table::Outputs;
use cs_core::prelude::*;

const ACCOUNTS: usize = 10_000_000;
const ROUNDS: usize = 5;

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

fn main() -> Result<()> {
    let ranks = ["0", "1", "2", "3", "4", "5"].into_iter().zip([100.0, 80.0, 60.0, 40.0, 20.0, 0.0]);
    let line = [(0.0, 0.0), (10.0, 25.0), (30.0, 50.0), (60.0, 85.0), (100.0, 100.0)];
    let indicators: [(&str, f64, f64, Scale); 8] = [
        ("usage", 100.0, 0.20, linear(20.0, 80.0)),
        ("tickets", 30.0, 0.10, linear(20.0, 2.0)),
        ("adoption", 110.0, 0.15, points(line)),
        (
            "meetings",
            10.0,
            0.10,
            steps([below(1.0, 0.0), below(3.0, 40.0), below(7.0, 75.0)]).otherwise(100.0),
        ),
        ("silence", 60.0, 0.15, half_life(14.0)),
        ("goal", 70.0, 0.15, linear(0.0, 50.0)),
        ("rank", 6.0, 0.10, choices(ranks)),
        ("reference", 2.0, 0.05, flag(100.0, 0.0)),
    ];
    let mut chance = Chance(20_261_031);
    let mut columns: Vec<(&str, Vec<f64>)> = Vec::new();
    let mut card = Scorecard::builder("w1");
    for (name, top, weight, scale) in indicators {
        let whole = matches!(scale, Scale::Choices(_) | Scale::Flag(_));
        let mut account = || match (chance.next() < 0.05, chance.next() * top * 0.999_999) {
            (true, _) => f64::NAN,
            (false, value) if whole => value.floor(),
            (false, value) => value,
        };
        columns.push((name, (0..ACCOUNTS).map(|_| account()).collect()));
        card = card.indicator(Indicator::of(name, fact(name)).weight(weight).scale(scale));
    }
    let card = card.build()?;
    let table = columns.iter().try_fold(Table::new(ACCOUNTS), |table, (name, values)| {
        table.with(name, Values::Float(values), None)
    })?;
    let as_of = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap_or_default();
    let (mut score, mut band) = (vec![0.0; ACCOUNTS], vec![0; ACCOUNTS]);
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let outputs = Outputs { score: &mut score, band: &mut band, ..Outputs::default() };
        card.score_into(&table, as_of, Invalid::Error, outputs)?;
        times.push(start.elapsed());
    }
    times.sort_unstable();
    let median = times.get(ROUNDS / 2).copied().unwrap_or_default();
    println!("cs-core, score and band, one thread: {} ms (median of {ROUNDS})", median.as_millis());
    Ok(())
}
