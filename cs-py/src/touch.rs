//! Touch policies: a portfolio in, the tier of every account out.

use std::{num::NonZeroUsize, str::FromStr};

use arrow_array::{ArrayRef, RecordBatch};
use chrono::NaiveDate;
use cs_arrow::output;
use cs_core::{
    error::{Error, ErrorCode},
    fact::workers::Workers,
    touch::{
        assign::Assignment,
        catalogue::catalogue,
        fitting,
        place::{self, Outputs, Reading},
        policy::TouchPolicy,
        summary::Totals,
        tier::Tier,
    },
};
use pyo3::{prelude::*, types::PyMemoryView};

use crate::{
    capsule,
    columns::Columns,
    error::Result,
    fact::day,
    frame::Frame,
    health, json,
    long::hearing,
    threads::{self, Threads},
    touch_fitting::TouchFitting,
};

/// A touch policy that was read, and so is valid.
#[pyclass(frozen, module = "customer_success._core", name = "TouchPolicy")]
pub(crate) struct Policy(pub(crate) TouchPolicy);

#[pymethods]
impl Policy {
    #[new]
    fn new(json: &str) -> Result<Self> {
        Ok(Self(TouchPolicy::from_json(json)?))
    }

    /// The policy as a document.
    fn to_json(&self) -> Result<String> {
        Ok(self.0.to_json()?)
    }

    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Names of the facts that the policy reads.
    #[getter]
    fn facts(&self) -> Vec<&str> {
        self.0.facts()
    }

    /// Whether it can be applied.
    #[getter]
    fn is_fitted(&self) -> bool {
        self.0.is_fitted()
    }

    /// The policy with its shares or capacities fitted on a portfolio to plain cut-offs.
    #[pyo3(signature = (table, as_of = None, threads = None))]
    fn fit(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
        threads: Option<Threads>,
    ) -> Result<Self> {
        let (as_of, threads) = (optional_day(as_of)?, threads::workers(threads));
        let frame = Frame::import(table)?;
        let names = self.0.facts();
        let fit = |workers: &Workers<'_>| frame.whole(&names, |table| self.0.fit_with(table, as_of, workers));
        Ok(Self(hearing(py, threads, fit)?))
    }

    /// The distinct measures of a part of a portfolio.
    #[pyo3(signature = (table, as_of = None))]
    fn fit_part(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
    ) -> Result<TouchFitting> {
        let mut fitting = fitting::TouchFitting::new(&self.0, optional_day(as_of)?)?;
        let frame = Frame::import(table)?;
        frame.blocks(py, NonZeroUsize::MIN, &self.0.facts(), |table, _| fitting.add(table))?;
        Ok(TouchFitting(fitting))
    }

    /// The tier of every row, why, and the measure it rests on.
    #[pyo3(signature = (table, previous = None, as_of = None, invalid = "error", threads = None))]
    fn apply(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        previous: Option<Vec<Option<String>>>,
        as_of: Option<&Bound<'_, PyAny>>,
        invalid: &str,
        threads: Option<Threads>,
    ) -> Result<Columns> {
        let (as_of, invalid) = (optional_day(as_of)?, health::policy(invalid)?);
        let reading = Reading { as_of, invalid, ..Reading::default() };
        let (threads, frame) = (threads::workers(threads), Frame::import(table)?);
        let mut assigned = Assignment::room(frame.rows());
        self.onto(py, (&frame, previous), &reading, threads, assigned.outputs())?;
        Ok(Columns::of(vec![py.detach(|| self.columns(assigned))?]))
    }

