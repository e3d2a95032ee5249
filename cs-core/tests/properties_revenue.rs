//! What always holds of recurring revenue, whatever the ledger.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test may stop where it stands"
)]

use std::num::NonZeroUsize;

use cs_core::fact::table::Texts;
use cs_core::fact::workers::Workers;
use cs_core::prelude::*;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::convention::Convention;
use cs_core::revenue::detail::{details, details_with};
use cs_core::revenue::flow::Flow;
use cs_core::revenue::line::Line;
use cs_core::revenue::month::{Month, Named};
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::{Data, Rows};
use cs_core::revenue::table::Values;
use proptest::prelude::*;

/// Account, month, region, product, amount: several rows of a month, gaps, zeros.
type Row = (i64, i32, i64, i64, i64);

/// Account, region, product, first month, months, annual price.
type Contract = (i64, i64, i64, i32, i32, i64);

fn ledgers() -> impl Strategy<Value = Vec<Row>> {
    let row = (0_i64..6, 0_i32..9, 0_i64..3, 0_i64..3, prop_oneof![Just(0_i64), 1_i64..60]);
    prop::collection::vec(row, 1..60)
}

/// Reads rows as a ledger of the months 0 to 8.
fn with<T>(rows: &[Row], options: &Options, read: impl Fn(&Rows<'_>, &Options) -> Result<T>) -> T {
    let column = |pick: fn(&Row) -> i64| rows.iter().map(pick).collect::<Vec<i64>>();
    let months: Vec<i32> = rows.iter().map(|row| row.1).collect();
    let (accounts, regions, products, mrr) =
        (column(|row| row.0), column(|row| row.2), column(|row| row.3), column(|row| row.4));
    let table = Rows::new(rows.len())
        .with("account", Data::Integer64(&accounts), None)
        .and_then(|table| table.with("month", Data::Integer32(&months), None))
        .and_then(|table| table.with("region", Data::Integer64(&regions), None))
        .and_then(|table| table.with("product", Data::Integer64(&products), None))
        .and_then(|table| table.with("mrr", Data::Integer64(&mrr), None))
        .unwrap();
    read(&table, options).unwrap()
}

/// As [`with`], with accounts, months and regions as texts, listed or as a dictionary: month 0 is 2020-01.
fn in_texts<T>(
    rows: &[Row],
    name: &dyn Fn(i64) -> String,
    is_dictionary: bool,
    read: impl Fn(&Rows<'_>) -> Result<T>,
) -> T {
    let month = |month: i64| format!("{}-{:02}", 2020 + month / 12, month % 12 + 1);
    let texts = [
        rows.iter().map(|row| name(row.0)).collect::<Vec<String>>(),
        rows.iter().map(|row| month(row.1.into())).collect(),
        rows.iter().map(|row| row.2.to_string()).collect(),
    ];
    let lists = texts.each_ref().map(|own| own.iter().map(String::as_str).collect::<Vec<&str>>());
    // Every text twice, turned, and one that no row has and that is no month.
    let values = lists
        .each_ref()
        .map(|own| own.iter().rev().chain(&["never"]).chain(own).copied().collect::<Vec<&str>>());
    let last = i32::try_from(rows.len()).unwrap() - 1;
    let keys: Vec<i32> =
        (0..=last).map(|row| if row % 2 == 0 { last - row } else { last + 2 + row }).collect();
    let mrr: Vec<i64> = rows.iter().map(|row| row.4).collect();
    let mut table = Rows::new(rows.len()).with("mrr", Data::Integer64(&mrr), None).unwrap();
    for (name, (list, values)) in ["account", "month", "region"].into_iter().zip(lists.iter().zip(&values)) {
        let listed = Texts::Slices(list);
        let given = if is_dictionary { Texts::Dictionary { keys: &keys, values } } else { listed };
        table = table.with(name, Data::Text(given), None).unwrap();
    }
    read(&table).unwrap()
}

fn window() -> Options {
    let month = |number| Some(Named::Number(Month::from_number(number).unwrap()));
    Options { first: month(0), last: month(8), ..Options::default() }
}

fn by_region() -> Options {
    Options { by: vec!["region".to_owned()], product: Some("product".to_owned()), ..window() }
}

fn movements(rows: &[Row], options: &Options) -> Movements {
    with(rows, options, Movements::of)
}

const MOVES: [Line; 5] =
    [Line::NewBusiness, Line::Reactivation, Line::Expansion, Line::Contraction, Line::Churn];

fn closes(flow: &Flow) -> bool {
    let [gained, lost] =
        [&MOVES[..3], &MOVES[3..]].map(|lines| lines.iter().map(|line| flow.line(*line)).sum::<i128>());
    flow.opening + gained - lost + flow.fx + flow.transfer == flow.closing
}

proptest! {
    #[test]
    fn every_line_closes_in_total_and_in_each_segment(rows in ledgers(), gap in 0_u32..3) {
        let options = Options { gap_tolerance: gap, ..by_region() };
        let found = movements(&rows, &options);
        let mut before = 0;
        for flow in found.total() {
            prop_assert!(closes(flow));
            prop_assert_eq!(flow.opening, before);
            before = flow.closing;
        }
        for (_, flows) in found.segments() {
            prop_assert!(flows.iter().all(closes));
        }
    }

    #[test]
    fn segments_add_up_to_the_total_and_transfers_to_nothing(rows in ledgers()) {
        let found = movements(&rows, &by_region());
        for (period, total) in found.total().iter().enumerate() {
            for line in Line::ALL {
                let parts: i128 = found.segments().map(|(_, flows)| flows[period].line(line)).sum();
                prop_assert_eq!(parts, total.line(line), "{}", line);
            }
            prop_assert_eq!(total.transfer, 0);
            prop_assert_eq!(total.upsell + total.cross_sell, total.expansion);
        }
    }

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
    fn parts_add_up_to_the_whole(rows in ledgers(), at in 0_i64..6) {
        let (one, other): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.0 < at);
        for options in [window(), by_region()] {
            let joint = movements(&one, &options).merge(&movements(&other, &options)).unwrap();
            prop_assert_eq!(joint, movements(&rows, &options));
        }
        let cohorts = |rows: &[Row]| with(rows, &window(), Cohorts::of);
        prop_assert_eq!(cohorts(&one).merge(&cohorts(&other)).unwrap(), cohorts(&rows));
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

    #[test]
    fn single_movements_add_up_to_the_lines(rows in ledgers()) {
        let table = with(&rows, &window(), details);
        let total = movements(&rows, &window());
        let column = |name: &str| &table.columns.iter().find(|(own, _)| own == name).unwrap().1;
        let (Values::Months(months), Values::Labels(labels), Values::Amounts(amounts)) =
            (column("month"), column("movement"), column("amount")) else { panic!("three columns") };
        for (month, flow) in (0_i32..).zip(total.total()) {
            for line in MOVES {
                let own = months.iter().zip(labels).zip(amounts).filter(|((own, label), _)| {
                    **own == month && **label == Some(line.as_str())
                });
                let sum: Decimal = own.map(|(_, amount)| *amount).sum();
                prop_assert_eq!(sum, Decimal::from(flow.line(line)), "{} {}", month, line);
            }
        }
    }

    #[test]
    fn shown_lines_add_up_where_prices_are_fractions(
        contracts in prop::collection::vec((0_i64..4, 0_i64..3, 0_i64..3, 0_i32..8, 1_i32..6, 0_i64..200), 1..30),
        places in 0_u32..3,
    ) {
        let column = |pick: fn(&Contract) -> i64| contracts.iter().map(pick).collect::<Vec<i64>>();
        let (accounts, regions, products, prices) =
            (column(|own| own.0), column(|own| own.1), column(|own| own.2), column(|own| own.5));
        let day = |month: i32| Month::from_number(660 + i64::from(month)).unwrap().first_day().unwrap();
        let starts: Vec<i32> = contracts.iter().map(|own| day(own.3)).collect();
        let ends: Vec<i32> = contracts.iter().map(|own| day(own.3 + own.4)).collect();
        let rows = Rows::new(contracts.len())
            .with("account", Data::Integer64(&accounts), None)
            .and_then(|rows| rows.with("region", Data::Integer64(&regions), None))
            .and_then(|rows| rows.with("product", Data::Integer64(&products), None))
            .and_then(|rows| rows.with("start", Data::Day(&starts), None))
            .and_then(|rows| rows.with("end", Data::Day(&ends), None))
            .and_then(|rows| rows.with("mrr", Data::Integer64(&prices), None))
            .unwrap();
        let options = Options::from_json(r#"{"contracts": {"billing": "year"}, "by": ["region"], "product": "product"}"#);
        let options = Options { places: Some(places), ..options.unwrap() };
        let table = Movements::of(&rows, &options).unwrap().table().unwrap();
        let amounts = |name: &str| match &table.columns.iter().find(|(own, _)| own == name).unwrap().1 {
            Values::Amounts(amounts) => amounts.clone(),
            _ => panic!("{name} is an amount"),
        };
        let lines = Line::ALL.map(|line| amounts(line.as_str()));
        let [opening, new, reactivation, expansion, contraction, churn, fx, transfer, closing] = &lines;
        let (upsell, cross_sell) = (amounts("upsell"), amounts("cross_sell"));
        for row in 0..table.rows() {
            let gained = new[row] + reactivation[row] + expansion[row] + fx[row] + transfer[row];
            prop_assert_eq!(opening[row] + gained - contraction[row] - churn[row], closing[row], "row {}", row);
            prop_assert_eq!(upsell[row] + cross_sell[row], expansion[row], "row {}", row);
        }
        let single = details(&rows, &Options { by: Vec::new(), ..options }).unwrap();
        let amounts = |name: &str| match &single.columns.iter().find(|(own, _)| own == name).unwrap().1 {
            Values::Amounts(amounts) => amounts.clone(),
            _ => panic!("{name} is an amount"),
        };
        let (opening, amount, closing) = (amounts("opening"), amounts("amount"), amounts("closing"));
        for row in 0..single.rows() {
            prop_assert_eq!((closing[row] - opening[row]).abs(), amount[row], "row {}", row);
        }
    }

    #[test]
    fn retention_lies_where_it_must(rows in ledgers()) {
        for flow in movements(&rows, &Options { period: Period::Quarter, ..window() }).total() {
            if let (Ok(gross), Ok(net)) = (flow.gross_revenue_retention(), flow.net_revenue_retention()) {
                prop_assert!(gross >= Rate::new(0.into()) && gross <= Rate::new(1.into()));
                prop_assert!(net >= gross);
            }
        }
    }
}

/// 54 in each of two regions, 3 of them moved to a third: the odd one of the transfer is tied, and goes by name.
#[test]
fn a_tie_between_segments_does_not_depend_on_the_first_row() {
    let rows = [(1, 0, 1, 0, 0), (0, 0, 2, 0, 54), (0, 1, 0, 0, 3), (0, 0, 1, 0, 54)];
    let whole = movements(&rows, &by_region());
    let joint = movements(&rows[..1], &by_region()).merge(&movements(&rows[1..], &by_region())).unwrap();
    assert_eq!(joint, whole);
}

/// More accounts than a block holds, more rows than a piece, rows after the last month.
fn thousands() -> Vec<Row> {
    let mut draw = 7_u64;
    let mut below = |limit: u64| {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((draw >> 33) % limit).unwrap()
    };
    (0..60_000)
        .map(|_| (below(6_000), i32::try_from(below(12)).unwrap(), below(3), 0, below(3) * below(50)))
        .collect()
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

/// Blocks, accounts one by one, and bits; accounts that lie close together and far apart; the error of many.
#[test]
fn thousands_of_accounts_are_the_same_on_any_number_of_threads() {
    let long = Options { reactivation_window: Some(100), ..window() };
    let quarters = Options { period: Period::Quarter, convention: Convention::Dbt, ..by_region() };
    let present = Options { mrr: None, ..window() };
    for factor in [1, 1 << 40 | 1] {
        let mut rows = thousands();
        rows.iter_mut().for_each(|row| row.0 *= factor);
        let mut faulty = rows.clone();
        for row in [5, 40_000, 59_999] {
            (faulty[row].1, faulty[row].4) = (3, -1_000_000);
        }
        let all = |threads: usize| {
            let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
            let moved = [&window(), &long, &by_region(), &quarters].map(|options| {
                with(&rows, options, |rows, options| Movements::of_with(rows, options, &workers))
            });
            let followed = [&window(), &present].map(|options| {
                with(&rows, options, |rows, options| Cohorts::of_with(rows, options, &workers))
            });
            let single = with(&rows, &long, |rows, options| details_with(rows, options, &workers));
            let refused = with(&faulty, &window(), |rows, options| {
                let refused = [
                    Movements::of_with(rows, options, &workers).unwrap_err(),
                    Cohorts::of_with(rows, options, &workers).unwrap_err(),
                    details_with(rows, options, &workers).unwrap_err(),
                ];
                Ok(refused.map(|error| error.to_string()))
            });
            (moved, followed, single, refused)
        };
        let alone = all(1);
        assert!(alone.1[0].accounts(0, 8).unwrap() > 100 && alone.3[0].contains("month 3"), "{:?}", alone.3);
        for threads in [2, 3, 7] {
            assert!(all(threads) == alone, "{threads} threads");
        }
    }
}

/// Sums pass the limit of 128 bits in some orders of these rows and not in others; what they come to does not depend on it.
#[test]
fn sums_near_the_limit_fit_in_any_order_or_in_none() {
    const MOST: i128 = i128::MAX;
    let found = |amounts: [i128; 4], products: [i64; 4], options: &Options| {
        let rows = Rows::new(4)
            .with("account", Data::Integer64(&[1; 4]), None)
            .and_then(|rows| rows.with("month", Data::Integer64(&[0; 4]), None))
            .and_then(|rows| rows.with("product", Data::Integer64(&products), None))
            .and_then(|rows| rows.with("mrr", Data::Decimal { mantissas: &amounts, places: 2 }, None))
            .unwrap();
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

/// Names that fit in a number alone or without what they begin with, and names that do not.
#[test]
fn thousands_of_names_are_the_same_as_numbers_on_any_number_of_threads() {
    let rows = thousands();
    let options = Options { by: vec!["region".to_owned()], ..Options::default() };
    let expected = movements(&rows, &options);
    for length in [4, 18, 40] {
        for threads in [1, 3] {
            let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
            let name = |account: i64| format!("{account:0length$}");
            let found =
                in_texts(&rows, &name, threads == 3, |rows| Movements::of_with(rows, &options, &workers));
            assert_eq!(found.total(), expected.total(), "{length} characters, {threads} threads");
            let segments = found.segments().zip(expected.segments());
            assert!(segments.into_iter().all(|((_, own), (_, flows))| own == flows));
        }
    }
}

/// Who is asked between the parts ends a call, whatever it is doing.
#[test]
fn a_call_ends_when_who_is_asked_says_so() {
    let rows = thousands();
    let long = Options { reactivation_window: Some(100), ..window() };
    let present = Options { mrr: None, ..window() };
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let ask = || {
        asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Err(Error::new(ErrorCode::Internal, "enough"))
    };
    let workers = Workers::ALONE.asking(&ask);
    let ended = |options: &Options, call: &dyn Fn(&Rows<'_>, &Options) -> Error| {
        let error = with(&rows, options, |rows, options| Ok(call(rows, options)));
        assert_eq!(error.to_string(), "enough");
    };
    for options in [&window(), &long, &by_region()] {
        ended(options, &|rows, options| Movements::of_with(rows, options, &workers).unwrap_err());
    }
    for options in [&window(), &present] {
        ended(options, &|rows, options| Cohorts::of_with(rows, options, &workers).unwrap_err());
    }
    ended(&long, &|rows, options| details_with(rows, options, &workers).unwrap_err());
    assert_eq!(asked.into_inner(), 6);
}
