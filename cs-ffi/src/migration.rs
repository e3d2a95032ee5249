//! Migrations between bands.

use std::ffi::c_char;

use cs_arrow::migration as columns;
use cs_core::health::migration::Migrating;

use crate::arrow;
use crate::guard::guard;
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// Who moved between bands from one day to another, in accounts and in money, which is summed exactly.
///
/// `request` is a JSON object of names of columns: "account", "band" ("health_band"), "value" (amounts; none), and
/// "bands", a list from the lowest up (danger, caution, healthy). Both tables are moved in and released, whatever the
/// outcome. `*out` receives a struct array with one row for each cell of the matrix: from (dictionary, null for accounts
/// that are new), to (null for those that are gone), move, accounts, and with "value" value_before and value_after, of
/// the type that the amounts have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_migration_arrow(
    request: *const c_char,
    request_len: usize,
    before: *mut ArrowArray,
    before_schema: *mut ArrowSchema,
    after: *mut ArrowArray,
    after_schema: *mut ArrowSchema,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let (before, after) = unsafe {
        (
            arrow::take_as(["before", "before_schema"], before, before_schema),
            arrow::take_as(["after", "after_schema"], after, after_schema),
        )
    };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        let migrating = Migrating::from_json(unsafe { text::read(request, request_len, "request") }?)?;
        let wanted: Vec<&str> = migrating.columns().collect();
        let migration = before.with_batch(&wanted, |before| {
            after.with_batch(&wanted, |after| migrating.between(before, after))
        })?;
        arrow::export(&columns::columns(&migration)?)
    })
}
