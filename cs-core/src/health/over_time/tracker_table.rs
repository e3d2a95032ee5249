//! Tracked bands of many accounts: this reading and the table of the last one in, the next one out.

use chrono::NaiveDate;
use serde::Deserialize;

use super::tracker::{BandTracker, State};
use crate::error::Result;
use crate::fact::column::Column;
use crate::fact::key;
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::health::band::{UNKNOWN, UNKNOWN_NAME};
use crate::value::{day, document};

/// Names of the columns that hold states.
pub const STATE: [&str; 4] = ["tracked_band", "tracked_held", "tracked_since", "tracked_on"];

/// Which columns are read. As a document it is an object of these; what is left out has its default.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields, expecting = "an object of names")]
pub struct Columns {
    /// The column that names the account, here and in the table of the last reading.
    pub account: String,
    /// The column of scores.
    pub score: String,
}

impl Default for Columns {
    fn default() -> Self {
        Self { account: "account".to_owned(), score: "health_score".to_owned() }
    }
}

impl Columns {
    /// Reads the document.
    ///
    /// Errors: those of [`document::read`].
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The columns that are read of the table of the last reading.
    #[must_use]
    pub fn state(&self) -> [&str; 5] {
        let [band, held, since, on] = STATE;
        [&self.account, band, held, since, on]
    }
}

/// States of a table's rows, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct States {
    /// Rank of the band; 255 where it is unknown.
    pub band: Vec<u8>,
    /// Rank of the band that is held; 255 for none.
    pub held: Vec<u8>,
    /// Days since 1970-01-01: when the account came into its band.
    pub since: Vec<i32>,
    /// The day of this reading.
    pub on: i32,
}

/// The last reading: its accounts in order, and its columns.
struct Before<'t, 'a> {
    keys: Vec<(key::Key<'a>, usize)>,
    columns: [&'t Column<'a>; 4],
}

impl<'t, 'a> Before<'t, 'a> {
    fn new(table: &'t Table<'a>, account: &str) -> Result<Self> {
        let [band, held, since, on] = STATE.map(|name| table.column(name));
        Ok(Self {
            keys: key::unique(table.column(account)?, table.rows())?,
            columns: [band?, held?, since?, on?],
        })
    }

    /// The state of an account; none where the last reading has none.
    fn state(&self, tracker: &BandTracker, account: key::Key<'_>) -> Result<Option<State>> {
        let Some((_, row)) = key::place(&self.keys, account).and_then(|at| self.keys.get(at)) else {
            return Ok(None);
        };
        let [band, held, since, on] = self.columns;
        let read_day = |column: &Column<'_>| -> Result<Option<i32>> {
            let mut days = [0.0];
            column.days(*row, &mut days)?;
            let [number] = days;
            #[expect(clippy::cast_possible_truncation, reason = "a day was read from 32 bits")]
            Ok((!number.is_nan()).then_some(number as i32))
        };
        let Some(as_of) = read_day(on)? else { return Ok(None) };
        let rank = |column: &Column<'_>| match column.text(*row)? {
            None | Some(UNKNOWN_NAME) => Ok(UNKNOWN),
            Some(name) => tracker.rank(name).map_err(|error| error.in_column(column.name()).at_row(*row)),
        };
        let first = read_day(since)?.unwrap_or(as_of);
        let state = State { band: rank(band)?, held: rank(held)?, since: first, as_of };
        state.checked().map(Some).map_err(|error| {
            let error = error.at_row(*row);
            match (held.text(*row), day::from_number(first)) {
                (Ok(Some(text)), _) if error.path() == Some("held") => {
                    error.in_column(held.name()).with_said_value(format!("{text:?}"))
                }
                (_, Ok(day)) if error.path() == Some("since") => {
                    error.in_column(since.name()).with_said_value(day)
                }
                _ => error.in_column(on.name()),
            }
        })
    }
}

impl BandTracker {
    /// The states of a table's rows after this reading. `previous` is the table of the last one, with the columns
    /// [`STATE`]; accounts that are not in it begin anew. One account at a time gives the same.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `duplicate_account`, `non_finite`, `out_of_range` (a score outside 0 to 100),
    /// `invalid_argument` (a band that the tracker does not have), `invalid_date`, `inconsistent`; what is wrong in the
    /// table of the last reading lies under `previous`.
    pub fn table(
        &self,
        table: &Table<'_>,
        previous: Option<&Table<'_>>,
        columns: &Columns,
        as_of: NaiveDate,
    ) -> Result<States> {
        let rows = table.rows();
        let scores = table.column(&columns.score)?;
        if !scores.is_number() {
            return Err(scores.mismatch("number"));
        }
        let named = match previous {
            None => None,
            Some(previous) => {
                let before =
                    Before::new(previous, &columns.account).map_err(|error| error.under("previous"))?;
                let account = table.column(&columns.account)?;
                key::unique(account, rows)?;
                Some((before, account))
            }
        };
        let on = day::to_number(as_of);
        let mut states = States { on, ..States::default() };
        let mut tile = [0.0; TILE];
        for start in (0..rows).step_by(TILE) {
            let values = tile.get_mut(..rows.saturating_sub(start).min(TILE)).unwrap_or(&mut []);
            scores.numbers(start, values)?;
            for (lane, score) in values.iter().enumerate() {
                let row = start.saturating_add(lane);
                let state = match &named {
                    None => None,
                    Some((before, account)) => {
                        let key = account.key(row)?;
                        let state = key.map(|key| before.state(self, key)).transpose();
                        state.map_err(|error| error.under("previous"))?.flatten()
                    }
                };
                let next = self.next(state, *score, on).map_err(|error| {
                    let error = if error.path().is_none() { error.in_column(scores.name()) } else { error };
                    error.at_row(row)
                })?;
                states.band.push(next.band);
                states.held.push(next.held);
                states.since.push(next.since);
            }
        }
        Ok(states)
    }
}
