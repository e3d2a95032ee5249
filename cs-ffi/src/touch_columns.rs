//! Tiers as columns.

use arrow_array::StructArray;
use cs_arrow::output;
use cs_core::error::Result;
use cs_core::touch::assign::Assignment;
use cs_core::touch::policy::TouchPolicy;
use cs_core::touch::tier::Tier;

/// One row for each account.
pub(crate) fn tiers(policy: &TouchPolicy, assignment: Assignment) -> Result<StructArray> {
    let names = Tier::ALL.map(Tier::as_str);
    let tier =
        assignment.tier.iter().map(|rank| Some(usize::from(*rank)).filter(|_| *rank != Tier::UNASSIGNED));
    let (reasons, places) = policy.reasons(&assignment);
    output::table(
        assignment.measure.len(),
        [
            ("touch_tier", output::labels(&names, tier)?),
            ("touch_reason", output::labels(&reasons, places.into_iter().map(Some))?),
            ("touch_measure", output::floats(assignment.measure)),
        ],
    )
}
