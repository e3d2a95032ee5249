//! Scorecards fitted on a portfolio part by part.

use std::ffi::c_char;

use cs_core::health::fitting::Fitting;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::health::cs_scorecard;
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// What the percentiles of a scorecard need of a part of a portfolio. Parts merge to the whole, bit for bit.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_fitting {
    _never_dereferenced: (),
}

impl Handle for cs_fitting {
    type Object = Fitting;
}

/// Gathers a part of a portfolio: a struct array with a column for each fact that the card reads. Days are counted to
/// `as_of`. `*fitting` receives a handle to be freed with cs_fitting_free; the card stays as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_scorecard_fit_part_arrow(
    card: *const cs_scorecard,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    fitting: *mut *mut cs_fitting,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(fitting, "fitting"), || {
        let card = handle::get(card, "card")?;
        let mut fitting = card.fitting(day::read(as_of, "as_of")?);
        input.with_batch(&card.facts().collect::<Vec<_>>(), |table| fitting.add(table))?;
        handle::give(fitting)
    })
}

/// Merges two parts; both stay as they are. `*merged` receives a handle to be freed with cs_fitting_free.
/// CS_INCONSISTENT where they are parts of fits of different cards or on different days.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_fitting_merge(
    fitting: *const cs_fitting,
    other: *const cs_fitting,
    merged: *mut *mut cs_fitting,
) -> cs_status {
    guard(Out::new(merged, "merged"), || {
        let mut fitting = Fitting::clone(&*handle::get(fitting, "fitting")?);
        fitting.merge(&*handle::get(other, "other")?)?;
        handle::give(fitting)
    })
}

/// The fitted card, an ordinary one. `*card` receives a handle to be freed with cs_scorecard_free.
/// CS_NO_POPULATION where a percentile has no value to rank among.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_fitting_finish(
    fitting: *const cs_fitting,
    card: *mut *mut cs_scorecard,
) -> cs_status {
    guard(Out::new(card, "card"), || handle::give(handle::get(fitting, "fitting")?.finish()?))
}

/// Writes the part as a document of kind "scorecard_fitting", to be sent to another machine.
/// `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_fitting_to_json(
    fitting: *const cs_fitting,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(fitting, "fitting")?.to_json()?))
}

/// Reads a document of kind "scorecard_fitting". `*fitting` receives a handle to be freed with cs_fitting_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_fitting_from_json(
    document: *const c_char,
    document_len: usize,
    fitting: *mut *mut cs_fitting,
) -> cs_status {
    guard(Out::new(fitting, "fitting"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(Fitting::from_json(document)?)
    })
}

/// Frees a part. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use the part meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_fitting_free(fitting: *mut cs_fitting) -> cs_status {
    handle::free(fitting, "fitting")
}
