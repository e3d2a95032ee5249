//! Scores accounts: facts come in as JSON, one account a line, and their health goes out, one a line.
//!
//! `cargo run --example health -- b2b_saas 2026-10-31 < facts.jsonl`
use std::io::{BufRead, Write, stdin, stdout};

use cs_core::health::shipped;
use cs_core::prelude::*;
use cs_core::value::day;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(name), Some(as_of)) = (arguments.next(), arguments.next()) else {
        return Err("usage: health CARD DAY < facts.jsonl".into());
    };
    let (card, as_of) = (shipped::card(&name)?, day::from_text(&as_of)?);
    let mut out = stdout().lock();
    for line in stdin().lock().lines() {
        let health = card.score(&Facts::from_json(&line?)?, as_of)?;
        writeln!(out, "{}", serde_json::to_string(&health)?)?;
    }
    Ok(())
}
