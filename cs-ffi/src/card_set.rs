//! Sets of scorecards: each account scored with the card that is chosen for it.

use std::ffi::c_char;

use cs_core::fact::facts::Facts;
use cs_core::health::card_set::ScorecardSet;

use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::health::cs_scorecard;
use crate::invalid::{self, cs_invalid};
use crate::status::cs_status;
use crate::text;

/// A set of scorecards: chooses a card for each account, and may give several scores.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_scorecard_set {
    _never_dereferenced: (),
}

impl Handle for cs_scorecard_set {
    type Object = ScorecardSet;
}

/// Reads a document of kind "scorecard_set". `*set` receives a handle to be freed with cs_scorecard_set_free.
///
/// CS_INVALID_DOCUMENT, CS_DUPLICATE, CS_VERSION, CS_LIMIT, CS_UNKNOWN_NAME and CS_INVALID_TEXT name the place in the
/// document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_set_from_json(
    document: *const c_char,
    document_len: usize,
    set: *mut *mut cs_scorecard_set,
) -> cs_status {
    guard(Out::new(set, "set"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(ScorecardSet::from_json(document)?)
    })
}

/// Writes the set as a document. Reading it gives an equal set.
/// `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_set_to_json(
    set: *const cs_scorecard_set,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(set, "set")?.to_json()?))
}

/// The card of this name, with all that it inherits. `*card` receives a handle to be freed with cs_scorecard_free.
///
/// CS_UNKNOWN_NAME where the set has no such card.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_set_card(
    set: *const cs_scorecard_set,
    name: *const c_char,
    name_len: usize,
    card: *mut *mut cs_scorecard,
) -> cs_status {
    guard(Out::new(card, "card"), || {
        let set = handle::get(set, "set")?;
        // SAFETY: pointer and length are the caller's promise.
        let name = unsafe { text::read(name, name_len, "name") }?;
        handle::give(set.card(name)?.clone())
    })
}

/// Scores one account. `*scores` receives JSON to be freed with cs_string_free: for each score its `name`, the `card` that
/// was chosen (null for none), the `reason` of the rule that chose it (null for the card of all others), and `health`, a
/// result as cs_scorecard_score_json gives it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_set_score_json(
    set: *const cs_scorecard_set,
    facts: *const c_char,
    facts_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    scores: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(scores, "scores"), || {
        let set = handle::get(set, "set")?;
        // SAFETY: pointer and length are the caller's promise.
        let facts = Facts::from_json(unsafe { text::read(facts, facts_len, "facts") }?)?;
        text::json(&set.score_with(&facts, day::read(as_of, "as_of")?, invalid::read(invalid)?)?)
    })
}

/// Frees a set. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use the set meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_set_free(set: *mut cs_scorecard_set) -> cs_status {
    handle::free(set, "set")
}
