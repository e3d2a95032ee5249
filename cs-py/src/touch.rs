//! Touch policies: a portfolio in, the tier of every account out.

use std::str::FromStr;

use arrow_array::{ArrayRef, RecordBatch};
use chrono::NaiveDate;
use cs_arrow::output;
use cs_core::{
    error::{Error, ErrorCode},
    fact::input::{Invalid, fact},
    touch::{
        assign::{Assignment, Reason},
        cut::Cut,
        policy::TouchPolicy,
        summary::summarise,
        tier::Tier,
    },
};
use pyo3::prelude::*;

use crate::{columns::Columns, error::Result, fact::day, frame::Frame, health, json};

/// A touch policy that was read, and so is valid.
#[pyclass(frozen, module = "customer_success._core", name = "TouchPolicy")]
pub(crate) struct Policy(TouchPolicy);

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

    /// The policy with its shares fitted on a portfolio to plain cut-offs.
    #[pyo3(signature = (table, as_of = None))]
    fn fit(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        as_of: Option<&Bound<'_, PyAny>>,
    ) -> Result<Self> {
        let as_of = optional_day(as_of)?;
        let frame = Frame::import(table)?;
        let names = self.0.facts();
        let fitted = py.detach(|| {
            let mut fitting = self.0.fitting();
            frame.each(&names, |table| fitting.add(table, as_of))?;
            fitting.finish()
        });
        Ok(Self(fitted?))
    }

    /// The tier of every row, why, and the measure it rests on.
    #[pyo3(signature = (table, previous = None, as_of = None, invalid = "error"))]
    fn apply(
        &self,
        py: Python<'_>,
        table: &Bound<'_, PyAny>,
        previous: Option<Vec<Option<String>>>,
        as_of: Option<&Bound<'_, PyAny>>,
        invalid: &str,
    ) -> Result<Columns> {
        let (as_of, invalid) = (optional_day(as_of)?, health::policy(invalid)?);
        let previous = previous.map(|tiers| ranks(&tiers)).transpose()?;
        let frame = Frame::import(table)?;
        let assigned = py.detach(|| assign(&self.0, &frame, previous.as_deref(), as_of, invalid))?;
        let batches = assigned.iter().map(|assignment| self.columns(assignment));
        Ok(Columns::of(batches.collect::<Result<_>>()?))
    }

    /// Accounts, value and managers needed per tier, as dicts; the value is the measure unless a column is named.
    #[pyo3(signature = (table, value = None, previous = None, as_of = None, invalid = "error"))]
    fn summary<'py>(
        &self,
        table: &Bound<'py, PyAny>,
        value: Option<&str>,
        previous: Option<Vec<Option<String>>>,
        as_of: Option<&Bound<'py, PyAny>>,
        invalid: &str,
    ) -> Result<Bound<'py, PyAny>> {
        let (as_of, invalid) = (optional_day(as_of)?, health::policy(invalid)?);
        let previous = previous.map(|tiers| ranks(&tiers)).transpose()?;
        let frame = Frame::import(table)?;
        let whole = |parts: Vec<Assignment>| {
            parts.into_iter().fold(Assignment::default(), |mut whole, part| {
                whole.extend(part);
                whole
            })
        };
        let assignment = whole(assign(&self.0, &frame, previous.as_deref(), as_of, invalid)?);
        let values = match value {
            None => assignment.measure.clone(),
            Some(name) => {
                // The measure of a policy by this column alone is the column, read as any measure is.
                let column =
                    TouchPolicy::new(name, fact(name), Cut::thresholds([(Tier::High, 0.0)], Tier::Tech))?;
                whole(assign(&column, &frame, None, None, invalid)?).measure
            }
        };
        json::to_python(table.py(), &summarise(&assignment, &values, previous.as_deref())?)
    }
}

impl Policy {
    fn columns(&self, assignment: &Assignment) -> Result<RecordBatch> {
        let tiers = Tier::ALL.map(Tier::as_str);
        let places = assignment.tiers().map(|tier| tier.map(|tier| usize::from(tier.rank())));
        let plain = [Reason::Measure, Reason::Kept, Reason::Missing];
        let overrides = self.0.overrides().iter().map(|rule| rule.reason.as_str());
        let labels: Vec<&str> = plain.iter().map(|reason| reason.as_str()).chain(overrides).collect();
        let reasons = assignment.reason.iter().map(|reason| match reason {
            Reason::Override(at) => Some(usize::from(*at).saturating_add(plain.len())),
            other => plain.iter().position(|known| known == other),
        });
        let columns: [(&str, ArrayRef); 3] = [
            ("tier", output::labels(&tiers, places)?),
            ("tier_reason", output::labels(&labels, reasons)?),
            ("tier_measure", output::floats(assignment.measure.clone())),
        ];
        Ok(RecordBatch::from(output::table(assignment.tier.len(), columns)?))
    }
}

fn assign(
    policy: &TouchPolicy,
    frame: &Frame,
    previous: Option<&[u8]>,
    as_of: Option<NaiveDate>,
    invalid: Invalid,
) -> cs_core::error::Result<Vec<Assignment>> {
    let rows: usize = frame.batches.iter().map(RecordBatch::num_rows).sum();
    if let Some(found) = previous.map(<[u8]>::len).filter(|found| *found != rows) {
        let sentence = format!("the table has {rows} rows, the previous tiers {found}");
        return Err(Error::new(ErrorCode::LengthMismatch, sentence).at("previous"));
    }
    let names = policy.facts();
    let mut rest = previous;
    frame.each(&names, |table| {
        let (own, later) = rest.and_then(|rest| rest.split_at_checked(table.rows())).unzip();
        rest = later;
        policy.apply_with(table, own, as_of, invalid)
    })
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
