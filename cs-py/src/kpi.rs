//! KPIs by id, as the generated wrappers call them, and the catalogue they are generated from.

use cs_core::kpi::{self, Better, Family, Input, Requires, Undefined};
use pyo3::{prelude::*, types::PyString};
use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    error::Result,
    json,
    number::{Reader, text},
};

/// The value of a KPI for inputs in the catalogue's order; None takes the default.
#[pyfunction]
#[pyo3(name = "kpi", signature = (id, /, *inputs))]
pub(crate) fn value<'py>(
    py: Python<'py>,
    id: &str,
    inputs: Vec<Option<Bound<'py, PyAny>>>,
) -> Result<Bound<'py, PyAny>> {
    let kpi = kpi::find(id)?;
    let mut reader = Reader::default();
    let values = kpi
        .inputs
        .iter()
        .zip(&inputs)
        .map(|(input, value)| value.as_ref().map(|value| read(&mut reader, input, value)).transpose())
        .collect::<Result<Vec<_>>>()?;
    let surplus = inputs.len().saturating_sub(values.len());
    let values = values.into_iter().chain(std::iter::repeat_n(None, surplus)).collect::<Vec<_>>();
    reader.give_exactly(py, kpi.evaluate_exactly(&values)?)
}

fn read(reader: &mut Reader, input: &Input, value: &Bound<'_, PyAny>) -> Result<Decimal> {
    let read = match value.cast::<PyString>() {
        Ok(given) => text(given).and_then(|text| Ok(input.kind.read(&text)?)),
        Err(_) => reader.read(value),
    };
    read.map_err(|fault| fault.under(input.name))
}

/// A row of the catalogue as Python shows it: flat, with units and choices spelled out.
#[derive(Serialize)]
struct Row<'k> {
    id: &'k str,
    en: &'k str,
    ja: &'k str,
    summary: &'k str,
    formula: &'k str,
    unit: &'k str,
    better: Better,
    inputs: Vec<Parameter<'k>>,
    requires: Option<Requires>,
    undefined: &'k [Undefined],
    source: &'k str,
    family: Family,
}

#[derive(Serialize)]
struct Parameter<'k> {
    name: &'k str,
    figure: &'k str,
    meaning: &'k str,
    unit: &'k str,
    choices: Vec<&'k str>,
    default: Option<Decimal>,
}

/// The rows of the catalogue, as dicts.
#[pyfunction]
pub(crate) fn catalogue(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    let parameter = |input: &'static Input| Parameter {
        name: input.name,
        figure: input.figure,
        meaning: input.kind.meaning(),
        unit: input.kind.unit(),
        choices: input.kind.choices().iter().map(|(name, _)| *name).collect(),
        default: input.default,
    };
    let rows = kpi::catalogue().map(|kpi| Row {
        id: kpi.id,
        en: kpi.label.en,
        ja: kpi.label.ja,
        summary: kpi.summary,
        formula: kpi.formula,
        unit: kpi.output.unit(),
        better: kpi.better,
        inputs: kpi.inputs.iter().map(parameter).collect(),
        requires: kpi.requires,
        undefined: kpi.undefined,
        source: kpi.source,
        family: kpi.family,
    });
    json::to_python(py, &rows.collect::<Vec<_>>())
}
