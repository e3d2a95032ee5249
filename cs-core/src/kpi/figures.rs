//! The figures of a period: given, taken by default, or computed by a KPI that another one needs.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{
    Input, Inputs, Kpi, catalogue,
    report::{ReportInput, Status},
};
use crate::{
    error::{Error, ErrorCode, Result},
    value::exact::Exact,
};

/// Figures that are a KPI's value under another name: the figure, the KPI, whether only of a month.
const ALIASES: &[(&str, &str, bool)] =
    &[("monthly_churn", "churn_rate", true), ("closing_ltv", "ltv", false)];

/// Where a figure comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// It was given.
    Given,
    /// Nothing was said about it.
    Default,
    /// It is another KPI's value.
    Computed,
    /// It is not known.
    Missing,
}

/// Known figures and computed values.
pub(super) struct Figures<'f> {
    given: &'f Inputs,
    per_month: bool,
    values: BTreeMap<&'static str, Exact>,
    opening_ltv: Option<Exact>,
}

/// What became of a KPI.
pub(super) struct Outcome {
    pub(super) value: Option<Exact>,
    pub(super) missing: Vec<&'static str>,
    pub(super) refused: Option<Error>,
}

impl Outcome {
    pub(super) fn status(&self) -> Status {
        match &self.refused {
            Some(error) if error.code().is_undefined() => Status::Undefined,
            Some(_) => Status::Refused,
            None if self.value.is_some() => Status::Computed,
            None => Status::Missing,
        }
    }
}

impl<'f> Figures<'f> {
    /// Errors: `unknown_name` for a figure that no KPI has.
    pub(super) fn new(given: &'f Inputs, per_month: bool) -> Result<Self> {
        let known = || catalogue().flat_map(|kpi| kpi.inputs).map(|input| input.figure);
        for (name, _) in given.iter() {
            if !known().any(|figure| figure == name) {
                return Err(Error::unknown(ErrorCode::UnknownName, "figure", name, known()).at(name));
            }
        }
        Ok(Self { given, per_month, values: BTreeMap::new(), opening_ltv: None })
    }

    /// Takes what this period begins with from the one before.
    pub(super) fn follow(&mut self, before: Option<&Self>) {
        self.opening_ltv = before.and_then(|before| before.value("ltv"));
    }

    /// The value of a KPI that was computed.
    pub(super) fn value(&self, id: &str) -> Option<Exact> {
        self.values.get(id).copied()
    }

    fn figure(&self, input: &Input) -> Result<(Option<Exact>, Origin)> {
        if let Some((_, given)) = self.given.iter().find(|(name, _)| *name == input.figure) {
            let value = given.read(input.kind).map_err(|error| error.at(input.figure))?;
            return Ok((Some(value.into()), Origin::Given));
        }
        let alias = ALIASES
            .iter()
            .find(|(figure, _, monthly)| *figure == input.figure && (self.per_month || !monthly));
        let computed = self.value(alias.map_or(input.figure, |(_, kpi, _)| kpi));
        let followed = if input.figure == "opening_ltv" { self.opening_ltv } else { None };
        Ok(match (computed.or(followed), input.default) {
            (Some(value), _) => (Some(value), Origin::Computed),
            (None, Some(default)) => (Some(default.into()), Origin::Default),
            (None, None) => (None, Origin::Missing),
        })
    }

    /// An input as the report shows it.
    pub(super) fn shown(&self, input: &'static Input) -> ReportInput {
        let (value, origin) = self.figure(input).unwrap_or((None, Origin::Given));
        let value: Option<Decimal> = value.and_then(|value| value.to_decimal().ok());
        let choices = input.kind.choices().iter();
        let choice =
            choices.filter(|(_, number)| value == Some((*number).into())).map(|(name, _)| *name).next();
        ReportInput { figure: input.figure, value, choice, origin, input }
    }

    /// Computes a KPI and keeps its value for those that need it.
    pub(super) fn compute(&mut self, kpi: &'static Kpi) -> Outcome {
        let mut outcome = Outcome { value: None, missing: Vec::new(), refused: None };
        let mut numbers = Vec::with_capacity(kpi.inputs.len());
        for input in kpi.inputs {
            match self.figure(input) {
                Ok((Some(value), _)) => numbers.push(value),
                Ok((None, _)) => outcome.missing.push(input.figure),
                Err(error) => outcome.refused = outcome.refused.or(Some(error)),
            }
        }
        if outcome.missing.is_empty() && outcome.refused.is_none() {
            match kpi.checked(&numbers).and_then(|value| value.to_decimal().map(|_| value)) {
                Ok(value) => {
                    self.values.insert(kpi.id, value);
                    outcome.value = Some(value);
                }
                Err(error) => outcome.refused = Some(named(error, kpi)),
            }
        }
        outcome
    }
}

/// An error that names the figure instead of the input.
fn named(error: Error, kpi: &Kpi) -> Error {
    let input = kpi.inputs.iter().find(|input| error.path() == Some(input.name));
    match input {
        Some(input) => error.at(input.figure),
        None => error,
    }
}
