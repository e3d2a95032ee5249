//! What each indicator brought and lost, in two columns of its own.

use arrow_array::StructArray;
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::workers::Workers;
use cs_core::health::explained::Explained;
use cs_core::health::explainer::Explainer;
use cs_core::health::scorecard::Scorecard;
use cs_wide::shelf;

use super::sheet::{self, Sheet};
use crate::output;

/// One row for each account: `<indicator>_points` and `<indicator>_lost`, in the order of the card.
pub struct Wide<'c> {
    card: &'c Scorecard,
    columns: Vec<[Vec<f64>; 2]>,
    rows: usize,
    done: usize,
}

/// The rows of a piece, points and points lost of every indicator.
struct Rows<'s>(Vec<[&'s mut [f64]; 2]>);

impl Sheet for Rows<'_> {
    fn cut(self, rows: usize) -> (Self, Self) {
        let cut = |[points, lost]: [_; 2]| {
            let ((points, points_rest), (lost, lost_rest)) =
                (sheet::cut(points, rows), sheet::cut(lost, rows));
            ([points, lost], [points_rest, lost_rest])
        };
        let (own, rest) = self.0.into_iter().map(cut).unzip();
        (Self(own), Self(rest))
    }

    fn write(&mut self, at: usize, tile: &Explained) {
        for ([points, lost], part) in self.0.iter_mut().zip(tile.parts()) {
            for (to, values) in [(points, part.points), (lost, part.lost)] {
                if let Some(to) = to.get_mut(at..at.saturating_add(values.len())) {
                    to.copy_from_slice(values);
                }
            }
        }
    }
}

impl<'c> Wide<'c> {
    /// Memory for so many rows, all of which are to be explained.
    #[must_use]
    pub fn new(card: &'c Scorecard, rows: usize) -> Self {
        let column = || shelf::room(rows);
        let columns = card.indicators().iter().map(|_| [column(), column()]).collect();
        Self { card, columns, rows, done: 0 }
    }

    /// Explains the next rows, those of a table that the card has found its facts in, by these workers.
    ///
    /// Errors: as [`Scorecard::score_table`], and that of whoever is asked.
    pub fn explain(&mut self, explainer: &Explainer<'_>, workers: &Workers<'_>) -> Result<()> {
        let done = self.done;
        let rest =
            self.columns.iter_mut().map(|columns| columns.each_mut().map(|all| sheet::cut(all, done).1));
        let rows = Rows(rest.collect());
        sheet::fill(explainer, rows, workers)?;
        self.done = done.saturating_add(explainer.rows());
        Ok(())
    }

    /// The columns.
    ///
    /// Errors: `internal` only.
    pub fn finish(self) -> Result<StructArray> {
        if self.done != self.rows {
            return Err(Error::new(ErrorCode::Internal, "not every row was explained").with_value(self.done));
        }
        let named =
            self.card.indicators().iter().zip(self.columns).flat_map(|(indicator, [points, lost])| {
                [("points", points), ("lost", lost)]
                    .map(|(what, numbers)| (format!("{}_{what}", indicator.name()), output::numbers(numbers)))
            });
        output::table(self.rows, named)
    }
}
