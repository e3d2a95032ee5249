//! Contracts: a price for each billing period from a start to an end, normalised exactly to months.
//!
//! An annual price of 2,000 is 2000 ÷ 12 a month, kept as a fraction: three of them are 500.00.

use serde::{Deserialize, Serialize};

use super::amounts::amount_column;
use super::billing::{Billing, InMonth};
use super::convention::{Convention, Rules};
use super::entries::Expanded;
use super::month::Month;
use super::options::Options;
use super::rows::{Column, Data, Rows};
use super::unit::{Unit, divisor, overflow};
use crate::error::{Error, ErrorCode, Result};
use crate::value::day;
#[cfg(feature = "schema")]
use crate::value::schema;

/// The columns of contracts. The account and the price stand in the columns of the options.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Contracts {
    /// The column with the first day.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub start: String,
    /// The column with the day after the last one; missing while the contract is open.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub end: String,
    /// The billing period of every contract: "month", "quarter", "half-year", "year", "week", "day", or several of them:
    /// "2 years".
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::billing::schema"))]
    pub billing: Option<String>,
    /// The column with each contract's billing period, instead.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub billing_column: Option<String>,
    /// When in a month a contract must be active to count in it.
    pub active_on: ActiveOn,
    /// Days in a month, for prices by days: a decimal text from 28 to 31, such as "30.437"; those of the convention where
    /// left out.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::decimal_text"))]
    pub days_per_month: Option<String>,
    /// Weeks in a month, for prices by weeks: a decimal text from 4 to 31 ÷ 7, such as "4.345"; those of the convention
    /// where left out.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::decimal_text"))]
    pub weeks_per_month: Option<String>,
}

/// When in a month a contract must be active to count in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ActiveOn {
    /// On the month's last day: the state at the closing edge.
    #[default]
    LastDay,
    /// On the month's first day.
    FirstDay,
    /// On any day of it.
    AnyDay,
}

impl Default for Contracts {
    fn default() -> Self {
        Self {
            start: "start".to_owned(),
            end: "end".to_owned(),
            billing: None,
            billing_column: None,
            active_on: ActiveOn::LastDay,
            days_per_month: None,
            weeks_per_month: None,
        }
    }
}

