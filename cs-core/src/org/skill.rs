//! Skills of a success team: what each role asks for, what its people can do, and what is missing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::value::document::unique::unique;
use crate::value::document::{self, limit};
use crate::value::label::Label;

/// Highest level of a skill.
pub const HIGHEST: u64 = 5;
/// Most skills, and most roles.
pub const SKILLS: usize = 256;
/// Most people.
pub const PEOPLE: usize = 10_000;

/// A skill that the guides name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SkillEntry {
    /// The skill's name in requests.
    pub skill: &'static str,
    /// The name for people.
    pub label: Label,
    /// The guide that it comes from.
    pub source: &'static str,
}

/// The six skills that guide A names. A request may use these and any others.
#[must_use]
pub fn skills() -> [SkillEntry; 6] {
    let skill = |skill, en, ja| SkillEntry { skill, label: Label { en, ja }, source: "A" };
    [
        skill("communication", "communication", "コミュニケーション"),
        skill("problem_solving", "problem solving", "問題解決"),
        skill("data_analysis", "data analysis", "データ分析"),
        skill("project_management", "project management", "プロジェクト管理"),
        skill("industry_knowledge", "knowledge of the customer's industry", "顧客業界の知識"),
        skill("product_knowledge", "knowledge of the product", "製品知識"),
    ]
}

/// Levels by skill, from 0 (none) to 5.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Levels(#[serde(deserialize_with = "unique")] pub BTreeMap<String, u64>);

/// One person of the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The name.
    pub name: String,
    /// The role, one of those that the request asks something of.
    pub role: String,
    /// What the person can do; a skill that is left out is at level 0.
    #[serde(default)]
    pub skills: Levels,
}

/// What each role asks for, and what people can do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillMatrix {
    /// The level that each role asks for, skill by skill.
    #[serde(deserialize_with = "unique")]
    pub required: BTreeMap<String, Levels>,
    /// The team.
    pub people: Vec<Person>,
}

/// A skill that a person lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Gap {
    /// The skill.
    pub skill: String,
    /// The level that the role asks for.
    pub required: u64,
    /// The level that the person has.
    pub has: u64,
    /// Levels that are missing.
    pub missing: u64,
}

/// One person beside the role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PersonGaps {
    /// The name.
    pub name: String,
    /// The role.
    pub role: String,
    /// Skills that the role asks for and the person has at that level.
    pub met: u64,
    /// Skills that the role asks for.
    pub required: u64,
    /// Skills that fall short, the widest gap first, equal ones by name.
    pub gaps: Vec<Gap>,
}

/// One skill of one role across the team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Cover {
    /// The role.
    pub role: String,
    /// The skill.
    pub skill: String,
    /// The level that the role asks for.
    pub required: u64,
    /// People in the role.
    pub people: u64,
    /// Those of them who have that level, by name.
    pub covered_by: Vec<String>,
    /// The highest level that anybody in the role has.
    pub best: u64,
    /// Levels that are missing, added up over the people in the role.
    pub missing: u64,
}

/// What a team lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SkillGaps {
    /// Every person, in the order of the request.
    pub people: Vec<PersonGaps>,
    /// Every skill of every role, by role and skill.
    pub cover: Vec<Cover>,
    /// Skills of a role that nobody in it has at the level asked for.
    pub uncovered: Vec<Cover>,
    /// Roles that nobody has.
    pub roles_without_people: Vec<String>,
    /// Distinct skills that are asked for.
    pub skills: u64,
    /// Whether more skills are asked for than there are people, so that somebody has to carry several.
    pub more_skills_than_people: bool,
}

/// Finds what a team lacks: for each person, `missing = max(0, required − has)` of every skill that the role asks for.
///
/// Errors: `out_of_range` (a level above 5), `unknown_name` (a role that nothing is asked of), `duplicate` (a person
/// twice), `invalid_document` and `limit`, each with its place. Source: guide A; docs/definitions.md 8.
///
/// ```
/// use cs_core::org::skill::{SkillMatrix, skill_gaps};
///
/// let matrix = SkillMatrix::from_json(
///     r#"{"required": {"csm": {"communication": 4, "data_analysis": 3}},
///         "people": [{"name": "Aoi", "role": "csm", "skills": {"communication": 5, "data_analysis": 1}}]}"#,
/// )?;
/// let gaps = skill_gaps(&matrix)?;
/// assert_eq!(gaps.people[0].gaps[0].missing, 2);
/// assert_eq!(gaps.uncovered[0].skill, "data_analysis");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn skill_gaps(matrix: &SkillMatrix) -> Result<SkillGaps> {
    matrix.check()?;
    let people = matrix.people.iter().map(|person| beside_the_role(person, matrix)).collect();
    let asked =
        matrix.required.iter().flat_map(|(role, levels)| levels.0.iter().map(move |level| (role, level)));
    let cover: Vec<Cover> =
        asked.clone().map(|(role, (skill, required))| covered(matrix, role, skill, *required)).collect();
    let mut distinct: Vec<&String> = asked.map(|(_, (skill, _))| skill).collect();
    distinct.sort_unstable();
    distinct.dedup();
    let has_people = |role: &&String| matrix.people.iter().any(|person| person.role == **role);
    Ok(SkillGaps {
        people,
        uncovered: cover
            .iter()
            .filter(|cover| cover.covered_by.is_empty() && cover.required > 0)
            .cloned()
            .collect(),
        cover,
        roles_without_people: matrix.required.keys().filter(|role| !has_people(role)).cloned().collect(),
        skills: count(distinct.len()),
        more_skills_than_people: distinct.len() > matrix.people.len(),
    })
}

