//! Exceptions: rules that set, floor or cap what the indicators say.

use std::fmt;

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

use super::band::Bands;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::rule::Rule;
use crate::value::score;

/// A score, or a band by name.
///
/// In documents a number or a text: `39`, `"caution"`.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// A score.
    Score(f64),
    /// A band; its bounds are the scores that count.
    Band(String),
}

impl From<f64> for Target {
    fn from(score: f64) -> Self {
        Target::Score(score)
    }
}

impl From<&str> for Target {
    fn from(band: &str) -> Self {
        Target::Band(band.to_owned())
    }
}

/// What an exception does. The first `set` whose rule holds decides; otherwise all floors, then all caps: a cap wins
/// over a floor. A target band moves the score no further than to the band's nearer bound.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Effect {
    /// Exactly this.
    Set(Target),
    /// At least this.
    Floor(Target),
    /// At most this.
    Cap(Target),
}

impl Effect {
    /// The effect's word in documents: `set`, `floor` or `cap`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Effect::Set(_) => "set",
            Effect::Floor(_) => "floor",
            Effect::Cap(_) => "cap",
        }
    }

    /// Where it leads.
    #[must_use]
    pub const fn target(&self) -> &Target {
        match self {
            Effect::Set(target) | Effect::Floor(target) | Effect::Cap(target) => target,
        }
    }

    /// Checks that a target score is one.
    pub(super) fn check_score(&self) -> Result<()> {
        match self.target() {
            Target::Score(value) => score::checked(*value).map(|_| ()).map_err(|error| error.at(self.word())),
            Target::Band(_) => Ok(()),
        }
    }

    /// Checks that a target band is there.
    pub(super) fn check_band(&self, bands: &Bands) -> Result<()> {
        match self.target() {
            Target::Band(name) if bands.rank_of(name).is_none() => {
                let known = bands.iter().map(super::band::Band::name);
                Err(Error::unknown(ErrorCode::InvalidDocument, "band", name, known).at(self.word()))
            }
            _ => Ok(()),
        }
    }

    /// The one effect that a document names.
    pub(super) fn of_fields(
        what: &str,
        set: Option<Target>,
        floor: Option<Target>,
        cap: Option<Target>,
    ) -> Result<Self> {
        match (set, floor, cap) {
            (Some(target), None, None) => Ok(Effect::Set(target)),
            (None, Some(target), None) => Ok(Effect::Floor(target)),
            (None, None, Some(target)) => Ok(Effect::Cap(target)),
            _ => {
                let sentence = format!("an {what} has one effect: set, floor or cap");
                Err(Error::new(ErrorCode::InvalidDocument, sentence))
            }
        }
    }

    /// The effect as the fields `set`, `floor` and `cap` of a document.
    pub(super) fn into_fields(self) -> [Option<Target>; 3] {
        match self {
            Effect::Set(target) => [Some(target), None, None],
            Effect::Floor(target) => [None, Some(target), None],
            Effect::Cap(target) => [None, None, Some(target)],
        }
    }
}

/// When a rule holds, an effect, and the reason for people.
///
/// ```
/// use cs_core::prelude::*;
///
/// let overdue = Exception::cap("caution").when(days_until("renewal_on").below(0)).because("the renewal is overdue");
/// # let _ = overdue;
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "ExceptionForm", into = "ExceptionForm")]
pub struct Exception {
    pub(super) when: Rule,
    pub(super) effect: Effect,
    pub(super) reason: String,
}

impl Exception {
    /// Sets the score or band.
    #[must_use]
    pub fn set(target: impl Into<Target>) -> Self {
        Self::of(Effect::Set(target.into()))
    }

    /// Lifts the score or band to at least this.
    #[must_use]
    pub fn floor(target: impl Into<Target>) -> Self {
        Self::of(Effect::Floor(target.into()))
    }

    /// Keeps the score or band at most at this.
    #[must_use]
    pub fn cap(target: impl Into<Target>) -> Self {
        Self::of(Effect::Cap(target.into()))
    }

    /// An effect that always applies until [`when`](Self::when) says otherwise.
    fn of(effect: Effect) -> Self {
        Self { when: Rule::All(Vec::new()), effect, reason: String::new() }
    }

    /// The rule that has to hold.
    #[must_use]
    pub fn when(mut self, rule: Rule) -> Self {
        self.when = rule;
        self
    }

