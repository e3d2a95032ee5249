//! Portfolios that are too large to be collected whole: cut-offs beside those of a sort, sums beside exact whole numbers,
//! and the same bits however the rows are cut and on any number of threads.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    clippy::float_cmp,
    reason = "a test fails by panicking, and counts here are small"
)]

use std::num::NonZeroUsize;

use cs_core::fact::workers::Workers;
use cs_core::prelude::*;
use cs_core::touch::place::{Outputs, Reading};
use cs_core::touch::summary::Totals;

const ROWS: usize = 150_007;

/// A number of the row, scattered over 32 bits.
fn scattered(row: usize) -> u32 {
    (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23) as u32
}

/// Portfolios of every kind that a sample could be misled by.
fn portfolios() -> Vec<(&'static str, Vec<f64>)> {
    let make = |value: &dyn Fn(usize) -> f64| (0..ROWS).map(value).collect::<Vec<f64>>();
    // Rows that a fixed stride meets at one beat: what lies between them is far away.
    let stride = ROWS / (1 << 13);
    vec![
        ("distinct", make(&|row| f64::from(scattered(row)))),
        ("few values", make(&|row| f64::from(scattered(row) % 7))),
        ("many ties", make(&|row| f64::from(scattered(row) % 1000).floor())),
        ("all equal", make(&|_| 5.0)),
        ("rising", make(&|row| row as f64)),
        ("falling", make(&|row| -(row as f64))),
        (
            "negative, zero and both zeros",
            make(&|row| if row % 3 == 0 { -0.0 } else { f64::from(scattered(row) % 5) - 2.0 }),
        ),
        ("some missing", make(&|row| if row % 4 == 1 { f64::NAN } else { f64::from(scattered(row)) })),
        ("nearly all missing", make(&|row| if row % 97 == 0 { f64::from(scattered(row)) } else { f64::NAN })),
        ("in blocks", make(&|row| f64::from(scattered(row / 4096) % 1000) + f64::from(scattered(row) % 2))),
        (
            "a rhythm",
            make(&|row| {
                if row % stride < 9 {
                    1e9 + f64::from(scattered(row))
                } else {
                    f64::from(scattered(row) % 100)
                }
            }),
        ),
        ("very large and very small", make(&|row| f64::from(scattered(row) % 1000).exp2() * 1e-300)),
    ]
}

fn policy(ties: Ties) -> TouchPolicy {
    let shares = Shares { high: Some(0.2), medium: Some(0.3), tech: Some(0.5), ties, ..Shares::default() };
    TouchPolicy::new("large", fact("value"), shares).unwrap()
}

fn workers(threads: usize) -> Workers<'static> {
    Workers::new(NonZeroUsize::new(threads).unwrap())
}

fn cut_offs(policy: &TouchPolicy) -> Vec<CutOff> {
    let Cut::Thresholds { cut_offs, .. } = policy.cut() else { return Vec::new() };
    cut_offs.clone()
}

/// The measures at round-half-up(n · 0.2) and round-half-up(n · 0.5), by sorting all.
fn by_sorting(values: &[f64]) -> [f64; 2] {
    let mut sorted: Vec<f64> =
        values.iter().filter(|value| !value.is_nan()).map(|value| value + 0.0).collect();
    sorted.sort_by(|a, b| b.total_cmp(a));
    [2, 5].map(|tenths| sorted[(sorted.len() * tenths + 5) / 10 - 1])
}

#[test]
fn cut_offs_are_those_of_a_sort_on_any_number_of_threads() {
    for (name, values) in portfolios() {
        let table = Table::new(ROWS).with("value", Values::Float(&values), None).unwrap();
        let expected = by_sorting(&values);
        for threads in [1, 2, 5] {
            let fitted = policy(Ties::Together).fit_with(&table, None, &workers(threads)).unwrap();
            let mut found: Vec<f64> = cut_offs(&fitted).iter().map(|cut_off| cut_off.at_least).collect();
            // A tier that ties leave nothing has no cut-off.
            if found.len() == 1 {
                found.push(expected[1]);
            }
            assert_eq!(
                found.iter().map(|x| x.to_bits()).collect::<Vec<_>>(),
                expected.map(f64::to_bits),
                "{name}, {threads}"
            );
        }
    }
}

