//! Tiers as columns.

use arrow_array::StructArray;
use cs_arrow::output;
use cs_core::error::Result;
use cs_core::touch::assign::{Assignment, Reason};
use cs_core::touch::tier::Tier;

const REASONS: [Reason; 4] = [Reason::Measure, Reason::Override(0), Reason::Kept, Reason::Missing];

/// One row for each account.
pub(crate) fn tiers(assignment: Assignment) -> Result<StructArray> {
    let names = Tier::ALL.map(Tier::as_str);
    let tier =
        assignment.tier.iter().map(|rank| Some(usize::from(*rank)).filter(|_| *rank != Tier::UNASSIGNED));
    let reasons = REASONS.map(Reason::as_str);
    let reason =
        assignment.reason.iter().map(|reason| reasons.iter().position(|name| *name == reason.as_str()));
    output::table(
        assignment.measure.len(),
        [
            ("touch_tier", output::labels(&names, tier)?),
            ("touch_reason", output::labels(&reasons, reason)?),
            ("touch_measure", output::floats(assignment.measure)),
        ],
    )
}
