//! A touch policy: by which measure accounts are ranked, where the tiers are cut, and what overrides both.

use serde::{Deserialize, Serialize};

use super::cut::{Cut, Shares, Ties};
use super::measure::Measure;
use super::teams::Teams;
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::{Input, fact};
use crate::fact::rule::Rule;
use crate::value::document::{self, limit, refuse};

/// The kind of the document.
pub const KIND: &str = "touch_policy";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Most measures of a blend, and most overrides.
pub const PARTS: usize = 64;
/// Share by which a measure must be past a cut-off before an account changes its tier.
pub const STICKINESS: f64 = 0.1;

/// A rule that puts an account in a tier, with the reason for people.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Override {
    /// When it holds; an unknown rule does not hold.
    pub when: Rule,
    /// The tier.
    pub tier: Tier,
    /// The reason.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::sentence"))]
    pub reason: String,
}

/// A policy as it stands in a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Form {
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    name: String,
    by: Measure,
    cut: Cut,
    #[serde(default, skip_serializing_if = "Teams::is_default")]
    teams: Teams,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(length(max = PARTS)))]
    overrides: Vec<Override>,
    #[serde(default = "stickiness")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "below_one"))]
    stickiness: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    missing: Option<Tier>,
}

#[cfg(feature = "schema")]
fn below_one(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({"type": "number", "minimum": 0, "exclusiveMaximum": 1})
}

fn stickiness() -> f64 {
    STICKINESS
}

/// A touch policy. Shares are *fitted* on a portfolio to plain cut-offs; the fitted policy is a document like any other
/// and is *applied* row by row, also to accounts that come later.
///
/// Errors of building, with the place: `invalid_document`, `limit`, `inconsistent` (accounts per manager, least above
/// most), `overflow` (managers times accounts). Source: docs/definitions.md 6.
///
/// ```
/// use cs_core::prelude::*;
///
/// let values = [900.0, 500.0, 400.0, 300.0, 200.0, 100.0, 90.0, 80.0, 70.0, 60.0];
/// let table = Table::new(10).with("annual_contract_value", Values::Float(&values), None)?;
/// let tiers = TouchPolicy::hybrid_20_30_50("annual_contract_value").fit(&table)?.apply(&table)?;
/// let names: Vec<_> = tiers.tiers().map(|tier| tier.map_or("none", Tier::as_str)).collect();
/// assert_eq!(names, ["high", "high", "medium", "medium", "medium", "tech", "tech", "tech", "tech", "tech"]);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Form", into = "Form")]
pub struct TouchPolicy {
    form: Form,
}

impl TouchPolicy {
    /// A policy by one measure and a cut, without overrides, with the default stickiness.
    pub fn new(name: impl Into<String>, by: impl Into<Measure>, cut: impl Into<Cut>) -> Result<Self> {
        Self::try_from(Form {
            kind: KIND.to_owned(),
            version: VERSION,
            name: name.into(),
            by: by.into(),
            cut: cut.into(),
            teams: Teams::default(),
            overrides: Vec::new(),
            stickiness: STICKINESS,
            missing: None,
        })
    }

    /// The top 20 % high touch, the next 30 % medium, the remaining 50 % tech touch, by this fact. Source: guide A.
    #[must_use]
    pub fn hybrid_20_30_50(by: &str) -> Self {
        let shares = Shares { high: Some(0.2), medium: Some(0.3), tech: Some(0.5), ..Shares::default() };
        Self {
            form: Form {
                kind: KIND.to_owned(),
                version: VERSION,
                name: "hybrid-20-30-50".to_owned(),
                by: Measure::Input(fact(by)),
                cut: Cut::Shares(shares),
                teams: Teams::default(),
                overrides: Vec::new(),
                stickiness: STICKINESS,
                missing: None,
            },
        }
    }

