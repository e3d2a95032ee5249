//! Explanations of many accounts.

use std::ops::Range;

use chrono::NaiveDate;

use super::explain::{Contribution, GroupScore, contributions, groups};
use super::explained::Explained;
use super::share_tile::{self, Node};
use crate::error::Result;
use crate::fact::column::Column;
use crate::fact::facts::Fact;
use crate::fact::input::{Input, Invalid};
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::health::bound::{BoundCard, HealthTile};
use crate::health::combine::{Group, Part};
use crate::health::leaf::LeafTile;
use crate::health::mean::Run;
use crate::health::scorecard::Scorecard;

/// A card that has found its facts in a table and explains any of its rows. It may be shared between threads.
///
/// ```
/// use cs_core::prelude::*;
///
/// let card = Scorecard::builder("logins").indicator(Indicator::of("logins", fact("logins_30d")).scale(linear(0.0, 20.0))).build()?;
/// let logins = [14.0, f64::NAN];
/// let table = Table::new(2).with("logins_30d", Values::Float(&logins), None)?;
/// let explainer = card.explainer(&table, NaiveDate::from_ymd_opt(2026, 10, 31).unwrap(), Invalid::Error)?;
/// let mut points: Vec<f64> = Vec::new();
/// explainer.tiles(0..2, |tile| points.extend(tile.parts().flat_map(|part| part.points)))?;
/// assert_eq!(points, [70.0, 0.0]);
/// # Ok::<(), Error>(())
/// ```
pub struct Explainer<'t> {
    card: BoundCard<'t>,
    table: &'t Table<'t>,
    invalid: Invalid,
    nodes: Vec<Node<'t>>,
    substitutes: Vec<f64>,
}

impl Scorecard {
    /// Finds the facts in a table, in order to explain its rows.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `not_fitted`.
    pub fn explainer<'t>(
        &'t self,
        table: &'t Table<'t>,
        as_of: NaiveDate,
        invalid: Invalid,
    ) -> Result<Explainer<'t>> {
        let mut substitutes = vec![f64::NAN; self.indicators().len()];
        substitute(self, &self.total, &mut substitutes);
        let card = self.bind(table, as_of, invalid)?;
        Ok(Explainer { card, table, invalid, nodes: share_tile::nodes(&self.total), substitutes })
    }

    /// Explains every row: `sink` receives the row and its contributions, row by row. Where speed counts,
    /// [`explainer`](Self::explainer) hands over columns instead.
    ///
    /// Errors: as [`score_table`](Self::score_table).
    pub fn explain_table(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        mut sink: impl FnMut(usize, Vec<Contribution>),
    ) -> Result<()> {
        let explainer = self.explainer(table, as_of, invalid)?;
        explainer.tiles(0..table.rows(), |tile| {
            for lane in 0..tile.rows() {
                let row = tile.start().saturating_add(lane);
                let fact = |name: &str| table.column(name).ok().and_then(|column| column.fact(row));
                sink(row, contributions(self, tile, lane, fact));
            }
        })
    }
}

/// The score that each missing indicator counts as.
fn substitute(card: &Scorecard, group: &Group, substitutes: &mut [f64]) {
    for part in &group.parts {
        match part {
            Part::Group(inner) => substitute(card, inner, substitutes),
            Part::Leaf(leaf) => {
                if let (Some(to), Some(score)) =
                    (substitutes.get_mut(leaf.indicator), card.substitute(leaf.missing))
                {
                    *to = score;
                }
            }
        }
    }
}

