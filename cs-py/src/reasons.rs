//! Why a score is what it is: results that were written as JSON, explained and compared.

use cs_core::health::{
    path::{ScorePath, target_from_json},
    result::Health,
    scorecard::Scorecard,
};
use pyo3::prelude::*;

use crate::{error::Result, json};

/// Improvements, bridge and sentences of a result, as a dict.
#[pyfunction]
pub(crate) fn explanation<'py>(py: Python<'py>, health: &str) -> Result<Bound<'py, PyAny>> {
    json::to_python(py, &Health::from_json(health)?.explanation())
}

/// Reads a result and writes it again.
#[pyfunction]
pub(crate) fn health<'py>(py: Python<'py>, health: &str) -> Result<Bound<'py, PyAny>> {
    json::to_python(py, &Health::from_json(health)?)
}

pub(crate) fn path(card: &Scorecard, health: &str, target: &str) -> Result<ScorePath> {
    Ok(card.path_to(&Health::from_json(health)?, target_from_json(target)?)?)
}

/// The difference between two results, split.
pub(crate) fn change<'py>(
    py: Python<'py>,
    card: &Scorecard,
    [before, after]: [&str; 2],
    rescored: Option<&str>,
) -> Result<Bound<'py, PyAny>> {
    let read = |text: &str, name: &str| Health::from_json(text).map_err(|error| error.under(name));
    let (before, after) = (read(before, "before")?, read(after, "after")?);
    let rescored = rescored.map(|text| read(text, "rescored")).transpose()?;
    json::to_python(py, &card.change(&before, &after, rescored.as_ref())?)
}
