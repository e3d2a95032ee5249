//! Retention curves.

use std::ffi::c_char;

use cs_arrow::retention;
use cs_core::retention::observed::Request;

use crate::arrow;
use crate::guard::{Out, guard};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// The Kaplan-Meier curve of durations as JSON.
///
/// `request` is a JSON object, each with its default: "unit" ("month"; "day", "week", "quarter", "year"), "level" (0.95),
/// the names of the columns "duration" (numbers) and "event" (flags, or 1 and 0), and "entry" (numbers; none).
/// `*curve` receives JSON to be freed with cs_string_free: unit, level, accounts, events, median (time, lower, upper,
/// null where not reached), points (as the columns of cs_kaplan_meier_arrow).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kaplan_meier_json(
    request: *const c_char,
    request_len: usize,
    durations: *mut ArrowArray,
    schema: *mut ArrowSchema,
    curve: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["durations", "schema"], durations, schema) };
    guard(Out::new(curve, "curve"), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = Request::from_json(unsafe { text::read(request, request_len, "request") }?)?;
        text::json(&input.with_batch(&request.columns(), |table| request.fit(table))?)
    })
}

/// The Kaplan-Meier curve of durations as a table; `request` as in cs_kaplan_meier_json.
///
/// `*out` receives a struct array with one row for each distinct time, rising: time, at_risk, events, censored,
/// survival, standard_error, lower, upper; the last three are null where they do not exist.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kaplan_meier_arrow(
    request: *const c_char,
    request_len: usize,
    durations: *mut ArrowArray,
    schema: *mut ArrowSchema,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["durations", "schema"], durations, schema) };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = Request::from_json(unsafe { text::read(request, request_len, "request") }?)?;
        let curve = input.with_batch(&request.columns(), |table| request.fit(table))?;
        arrow::export(&retention::columns(&curve)?)
    })
}
