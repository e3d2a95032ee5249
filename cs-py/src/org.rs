//! Organisation: requests and answers are dicts.

use cs_core::org::{
    model::models,
    profile::Profile,
    recommend::recommend,
    role::roles,
    skill::{SkillMatrix, skill_gaps, skills},
};
use pyo3::{prelude::*, types::PyString};

use crate::{
    error::Result,
    json,
    number::{Reader, text},
    request,
};

/// The five models ranked for a profile.
#[pyfunction]
pub(crate) fn org_recommend<'py>(profile: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    json::to_python(profile.py(), &recommend(&Profile::from_json(&json_of(profile)?)?)?)
}

/// All that the guides say about the five models.
#[pyfunction]
pub(crate) fn org_models(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    json::to_python(py, &models())
}

/// The roles, and how much each model needs them.
#[pyfunction]
pub(crate) fn org_roles(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    json::to_python(py, &roles())
}

/// The skills that the guides name.
#[pyfunction]
pub(crate) fn org_skills(py: Python<'_>) -> Result<Bound<'_, PyAny>> {
    json::to_python(py, &skills())
}

/// What a team lacks.
#[pyfunction]
pub(crate) fn org_skill_gaps<'py>(matrix: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    json::to_python(matrix.py(), &skill_gaps(&SkillMatrix::from_json(&json_of(matrix)?)?)?)
}

/// The JSON text of a request, which may be one already.
fn json_of(request: &Bound<'_, PyAny>) -> Result<String> {
    if let Ok(given) = request.cast::<PyString>() {
        return Ok(text(given)?.into_owned());
    }
    request::to_json(&mut Reader::default(), request)
}
