//! The card: built once, valid from then on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::band::Bands;
use super::combine::{self, Leaf, Part};
use super::draft::{Draft, Group};
use super::indicator::{self, Indicator};
use crate::error::{Error, ErrorCode, Result, nearest};
use crate::fact::column::TILE;
use crate::fact::input::{Input, Invalid};
use crate::fact::rule::Rule;
use crate::fact::table::Table;
use crate::scale::Scale;
use crate::value::document;

/// The kind of the document.
pub const KIND: &str = "scorecard";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Most indicators of one card.
pub const INDICATORS: usize = 256;
/// Most exceptions of one card.
pub const EXCEPTIONS: usize = 64;
/// Deepest nesting of groups.
pub const LEVELS: usize = 8;
/// Share of the weight below which there is no score, unless the card says otherwise.
pub const MIN_COVERAGE: f64 = 0.5;

/// A scorecard: indicators, how they become one score, bands and exceptions.
///
/// A document (`Scorecard::from_json`, serde) and code (`Scorecard::builder`) are read through the same checks.
///
/// Errors of building: `invalid_document` with the place (weights that are negative, not finite or all zero; a scale
/// that is none; a group or band that is not there; bands that do not cover 0 to 100), `duplicate` (names), `limit`.
/// Source: DOMAIN 3.
///
/// ```
/// use cs_core::prelude::*;
///
/// let card = Scorecard::from_json(r#"{
///     "kind": "scorecard", "version": 1, "name": "simple",
///     "indicators": [
///         {"name": "logins", "weight": 3, "input": "logins_30d", "scale": {"linear": {"from": 0, "to": 20}}},
///         {"name": "tickets", "input": {"ratio": {"of": "tickets_90d", "per": "seats"}}, "scale": {"linear": {"from": 0.5, "to": 0}}}
///     ]}"#)?;
/// let facts = Facts::new().with("logins_30d", 14).with("tickets_90d", 5).with("seats", 25);
/// let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
/// assert_eq!(card.score(&facts, day)?.score()?, (3.0 * 70.0 + 60.0) / 4.0);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Scorecard {
    draft: Draft,
    pub(super) bands: Bands,
    pub(super) total: combine::Group,
    facts: Vec<String>,
}

impl Scorecard {
    /// Begins a card.
    #[must_use]
    pub fn builder(name: impl Into<String>) -> Draft {
        Draft::new(name)
    }

    /// Reads a document of kind `scorecard`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::read_kind::<Draft>(text, KIND, VERSION)?.build()
    }

    /// Writes the card as a document; reading it gives an equal card, writing that gives equal bytes.
    pub fn to_json(&self) -> Result<String> {
        document::write(&self.draft)
    }

    /// The card's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.draft.name
    }

    /// The indicators, in order.
    #[must_use]
    pub fn indicators(&self) -> &[Indicator] {
        &self.draft.indicators
    }

    /// The bands, from the lowest up.
    #[must_use]
    pub fn bands(&self) -> &Bands {
        &self.bands
    }

    /// The names of the facts that the card reads, each once, by first appearance.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(String::as_str)
    }

    pub(super) fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Whether a `percentile` scale waits to be fitted.
    #[must_use]
    pub fn is_fitted(&self) -> bool {
        !self.indicators().iter().any(|indicator| matches!(indicator.scale, Scale::Percentile(_)))
    }

    /// Puts `points`, fitted on a reference portfolio, in the place of every `percentile`.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite`, `no_population` (a column without any value).
    pub fn fit(&self, table: &Table<'_>, as_of: NaiveDate) -> Result<Self> {
        let mut draft = self.draft.clone();
        for (at, indicator) in draft.indicators.iter_mut().enumerate() {
            if let Scale::Percentile(percentile) = &indicator.scale {
                let values = column(&indicator.input, table, as_of)?;
                let fitted = percentile
                    .fit(values)
                    .map_err(|error| error.at(format!("indicators[{at}].scale.percentile")))?;
                indicator.scale = fitted;
            }
        }
        draft.build()
    }
}

/// Every value of an input.
fn column(input: &Input, table: &Table<'_>, as_of: NaiveDate) -> Result<Vec<f64>> {
    let bound = input.bind(table, as_of)?;
    let mut values = vec![0.0; table.rows()];
    for (at, tile) in values.chunks_mut(TILE).enumerate() {
        bound.numbers(at.saturating_mul(TILE), tile, Invalid::Error)?;
    }
    Ok(values)
}

impl From<Scorecard> for Draft {
    fn from(card: Scorecard) -> Self {
        card.draft
    }
}

impl TryFrom<Draft> for Scorecard {
    type Error = Error;

