//! Scorecards: health of one account as JSON, of many as columns.

use std::ffi::c_char;

use arrow_array::StructArray;
use chrono::NaiveDate;
use cs_arrow::explanation::{Long, Wide};
use cs_arrow::health::scores;
use cs_core::error::Result;
use cs_core::fact::facts::Facts;
use cs_core::fact::input::Invalid;
use cs_core::fact::table::Table;
use cs_core::health::manual::Override;
use cs_core::health::score_column::ScoreColumn;
use cs_core::health::scorecard::Scorecard;
use cs_core::health::shipped;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::invalid::{self, cs_invalid};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::threads;

/// A scorecard: turns the facts of accounts into health scores.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_scorecard {
    _never_dereferenced: (),
}

impl Handle for cs_scorecard {
    type Object = Scorecard;
}

/// Reads a document of kind "scorecard". `*card` receives a handle to be freed with cs_scorecard_free.
///
/// CS_INVALID_DOCUMENT, CS_DUPLICATE, CS_VERSION, CS_LIMIT and CS_INVALID_TEXT name the place in the document.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_from_json(
    document: *const c_char,
    document_len: usize,
    card: *mut *mut cs_scorecard,
) -> cs_status {
    guard(Out::new(card, "card"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(Scorecard::from_json(document)?)
    })
}

/// Makes one of the shipped scorecards: "b2b_saas", "plg" or "simple".
/// `*card` receives a handle to be freed with cs_scorecard_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_shipped(
    name: *const c_char,
    name_len: usize,
    card: *mut *mut cs_scorecard,
) -> cs_status {
    guard(Out::new(card, "card"), || {
        // SAFETY: pointer and length are the caller's promise.
        let name = unsafe { text::read(name, name_len, "name") }?;
        handle::give(shipped::card(name)?)
    })
}

/// Writes the card as a document. Reading it gives an equal card.
/// `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_to_json(
    card: *const cs_scorecard,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(card, "card")?.to_json()?))
}

/// Scores one account. `facts` is a JSON object such as {"logins_30d": 14, "last_login_on": "2026-10-28"}; a fact that is
/// not there is missing. `*health` receives JSON (score, band, coverage, bounds, contributions of the indicators) to be
/// freed with cs_string_free. An account of which too little is known is no failure: its score is null, its band
/// "unknown". Any number of threads may score with one card.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_json(
    card: *const cs_scorecard,
    facts: *const c_char,
    facts_len: usize,
    as_of: cs_day,
    health: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the caller's promise is the same.
    unsafe { cs_scorecard_score_json_with(card, facts, facts_len, as_of, 0, health) }
}

/// As cs_scorecard_score_json, with a choice of what infinite numbers get.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_json_with(
    card: *const cs_scorecard,
    facts: *const c_char,
    facts_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    health: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(health, "health"), || {
        let card = handle::get(card, "card")?;
        // SAFETY: pointer and length are the caller's promise.
        let facts = Facts::from_json(unsafe { text::read(facts, facts_len, "facts") }?)?;
        text::json(&card.score_with(&facts, day::read(as_of, "as_of")?, invalid::read(invalid)?)?)
    })
}

/// Scores one account of which a person says something: `manual` is a JSON object such as {"cap": "caution",
/// "reason": "the sponsor has left", "by": "Ana", "expires_on": "2026-12-31"}; `set` and `floor` stand in the place of
/// `cap`. It is used up to that day, after the card's exceptions; what the card gives stays in the result as card_score
/// and card_band. `*health` receives JSON to be freed with cs_string_free.
///
/// CS_INVALID_DOCUMENT for a band that the card does not have, CS_INVALID_DATE for the last day.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_overridden_json(
    card: *const cs_scorecard,
    facts: *const c_char,
    facts_len: usize,
    manual: *const c_char,
    manual_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    health: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(health, "health"), || {
        let card = handle::get(card, "card")?;
        // SAFETY: pointer and length are the caller's promise.
        let facts = Facts::from_json(unsafe { text::read(facts, facts_len, "facts") }?)?;
        // SAFETY: as above.
        let manual = Override::from_json(unsafe { text::read(manual, manual_len, "manual") }?)?;
        let health = card.score_with(&facts, day::read(as_of, "as_of")?, invalid::read(invalid)?)?;
        text::json(&card.overridden(health, &manual)?)
    })
}

/// Scores the rows of a table: a struct array with a column for each fact that the card reads. Other columns are not
/// looked at. `*out` receives a struct array with one row for each, in the same order: health_score (null where there
/// is none), health_band (dictionary), health_coverage, health_low, health_high.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_arrow(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the caller's promise is the same.
    unsafe { cs_scorecard_score_arrow_with(card, accounts, schema, as_of, 0, out, out_schema) }
}

