//! Net promoter scores of surveys: counts or answers in, score with band and interval out.

use arrow_array::{
    Array,
    cast::AsArray,
    types::{Float64Type, Int64Type},
};
use arrow_schema::DataType;
use cs_core::{
    error::{Error, ErrorCode},
    kpi::{Interval, IntervalMethod, InvalidAnswer, Nps, NpsBands, NpsChange, nps_from_answers},
    value::number,
};
use pyo3::{prelude::*, types::PyDict};

use crate::{
    error::Result,
    lists,
    number::{Reader, choice},
};

/// Score, shares and counts of a survey, in the caller's type of number.
#[pyfunction]
pub(crate) fn nps<'py>(
    promoters: &Bound<'py, PyAny>,
    passives: &Bound<'py, PyAny>,
    detractors: &Bound<'py, PyAny>,
) -> Result<Bound<'py, PyDict>> {
    let mut reader = Reader::default();
    let mut count = |name: &str, value: &Bound<'_, PyAny>| {
        let read = reader.read(value).and_then(|value| Ok(number::count(value)?));
        read.map_err(|fault| fault.under(name))
    };
    let counts =
        (count("promoters", promoters)?, count("passives", passives)?, count("detractors", detractors)?);
    survey(promoters.py(), &reader, &Nps::new(counts.0, counts.1, counts.2)?)
}

/// The same from answers of 0 to 10, as a column of the kind that `columns` takes.
#[pyfunction]
#[pyo3(name = "nps_from_answers")]
pub(crate) fn from_answers<'py>(
    py: Python<'py>,
    kind: &str,
    answers: &Bound<'py, PyAny>,
    invalid: &str,
) -> Result<Bound<'py, PyDict>> {
    let choices = [("error", InvalidAnswer::Error), ("missing", InvalidAnswer::Missing)];
    let invalid = choice("invalid", invalid, &choices)?;
    let column = lists::column(py, kind, answers)?;
    let survey_of = py.detach(|| -> cs_core::error::Result<Nps> {
        if let Some(numbers) = column.as_primitive_opt::<Float64Type>() {
            nps_from_answers(numbers.iter().map(|answer| answer.unwrap_or(f64::NAN)), invalid)
        } else if let Some(whole) = column.as_primitive_opt::<Int64Type>() {
            // Beyond 32 bits an answer is out of range whatever it is.
            let answer = |answer: &i64| i32::try_from(*answer).map_or(f64::from(i32::MAX), f64::from);
            nps_from_answers(whole.values().iter().map(answer), invalid)
        } else if column.data_type() == &DataType::Null {
            nps_from_answers(std::iter::repeat_n(f64::NAN, column.len()), invalid)
        } else {
            Err(Error::new(ErrorCode::TypeMismatch, "an answer is a whole number from 0 to 10").at("answers"))
        }
    });
    survey(py, &Reader::default(), &survey_of?)
}

fn survey<'py>(py: Python<'py>, reader: &Reader, survey: &Nps) -> Result<Bound<'py, PyDict>> {
    let fields = PyDict::new(py);
    for (name, value) in [
        ("score", survey.score()),
        ("promoter_share", survey.promoter_share().value()),
        ("passive_share", survey.passive_share().value()),
        ("detractor_share", survey.detractor_share().value()),
    ] {
        fields.set_item(name, reader.give(py, value)?)?;
    }
    for (name, count) in [
        ("promoters", survey.promoters()),
        ("passives", survey.passives()),
        ("detractors", survey.detractors()),
        ("answers", survey.answers()),
        ("missing", survey.missing()),
        ("invalid", survey.invalid()),
    ] {
        fields.set_item(name, count)?;
    }
    Ok(fields)
}

type Counts = (u64, u64, u64);

fn of((promoters, passives, detractors): Counts) -> Result<Nps> {
    Ok(Nps::new(promoters, passives, detractors)?)
}

/// The id of the band that a survey falls in.
#[pyfunction]
pub(crate) fn nps_band(counts: Counts, scale: &str) -> Result<&'static str> {
    let scales = NpsBands::ALL.map(|bands| (bands.id, bands));
    Ok(of(counts)?.band(&choice("scale", scale, &scales)?).id)
}

/// Standard error of a survey's score, in points.
#[pyfunction]
pub(crate) fn nps_standard_error(counts: Counts) -> Result<f64> {
    Ok(of(counts)?.standard_error())
}

/// Both ends of a confidence interval.
#[pyfunction]
pub(crate) fn nps_interval(counts: Counts, level: f64, method: &str) -> Result<(f64, f64)> {
    let methods = [("adjusted_wald", IntervalMethod::AdjustedWald), ("wald", IntervalMethod::Wald)];
    let Interval { low, high, .. } = of(counts)?.interval(level, choice("method", method, &methods)?)?;
    Ok((low, high))
}

/// Points gained since an earlier survey, their standard error, and both ends of a confidence interval.
#[pyfunction]
pub(crate) fn nps_change(counts: Counts, earlier: Counts, level: f64) -> Result<(f64, f64, f64, f64)> {
    let change: NpsChange = of(counts)?.since(&of(earlier)?)?;
    let Interval { low, high, .. } = change.interval(level)?;
    Ok((number::to_float(change.points), change.standard_error, low, high))
}
