//! Health score and band of ten million accounts from eight indicators, from Rust: the card of `benches/w1.py`, on
//! accounts of its own, into memory of the caller. Missing values are NaN or zero bits of a bitmap; the results are
//! compared. One JSON object a line; the last says what an account takes that comes alone.
//!
//! `cargo run --release -p cs-core --features parallel --example w1`
use std::time::Instant;

use cs_core::health::draft::Draft;
use cs_core::health::table::Outputs;
use cs_core::prelude::*;

const ACCOUNTS: usize = 10_000_000;
const ROUNDS: u8 = 7;

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

/// A fact of every account: NaN where it is missing; the same with zeros, and a bit for each that is there.
struct Column {
    name: &'static str,
    values: Vec<f64>,
    filled: Vec<f64>,
    known: Vec<u8>,
}

impl Column {
    fn new(name: &'static str, value: impl FnMut() -> f64) -> Self {
        let values: Vec<f64> = std::iter::repeat_with(value).take(ACCOUNTS).collect();
        let filled = values.iter().map(|value| if value.is_nan() { 0.0 } else { *value }).collect();
        let bit = |value: &f64, at: usize| u8::from(!value.is_nan()) << at;
        let byte = |values: &[f64]| (0..8).zip(values).fold(0, |byte, (at, value)| byte | bit(value, at));
        Self { name, filled, known: values.chunks(8).map(byte).collect(), values }
    }
}

/// The card, and the accounts.
fn workload() -> Result<(Scorecard, Vec<Column>)> {
    let ranks = ["0", "1", "2", "3", "4", "5"].into_iter().zip([100.0, 80.0, 60.0, 40.0, 20.0, 0.0]);
    let line = [(0.0, 0.0), (10.0, 25.0), (30.0, 50.0), (60.0, 85.0), (100.0, 100.0)];
    let meetings = steps([below(1.0, 0.0), below(3.0, 40.0), below(7.0, 75.0)]).otherwise(100.0);
    let indicators: [(&str, f64, f64, Scale); 8] = [
        ("usage", 100.0, 0.20, linear(20.0, 80.0)),
        ("tickets", 30.0, 0.10, linear(20.0, 2.0)),
        ("adoption", 110.0, 0.15, points(line)),
        ("meetings", 10.0, 0.10, meetings),
        ("silence", 60.0, 0.15, half_life(14.0)),
        ("goal", 70.0, 0.15, linear(0.0, 50.0)),
        ("rank", 6.0, 0.10, choices(ranks)),
        ("reference", 2.0, 0.05, flag(100.0, 0.0)),
    ];
    let (mut chance, mut columns) = (Chance(20_261_031), Vec::new());
    let mut card = Scorecard::builder("w1");
    for (name, top, weight, scale) in indicators {
        let whole = matches!(scale, Scale::Choices(_) | Scale::Flag(_));
        columns.push(Column::new(name, || match (chance.next() < 0.05, chance.next() * top * 0.999_999) {
            (true, _) => f64::NAN,
            (false, value) if whole => value.floor(),
            (false, value) => value,
        }));
        card = card.indicator(Indicator::of(name, fact(name)).weight(weight).scale(scale));
    }
    Ok((card.build()?, columns))
}

/// A number from a file of /proc: the one behind this word, or at this place.
fn proc(file: &str, place: impl Fn(&str) -> Option<&str>) -> Option<f64> {
    let text = std::fs::read_to_string(format!("/proc/self/{file}")).ok()?;
    place(&text)?.trim().trim_end_matches(" kB").parse().ok()
}

/// CPU time of all threads so far, in ticks of 10 ms.
fn ticks() -> f64 {
    let field = |at: usize| proc("stat", |text| text.rsplit(')').next()?.split_whitespace().nth(at));
    field(11).unwrap_or(f64::NAN) + field(12).unwrap_or(f64::NAN)
}

/// Kilobytes of memory: now (`VmRSS`) or at most (`VmHWM`).
fn memory(word: &str) -> f64 {
    proc("status", |text| text.lines().find_map(|line| line.strip_prefix(word)?.strip_prefix(':')))
        .unwrap_or(f64::NAN)
}

/// Scores on so many threads.
fn scored(
    card: &Scorecard,
    table: &Table<'_>,
    as_of: NaiveDate,
    outputs: Outputs<'_>,
    threads: usize,
) -> Result<u64> {
    match std::num::NonZeroUsize::new(threads) {
        #[cfg(feature = "parallel")]
        Some(threads) if threads.get() > 1 => {
            card.score_into_parallel(table, as_of, Invalid::Error, outputs, threads)
        }
        _ => card.score_into(table, as_of, Invalid::Error, outputs),
    }
}

