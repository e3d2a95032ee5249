//! Scores of a set as columns.

use arrow_array::{ArrayRef, StructArray};
use cs_arrow::output;
use cs_core::error::Result;
use cs_core::health::card_choice::SetScored;
use cs_core::health::card_set::ScorecardSet;

/// One row for each account, seven columns for each score.
pub(crate) fn scores(set: &ScorecardSet, rows: usize, scored: Vec<SetScored>) -> Result<StructArray> {
    let cards: Vec<&str> = set.cards().iter().map(|card| card.name()).collect();
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for one in scored {
        let bands: Vec<&str> = one.bands.iter().map(String::as_str).collect();
        let reasons: Vec<&str> = one.reasons.iter().map(String::as_str).collect();
        for (what, column) in [
            ("score", output::floats(one.score)),
            ("band", output::categories(&bands, one.band.iter().map(|at| Some(usize::from(*at))))?),
            ("coverage", output::floats(one.coverage)),
            ("low", output::floats(one.low)),
            ("high", output::floats(one.high)),
            ("card", output::labels(&cards, one.card.iter().copied())?),
            ("reason", output::labels(&reasons, one.rule.iter().copied())?),
        ] {
            columns.push((format!("{}_{what}", one.name), column));
        }
    }
    output::table(rows, columns)
}
