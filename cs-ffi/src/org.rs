//! Organisation: models, roles, skills; requests and answers are JSON.

use std::ffi::c_char;

use cs_core::org::model::models;
use cs_core::org::profile::Profile;
use cs_core::org::recommend::recommend;
use cs_core::org::role::roles;
use cs_core::org::skill::{SkillMatrix, skill_gaps, skills};

use crate::guard::{Out, guard};
use crate::status::cs_status;
use crate::text;

/// Ranks the five organisation models for a company. `profile` is a JSON object, of which everything may be left out:
/// accounts, csms, arr, contract_value, product_complexity, sales_alignment ("low", "medium", "high"), regions,
/// high_touch_accounts, varying_quality, stage ("start_up", "growing", "enterprise"), present_model. `*recommendation`
/// receives JSON (models with points and reasons, next_steps, figures) to be freed with cs_string_free.
///
/// CS_INVALID_DOCUMENT, CS_INCONSISTENT and CS_OUT_OF_RANGE name the place in the profile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_org_recommend_json(
    profile: *const c_char,
    profile_len: usize,
    recommendation: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(recommendation, "recommendation"), || {
        // SAFETY: pointer and length are the caller's promise.
        let profile = unsafe { text::read(profile, profile_len, "profile") }?;
        text::json(&recommend(&Profile::from_json(profile)?)?)
    })
}

/// Lists the five organisation models as JSON: traits, fit, merits, risks, when to move on, in English and Japanese,
/// each with its source. `*list` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_org_models_json(list: *mut *mut c_char) -> cs_status {
    guard(Out::new(list, "list"), || text::json(&models()))
}

/// Lists the roles as JSON, with how much each model needs them. `*list` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_org_roles_json(list: *mut *mut c_char) -> cs_status {
    guard(Out::new(list, "list"), || text::json(&roles()))
}

/// Lists the skills that the guides name as JSON. `*list` receives a text to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_org_skills_json(list: *mut *mut c_char) -> cs_status {
    guard(Out::new(list, "list"), || text::json(&skills()))
}

/// Finds what a team lacks. `matrix` is {"required": {role: {skill: level}}, "people": [{"name", "role", "skills": {skill:
/// level}}]} with levels from 0 to 5. `*gaps` receives JSON (people, cover, uncovered, roles_without_people, skills,
/// more_skills_than_people) to be freed with cs_string_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cs_org_skill_gaps_json(
    matrix: *const c_char,
    matrix_len: usize,
    gaps: *mut *mut c_char,
) -> cs_status {
    guard(Out::new(gaps, "gaps"), || {
        // SAFETY: pointer and length are the caller's promise.
        let matrix = unsafe { text::read(matrix, matrix_len, "matrix") }?;
        text::json(&skill_gaps(&SkillMatrix::from_json(matrix)?)?)
    })
}
