//! One value for each tier, as an object with the tiers' names.

use serde::{Deserialize, Serialize};

use crate::touch::tier::Tier;

/// A value for some or all of the tiers.
///
/// ```
/// use cs_core::{staffing::per_tier::PerTier, touch::tier::Tier};
///
/// let accounts: PerTier<u64> = serde_json::from_str(r#"{"high": 12, "tech": 900}"#).unwrap();
/// assert_eq!((accounts.get(Tier::High), accounts.get(Tier::Low)), (Some(&12), None));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PerTier<T> {
    /// High touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<T>,
    /// Medium touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<T>,
    /// Low touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<T>,
    /// Tech touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech: Option<T>,
    /// Community touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community: Option<T>,
}

impl<T> Default for PerTier<T> {
    fn default() -> Self {
        Self { high: None, medium: None, low: None, tech: None, community: None }
    }
}

impl<T> PerTier<T> {
    /// The value of a tier.
    #[must_use]
    pub fn get(&self, tier: Tier) -> Option<&T> {
        match tier {
            Tier::High => self.high.as_ref(),
            Tier::Medium => self.medium.as_ref(),
            Tier::Low => self.low.as_ref(),
            Tier::Tech => self.tech.as_ref(),
            Tier::Community => self.community.as_ref(),
        }
    }

    /// The tiers that have a value, high first.
    pub fn iter(&self) -> impl Iterator<Item = (Tier, &T)> {
        Tier::ALL.into_iter().filter_map(|tier| self.get(tier).map(|value| (tier, value)))
    }
}
