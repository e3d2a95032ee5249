//! Manual overrides of a portfolio: scores as columns, and what became of the overrides.

use arrow_array::{ArrayRef, RecordBatch};
use chrono::NaiveDate;
use cs_arrow::output;
use cs_core::{
    fact::input::Invalid,
    health::{
        manual::{Override, Overrides},
        manual_table::{OverrideReport, Overriding},
        scorecard::Scorecard,
        table::Scored,
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
) -> Result<(Columns, OverrideReport)> {
    let frame = Frame::import(table)?;
    let names: Vec<&str> = card.facts().chain([account]).collect();
    let mut overriding = Overriding::new(card, overrides, as_of)?;
    let parts = py.detach(|| {
        frame.each(&names, |table| {
            let mut scored = card.score_table_with(table, as_of, invalid)?;
            let given = (scored.score.clone(), scored.band.clone());
            let used = overriding.apply(table, account, &mut scored.score, &mut scored.band)?;
            Ok((scored, given, used))
        })
    })?;
    let batches =
        parts.into_iter().map(|(scored, given, used)| columns(card, overrides, scored, given, &used));
    Ok((Columns::of(batches.collect::<Result<_>>()?), overriding.report()))
}

fn columns(
    card: &Scorecard,
    overrides: &Overrides,
    scored: Scored,
    (card_score, card_band): (Vec<f64>, Vec<u8>),
    used: &[Option<usize>],
) -> Result<RecordBatch> {
    let said = |say: fn(&Override) -> &str| {
        let texts: Vec<&str> = overrides.iter().map(say).collect();
        output::labels(&texts, used.iter().copied())
    };
    let columns: [(&str, ArrayRef); 9] = [
        ("health_score", output::floats(scored.score)),
        ("health_band", bands(card, &scored.band)?),
        ("health_coverage", output::floats(scored.coverage)),
        ("health_low", output::floats(scored.low)),
        ("health_high", output::floats(scored.high)),
        ("health_card_score", output::floats(card_score)),
        ("health_card_band", bands(card, &card_band)?),
        ("health_override", said(Override::reason)?),
        ("health_override_by", said(Override::by)?),
    ];
    Ok(RecordBatch::from(output::table(used.len(), columns)?))
}

/// Bands by rank, the unknown one last.
pub(crate) fn bands(card: &Scorecard, ranks: &[u8]) -> Result<ArrayRef> {
    let known = card.bands().iter().count();
    let names: Vec<&str> =
        card.bands().iter().map(|band| band.name()).chain([card.bands().name(u8::MAX)]).collect();
    Ok(output::labels(&names, ranks.iter().map(|rank| Some(usize::from(*rank).min(known))))?)
}
