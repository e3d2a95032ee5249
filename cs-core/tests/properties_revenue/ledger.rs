//! Ledgers that are drawn, and how they are read.

use cs_core::fact::table::Texts;
use cs_core::prelude::*;
use cs_core::revenue::month::{Month, Named};
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::{Data, Rows};
use proptest::prelude::*;

/// Account, month, region, product, amount: several rows of a month, gaps, zeros.
pub(crate) type Row = (i64, i32, i64, i64, i64);

pub(crate) fn ledgers() -> impl Strategy<Value = Vec<Row>> {
    let row = (0_i64..6, 0_i32..9, 0_i64..3, 0_i64..3, prop_oneof![Just(0_i64), 1_i64..60]);
    prop::collection::vec(row, 1..60)
}

/// More accounts than a block holds, more rows than a piece, rows after the last month.
pub(crate) fn thousands() -> Vec<Row> {
    let mut draw = 7_u64;
    let mut below = |limit: u64| {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((draw >> 33) % limit).unwrap()
    };
    (0..60_000)
        .map(|_| (below(6_000), i32::try_from(below(12)).unwrap(), below(3), 0, below(3) * below(50)))
        .collect()
}

/// So many rows of these columns.
pub(crate) fn of_columns<'a>(count: usize, columns: &[(&'a str, Data<'a>)]) -> Rows<'a> {
    let empty = Rows::new(count);
    columns.iter().try_fold(empty, |rows, (name, data)| rows.with(name, *data, None)).unwrap()
}

/// Reads rows as a ledger of the months 0 to 8.
pub(crate) fn with<T>(rows: &[Row], options: &Options, read: impl Fn(&Rows<'_>, &Options) -> Result<T>) -> T {
    let column = |pick: fn(&Row) -> i64| rows.iter().map(pick).collect::<Vec<i64>>();
    let months: Vec<i32> = rows.iter().map(|row| row.1).collect();
    let (accounts, regions, products, mrr) =
        (column(|row| row.0), column(|row| row.2), column(|row| row.3), column(|row| row.4));
    let columns = [
        ("account", Data::Integer64(&accounts)),
        ("month", Data::Integer32(&months)),
        ("region", Data::Integer64(&regions)),
        ("product", Data::Integer64(&products)),
        ("mrr", Data::Integer64(&mrr)),
    ];
    read(&of_columns(rows.len(), &columns), options).unwrap()
}

/// As [`with`], with accounts, months and regions as texts, listed or as a dictionary: month 0 is 2020-01.
pub(crate) fn in_texts<T>(
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
    let text = |at: usize| {
        let given = Texts::Dictionary { keys: &keys, values: &values[at] };
        Data::Text(if is_dictionary { given } else { Texts::Slices(&lists[at]) })
    };
    let columns =
        [("account", text(0)), ("month", text(1)), ("region", text(2)), ("mrr", Data::Integer64(&mrr))];
    read(&of_columns(rows.len(), &columns)).unwrap()
}

pub(crate) fn window() -> Options {
    let month = |number| Some(Named::Number(Month::from_number(number).unwrap()));
    Options { first: month(0), last: month(8), ..Options::default() }
}

pub(crate) fn by_region() -> Options {
    Options { by: vec!["region".to_owned()], product: Some("product".to_owned()), ..window() }
}

pub(crate) fn movements(rows: &[Row], options: &Options) -> Movements {
    with(rows, options, Movements::of)
}
