//! Drawn accounts, as facts of one and as columns of many.

use cs_core::prelude::*;
use proptest::prelude::*;

pub(crate) const AS_OF: i32 = 20_757; // 2026-10-31
pub(crate) const NUMBERS: [&str; 4] = ["n0", "n1", "n2", "n3"];
pub(crate) const DAYS: [&str; 2] = ["d0", "d1"];
pub(crate) const WORDS: [&str; 4] = ["pro", "basic", "trial", ""];
/// Sizes around the ends of blocks of 64.
const SIZES: [usize; 8] = [0, 1, 2, 63, 64, 65, 128, 129];

pub(crate) fn as_of() -> NaiveDate {
    cs_core::value::day::from_number(AS_OF).unwrap()
}

/// One account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    pub(crate) numbers: [Option<f64>; 4],
    days: [Option<i32>; 2],
    flag: Option<bool>,
    word: Option<&'static str>,
}

/// Numbers as people have them, with zeros of both signs and the smallest float.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (-400..=600_i32).prop_map(|quarters| f64::from(quarters) / 4.0),
        2 => -1e3..1e3_f64,
        1 => prop::sample::select(vec![0.0, -0.0, 1.0, 50.0, 100.0, 1e6, -1e6, 1e-300]),
    ]
}

fn known<S: Strategy>(strategy: S) -> impl Strategy<Value = Option<S::Value>> {
    prop::option::weighted(0.75, strategy)
}

pub(crate) fn account() -> impl Strategy<Value = Account> {
    let numbers = prop::array::uniform4(known(number()));
    let days = prop::array::uniform2(known(AS_OF - 400..AS_OF + 40));
    (numbers, days, known(any::<bool>()), known(prop::sample::select(WORDS.to_vec())))
        .prop_map(|(numbers, days, flag, word)| Account { numbers, days, flag, word })
}

/// Portfolios whose sizes lie around the ends of blocks; a few accounts are met again and again.
pub(crate) fn portfolio() -> impl Strategy<Value = Vec<Account>> {
    let pool = prop::collection::vec(account(), 1..10);
    (pool, prop::sample::select(SIZES.to_vec()), any::<u32>()).prop_map(|(pool, size, seed)| {
        let pick = |row: u32| row.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 7;
        let rows = (0..u32::try_from(size).unwrap()).map(|row| pick(row) as usize % pool.len());
        rows.map(|at| pool[at].clone()).collect()
    })
}

impl Account {
    /// The facts that are known; the others are not there.
    pub(crate) fn facts(&self) -> Facts {
        let numbers = NUMBERS.iter().zip(self.numbers).map(|(name, number)| (*name, Fact::from(number)));
        let day = |day: Option<i32>| day.map_or(Fact::Missing, Fact::Day);
        let days = DAYS.iter().zip(self.days).map(|(name, number)| (*name, day(number)));
        let others = [("f", Fact::from(self.flag)), ("t", Fact::from(self.word))];
        let known = numbers.chain(days).chain(others).filter(|(_, fact)| *fact != Fact::Missing);
        known.collect()
    }
}

/// The columns of a portfolio; every second number column has a validity mask, the others have NaN.
pub(crate) struct Columns {
    rows: usize,
    numbers: [Vec<f64>; 4],
    days: [Vec<i32>; 2],
    words: Vec<&'static str>,
    flags: Vec<u8>,
    known: Vec<Vec<u8>>,
}

fn pack(rows: impl Iterator<Item = bool>) -> Vec<u8> {
    let rows: Vec<bool> = rows.collect();
    rows.chunks(8).map(|byte| byte.iter().rev().fold(0, |bits, row| bits << 1 | u8::from(*row))).collect()
}

impl Columns {
    pub(crate) fn of(accounts: &[Account]) -> Self {
        // Under a cleared bit stands what must never be read.
        let hidden = |at: usize| if at.is_multiple_of(2) { f64::NAN } else { f64::INFINITY };
        let numbers = |at: usize| accounts.iter().map(|one| one.numbers[at].unwrap_or(hidden(at))).collect();
        let days = |at: usize| accounts.iter().map(|one| one.days[at].unwrap_or(i32::MIN)).collect();
        let mut known: Vec<Vec<u8>> =
            (0..4).map(|at| pack(accounts.iter().map(|one| one.numbers[at].is_some()))).collect();
        known.extend((0..2).map(|at| pack(accounts.iter().map(|one| one.days[at].is_some()))));
        known.push(pack(accounts.iter().map(|one| one.flag.is_some())));
        known.push(pack(accounts.iter().map(|one| one.word.is_some())));
        Self {
            rows: accounts.len(),
            numbers: std::array::from_fn(numbers),
            days: std::array::from_fn(days),
            words: accounts.iter().map(|one| one.word.unwrap_or("hidden")).collect(),
            flags: pack(accounts.iter().map(|one| one.flag.unwrap_or(true))),
            known,
        }
    }

    pub(crate) fn table(&self) -> Table<'_> {
        let mask = |at: usize| Some(Validity::new(&self.known[at], 0));
        let mut table = Table::new(self.rows);
        for (at, name) in NUMBERS.iter().enumerate() {
            let mask = mask(at).filter(|_| !at.is_multiple_of(2));
            table = table.with(name, Values::Float(&self.numbers[at]), mask).unwrap();
        }
        for (at, name) in DAYS.iter().enumerate() {
            table = table.with(name, Values::Day(&self.days[at]), mask(4 + at)).unwrap();
        }
        table = table.with("f", Values::Flag { bits: &self.flags, offset: 0 }, mask(6)).unwrap();
        table.with("t", Values::Text(Texts::Slices(&self.words)), mask(7)).unwrap()
    }
}
