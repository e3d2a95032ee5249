//! Touch policies fitted on a portfolio part by part.

use std::ffi::c_char;

use cs_core::touch::fitting::TouchFitting;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::touch::cs_touch_policy;

/// The distinct measures of a part of a portfolio, counted. Parts merge to the whole, bit for bit.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_touch_fitting {
    _never_dereferenced: (),
}

impl Handle for cs_touch_fitting {
    type Object = TouchFitting;
}

/// Gathers a part of a portfolio: a struct array with a column for each fact that the policy reads. Days are counted to
/// `as_of`. `*fitting` receives a handle to be freed with cs_touch_fitting_free; the policy stays as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_fit_part_arrow(
    policy: *const cs_touch_policy,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    fitting: *mut *mut cs_touch_fitting,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(fitting, "fitting"), || {
        let policy = handle::get(policy, "policy")?;
        let mut fitting = TouchFitting::new(&policy, Some(day::read(as_of, "as_of")?))?;
        input.with_batch(&policy.facts(), |table| fitting.add(table))?;
        handle::give(fitting)
    })
}

/// Merges two parts; both stay as they are. `*merged` receives a handle to be freed with cs_touch_fitting_free.
/// CS_INCONSISTENT where they are parts of fits of different policies or on different days.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_fitting_merge(
    fitting: *const cs_touch_fitting,
    other: *const cs_touch_fitting,
    merged: *mut *mut cs_touch_fitting,
) -> cs_status {
    guard(Out::new(merged, "merged"), || {
        let mut fitting = TouchFitting::clone(&*handle::get(fitting, "fitting")?);
        fitting.merge(&*handle::get(other, "other")?)?;
        handle::give(fitting)
    })
}

/// The fitted policy, an ordinary one. `*policy` receives a handle to be freed with cs_touch_policy_free.
/// CS_NO_POPULATION where no account has a measure, CS_INVALID_ARGUMENT where ties are split by account: that takes a second
/// round, cs_touch_fitting_ties.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_fitting_finish(
    fitting: *const cs_touch_fitting,
    policy: *mut *mut cs_touch_policy,
) -> cs_status {
    guard(Out::new(policy, "policy"), || handle::give(handle::get(fitting, "fitting")?.finish()?))
}

/// Writes the part as a document of kind "touch_fitting", to be sent to another machine.
/// `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_fitting_to_json(
    fitting: *const cs_touch_fitting,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(fitting, "fitting")?.to_json()?))
}

/// Reads a document of kind "touch_fitting". `*fitting` receives a handle to be freed with cs_touch_fitting_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_fitting_from_json(
    document: *const c_char,
    document_len: usize,
    fitting: *mut *mut cs_touch_fitting,
) -> cs_status {
    guard(Out::new(fitting, "fitting"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(TouchFitting::from_json(document)?)
    })
}

/// Frees a part. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use the part meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_fitting_free(fitting: *mut cs_touch_fitting) -> cs_status {
    handle::free(fitting, "fitting")
}
