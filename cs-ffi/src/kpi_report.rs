//! KPIs of a period, surveys, and what moved lifetime value: JSON in, JSON out.

use std::ffi::c_char;

use cs_arrow::nps;
use cs_core::kpi::{self, NpsTally, ReportRequest, Survey, SurveyColumns};

use crate::arrow;
use crate::guard::{Out, guard};
use crate::layout::{ArrowArray, ArrowSchema};
use crate::status::cs_status;
use crate::text;

/// Computes all KPIs of one period from its figures, each with its target and the change since the period before, or with
/// the figures that are missing for it. `request` is a JSON object:
///
///     {"figures": {"opening_customers": 200, "churned_customers": 6, "mrr": "12500"}, "period": "month",
///      "previous": {…}, "segment": "smb", "currency": "USD", "preset": …, "targets": [benchmarks, …]}
///
/// Everything but figures may be left out. The names of figures are those of the inputs in cs_kpi_catalogue_json
/// ("figure"); one that is a choice, such as from_period, is given by its name. `*report` receives a text to be freed with cs_string_free.
///
/// CS_UNKNOWN_NAME for a figure that no KPI has, and for a segment or a preset of which there is no target, neither among
/// those of the request nor shipped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_report_json(
    request: *const c_char,
    request_len: usize,
    report: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(report, "report"), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = unsafe { text::read(request, request_len, "request") }?;
        text::json(&ReportRequest::from_json(request)?.report()?)
    })
}

/// Compares a KPI's value with a target of one's own or a shipped one. `request` is a JSON object: kpi, value, and
/// optionally period, segment, preset (whose view, where several differ), currency, and benchmarks, a document of kind
/// "benchmarks" that takes the place of the shipped list. `*assessment` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_compare_json(
    request: *const c_char,
    request_len: usize,
    assessment: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(assessment, "assessment"), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = unsafe { text::read(request, request_len, "request") }?;
        text::json(&kpi::assess_from_json(request)?)
    })
}

/// Splits the changes of lifetime value from year to year into what churn, price and cost did, exactly. `request` is a
/// JSON object: {"rows": [{"product": "crm", "year": 2026, "arpa": 120, "monthly_churn": "0.04", "gross_margin": 1,
/// "service_cost": 0}, …]}, the last two optional. `*effects` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_ltv_effects_json(
    request: *const c_char,
    request_len: usize,
    effects: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(effects, "effects"), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = unsafe { text::read(request, request_len, "request") }?;
        text::json(&kpi::ltv_effects_from_json(request)?)
    })
}

/// Says all of a survey: score, shares, bands, standard error, confidence intervals, and the change since an earlier one.
/// `request` is a JSON object: {"promoters": 50, "passives": 30, "detractors": 20, "level": 0.95,
/// "earlier": {"promoters": …, "passives": …, "detractors": …}}, the last two optional.
/// `*survey` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_nps_json(
    request: *const c_char,
    request_len: usize,
    survey: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(survey, "survey"), || {
        // SAFETY: pointer and length are the caller's promise.
        let request = unsafe { text::read(request, request_len, "request") }?;
        text::json(&Survey::from_json(request)?)
    })
}

/// The same from a table with a row for each answer. `request` is a JSON object: {"answers": column,
/// "weights": column, "invalid": "error" or "missing", "level": 0.95, "earlier": {"score": "12.5", "standard_error": 3.1}},
/// all but the first optional; earlier is what was said of an earlier survey of other people, whether it had weights or
/// not. An answer is a whole number from 0 to 10; null and NaN are blanks. Columns of bytes are counted where they lie.
/// Table and schema are moved in and released, whatever the outcome.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_nps_arrow(
    request: *const c_char,
    request_len: usize,
    table: *mut ArrowArray,
    schema: *mut ArrowSchema,
    survey: *mut *mut c_char,
) -> cs_status {
    // SAFETY: the structures are the caller's promise.
    let input = unsafe { arrow::take_as(["table", "schema"], table, schema) };
    guard(Out::new(survey, "survey"), || {
        // SAFETY: pointer and length are the caller's promise.
        let columns = SurveyColumns::from_json(unsafe { text::read(request, request_len, "request") }?)?;
        let Some(weights) = columns.weights() else {
            let mut tally = NpsTally::new(columns.invalid());
            input.with_array(columns.answers(), |array| nps::count(&mut tally, columns.answers(), array))?;
            let survey = Survey::of(&tally.finish()?, columns.level())?;
            return text::json(&columns.since_earlier(survey)?);
        };
        let wanted = [columns.answers(), weights];
        let weighed = input.with_arrays(&wanted, |table, _| columns.weigh(table))?;
        text::json(&columns.since_earlier(Survey::weighted(&weighed, columns.level())?)?)
    })
}
