//! Lines close, and parts add up to what they are parts of.

use cs_core::prelude::*;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::detail::details;
use cs_core::revenue::flow::Flow;
use cs_core::revenue::line::Line;
use cs_core::revenue::month::Month;
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::Data;
use cs_core::revenue::table::{Table, Values};
use proptest::prelude::*;

use crate::ledger::{Row, by_region, ledgers, movements, of_columns, window, with};

/// A ledger whose amounts are decimals of so many places.
fn in_decimals(rows: &[Row], places: u32, options: &Options) -> Movements {
    let column = |pick: fn(&Row) -> i64| rows.iter().map(pick).collect::<Vec<i64>>();
    let months: Vec<i32> = rows.iter().map(|row| row.1).collect();
    let mantissas: Vec<i128> = rows.iter().map(|row| row.4.into()).collect();
    let (accounts, regions, products) = (column(|row| row.0), column(|row| row.2), column(|row| row.3));
    let columns = [
        ("account", Data::Integer64(&accounts)),
        ("month", Data::Integer32(&months)),
        ("region", Data::Integer64(&regions)),
        ("product", Data::Integer64(&products)),
        ("mrr", Data::Decimal { mantissas: &mantissas, places }),
    ];
    Movements::of(&of_columns(rows.len(), &columns), options).unwrap()
}

/// Account, region, product, first month, months, annual price.
type Contract = (i64, i64, i64, i32, i32, i64);

const MOVES: [Line; 5] =
    [Line::NewBusiness, Line::Reactivation, Line::Expansion, Line::Contraction, Line::Churn];

fn closes(flow: &Flow) -> bool {
    let [gained, lost] =
        [&MOVES[..3], &MOVES[3..]].map(|lines| lines.iter().map(|line| flow.line(*line)).sum::<i128>());
    flow.opening + gained - lost + flow.fx + flow.transfer == flow.closing
}

/// A column of amounts.
fn amounts(table: &Table, name: &str) -> Vec<Decimal> {
    match &table.columns.iter().find(|(own, _)| own == name).unwrap().1 {
        Values::Amounts(amounts) => amounts.clone(),
        _ => panic!("{name} is an amount"),
    }
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
    fn parts_add_up_to_the_whole(rows in ledgers(), at in 0_i64..6) {
        let (one, other): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.0 < at);
        for options in [window(), by_region()] {
            let joint = movements(&one, &options).merge(&movements(&other, &options)).unwrap();
            prop_assert_eq!(joint, movements(&rows, &options));
        }
        let cohorts = |rows: &[Row]| with(rows, &window(), Cohorts::of);
        prop_assert_eq!(cohorts(&one).merge(&cohorts(&other)).unwrap(), cohorts(&rows));
    }

    /// Decimals bring their places: a part with fewer splits in coarser steps, and is not added as if it had not.
    #[test]
    fn parts_in_decimals_add_up_to_the_whole_or_not_at_all(rows in ledgers(), at in 0_i64..6, finer in 0_u32..3) {
        let (one, other): (Vec<Row>, Vec<Row>) = rows.iter().partition(|row| row.0 < at);
        let options = by_region();
        let own = in_decimals(&one, 1, &options);
        let joint = own.merge(&in_decimals(&other, finer, &options));
        if finer == 1 {
            prop_assert_eq!(joint.unwrap(), in_decimals(&rows, 1, &options));
        } else {
            prop_assert_eq!(joint.unwrap_err().code(), ErrorCode::Inconsistent);
        }
        let stated = Options { places: Some(2), ..options };
        let joint = in_decimals(&one, 1, &stated).merge(&in_decimals(&other, finer, &stated));
        let widened = |rows: &[Row], places: u32| -> Vec<Row> {
            rows.iter().map(|row| (row.0, row.1, row.2, row.3, row.4 * 10_i64.pow(2 - places))).collect()
        };
        let whole = [widened(&one, 1), widened(&other, finer)].concat();
        prop_assert_eq!(joint.unwrap(), in_decimals(&whole, 2, &stated));
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
        let columns = [
            ("account", Data::Integer64(&accounts)),
            ("region", Data::Integer64(&regions)),
            ("product", Data::Integer64(&products)),
            ("start", Data::Day(&starts)),
            ("end", Data::Day(&ends)),
            ("mrr", Data::Integer64(&prices)),
        ];
        let rows = of_columns(contracts.len(), &columns);
        let options = Options::from_json(r#"{"contracts": {"billing": "year"}, "by": ["region"], "product": "product"}"#);
        let options = Options { places: Some(places), ..options.unwrap() };
        let table = Movements::of(&rows, &options).unwrap().table().unwrap();
        let amounts = |name: &str| amounts(&table, name);
        let lines = Line::ALL.map(|line| amounts(line.as_str()));
        let [opening, new, reactivation, expansion, contraction, churn, fx, transfer, closing] = &lines;
        let (upsell, cross_sell) = (amounts("upsell"), amounts("cross_sell"));
        for row in 0..table.rows() {
            let gained = new[row] + reactivation[row] + expansion[row] + fx[row] + transfer[row];
            prop_assert_eq!(opening[row] + gained - contraction[row] - churn[row], closing[row], "row {}", row);
            prop_assert_eq!(upsell[row] + cross_sell[row], expansion[row], "row {}", row);
        }
        let single = details(&rows, &Options { by: Vec::new(), ..options }).unwrap();
        let amounts = |name: &str| self::amounts(&single, name);
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
