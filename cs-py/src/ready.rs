//! A card made ready for accounts one at a time.

use chrono::NaiveDate;
use cs_core::fact::{facts::Fact, input::Invalid};
use cs_core::health::{
    ready::{self, Brief},
    scorecard::Scorecard,
};
use pyo3::{
    prelude::*,
    types::{PyDict, PyFloat, PyString, PyTuple},
};

use crate::{
    error::Result,
    fact::{fact, facts},
};

/// How many facts of an account are held without an allocation.
const FEW: usize = 16;

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
        let brief = if let Ok(values) = account.cast::<PyTuple>() {
            self.brief(values.len(), |given| {
                given.iter_mut().zip(values.iter_borrowed()).try_for_each(|(fact, value)| {
                    *fact = quick(&value)?;
                    Ok(())
                })
            })
        } else if let Ok(dict) = account.cast_exact::<PyDict>() {
            self.brief(self.names.len(), |given| {
                given.iter_mut().zip(&self.names).try_for_each(|(fact, name)| {
                    let name = name.bind(py);
                    if let Some(value) = dict.get_item(name)? {
                        *fact = quick(&value).map_err(|fault| fault.under(&name.to_string_lossy()))?;
                    }
                    Ok(())
                })
            })
        } else {
            let facts = facts(account)?;
            self.brief(self.names.len(), |given| {
                let names = given.iter_mut().zip(self.ready.card().facts());
                names.for_each(|(fact, name)| fact.clone_from(facts.fact(name).unwrap_or(&Fact::Missing)));
                Ok(())
            })
        }?;
        let last = self.bands.len().saturating_sub(1);
        let band = self.bands.get(usize::from(brief.band).min(last));
        let band = band.map_or_else(|| PyString::new(py, ""), |band| band.bind(py).clone());
        Ok((Some(brief.score).filter(|score| !score.is_nan()), band))
    }
}

impl Ready {
    /// Scores so many facts, once they are filled in; those of a usual card need no allocation.
    fn brief(&self, count: usize, fill: impl FnOnce(&mut [Fact]) -> Result<()>) -> Result<Brief> {
        let mut few = [const { Fact::Missing }; FEW];
        if let Some(given) = few.get_mut(..count) {
            fill(given)?;
            return Ok(self.ready.score(given)?);
        }
        let mut many = vec![Fact::Missing; count];
        fill(&mut many)?;
        Ok(self.ready.score(&many)?)
    }
}

/// A fact, floats first.
#[inline]
fn quick(value: &Bound<'_, PyAny>) -> Result<Fact> {
    match value.cast_exact::<PyFloat>() {
        Ok(float) => Ok(Fact::Number(float.value())),
        Err(_) => fact(value),
    }
}
