//! Recurring revenue: a ledger in, movements out; parts from many machines added up.

use std::ffi::c_char;

use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema};
use cs_core::error::Result;
use cs_core::fact::workers::Workers;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::detail::details_with;
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::report::conventions_with;
use cs_core::revenue::rows::Rows;
use cs_core::revenue::table::Table;

use crate::arrow::{self, Input};
use crate::guard::{Out, guard};
use crate::handle::{self, Handle};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::threads;

/// Movements of recurring revenue, period by period.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_movements {
    _never_dereferenced: (),
}

impl Handle for cs_movements {
    type Object = Movements;
}

/// Sums the rows of a ledger, a struct array with the columns that the options name, into movements. The options are
/// a JSON object; docs/schemas/revenue_options.json is its schema. Each may be left out:
///
/// - names of columns: "account", "month" and "mrr" (the column of the same name), "by" (a list: segments), "product"
///   (splits expansion into upsell and cross-sell), "currency", "row_id" (a name of each row, which must be there once)
/// - "places" behind the point of amounts; "first", "last" month of the result; "period" ("month", "quarter", "year") and
///   "year_begins" (1 to 12); "opening", for one period from there to "last"
/// - "gap_tolerance" and "reactivation_window" in months; "convention" ("snapshot" unless said, "chartmogul",
///   "stripe", "profitwell", "recurly", "maxio", "dbt")
/// - "reporting_currency" with "rates": [{"currency": "USD", "month": "2025-01", "rate": "0.95"}]
/// - "contracts", where rows are prices instead of months: {"start": "start", "end": "end" (the day after the last),
///   "billing": "year" or "billing_column", "active_on": "last_day", "days_per_month": "30.437", "weeks_per_month": "4.345"}
///
/// Accounts are whole numbers or texts; months are days, timestamps without a time zone, texts "2025-01" or whole numbers
/// that count months; amounts are whole minor units, decimals (which may be given more "places" than they bring), or floats
/// with "places".
/// `*movements` receives a handle to be freed with cs_movements_free.
///
/// CS_INCONSISTENT where the amounts of an account and month add up to less than 0 (in one currency, or at an edge in one
/// segment); CS_DUPLICATE where a column of `by` is named twice or as one of the result.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_from_arrow(
    options: *const c_char,
    options_len: usize,
    ledger: *mut ArrowArray,
    schema: *mut ArrowSchema,
    movements: *mut *mut cs_movements,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["ledger", "schema"], ledger, schema) };
    guard(Out::new(movements, "movements"), || {
        // SAFETY: pointer and length are the caller's promise.
        handle::give(unsafe { of_ledger(input, options, options_len, Movements::of_with) }?)
    })
}

/// Reads what cs_movements_to_json wrote, here or on another machine.
/// `*movements` receives a handle to be freed with cs_movements_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_from_json(
    document: *const c_char,
    document_len: usize,
    movements: *mut *mut cs_movements,
) -> cs_status {
    guard(Out::new(movements, "movements"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(Movements::from_json(document)?)
    })
}

/// Writes the sums as a document. `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_to_json(
    movements: *const cs_movements,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(movements, "movements")?.to_json()?))
}

/// Adds the movements of other accounts over the same periods, exactly. `*merged` receives a handle of its own, to be
/// freed with cs_movements_free; the two parts stay as they are.
///
/// CS_INCONSISTENT where the periods differ: give every part the same "first" and "last"; or, where segments or products are
/// told apart, the places of the amounts: give every part the same "places".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_merge(
    movements: *const cs_movements,
    other: *const cs_movements,
    merged: *mut *mut cs_movements,
) -> cs_status {
    guard(Out::new(merged, "merged"), || {
        handle::give(handle::get(movements, "movements")?.merge(&*handle::get(other, "other")?)?)
    })
}

/// The report as JSON: an object of columns with a value for each period. Amounts and ratios are texts with all their
/// digits, a ratio that is undefined is null. `*report` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_report_json(
    movements: *const cs_movements,
    report: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(report, "report"), || text::json(&handle::get(movements, "movements")?.table()?))
}

/// The report as a struct array with a row for each period. Amounts are in the kind of numbers that the ledger had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_report_arrow(
    movements: *const cs_movements,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    guard(arrow::outputs(out, out_schema), || export(&handle::get(movements, "movements")?.table()?))
}

/// Frees movements. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use them meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_free(movements: *mut cs_movements) -> cs_status {
    handle::free(movements, "movements")
}

/// The same ledger under every convention, side by side, as JSON: an object of columns with a value for each convention
/// and period; the column "convention" has its name. With the options "opening" and "last" that is one period under each.
/// `*report` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_conventions_json(
    options: *const c_char,
    options_len: usize,
    ledger: *mut ArrowArray,
    schema: *mut ArrowSchema,
    report: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["ledger", "schema"], ledger, schema) };
    guard(Out::new(report, "report"), || {
        // SAFETY: pointer and length are the caller's promise.
        text::json(&unsafe { of_ledger(input, options, options_len, conventions_with) }?)
    })
}

