//! What the accounts of a tier need, and how their number grows.

use serde::{Deserialize, Serialize};

use super::number::Number;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document::{check_name, limit, refuse};

/// Most touches of a tier.
pub const TOUCHES: usize = 64;
/// Most months over which onboarding, a renewal or hiring may stretch.
pub const SPREAD: u64 = 60;

/// Something that is done with every account of a tier, again and again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Touch {
    /// What it is.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
    pub name: String,
    /// How often a month.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    pub per_month: Number,
    /// Hours that it takes each time.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    pub hours: Number,
}

/// Work that comes once, around a date: spread evenly over months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Dated {
    /// Hours for one account, all together.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    pub hours: Number,
    /// Months that they are spread over.
    #[serde(default = "one")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "spread"))]
    pub months: Number,
}

/// What an account of a tier needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What is done again and again.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = TOUCHES)))]
    pub touches: Vec<Touch>,
    /// How much more work the tier's accounts are than the touches say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    pub complexity: Option<Number>,
    /// The share of the touches that needs nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::share"))]
    pub automation: Option<Number>,
    /// Work from the month in which an account starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onboarding: Option<Dated>,
    /// Work up to and in the month in which an account renews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Dated>,
}

/// How the accounts of a tier grow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Growth {
    /// Accounts won each month.
    #[serde(default = "zero")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::at_least_zero"))]
    pub new_per_month: Number,
    /// The share of the accounts that leaves each month.
    #[serde(default = "zero")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::number::schema::share"))]
    pub churn: Number,
}

#[cfg(feature = "schema")]
fn spread(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    super::number::schema::months(1, SPREAD)
}

fn zero() -> Number {
    Number::ZERO
}

fn one() -> Number {
    Number::ONE
}

impl Default for Growth {
    fn default() -> Self {
        Self { new_per_month: zero(), churn: zero() }
    }
}

impl Growth {
    pub(super) fn check(&self) -> Result<()> {
        self.new_per_month.at_least_zero("new_per_month")?;
        self.churn.share("churn").map(|_| ())
    }
}

impl Service {
    pub(super) fn check(&self) -> Result<()> {
        limit("touches", self.touches.len(), TOUCHES)?;
        for (at, touch) in self.touches.iter().enumerate() {
            let place = format!("touches[{at}]");
            check_name(&touch.name).map_err(|error| error.at(format!("{place}.name")))?;
            if self.touches.iter().take(at).any(|other| other.name == touch.name) {
                let error = Error::new(ErrorCode::Duplicate, "two touches have this name");
                return Err(error.at(format!("{place}.name")).with_value(format!("{:?}", touch.name)));
            }
            touch.per_month.at_least_zero(&format!("{place}.per_month"))?;
            touch.hours.at_least_zero(&format!("{place}.hours"))?;
        }
        if let Some(complexity) = self.complexity {
            complexity.at_least_zero("complexity")?;
        }
        if let Some(automation) = self.automation {
            automation.share("automation")?;
        }
        for (name, dated) in [("onboarding", self.onboarding), ("renewal", self.renewal)] {
            if let Some(dated) = dated {
                dated.hours.at_least_zero(&format!("{name}.hours"))?;
                months(dated.months, &format!("{name}.months"), 1)?;
            }
        }
        Ok(())
    }
}

/// A whole number of months from the least up to [`SPREAD`].
pub(super) fn months(number: Number, place: &str, least: u64) -> Result<()> {
    let months = number.count(place)?;
    if months < least {
        return refuse(place, format!("at least {least} month is needed"));
    }
    if months > SPREAD {
        let error = Error::new(ErrorCode::Limit, format!("at most {SPREAD} months are allowed"));
        return Err(error.at(place).with_value(months));
    }
    Ok(())
}
