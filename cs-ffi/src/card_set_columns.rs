//! Sets of scorecards: many accounts in columns.

use std::ffi::c_char;

use arrow_data::ffi::FFI_ArrowArray;
use arrow_schema::ffi::FFI_ArrowSchema;
use cs_arrow::card_set::scores;
use cs_core::error::Result;
use cs_core::health::card_column::SetColumn;
use cs_core::health::card_set::ScorecardSet;

use crate::arrow;
use crate::card_set::cs_scorecard_set;
use crate::day::{self, cs_day};
use crate::guard::guard;
use crate::handle;
use crate::invalid::{self, cs_invalid};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::threads;

/// Scores the rows of a table: a struct array with a column for each fact that rules and cards read. `*out` receives a
/// struct array with one row for each, in the same order; for each score NAME_score (null where there is none), NAME_band
/// (dictionary), NAME_coverage, NAME_low, NAME_high, NAME_card (dictionary, null for none) and NAME_reason (dictionary).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_set_score_arrow(
    set: *const cs_scorecard_set,
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
        scored(set, input, (as_of, invalid), |set| Ok(set.usual_columns()))
    })
}

/// As cs_scorecard_set_score_arrow, with a choice of columns: `columns` is a JSON list of their names. There are also
/// NAME_band_rank, NAME_missing, NAME_errored and NAME_shown, which say of the chosen card what the columns
/// health_band_rank, health_missing, health_errored and health_shown of cs_scorecard_score_arrow_columns say. What is not named is not computed.
///
/// CS_UNKNOWN_NAME, CS_DUPLICATE, CS_INVALID_DOCUMENT for the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_set_score_arrow_columns(
    set: *const cs_scorecard_set,
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
        scored(set, input, (as_of, invalid), |set| {
            // SAFETY: pointer and length are the caller's promise.
            let names = unsafe { text::names(columns, columns_len, "columns") }?;
            set.columns_of(names.iter().map(String::as_str))
        })
    })
}

fn scored(
    set: *const cs_scorecard_set,
    accounts: arrow::Input,
    (as_of, invalid): (cs_day, cs_invalid),
    wanted: impl FnOnce(&ScorecardSet) -> Result<Vec<SetColumn>>,
) -> Result<(FFI_ArrowArray, FFI_ArrowSchema)> {
    let (set, as_of) = (handle::get(set, "set")?, day::read(as_of, "as_of")?);
    let (invalid, wanted) = (invalid::read(invalid)?, wanted(&set)?);
    let scored = accounts.with_batch(&set.facts().collect::<Vec<_>>(), |table| {
        let workers = threads::workers(table.rows());
        let scored = set.score_columns_with(table, as_of, invalid, &wanted, &workers)?;
        scores(&set, table.rows(), scored, &wanted)
    })?;
    arrow::export(&scored)
}
