//! Scores and explanations as columns.

use std::mem::take;
use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, StringArray, StructArray};
use cs_arrow::output;
use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::facts::Fact;
use cs_core::health::band::{UNKNOWN, UNKNOWN_NAME};
use cs_core::health::explain::{Contribution, Status};
use cs_core::health::manual::{Override, Overrides};
use cs_core::health::score_column::ScoreColumn;
use cs_core::health::scorecard::Scorecard;
use cs_core::health::table::Scored;
use cs_core::value::day;

/// One row for each account, in the columns that are wanted.
pub(crate) fn wanted(card: &Scorecard, mut scored: Scored, wanted: &[ScoreColumn]) -> Result<StructArray> {
    let rows = scored.score.len();
    let counts = |counts: &[u32]| output::counts(counts.iter().copied().map(u64::from));
    let mut array = |column: &ScoreColumn| match column {
        ScoreColumn::Score => Ok(output::floats(take(&mut scored.score))),
        ScoreColumn::Band => bands(card, &scored.band),
        ScoreColumn::Coverage => Ok(output::floats(take(&mut scored.coverage))),
        ScoreColumn::Low => Ok(output::floats(take(&mut scored.low))),
        ScoreColumn::High => Ok(output::floats(take(&mut scored.high))),
        ScoreColumn::Missing => Ok(counts(&scored.missing)),
        ScoreColumn::Errored => Ok(counts(&scored.errored)),
        ScoreColumn::Shown => Ok(output::floats(take(&mut scored.shown))),
        _ => Err(Error::new(ErrorCode::Internal, "a column of scores is not exported")),
    };
    let columns = wanted.iter().map(|column| Ok((column.name(), array(column)?)));
    output::table(rows, columns.collect::<Result<Vec<_>>>()?)
}

/// One row for each account.
pub(crate) fn scores(card: &Scorecard, scored: Scored) -> Result<StructArray> {
    output::table(scored.score.len(), columns(card, scored)?)
}

fn columns(card: &Scorecard, scored: Scored) -> Result<[(&'static str, ArrayRef); 5]> {
    Ok([
        ("health_score", output::floats(scored.score)),
        ("health_band", bands(card, &scored.band)?),
        ("health_coverage", output::floats(scored.coverage)),
        ("health_low", output::floats(scored.low)),
        ("health_high", output::floats(scored.high)),
    ])
}

fn bands(card: &Scorecard, ranks: &[u8]) -> Result<ArrayRef> {
    let mut names: Vec<&str> = card.bands().iter().map(|band| band.name()).collect();
    let unknown = names.len();
    names.push(UNKNOWN_NAME);
    let place = |rank: &u8| Some(if *rank == UNKNOWN { unknown } else { usize::from(*rank) });
    output::labels(&names, ranks.iter().map(place))
}

/// The same with overrides: what the card gave, and of each override that was used the reason and who gave it.
pub(crate) fn overridden(
    card: &Scorecard,
    overrides: &Overrides,
    scored: Scored,
    (card_score, card_band): (Vec<f64>, Vec<u8>),
    used: &[Option<usize>],
) -> Result<StructArray> {
    let said = |say: fn(&Override) -> &str| {
        let texts: Vec<&str> = overrides.iter().map(say).collect();
        output::labels(&texts, used.iter().copied())
    };
    let more = [
        ("health_card_score", output::floats(card_score)),
        ("health_card_band", bands(card, &card_band)?),
        ("health_override", said(Override::reason)?),
        ("health_override_by", said(Override::by)?),
    ];
    output::table(used.len(), columns(card, scored)?.into_iter().chain(more))
}

/// One row for each account and indicator.
pub(crate) fn explanation(card: &Scorecard, rows: Vec<(usize, Contribution)>) -> Result<StructArray> {
    let names: Vec<&str> = card.indicators().iter().map(|indicator| indicator.name()).collect();
    let statuses = Status::ALL.map(Status::as_str);
    let floats =
        |part: fn(&Contribution) -> f64| output::floats(rows.iter().map(|(_, row)| part(row)).collect());
    let row: ArrayRef =
        Arc::new(rows.iter().map(|(row, _)| i64::try_from(*row).ok()).collect::<Int64Array>());
    let raw: ArrayRef = Arc::new(rows.iter().map(|(_, part)| shown(&part.raw)).collect::<StringArray>());
    let indicator = rows.iter().map(|(_, part)| names.iter().position(|name| *name == part.indicator));
    let status = rows.iter().map(|(_, part)| Status::ALL.iter().position(|status| *status == part.status));
    output::table(
        rows.len(),
        [
            ("row", row),
            ("indicator", output::labels(&names, indicator)?),
            ("raw", raw),
            ("score", floats(|part| part.score.unwrap_or(f64::NAN))),
            ("weight", floats(|part| part.weight)),
            ("points", floats(|part| part.points)),
            ("attainable", floats(|part| part.attainable)),
            ("lost", floats(|part| part.lost)),
            ("status", output::labels(&statuses, status)?),
        ],
    )
}

fn shown(raw: &Fact) -> Option<String> {
    match raw {
        Fact::Number(number) => Some(number.to_string()),
        Fact::Flag(flag) => Some(flag.to_string()),
        Fact::Day(number) => day::from_number(*number).ok().map(|day| day.to_string()),
        Fact::Text(text) => Some(text.clone()),
        _ => None,
    }
}
