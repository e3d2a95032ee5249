//! Staffing: a request as JSON in, the answer as JSON out. Exact numbers are texts in answers, and texts or numbers in
//! requests.

use std::ffi::c_char;

use cs_arrow::output;
use cs_core::error::Result;
use cs_core::staffing::books::{account, account::Accounts, books, reason::Reason, request::Rules};
use cs_core::staffing::call::Call;
use cs_core::staffing::portfolio::{Columns, Portfolio};

use crate::arrow;
use crate::guard::{Out, guard};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// Answers a question.
///
/// # Safety
/// As for [`text::read`].
unsafe fn answered(call: Call, request: *const c_char, request_len: usize) -> Result<*mut c_char> {
    // SAFETY: the caller's promise.
    let request = unsafe { text::read(request, request_len, "request") }?;
    text::give(call.answer_json(request)?)
}

/// Lists the published ratios of accounts and ARR per success manager, with source and year, as JSON.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_presets_json(answer: *mut *mut c_char) -> cs_status {
    guard(Out::new(answer, "answer"), || text::give(Call::Presets.answer_json("")?))
}

/// Checks a document of kind "staffing" and gives it back with every default written out.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_assumptions_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Assumptions, request, request_len) })
}

/// Heads that a share of the ARR pays for. Request: arr, and optionally cost_ratio (0.08) and monthly_cost_per_head (450,000
/// yen). Answer: budget, headcount.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_budgeted_headcount_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::BudgetedHeadcount, request, request_len) })
}

/// Heads that ratios ask for. Request: accounts by tier, and optionally a preset or ratios of one's own. Answer: by tier and
/// together, fewest and most, unrounded and rounded up. CS_INCONSISTENT for a least above the most; CS_UNKNOWN_NAME.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_required_headcount_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::RequiredHeadcount, request, request_len) })
}

/// Hours that a portfolio needs, month by month. Request: staffing (the document), portfolio, first_month ("YYYY-MM"),
/// months (12). CS_UNKNOWN_NAME for a stage, band or level without a multiplier.
///
/// A portfolio is {"accounts": [{"tier": "high", "accounts": 30, and optionally "stage", "health", "complexity": names of the
/// document, "arr": of all of them}], and optionally "starts" and "renewals": [{"tier": "high", "month": "2027-02",
/// "accounts": 3}], "unassigned": accounts in no tier}; cs_staffing_portfolio_arrow makes one of a table.
///
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_workload_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Workload, request, request_len) })
}

/// Hours that success managers have for accounts. Request: hours, {"amount": 40, "per": "week"}, and optionally overhead,
/// utilisation, ramp, leave_hours, period, heads, hours_per_account. Answer: hours, accounts.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_supply_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Supply, request, request_len) })
}

/// Demand against supply, month by month, with hires, surplus, outsourcing and cross-checks. Request: staffing, portfolio,
/// first_month, and optionally months (12), staff: [{"tier": "high", "heads": "2.5", and optionally "since": "2026-10", the
/// first month of service, from which the ramp counts}]. Demand above supply is a shortage, not an error.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_plan_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Plan, request, request_len) })
}

/// What it costs to serve each tier, and its break-even contract value. Request: staffing, portfolio.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_cost_to_serve_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::CostToServe, request, request_len) })
}

/// What changes when accounts are moved to another tier. Request: staffing, portfolio, moves: [{"from": "high", "to": "tech",
/// and optionally "accounts": how many, "stage", "health", "complexity": of which kind}].
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_what_if_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::WhatIf, request, request_len) })
}

/// A pooled team that answers in time (Erlang C). Request: requests_per_hour, minutes_per_request, answer_within_minutes, and
/// optionally target (0.8), shrinkage (0), agents. CS_INCONSISTENT where the queue would grow without end.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_pool_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Pool, request, request_len) })
}

/// Assigns accounts to success managers. Request: accounts (account, hours, and optionally value, owner, skills, region,
/// language), csms (csm, and optionally fte, hours, most_accounts, skills, regions, languages), and optionally balance,
/// most_moves, tolerance. Answer: assignments with their reasons, and a report. For many accounts use
/// cs_staffing_books_arrow. CS_DUPLICATE_ACCOUNT, CS_DUPLICATE (a success manager), CS_OUT_OF_RANGE.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_books_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Books, request, request_len) })
}

/// Assigns the accounts of a table. `columns` names its columns as JSON: account, hours, and optionally value, owner,
/// skills (with a semicolon between two), region, language. `rules` are those of cs_staffing_books_json without the accounts.
/// `*out` receives a struct array with one row for each, in the same order: csm (dictionary, null for nobody), csm_reason
/// (dictionary). `*report` receives JSON to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_books_arrow(
    columns: *const c_char,
    columns_len: usize,
    rules: *const c_char,
    rules_len: usize,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    out: *mut ArrowArray,
    out_schema: *mut ArrowSchema,
    report: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    let (out, out_schema) = arrow::outputs(out, out_schema);
    guard((out, out_schema, Out::new(report, "report")), || {
        // SAFETY: pointers and lengths are the caller's promise.
        let (columns, rules) =
            unsafe { (text::read(columns, columns_len, "columns")?, text::read(rules, rules_len, "rules")?) };
        let (columns, rules) = (account::Columns::from_json(columns)?, Rules::from_json(rules)?);
        let accounts = input.with_batch(&columns.names(), |table| Accounts::from_table(table, &columns))?;
        let found = books(&accounts, &rules)?;
        let names: Vec<&str> = rules.csms().iter().map(|csm| csm.csm.as_str()).collect();
        let reasons: Vec<&str> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
        let place = |reason: &Reason| Reason::ALL.iter().position(|known| known == reason);
        let table = output::table(
            found.csm.len(),
            [
                ("csm", output::labels(&names, found.csm.iter().copied())?),
                ("csm_reason", output::categories(&reasons, found.reason.iter().map(place))?),
            ],
        )?;
        let (array, schema) = arrow::export(&table)?;
        Ok((array, schema, text::json(&found.report)?))
    })
}

/// Counts the accounts of a table into a portfolio, as workload, plan, cost_to_serve and what_if take it. `columns` names
/// its columns as JSON: tier, and optionally stage, health, complexity, arr, started_on, renews_on.
/// `*portfolio` receives JSON to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_staffing_portfolio_arrow(
    columns: *const c_char,
    columns_len: usize,
    accounts: *mut ArrowArray,
    schema: *mut ArrowSchema,
    portfolio: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take(accounts, schema) };
    guard(Out::new(portfolio, "portfolio"), || {
        // SAFETY: pointer and length are the caller's promise.
        let columns = Columns::from_json(unsafe { text::read(columns, columns_len, "columns") }?)?;
        text::json(&input.with_batch(&columns.names(), |table| Portfolio::from_table(table, &columns))?)
    })
}
