//! The tree of groups that a card's indicators are combined in.

use super::combine::{Group, Leaf, Part};
use super::draft::{self, Draft};
use super::indicator;
use super::scorecard::LEVELS;
use super::shown::Stage;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document::{self, refuse};
use crate::value::name;

/// Refuses names that differ in nothing but case and the way accents are written.
pub(super) fn unique(place: &str, names: &[&str]) -> Result<()> {
    let folded: Vec<String> = names.iter().map(|name| name::folded(name)).collect();
    for (at, name) in folded.iter().enumerate() {
        if let Some(first) = folded.iter().take(at).position(|other| other == name) {
            let error = Error::new(ErrorCode::Duplicate, format!("{place}[{first}] has the same name"));
            let name = names.get(at).unwrap_or(&"");
            return Err(error.at(format!("{place}[{at}].name")).with_value(format!("{name:?}")));
        }
    }
    Ok(())
}

/// The tree of groups; without groups, one flat group.
pub(super) fn total(draft: &Draft) -> Result<Group> {
    let names: Vec<&str> = draft.groups.iter().map(|group| group.name.as_str()).collect();
    unique("groups", &names)?;
    let known = |place: String, name: &str| match names.contains(&name) {
        true => Ok(()),
        false => {
            Err(Error::unknown(ErrorCode::InvalidDocument, "group", name, names.iter().copied()).at(place))
        }
    };
    for (at, draft::Group { name, weight, within, .. }) in draft.groups.iter().enumerate() {
        let place = format!("groups[{at}]");
        document::check_name(name).map_err(|error| error.at("name").under(&place))?;
        indicator::weight(*weight).map_err(|error| error.under(&place))?;
        within.as_deref().map_or(Ok(()), |outer| known(format!("{place}.within"), outer))?;
    }
    if !draft.groups.is_empty() {
        for (at, indicator) in draft.indicators.iter().enumerate() {
            let place = format!("indicators[{at}].group");
            match indicator.group_name() {
                Some(group) => known(place, group)?,
                None => return refuse(&place, "with groups declared, every indicator names one"),
            }
        }
    }
    let root = Group {
        name: draft.name.clone(),
        weight: 1.0,
        combine: draft.combine,
        rounding: None,
        parts: Vec::new(),
    };
    let total = grown(root, draft, None, LEVELS)?;
    let reached = leaves(&total);
    if reached < draft.indicators.len() {
        return refuse("groups", "groups lie within each other in a circle");
    }
    weights(&total, if draft.groups.is_empty() { "indicators" } else { "groups" })?;
    Ok(total)
}

/// A group with its indicators and the groups within it.
fn grown(mut group: Group, draft: &Draft, name: Option<&str>, levels: usize) -> Result<Group> {
    let Some(deeper) = levels.checked_sub(1) else {
        return Err(
            Error::new(ErrorCode::Limit, format!("groups are at most {LEVELS} levels deep")).at("groups")
        );
    };
    for (at, indicator) in draft.indicators.iter().enumerate() {
        if draft.groups.is_empty() || (name.is_some() && indicator.group_name() == name) {
            let missing = indicator.missing.unwrap_or(draft.missing);
            let missing = draft.points.map_or(missing, |points| points.policy(missing));
            let conditional = indicator.applies_when.is_some();
            group.parts.push(Part::Leaf(Leaf {
                indicator: at,
                weight: indicator.weight,
                missing,
                conditional,
            }));
        }
    }
    for (at, inner) in draft.groups.iter().enumerate().filter(|(_, inner)| inner.within.as_deref() == name) {
        let empty = Group {
            name: inner.name.clone(),
            weight: inner.weight,
            combine: inner.combine,
            rounding: draft.shown.as_ref().and_then(|shown| shown.after(Stage::Group)),
            parts: Vec::new(),
        };
        let inner = grown(empty, draft, Some(&inner.name), deeper)?;
        if inner.parts.is_empty() {
            return refuse(&format!("groups[{at}]"), "no indicator names this group");
        }
        group.parts.push(Part::Group(inner));
    }
    Ok(group)
}

fn leaves(group: &Group) -> usize {
    let count = |part: &Part| if let Part::Group(group) = part { leaves(group) } else { 1 };
    group.parts.iter().map(count).sum()
}

/// Every group needs a weight above 0 among its parts, and a finite sum.
fn weights(group: &Group, place: &str) -> Result<()> {
    let mut sum = 0.0;
    for part in &group.parts {
        sum += match part {
            Part::Leaf(leaf) => leaf.weight,
            Part::Group(inner) => {
                weights(inner, "indicators")?;
                inner.weight
            }
        };
    }
    // Scores go up to 100, and so do the sums of weighted scores.
    if !(sum * 100.0).is_finite() {
        return Err(Error::new(
            ErrorCode::Overflow,
            format!("the weights within {:?} add up beyond the largest number", group.name),
        )
        .at(place));
    }
    if sum == 0.0 {
        return refuse(place, format!("the weights within {:?} are all 0", group.name));
    }
    Ok(())
}
