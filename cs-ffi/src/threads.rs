//! How many threads the calls of a thread may use.

use std::cell::Cell;
use std::num::NonZeroUsize;

use cs_core::error::{Error, ErrorCode};
use cs_core::fact::workers::{LEDGER_ROWS_PER_THREAD, Workers};
use cs_core::health::table::ROWS_PER_THREAD;

use crate::guard::guard;
use crate::status::cs_status;

thread_local! {
    static CHOSEN: Cell<NonZeroUsize> = const { Cell::new(NonZeroUsize::MIN) };
}

/// Chooses how many threads the calls that this thread makes from now on may use for a long table, the calling one among
/// them. It is 1 until it is chosen; every thread chooses for itself. Results have the same bits for any number.
///
/// A call starts the other threads and joins them before it returns; none is kept, so there is nothing to shut down. They
/// have the signal mask of the caller and 2 MiB of stack each. Where the system starts fewer, the call works with those.
///
/// There are never more than one thread for each 65,536 rows begun, nor, in ledgers and cs_kpi_table_arrow, for each
/// 262,144: a table of at most so many rows stays on the calling thread, whatever is chosen. More threads than cores gain
/// nothing. What is chosen counts for:
///
/// - scores: cs_scorecard_score_arrow, cs_scorecard_score_overridden_arrow and cs_scorecard_set_score_arrow, each also with
///   _with or _columns behind its name; in a set, rows are counted for each card
/// - explanations: cs_scorecard_explain_arrow, cs_scorecard_explain_arrow_with, cs_scorecard_explain_wide_arrow
/// - tiers: cs_touch_policy_fit_arrow, cs_touch_policy_apply_arrow, cs_touch_policy_apply_arrow_with,
///   cs_touch_policy_summary_arrow, cs_touch_policy_movements_arrow, and in a part cs_touch_ties_fit_part_arrow
/// - revenue: cs_movements_from_arrow, cs_movements_details_arrow, cs_movements_conventions_arrow,
///   cs_movements_conventions_json, cs_cohorts_from_arrow
/// - KPIs: cs_kpi_table_arrow
///
/// All other functions work on the calling thread alone.
///
/// CS_OUT_OF_RANGE for 0: what was chosen before stays.
#[unsafe(no_mangle)]
pub extern "C" fn cs_threads_set(threads: u32) -> cs_status {
    guard((), || {
        let chosen = usize::try_from(threads).ok().and_then(NonZeroUsize::new).ok_or_else(|| {
            Error::new(ErrorCode::OutOfRange, "at least one thread is needed")
                .at("threads")
                .with_value(threads)
        })?;
        // A thread that is ending calls nothing any more that could use more than one.
        let _ = CHOSEN.try_with(|own| own.set(chosen));
        Ok(())
    })
}

/// Who works on a table of so many rows.
pub(crate) fn workers(rows: usize) -> Workers<'static> {
    at_most(rows.div_ceil(ROWS_PER_THREAD))
}

/// Who works on a ledger of so many rows, or on a table of KPIs.
pub(crate) fn ledger_workers(rows: usize) -> Workers<'static> {
    at_most(rows.div_ceil(LEDGER_ROWS_PER_THREAD))
}

fn at_most(threads: usize) -> Workers<'static> {
    Workers::new(CHOSEN.try_with(Cell::get).unwrap_or(NonZeroUsize::MIN)).at_most(threads)
}
