//! A score for each text.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use cs_wide::{Lanes, Mask};

use super::lanes::Step;
use super::list::{Bundle, Entry, List, taken};
use super::{Kernel, Scale, Wants};
use crate::error::{Error, ErrorCode, Result};
use crate::value::document::{self, unique::unique};
use crate::value::score;

/// Most choices of one scale.
pub const CHOICES: usize = 256;

/// What a value that is no choice gets.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Otherwise {
    /// A score.
    Score(f64),
    /// It is missing.
    Missing,
    /// It is errored: missing too, but counted apart.
    #[default]
    Error,
}

/// A score for each text: `{"choices": {"scores": {"pro": 100, "basic": 40}, "otherwise": "missing"}}`.
///
/// A number matches the choice whose text is that number; a flag matches `true` and `false`, and the numbers 1 and 0 are
/// flags too. `otherwise` is a score, `"missing"` or `"error"` (the default). Choices that are the same number are
/// `duplicate`. Source: docs/definitions.md 3.1.
///
/// ```
/// use cs_core::prelude::*;
///
/// let plan = choices([("pro", 100.0), ("basic", 40.0)]);
/// let card = Scorecard::builder("plan").indicator(Indicator::of("plan", fact("plan")).scale(plan)).build()?;
/// let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
/// assert_eq!(card.score(&Facts::new().with("plan", "basic"), day)?.score()?, 40.0);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(from = "ChoicesForm", into = "ChoicesForm")]
pub struct Choices {
    scores: BTreeMap<String, f64>,
    otherwise: Otherwise,
    /// The choices that are numbers, with their scores, rising.
    numbers: Vec<Choice>,
    list: List<Choice>,
}

impl PartialEq for Choices {
    fn eq(&self, other: &Self) -> bool {
        self.scores == other.scores && self.otherwise == other.otherwise
    }
}

/// A number and its score.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Choice(f64, f64);

impl Entry for Choice {
    const NOTHING: Self = Self(f64::NAN, f64::NAN);

    #[inline(always)]
    fn start(self) -> f64 {
        self.0
    }

    #[inline(always)]
    fn taken<L: Lanes>(self, value: L, so_far: L) -> L {
        value.equals(L::all(self.0)).pick(L::all(self.1), so_far)
    }
}

/// A score for each text; other texts are errored.
#[must_use]
pub fn choices<T: Into<String>>(scores: impl IntoIterator<Item = (T, f64)>) -> Scale {
    let scores = scores.into_iter().map(|(text, score)| (text.into(), score)).collect();
    Choices::new(scores, Otherwise::Error).into()
}

impl Choices {
    /// Scores by text, and what every other text gets.
    #[must_use]
    pub fn new(scores: BTreeMap<String, f64>, otherwise: Otherwise) -> Self {
        let number = |(text, score): (&String, &f64)| match text.as_str() {
            "true" => Some(Choice(1.0, *score + 0.0)),
            "false" => Some(Choice(0.0, *score + 0.0)),
            text => text
                .parse::<f64>()
                .ok()
                .filter(|number| number.is_finite() && number.to_string() == text)
                .map(|number| Choice(number, *score + 0.0)),
        };
        let mut numbers: Vec<Choice> = scores.iter().filter_map(number).collect();
        numbers.sort_by(|Choice(one, _), Choice(other, _)| one.total_cmp(other));
        let list = List::new(&numbers);
        Self { scores, otherwise, numbers, list }
    }

    /// The score of a text (NaN is missing), and whether it is errored.
    pub(crate) fn text(&self, text: &str) -> (f64, bool) {
        match (self.scores.get(text), self.otherwise) {
            (Some(score), _) => (*score + 0.0, false),
            (None, Otherwise::Score(score)) => (score + 0.0, false),
            (None, otherwise) => (f64::NAN, otherwise == Otherwise::Error),
        }
    }
}

impl Kernel for Choices {
    fn range(&self) -> (f64, f64) {
        let otherwise = match self.otherwise {
            Otherwise::Score(score) => Some(score),
            Otherwise::Missing | Otherwise::Error => None,
        };
        super::hull(self.scores.values().copied().chain(otherwise))
    }