/// The same as a struct array with a row for each convention and period. Amounts are in the kind of numbers that the ledger
/// had.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_conventions_arrow(
    options: *const c_char,
    options_len: usize,
    ledger: *mut ArrowArray,
    schema: *mut ArrowSchema,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["ledger", "schema"], ledger, schema) };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        export(&unsafe { of_ledger(input, options, options_len, conventions_with) }?)
    })
}

/// Every single movement of every account, a row each: account, month, movement (text), opening, amount, closing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_movements_details_arrow(
    options: *const c_char,
    options_len: usize,
    ledger: *mut ArrowArray,
    schema: *mut ArrowSchema,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["ledger", "schema"], ledger, schema) };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        export(&unsafe { of_ledger(input, options, options_len, details_with) }?)
    })
}

/// Accounts and revenue by first month and age.
#[allow(non_camel_case_types, reason = "C's name")]
pub struct cs_cohorts {
    _never_dereferenced: (),
}

impl Handle for cs_cohorts {
    type Object = Cohorts;
}

/// Follows the accounts of a ledger by their first month. The options are those of cs_movements_from_arrow; with
/// {"mrr": null} a row only says that the account was active. `*cohorts` receives a handle to be freed with
/// cs_cohorts_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_from_arrow(
    options: *const c_char,
    options_len: usize,
    ledger: *mut ArrowArray,
    schema: *mut ArrowSchema,
    cohorts: *mut *mut cs_cohorts,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["ledger", "schema"], ledger, schema) };
    guard(Out::new(cohorts, "cohorts"), || {
        // SAFETY: pointer and length are the caller's promise.
        handle::give(unsafe { of_ledger(input, options, options_len, Cohorts::of_with) }?)
    })
}

/// Reads what cs_cohorts_to_json wrote, here or on another machine.
/// `*cohorts` receives a handle to be freed with cs_cohorts_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_from_json(
    document: *const c_char,
    document_len: usize,
    cohorts: *mut *mut cs_cohorts,
) -> cs_status {
    guard(Out::new(cohorts, "cohorts"), || {
        // SAFETY: pointer and length are the caller's promise.
        let document = unsafe { text::read(document, document_len, "document") }?;
        handle::give(Cohorts::from_json(document)?)
    })
}

/// Writes the counts and sums as a document. `*document` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_to_json(
    cohorts: *const cs_cohorts,
    document: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(document, "document"), || text::give(handle::get(cohorts, "cohorts")?.to_json()?))
}

/// Adds the cohorts of other accounts over the same months, exactly. `*merged` receives a handle of its own, to be freed
/// with cs_cohorts_free; the two parts stay as they are.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_merge(
    cohorts: *const cs_cohorts,
    other: *const cs_cohorts,
    merged: *mut *mut cs_cohorts,
) -> cs_status {
    guard(Out::new(merged, "merged"), || {
        handle::give(handle::get(cohorts, "cohorts")?.merge(&*handle::get(other, "other")?)?)
    })
}

/// The cohorts as JSON: an object of columns with a value for each cohort and age; null where the month is not yet
/// observed. `*report` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_report_json(
    cohorts: *const cs_cohorts,
    report: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(report, "report"), || text::json(&handle::get(cohorts, "cohorts")?.table()?))
}

/// All cohorts together as JSON: an object of columns with a value for each age; retention weighs each cohort by its
/// size. `*report` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_averages_json(
    cohorts: *const cs_cohorts,
    report: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(report, "report"), || text::json(&handle::get(cohorts, "cohorts")?.averages()?))
}

/// The cohorts as a struct array with a row for each cohort and age.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_report_arrow(
    cohorts: *const cs_cohorts,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    guard(arrow::outputs(out, out_schema), || export(&handle::get(cohorts, "cohorts")?.table()?))
}

/// Frees cohorts. NULL is fine; a handle that is stale is CS_STALE_HANDLE. Calls that use them meanwhile finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_cohorts_free(cohorts: *mut cs_cohorts) -> cs_status {
    handle::free(cohorts, "cohorts")
}

/// What is made of the rows of a ledger under these options.
///
/// # Safety
///
/// Pointer and length are those of a text, as for [`text::read`].
unsafe fn of_ledger<T>(
    input: Input,
    options: *const c_char,
    options_len: usize,
    make: impl FnOnce(&Rows<'_>, &Options, &Workers<'_>) -> Result<T>,
) -> Result<T> {
    // SAFETY: pointer and length are the caller's promise.
    let options = Options::from_json(unsafe { text::read(options, options_len, "options") }?)?;
    input.with_ledger(&options.columns(), |rows| make(rows, &options, &threads::ledger_workers(rows.len())))
}

fn export(table: &Table) -> Result<(FFI_ArrowArray, FFI_ArrowSchema)> {
    arrow::export(&cs_arrow::report::batch(table)?)
}
