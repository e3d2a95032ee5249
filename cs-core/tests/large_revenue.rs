//! Ledgers that are long enough to be sampled: the same answers as by a way on which every row is looked at first,
//! and accounts are walked one by one.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, and counts here are small"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use cs_core::error::{ErrorCode, Result};
use cs_core::fact::table::Texts;
use cs_core::fact::workers::Workers;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::month::{Month, Named};
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::{Data, Rows};

const ROWS: usize = 140_000;
/// A row in the middle, which no sample sees.
const RARE: usize = ROWS / 2 + 11;
/// Types of months, and with them of accounts, by their place in the lists of [`check`].
const ALL: &[usize] = &[0, 1, 2, 3];
const SOME: &[usize] = &[1, 3];

/// A ledger as whole numbers of 64 bits.
#[derive(Clone)]
struct Ledger {
    account: Vec<i64>,
    month: Vec<i64>,
    mrr: Vec<i64>,
}

impl Ledger {
    fn new() -> Self {
        let mixed = |row: usize| (row as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
        let part = |row: usize, of: u64| i64::try_from(mixed(row) / 7 % of).unwrap();
        Self {
            account: (0..ROWS).map(|row| 1_000 + i64::try_from(mixed(row) % 4_001).unwrap()).collect(),
            month: (0..ROWS).map(|row| 600 + part(row, 24)).collect(),
            mrr: (0..ROWS).map(|row| 5 + part(row + 1, 900)).collect(),
        }
    }

    fn with(mut self, account: i64, month: i64, mrr: i64) -> Self {
        (self.account[RARE], self.month[RARE], self.mrr[RARE]) = (account, month, mrr);
        self
    }
}

fn narrow<T: TryFrom<i64>>(values: &[i64]) -> Option<Vec<T>> {
    values.iter().map(|value| T::try_from(*value).ok()).collect()
}

/// Movements and cohorts, by amount and by presence, of the ledger in every type that holds it, on one thread or on two,
/// with months as numbers and as days; all of them are those of a ledger whose rows are in one segment or of one currency, and
/// so are looked at first and walked account by account, with amounts of any size.
fn check(ledger: &Ledger, options: &Options, types: &[usize]) {
    let ones = vec![1; ROWS];
    let currencies = vec!["JPY"; ROWS];
    // Some day of each month, in months of 1970-01 and later.
    let first = |month: i64| i64::from(Month::from_number(month).unwrap().first_day().unwrap()) + month % 28;
    let months: BTreeSet<i64> = ledger.month.iter().copied().collect();
    let days: Option<BTreeMap<i64, i32>> = months
        .iter()
        .all(|month| (0..1_400).contains(month))
        .then(|| months.iter().map(|month| (*month, i32::try_from(first(*month)).unwrap())).collect());
    let (a32, a64, u64s) = (narrow::<i32>(&ledger.account), &ledger.account, narrow::<u64>(&ledger.account));
    let u32s = narrow::<u32>(&ledger.account);
    let days: Option<Vec<i32>> = days.map(|days| ledger.month.iter().map(|month| days[month]).collect());
    let (m32, m64) = (narrow::<i32>(&ledger.month), narrow::<u64>(&ledger.month));
    let accounts = [
        Some(Data::Integer64(a64)),
        a32.as_deref().map(Data::Integer32),
        u64s.as_deref().map(Data::Unsigned64),
        u32s.as_deref().map(Data::Unsigned32),
    ];
    let months = [
        Some(Data::Integer64(&ledger.month)),
        m32.as_deref().map(Data::Integer32),
        m64.as_deref().map(Data::Unsigned64),
        days.as_deref().map(Data::Day),
    ];
    // Ids and months may be of different types, and here they go together by their place in these lists.
    for turn in types {
        let (Some(month), Some(account)) = (months[*turn], accounts[3 - turn].or(accounts[0])) else {
            continue;
        };
        let by_day = matches!(month, Data::Day(_));
        let rows = of_columns(&[
            ("account", account),
            ("month", month),
            ("mrr", Data::Integer64(&ledger.mrr)),
            ("one", Data::Integer64(&ones)),
            ("currency", Data::Text(Texts::Slices(&currencies))),
        ]);
        let options = Options {
            first: options.first.filter(|_| !by_day),
            last: options.last.filter(|_| !by_day),
            ..options.clone()
        };
        let workers = |threads: usize| Workers::new(NonZeroUsize::new(threads).unwrap());
        let moved = |options: &Options, threads: usize| {
            text(Movements::of_with(&rows, options, &workers(threads)), |own| {
                Ok(format!("{:?} {:?}", own.months().collect::<Vec<Month>>(), own.total()))
            })
        };
        let followed = |options: &Options, threads: usize| {
            text(Cohorts::of_with(&rows, options, &workers(threads)), Cohorts::to_json)
        };
        // Who has a row has 1 a row.
        let present = |options: &Options, mrr: Option<&str>, threads: usize| {
            let options = Options { mrr: mrr.map(str::to_owned), ..options.clone() };
            text(Cohorts::of_with(&rows, &options, &workers(threads)), without_revenue)
        };
        let split = Options { by: vec!["one".to_owned()], ..options.clone() };
        let in_yen = Options { currency: Some("currency".to_owned()), ..options.clone() };
        let threads = 1 + turn % 2;
        assert_eq!(moved(&options, threads), moved(&split, 2));
        assert_eq!(followed(&options, threads), followed(&in_yen, 2));
        assert_eq!(present(&options, None, threads), present(&in_yen, Some("one"), 2));
    }
}

/// So many rows of these columns.
fn of_columns<'a>(columns: &[(&'a str, Data<'a>)]) -> Rows<'a> {
    columns.iter().try_fold(Rows::new(ROWS), |rows, (name, data)| rows.with(name, *data, None)).unwrap()
}

/// The document without its revenue.
fn without_revenue(cohorts: &Cohorts) -> Result<String> {
    let mut document: serde_json::Value = serde_json::from_str(&cohorts.to_json()?).unwrap();
    document["mrr"] = serde_json::Value::Null;
    Ok(document.to_string())
}

/// The document, or all that is known of the error.
fn text<T>(found: Result<T>, write: impl Fn(&T) -> Result<String>) -> String {
    found.and_then(|found| write(&found)).unwrap_or_else(|error| {
        format!(
            "{} {:?} {:?} {:?} {error}",
            error.code().as_str(),
            error.column(),
            error.row(),
            error.value()
        )
    })
}

#[test]
fn a_sample_that_sees_all_is_enough() {
    check(&Ledger::new(), &Options::default(), ALL);
}

#[test]
fn a_rare_month_is_not_missed() {
    for month in [599, 624, 0] {
        check(&Ledger::new().with(1_005, month, 77), &Options::default(), SOME);
    }
}

#[test]
fn a_rare_account_is_not_missed() {
    // Beside the others, far from them, and where the lowest 32 bits are those of another.
    for account in [999, 5_500, -1, i64::MAX, 1_005 + (1 << 32), 1_005 - (1 << 32)] {
        check(&Ledger::new().with(account, 610, 77), &Options::default(), ALL);
    }
}

#[test]
fn ids_that_lie_apart_are_found_beside_a_rare_month_too() {
    let mut ledger = Ledger::new();
    ledger.account.iter_mut().for_each(|id| *id = id.wrapping_mul(0x1e37_79b9_7f4a_7c15));
    check(&ledger, &Options::default(), SOME);
    let account = ledger.account[RARE];
    check(&ledger.clone().with(account, 640, 5), &Options::default(), SOME);
    check(&ledger.with(account, 610, 1 << 40), &Options::default(), SOME);
}

#[test]
fn amounts_of_any_size_are_summed() {
    for mrr in [1 << 40, i64::MAX, -100_000, i64::MIN] {
        check(&Ledger::new().with(1_005, 610, mrr), &Options::default(), SOME);
    }
}

#[test]
fn months_asked_for_may_lie_within_and_outside() {
    let month = |number| Some(Named::Number(Month::from_number(number).unwrap()));
    for (first, last) in
        [(month(605), month(615)), (month(590), month(640)), (None, month(610)), (month(620), None)]
    {
        let options = Options { first, last, ..Options::default() };
        check(&Ledger::new(), &options, SOME);
        check(&Ledger::new().with(1_005, 598, 77), &options, SOME);
        check(&Ledger::new().with(1_005, 650, 77), &options, SOME);
    }
}

#[test]
fn what_is_no_month_is_named_with_its_row() {
    let ledger = Ledger::new();
    for month in [1 << 40, -(1 << 40), (1 << 32) + 610, 202_501, i64::MIN, i64::MAX] {
        let ledger = ledger.clone().with(1_005, month, 77);
        let rows = of_columns(&[
            ("account", Data::Integer64(&ledger.account)),
            ("month", Data::Integer64(&ledger.month)),
            ("mrr", Data::Integer64(&ledger.mrr)),
        ]);
        let error = Movements::of(&rows, &Options::default()).unwrap_err();
        assert_eq!((error.code(), error.row()), (ErrorCode::OutOfRange, Some(RARE as u64)));
        assert_eq!(error.value(), Some(month.to_string().as_str()));
        check(&ledger, &Options::default(), &[0]);
    }
}
