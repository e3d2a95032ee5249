//! Retention curves as columns.

use arrow_array::StructArray;
use cs_core::error::Result;
use cs_core::retention::kaplan_meier::{Curve, Point};

use crate::output;

/// One row for each time: `time`, `at_risk`, `events`, `censored`, `survival`, `standard_error`, `lower`, `upper`.
///
/// Errors: `internal` only.
pub fn columns(curve: &Curve) -> Result<StructArray> {
    let all = &curve.points;
    let numbers = |part: fn(&Point) -> f64| output::numbers(all.iter().map(part).collect());
    let floats = |part: fn(&Point) -> Option<f64>| {
        output::floats(all.iter().map(|one| part(one).unwrap_or(f64::NAN)).collect())
    };
    let counts = |part: fn(&Point) -> u64| output::counts(all.iter().map(part));
    output::table(
        all.len(),
        [
            ("time", numbers(|one| one.time)),
            ("at_risk", counts(|one| one.at_risk)),
            ("events", counts(|one| one.events)),
            ("censored", counts(|one| one.censored)),
            ("survival", numbers(|one| one.survival)),
            ("standard_error", floats(|one| one.standard_error)),
            ("lower", floats(|one| one.lower)),
            ("upper", floats(|one| one.upper)),
        ],
    )
}
