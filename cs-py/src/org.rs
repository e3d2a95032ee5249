//! Organisation: requests as JSON in, answers as dicts out.

use cs_core::org::{
    model::models,
    profile::Profile,
    recommend::recommend,
    role::roles,
    skill::{SkillMatrix, skill_gaps, skills},
};
use pyo3::prelude::*;

use crate::{error::Result, json};

/// The five models ranked for a profile.
#[pyfunction]
pub(crate) fn org_recommend<'py>(py: Python<'py>, profile: &str) -> Result<Bound<'py, PyAny>> {
    json::to_python(py, &recommend(&Profile::from_json(profile)?)?)
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
pub(crate) fn org_skill_gaps<'py>(py: Python<'py>, matrix: &str) -> Result<Bound<'py, PyAny>> {
    json::to_python(py, &skill_gaps(&SkillMatrix::from_json(matrix)?)?)
}
