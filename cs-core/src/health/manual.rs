//! Manual overrides: what a person says of an account, with a reason, a name and a last day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::exception::{Effect, Standing, Target};
use super::result::Health;
use super::scorecard::Scorecard;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::{self, Account, AccountId};
use crate::value::day;
use crate::value::document::{self, limit, refuse};

/// The kind of a document that holds the overrides of many accounts.
pub const KIND: &str = "overrides";
/// The version of that document.
pub const VERSION: u64 = 1;
/// Most overrides of one document.
pub const OVERRIDES: usize = 10_000;

/// What a person says of an account: set, floor or cap the score or the band, why, who says so, and until when.
///
/// It is used while `as_of ≤ expires_on`, after the card's own exceptions, and moves the score as an exception does.
/// The score that the card gives stays in the result as `card_score`.
///
/// Errors: `invalid_document` (no reason, nobody's name, a score outside 0..100, none or several effects),
/// `invalid_date`.
///
/// ```
/// use cs_core::prelude::*;
///
/// let until = NaiveDate::from_ymd_opt(2026, 12, 31).unwrap();
/// let manual = Override::new(Effect::Cap("caution".into()), "the sponsor has left", "Ana", until)?;
/// let text = r#"{"cap": "caution", "reason": "the sponsor has left", "by": "Ana", "expires_on": "2026-12-31"}"#;
/// assert_eq!(Override::from_json(text)?, manual);
///
/// let card = cs_core::health::shipped::card("simple")?;
/// let facts = Facts::new().with("nps_answer", 10).with("nps_answered_on", until).with("last_login_on", until);
/// let health = card.overridden(card.score(&facts, until)?, &manual)?;
/// assert_eq!((health.card_score(), health.card_band()), (Some(100.0), "healthy"));
/// assert_eq!((health.score()?, health.band()), (70.0, "caution"), "no further than to the band's nearer bound");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "OverrideForm", into = "OverrideForm")]
pub struct Override {
    account: Option<AccountId>,
    effect: Effect,
    reason: String,
    by: String,
    expires_on: NaiveDate,
}

impl Override {
    /// An override; see [`Override`] for the errors.
    pub fn new(
        effect: Effect,
        reason: impl Into<String>,
        by: impl Into<String>,
        expires_on: NaiveDate,
    ) -> Result<Self> {
        let (reason, by) = (reason.into(), by.into());
        effect.check_score()?;
        if reason.trim().is_empty() {
            return refuse("reason", "an override gives its reason");
        }
        if by.trim().is_empty() {
            return refuse("by", "an override says who gives it");
        }
        day::from_number(day::to_number(expires_on)).map_err(|error| error.at("expires_on"))?;
        Ok(Self { account: None, effect, reason, by, expires_on })
    }

    /// Names the account, for overrides of many.
    #[must_use]
    pub fn of_account(mut self, account: impl Into<AccountId>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Reads a JSON object: one of `set`, `floor` and `cap` with a score or a band, `reason`, `by`, `expires_on`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || document::read::<OverrideForm>(text.as_bytes())?.try_into())
    }

    /// Writes the override as JSON.
    pub fn to_json(&self) -> Result<String> {
        document::write(self)
    }

    /// Whether it is used on this day.
    #[must_use]
    pub fn is_in_force(&self, as_of: NaiveDate) -> bool {
        as_of <= self.expires_on
    }

    /// The account, where one was named.
    #[must_use]
    pub fn account(&self) -> Option<&AccountId> {
        self.account.as_ref()
    }

    /// What it does.
    #[must_use]
    pub fn effect(&self) -> &Effect {
        &self.effect
    }

    /// Why.
    #[must_use]
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// Who says so.
    #[must_use]
    pub fn by(&self) -> &str {
        &self.by
    }

    /// The last day on which it is used.
    #[must_use]
    pub fn expires_on(&self) -> NaiveDate {
        self.expires_on
    }
}

/// Overrides of many accounts, each account at most once.
///
/// A document of kind `overrides`:
///
/// ```
/// use cs_core::health::manual::Overrides;
///
/// let text = r#"{"kind": "overrides", "version": 1, "overrides": [
///     {"account": "a-1", "floor": 70, "reason": "in a pilot", "by": "Ben", "expires_on": "2026-12-31"}]}"#;
/// let overrides = Overrides::from_json(text)?;
/// assert_eq!(overrides.of("a-1").map(|(_, manual)| manual.reason()), Some("in a pilot"));
/// assert!(overrides.of("a-2").is_none());
/// # Ok::<(), cs_core::error::Error>(())
/// ```
///
/// Errors: `duplicate_account` (with the place of the second), `invalid_document` (no account), `limit`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Overrides {
    list: Vec<Override>,
    /// Places in the list, by account.
    sorted: Vec<usize>,
}

