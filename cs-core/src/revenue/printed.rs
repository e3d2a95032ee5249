//! A table of results as people read it: aligned columns, a line for each row.

use std::fmt;

use super::month::Month;
use super::table::{Table, Values};
use crate::value::rate::Rate;

/// Places behind the point of ratios and of money per account.
const PLACES: u32 = 4;
/// What stands where there is no value.
const NONE: &str = "–";

/// Columns side by side under their names, numbers to the right; ratios and money per account to four places, half to even.
///
/// ```
/// use cs_core::revenue::{cohort::Cohorts, movement::Movements, options::Options, rows::{Data, Rows}};
///
/// let rows = Rows::new(3)
///     .with("account", Data::Integer64(&[1, 2, 1]), None)?
///     .with("month", Data::Integer64(&[0, 0, 1]), None)?
///     .with("mrr", Data::Integer64(&[60, 30, 80]), None)?;
/// let options = Options::default();
/// let movements = Movements::of(&rows, &options)?.table()?.to_string();
/// let mut lines = movements.lines();
/// assert!(lines.next().is_some_and(|head| head.trim_start().starts_with("month  opening  new_business  reactivation")));
/// assert!(lines.next().is_some_and(|first| first.trim_start().starts_with("0        0            90             0")));
/// let retention = Cohorts::of(&rows, &options)?.table()?.to_string();
/// assert_eq!(retention, "\
/// cohort  age  accounts  account_retention  mrr  revenue_retention
///      0    0         2             1.0000   90             1.0000
///      0    1         1             0.5000   80             0.8889
/// ");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns: Vec<Column> = self.columns.iter().map(|column| self.printed(column)).collect();
        for row in 0..=self.rows() {
            let mut line = String::new();
            for Column { cells, width, right } in &columns {
                let cell = cells.get(row).map_or("", String::as_str);
                if !line.is_empty() {
                    line.push_str("  ");
                }
                let space = " ".repeat(width.saturating_sub(cell.chars().count()));
                let (before, after) = if *right { (space.as_str(), "") } else { ("", space.as_str()) };
                line.extend([before, cell, after]);
            }
            writeln!(f, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// The name of a column and its cells, all as texts.
struct Column {
    cells: Vec<String>,
    width: usize,
    right: bool,
}

impl Table {
    fn printed(&self, (name, values): &(String, Values)) -> Column {
        let month = |number: &i32| {
            let month = Month::from_number(i64::from(*number));
            month.map_or_else(|_| number.to_string(), |month| month.to_text(self.calendar))
        };
        let own = match values {
            Values::Months(months) => months.iter().map(month).collect(),
            Values::Amounts(amounts) => amounts.iter().map(ToString::to_string).collect(),
            Values::Known(amounts) => shown(amounts),
            Values::Prices(rates) | Values::Rates(rates) => shown(&rounded(rates)),
            Values::Counts(counts) => counts.iter().map(ToString::to_string).collect(),
            Values::KnownCounts(counts) => shown(counts),
            Values::Labels(labels) => shown(labels),
            Values::Names(names) => names
                .iter()
                .map(|name| match name {
                    Some(super::account::Account::Text(text)) => text.clone(),
                    name => name.as_ref().map_or_else(|| NONE.to_owned(), ToString::to_string),
                })
                .collect(),
        };
        let cells: Vec<String> = std::iter::once(name.clone()).chain::<Vec<String>>(own).collect();
        let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or(0);
        Column { cells, width, right: !matches!(values, Values::Labels(_) | Values::Names(_)) }
    }
}

fn shown<T: fmt::Display>(values: &[Option<T>]) -> Vec<String> {
    values.iter().map(|value| value.as_ref().map_or_else(|| NONE.to_owned(), T::to_string)).collect()
}

fn rounded(rates: &[Option<Rate>]) -> Vec<Option<String>> {
    let text = |rate: &Rate| format!("{:.4}", rate.value().round_dp(PLACES));
    rates.iter().map(|rate| rate.as_ref().map(text)).collect()
}
