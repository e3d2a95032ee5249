//! Touch policies: fitted on a portfolio, applied row by row.

use std::ffi::c_char;

use chrono::NaiveDate;
use cs_core::error::Result;
use cs_core::fact::input::Invalid;
use cs_core::fact::table::Table;
use cs_core::touch::assign::Assignment;
use cs_core::touch::catalogue;
use cs_core::touch::place::{self, Outputs, Reading};
use cs_core::touch::policy::TouchPolicy;
use cs_core::touch::tier::Tier;

use crate::arrow;
use crate::day::{self, cs_day};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::invalid::{self, cs_invalid};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::threads;
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

/// Fits the shares or capacities of a policy on a portfolio: a struct array with a column for each fact that the policy reads.
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
        let fitted = input.with_batch(&policy.facts(), |table| {
            policy.fit_with(table, Some(as_of), &threads::workers(table.rows()))
        });
        handle::give(fitted?)
    })
}

/// Puts each row of a table in its tier. `previous` names the column with the tiers of last time (text, null for none),
/// against which the policy is sticky; NULL with length 0 where there is none. `*out` receives a struct array with one
/// row for each, in the same order: touch_tier (dictionary with uint8 keys, the ranks of the tiers from 0 for high, null for
/// none), touch_reason (dictionary with int32 keys: measure, kept, missing, or the reason that the policy gives for an
/// override), touch_measure.
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
    // SAFETY: the caller's promises are passed on as they are.
    unsafe {
        cs_touch_policy_apply_arrow_with(
            policy,
            accounts,
            schema,
            previous,
            previous_len,
            as_of,
            0, // CS_INVALID_ERROR
            out,
            out_schema,
        )
    }
}

/// As cs_touch_policy_apply_arrow, with a choice of what infinite numbers get.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_apply_arrow_with(
    policy: *const cs_touch_policy,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    previous: *const c_char,
    previous_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(arrow::outputs(out, out_schema), || {
        let (policy, as_of) = (handle::get(policy, "policy")?, day::read(as_of, "as_of")?);
        let invalid = invalid::read(invalid)?;
        // SAFETY: pointer and length are the caller's promise.
        let previous = unsafe { name(previous, previous_len, "previous") }?;
        let wanted: Vec<&str> = policy.facts().into_iter().chain(previous).collect();
        let assignment = input.with_batch(&wanted, |table| {
            let ranks = previous.map(|name| ranks(table, name)).transpose()?;
            assigned(&policy, table, ranks.as_deref(), (as_of, invalid))
        })?;
        arrow::export(&tiers(&policy, assignment)?)
    })
}

/// Accounts, value, share of value, success managers and shortage per tier, as JSON: an array from high to tech, then
/// community and null (no tier) where somebody is in them. `value` names the column that is summed; NULL with length 0
/// for the measure. `previous` is as in cs_touch_policy_apply_arrow.
/// `*summary` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_summary_arrow(
    policy: *const cs_touch_policy,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    value: *const c_char,
    value_len: usize,
    previous: *const c_char,
    previous_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    summary: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(summary, "summary"), || {
        let (policy, as_of) = (handle::get(policy, "policy")?, Some(day::read(as_of, "as_of")?));
        let invalid = invalid::read(invalid)?;
        // SAFETY: pointers and lengths are the caller's promise.
        let (value, previous) =
            unsafe { (name(value, value_len, "value")?, name(previous, previous_len, "previous")?) };
        let wanted: Vec<&str> = policy.facts().into_iter().chain(value).chain(previous).collect();
        let totals = input.with_batch(&wanted, |table| {
            let ranks = previous.map(|name| ranks(table, name)).transpose()?;
            let mut tier = place::room(table.rows());
            let reading = Reading { as_of, invalid, value, workers: threads::workers(table.rows()) };
            let outputs = Outputs { tier: &mut tier, ..Outputs::default() };
            policy.apply_into(table, ranks.as_deref(), &reading, outputs)
        })?;
        text::json(&totals.summary(policy.teams())?)
    })
}

/// What moved since the tiers in the column `previous`, as JSON: `matrix` (accounts and value by tier before and now),
/// `moves` (row from 0, direction, from, to, reason, measure), `kept` (accounts that only the stickiness holds). `value`
/// is as in cs_touch_policy_summary_arrow. `*movements` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_policy_movements_arrow(
    policy: *const cs_touch_policy,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    value: *const c_char,
    value_len: usize,
    previous: *const c_char,
    previous_len: usize,
    as_of: cs_day,
    invalid: cs_invalid,
    movements: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(movements, "movements"), || {
        let (policy, as_of) = (handle::get(policy, "policy")?, day::read(as_of, "as_of")?);
        let invalid = invalid::read(invalid)?;
        // SAFETY: pointers and lengths are the caller's promise.
        let (value, previous) =
            unsafe { (name(value, value_len, "value")?, text::read(previous, previous_len, "previous")?) };
        let wanted: Vec<&str> = policy.facts().into_iter().chain(value).chain([previous]).collect();
        let moved = input.with_batch(&wanted, |table| {
            let ranks = ranks(table, previous)?;
            let now = assigned(&policy, table, Some(&ranks), (as_of, invalid))?;
            let values = value.map(|name| policy.values(table, name, invalid)).transpose()?;
            policy.movements(&now, values.as_ref().unwrap_or(&now.measure), &ranks)
        });
        text::json(&moved?)
    })
}

/// Lists the words of the touch model as JSON: `tiers` (label, for whom, how, accounts per success manager), `reasons`
/// and `directions`, in English and Japanese. `*catalogue` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_touch_catalogue_json(catalogue: *mut *mut c_char) -> cs_status {
    guard(Out::new(catalogue, "catalogue"), || text::json(&catalogue::catalogue()))
}

/// Every account in its tier.
fn assigned(
    policy: &TouchPolicy,
    table: &Table<'_>,
    previous: Option<&[u8]>,
    (as_of, invalid): (NaiveDate, Invalid),
) -> Result<Assignment> {
    let mut assignment = Assignment::room(table.rows());
    let workers = threads::workers(table.rows());
    let reading = Reading { as_of: Some(as_of), invalid, value: None, workers };
    policy.apply_into(table, previous, &reading, assignment.outputs())?;
    Ok(assignment)
}

/// The name of a column that may be left out.
///
/// # Safety
/// As for `text::read`.
unsafe fn name<'a>(pointer: *const c_char, length: usize, place: &str) -> Result<Option<&'a str>> {
    // SAFETY: the caller's promise.
    let name = unsafe { text::read(pointer, length, place) }?;
    Ok(Some(name).filter(|name| !name.is_empty()))
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
