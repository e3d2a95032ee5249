//! Dialects: how known platforms compute.

use std::ffi::c_char;

use cs_core::health::dialect;

use crate::guard::{Out, guard};
use crate::status::cs_status;
use crate::text;

/// Lists the dialects of scorecards as JSON: an array with name, platform, source, what the platform does not document,
/// and the preset that a card gets which names the dialect and says nothing else.
/// `*dialects` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_dialects_json(dialects: *mut *mut c_char) -> cs_status {
    guard(Out::new(dialects, "dialects"), || text::json(&dialect::all()))
}
