//! Net promoter scores of surveys: counts or answers in, score with band and interval out.

use cs_arrow::{nps, valid::checked};
use cs_core::{
    kpi::{
        self, Interval, IntervalMethod, InvalidAnswer, Nps, NpsBands, NpsChange, NpsTally, WeightedNps,
        weighted_interval,
    },
    value::number,
};
use pyo3::{buffer::PyBuffer, prelude::*, types::PyDict};

use arrow_array::{Array, types::UInt8Type};

use crate::{
    capsule,
    error::Result,
    frame::Frame,
    number::{Reader, choice},
};

/// Bytes that are counted between two looks at whether the user wants to stop.
const BLOCK: usize = 1 << 24;
const METHODS: [(&str, IntervalMethod); 2] =
    [("adjusted_wald", IntervalMethod::AdjustedWald), ("wald", IntervalMethod::Wald)];

/// Score, shares and counts of a survey, in the caller's type of number.
#[pyfunction]
#[pyo3(name = "nps")]
pub(crate) fn from_counts<'py>(
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

/// The same from answers of 0 to 10: the only column of a table.
#[pyfunction]
#[pyo3(name = "nps_from_answers")]
pub(crate) fn from_answers<'py>(
    py: Python<'py>,
    table: &Bound<'py, PyAny>,
    invalid: &str,
) -> Result<Bound<'py, PyDict>> {
    let mut tally = NpsTally::new(policy(invalid)?);
    let frame = Frame::import(table)?;
    let counted = py.detach(|| -> cs_core::error::Result<Nps> {
        let mut before = 0_u64;
        for batch in &frame.batches {
            for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
                let array = checked(array.to_data()).map_err(|error| error.in_column(field.name()))?;
                nps::count(&mut tally, field.name(), &array).map_err(|error| error.after_rows(before))?;
            }
            before = before.saturating_add(u64::try_from(batch.num_rows()).unwrap_or(u64::MAX));
        }
        tally.finish()
    });
    survey(py, &Reader::default(), &counted?)
}

/// The same from a contiguous buffer of bytes, which is counted where it lies.
#[pyfunction]
#[pyo3(name = "nps_from_bytes")]
pub(crate) fn from_bytes<'py>(
    py: Python<'py>,
    answers: &Bound<'py, PyAny>,
    invalid: &str,
) -> Result<Bound<'py, PyDict>> {
    let mut tally = NpsTally::new(policy(invalid)?);
    let bytes = capsule::numbers::<UInt8Type>(PyBuffer::get(answers)?)?;
    let mut start = 0;
    while start < bytes.len() {
        let block = bytes.slice(start, BLOCK.min(bytes.len().saturating_sub(start)));
        py.detach(|| nps::count(&mut tally, "answers", &block))?;
        start = start.saturating_add(BLOCK);
        py.check_signals()?;
    }
    survey(py, &Reader::default(), &tally.finish()?)
}

/// Score, shares and counts of a survey with weights: the columns `answers` and `weights` of a table.
#[pyfunction]
pub(crate) fn nps_weighted<'py>(
    py: Python<'py>,
    table: &Bound<'py, PyAny>,
    invalid: &str,
    decimals: bool,
) -> Result<Bound<'py, PyDict>> {
    let invalid = policy(invalid)?;
    let frame = Frame::import(table)?;
    let weighed = py.detach(|| {
        frame.whole(&["answers", "weights"], |table| WeightedNps::of(table, "answers", "weights", invalid))
    })?;
    let reader = Reader::of_decimals(decimals);
    let fields = PyDict::new(py);
    for (name, value) in [
        ("score", weighed.score()),
        ("promoter_share", weighed.promoter_share().value()),
        ("passive_share", weighed.passive_share().value()),
        ("detractor_share", weighed.detractor_share().value()),
        ("weight", weighed.weight()),
    ] {
        fields.set_item(name, reader.give(py, value)?)?;
    }
    for (name, count) in
        [("answers", weighed.answers()), ("missing", weighed.missing()), ("invalid", weighed.invalid())]
    {
        fields.set_item(name, count)?;
    }
    fields.set_item("effective_answers", weighed.effective_answers())?;
    Ok(fields)
}

/// Both ends of a confidence interval of a survey with weights, and its standard error.
#[pyfunction]
pub(crate) fn nps_weighted_interval(
    shares: (f64, f64),
    effective_answers: f64,
    level: f64,
    method: &str,
) -> Result<(f64, f64, f64)> {
    let method = choice("method", method, &METHODS)?;
    let (Interval { low, high, .. }, error) =
        weighted_interval([shares.0, shares.1], effective_answers, level, method)?;
    Ok((low, high, error))
}

/// The change between two surveys, each with its score and standard error: points, standard error, interval.
#[pyfunction]
pub(crate) fn nps_change_between(
    earlier: (Bound<'_, PyAny>, f64),
    own: (Bound<'_, PyAny>, f64),
    level: f64,
) -> Result<(f64, f64, f64, f64)> {
    let mut reader = Reader::default();
    let mut score = |value: &Bound<'_, PyAny>| reader.read(value).map_err(|fault| fault.under("score"));
    let change = NpsChange::between((score(&earlier.0)?, earlier.1), (score(&own.0)?, own.1))?;
    parts(change, level)
}

/// The id of the band of a score.
#[pyfunction]
pub(crate) fn nps_band_of(score: &Bound<'_, PyAny>, scale: &str) -> Result<&'static str> {
    let score = Reader::default().read(score).map_err(|fault| fault.under("score"))?;
    let scales = NpsBands::ALL.map(|bands| (bands.id, bands));
    Ok(choice("scale", scale, &scales)?.of(score).id)
}

fn policy(invalid: &str) -> Result<InvalidAnswer> {
    choice("invalid", invalid, &[("error", InvalidAnswer::Error), ("missing", InvalidAnswer::Missing)])
}

fn survey<'py>(py: Python<'py>, reader: &Reader, survey: &Nps) -> Result<Bound<'py, PyDict>> {
    let fields = PyDict::new(py);
    let (promoters, passives, detractors) = (survey.promoters(), survey.passives(), survey.detractors());
    for (name, id, counts) in [
        ("score", "nps", &[promoters, passives, detractors][..]),
        ("promoter_share", "csat", &[survey.answers(), promoters]),
        ("passive_share", "csat", &[survey.answers(), passives]),
        ("detractor_share", "csat", &[survey.answers(), detractors]),
    ] {
        let counts: Vec<_> = counts.iter().map(|count| Some((*count).into())).collect();
        fields.set_item(name, reader.give_exactly(py, kpi::find(id)?.evaluate_exactly(&counts)?)?)?;
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
    let Interval { low, high, .. } = of(counts)?.interval(level, choice("method", method, &METHODS)?)?;
    Ok((low, high))
}

/// Points gained since an earlier survey, their standard error, and both ends of a confidence interval.
#[pyfunction]
pub(crate) fn nps_change(counts: Counts, earlier: Counts, level: f64) -> Result<(f64, f64, f64, f64)> {
    parts(of(counts)?.since(&of(earlier)?)?, level)
}

fn parts(change: NpsChange, level: f64) -> Result<(f64, f64, f64, f64)> {
    let Interval { low, high, .. } = change.interval(level)?;
    Ok((number::to_float(change.points), change.standard_error, low, high))
}
