//! A card made ready for accounts one at a time.

use chrono::NaiveDate;
use cs_core::fact::{facts::Fact, input::Invalid};
use cs_core::health::{ready, scorecard::Scorecard};
use pyo3::{
    prelude::*,
    types::{PyDict, PyFloat, PyString, PyTuple},
};

use crate::{
    error::Result,
    fact::{fact, facts},
};

/// A card that has found its facts once.
#[pyclass(frozen, module = "customer_success._core", name = "Ready")]
pub(crate) struct Ready {
    ready: ready::Ready,
    names: Vec<Py<PyString>>,
    /// The bands' names by rank, and behind them the name of no band.
    bands: Vec<Py<PyString>>,
}

impl Ready {
    pub(crate) fn new(py: Python<'_>, card: &Scorecard, as_of: NaiveDate, invalid: Invalid) -> Result<Self> {
        let text = |name: &str| PyString::intern(py, name).unbind();
        let bands = card.bands().iter().map(|band| band.name()).chain([card.bands().name(u8::MAX)]);
        Ok(Self {
            names: card.facts().map(text).collect(),
            bands: bands.map(text).collect(),
            ready: card.ready(as_of, invalid)?,
        })
    }
}

#[pymethods]
impl Ready {
    /// The score, None where there is none, and the band of an account: a dict of facts, or a tuple of them in order.
    fn score<'py>(&self, account: &Bound<'py, PyAny>) -> Result<(Option<f64>, Bound<'py, PyString>)> {
        let py = account.py();
        let given: Vec<Fact> = if let Ok(values) = account.cast::<PyTuple>() {
            values.iter().map(|value| quick(&value)).collect::<Result<_>>()?
        } else if let Ok(dict) = account.cast_exact::<PyDict>() {
            let one = |(name, fact): (&Py<PyString>, &str)| match dict.get_item(name.bind(py))? {
                Some(value) => quick(&value).map_err(|fault| fault.under(fact)),
                None => Ok(Fact::Missing),
            };
            self.names.iter().zip(self.ready.card().facts()).map(one).collect::<Result<_>>()?
        } else {
            let facts = facts(account)?;
            let names = self.ready.card().facts();
            names.map(|name| facts.fact(name).cloned().unwrap_or(Fact::Missing)).collect()
        };
        let brief = self.ready.score(&given)?;
        let last = self.bands.len().saturating_sub(1);
        let band = self.bands.get(usize::from(brief.band).min(last));
        let band = band.map_or_else(|| PyString::new(py, ""), |band| band.bind(py).clone());
        Ok((Some(brief.score).filter(|score| !score.is_nan()), band))
    }
}

/// A fact, floats first.
fn quick(value: &Bound<'_, PyAny>) -> Result<Fact> {
    match value.cast_exact::<PyFloat>() {
        Ok(float) => Ok(Fact::Number(float.value())),
        Err(_) => fact(value),
    }
}
