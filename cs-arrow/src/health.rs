//! Scores as columns.

use std::mem::take;

use arrow_array::{ArrayRef, StructArray};
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::health::band::Band;
use cs_core::health::manual::{Override, Overrides};
use cs_core::health::score_column::ScoreColumn;
use cs_core::health::scorecard::Scorecard;
use cs_core::health::table::Scored;

use crate::output;

/// One row for each account, in the columns that are wanted.
///
/// Errors: `internal` only.
pub fn scores(card: &Scorecard, scored: Scored, wanted: &[ScoreColumn]) -> Result<StructArray> {
    let rows = scored.score.len();
    output::table(rows, columns(card, scored, wanted)?)
}

/// The columns of scores with overrides that are wanted, and behind them what the card gave (`health_card_score`,
/// `health_card_band`), and of each override that was used the reason and who gave it.
///
/// Errors: `internal` only.
pub fn overridden(
    card: &Scorecard,
    overrides: &Overrides,
    scored: Scored,
    wanted: &[ScoreColumn],
    (card_score, card_band): (Vec<f64>, Vec<u8>),
    used: &[Option<usize>],
) -> Result<StructArray> {
    let said = |say: fn(&Override) -> &str| {
        let texts: Vec<&str> = overrides.iter().map(say).collect();
        output::labels(&texts, used.iter().copied())
    };
    let more = [
        ("health_card_score", output::floats(card_score)),
        ("health_card_band", bands(card, card_band)?),
        ("health_override", said(Override::reason)?),
        ("health_override_by", said(Override::by)?),
    ];
    output::table(used.len(), columns(card, scored, wanted)?.into_iter().chain(more))
}

fn columns(
    card: &Scorecard,
    scored: Scored,
    wanted: &[ScoreColumn],
) -> Result<Vec<(&'static str, ArrayRef)>> {
    let mut scored = scored;
    let mut array = |column: &ScoreColumn| match column {
        ScoreColumn::Score => Ok(floats(&mut scored.score)),
        ScoreColumn::Band => bands(card, given(&mut scored.band, wanted.contains(&ScoreColumn::BandRank))),
        ScoreColumn::BandRank => {
            Ok(output::ranks(given(&mut scored.band, wanted.contains(&ScoreColumn::Band))))
        }
        ScoreColumn::Coverage => Ok(floats(&mut scored.coverage)),
        ScoreColumn::Low => Ok(floats(&mut scored.low)),
        ScoreColumn::High => Ok(floats(&mut scored.high)),
        ScoreColumn::Missing => Ok(counts(&scored.missing)),
        ScoreColumn::Errored => Ok(counts(&scored.errored)),
        ScoreColumn::Shown => Ok(floats(&mut scored.shown)),
        _ => Err(Error::new(ErrorCode::Internal, "a column of scores is not exported")),
    };
    wanted.iter().map(|column| Ok((column.name(), array(column)?))).collect()
}

fn floats(column: &mut Vec<f64>) -> ArrayRef {
    output::floats(take(column))
}

/// The ranks of bands; a copy where another column is made of them too.
fn given(ranks: &mut Vec<u8>, twice: bool) -> Vec<u8> {
    if twice { ranks.clone() } else { take(ranks) }
}

fn counts(column: &[u32]) -> ArrayRef {
    output::counts(column.iter().copied().map(u64::from))
}

fn bands(card: &Scorecard, ranks: Vec<u8>) -> Result<ArrayRef> {
    output::bands(card.bands().iter().map(Band::name), ranks)
}
