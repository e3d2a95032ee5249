//! Roll-ups over a hierarchy of accounts.

use std::ffi::c_char;

use cs_arrow::rollup as columns;
use cs_core::health::rollup::RollUp;

use crate::arrow;
use crate::guard::guard;
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// The health of every account's family: all accounts below it, at any depth, each counted once.
///
/// `request` is a JSON object of names of columns: "account", "parent", "score" ("health_score"), "value" (what an account
/// weighs; none), "band" (whose shares are counted; none), and of choices: "bands" (a list; those that are found),
/// "include_parent" (true), "unknown_parent" ("error" or "root"). `*out` receives a struct array with one row for each,
/// in the same order: rollup_accounts, rollup_scored, rollup_mean, rollup_weighted_mean, rollup_worst,
/// rollup_worst_account, and rollup_share_<band> for each band that is counted.
///
/// CS_CYCLE where accounts are each other's parents in a circle, which the message names.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_rollup_arrow(
    request: *const c_char,
    request_len: usize,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        let rollup = RollUp::from_json(unsafe { text::read(request, request_len, "request") }?)?;
        let wanted: Vec<&str> = rollup.columns().collect();
        let families =
            input.with_batch(&wanted, |table| columns::columns(&rollup, table, rollup.table(table)?))?;
        arrow::export(&families)
    })
}
