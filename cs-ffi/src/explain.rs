//! Why a score is what it is: results that were written as JSON, explained and compared.

use std::ffi::c_char;

use cs_core::health::path::target_from_json;
use cs_core::health::result::Health;

use crate::guard::{Out, guard};
use crate::handle;
use crate::health::cs_scorecard;
use crate::status::cs_status;
use crate::text;

/// Explains a result that cs_scorecard_score_json gave, now or long ago. `*explanation` receives JSON to be freed with
/// cs_string_free: `improvements` (the indicators that lost points, most points first), `bridge` (the steps from 100 down
/// to the score, for a waterfall chart) and `sentences` (lists `en` and `ja`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_health_explain_json(
    health: *const c_char,
    health_len: usize,
    explanation: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(explanation, "explanation"), || {
        // SAFETY: pointer and length are the caller's promise.
        let health = Health::from_json(unsafe { text::read(health, health_len, "health") }?)?;
        text::json(&health.explanation())
    })
}

/// Finds the fewest indicators that, at 100, would bring a result to a score or into a band. `health` is a result of this
/// card as JSON; `target` is a score such as 70, or the name of a band as a JSON text such as "healthy". `*path` receives
/// JSON (steps, from, to, reached, is_fewest, sentences) to be freed with cs_string_free.
///
/// CS_NO_SCORE where too little is known for a score, CS_INCONSISTENT for a result of another card.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_path_json(
    card: *const cs_scorecard,
    health: *const c_char,
    health_len: usize,
    target: *const c_char,
    target_len: usize,
    path: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(path, "path"), || {
        let card = handle::get(card, "card")?;
        // SAFETY: pointer and length are the caller's promise.
        let health = Health::from_json(unsafe { text::read(health, health_len, "health") }?)?;
        // SAFETY: as above.
        let target = target_from_json(unsafe { text::read(target, target_len, "target") }?)?;
        text::json(&card.path_to(&health, target)?)
    })
}

/// Splits the difference between two results of an account into indicators, missing data, exceptions, override and change
/// of the card; the parts add up to it. `before` and `after` are results of this card as JSON. Where the card has changed
/// between them, `rescored` is the account of `before` scored with this card; else NULL with length 0. `*change` receives
/// JSON (before, after, points, parts, sentences) to be freed with cs_string_free.
///
/// CS_NO_SCORE where one of them has no score, CS_INCONSISTENT for a result of another card.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_change_json(
    card: *const cs_scorecard,
    before: *const c_char,
    before_len: usize,
    after: *const c_char,
    after_len: usize,
    rescored: *const c_char,
    rescored_len: usize,
    change: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(change, "change"), || {
        let card = handle::get(card, "card")?;
        let read = |pointer, length, name| {
            // SAFETY: pointer and length are the caller's promise.
            let text = unsafe { text::read(pointer, length, name) }?;
            Health::from_json(text).map_err(|error| error.under(name))
        };
        let (before, after) = (read(before, before_len, "before")?, read(after, after_len, "after")?);
        let rescored = if rescored_len == 0 { None } else { Some(read(rescored, rescored_len, "rescored")?) };
        text::json(&card.change(&before, &after, rescored.as_ref())?)
    })
}
