//! Manual overrides of a portfolio: scores as columns, and what became of the overrides.

use std::num::NonZeroUsize;

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
    (as_of, invalid, threads): (NaiveDate, Invalid, NonZeroUsize),
    overrides: &Overrides,
    wanted: &[ScoreColumn],
) -> Result<(Columns, OverrideReport)> {
    let frame = Frame::import(table)?;
    let names: Vec<&str> = card.facts().chain([account]).collect();
    let mut overriding = Overriding::new(card, overrides, as_of)?;
    let mut batches = Vec::new();
    frame.blocks(py, threads, &names, |table, workers| {
        let mut scored = card.score_columns_with(table, as_of, invalid, wanted, workers)?;
        let given = (scored.score.clone(), scored.band.clone());
        let used = overriding.apply(table, account, &mut scored)?;
        batches.push(RecordBatch::from(overridden(card, overrides, scored, wanted, given, &used)?));
        Ok(())
    })?;
    Ok((Columns::of(batches), overriding.report()))
}
