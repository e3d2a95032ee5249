//! Explanations of many accounts, row by row.

use chrono::NaiveDate;

use super::explain::{Account, Contribution, contributions};
use crate::error::Result;
use crate::fact::column::TILE;
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::health::scorecard::Scorecard;

impl Scorecard {
    /// Explains every row: `sink` receives the row and its contributions, row by row.
    ///
    /// Errors: as [`score_table`](Self::score_table).
    pub fn explain_table(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        mut sink: impl FnMut(usize, Vec<Contribution>),
    ) -> Result<()> {
        let bound = self.bind(table, as_of, invalid)?;
        let mut leaves = bound.leaf_tiles();
        let rows = table.rows();
        for start in (0..rows).step_by(TILE) {
            let count = rows.saturating_sub(start).min(TILE);
            let tile = bound.tile(start, count, Some(&mut leaves))?;
            for lane in 0..count {
                let row = start.saturating_add(lane);
                let fact = |name: &str| table.column(name).ok().and_then(|column| column.fact(row));
                let account = Account { tiles: &leaves, lane, neutral: tile.capped >> lane & 1 == 1 };
                sink(row, contributions(self, account, fact).0);
            }
        }
        Ok(())
    }
}
