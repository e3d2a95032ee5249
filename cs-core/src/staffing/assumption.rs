//! The document of kind `staffing`: what an account needs, what a success manager gives, and what both cost.

use serde::{Deserialize, Serialize};

use super::budget::{self, COST_RATIO, MONTHLY_COST_PER_HEAD};
use super::named::Multipliers;
use super::number::{Number, product, sum};
use super::per_tier::PerTier;
use super::preset::Range;
use super::ratio::Ratios;
use super::service::{self, Growth, Service};
use super::supply::{Capacity, Hours};
use crate::error::{Error, Result};
use crate::touch::tier::Tier;
use crate::value::document::{self, check_name, limit};
use crate::value::exact::Exact;

/// The kind of the document.
pub const KIND: &str = "staffing";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Most months of a ramp.
pub const RAMP: usize = 64;
/// Share by which two ways to a headcount may differ before it is flagged.
pub const TOLERANCE: Number = Number::parts(25, 2);

/// The document as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Form {
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    name: String,
    tiers: PerTier<Service>,
    #[serde(default, skip_serializing_if = "Multipliers::is_empty")]
    stages: Multipliers,
    #[serde(default, skip_serializing_if = "Multipliers::is_empty")]
    health: Multipliers,
    #[serde(default, skip_serializing_if = "Multipliers::is_empty")]
    complexity: Multipliers,
    hours: Hours,
    #[serde(default = "zero")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::share"))]
    overhead: Number,
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::share"))]
    utilisation: Number,
    #[serde(default = "zero")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    leave_hours: Number,
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "ramp"))]
    ramp: Vec<Number>,
    #[serde(default = "budget::monthly_cost_per_head")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    monthly_cost_per_head: Number,
    #[serde(default = "budget::cost_ratio")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::share"))]
    cost_ratio: Number,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::preset::name"))]
    preset: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ratios: Option<PerTier<Range>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arr_per_csm: Option<Range>,
    #[serde(default = "zero")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "lead"))]
    hiring_lead_months: Number,
    #[serde(default = "zero")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::share"))]
    attrition: Number,
    #[serde(default)]
    growth: PerTier<Growth>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    outsourced_hourly_cost: Option<Number>,
    #[serde(default = "tolerance")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    tolerance: Number,
}

#[cfg(feature = "schema")]
fn lead(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    super::number::schema::months(0, service::SPREAD)
}

#[cfg(feature = "schema")]
fn ramp(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let share = super::number::schema::share(generator);
    schemars::json_schema!({"type": "array", "items": share, "maxItems": RAMP})
}

fn zero() -> Number {
    Number::ZERO
}

fn one() -> Number {
    Number::ONE
}

fn tolerance() -> Number {
    TOLERANCE
}

/// Assumptions that were read, and so are valid.
///
/// Hours are per month where nothing else is said; amounts in one currency. Errors of reading: those of
/// [`document::read_kind`]; `out_of_range` and `inconsistent` with the place; `unknown_name` (preset); `limit`.
/// Source: docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::assumption::Staffing;
///
/// let staffing = Staffing::from_json(r#"{"kind": "staffing", "version": 1, "name": "three tiers",
///     "tiers": {"high": {"touches": [{"name": "review", "per_month": 0.5, "hours": 6}]}},
///     "hours": {"amount": 40, "per": "week"}, "overhead": 0.25, "utilisation": 0.85}"#)?;
/// assert_eq!(staffing.name(), "three tiers");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Form", into = "Form")]
pub struct Staffing {
    form: Form,
    ratios: Ratios,
}

