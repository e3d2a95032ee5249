//! What a ledger says does not depend on the order of its rows, on names and types, or on the way that it is summed.

use cs_core::prelude::*;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::month::{Month, Named};
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::Data;
use proptest::prelude::*;

use crate::ledger::{Row, by_region, in_texts, ledgers, movements, of_columns, thousands, window, with};

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(rows in ledgers()) {
        let mut turned = rows.clone();
        turned.reverse();
        turned.rotate_left(rows.len() / 3);
        for options in [window(), by_region()] {
            prop_assert_eq!(movements(&rows, &options), movements(&turned, &options));
        }
        prop_assert_eq!(with(&rows, &window(), Cohorts::of), with(&turned, &window(), Cohorts::of));
    }

    #[test]
    fn accounts_in_blocks_move_as_accounts_one_by_one(rows in ledgers()) {
        // A window longer than the ledger changes nothing, but sends every account through the long way.
        let one_by_one = Options { reactivation_window: Some(100), ..window() };
        let (blocks, walked) = (movements(&rows, &window()), movements(&rows, &one_by_one));
        prop_assert_eq!(blocks.total(), walked.total());
    }

    #[test]
    fn what_accounts_are_called_does_not_matter(rows in ledgers(), factor in any::<i64>()) {
        // Odd, and so no two accounts get the same name, most of them far apart; or neighbours in two groups far apart.
        let names: [&dyn Fn(i64) -> i64; 2] =
            [&|account| account.wrapping_mul(factor | 1), &|account| account + ((account & 1) << 60)];
        for name in names {
            let renamed: Vec<Row> =
                rows.iter().map(|row| (name(row.0), row.1, row.2, row.3, row.4)).collect();
            prop_assert_eq!(movements(&rows, &window()), movements(&renamed, &window()));
            for options in [window(), Options { mrr: None, ..window() }] {
                prop_assert_eq!(with(&rows, &options, Cohorts::of), with(&renamed, &options, Cohorts::of));
            }
        }
    }

    #[test]
    fn texts_say_what_numbers_say(rows in ledgers(), is_dictionary in any::<bool>()) {
        let names: [&dyn Fn(i64) -> String; 4] = [
            &|account| account.to_string(),
            &|account| format!("{}-{account}", "é".repeat(usize::try_from(account).unwrap())),
            &|account| format!("an account of a longer name, {account}"),
            &|account| format!("0015g0000000a{account}2AAA"),
        ];
        let calendar = |number: i32| Some(Named::Calendar(Month::from_text(&format!("2020-{number:02}")).unwrap()));
        let years = Options { first: calendar(1), last: calendar(9), ..Options::default() };
        let by_region = |options: &Options| Options { by: vec!["region".to_owned()], ..options.clone() };
        for name in names {
            let in_texts = |options: &Options| in_texts(&rows, name, is_dictionary, |rows| Movements::of(rows, options));
            let (found, expected) = (in_texts(&years), movements(&rows, &window()));
            prop_assert_eq!(found.total(), expected.total());
            let (found, expected) = (in_texts(&by_region(&years)), movements(&rows, &by_region(&window())));
            prop_assert_eq!(found.total(), expected.total());
            prop_assert!(found.segments().map(|(_, flows)| flows).eq(expected.segments().map(|(_, flows)| flows)));
        }
    }

    #[test]
    fn who_has_rows_is_who_has_revenue(rows in ledgers(), stretch in 1_usize..16) {
        let paying: Vec<Row> = rows.iter().map(|row| (row.0, row.1 * i32::try_from(stretch).unwrap(), row.2, row.3, 7)).collect();
        let with_revenue = with(&paying, &Options::default(), Cohorts::of);
        let without = with(&paying, &Options { mrr: None, ..Options::default() }, Cohorts::of);
        for (cohort, age) in (0..9 * stretch).flat_map(|cohort| (0..9 * stretch - cohort).map(move |age| (cohort, age))) {
            prop_assert_eq!(with_revenue.accounts(cohort, age), without.accounts(cohort, age));
        }
    }
}

/// By the short way and, with a window longer than the ledger, by the long one; accounts that lie close together and far
/// apart.
#[test]
fn thousands_of_accounts_move_as_one_by_one() {
    let mut rows = thousands();
    let long = Options { reactivation_window: Some(100), ..window() };
    let mut found = Vec::new();
    for factor in [1, 1 << 40 | 1] {
        rows.iter_mut().for_each(|row| row.0 *= factor);
        let (blocks, walked) = (movements(&rows, &window()), movements(&rows, &long));
        assert_eq!(blocks.total(), walked.total());
        found.push((blocks, with(&rows, &window(), Cohorts::of)));
    }
    assert_eq!(found[0], found[1]);
    let accounts: u64 = (0..9).map(|cohort| found[0].1.accounts(cohort, 0).unwrap()).sum();
    let flows = found[0].0.total();
    assert_eq!(accounts, flows.iter().map(|flow| flow.accounts.new_business).sum::<u64>());

    (rows[40_000].1, rows[40_000].4) = (3, -1_000_000);
    let error = |options: &Options| {
        with(&rows, options, |rows, options| Ok(Movements::of(rows, options).unwrap_err()))
    };
    assert_eq!(error(&window()).to_string(), error(&long).to_string());
}

/// Sums pass the limit of 128 bits in some orders of these rows and not in others; what they come to does not depend on it.
#[test]
fn sums_near_the_limit_fit_in_any_order_or_in_none() {
    const MOST: i128 = i128::MAX;
    let found = |amounts: [i128; 4], products: [i64; 4], options: &Options| {
        let columns = [
            ("account", Data::Integer64(&[1; 4])),
            ("month", Data::Integer64(&[0; 4])),
            ("product", Data::Integer64(&products)),
            ("mrr", Data::Decimal { mantissas: &amounts, places: 2 }),
        ];
        let rows = of_columns(4, &columns);
        let closing = Movements::of(&rows, options).map(|found| found.total()[0].closing);
        let cohorts = Cohorts::of(&rows, &Options { product: None, ..options.clone() });
        assert_eq!(cohorts.map(|cohorts| cohorts.mrr(0, 0).unwrap()), closing);
        closing.map_err(|error| error.code())
    };
    let products = Options { product: Some("product".to_owned()), ..Options::default() };
    for options in [Options::default(), products] {
        let orders = (0..4)
            .flat_map(|first| [[0, 1, 2, 3], [0, 2, 1, 3]].map(|order| order.map(|at| (first + at) % 4)));
        for order in orders {
            let rows = |amounts: [i128; 4]| {
                found(order.map(|at| amounts[at]), order.map(|at| i64::try_from(at).unwrap()), &options)
            };
            assert_eq!(rows([MOST, -MOST, MOST, 0]), Ok(MOST));
            assert_eq!(rows([MOST, -MOST, MOST, 1]), Err(ErrorCode::Overflow));
        }
    }
}
