//! Migrations: every account is counted once, every amount summed once, backwards is the transpose.

use std::collections::BTreeMap;

use cs_core::fact::table::{Table, Texts, Values};
use cs_core::health::migration::{Migrating, Migration};
use cs_core::prelude::*;
use proptest::prelude::*;

const BANDS: [&str; 4] = ["danger", "caution", "healthy", "unknown"];

type Side = BTreeMap<i64, (usize, i64)>;

fn side() -> impl Strategy<Value = Side> {
    prop::collection::btree_map(0..40_i64, (0..4_usize, -1000..100_000_i64), 0..30)
}

fn migration(before: &Side, after: &Side, backwards: bool) -> Migration {
    let columns = |side: &Side| {
        let order: Vec<i64> =
            if backwards { side.keys().rev().copied().collect() } else { side.keys().copied().collect() };
        let bands: Vec<&str> = order.iter().map(|account| BANDS[side[account].0]).collect();
        let cents: Vec<i128> = order.iter().map(|account| i128::from(side[account].1)).collect();
        (order, bands, cents)
    };
    let (one, other) = (columns(before), columns(after));
    let migrating = Migrating { value: Some("arr".to_owned()), ..Migrating::default() };
    migrating.between(&table(&one), &table(&other)).unwrap()
}

fn table<'c>((accounts, bands, cents): &'c (Vec<i64>, Vec<&'c str>, Vec<i128>)) -> Table<'c> {
    Table::new(accounts.len())
        .with("account", Values::Integer(accounts), None)
        .unwrap()
        .with("health_band", Values::Text(Texts::Slices(bands)), None)
        .unwrap()
        .with("arr", Values::Decimal { mantissas: cents, scale: 2 }, None)
        .unwrap()
}

fn sum(amounts: impl Iterator<Item = i64>) -> Decimal {
    Decimal::new(amounts.sum(), 2).normalize()
}

proptest! {
    #[test]
    fn rows_and_columns_add_up_to_both_portfolios(before in side(), after in side()) {
        let migration = migration(&before, &after, false);
        for (rank, band) in BANDS.iter().enumerate() {
            let from = migration.cells.iter().filter(|cell| cell.from.as_deref() == Some(band));
            let (accounts, value) = from.fold((0, Decimal::ZERO), |(accounts, value), cell| {
                (accounts + cell.accounts, value + cell.value_before.unwrap())
            });
            prop_assert_eq!(accounts, before.values().filter(|one| one.0 == rank).count() as u64);
            prop_assert_eq!(value, sum(before.values().filter(|one| one.0 == rank).map(|one| one.1)));
            let to = migration.cells.iter().filter(|cell| cell.to.as_deref() == Some(band));
            let (accounts, value) = to.fold((0, Decimal::ZERO), |(accounts, value), cell| {
                (accounts + cell.accounts, value + cell.value_after.unwrap())
            });
            prop_assert_eq!(accounts, after.values().filter(|one| one.0 == rank).count() as u64);
            prop_assert_eq!(value, sum(after.values().filter(|one| one.0 == rank).map(|one| one.1)));
        }
        let all: u64 = migration.cells.iter().map(|cell| cell.accounts).sum();
        let either = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>().len();
        prop_assert_eq!(all, either as u64);
    }

    #[test]
    fn backwards_is_the_transpose(before in side(), after in side()) {
        let (there, back) = (migration(&before, &after, false), migration(&after, &before, false));
        for cell in &there.cells {
            let mirrored = back.cells.iter().find(|other| other.from == cell.to && other.to == cell.from).unwrap();
            prop_assert_eq!(
                (cell.accounts, cell.value_before, cell.value_after),
                (mirrored.accounts, mirrored.value_after, mirrored.value_before)
            );
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_nothing(before in side(), after in side()) {
        prop_assert_eq!(migration(&before, &after, false), migration(&before, &after, true));
    }
}
