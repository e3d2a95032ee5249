//! Durations as columns: how long each account was seen, whether it ended, and since when it was at risk.

use serde::{Deserialize, Serialize};

use super::kaplan_meier::Curve;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::Column;
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::value::document;
use crate::value::label::Label;

/// What durations count; the name of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TimeUnit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    #[default]
    Month,
    /// Quarters.
    Quarter,
    /// Years.
    Year,
}

impl TimeUnit {
    /// Every unit, shortest first.
    pub const ALL: [TimeUnit; 5] =
        [TimeUnit::Day, TimeUnit::Week, TimeUnit::Month, TimeUnit::Quarter, TimeUnit::Year];

    /// The name for people.
    ///
    /// ```
    /// use cs_core::retention::observed::TimeUnit;
    ///
    /// assert_eq!(TimeUnit::Day.label().ja, "日");
    /// ```
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            TimeUnit::Day => Label { en: "day", ja: "日" },
            TimeUnit::Week => Label { en: "week", ja: "週" },
            TimeUnit::Month => Label { en: "month", ja: "月" },
            TimeUnit::Quarter => Label { en: "quarter", ja: "四半期" },
            TimeUnit::Year => Label { en: "year", ja: "年" },
        }
    }
}

/// What a curve is asked for with: the unit, the level of its intervals, and names of columns.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object of names and settings")]
pub struct Request {
    /// What durations count; months unless said otherwise.
    #[serde(default)]
    pub unit: TimeUnit,
    /// Confidence level of intervals; 0.95 unless said otherwise.
    #[serde(default = "level")]
    pub level: f64,
    /// The column of durations.
    #[serde(default = "duration")]
    pub duration: String,
    /// The column that says whether the event was seen: flags, or 1 and 0.
    #[serde(default = "event")]
    pub event: String,
    /// The column of the time at which an account came under observation; none: from the beginning.
    pub entry: Option<String>,
}

fn level() -> f64 {
    0.95
}

fn duration() -> String {
    "duration".to_owned()
}

fn event() -> String {
    "event".to_owned()
}

impl Request {
    /// Reads a request. Errors: those of [`document::read`].
    ///
    /// ```
    /// use cs_core::retention::observed::{Request, TimeUnit};
    ///
    /// let request = Request::from_json(r#"{"duration": "months_active", "event": "churned"}"#)?;
    /// assert_eq!((request.unit, request.level), (TimeUnit::Month, 0.95));
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// Names of the columns that are read.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        [&self.duration, &self.event].into_iter().chain(&self.entry).map(String::as_str).collect()
    }

    /// The curve of a table. Errors: those of [`Curve::of`] and of columns.
    pub fn fit(&self, table: &Table<'_>) -> Result<Curve> {
        Curve::of(&Observed::new(table, self)?, self.unit, self.level)
    }
}

/// Durations that were checked, sorted; the order of rows leaves no trace.
#[derive(Debug, Clone, PartialEq)]
pub struct Observed {
    pub(super) ended: Vec<f64>,
    pub(super) censored: Vec<f64>,
    pub(super) entered: Vec<f64>,
}

impl Observed {
    /// Reads the columns that a request names.
    ///
    /// Errors, with column and row: `missing_column`; `type_mismatch`; `non_finite` (a value is missing or infinite);
    /// `out_of_range` (below 0, or an event that is neither 0 nor 1); `inconsistent` (entry ≥ duration).
    pub fn new(table: &Table<'_>, request: &Request) -> Result<Self> {
        let rows = table.rows();
        let durations = times(table.column(&request.duration)?, rows)?;
        let column = table.column(&request.event)?;
        if !(column.is_number() || column.type_name() == "flag") {
            return Err(column.mismatch("flag"));
        }
        let events = numbers(column, rows)?;
        let (mut ended, mut censored) = (Vec::new(), Vec::new());
        for (row, (duration, event)) in durations.iter().zip(&events).enumerate() {
            if event.total_cmp(&1.0).is_eq() {
                ended.push(*duration);
            } else if event.total_cmp(&0.0).is_eq() {
                censored.push(*duration);
            } else {
                let error =
                    Error::new(ErrorCode::OutOfRange, "an event is 1 where it was seen and 0 where not");
                return Err(error.in_column(column.name()).at_row(row).with_value(event));
            }
        }
        let mut entered = Vec::new();
        if let Some(name) = &request.entry {
            let column = table.column(name)?;
            entered = times(column, rows)?;
            let late = entered.iter().zip(&durations).position(|(entry, duration)| entry >= duration);
            if let Some(row) = late {
                let error = Error::new(ErrorCode::Inconsistent, "an account enters before its duration ends");
                let value = entered.get(row).copied().unwrap_or(f64::NAN);
                return Err(error.in_column(column.name()).at_row(row).with_value(value));
            }
        }
        for times in [&mut ended, &mut censored, &mut entered] {
            times.sort_unstable_by(f64::total_cmp);
        }
        Ok(Self { ended, censored, entered })
    }

    /// Accounts that were observed.
    #[must_use]
    pub fn accounts(&self) -> usize {
        self.ended.len().saturating_add(self.censored.len())
    }
}

/// Times from 0 on.
fn times(column: &Column<'_>, rows: usize) -> Result<Vec<f64>> {
    if !column.is_number() {
        return Err(column.mismatch("number"));
    }
    let times = numbers(column, rows)?;
    match times.iter().position(|time| *time < 0.0) {
        None => Ok(times),
        Some(row) => {
            let error = Error::new(ErrorCode::OutOfRange, "a time is 0 or more");
            let value = times.get(row).copied().unwrap_or(f64::NAN);
            Err(error.in_column(column.name()).at_row(row).with_value(value))
        }
    }
}

/// All numbers of a column, each known and finite.
fn numbers(column: &Column<'_>, rows: usize) -> Result<Vec<f64>> {
    let mut numbers = vec![0.0; rows];
    for (at, tile) in numbers.chunks_mut(TILE).enumerate() {
        column.numbers(at.saturating_mul(TILE), tile)?;
    }
    match numbers.iter().position(|number| !number.is_finite()) {
        None => Ok(numbers),
        Some(row) => {
            let error = Error::new(ErrorCode::NonFinite, "a finite number is needed in every row");
            let error = error.in_column(column.name()).at_row(row);
            let value = numbers.get(row).copied().unwrap_or(f64::NAN);
            Err(if value.is_nan() { error } else { error.with_value(value) })
        }
    }
}
