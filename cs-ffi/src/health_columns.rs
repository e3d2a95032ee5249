//! Explanations as columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Int64Array, StringArray, StructArray};
use cs_arrow::output;
use cs_core::error::Result;
use cs_core::fact::facts::Fact;
use cs_core::health::explain::{Contribution, Status};
use cs_core::health::scorecard::Scorecard;
use cs_core::value::day;

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
            ("indicator", output::categories(&names, indicator)?),
            ("raw", raw),
            ("score", floats(|part| part.score.unwrap_or(f64::NAN))),
            ("weight", floats(|part| part.weight)),
            ("points", floats(|part| part.points)),
            ("attainable", floats(|part| part.attainable)),
            ("lost", floats(|part| part.lost)),
            ("status", output::categories(&statuses, status)?),
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
