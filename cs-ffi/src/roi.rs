//! Return on investment: a request as JSON in, the answer as JSON out. Exact numbers are texts in answers, and texts or
//! numbers in requests.

use std::ffi::c_char;

use cs_core::error::Result;
use cs_core::roi::call::Call;

use crate::guard::{Out, guard};
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

/// Revenue over a number of months. Request: {"mrr": 10000000, "churn": "0.03"}, and optionally upsell (0: the share of
/// revenue that is added in a month), new_mrr (0: of new customers in every month after the first), months (12; at most 120).
/// Answer: revenue, last_mrr. CS_OVERFLOW where rates have so many digits that their powers cannot be kept.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_roi_revenue_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Revenue, request, request_len) })
}

/// What a change of the rates is worth in revenue. Request: mrr, before and after, each {"churn": "0.03", "upsell": 0}, and
/// optionally new_mrr, months. Answer: before, after, impact, and of it from_churn and from_upsell.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_roi_effect_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Effect, request, request_len) })
}

/// What a change of the rates does to the lifetime value of an account. Request: arpa, before, after as in
/// cs_roi_effect_json, and optionally gross_margin (1). Answer as there; the parts are null where something between has no
/// value. CS_NO_LOSSES where upsell is not below churn.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_roi_lifetime_value_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::LifetimeValue, request, request_len) })
}

/// Gain of a programme against its cost. Request: that of cs_roi_effect_json, and optionally gross_margin (1), one_off_cost
/// (0), monthly_cost (0). Answer: revenue_impact, gain, cost, net, return_on_investment (null without cost), payback_month
/// (null where it is not paid back), break_even_churn (in steps of 0.0001; null where none is low enough).
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_roi_programme_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Programme, request, request_len) })
}

/// Revenue over a grid of rates. Request: mrr, churn (a list of at most 100), and optionally upsell (a list; [0]), before (the
/// rates that each pair is compared with), new_mrr, months. Answer: an array with churn, upsell, revenue, impact (null without
/// before) for each pair, churn by churn.
/// `*answer` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_roi_sensitivity_json(
    request: *const c_char,
    request_len: usize,
    answer: *mut *mut c_char,
) -> cs_status {
    // SAFETY: pointer and length are the caller's promise.
    guard(Out::new(answer, "answer"), || unsafe { answered(Call::Sensitivity, request, request_len) })
}