    fn check(&self) -> Result<()> {
        if self.scores.is_empty() {
            return super::refuse("scores", "at least one choice is needed");
        }
        if self.scores.len() > CHOICES {
            let error = Error::new(ErrorCode::Limit, format!("a scale has at most {CHOICES} choices"));
            return Err(error.at("scores").with_value(self.scores.len()));
        }
        for (text, value) in &self.scores {
            document::check_name(text).map_err(|error| error.at("scores"))?;
            score::checked(*value).map_err(|error| error.at(format!("scores.{text}")))?;
        }
        let values = self.numbers.iter().map(|Choice(number, _)| number + 0.0);
        if let Some(twice) = values
            .clone()
            .enumerate()
            .find(|(at, number)| values.clone().take(*at).any(|other| other.total_cmp(number).is_eq()))
        {
            let sentence = "two choices are the same number (a flag is 1 or 0)";
            return Err(Error::new(ErrorCode::Duplicate, sentence).at("scores").with_value(twice.1));
        }
        match self.otherwise {
            Otherwise::Score(value) => {
                score::checked(value).map(|_| ()).map_err(|error| error.at("otherwise"))
            }
            Otherwise::Missing | Otherwise::Error => Ok(()),
        }
    }

    fn fails(&self) -> bool {
        self.otherwise == Otherwise::Error
    }

    fn has_gaps(&self) -> bool {
        !matches!(self.otherwise, Otherwise::Score(_))
    }

    #[inline(always)]
    fn before<L: Lanes>(&self, values: &[f64], so_far: &mut [f64]) {
        so_far.fill(match self.otherwise {
            Otherwise::Score(score) => score + 0.0,
            Otherwise::Missing | Otherwise::Error => f64::NAN,
        });
        self.list.passes::<L>(values, so_far);
    }

    #[inline(always)]
    fn last(&self) -> impl Step {
        Last(self.list.last())
    }

    fn wants(&self) -> Wants {
        Wants::Choice
    }
}

/// The last choices.
#[derive(Clone, Copy)]
struct Last(Bundle<Choice>);

impl Step for Last {
    #[inline(always)]
    fn score<L: Lanes>(self, value: L, so_far: L) -> L {
        taken(&self.0, value, so_far)
    }
}

/// Choices as they stand in a document.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ChoicesForm {
    #[serde(deserialize_with = "unique")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "scores_by_text"))]
    scores: BTreeMap<String, f64>,
    #[serde(default)]
    otherwise: Otherwise,
}

impl From<ChoicesForm> for Choices {
    fn from(form: ChoicesForm) -> Self {
        Self::new(form.scores, form.otherwise)
    }
}

impl From<Choices> for ChoicesForm {
    fn from(scale: Choices) -> Self {
        Self { scores: scale.scores, otherwise: scale.otherwise }
    }
}

#[cfg(feature = "schema")]
fn scores_by_text(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({
        "type": "object",
        "propertyNames": crate::value::schema::name(generator),
        "additionalProperties": crate::value::schema::score(generator),
        "minProperties": 1,
        "maxProperties": CHOICES
    })
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Otherwise {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Otherwise".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let score = crate::value::schema::score(generator);
        schemars::json_schema!({
            "description": "What a value that is no choice gets: a score, or to be missing, or to be errored.",
            "oneOf": [score, {"enum": ["missing", "error"]}]
        })
    }
}

impl Serialize for Otherwise {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Otherwise::Score(score) => serializer.serialize_f64(*score),
            Otherwise::Missing => serializer.serialize_str("missing"),
            Otherwise::Error => serializer.serialize_str("error"),
        }
    }
}

struct OtherwiseVisitor;

impl Visitor<'_> for OtherwiseVisitor {
    type Value = Otherwise;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a score, \"missing\" or \"error\"")
    }

    fn visit_f64<E>(self, value: f64) -> Result<Otherwise, E> {
        Ok(Otherwise::Score(value))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "beyond 100 it is refused, and shown as the nearest float"
    )]
    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Otherwise, E> {
        Ok(Otherwise::Score(value as f64))
    }

    #[expect(clippy::cast_precision_loss, reason = "below 0 it is refused, and shown as the nearest float")]
    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Otherwise, E> {
        Ok(Otherwise::Score(value as f64))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Otherwise, E> {
        match text {
            "missing" => Ok(Otherwise::Missing),
            "error" => Ok(Otherwise::Error),
            _ => Err(E::unknown_variant(text, &["missing", "error"])),
        }
    }
}

impl<'de> Deserialize<'de> for Otherwise {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OtherwiseVisitor)
    }
}
