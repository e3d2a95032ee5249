//! The catalogue of KPIs: evaluation by id, benchmarks.

use std::ffi::c_char;

use cs_core::error::{Error, ErrorCode, Result};
use cs_core::kpi::{self, Inputs};
use cs_core::value::period::Period;

use crate::decimal::{self, cs_decimal};
use crate::guard::{Out, guard};
use crate::status::cs_status;
use crate::text;

/// Lists every KPI as JSON: an array with id, names, formula, inputs, unit, direction and source.
/// `*catalogue` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_catalogue_json(catalogue: *mut *mut c_char) -> cs_status {
    guard(Out::new(catalogue, "catalogue"), || text::json(&kpi::catalogue().collect::<Vec<_>>()))
}

/// Evaluates the KPI of this id. `inputs` is a JSON object such as {"opening": 200, "churned": "6"}: numbers, exact
/// numbers as text, names of choices; one that is left out or null takes its default.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_evaluate_json(
    id: *const c_char,
    id_len: usize,
    inputs: *const c_char,
    inputs_len: usize,
    result: *mut cs_decimal,
) -> cs_status {
    guard(Out::new(result, "result"), || {
        // SAFETY: pointers and lengths are the caller's promise.
        let (id, inputs) =
            unsafe { (text::read(id, id_len, "id")?, text::read(inputs, inputs_len, "inputs")?) };
        let kpi = kpi::find(id)?;
        Inputs::from_json(inputs)?.evaluate(kpi)?.to_decimal().map(cs_decimal::from)
    })
}

/// Compares a KPI's value with the shipped benchmark of its segment and period, as JSON: verdict ("better", "within",
/// "worse"), by how much, and the benchmark with its source. `period` is a CS_PERIOD constant, or 0 for a value that is
/// per no period. NULL with length 0 for `segment` means all segments.
///
/// CS_PERIOD_MISMATCH unless the benchmark is of that period; CS_UNKNOWN_NAME without a benchmark.
/// `*assessment` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_assess_json(
    id: *const c_char,
    id_len: usize,
    value: *const cs_decimal,
    period: u32,
    segment: *const c_char,
    segment_len: usize,
    assessment: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(assessment, "assessment"), || {
        // SAFETY: pointers and lengths are the caller's promise.
        let (id, segment) =
            unsafe { (text::read(id, id_len, "id")?, text::read(segment, segment_len, "segment")?) };
        // SAFETY: as above.
        let value = unsafe { decimal::required(value, "value") }?;
        let segment = Some(segment).filter(|segment| !segment.is_empty());
        text::json(&kpi::assess(id, value, per(period)?, segment)?)
    })
}

/// Lists the shipped benchmarks as JSON. `*benchmarks` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_kpi_benchmarks_json(benchmarks: *mut *mut c_char) -> cs_status {
    guard(Out::new(benchmarks, "benchmarks"), || text::json(&kpi::benchmarks()))
}

/// The period of so many months; 0 is none.
fn per(months: u32) -> Result<Option<Period>> {
    let period = Period::ALL.into_iter().find(|period| period.months() == months);
    if period.is_none() && months != 0 {
        let sentence = "a period is CS_PERIOD_MONTH, CS_PERIOD_QUARTER, CS_PERIOD_YEAR or 0";
        return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("period").with_value(months));
    }
    Ok(period)
}
