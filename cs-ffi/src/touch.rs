//! Touch policies: fitted on a portfolio, applied row by row.

use std::ffi::c_char;

use cs_core::error::Result;
use cs_core::fact::input::Invalid;
use cs_core::fact::table::Table;
use cs_core::touch::policy::TouchPolicy;
use cs_core::touch::tier::Tier;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::touch_columns::tiers;

/// A touch policy: puts accounts in tiers, from a dedicated manager down to self-service.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_touch_policy {
    _never_dereferenced: (),
}

impl Handle for cs_touch_policy {
    type Object = TouchPolicy;
}

/// Reads a document of kind "touch_policy". `*policy` receives a handle to be freed with cs_touch_policy_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_from_json(
    document: *const c_char,
    document_len: usize,
    policy: *mut *mut cs_touch_policy,
) -> cs_status {
    guard(Out::new(policy, "policy"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(TouchPolicy::from_json(document)?)
    })
}

/// Writes the policy as a document. Reading it gives an equal policy.
/// `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_to_json(
    policy: *const cs_touch_policy,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(policy, "policy")?.to_json()?))
}

/// Fits the shares of a policy on a portfolio: a struct array with a column for each fact that the policy reads.
/// `*fitted` receives a handle of a new policy with plain cut-offs, to be freed with cs_touch_policy_free; the policy
/// itself stays as it is.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_fit_arrow(
    policy: *const cs_touch_policy,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    as_of: cs_day,
    fitted: *mut *mut cs_touch_policy,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(fitted, "fitted"), || {
        let (policy, as_of) = (handle::get(policy, "policy")?, day::read(as_of, "as_of")?);
        let mut fitting = policy.fitting();
        input.with_batch(&policy.facts(), |table| fitting.add(table, Some(as_of)))?;
        handle::give(fitting.finish()?)
    })
}

/// Puts each row of a table in its tier. `previous` names the column with the tiers of last time (text, null for none),
/// against which the policy is sticky; NULL with length 0 where there is none. `*out` receives a struct array with one
/// row for each, in the same order: touch_tier (dictionary, null for none), touch_reason (dictionary), touch_measure.
///
/// CS_NOT_FITTED where the policy's shares were not fitted first.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_apply_arrow(
    policy: *const cs_touch_policy,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    previous: *const c_char,
    previous_len: usize,
    as_of: cs_day,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(arrow::outputs(out, out_schema), || {
        let (policy, as_of) = (handle::get(policy, "policy")?, day::read(as_of, "as_of")?);
        // SAFETY: pointer and length are the caller's promise.
        let previous = unsafe { text::read(previous, previous_len, "previous") }?;
        let previous = Some(previous).filter(|name| !name.is_empty());
        let wanted: Vec<&str> = policy.facts().into_iter().chain(previous).collect();
        let assignment = input.with_batch(&wanted, |table| {
            let ranks = previous.map(|name| ranks(table, name)).transpose()?;
            policy.apply_with(table, ranks.as_deref(), Some(as_of), Invalid::Error)
        })?;
        arrow::export(&tiers(assignment)?)
    })
}

/// The tiers of a column of names.
fn ranks(table: &Table<'_>, name: &str) -> Result<Vec<u8>> {
    let column = table.column(name)?;
    let rank = |row: usize| match column.text(row)? {
        None => Ok(Tier::UNASSIGNED),
        Some(tier) => tier
            .parse()
            .map(Tier::rank)
            .map_err(|error: cs_core::error::Error| error.in_column(name).at_row(row)),
    };
    (0..table.rows()).map(rank).collect()
}

/// Frees a policy. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use the policy meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_free(policy: *mut cs_touch_policy) -> cs_status {
    handle::free(policy, "policy")
}