/// As cs_scorecard_score_arrow, with a choice of columns: `columns` is a JSON list of names, such as ["health_score",
/// "health_missing", "health_errored"]. The latter two count the indicators of a row without a value (or with one that is
/// too old), and those whose source failed. "health_shown" is the score on the card's scale, with its decimals; for a card
/// without one the whole number inside the band. "health_band_rank" is the place of the band among those of the card, the
/// lowest 0, a byte, null where it is unknown. What is not named is not computed.
///
/// CS_UNKNOWN_NAME, CS_DUPLICATE, CS_INVALID_DOCUMENT for the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_arrow_columns(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    invalid: cs_invalid,
    columns: *const c_char,
    columns_len: usize,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        let columns = unsafe { score_columns(columns, columns_len) }?;
        let scored = of_table(card, (as_of, invalid), input, |card, table, (as_of, invalid)| {
            let workers = threads::workers(table.rows());
            scores(card, card.score_columns_with(table, as_of, invalid, &columns, &workers)?, &columns)
        })?;
        arrow::export(&scored)
    })
}

/// As cs_scorecard_score_arrow, with a choice of what infinite numbers get.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_score_arrow_with(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    invalid: cs_invalid,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(arrow::outputs(out, out_schema), || {
        let scored = of_table(card, (as_of, invalid), input, |card, table, (as_of, invalid)| {
            let (usual, workers) = (&ScoreColumn::USUAL, threads::workers(table.rows()));
            scores(card, card.score_columns_with(table, as_of, invalid, usual, &workers)?, usual)
        })?;
        arrow::export(&scored)
    })
}

/// The columns that a JSON list names.
///
/// # Safety
///
/// The list is NULL, or has so many bytes.
pub(crate) unsafe fn score_columns(list: *const c_char, len: usize) -> Result<Vec<ScoreColumn>> {
    // SAFETY: the caller's promise is the same.
    let names = unsafe { text::names(list, len, "columns") }?;
    ScoreColumn::of_names(names.iter().map(String::as_str))
}

/// Lends accounts as a table to a card, and gives what it makes of them.
fn of_table(
    card: *const cs_scorecard,
    (as_of, invalid): (cs_day, cs_invalid),
    accounts: arrow::Input,
    make: impl FnOnce(&Scorecard, &Table<'_>, (NaiveDate, Invalid)) -> Result<StructArray>,
) -> Result<StructArray> {
    let (card, as_of) = (handle::get(card, "card")?, day::read(as_of, "as_of")?);
    let invalid = invalid::read(invalid)?;
    accounts.with_batch(&card.facts().collect::<Vec<_>>(), |table| make(&card, table, (as_of, invalid)))
}

/// Explains the rows of a table, one row for each account and indicator: row (of the table, from 0), indicator, group,
/// raw (a number, flags as 1 and 0), raw_text (a text), score, weight, points, lost, status. The points of an account add
/// up to its score before exceptions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_explain_arrow(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the caller's promise is the same.
    unsafe { cs_scorecard_explain_arrow_with(card, accounts, schema, as_of, 0, out, out_schema) }
}

/// As cs_scorecard_explain_arrow, with a choice of what infinite numbers get.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_explain_arrow_with(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    invalid: cs_invalid,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(arrow::outputs(out, out_schema), || {
        let explained = of_table(card, (as_of, invalid), input, |card, table, (as_of, invalid)| {
            let mut long = Long::new(card, table.rows());
            long.explain(&card.explainer(table, as_of, invalid)?, &threads::workers(table.rows()))?;
            long.finish()
        })?;
        arrow::export(&explained)
    })
}

/// Explains the rows of a table in columns: for each indicator, in the order of the card, <indicator>_points and
/// <indicator>_lost, a row for each account. `invalid` says what infinite numbers get.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_explain_wide_arrow(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    invalid: cs_invalid,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(arrow::outputs(out, out_schema), || {
        let explained = of_table(card, (as_of, invalid), input, |card, table, (as_of, invalid)| {
            let mut wide = Wide::new(card, table.rows());
            wide.explain(&card.explainer(table, as_of, invalid)?, &threads::workers(table.rows()))?;
            wide.finish()
        })?;
        arrow::export(&explained)
    })
}

/// Fits the percentile scales of a card on a portfolio. `*fitted` receives a handle of a new card, to be freed with
/// cs_scorecard_free; the card itself stays as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_fit_arrow(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    fitted: *mut *mut cs_scorecard,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(fitted, "fitted"), || {
        let (card, as_of) = (handle::get(card, "card")?, day::read(as_of, "as_of")?);
        let fitted: Result<Scorecard> =
            input.with_batch(&card.facts().collect::<Vec<_>>(), |table| card.fit(table, as_of));
        handle::give(fitted?)
    })
}

/// Frees a card. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use the card meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_free(card: *mut cs_scorecard) -> cs_status {
    handle::free(card, "card")
}