    /// The reason, for people; a card refuses an exception without one.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    pub(super) fn check(&self, bands: &Bands, indicators: &[&str]) -> Result<()> {
        self.when.check(Some(indicators)).map_err(|error| error.under("when"))?;
        if self.reason.trim().is_empty() {
            return Err(Error::new(ErrorCode::InvalidDocument, "an exception gives its reason").at("reason"));
        }
        self.effect.check_score()?;
        self.effect.check_band(bands)
    }
}

/// Score and band of one account on their way through the exceptions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) score: f64,
    pub(super) rank: u8,
}

impl Standing {
    /// Applies the effects of the exceptions whose rules hold.
    pub(super) fn apply<'a>(self, firing: impl Iterator<Item = &'a Effect> + Clone, bands: &Bands) -> Self {
        let set = firing.clone().find(|effect| matches!(effect, Effect::Set(_)));
        if let Some(effect) = set {
            return self.one(effect, bands);
        }
        let floored = firing
            .clone()
            .filter(|effect| matches!(effect, Effect::Floor(_)))
            .fold(self, |standing, effect| standing.one(effect, bands));
        firing
            .filter(|effect| matches!(effect, Effect::Cap(_)))
            .fold(floored, |standing, effect| standing.one(effect, bands))
    }

    fn one(self, effect: &Effect, bands: &Bands) -> Self {
        let scored = |score: f64| Standing { score: score + 0.0, rank: bands.rank(score) };
        // The score is moved into the band, at most onto the bound where the next one begins.
        let banded = |name: &str| {
            let rank = bands.rank_of(name).unwrap_or(self.rank);
            let lower = bands.get(rank).map_or(0.0, super::band::Band::bound);
            Standing { score: self.score.clamp(lower, bands.upper(rank)), rank }
        };
        let known = !self.score.is_nan();
        match effect {
            Effect::Set(Target::Score(score)) => scored(*score),
            Effect::Set(Target::Band(name)) => banded(name),
            Effect::Floor(Target::Score(score)) if known && self.score < *score => scored(*score),
            Effect::Floor(Target::Band(name))
                if known && bands.rank_of(name).is_some_and(|rank| self.rank < rank) =>
            {
                banded(name)
            }
            Effect::Cap(Target::Score(score)) if known && self.score > *score => scored(*score),
            Effect::Cap(Target::Band(name))
                if known && bands.rank_of(name).is_some_and(|rank| self.rank > rank) =>
            {
                banded(name)
            }
            _ => self,
        }
    }
}

/// An exception as it stands in a document: `{"when": …, "cap": 39, "reason": "…"}`.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("oneOf" = crate::value::schema::fields(&["set", "floor", "cap"]))))]
#[serde(deny_unknown_fields)]
struct ExceptionForm {
    when: Rule,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    set: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    floor: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cap: Option<Target>,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::sentence"))]
    reason: String,
}

impl TryFrom<ExceptionForm> for Exception {
    type Error = Error;

    fn try_from(form: ExceptionForm) -> Result<Self> {
        let effect = Effect::of_fields("exception", form.set, form.floor, form.cap)?;
        Ok(Self { when: form.when, effect, reason: form.reason })
    }
}

impl From<Exception> for ExceptionForm {
    fn from(Exception { when, effect, reason }: Exception) -> Self {
        let [set, floor, cap] = effect.into_fields();
        Self { when, set, floor, cap, reason }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Target {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Target".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let score = crate::value::schema::score(generator);
        schemars::json_schema!({"description": "A score, or the name of a band.", "oneOf": [score, {"type": "string"}]})
    }
}

impl Serialize for Target {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Target::Score(score) => serializer.serialize_f64(*score),
            Target::Band(name) => serializer.serialize_str(name),
        }
    }
}

struct TargetVisitor;

impl Visitor<'_> for TargetVisitor {
    type Value = Target;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a score or the name of a band")
    }

    fn visit_f64<E>(self, score: f64) -> Result<Target, E> {
        Ok(Target::Score(score))
    }

    fn visit_u64<E>(self, score: u64) -> Result<Target, E> {
        // Anything above 100 is refused by the check; saturating keeps it above.
        Ok(Target::Score(f64::from(u32::try_from(score).unwrap_or(u32::MAX))))
    }

    fn visit_i64<E>(self, score: i64) -> Result<Target, E> {
        Ok(Target::Score(f64::from(i32::try_from(score).unwrap_or(i32::MIN))))
    }

    fn visit_str<E>(self, name: &str) -> Result<Target, E> {
        Ok(Target::Band(name.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TargetVisitor)
    }
}