#[test]
fn split_ties_meet_the_shares_exactly() {
    let rising: Vec<i64> = (0..ROWS as i64).collect();
    let falling: Vec<i64> = (0..ROWS as i64).rev().collect();
    let negative: Vec<i64> =
        (0..ROWS).map(|row| (row as i64 * 77_773 % ROWS as i64 - 70_000) << 40).collect();
    // An account in eight has no name, and comes behind those that have one.
    let known = vec![0b1111_0111; ROWS.div_ceil(8)];
    for (name, values) in portfolios() {
        let measured = values.iter().filter(|value| !value.is_nan()).count();
        let expected = [(measured * 2 + 5) / 10, (measured * 5 + 5) / 10];
        for (ids, known) in [(&rising, None), (&falling, None), (&negative, Some(Validity::new(&known, 0)))] {
            let table = Table::new(ROWS).with("value", Values::Float(&values), None).unwrap();
            let table = table.with("id", Values::Integer(ids), known).unwrap();
            let fitted = policy(Ties::Split("id".into())).fit(&table).unwrap();
            let mut tier = vec![0; ROWS];
            let outputs = Outputs { tier: &mut tier, ..Outputs::default() };
            fitted.apply_into(&table, None, &Reading::default(), outputs).unwrap();
            let count = |rank: u8| tier.iter().filter(|tier| **tier == rank).count();
            assert_eq!([count(0), count(0) + count(1)], expected, "{name}");
            // Among equals at the cut-off, those before it by id are in, those behind it are out.
            let last = &cut_offs(&fitted)[0];
            for (row, value) in values.iter().enumerate().filter(|(_, value)| **value == last.at_least) {
                let id = cs_core::fact::accounts::AccountId::from(ids[row]);
                let named = known.is_none() || row % 8 != 3;
                let inside = last.up_to_account.as_ref().is_none_or(|up_to| named && id <= *up_to);
                assert_eq!(tier[row] == 0, inside, "{name}, row {row}, {value}");
            }
        }
    }
}

/// Tiers and totals of the rows, cut into tables.
fn placed(policy: &TouchPolicy, values: &[f64], cuts: &[usize], threads: usize) -> (Vec<u8>, Totals) {
    let (mut tier, mut totals) = (vec![9; values.len()], Totals::default());
    let reading = Reading { workers: workers(threads), ..Reading::default() };
    let mut from = 0;
    for to in cuts.iter().copied().chain([values.len()]) {
        let part = &values[from..to];
        let table = Table::new(part.len()).with("value", Values::Float(part), None).unwrap();
        let outputs = Outputs { tier: &mut tier[from..to], ..Outputs::default() };
        policy.apply_onto(&table, None, &reading, outputs, &mut totals).unwrap();
        from = to;
    }
    (tier, totals)
}

#[test]
fn tiers_and_sums_have_the_same_bits_however_rows_are_cut() {
    for (name, values) in portfolios() {
        let table = Table::new(ROWS).with("value", Values::Float(&values), None).unwrap();
        let fitted = policy(Ties::Together).fit(&table).unwrap();
        let expected = fitted.apply(&table).unwrap().tier;
        let whole = placed(&fitted, &values, &[], 1);
        assert_eq!(whole.0, expected, "{name}");
        let summary = whole.1.summary(fitted.teams()).unwrap();
        for (cuts, threads) in
            [(&[][..], 3), (&[1, 1000, 70_000, 140_001][..], 1), (&[65_536, 131_072][..], 2)]
        {
            let (tier, totals) = placed(&fitted, &values, cuts, threads);
            assert_eq!(tier, expected, "{name}");
            assert_eq!(
                totals.summary(fitted.teams()).unwrap(),
                summary,
                "{name}, {cuts:?}, {threads} threads"
            );
        }
    }
}

#[test]
fn sums_of_whole_numbers_are_exact() {
    let values: Vec<f64> = (0..ROWS).map(|row| f64::from(scattered(row) % 100_000)).collect();
    let table = Table::new(ROWS).with("value", Values::Float(&values), None).unwrap();
    let fitted = policy(Ties::Together).fit(&table).unwrap();
    let (tier, totals) = placed(&fitted, &values, &[], 2);
    for tier_summary in totals.summary(fitted.teams()).unwrap() {
        let rank = tier_summary.tier.map_or(Tier::UNASSIGNED, Tier::rank);
        let own: u64 =
            values.iter().zip(&tier).filter(|(_, own)| **own == rank).map(|(value, _)| *value as u64).sum();
        assert_eq!(tier_summary.value, own as f64);
    }
}

#[test]
fn an_infinite_measure_is_refused_wherever_it_stands() {
    for row in [0, 63, 64, 1023, 1024, 140_000, ROWS - 1] {
        let mut values: Vec<f64> = (0..ROWS).map(|row| f64::from(scattered(row))).collect();
        values[row] = f64::NEG_INFINITY;
        let table = Table::new(ROWS).with("value", Values::Float(&values), None).unwrap();
        let fixed =
            TouchPolicy::new("p", fact("value"), Cut::thresholds([(Tier::High, 5.0)], Tier::Tech)).unwrap();
        for threads in [1, 3] {
            let error = policy(Ties::Together).fit_with(&table, None, &workers(threads)).unwrap_err();
            assert_eq!((error.code(), error.row()), (ErrorCode::NonFinite, Some(row as u64)));
            let mut tier = vec![0; ROWS];
            let outputs = Outputs { tier: &mut tier, ..Outputs::default() };
            let reading = Reading { workers: workers(threads), ..Reading::default() };
            let error = fixed.apply_into(&table, None, &reading, outputs).unwrap_err();
            assert_eq!((error.code(), error.row()), (ErrorCode::NonFinite, Some(row as u64)));
        }
    }
}
