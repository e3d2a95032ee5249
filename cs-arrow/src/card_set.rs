//! Scores of a set of cards as columns.

use std::mem::take;

use arrow_array::{ArrayRef, StructArray};
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::health::card_choice::SetScored;
use cs_core::health::card_column::{SetColumn, SetField};
use cs_core::health::card_set::ScorecardSet;
use cs_core::health::score_column::ScoreColumn;

use crate::output;

/// One row for each account, in the columns that are wanted and that were asked for when the rows were scored.
///
/// Errors: `internal` only.
pub fn scores(
    set: &ScorecardSet,
    rows: usize,
    mut scored: Vec<SetScored>,
    wanted: &[SetColumn],
) -> Result<StructArray> {
    let mut columns: Vec<(String, ArrayRef)> = Vec::with_capacity(wanted.len());
    for column in wanted {
        let unknown =
            || Error::new(ErrorCode::Internal, "a score is not exported").with_value(column.score());
        let one = scored.iter_mut().find(|one| one.name == column.score()).ok_or_else(unknown)?;
        columns.push((column.name(), array(set, one, column.field())?));
    }
    output::table(rows, columns)
}

fn array(set: &ScorecardSet, one: &mut SetScored, field: SetField) -> Result<ArrayRef> {
    let floats = |column: &mut Vec<f64>| Ok(output::floats(take(column)));
    let counts = |column: &[u32]| Ok(output::counts(column.iter().copied().map(u64::from)));
    match field {
        SetField::Given(ScoreColumn::Score) => floats(&mut one.score),
        SetField::Given(ScoreColumn::Band) => {
            let bands: Vec<&str> = one.bands.iter().map(String::as_str).collect();
            output::categories(&bands, one.band.iter().map(|at| Some(usize::from(*at))))
        }
        SetField::Given(ScoreColumn::BandRank) => Ok(output::ranks(take(&mut one.band_rank))),
        SetField::Given(ScoreColumn::Coverage) => floats(&mut one.coverage),
        SetField::Given(ScoreColumn::Low) => floats(&mut one.low),
        SetField::Given(ScoreColumn::High) => floats(&mut one.high),
        SetField::Given(ScoreColumn::Missing) => counts(&one.missing),
        SetField::Given(ScoreColumn::Errored) => counts(&one.errored),
        SetField::Given(ScoreColumn::Shown) => floats(&mut one.shown),
        SetField::Card => {
            let cards: Vec<&str> = set.cards().iter().map(|card| card.name()).collect();
            output::labels(&cards, one.card.iter().copied())
        }
        SetField::Reason => {
            let reasons: Vec<&str> = one.reasons.iter().map(String::as_str).collect();
            output::labels(&reasons, one.rule.iter().copied())
        }
        _ => Err(Error::new(ErrorCode::Internal, "a column of scores is not exported")),
    }
}
