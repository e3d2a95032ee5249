//! Sets of scorecards: each account scored with the card that is chosen for it.

use arrow_array::{ArrayRef, RecordBatch};
use cs_arrow::output;
use cs_core::health::{card_choice::SetScored, card_set::ScorecardSet};
use pyo3::prelude::*;

use crate::{
    columns::Columns,
    error::Result,
    fact::{day, facts},
    frame::{Frame, named},
    health::{Card, policy},
    json,
};

/// A set that was read, and so is valid.
#[pyclass(frozen, module = "customer_success._core", name = "ScorecardSet")]
pub(crate) struct CardSet(ScorecardSet);

#[pymethods]
impl CardSet {
    #[new]
    fn new(json: &str) -> Result<Self> {
        Ok(Self(ScorecardSet::from_json(json)?))
    }

    /// The set as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Names of the facts that rules and cards read.
    #[getter]
    fn facts(&self) -> Vec<&str> {
        self.0.facts().collect()
    }

    /// Names of the scores.
    #[getter]
    fn scores(&self) -> Vec<&str> {
        self.0.scores().collect()
    }

    /// Names of the cards.
    #[getter]
    fn cards(&self) -> Vec<&str> {
        self.0.cards().iter().map(|card| card.name()).collect()
    }

    /// The card of this name, whole.
    fn card(&self, name: &str) -> Result<Card> {
        Ok(Card::of(self.0.card(name)?.clone()))
    }

    /// The scores of one account, as a list of dicts.
    #[pyo3(signature = (account, as_of, invalid = "error"))]
    fn score_one<'py>(
        &self,
        account: &Bound<'py, PyAny>,
        as_of: &Bound<'py, PyAny>,
        invalid: &str,
    ) -> Result<Bound<'py, PyAny>> {
        let found = self.0.score_with(&facts(account)?, day(as_of, "as_of")?, policy(invalid)?)?;
        json::to_python(account.py(), &found)
    }

    /// The scores of a table's rows.
    #[pyo3(signature = (table, as_of, invalid = "error"))]
    fn score(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        invalid: &str,
    ) -> Result<Columns> {
        let (as_of, invalid) = (day(as_of, "as_of")?, policy(invalid)?);
        let frame = Frame::import(table)?;
        let names = self.facts();
        let scored = py.detach(|| {
            frame.each(&names, |table| Ok((table.rows(), self.0.score_table(table, as_of, invalid)?)))
        })?;
        let batches = scored.into_iter().map(|(rows, scored)| self.columns(rows, scored));
        Ok(Columns::of(batches.collect::<Result<_>>()?))
    }
}

impl CardSet {
    fn columns(&self, rows: usize, scored: Vec<SetScored>) -> Result<RecordBatch> {
        let cards = self.cards();
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for one in scored {
            let texts = |texts: &[String], places: &[Option<usize>]| {
                let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
                output::labels(&texts, places.iter().copied())
            };
            let bands: Vec<&str> = one.bands.iter().map(String::as_str).collect();
            let band = output::categories(&bands, one.band.iter().map(|at| Some(usize::from(*at))))?;
            let reason = texts(&one.reasons, &one.rule)?;
            for (what, column) in [
                ("score", output::floats(one.score)),
                ("band", band),
                ("coverage", output::floats(one.coverage)),
                ("low", output::floats(one.low)),
                ("high", output::floats(one.high)),
                ("card", output::labels(&cards, one.card.iter().copied())?),
                ("reason", reason),
            ] {
                columns.push((format!("{}_{what}", one.name), column));
            }
        }
        named(columns, rows)
    }
}