impl Overrides {
    /// Overrides that each name their account; see [`Overrides`] for the errors.
    pub fn new(list: impl IntoIterator<Item = Override>) -> Result<Self> {
        let list: Vec<Override> = list.into_iter().collect();
        limit("overrides", list.len(), OVERRIDES)?;
        let mut accounts = Vec::with_capacity(list.len());
        for (at, manual) in list.iter().enumerate() {
            match &manual.account {
                Some(account) => accounts.push((account.borrowed(), at)),
                None => {
                    let sentence = "each of several overrides names its account";
                    return refuse(&format!("overrides[{at}].account"), sentence);
                }
            }
        }
        if let Some((account, first, second)) = accounts::duplicate(accounts.clone()) {
            let sentence = format!("overrides[{first}] is of the same account");
            let error = Error::new(ErrorCode::DuplicateAccount, sentence);
            return Err(error.at(format!("overrides[{second}].account")).with_value(account.to_id()));
        }
        accounts.sort_unstable();
        let sorted = accounts.into_iter().map(|(_, at)| at).collect();
        Ok(Self { list, sorted })
    }

    /// Reads a document of kind `overrides`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || {
            let form: OverridesForm = document::read_kind(text, KIND, VERSION)?;
            let read = |(at, form): (usize, OverrideForm)| {
                Override::try_from(form).map_err(|error| error.under(&format!("overrides[{at}]")))
            };
            Self::new(form.overrides.into_iter().enumerate().map(read).collect::<Result<Vec<_>>>()?)
        })
    }

    /// Writes the document; reading it gives equal overrides.
    pub fn to_json(&self) -> Result<String> {
        let overrides = self.list.iter().cloned().map(OverrideForm::from).collect();
        document::write(&OverridesForm { kind: KIND.to_owned(), version: VERSION, overrides })
    }

    /// The override of an account, with its place in the list.
    #[must_use]
    pub fn of(&self, account: impl Into<AccountId>) -> Option<(usize, &Override)> {
        self.find(account.into().borrowed())
    }

    pub(super) fn find(&self, account: Account<'_>) -> Option<(usize, &Override)> {
        let named = |at: &usize| self.list.get(*at).and_then(|manual| manual.account.as_ref());
        let found = self.sorted.binary_search_by(|at| named(at).map(AccountId::borrowed).cmp(&Some(account)));
        let at = *self.sorted.get(found.ok()?)?;
        self.list.get(at).map(|manual| (at, manual))
    }

    /// The overrides, in order.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Override> {
        self.list.iter()
    }
}

impl Scorecard {
    /// A result of this card with what a person says of the account; one that has expired changes nothing.
    ///
    /// Errors: `inconsistent` (a result of another card), `invalid_document` (a band that the card does not have).
    pub fn overridden(&self, health: Health, manual: &Override) -> Result<Health> {
        health.check_card(self)?;
        manual.effect.check_band(self.bands()).map_err(|error| error.under("override"))?;
        let given = health.given(self.bands());
        let in_force = manual.is_in_force(health.as_of());
        let standing = if in_force { self.moved(given, manual) } else { given };
        Ok(health.standing_at(standing, self, in_force.then(|| manual.clone())))
    }

    /// Score and band of an account, moved by an override.
    pub(super) fn moved(&self, given: Standing, manual: &Override) -> Standing {
        given.apply(std::iter::once(&manual.effect), self.bands())
    }
}

/// An override as it stands in a document.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(extend("oneOf" = crate::value::schema::fields(&["set", "floor", "cap"]))))]
#[serde(deny_unknown_fields)]
struct OverrideForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    set: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    floor: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cap: Option<Target>,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::sentence"))]
    reason: String,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::sentence"))]
    by: String,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::day"))]
    expires_on: String,
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct OverridesForm {
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    #[cfg_attr(feature = "schema", schemars(length(max = OVERRIDES)))]
    overrides: Vec<OverrideForm>,
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Overrides {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Overrides".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        OverridesForm::json_schema(generator)
    }
}

impl TryFrom<OverrideForm> for Override {
    type Error = Error;

    fn try_from(form: OverrideForm) -> Result<Self> {
        let effect = Effect::of_fields("override", form.set, form.floor, form.cap)?;
        let expires_on = day::from_text(&form.expires_on).map_err(|error| error.at("expires_on"))?;
        if let Some(AccountId::Text(account)) = &form.account {
            document::check_name(account).map_err(|error| error.at("account"))?;
        }
        Ok(Self { account: form.account, ..Self::new(effect, form.reason, form.by, expires_on)? })
    }
}

impl From<Override> for OverrideForm {
    fn from(Override { account, effect, reason, by, expires_on }: Override) -> Self {
        let [set, floor, cap] = effect.into_fields();
        Self { account, set, floor, cap, reason, by, expires_on: expires_on.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::health::shipped;
    use crate::prelude::Facts;

    #[test]
    fn a_result_of_another_card_is_not_overridden() {
        let [simple, other] = ["simple", "plg"].map(|name| shipped::card(name).unwrap());
        let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
        let text = r#"{"floor": 70, "reason": "in a pilot", "by": "Ben", "expires_on": "2026-12-31"}"#;
        let manual: Override = serde_json::from_str(text).unwrap();
        let health = other.score(&Facts::new(), day).unwrap();
        assert!(other.overridden(health.clone(), &manual).is_ok());
        assert_eq!(simple.overridden(health, &manual).unwrap_err().code(), ErrorCode::Inconsistent);
    }
}