    /// Reads a document of kind `touch_policy`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || Self::try_from(document::read_kind::<Form>(text, KIND, VERSION)?))
    }

    /// Writes the policy as a document.
    pub fn to_json(&self) -> Result<String> {
        document::write(&self.form)
    }

    /// Adds a rule that puts accounts in a tier; the first that holds wins over the cut.
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let cut = Shares { high: Some(0.5), tech: Some(0.5), ..Shares::default() };
    /// let policy = TouchPolicy::new("halves", fact("seats"), cut)?
    ///     .with_override(fact("seats").below(10.0), Tier::Low, "too few seats")?;
    /// let table = Table::new(3).with("seats", Values::Float(&[900.0, 40.0, 5.0]), None)?;
    /// let tiers = policy.fit(&table)?.apply(&table)?;
    /// assert_eq!(tiers.tiers().flatten().collect::<Vec<_>>(), [Tier::High, Tier::High, Tier::Low]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// Errors: `limit` beyond [`PARTS`] rules; `invalid_document` without a reason; those of the rule.
    pub fn with_override(mut self, when: Rule, tier: Tier, reason: impl Into<String>) -> Result<Self> {
        self.form.overrides.push(Override { when, tier, reason: reason.into() });
        Self::try_from(self.form)
    }

    /// Fills the tiers from the highest measure down with as many accounts as their teams can look after; the rest are
    /// in the tier `otherwise`, also beyond what its own team can look after: the summary states the shortage.
    ///
    /// ```
    /// use cs_core::prelude::*;
    /// use cs_core::touch::{cut::Ties, policy::TouchPolicy, teams::Teams};
    ///
    /// let teams: Teams = document::read(br#"{"high": {"csms": 1, "accounts_per_csm": {"least": 1, "most": 2}}}"#)?;
    /// let policy = TouchPolicy::by_capacity("two at the top", fact("seats"), teams, Tier::Tech, Ties::Together)?;
    /// let seats = [900.0, 500.0, 400.0];
    /// let table = Table::new(3).with("seats", Values::Float(&seats), None)?;
    /// let tiers = policy.fit(&table)?.apply(&table)?;
    /// assert_eq!(tiers.tiers().flatten().collect::<Vec<_>>(), [Tier::High, Tier::High, Tier::Tech]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn by_capacity(
        name: impl Into<String>,
        by: impl Into<Measure>,
        teams: Teams,
        otherwise: Tier,
        ties: Ties,
    ) -> Result<Self> {
        Self::try_from(Form {
            kind: KIND.to_owned(),
            version: VERSION,
            name: name.into(),
            by: by.into(),
            cut: Cut::Capacity { otherwise, ties },
            teams,
            overrides: Vec::new(),
            stickiness: STICKINESS,
            missing: None,
        })
    }

    /// The success managers of each tier, in place of those that there were.
    ///
    /// Errors: `inconsistent` and `overflow` at the team; `invalid_document` where tiers are filled by capacity, and no
    /// team above the last of them says how much it has.
    pub fn with_teams(mut self, teams: Teams) -> Result<Self> {
        self.form.teams = teams;
        Self::try_from(self.form)
    }

    /// The share by which a measure must be past a cut-off before an account changes its tier.
    pub fn with_stickiness(mut self, share: f64) -> Result<Self> {
        self.form.stickiness = share;
        Self::try_from(self.form)
    }

    /// The tier of accounts without a measure, instead of none.
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let policy = TouchPolicy::hybrid_20_30_50("seats").with_missing(Tier::Low);
    /// let table = Table::new(2).with("seats", Values::Float(&[f64::NAN, 40.0]), None)?;
    /// let tiers = policy.fit(&table)?.apply(&table)?;
    /// assert_eq!(tiers.tiers().next(), Some(Some(Tier::Low)));
    /// # Ok::<(), Error>(())
    /// ```
    #[must_use]
    pub fn with_missing(mut self, tier: Tier) -> Self {
        self.form.missing = Some(tier);
        self
    }

    /// The policy's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.form.name
    }

    /// What accounts are ranked by.
    #[must_use]
    pub fn by(&self) -> &Measure {
        &self.form.by
    }

    /// Where the tiers are cut.
    #[must_use]
    pub fn cut(&self) -> &Cut {
        &self.form.cut
    }

    /// The success managers of each tier.
    #[must_use]
    pub fn teams(&self) -> &Teams {
        &self.form.teams
    }

    /// The rules that come before the cut.
    #[must_use]
    pub fn overrides(&self) -> &[Override] {
        &self.form.overrides
    }

    /// The share by which a measure must be past a cut-off.
    #[must_use]
    pub fn stickiness(&self) -> f64 {
        self.form.stickiness
    }

    /// The tier of accounts without a measure.
    #[must_use]
    pub fn missing(&self) -> Option<Tier> {
        self.form.missing
    }

    /// Whether the policy can be applied as it is.
    #[must_use]
    pub fn is_fitted(&self) -> bool {
        matches!(self.form.cut, Cut::Thresholds { .. })
    }

    /// The names of the facts that the policy reads, each once.
    #[must_use]
    pub fn facts(&self) -> Vec<&str> {
        let rules = self.form.overrides.iter().flat_map(|rule| rule.when.inputs());
        let account = self.form.cut.account().into_iter();
        let names = self.form.by.inputs().into_iter().chain(rules).flat_map(Input::facts).chain(account);
        names.fold(Vec::new(), |mut known, name| {
            if !known.contains(&name) {
                known.push(name);
            }
            known
        })
    }

    /// Whether an input counts days, so that `as_of` is needed.
    pub(super) fn counts_days(&self) -> bool {
        let rules = self.form.overrides.iter().flat_map(|rule| rule.when.inputs());
        let days = |input: &Input| matches!(input, Input::DaysSince(_) | Input::DaysUntil(_));
        self.form.by.inputs().into_iter().chain(rules).any(days)
    }

    /// The same policy with another cut.
    pub(super) fn with_cut(&self, cut: Cut) -> Result<Self> {
        Self::try_from(Form { cut, ..self.form.clone() })
    }
}

impl From<TouchPolicy> for Form {
    fn from(policy: TouchPolicy) -> Self {
        policy.form
    }
}

impl TryFrom<Form> for TouchPolicy {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        document::check_kind(&form.kind, form.version, KIND, VERSION)?;
        document::check_name(&form.name).map_err(|error| error.at("name"))?;
        form.by.check().map_err(|error| error.under("by"))?;
        form.cut.check().map_err(|error| error.under("cut"))?;
        form.teams.check().map_err(|error| error.under("teams"))?;
        if let Cut::Capacity { otherwise, .. } = form.cut
            && !Tier::ALL.into_iter().any(|tier| tier < otherwise && form.teams.capacity(tier).is_some())
        {
            let sentence =
                format!("no team above {otherwise} says how many managers it has and how many accounts each");
            return Err(Error::new(ErrorCode::InvalidDocument, sentence).at("cut.capacity"));
        }
        limit("overrides", form.overrides.len(), PARTS)?;
        for (at, rule) in form.overrides.iter().enumerate() {
            let place = format!("overrides[{at}]");
            rule.when.check(None).map_err(|error| error.under("when").under(&place))?;
            if rule.reason.trim().is_empty() {
                return refuse(&format!("{place}.reason"), "an override gives its reason");
            }
        }
        if !(0.0..1.0).contains(&form.stickiness) {
            let error = Error::new(ErrorCode::InvalidDocument, "a share from 0 to below 1 is needed");
            return Err(error.at("stickiness").with_value(form.stickiness));
        }
        Ok(Self { form })
    }
}