impl Contracts {
    pub(super) fn check(&self) -> Result<()> {
        if self.billing.is_some() && self.billing_column.is_some() {
            let sentence = "the billing period is one for all or a column, not both";
            return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("billing"));
        }
        if let Some(billing) = &self.billing {
            Billing::read(billing).map_err(|error| error.at("billing"))?;
        }
        self.in_a_month(&Convention::default().rules()).map(drop)
    }

    /// How long a month is.
    ///
    /// Errors: `out_of_range`, with the place.
    fn in_a_month(&self, rules: &Rules) -> Result<InMonth> {
        let [days, weeks] = [&self.days_per_month, &self.weeks_per_month].map(Option::as_deref);
        InMonth::new(rules, days, weeks)
    }

    pub(super) fn columns(&self) -> Vec<&str> {
        let billing = self.billing_column.as_deref();
        [self.start.as_str(), self.end.as_str()].into_iter().chain(billing).collect()
    }

    /// One row for each month that a contract is active in.
    ///
    /// Errors: `inconsistent` (an end before its start), `invalid_date`, `type_mismatch`, `invalid_argument` with column
    /// and row; `overflow`.
    pub(super) fn expand(&self, rows: &Rows<'_>, options: &Options) -> Result<Expanded> {
        let (start, end) = (rows.column(&self.start)?, rows.column(&self.end)?);
        let billing = self.billings(rows)?;
        let in_a_month = self.in_a_month(&options.convention.rules())?;
        let mut parts = 1_u64;
        for own in &billing {
            let per = own.per_month(&in_a_month).1;
            let shared = parts.checked_div(divisor(parts, per)).and_then(|part| part.checked_mul(per));
            parts = shared.ok_or_else(overflow)?;
        }
        let (amounts, unit, numbers) = amount_column(rows, options)?;
        let mut spans = Vec::with_capacity(rows.len());
        for row in 0..rows.len() {
            spans.push(self.months(&start, &end, row)?);
        }
        let given = options.last.map(|month| month.month(super::month::Calendar::Text)).transpose()?;
        // Open contracts reach as far as anything that is known.
        let known = spans.iter().flat_map(|(first, last)| [Some(*first), *last]).flatten().max();
        let horizon = given.or(known);
        let mut expanded = Expanded {
            source: Vec::new(),
            months: Vec::new(),
            amounts: Vec::new(),
            unit: Unit { parts, ..unit },
            numbers,
        };
        for ((row, (first, last)), billing) in spans.iter().enumerate().zip(billing) {
            let (of, per) = billing.per_month(&in_a_month);
            let factor = parts.checked_div(per).and_then(|part| part.checked_mul(of)).ok_or_else(overflow)?;
            let too_large = || overflow().in_column(options.mrr.as_deref().unwrap_or_default()).at_row(row);
            let amount = amounts.at(row).checked_mul(i128::from(factor)).ok_or_else(too_large)?;
            let last = last.or(horizon).unwrap_or(*first).min(horizon.unwrap_or(*first));
            let months = usize::try_from(last.since(*first).saturating_add(1)).unwrap_or_default();
            if months > super::month::MONTHS {
                let sentence = format!("a contract spans at most {} months", super::month::MONTHS);
                return Err(Error::new(ErrorCode::Limit, sentence).in_column(&self.end).at_row(row));
            }
            for ahead in 0..months {
                expanded.source.push(u32::try_from(row).unwrap_or(u32::MAX));
                expanded.months.push(first.plus(i32::try_from(ahead).unwrap_or_default()).number());
                expanded.amounts.push(amount);
            }
        }
        Ok(expanded)
    }

    fn billings(&self, rows: &Rows<'_>) -> Result<Vec<Billing>> {
        let Some(name) = &self.billing_column else {
            return Ok(vec![Billing::read(self.billing.as_deref().unwrap_or("month"))?; rows.len()]);
        };
        let column = rows.column(name)?;
        let read = |row: usize| {
            let text = column.text(row)?.unwrap_or_default();
            Billing::read(text).map_err(|error| error.in_column(name).at_row(row))
        };
        (0..rows.len()).map(read).collect()
    }

    /// The first and the last month that a contract counts in; no last one while it is open.
    fn months(&self, start: &Column<'_>, end: &Column<'_>, row: usize) -> Result<(Month, Option<Month>)> {
        let Some(from) = date(start, row)? else {
            let error =
                Error::new(ErrorCode::InvalidDate, "every contract has its first day, this one is missing");
            return Err(error.in_column(&self.start).at_row(row));
        };
        let until = date(end, row)?;
        if let Some(until) = until.filter(|until| *until < from) {
            let sentence = "the contract ends before it starts";
            let value = day::from_number(until)?;
            return Err(Error::new(ErrorCode::Inconsistent, sentence)
                .in_column(&self.end)
                .at_row(row)
                .with_value(value));
        }
        let month = Month::from_day(from)?;
        // An empty contract has no month: its last is the one before its first.
        let nothing = until == Some(from);
        let is_first = |day: i32, month: Month| month.first_day().is_ok_and(|first| first == day);
        let first = match self.active_on {
            ActiveOn::FirstDay if !is_first(from, month) => month.plus(1),
            _ => month,
        };
        let last = until.map(|until| {
            let month = Month::from_day(until)?;
            Ok::<Month, Error>(match self.active_on {
                _ if nothing => first.plus(-1),
                ActiveOn::LastDay => month.plus(-1),
                ActiveOn::FirstDay | ActiveOn::AnyDay if is_first(until, month) => month.plus(-1),
                ActiveOn::FirstDay | ActiveOn::AnyDay => month,
            })
        });
        Ok((first, last.transpose()?))
    }
}

/// The day of a row, from days or from texts "YYYY-MM-DD".
fn date(column: &Column<'_>, row: usize) -> Result<Option<i32>> {
    if !column.is_known(row) {
        return Ok(None);
    }
    let place = |error: Error| error.in_column(column.name()).at_row(row);
    match column.data() {
        Data::Day(days) => {
            let number = days.get(row).copied().unwrap_or_default();
            day::known(number).map(Some).map_err(place)
        }
        Data::Text(_) => match column.text(row)? {
            None | Some("") => Ok(None),
            Some(text) => day::number_of(text).map(Some).map_err(place),
        },
        _ => Err(column.mismatch("days")),
    }
}
