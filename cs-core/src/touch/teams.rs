//! The success managers of each tier, and how many accounts one of them looks after.

use serde::{Deserialize, Serialize};

use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document::refuse;

/// How many accounts one success manager looks after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Load {
    /// The least.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub least: u64,
    /// The most; none where there is no most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u64>,
}

/// The success managers of one tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Team {
    /// How many there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub csms: Option<u64>,
    /// How many accounts each looks after; left out, the figures of the [tier](Tier::accounts_per_csm).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts_per_csm: Option<Load>,
}

/// The teams of all tiers.
///
/// ```
/// use cs_core::prelude::*;
/// use cs_core::touch::teams::Teams;
///
/// let teams: Teams = document::read(br#"{"high": {"csms": 3, "accounts_per_csm": {"least": 8, "most": 12}}}"#)?;
/// assert_eq!(teams.capacity(Tier::High), Some(36));
/// assert_eq!(teams.load(Tier::Medium).most, Some(100));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Teams {
    /// High touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<Team>,
    /// Medium touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<Team>,
    /// Low touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<Team>,
    /// Tech touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech: Option<Team>,
    /// Community touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub community: Option<Team>,
}

impl Teams {
    /// The team of a tier.
    #[must_use]
    pub fn team(&self, tier: Tier) -> Option<&Team> {
        let team = match tier {
            Tier::High => &self.high,
            Tier::Medium => &self.medium,
            Tier::Low => &self.low,
            Tier::Tech => &self.tech,
            Tier::Community => &self.community,
        };
        team.as_ref()
    }

    /// How many accounts one manager of the tier looks after.
    #[must_use]
    pub fn load(&self, tier: Tier) -> Load {
        let (least, most) = tier.accounts_per_csm();
        self.team(tier).and_then(|team| team.accounts_per_csm).unwrap_or(Load { least, most })
    }

    /// Managers · the most accounts that each looks after; none where either is not known.
    #[must_use]
    pub fn capacity(&self, tier: Tier) -> Option<u64> {
        self.team(tier)?.csms?.checked_mul(self.load(tier).most?)
    }

    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }

    pub(super) fn check(&self) -> Result<()> {
        for tier in Tier::ALL {
            let Some(team) = self.team(tier) else { continue };
            let place = format!("{tier}.accounts_per_csm");
            let load = self.load(tier);
            if load.least == 0 {
                return refuse(&place, "one manager looks after at least 1 account");
            }
            if let Some(most) = load.most.filter(|most| *most < load.least) {
                let sentence = format!("the least, {}, is above the most", load.least);
                return Err(Error::new(ErrorCode::Inconsistent, sentence).at(place).with_value(most));
            }
            if let (Some(csms), Some(most)) = (team.csms, load.most)
                && csms.checked_mul(most).is_none()
            {
                let error = Error::new(ErrorCode::Overflow, "managers times accounts is beyond 64 bits");
                return Err(error.at(format!("{tier}.csms")));
            }
        }
        Ok(())
    }
}
