//! Manual overrides of a portfolio: scores as columns, and what became of the overrides.

use arrow_array::RecordBatch;
use chrono::NaiveDate;
use cs_arrow::health::overridden;
use cs_core::{
    fact::input::Invalid,
    health::{
        manual::Overrides,
        manual_table::{OverrideReport, Overriding},
        score_column::ScoreColumn,
        scorecard::Scorecard,
    },
};
use pyo3::prelude::*;

use crate::{columns::Columns, error::Result, frame::Frame};

/// Scores a table's rows with overrides by account.
pub(crate) fn score(
    py: Python<'_>,
    card: &Scorecard,
    (table, account): (&Bound<'_, PyAny>, &str),
    (as_of, invalid): (NaiveDate, Invalid),
    overrides: &Overrides,
    wanted: &[ScoreColumn],
) -> Result<(Columns, OverrideReport)> {
    let frame = Frame::import(table)?;
    let names: Vec<&str> = card.facts().chain([account]).collect();
    let mut overriding = Overriding::new(card, overrides, as_of)?;
    let parts = py.detach(|| {
        frame.each(&names, |table| {
            let mut scored = card.score_columns(table, as_of, invalid, wanted)?;
            let given = (scored.score.clone(), scored.band.clone());
            let used = overriding.apply(table, account, &mut scored)?;
            Ok((scored, given, used))
        })
    })?;
    let batches = parts.into_iter().map(|(scored, given, used)| {
        Ok(RecordBatch::from(overridden(card, overrides, scored, wanted, given, &used)?))
    });
    Ok((Columns::of(batches.collect::<Result<_>>()?), overriding.report()))
}
