//! What is legal in a scorecard but unwise.

use std::ffi::c_char;

use crate::guard::{Out, guard};
use crate::handle;
use crate::health::cs_scorecard;
use crate::status::cs_status;
use crate::text;

/// Says what is legal in a card but unwise, as JSON: an array of findings with a stable code, the place in the document, a
/// value (or null), and a sentence in English (en) and Japanese (ja). An empty array is no proof of a good card.
/// `*findings` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_lint_json(
    card: *const cs_scorecard,
    findings: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(findings, "findings"), || text::json(&handle::get(card, "card")?.lint()))
}