    fn try_from(draft: Draft) -> Result<Self> {
        if draft.kind != KIND {
            return Err(Error::new(ErrorCode::Version, "a document of kind \"scorecard\" is needed")
                .at("kind")
                .with_value(&draft.kind));
        }
        if draft.version != VERSION {
            let sentence = format!("this library reads version {VERSION}");
            return Err(Error::new(ErrorCode::Version, sentence).at("version").with_value(draft.version));
        }
        document::check_name(&draft.name).map_err(|error| error.at("name"))?;
        limit("indicators", draft.indicators.len(), INDICATORS)?;
        limit("groups", draft.groups.len(), INDICATORS)?;
        limit("exceptions", draft.exceptions.len(), EXCEPTIONS)?;
        if draft.indicators.is_empty() {
            return refuse("indicators", "a card has at least one indicator");
        }
        if !(0.0..=1.0).contains(&draft.min_coverage) {
            return refuse(
                "min_coverage",
                format!("a share lies between 0 and 1, not {}", draft.min_coverage),
            );
        }
        draft.missing.check().map_err(|error| error.under("missing"))?;
        for (at, indicator) in draft.indicators.iter().enumerate() {
            indicator.check().map_err(|error| error.under(&format!("indicators[{at}]")))?;
        }
        let names: Vec<&str> = draft.indicators.iter().map(Indicator::name).collect();
        unique("indicators", &names)?;
        let bands = match &draft.bands {
            None => Bands::default(),
            Some(bands) => Bands::new(bands.iter().cloned()).map_err(|error| error.under("bands"))?,
        };
        for (at, exception) in draft.exceptions.iter().enumerate() {
            exception.check(&bands, &names).map_err(|error| error.under(&format!("exceptions[{at}]")))?;
        }
        let total = total(&draft)?;
        weights(&total, if draft.groups.is_empty() { "indicators" } else { "groups" })?;
        let rules = draft
            .exceptions
            .iter()
            .flat_map(|exception| Rule::inputs(&exception.when))
            .flat_map(Input::facts);
        let mut facts: Vec<String> = Vec::new();
        for name in draft.indicators.iter().flat_map(Indicator::facts).chain(rules) {
            if !facts.iter().any(|known| known == name) {
                facts.push(name.to_owned());
            }
        }
        Ok(Self { bands, total, facts, draft })
    }
}

fn refuse<T>(place: &str, sentence: impl Into<String>) -> Result<T> {
    Err(Error::new(ErrorCode::InvalidDocument, sentence).at(place))
}

fn limit(place: &str, found: usize, most: usize) -> Result<()> {
    if found <= most {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Limit, format!("a card has at most {most} {place}"))
        .at(place)
        .with_value(found))
}

/// Refuses names that differ in nothing but case.
fn unique(place: &str, names: &[&str]) -> Result<()> {
    let folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    for (at, name) in folded.iter().enumerate() {
        if let Some(first) = folded.iter().take(at).position(|other| other == name) {
            let error = Error::new(ErrorCode::Duplicate, format!("{place}[{first}] has the same name"));
            return Err(error.at(format!("{place}[{at}].name")).with_value(names.get(at).unwrap_or(&"")));
        }
    }
    Ok(())
}

/// The tree of groups; without groups, one flat group.
fn total(draft: &Draft) -> Result<combine::Group> {
    let names: Vec<&str> = draft.groups.iter().map(|group| group.name.as_str()).collect();
    unique("groups", &names)?;
    let known = |place: String, name: &str| match names.contains(&name) {
        true => Ok(()),
        false => {
            let error = Error::new(ErrorCode::InvalidDocument, "there is no group of this name")
                .at(place)
                .with_value(format!("{name:?}"));
            Err(match nearest(name, names.iter().copied()) {
                Some(near) => error.with_hint(format!("did you mean {near:?}?")),
                None => error,
            })
        }
    };
    for (at, Group { name, weight, within, .. }) in draft.groups.iter().enumerate() {
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
    let root =
        combine::Group { name: draft.name.clone(), weight: 1.0, combine: draft.combine, parts: Vec::new() };
    let total = grown(root, draft, None, LEVELS)?;
    let reached = leaves(&total);
    if reached < draft.indicators.len() {
        return refuse("groups", "groups lie within each other in a circle");
    }
    Ok(total)
}

/// A group with its indicators and the groups within it.
fn grown(
    mut group: combine::Group,
    draft: &Draft,
    name: Option<&str>,
    levels: usize,
) -> Result<combine::Group> {
    let Some(deeper) = levels.checked_sub(1) else {
        return Err(
            Error::new(ErrorCode::Limit, format!("groups are at most {LEVELS} levels deep")).at("groups")
        );
    };
    for (at, indicator) in draft.indicators.iter().enumerate() {
        if draft.groups.is_empty() || (name.is_some() && indicator.group_name() == name) {
            let missing = indicator.missing.unwrap_or(draft.missing);
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
        let empty = combine::Group {
            name: inner.name.clone(),
            weight: inner.weight,
            combine: inner.combine,
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

fn leaves(group: &combine::Group) -> usize {
    let count = |part: &Part| if let Part::Group(group) = part { leaves(group) } else { 1 };
    group.parts.iter().map(count).sum()
}

/// Every group needs a weight above 0 among its parts, and a finite sum.
fn weights(group: &combine::Group, place: &str) -> Result<()> {
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
