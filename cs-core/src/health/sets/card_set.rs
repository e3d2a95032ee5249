//! Several cards: which one scores an account, and why.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::card_form;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::facts::{self, Facts};
use crate::fact::input::{Input, Invalid};
use crate::fact::rule::Rule;
use crate::health::result::Health;
use crate::health::scorecard::Scorecard;
use crate::health::tree::unique;
use crate::value::document::{self, limit, refuse};
use crate::value::node::Node;

/// The kind of the document.
pub const KIND: &str = "scorecard_set";
/// The version of the document.
pub const VERSION: u64 = 1;
/// Most cards of one set.
pub const CARDS: usize = 64;
/// Most scores of one set.
pub const SCORES: usize = 16;
/// Most rules of one score.
pub const CHOICES: usize = 64;

/// A set of scorecards, valid from the moment it exists.
///
/// Each of its *scores* (health, expansion fit, …) chooses a card for each account: the first rule that holds, by segment,
/// stage or product; else the card that `otherwise` names, or none. A card may extend one further up, or a shipped one,
/// and then names only what differs: fields take the place of those it inherits, `null` takes one away; `indicators` and
/// `groups` are matched by name, so that one field of one indicator can differ; `without` leaves indicators out; bands
/// and exceptions are given as whole lists.
///
/// Errors: `invalid_document`, `duplicate` (names), `limit`, `version`, `unknown_name` (no such shipped card), with the
/// place in the document; what is inherited and does not fit is reported at `extends`.
///
/// ```
/// use cs_core::prelude::*;
///
/// let set = ScorecardSet::from_json(r#"{
///     "kind": "scorecard_set", "version": 1, "name": "segments",
///     "cards": [
///         {"name": "all", "indicators": [
///             {"name": "logins", "weight": 3, "input": "logins", "scale": {"linear": {"from": 0, "to": 20}}},
///             {"name": "nps", "input": "nps", "scale": {"linear": {"from": 0, "to": 10}}}]},
///         {"name": "enterprise", "extends": "all", "indicators": [{"name": "logins", "weight": 1}]}
///     ],
///     "scores": [{"name": "health", "otherwise": "all", "choose": [
///         {"when": {"fact": "seats", "at_least": 500}, "card": "enterprise", "reason": "500 seats or more"}]}]}"#)?;
/// let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
/// let [found] = &set.score(&Facts::new().with("seats", 900).with("logins", 20).with("nps", 5), day)?[..] else { panic!() };
/// assert_eq!((found.card.as_deref(), found.reason.as_deref()), (Some("enterprise"), Some("500 seats or more")));
/// assert_eq!(found.health.as_ref().unwrap().score()?, 75.0);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct ScorecardSet {
    form: SetForm,
    cards: Vec<Scorecard>,
    pub(in crate::health) choosers: Vec<Chooser>,
    facts: Vec<String>,
}

/// How one score chooses its card.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::health) struct Chooser {
    pub(in crate::health) name: String,
    /// Rule, place of the card, reason; the first that holds.
    pub(in crate::health) choices: Vec<(Rule, usize, String)>,
    pub(in crate::health) otherwise: Option<usize>,
}

/// One score of one account, and which card gave it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SetHealth {
    /// The name of the score.
    pub name: String,
    /// The card; none where no rule holds and there is no other card.
    pub card: Option<String>,
    /// The reason of the rule that chose it; none where it is the card for all others.
    pub reason: Option<String>,
    /// The result.
    pub health: Option<Health>,
}

impl ScorecardSet {
    /// Reads a document of kind `scorecard_set`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || {
            let set = document::read_with_nulls::<SetForm>(text, KIND, VERSION)?.try_into()?;
            // Within a card, null takes a field away; what a card may not take away was refused with it.
            document::no_null(text, Some("cards"))?;
            Ok(set)
        })
    }

    /// Writes the set as a document; cards stand there as they were written, with only what differs.
    pub fn to_json(&self) -> Result<String> {
        document::write(&self.form)
    }

    /// The set's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.form.name
    }

    /// The cards, each whole, in order.
    #[must_use]
    pub fn cards(&self) -> &[Scorecard] {
        &self.cards
    }

    /// The card of this name, whole; `unknown_name` where there is none.
    pub fn card(&self, name: &str) -> Result<&Scorecard> {
        let names = || self.cards.iter().map(Scorecard::name);
        let found = self.cards.iter().find(|card| card.name() == name);
        found.ok_or_else(|| Error::unknown(ErrorCode::UnknownName, "card", name, names()))
    }

    /// The names of the scores, in order.
    pub fn scores(&self) -> impl Iterator<Item = &str> {
        self.choosers.iter().map(|chooser| chooser.name.as_str())
    }

    /// The names of the facts that rules and cards read, each once.
    pub fn facts(&self) -> impl Iterator<Item = &str> {
        self.facts.iter().map(String::as_str)
    }

    /// Scores one account, each score with the card that is chosen for it.
    ///
    /// Errors: as [`Scorecard::score`], of the chosen cards only.
    pub fn score(&self, facts: &Facts, as_of: NaiveDate) -> Result<Vec<SetHealth>> {
        self.score_with(facts, as_of, Invalid::Error)
    }

    /// As [`score`](Self::score), with a choice of what infinite numbers get.
    pub fn score_with(&self, facts: &Facts, as_of: NaiveDate, invalid: Invalid) -> Result<Vec<SetHealth>> {
        let table = facts.table(self.facts())?;
        let mut found = Vec::with_capacity(self.choosers.len());
        for chooser in &self.choosers {
            let chosen = chooser.choose(&table, as_of, invalid)?.first().copied().flatten();
            let card = chosen.and_then(|chosen| self.cards.get(chosen.card));
            let reason =
                chosen.and_then(|chosen| chooser.choices.get(chosen.rule?)).map(|choice| choice.2.clone());
            found.push(SetHealth {
                name: chooser.name.clone(),
                card: card.map(|card| card.name().to_owned()),
                reason,
                health: card.map(|card| card.score_with(facts, as_of, invalid)).transpose()?,
            });
        }
        Ok(found)
    }
}