fn beside_the_role(person: &Person, matrix: &SkillMatrix) -> PersonGaps {
    let none = Levels::default();
    let asked = matrix.required.get(&person.role).unwrap_or(&none);
    let gap = |(skill, required): (&String, &u64)| {
        let has = person.level(skill);
        let missing = required.saturating_sub(has);
        (missing > 0).then(|| Gap { skill: skill.clone(), required: *required, has, missing })
    };
    let mut gaps: Vec<Gap> = asked.0.iter().filter_map(gap).collect();
    gaps.sort_by_key(|gap| std::cmp::Reverse(gap.missing)); // stable: equal ones stay by name
    PersonGaps {
        name: person.name.clone(),
        role: person.role.clone(),
        met: count(asked.0.len().saturating_sub(gaps.len())),
        required: count(asked.0.len()),
        gaps,
    }
}

fn covered(matrix: &SkillMatrix, role: &str, skill: &str, required: u64) -> Cover {
    let in_role = || matrix.people.iter().filter(|person| person.role == role);
    let covered_by = in_role().filter(|person| person.level(skill) >= required);
    Cover {
        role: role.to_owned(),
        skill: skill.to_owned(),
        required,
        people: count(in_role().count()),
        covered_by: covered_by.map(|person| person.name.clone()).collect(),
        best: in_role().map(|person| person.level(skill)).max().unwrap_or(0),
        missing: in_role().map(|person| required.saturating_sub(person.level(skill))).sum(),
    }
}

impl Person {
    /// The level of a skill.
    #[must_use]
    pub fn level(&self, skill: &str) -> u64 {
        self.skills.0.get(skill).copied().unwrap_or(0)
    }
}

impl SkillMatrix {
    /// Reads a matrix; see [`skill_gaps`] for errors.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || {
            let matrix: Self = document::read(text.as_bytes())?;
            matrix.check()?;
            Ok(matrix)
        })
    }

    fn check(&self) -> Result<()> {
        limit("required", self.required.len(), SKILLS)?;
        limit("people", self.people.len(), PEOPLE)?;
        for (role, levels) in &self.required {
            let place = format!("required.{role}");
            document::check_name(role).map_err(|error| error.at("required"))?;
            check_levels(levels).map_err(|error| error.under(&place))?;
        }
        let mut names: Vec<(&str, usize)> = Vec::with_capacity(self.people.len());
        for (at, person) in self.people.iter().enumerate() {
            let place = format!("people[{at}]");
            document::check_name(&person.name).map_err(|error| error.at("name").under(&place))?;
            if !self.required.contains_key(&person.role) {
                let roles = self.required.keys().map(String::as_str);
                let error = Error::unknown(ErrorCode::UnknownName, "role", &person.role, roles);
                return Err(error.at("role").under(&place));
            }
            check_levels(&person.skills).map_err(|error| error.under("skills").under(&place))?;
            names.push((&person.name, at));
        }
        names.sort_unstable();
        let pairs = names.iter().zip(names.iter().skip(1));
        match pairs
            .filter(|((one, _), (other, _))| one == other)
            .map(|(_, (name, at))| (*name, *at))
            .min_by_key(|(_, at)| *at)
        {
            None => Ok(()),
            Some((name, at)) => {
                let sentence = "a person stands in the team once";
                Err(Error::new(ErrorCode::Duplicate, sentence)
                    .at(format!("people[{at}].name"))
                    .with_value(format!("{name:?}")))
            }
        }
    }
}

fn check_levels(levels: &Levels) -> Result<()> {
    limit("", levels.0.len(), SKILLS)?;
    for (skill, level) in &levels.0 {
        document::check_name(skill)?;
        if *level > HIGHEST {
            let sentence = format!("a level lies between 0 and {HIGHEST}");
            return Err(Error::new(ErrorCode::OutOfRange, sentence).at(skill).with_value(level));
        }
    }
    Ok(())
}

fn count(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_made_in_code_is_checked() {
        let levels = |level| Levels([("calls".to_owned(), level)].into());
        let matrix =
            |level| SkillMatrix { required: [("csm".to_owned(), levels(level))].into(), people: Vec::new() };
        assert!(skill_gaps(&matrix(5)).is_ok());
        let error = skill_gaps(&matrix(6)).unwrap_err();
        assert_eq!((error.code(), error.value()), (ErrorCode::OutOfRange, Some("6")));
    }
}
