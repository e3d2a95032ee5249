//! Movements and cohorts of ten million unsorted ledger rows of 400,000 accounts over 36 months, from Rust: accounts
//! numbered from 0, accounts by hashed ids, and the months alone; beside one pass that only adds the columns up.
//!
//! `cargo run --release -p cs-core --features parallel --example w3 [threads] [part of a name]`

#![allow(clippy::arithmetic_side_effects, reason = "a benchmark may stop where it stands")]

mod draws;
mod timing;

use std::num::NonZeroUsize;

use cs_core::fact::workers::Workers;
use cs_core::prelude::*;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::{Data, Rows};
use draws::Draws;
use timing::timed;

const ROWS: usize = 10_000_000;
const ACCOUNTS: u32 = 400_000;
const MONTHS: i32 = 36;

#[derive(Clone, Copy)]
struct Row {
    account: u32,
    month: i32,
    mrr: i64,
}

/// Every account pays from a month on, for 40 months on average, now and then with a gap and with more than one line.
fn ledger() -> Vec<Row> {
    let mut draws = Draws(103);
    let mut rows = Vec::with_capacity(ROWS);
    for account in (0..ACCOUNTS).cycle() {
        let base = i64::try_from(1_000 + draws.below(40) * draws.below(40) * draws.below(400)).unwrap_or(0);
        let from = if draws.below(10) < 6 { i32::try_from(draws.below(36)).unwrap_or(0) } else { 0 };
        let gap = if draws.below(7) == 0 { from + i32::try_from(draws.below(36)).unwrap_or(0) } else { -9 };
        for month in (from..MONTHS).filter(|month| !(gap..gap + 3).contains(month)) {
            for _ in 0..1 + u64::from(draws.below(10) < 3) {
                let extra = i64::try_from(draws.below(4)).unwrap_or(0) * (base / 10);
                rows.push(Row { account, month, mrr: base + extra });
            }
            if draws.below(40) == 0 {
                break;
            }
        }
        if rows.len() >= ROWS {
            break;
        }
    }
    rows.truncate(ROWS);
    for at in (1..rows.len()).rev() {
        let other = usize::try_from(draws.below(u64::try_from(at).unwrap_or(0) + 1)).unwrap_or(0);
        rows.swap(at, other);
    }
    rows
}

/// The times of a piece of work whose name has the wanted part.
fn shown(name: &str, wanted: &str, work: impl FnMut() -> Result<()>) -> Result<()> {
    if name.contains(wanted) {
        println!("{name:30} {}", timed(work)?);
    }
    Ok(())
}

fn main() -> Result<()> {
    let threads = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(NonZeroUsize::MIN);
    let (workers, wanted) = (Workers::new(threads), std::env::args().nth(2).unwrap_or_default());
    let ledger = ledger();
    let accounts: Vec<u32> = ledger.iter().map(|row| row.account).collect();
    let months: Vec<i32> = ledger.iter().map(|row| row.month).collect();
    let mrr: Vec<i64> = ledger.iter().map(|row| row.mrr).collect();
    let hashed: Vec<u64> = accounts
        .iter()
        .map(|account| (u64::from(*account) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .map(|mixed| mixed ^ mixed >> 29)
        .collect();
    drop(ledger);
    let rows = |account| {
        Rows::new(ROWS).with("account", account, None)?.with("month", Data::Integer32(&months), None)?.with(
            "mrr",
            Data::Integer64(&mrr),
            None,
        )
    };
    let (numbered, hashed) = (rows(Data::Unsigned32(&accounts))?, rows(Data::Unsigned64(&hashed))?);
    let money = Options::default();
    // A window longer than the ledger changes nothing, but sends every account through the long way.
    let walked = Options { reactivation_window: Some(1_000), ..money.clone() };
    let presence = Options { mrr: None, ..Options::default() };
    let last = |rows: &Rows<'_>| Movements::of(rows, &money).map(|own| own.total().last().copied());
    assert_eq!(last(&numbered)?, last(&hashed)?, "whatever accounts are called, they are the same");
    shown("adding the columns up", &wanted, || {
        let whole = accounts.iter().fold(0_u32, |sum, value| sum ^ value);
        let months = months.iter().fold(0_i32, |sum, value| sum ^ value);
        std::hint::black_box((whole, months, mrr.iter().fold(0_i64, |sum, value| sum ^ value)));
        Ok(())
    })?;
    for (name, rows) in [("numbered", &numbered), ("hashed", &hashed)] {
        shown(&format!("movements, {name}"), &wanted, || {
            std::hint::black_box(Movements::of_with(rows, &money, &workers)?);
            Ok(())
        })?;
        shown(&format!("one by one, {name}"), &wanted, || {
            std::hint::black_box(Movements::of_with(rows, &walked, &workers)?);
            Ok(())
        })?;
        shown(&format!("cohorts with revenue, {name}"), &wanted, || {
            std::hint::black_box(Cohorts::of_with(rows, &money, &workers)?);
            Ok(())
        })?;
        shown(&format!("cohorts, {name}"), &wanted, || {
            std::hint::black_box(Cohorts::of_with(rows, &presence, &workers)?);
            Ok(())
        })?;
    }
    Ok(())
}