/// A set as it stands in a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct SetForm {
    /// The kind of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    /// The version of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    /// The name of the set.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    name: String,
    /// What the set is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    /// The cards; each may extend one further up.
    #[cfg_attr(feature = "schema", schemars(schema_with = "cards_schema"))]
    cards: Vec<Node>,
    /// The scores that each account gets.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = SCORES)))]
    scores: Vec<ScoreForm>,
}

/// How one score chooses the card of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("anyOf" = serde_json::json!([
    {"required": ["otherwise"]}, {"required": ["choose"], "properties": {"choose": {"minItems": 1}}}
]))))]
#[serde(deny_unknown_fields)]
struct ScoreForm {
    /// The name of the score.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    name: String,
    /// Rules in order; the first that holds names the card.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = CHOICES)))]
    choose: Vec<ChoiceForm>,
    /// The card of all other accounts; left out, they get no score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    otherwise: Option<String>,
}

/// A card for the accounts for which a rule holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct ChoiceForm {
    /// For which accounts.
    when: Rule,
    /// The name of the card.
    card: String,
    /// Why, for people.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::sentence"))]
    reason: String,
}

#[cfg(feature = "schema")]
fn cards_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let card = super::card_schema::entry(generator);
    schemars::json_schema!({"type": "array", "items": card, "minItems": 1, "maxItems": CARDS})
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ScorecardSet {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ScorecardSet".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        SetForm::json_schema(generator)
    }
}

impl TryFrom<SetForm> for ScorecardSet {
    type Error = Error;

    fn try_from(form: SetForm) -> Result<Self> {
        document::check_kind(&form.kind, form.version, KIND, VERSION)?;
        document::check_name(&form.name).map_err(|error| error.at("name"))?;
        limit("cards", form.cards.len(), CARDS)?;
        limit("scores", form.scores.len(), SCORES)?;
        if form.cards.is_empty() {
            return refuse("cards", "a set has at least one card");
        }
        if form.scores.is_empty() {
            return refuse("scores", "a set gives at least one score");
        }
        let (mut wholes, mut cards) = (Vec::new(), Vec::new());
        for (at, entry) in form.cards.iter().enumerate() {
            let under = |error: Error| error.under(&format!("cards[{at}]"));
            let whole = card_form::whole(entry, &wholes).map_err(under)?;
            cards.push(card_form::read(entry, &whole).map_err(under)?);
            wholes.push(whole);
        }
        let names: Vec<&str> = cards.iter().map(Scorecard::name).collect();
        unique("cards", &names)?;
        let titles: Vec<&str> = form.scores.iter().map(|score| score.name.as_str()).collect();
        unique("scores", &titles)?;
        let read =
            |(at, score)| chooser(score, &names).map_err(|error| error.under(&format!("scores[{at}]")));
        let choosers: Vec<Chooser> = form.scores.iter().enumerate().map(read).collect::<Result<_>>()?;
        let rules = choosers.iter().flat_map(|chooser| &chooser.choices).flat_map(|(rule, ..)| rule.inputs());
        let facts = facts::once(rules.flat_map(Input::facts).chain(cards.iter().flat_map(Scorecard::facts)));
        Ok(Self { cards, choosers, facts, form })
    }
}

fn chooser(form: &ScoreForm, cards: &[&str]) -> Result<Chooser> {
    document::check_name(&form.name).map_err(|error| error.at("name"))?;
    limit("choose", form.choose.len(), CHOICES)?;
    let known = |name: &str, place: &str| {
        let unknown =
            || Error::unknown(ErrorCode::InvalidDocument, "card", name, cards.iter().copied()).at(place);
        cards.iter().position(|card| *card == name).ok_or_else(unknown)
    };
    let choice = |choice: &ChoiceForm| {
        choice.when.check(None).map_err(|error| error.under("when"))?;
        if choice.reason.trim().is_empty() {
            return refuse("reason", "a choice gives its reason");
        }
        Ok((choice.when.clone(), known(&choice.card, "card")?, choice.reason.clone()))
    };
    let choices = form
        .choose
        .iter()
        .enumerate()
        .map(|(at, form)| choice(form).map_err(|error| error.under(&format!("choose[{at}]"))))
        .collect::<Result<_>>()?;
    let otherwise = form.otherwise.as_deref().map(|name| known(name, "otherwise")).transpose()?;
    if form.choose.is_empty() && otherwise.is_none() {
        return refuse("otherwise", "a score without rules names the card of all accounts");
    }
    Ok(Chooser { name: form.name.clone(), choices, otherwise })
}
