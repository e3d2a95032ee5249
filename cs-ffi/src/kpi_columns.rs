//! KPIs of columns.

use std::ffi::c_char;

use cs_arrow::{kpi, output};
use cs_core::kpi::columns::Query;

use crate::arrow;
use crate::guard::guard;
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;
use crate::threads;

/// Computes a KPI for each row of a table, or for each group of rows. `query` is a JSON object:
///
///     {"kpi": "churn_rate", "inputs": {"churned": {"column": "lost"}}, "by": ["plan"]}
///
/// - inputs: {"column": name} or {"value": number, exact number as text, or name of a choice}; an input that is left
///   out is the column of its own name, or takes its default where there is none
/// - by: columns whose equal values make a group; counts and money are summed exactly, everything else must be the
///   same in a whole group; a count below 0 is refused in its row, of money only a sum is; [] is one group of all rows;
///   left out, every row has its own value
/// - missing: "unknown" (default: a row with a missing input, and its group, has no value) or "skip"
/// - invalid: "error" (default) or "missing": refused rows have no value
/// - digits: "same" (default: decimals if a column that is read holds decimals), "float", "decimal" or "text"
/// - places: so many decimal places, rounded once, half to even
///
/// `*out` receives a struct array: the groups' keys, the value under the KPI's id, and under <id>_reason (dictionary)
/// why there is none: "missing" or the name of a status such as "zero_denominator".
/// Table and schema are moved in and released, whatever the outcome.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_table_arrow(
    query: *const c_char,
    query_len: usize,
    table: *mut ArrowArray,
    schema: *mut ArrowSchema,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["table", "schema"], table, schema) };
    guard(arrow::outputs(out, out_schema), || {
        // SAFETY: pointer and length are the caller's promise.
        let query = Query::from_json(unsafe { text::read(query, query_len, "query") }?)?;
        let columns = input.with_arrays(&query.columns(), |table, arrays| {
            let answer = query.apply_with(table, &threads::ledger_workers(table.rows()))?;
            kpi::columns(&query, answer, arrays)
        })?;
        let rows = columns.first().map_or(0, |(_, array)| array.len());
        arrow::export(&output::table(rows, columns)?)
    })
}
