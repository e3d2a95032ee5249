//! Trends of many accounts: a long table of readings in, one row for each account out.

use chrono::NaiveDate;
use serde::Deserialize;

use super::trend::{Reading, Trend, Trending, finite};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::Column;
use crate::fact::key::Key;
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::value::document;

/// Names of the columns that hold a history: one row for each reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    /// Names the account: texts or whole numbers.
    pub account: String,
    /// The day of the reading.
    pub day: String,
    /// The score; missing where there is none.
    pub score: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self { account: "account".to_owned(), day: "day".to_owned(), score: "health_score".to_owned() }
    }
}

/// The trend of each account, in the order in which accounts first appear.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Trends {
    /// The first row of each account.
    pub row: Vec<usize>,
    /// Its trend.
    pub trend: Vec<Trend>,
}

/// A history in rows, read once.
struct History<'t, 'a> {
    keys: Vec<(Key<'a>, usize)>,
    days: Vec<f64>,
    scores: Vec<f64>,
    columns: [&'t Column<'a>; 2],
}

impl<'t, 'a> History<'t, 'a> {
    fn new(table: &'t Table<'a>, columns: &Columns) -> Result<Self> {
        let rows = table.rows();
        let mut keys = table.column(&columns.account)?.keys(rows)?;
        keys.sort_unstable();
        let [day, score] = [table.column(&columns.day)?, table.column(&columns.score)?];
        if !score.is_number() {
            return Err(score.mismatch("number"));
        }
        let mut history =
            Self { keys, days: vec![0.0; rows], scores: vec![0.0; rows], columns: [day, score] };
        for (at, tile) in history.days.chunks_mut(TILE).enumerate() {
            day.days(at.saturating_mul(TILE), tile)?;
        }
        for (at, tile) in history.scores.chunks_mut(TILE).enumerate() {
            score.numbers(at.saturating_mul(TILE), tile)?;
        }
        history.check()?;
        Ok(history)
    }

    fn check(&self) -> Result<()> {
        let [day, score] = self.columns;
        for (row, (number, value)) in self.days.iter().zip(&self.scores).enumerate() {
            finite(*value).map_err(|error| error.in_column(score.name()).at_row(row))?;
            if number.is_nan() && !value.is_nan() {
                let error = Error::new(ErrorCode::InvalidDate, "a score needs the day on which it was read");
                return Err(error.in_column(day.name()).at_row(row));
            }
        }
        Ok(())
    }

    /// The reading of a row; without a score it has no day either.
    fn reading(&self, row: usize) -> (i32, f64) {
        let at = |values: &[f64]| values.get(row).copied().unwrap_or(f64::NAN);
        #[expect(clippy::cast_possible_truncation, reason = "a day was read from 32 bits")]
        let number = at(&self.days) as i32;
        (number, at(&self.scores))
    }
}

impl Trending {
    /// The trends of a history in rows, in any order.
    ///
    /// Errors: `missing_column`, `type_mismatch` (also a row without an account), `invalid_date` (also a score without a
    /// day), `non_finite`, `limit` and `overflow`, each with column and row.
    ///
    /// ```
    /// use cs_core::fact::table::{Table, Texts, Values};
    /// use cs_core::health::trend::Trending;
    /// use cs_core::health::trend_table::Columns;
    /// use cs_core::value::day;
    ///
    /// let (accounts, days, scores) = (["a", "b", "a", "a"], [20_600, 20_600, 20_630, 20_660], [50.0, 70.0, 53.0, 56.0]);
    /// let table = Table::new(4)
    ///     .with("account", Values::Text(Texts::Slices(&accounts)), None)?
    ///     .with("day", Values::Day(&days), None)?
    ///     .with("health_score", Values::Float(&scores), None)?;
    /// let trends = Trending::default().table(&table, &Columns::default(), day::from_number(20_660)?)?;
    /// assert_eq!(trends.row, [0, 1]);
    /// assert_eq!(trends.trend[0].slope, Some(3.0));
    /// assert_eq!(trends.trend[1].slope, None);
    /// # Ok::<(), cs_core::error::Error>(())
    /// ```
    pub fn table(&self, table: &Table<'_>, columns: &Columns, as_of: NaiveDate) -> Result<Trends> {
        let history = History::new(table, columns)?;
        let (mut readings, mut slopes) = (Vec::new(), Vec::new());
        let mut found: Vec<(usize, Trend)> = Vec::new();
        for account in history.keys.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((_, first)) = account.first() else { continue };
            readings.clear();
            readings.extend(account.iter().map(|(_, row)| history.reading(*row)));
            let trend = self.measure(&mut readings, &mut slopes, as_of);
            found.push((*first, trend.map_err(|error| error.in_column(&columns.score).at_row(*first))?));
        }
        found.sort_unstable_by_key(|(row, _)| *row);
        let (row, trend) = found.into_iter().unzip();
        Ok(Trends { row, trend })
    }
}

/// What a trend is asked for with, as the bindings pass it: names of columns, or readings, and settings; what is left
/// out has its default.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object of names and settings")]
pub struct Request {
    account: Option<String>,
    day: Option<String>,
    score: Option<String>,
    readings: Option<Vec<Reading>>,
    window_days: Option<u32>,
    tolerance: Option<f64>,
    min_points: Option<u32>,
}

impl Request {
    /// Reads a request; `{}` is all defaults.
    ///
    /// Errors: those of [`document::read`].
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The columns.
    #[must_use]
    pub fn columns(&self) -> Columns {
        let named = |given: &Option<String>, default: String| given.clone().unwrap_or(default);
        let Columns { account, day, score } = Columns::default();
        Columns {
            account: named(&self.account, account),
            day: named(&self.day, day),
            score: named(&self.score, score),
        }
    }

    /// The settings; `out_of_range` with the place.
    pub fn trending(&self) -> Result<Trending> {
        let mut trending = Trending::default();
        if let Some(days) = self.window_days {
            trending = trending.window_days(days)?;
        }
        if let Some(points) = self.tolerance {
            trending = trending.tolerance(points)?;
        }
        if let Some(readings) = self.min_points {
            trending = trending.min_points(readings)?;
        }
        Ok(trending)
    }

    /// The trend of the readings that the request holds. Errors: as [`Trending::of`].
    pub fn trend(&self, as_of: NaiveDate) -> Result<Trend> {
        self.trending()?.of(self.readings.as_deref().unwrap_or(&[]), as_of)
    }
}
