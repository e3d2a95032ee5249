//! The second round of a touch policy that is fitted part by part and splits ties.

use std::ffi::c_char;

use cs_core::touch::ties::TouchTies;

use crate::arrow;
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::threads;
use crate::touch::cs_touch_policy;
use crate::touch_fitting::cs_touch_fitting;

/// The accounts of a portfolio that have the measures at which its tiers end.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_touch_ties {
    _never_dereferenced: (),
}

impl Handle for cs_touch_ties {
    type Object = TouchTies;
}

/// Where the tiers of merged parts end: the second round, in which the accounts there are named. `*ties` receives a handle
/// to be freed with cs_touch_ties_free. CS_NO_POPULATION where no account has a measure.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_fitting_ties(
    fitting: *const cs_touch_fitting,
    ties: *mut *mut cs_touch_ties,
) -> cs_status {
    guard(Out::new(ties, "ties"), || handle::give(handle::get(fitting, "fitting")?.ties()?))
}

/// These accounts and those of a further part: a struct array with a column for each fact that the policy reads. Every part
/// of the portfolio is added once, anywhere. `*part` receives a handle to be freed with cs_touch_ties_free; `ties` stay as
/// they are. CS_DUPLICATE_ACCOUNT where an account is twice in the part, CS_INCONSISTENT where there are more accounts of a
/// measure than the first round counted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_ties_fit_part_arrow(
    ties: *const cs_touch_ties,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    part: *mut *mut cs_touch_ties,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(part, "part"), || {
        let asked = handle::get(ties, "ties")?;
        let mut ties = TouchTies::clone(&*asked);
        input.with_batch(&asked.policy().facts(), |table| {
            ties.add_with(table, &threads::workers(table.rows()))
        })?;
        handle::give(ties)
    })
}

/// Merges two parts; both stay as they are. `*merged` receives a handle to be freed with cs_touch_ties_free.
/// CS_INCONSISTENT where they are parts of different portfolios, policies or days, or where a part is in both;
/// CS_DUPLICATE_ACCOUNT where both keep the same account. One that is in two parts elsewhere than at the end of a tier is not
/// seen: whoever cuts a portfolio into parts keeps each account in one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_ties_merge(
    ties: *const cs_touch_ties,
    other: *const cs_touch_ties,
    merged: *mut *mut cs_touch_ties,
) -> cs_status {
    guard(Out::new(merged, "merged"), || {
        let mut ties = TouchTies::clone(&*handle::get(ties, "ties")?);
        ties.merge(&*handle::get(other, "other")?)?;
        handle::give(ties)
    })
}

/// The fitted policy, an ordinary one. `*policy` receives a handle to be freed with cs_touch_policy_free.
/// CS_INCONSISTENT where a part of the portfolio has not been added.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_ties_finish(
    ties: *const cs_touch_ties,
    policy: *mut *mut cs_touch_policy,
) -> cs_status {
    guard(Out::new(policy, "policy"), || handle::give(handle::get(ties, "ties")?.finish()?))
}

/// Writes the ties as a document of kind "touch_ties", to be sent to another machine.
/// `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_ties_to_json(
    ties: *const cs_touch_ties,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(ties, "ties")?.to_json()?))
}

/// Reads a document of kind "touch_ties". `*ties` receives a handle to be freed with cs_touch_ties_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_ties_from_json(
    document: *const c_char,
    document_len: usize,
    ties: *mut *mut cs_touch_ties,
) -> cs_status {
    guard(Out::new(ties, "ties"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(TouchTies::from_json(document)?)
    })
}

/// Frees ties. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use them meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_ties_free(ties: *mut cs_touch_ties) -> cs_status {
    handle::free(ties, "ties")
}