impl Staffing {
    /// Reads a document of kind `staffing`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || Self::try_from(document::read_kind::<Form>(text, KIND, VERSION)?))
    }

    /// Writes the assumptions as a document.
    pub fn to_json(&self) -> Result<String> {
        document::write(&self.form)
    }

    /// The document's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.form.name
    }

    /// What an account of a tier needs; nothing for a tier that the document leaves out.
    #[must_use]
    pub fn service(&self, tier: Tier) -> Service {
        self.form.tiers.get(tier).cloned().unwrap_or_default()
    }

    /// Whether the document says what accounts of a tier need.
    #[must_use]
    pub fn serves(&self, tier: Tier) -> bool {
        self.form.tiers.get(tier).is_some()
    }

    /// What one success manager gives.
    #[must_use]
    pub fn capacity(&self) -> Capacity {
        Capacity {
            hours: self.form.hours,
            overhead: self.form.overhead,
            utilisation: self.form.utilisation,
            leave_hours: self.form.leave_hours,
        }
    }

    /// Productive share in the first, second, … month of service; 1 afterwards.
    #[must_use]
    pub fn ramp(&self) -> &[Number] {
        &self.form.ramp
    }

    /// What one head costs a month.
    #[must_use]
    pub fn monthly_cost_per_head(&self) -> Number {
        self.form.monthly_cost_per_head
    }

    /// The share of ARR that the team may cost.
    #[must_use]
    pub fn cost_ratio(&self) -> Number {
        self.form.cost_ratio
    }

    /// Months from the decision to hire to the first working day.
    #[must_use]
    pub fn hiring_lead_months(&self) -> u32 {
        self.form.hiring_lead_months.count("").ok().and_then(|months| u32::try_from(months).ok()).unwrap_or(0)
    }

    /// The share of the staff that leaves each month.
    #[must_use]
    pub fn attrition(&self) -> Number {
        self.form.attrition
    }

    /// How the accounts of a tier grow.
    #[must_use]
    pub fn growth(&self, tier: Tier) -> Growth {
        self.form.growth.get(tier).copied().unwrap_or_default()
    }

    /// What an hour of outsourced work costs, where that is thought of.
    #[must_use]
    pub fn outsourced_hourly_cost(&self) -> Option<Number> {
        self.form.outsourced_hourly_cost
    }

    /// ARR that one success manager looks after, where there is a target.
    #[must_use]
    pub fn arr_per_csm(&self) -> Option<Range> {
        self.form.arr_per_csm
    }

    /// Most months of a ramp.
    pub const RAMP: usize = 64;
    /// Share by which two ways to a headcount may differ before it is flagged.
    #[must_use]
    pub fn tolerance(&self) -> Number {
        self.form.tolerance
    }

    pub(super) fn ratios(&self) -> &Ratios {
        &self.ratios
    }

    /// Recurring hours a month of one account.
    ///
    /// ```text
    /// Σ touches per month · hours · tier's complexity · (1 − automation) · stage · health · level of complexity
    /// ```
    pub(super) fn hours(&self, tier: Tier, kind: &Kind<'_>, place: &str) -> Result<Exact> {
        let form = &self.form;
        // A slip in a name is told also where the tier needs nothing: the accounts may be moved to one that does.
        let kind = product([
            form.stages.of("stage", kind.stage, &format!("{place}.stage"))?,
            form.health.of("band of health", kind.health, &format!("{place}.health"))?,
            form.complexity.of("level of complexity", kind.complexity, &format!("{place}.complexity"))?,
        ])?;
        let Some(service) = form.tiers.get(tier) else { return Ok(Exact::zero()) };
        let touches = service.touches.iter().map(|it| it.per_month.exact().multiply(it.hours.exact()));
        let touches = sum(touches.collect::<Result<Vec<_>>>()?)?;
        let by_hand = Exact::one().subtract(service.automation.map_or(Exact::zero(), Number::exact))?;
        product([touches, service.complexity.map_or(Exact::one(), Number::exact), by_hand, kind])
    }
}

/// What multiplies the work of an account.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Kind<'a> {
    pub(super) stage: Option<&'a str>,
    pub(super) health: Option<&'a str>,
    pub(super) complexity: Option<&'a str>,
}

impl From<Staffing> for Form {
    fn from(staffing: Staffing) -> Self {
        staffing.form
    }
}

impl TryFrom<Form> for Staffing {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        document::check_kind(&form.kind, form.version, KIND, VERSION)?;
        check_name(&form.name).map_err(|error| error.at("name"))?;
        for (tier, service) in form.tiers.iter() {
            service.check().map_err(|error| error.under(&format!("tiers.{tier}")))?;
        }
        form.stages.check("stages")?;
        form.health.check("health")?;
        form.complexity.check("complexity")?;
        form.hours.amount.positive("hours.amount")?;
        form.overhead.share("overhead")?;
        form.utilisation.share("utilisation")?;
        form.leave_hours.at_least_zero("leave_hours")?;
        limit("ramp", form.ramp.len(), RAMP)?;
        for (at, share) in form.ramp.iter().enumerate() {
            share.share(&format!("ramp[{at}]"))?;
        }
        form.monthly_cost_per_head.at_least_zero("monthly_cost_per_head")?;
        form.cost_ratio.share("cost_ratio")?;
        if let Some(range) = form.arr_per_csm {
            range.check("arr_per_csm")?;
        }
        service::months(form.hiring_lead_months, "hiring_lead_months", 0)?;
        form.attrition.share("attrition")?;
        for (tier, growth) in form.growth.iter() {
            growth.check().map_err(|error| error.under(&format!("growth.{tier}")))?;
        }
        if let Some(cost) = form.outsourced_hourly_cost {
            cost.at_least_zero("outsourced_hourly_cost")?;
        }
        form.tolerance.at_least_zero("tolerance")?;
        let ratios = Ratios::choose(form.preset.as_deref(), form.ratios.as_ref())?;
        Ok(Self { form, ratios })
    }
}

/// The defaults of the document that are taken from practice.
impl Staffing {
    /// Share of ARR and monthly cost per head where the document names none. Source: guide D.
    pub const DEFAULTS: (Number, Number) = (COST_RATIO, MONTHLY_COST_PER_HEAD);
}
