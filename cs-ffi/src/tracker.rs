//! Band trackers: bands that do not flap.

use std::ffi::c_char;

use cs_arrow::tracker as columns;
use cs_core::health::tracker::{BandTracker, Tracked};
use cs_core::health::tracker_table::Columns;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// A band tracker: a band is left only when the score is past its bound by more than a margin. It keeps no state.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_band_tracker {
    _never_dereferenced: (),
}

impl Handle for cs_band_tracker {
    type Object = BandTracker;
}

/// Reads a document of kind "band_tracker": "bands" as in a scorecard and "margin" (3), each with its default.
/// `*tracker` receives a handle to be freed with cs_band_tracker_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_band_tracker_from_json(
    document: *const c_char,
    document_len: usize,
    tracker: *mut *mut cs_band_tracker,
) -> cs_status {
    guard(Out::new(tracker, "tracker"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(BandTracker::from_json(document)?)
    })
}

/// Writes the tracker as a document. Reading it gives an equal tracker.
/// `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_band_tracker_to_json(
    tracker: *const cs_band_tracker,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(tracker, "tracker")?.to_json()?))
}

/// The band of one account after a reading. `previous` is the state that the last reading gave (JSON; NULL with length 0
/// for the first), `score` is NAN where there is none. `*state` receives JSON to be freed with cs_string_free: band, held
/// (null for none), since, as_of. It is also the state for the next reading.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_band_tracker_step_json(
    tracker: *const cs_band_tracker,
    previous: *const c_char,
    previous_len: usize,
    score: f64,
    as_of: cs_day,
    state: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(state, "state"), || {
        let (tracker, as_of) = (handle::get(tracker, "tracker")?, day::read(as_of, "as_of")?);
        // SAFETY: pointer and length are the caller's promise.
        let previous = unsafe { text::read(previous, previous_len, "previous") }?;
        let previous = Some(previous).filter(|text| !text.is_empty()).map(Tracked::from_json).transpose()?;
        text::json(&tracker.step(previous.as_ref(), Some(score), as_of)?)
    })
}

/// The bands of a table's accounts after a reading. `request` is a JSON object of names of columns: "account" and "score"
/// ("health_score"). `previous` is the table that this function gave last time, with the column of accounts beside it;
/// NULL with a NULL schema for the first time. Accounts that are not in it begin anew. Both tables are moved in and
/// released, whatever the outcome. `*out` receives a struct array with one row for each, in the same order: tracked_band,
/// tracked_held (dictionaries; null for none), tracked_since and tracked_on (days).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_band_tracker_track_arrow(
    tracker: *const cs_band_tracker,
    request: *const c_char,
    request_len: usize,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    previous: *mut ArrowArray,
    previous_schema: *mut ArrowSchema,
    as_of: cs_day,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    let is_first = previous.is_null() && previous_schema.is_null();
    // SAFETY: the structures are the caller's promise.
    let (input, before) = unsafe {
        (
            arrow::take(accounts, schema),
            arrow::take_as(["previous", "previous_schema"], previous, previous_schema),
        )
    };
    guard(arrow::outputs(out, out_schema), || {
        let (tracker, as_of) = (handle::get(tracker, "tracker")?, day::read(as_of, "as_of")?);
        // SAFETY: pointer and length are the caller's promise.
        let names = Columns::from_json(unsafe { text::read(request, request_len, "request") }?)?;
        let wanted = [names.account.as_str(), names.score.as_str()];
        let states = input.with_batch(&wanted, |table| {
            if is_first {
                return tracker.table(table, None, &names, as_of);
            }
            before.with_batch(&names.state(), |before| tracker.table(table, Some(before), &names, as_of))
        })?;
        arrow::export(&columns::columns(&tracker, states)?)
    })
}

/// Frees a tracker. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use the tracker meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_band_tracker_free(tracker: *mut cs_band_tracker) -> cs_status {
    handle::free(tracker, "tracker")
}
