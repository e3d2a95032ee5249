//! Scorecards: one account in, its health out; a table in, columns out.

use arrow_array::RecordBatch;
use cs_arrow::{
    explanation::{Long, Wide},
    health::scores,
};
use cs_core::{
    fact::input::Invalid,
    health::{
        manual::{Override, Overrides},
        score_column::ScoreColumn,
        scorecard::Scorecard,
        shipped,
        table::{ROWS_PER_THREAD, Scored},
    },
};
use pyo3::prelude::*;

use crate::{
    columns::Columns,
    error::Result,
    fact::{day, facts},
    fitting::Fitting,
    frame::Frame,
    json, manual,
    number::choice,
    ready::Ready,
    reasons,
    threads::{Threads, workers},
};

/// A scorecard that was read, and so is valid.
#[pyclass(frozen, module = "customer_success._core", name = "Scorecard")]
pub(crate) struct Card(pub(crate) Scorecard);

#[pymethods]
impl Card {
    #[new]
    fn new(json: &str) -> Result<Self> {
        Ok(Self(Scorecard::from_json(json)?))
    }

    /// The shipped card of this name.
    #[staticmethod]
    fn shipped(name: &str) -> Result<Self> {
        Ok(Self(shipped::card(name)?))
    }

    /// What is legal in the card but unwise, as dicts.
    fn lint<'py>(&self, py: Python<'py>) -> Result<Bound<'py, PyAny>> {
        json::to_python(py, &self.0.lint())
    }

    /// The card as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Names of the facts that the card reads.
    #[getter]
    fn facts(&self) -> Vec<&str> {
        self.0.facts().collect()
    }

    /// Names of the indicators.
    #[getter]
    fn indicators(&self) -> Vec<&str> {
        self.0.indicators().iter().map(|indicator| indicator.name()).collect()
    }

    /// Names and colours of the bands, from the lowest up.
    #[getter]
    fn bands(&self) -> Vec<(&str, Option<&str>)> {
        self.0.bands().iter().map(|band| (band.name(), band.color_text())).collect()
    }

    /// The card with every percentile fitted on a table.
    fn fit(&self, py: Python<'_>, table: &Bound<'_, PyAny>, as_of: &Bound<'_, PyAny>) -> Result<Self> {
        self.fit_part(py, table, as_of)?.finish()
    }

    /// What the percentiles need of a part of a portfolio.
    fn fit_part(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
    ) -> Result<Fitting> {
        let as_of = day(as_of, "as_of")?;
        let frame = Frame::import(table)?;
        let names = self.facts();
        let mut fitting = self.0.fitting(as_of);
        py.detach(|| frame.each(&names, |table| fitting.add(table)))?;
        Ok(Fitting(fitting))
    }

    /// The health of one account, as a dict.
    #[pyo3(signature = (account, as_of, invalid = "error", manual = None))]
    fn score_one<'py>(
        &self,
        account: &Bound<'py, PyAny>,
        as_of: &Bound<'py, PyAny>,
        invalid: &str,
        manual: Option<&str>,
    ) -> Result<Bound<'py, PyAny>> {
        let manual = manual.map(Override::from_json).transpose()?;
        let health = self.0.score_with(&facts(account)?, day(as_of, "as_of")?, policy(invalid)?)?;
        let health = match &manual {
            Some(manual) => self.0.overridden(health, manual)?,
            None => health,
        };
        json::to_python(account.py(), &health)
    }

    /// The way from a result (JSON) to a target (JSON), as a dict.
    fn path<'py>(&self, py: Python<'py>, health: &str, target: &str) -> Result<Bound<'py, PyAny>> {
        json::to_python(py, &reasons::path(&self.0, health, target)?)
    }

    /// The difference between two results (JSON), split, as a dict.
    #[pyo3(signature = (before, after, rescored = None))]
    fn change<'py>(
        &self,
        py: Python<'py>,
        before: &str,
        after: &str,
        rescored: Option<&str>,
    ) -> Result<Bound<'py, PyAny>> {
        reasons::change(py, &self.0, [before, after], rescored)
    }

    /// The card made ready for accounts one at a time.
    #[pyo3(signature = (as_of, invalid = "error"))]
    fn ready(&self, py: Python<'_>, as_of: &Bound<'_, PyAny>, invalid: &str) -> Result<Ready> {
        Ready::new(py, &self.0, day(as_of, "as_of")?, policy(invalid)?)
    }

    /// Scores of a table's rows, in the columns that are wanted.
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
        let wanted = wanted(columns)?;
        let frame = Frame::import(table)?;
        let mut scored = Scored::room(frame.rows(), &wanted);
        let mut rest = Some(scored.outputs(&wanted));
        frame.blocks(py, threads, &self.facts(), |table, workers| {
            let (own, later) = rest.take().unwrap_or_default().split_at(table.rows());
            rest = Some(later);
            let workers = workers.at_most(table.rows().div_ceil(ROWS_PER_THREAD));
            self.0.score_into_with(table, as_of, invalid, own, &workers).map(|_| ())
        })?;
        Ok(Columns::of(vec![RecordBatch::from(scores(&self.0, scored, &wanted)?)]))
    }

    /// Scores of a table's rows with overrides (a document) by account, and what became of these, as a dict.
    #[expect(clippy::too_many_arguments, reason = "the public function has them by name")]
    #[pyo3(signature = (table, as_of, overrides, account, invalid = "error", threads = None, columns = None))]
    fn score_overridden<'py>(
        &self,
        table: &Bound<'py, PyAny>,
        as_of: &Bound<'py, PyAny>,
        overrides: &str,
        account: &str,
        invalid: &str,
        threads: Option<Threads>,
        columns: Option<Vec<String>>,
    ) -> Result<(Columns, Bound<'py, PyAny>)> {
        let (py, how) = (table.py(), (day(as_of, "as_of")?, policy(invalid)?, workers(threads)));
        let overrides = Overrides::from_json(overrides)?;
        let wanted = wanted(columns)?;
        let (columns, report) = manual::score(py, &self.0, (table, account), how, &overrides, &wanted)?;
        Ok((columns, json::to_python(py, &report)?))
    }

    /// What every indicator contributed in every row: a long table, or two columns for each indicator.
    #[pyo3(signature = (table, as_of, invalid = "error", threads = None, long = true))]
    fn explain(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        as_of: &Bound<'_, PyAny>,
        invalid: &str,
        threads: Option<Threads>,
        long: bool,
    ) -> Result<Columns> {
        let (as_of, invalid) = (day(as_of, "as_of")?, policy(invalid)?);
        let threads = workers(threads);
        let frame = Frame::import(table)?;
        let (card, rows) = (&self.0, frame.rows());
        let explained = if long {
            let mut long = Long::new(card, rows);
            frame.blocks(py, threads, &self.facts(), |table, workers| {
                long.explain(&card.explainer(table, as_of, invalid)?, workers)
            })?;
            py.detach(|| long.finish())
        } else {
            let mut wide = Wide::new(card, rows);
            frame.blocks(py, threads, &self.facts(), |table, workers| {
                wide.explain(&card.explainer(table, as_of, invalid)?, workers)
            })?;
            py.detach(|| wide.finish())
        };
        Ok(Columns::of(vec![RecordBatch::from(explained?)]))
    }
}

impl Card {
    pub(crate) fn of(card: Scorecard) -> Self {
        Self(card)
    }
}

/// The columns of these names, or the usual ones.
fn wanted(names: Option<Vec<String>>) -> Result<Vec<ScoreColumn>> {
    let Some(names) = names else { return Ok(ScoreColumn::USUAL.to_vec()) };
    Ok(ScoreColumn::of_names(names.iter().map(String::as_str))?)
}

/// What infinite numbers get.
pub(crate) fn policy(invalid: &str) -> Result<Invalid> {
    choice("invalid", invalid, &[("error", Invalid::Error), ("missing", Invalid::Missing)])
}