/// A number that differs when any bit of the results does; one NaN is as good as another.
fn fingerprint(scores: &[f64], bands: &[u8]) -> u64 {
    let bits = |score: &f64| if score.is_nan() { 0 } else { score.to_bits() };
    scores.iter().zip(bands).fold(0, |sum: u64, (score, band)| {
        (sum.rotate_left(5) ^ bits(score) ^ u64::from(*band)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// What an account takes that comes alone, with a card made ready.
fn alone(card: &Scorecard, columns: &[Column], as_of: NaiveDate) -> Result<()> {
    let ready = card.ready(as_of, Invalid::Error)?;
    let known = |value: &f64| if value.is_nan() { Fact::Missing } else { Fact::Number(*value) };
    let account = |at| columns.iter().filter_map(|column| column.values.get(at)).map(known).collect();
    let accounts: Vec<Vec<Fact>> = (0..1000).map(account).collect();
    let mut times = Vec::new();
    for _ in 0..1000 {
        let start = Instant::now();
        for facts in &accounts {
            std::hint::black_box(ready.score(std::hint::black_box(facts))?);
        }
        times.push(start.elapsed());
    }
    times.sort_unstable();
    // A thousand accounts in so many microseconds are so many nanoseconds each.
    let each = times.get(500).map_or(f64::NAN, |time| time.as_secs_f64() * 1e6);
    println!(r#"{{"run": "one account with a card made ready", "ns": {each:.1}}}"#);
    Ok(())
}

/// What points and points lost of every indicator take, into memory that stays in cache.
fn explained(card: &Scorecard, table: &Table<'_>, as_of: NaiveDate) -> Result<()> {
    let explainer = card.explainer(table, as_of, Invalid::Error)?;
    let (mut times, mut sum) = (Vec::new(), 0.0);
    for _ in 0..ROUNDS {
        let from = ticks();
        explainer.tiles(0..ACCOUNTS, |tile| {
            sum += tile.parts().filter_map(|part| part.points.first()).sum::<f64>();
        })?;
        times.push(ticks() - from);
    }
    times.sort_by(f64::total_cmp);
    let cpu = times.get(times.len() / 2).map_or(f64::NAN, |ticks| ticks * 10.0);
    println!(r#"{{"run": "NaN, explained", "cpu_ms": {cpu:.0}, "results": "{sum:.6}"}}"#);
    Ok(())
}

fn main() -> Result<()> {
    let (card, columns) = workload()?;
    let overdue = Exception::cap("caution").when(fact("tickets").above(25.0)).because("many open tickets");
    let ruled = Draft::from(card.clone()).exception(overdue).build()?;
    let empty = || Table::new(ACCOUNTS);
    let nan = columns
        .iter()
        .try_fold(empty(), |table, column| table.with(column.name, Values::Float(&column.values), None))?;
    let bitmaps = columns.iter().try_fold(empty(), |table, column| {
        table.with(column.name, Values::Float(&column.filled), Some(Validity::new(&column.known, 0)))
    })?;
    let as_of = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap_or_default();
    let before = memory("VmRSS");
    let (mut score, mut band) = (vec![f64::INFINITY; ACCOUNTS], vec![77; ACCOUNTS]);
    let runs = [
        ("NaN", &card, &nan, 1),
        ("bitmaps", &card, &bitmaps, 1),
        ("NaN, one rule", &ruled, &nan, 1),
        ("bitmaps, one rule", &ruled, &bitmaps, 1),
        ("NaN, two threads", &card, &nan, 2),
        ("bitmaps, two threads", &card, &bitmaps, 2),
    ];
    let mut measured = runs.map(|_| (Vec::new(), 0.0, None));
    for _ in 0..ROUNDS {
        for ((_, card, table, threads), (times, cpu, sum)) in runs.iter().zip(&mut measured) {
            let outputs = Outputs { score: &mut score, band: &mut band, ..Outputs::default() };
            let (start, from) = (Instant::now(), ticks());
            scored(card, table, as_of, outputs, *threads)?;
            times.push(start.elapsed());
            *cpu += ticks() - from;
            *sum = Some(fingerprint(&score, &band)).filter(|new| sum.is_none_or(|old| old == *new));
        }
    }
    let bytes = 9.0 * f64::from(u32::try_from(ACCOUNTS).unwrap_or(0));
    let beyond = (memory("VmHWM") - before) / 1024.0 - bytes / 1_048_576.0;
    for ((name, ..), (mut times, cpu, sum)) in runs.into_iter().zip(measured) {
        times.sort_unstable();
        let wall = times.get(times.len() / 2).map_or(0, std::time::Duration::as_millis);
        let cpu = cpu * 10.0 / f64::from(ROUNDS);
        let sum = sum.map_or_else(|| "differs".to_owned(), |sum| format!("{sum:016x}"));
        println!(r#"{{"run": "{name}", "cpu_ms": {cpu:.0}, "wall_ms": {wall}, "results": "{sum}"}}"#);
    }
    println!(r#"{{"memory_beyond_inputs_and_outputs_mib": {beyond:.1}}}"#);
    explained(&card, &nan, as_of)?;
    alone(&card, &columns, as_of)
}
