//! Trends as columns.

use std::sync::Arc;

use arrow_array::{ArrayRef, Date32Array, StructArray};
use cs_core::error::Result;
use cs_core::health::trend::{Direction, Trend};
use cs_core::health::trend_table::Trends;
use cs_core::value::day;

use crate::output;

/// One row for each account: `row` (its first row in the history), `trend`, `slope`, `points`, `span_days`, `last_on`,
/// `last_score`, `change`.
///
/// Errors: `internal` only.
pub fn columns(trends: &Trends) -> Result<StructArray> {
    let all = &trends.trend;
    let floats = |part: fn(&Trend) -> Option<f64>| {
        output::floats(all.iter().map(|one| part(one).unwrap_or(f64::NAN)).collect())
    };
    let counts = |part: fn(&Trend) -> u64| output::counts(all.iter().map(part));
    let names = Direction::ALL.map(Direction::as_str);
    let direction = all.iter().map(|one| Direction::ALL.iter().position(|known| *known == one.direction));
    let last_on: Date32Array = all.iter().map(|one| one.last_on.map(day::to_number)).collect();
    output::table(
        all.len(),
        [
            ("row", output::rows(trends.row.iter().copied())),
            ("trend", output::categories(&names, direction)?),
            ("slope", floats(|one| one.slope)),
            ("points", counts(|one| one.points)),
            ("span_days", counts(|one| one.span_days)),
            ("last_on", Arc::new(last_on) as ArrayRef),
            ("last_score", floats(|one| one.last_score)),
            ("change", floats(|one| one.change)),
        ],
    )
}