impl Explainer<'_> {
    /// Rows of the table.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.table.rows()
    }

    /// Explains the rows from one to before another, up to 64 at a time, in their order.
    ///
    /// Errors: as [`Scorecard::score_table`]. The tiles before the one with the error have been handed over.
    pub fn tiles(&self, rows: Range<usize>, mut sink: impl FnMut(&Explained)) -> Result<()> {
        let mut explained = self.memory();
        let mut tile = HealthTile::empty();
        let rows = rows.start..rows.end.min(self.table.rows());
        for start in rows.clone().step_by(TILE) {
            let count = rows.end.saturating_sub(start).min(TILE);
            self.tile((start, count, false), &mut explained, &mut tile)?;
            sink(&explained);
        }
        Ok(())
    }

    fn memory(&self) -> Explained {
        Explained::new(self.substitutes.len(), self.nodes.len(), self.card.card.share())
    }

    /// Explains the first row, and scores it with its bounds.
    pub(in crate::health) fn first(&self) -> Result<(Explained, HealthTile)> {
        let mut explained = self.memory();
        let mut tile = HealthTile::empty();
        self.tile((0, 1, true), &mut explained, &mut tile)?;
        Ok((explained, tile))
    }

    /// The groups of one of the accounts, whose contributions are known.
    pub(in crate::health) fn groups(
        &self,
        explained: &Explained,
        lane: usize,
        parts: &[Contribution],
    ) -> Vec<GroupScore> {
        groups(&self.nodes, explained, lane, parts)
    }

    /// Explains the rows of one tile, and scores them on the way.
    fn tile(
        &self,
        (start, rows, bounds): (usize, usize, bool),
        explained: &mut Explained,
        tile: &mut HealthTile,
    ) -> Result<()> {
        let run = Run { width: self.card.width, rows, bounds, coverage: bounds };
        let leaves = explained.begin(start, rows);
        let whole = bounds || self.card.decides_beyond_indicators();
        // Of several errors in a tile, scoring says which one counts.
        if whole || self.card.leaves_into(start, run, leaves).is_err() {
            self.card.tile_into(start, run, Some(&mut *leaves), tile)?;
        }
        if self.invalid == Invalid::Missing {
            self.show_infinite(start, rows, leaves);
        }
        explained.finish(run.width, &self.nodes, &self.substitutes, tile.capped);
        Ok(())
    }

    /// An infinite number counts as missing and is shown as what it is.
    fn show_infinite(&self, start: usize, rows: usize, leaves: &mut [LeafTile]) {
        for (leaf, indicator) in leaves.iter_mut().zip(self.card.card.indicators()) {
            let Input::Fact(name) = &indicator.input else { continue };
            let Some(column) = self.table.column(name).ok().filter(|column| column.is_number()) else {
                continue;
            };
            for (row, raw) in (start..).zip(leaf.raw.iter_mut().take(rows)).filter(|(_, raw)| raw.is_nan()) {
                if let Some(Fact::Number(number)) = column.fact(row) {
                    *raw = number;
                }
            }
        }
    }

    /// The column of texts that the indicator at this place reads; none where it reads numbers.
    #[must_use]
    pub fn texts(&self, indicator: usize) -> Option<&Column<'_>> {
        let Input::Fact(name) = &self.card.card.indicators().get(indicator)?.input else { return None };
        self.table.column(name).ok().filter(|column| column.is_text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::table::Values;
    use crate::health::explain::Status;

    #[test]
    fn an_infinite_number_that_counts_as_missing_is_shown() {
        let text = r#"{"kind": "scorecard", "version": 1, "name": "x", "min_coverage": 0,
            "indicators": [{"name": "x", "input": "x", "scale": {"linear": {"from": 0, "to": 10}}}]}"#;
        let card = Scorecard::from_json(text).unwrap();
        let values = [5.0, f64::NEG_INFINITY, f64::NAN];
        let table = Table::new(3).with("x", Values::Float(&values), None).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
        let (mut shown, mut in_columns) = (Vec::new(), Vec::new());
        card.explain_table(&table, day, Invalid::Missing, |row, parts| {
            shown.push((row, parts[0].raw.clone(), parts[0].status));
        })
        .unwrap();
        assert_eq!(shown[0], (0, Fact::Number(5.0), Status::Scored));
        assert_eq!(shown[1], (1, Fact::Number(f64::NEG_INFINITY), Status::Errored));
        assert_eq!((shown[2].0, shown[2].2), (2, Status::Missing));
        let explainer = card.explainer(&table, day, Invalid::Missing).unwrap();
        explainer
            .tiles(0..3, |tile| tile.parts().for_each(|part| in_columns.extend_from_slice(&part.raw[..3])))
            .unwrap();
        assert_eq!(in_columns[..2], values[..2]);
        assert!(in_columns[2].is_nan());
        assert!(card.explain_table(&table, day, Invalid::Error, |_, _| ()).is_err());
    }
}
