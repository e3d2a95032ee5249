//! Tracked bands as columns.

use arrow_array::StructArray;
use cs_core::error::Result;
use cs_core::health::band::UNKNOWN;
use cs_core::health::tracker::BandTracker;
use cs_core::health::tracker_table::{STATE, States};

use crate::output;

/// One row for each account: `tracked_band`, `tracked_held` (null for none), `tracked_since` and `tracked_on` (days).
///
/// Errors: `internal` only.
pub fn columns(tracker: &BandTracker, states: States) -> Result<StructArray> {
    let rows = states.band.len();
    let bands: Vec<&str> = tracker.bands().iter().map(|band| band.name()).collect();
    let held = states.held.iter().map(|rank| Some(usize::from(*rank)).filter(|_| *rank != UNKNOWN));
    let held = output::categories(&bands, held)?;
    let band = output::bands(bands, states.band)?;
    let days = [output::days(states.since), output::days(vec![states.on; rows])];
    output::table(rows, STATE.into_iter().zip([band, held].into_iter().chain(days)))
}