    /// The rank of every row's tier as bytes, and accounts, value and managers needed per tier, as dicts.
    #[pyo3(signature = (table, value = None, previous = None, as_of = None, invalid = "error", threads = None))]
    fn place<'py>(
        &self,
        table: &Bound<'py, PyAny>,
        value: Option<&str>,
        previous: Option<Vec<Option<String>>>,
        as_of: Option<&Bound<'py, PyAny>>,
        invalid: &str,
        threads: Option<Threads>,
    ) -> Result<(Bound<'py, PyMemoryView>, Bound<'py, PyAny>)> {
        let py = table.py();
        let (as_of, invalid) = (optional_day(as_of)?, health::policy(invalid)?);
        let reading = Reading { as_of, invalid, value, ..Reading::default() };
        let (threads, frame) = (threads::workers(threads), Frame::import(table)?);
        let mut tier = place::room(frame.rows());
        let outputs = Outputs { tier: &mut tier, ..Outputs::default() };
        let totals = self.onto(py, (&frame, previous), &reading, threads, outputs)?;
        let tier = capsule::memory(py, output::lent(tier))?;
        Ok((tier, json::to_python(py, &totals.summary(self.0.teams())?)?))
    }

    /// What moved since the previous tiers, as a dict; the value is the measure unless a column is named.
    #[pyo3(signature = (table, previous, value = None, as_of = None, invalid = "error"))]
    fn movements<'py>(
        &self,
        table: &Bound<'py, PyAny>,
        previous: Vec<Option<String>>,
        value: Option<&str>,
        as_of: Option<&Bound<'py, PyAny>>,
        invalid: &str,
    ) -> Result<Bound<'py, PyAny>> {
        let (as_of, invalid) = (optional_day(as_of)?, health::policy(invalid)?);
        let previous = ranks(&previous)?;
        let frame = Frame::import(table)?;
        check_length(&frame, Some(&previous))?;
        let names: Vec<&str> = self.0.facts().into_iter().chain(value).collect();
        let moved = hearing(table.py(), NonZeroUsize::MIN, |workers| {
            frame.whole(&names, |table| {
                let mut now = Assignment::room(table.rows());
                let reading = Reading { as_of, invalid, value: None, workers: *workers };
                self.0.apply_into(table, Some(&previous), &reading, now.outputs())?;
                let values = value.map(|name| self.0.values(table, name, invalid)).transpose()?;
                self.0.movements(&now, values.as_ref().unwrap_or(&now.measure), &previous)
            })
        });
        json::to_python(table.py(), &moved?)
    }
}

impl Policy {
    /// Places the rows of all batches, against the tiers before, into the outputs, and sums them.
    fn onto(
        &self,
        py: Python<'_>,
        (frame, previous): (&Frame, Option<Vec<Option<String>>>),
        reading: &Reading<'_>,
        threads: NonZeroUsize,
        mut outputs: Outputs<'_>,
    ) -> Result<Totals> {
        let previous = previous.map(|tiers| ranks(&tiers)).transpose()?;
        check_length(frame, previous.as_deref())?;
        let names: Vec<&str> = self.0.facts().into_iter().chain(reading.value).collect();
        let (mut totals, mut before) = (Totals::default(), previous.as_deref());
        frame.blocks(py, threads, &names, |table, workers| {
            let (own, later) = before.and_then(|before| before.split_at_checked(table.rows())).unzip();
            before = later;
            let reading = Reading { workers: *workers, ..reading.clone() };
            self.0.apply_onto(table, own, &reading, outputs.take(table.rows()), &mut totals)
        })?;
        Ok(totals)
    }

    fn columns(&self, assignment: Assignment) -> cs_core::error::Result<RecordBatch> {
        let rows = assignment.tier.len();
        let (labels, reasons) = self.0.reasons(&assignment);
        let columns: [(&str, ArrayRef); 3] = [
            ("tier", output::tiers(assignment.tier)?),
            ("tier_reason", output::known_labels(&labels, reasons)?),
            ("tier_measure", output::floats(assignment.measure)),
        ];
        Ok(RecordBatch::from(output::table(rows, columns)?))
    }
}

fn check_length(frame: &Frame, previous: Option<&[u8]>) -> cs_core::error::Result<()> {
    let rows = frame.rows();
    let Some(found) = previous.map(<[u8]>::len).filter(|found| *found != rows) else { return Ok(()) };
    let sentence = format!("the table has {rows} rows, the previous tiers {found}");
    Err(Error::new(ErrorCode::LengthMismatch, sentence).at("previous").with_said_value(found))
}

/// The words of the touch model, as dicts.
#[pyfunction]
pub(crate) fn touch_catalogue(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    json::to_python(py, &catalogue())
}

fn ranks(tiers: &[Option<String>]) -> Result<Vec<u8>> {
    let rank = |(row, tier): (usize, &Option<String>)| match tier {
        None => Ok(Tier::UNASSIGNED),
        Some(tier) => Ok(Tier::from_str(tier).map_err(|error| error.at("previous").at_row(row))?.rank()),
    };
    tiers.iter().enumerate().map(rank).collect()
}

fn optional_day(as_of: Option<&Bound<'_, PyAny>>) -> Result<Option<NaiveDate>> {
    as_of.map(|as_of| day(as_of, "as_of")).transpose()
}
