//! Trends of scores over time.

use std::ffi::c_char;

use cs_arrow::trend;
use cs_core::health::trend_table::Request;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// The trend of one account's scores on a day: the Theil-Sen slope in points per 30 days and its direction.
///
/// `request` is a JSON object: "readings", a list of {"day": "2026-10-31", "score": 70}, the score null where there is
/// none; and, each with its default, "window_days" (90), "tolerance" (2) and "min_points" (3). `*trend` receives JSON to
/// be freed with cs_string_free: direction ("rising", "steady", "falling", "unknown"), slope, points, span_days,
/// last_on, last_score, change.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_trend_json(
    request: *const c_char,
    request_len: usize,
    as_of: cs_day,
    trend: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(trend, "trend"), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = unsafe { text::read(request, request_len, "request") }?;
        text::json(&Request::from_json(request)?.trend(day::read(as_of, "as_of")?)?)
    })
}

/// The trend of every account in a history: a struct array with one row for each reading.
///
/// `request` is a JSON object: the names of the columns "account" (texts or whole numbers), "day" and
/// "score" ("health_score"), and the settings of cs_trend_json. `*out` receives a struct array with one row for each account, by
/// first appearance: row (its first row in the history), trend (dictionary), slope, points, span_days, last_on,
/// last_score, change.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_trend_arrow(
    request: *const c_char,
    request_len: usize,
    history: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["history", "schema"], history, schema) };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = Request::from_json(unsafe { text::read(request, request_len, "request") }?)?;
        let (columns, trending) = (request.columns(), request.trending()?);
        let as_of = day::read(as_of, "as_of")?;
        let wanted = [&columns.account, &columns.day, &columns.score].map(String::as_str);
        let trends = input.with_batch(&wanted, |table| trending.table(table, &columns, as_of))?;
        arrow::export(&trend::columns(&trends)?)
    })
}
