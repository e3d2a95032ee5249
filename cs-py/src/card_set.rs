//! Sets of scorecards: each account scored with the card that is chosen for it.

use arrow_array::RecordBatch;
use cs_arrow::card_set::scores;
use cs_core::health::card_set::ScorecardSet;
use pyo3::prelude::*;

use crate::{
    columns::Columns,
    error::Result,
    fact::{day, facts},
    frame::Frame,
    health::{Card, policy},
    json,
    threads::{Threads, workers},
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

    /// The scores of a table's rows, in the columns that are wanted.
    #[pyo3(signature = (table, as_of, invalid = "error", threads = None, columns = None))]
    fn score(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        invalid: &str,
        threads: Option<Threads>,
        columns: Option<Vec<String>>,
    ) -> Result<Columns> {
        let (as_of, invalid) = (day(as_of, "as_of")?, policy(invalid)?);
        let threads = workers(threads);
        let wanted = match &columns {
            Some(names) => self.0.columns_of(names.iter().map(String::as_str))?,
            None => self.0.usual_columns(),
        };
        let frame = Frame::import(table)?;
        let names = self.facts();
        let mut batches = Vec::new();
        frame.blocks(py, threads, &names, |table, workers| {
            let scored = self.0.score_columns_with(table, as_of, invalid, &wanted, workers)?;
            batches.push(RecordBatch::from(scores(&self.0, table.rows(), scored, &wanted)?));
            Ok(())
        })?;
        Ok(Columns::of(batches))
    }
}
