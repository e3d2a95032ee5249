//! KPIs by id, as the generated wrappers call them, and the catalogue they are generated from.

use cs_core::{
    error::{Error, ErrorCode},
    kpi::{self, Input},
};
use pyo3::{prelude::*, types::PyString};
use rust_decimal::Decimal;

use crate::{
    error::{Fault, Result},
    number::Reader,
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
    reader.give(py, kpi.evaluate(&values)?)
}

fn read(reader: &mut Reader, input: &Input, value: &Bound<'_, PyAny>) -> Result<Decimal> {
    let read = match value.cast::<PyString>() {
        Ok(text) => input.kind.read(&text.to_cow()?).map_err(Fault::from),
        Err(_) => reader.read(value),
    };
    read.map_err(|fault| fault.under(input.name))
}

/// The catalogue as JSON.
#[pyfunction]
pub(crate) fn catalogue() -> Result<String> {
    let rows: Vec<_> = kpi::catalogue().collect();
    Ok(serde_json::to_string(&rows).map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))?)
}
