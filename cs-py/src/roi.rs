//! Return on investment: a request in, the answer out, in the caller's type of number.

use cs_core::roi::call::Call;
use pyo3::prelude::*;

use crate::{answer, error::Result, number::Reader, request};

/// Answers a question of the room by its name.
#[pyfunction]
pub(crate) fn roi<'py>(call: &str, request: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    let call: Call = call.parse()?;
    let mut reader = Reader::default();
    let text = request::to_json(&mut reader, request)?;
    let found = request.py().detach(|| call.answer(&text))?;
    answer::to_python(request.py(), &reader, &found)
}
