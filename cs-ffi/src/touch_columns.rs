//! Tiers as columns.

use arrow_array::StructArray;
use cs_arrow::output;
use cs_core::error::Result;
use cs_core::touch::assign::Assignment;
use cs_core::touch::policy::TouchPolicy;

/// One row for each account.
pub(crate) fn tiers(policy: &TouchPolicy, assignment: Assignment) -> Result<StructArray> {
    let (reasons, places) = policy.reasons(&assignment);
    output::table(
        assignment.measure.len(),
        [
            ("touch_tier", output::tiers(assignment.tier)?),
            ("touch_reason", output::known_labels(&reasons, places)?),
            ("touch_measure", output::floats(assignment.measure)),
        ],
    )
}
