//! Where tiers are cut: by shares of a portfolio, or at plain cut-offs.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::AccountId;
use crate::value::document::{self, refuse};
use crate::value::number;

/// Shares need to add up to 1 within this.
const SUM_GUARD: f64 = 1e-9;

/// What becomes of accounts with equal measures at a boundary.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// All of them go to the better tier.
    #[default]
    Together,
    /// They are split by account, ascending; this is the fact that names the account.
    Split(#[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))] String),
}

impl Ties {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The share of the portfolio that each tier gets; a tier without a share is not used.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Shares {
    /// High touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::share"))]
    pub high: Option<f64>,
    /// Medium touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::share"))]
    pub medium: Option<f64>,
    /// Low touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::share"))]
    pub low: Option<f64>,
    /// Tech touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::share"))]
    pub tech: Option<f64>,
    /// Community touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::share"))]
    pub community: Option<f64>,
    /// What equal measures at a boundary get.
    #[serde(skip_serializing_if = "Ties::is_default")]
    pub ties: Ties,
}

impl Shares {
    /// The tiers that have a share, best first.
    pub fn iter(&self) -> impl Iterator<Item = (Tier, f64)> {
        let shares = [self.high, self.medium, self.low, self.tech, self.community];
        Tier::ALL.into_iter().zip(shares).filter_map(|(tier, share)| share.map(|share| (tier, share)))
    }
}

/// The measure from which on an account is in a tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CutOff {
    /// The tier.
    pub tier: Tier,
    /// The least measure.
    pub at_least: f64,
    /// Of the accounts whose measure is exactly that, only those up to this one (in the order of their names).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to_account: Option<AccountId>,
}

impl CutOff {
    /// Whether any account that is not in this tier can be in the next.
    pub(super) fn leaves(&self, next: &CutOff) -> bool {
        match next.at_least.partial_cmp(&self.at_least) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => match (&self.up_to_account, &next.up_to_account) {
                (Some(last), Some(next)) => last < next,
                (last, _) => last.is_some(),
            },
            _ => false,
        }
    }
}

/// How tiers are cut.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Cut {
    /// Shares of a portfolio, ranked from the highest measure: the boundary of the first k tiers sits at
    /// round-half-up(n · cumulative share). It has to be fitted.
    Shares(Shares),
    /// What the [teams](super::teams::Teams) of the policy can look after, filled from the highest measure down. It has
    /// to be fitted.
    Capacity {
        /// The tier of everybody for whom the teams of the better tiers have no room.
        otherwise: Tier,
        /// What equal measures at a boundary get.
        #[serde(default, skip_serializing_if = "Ties::is_default")]
        ties: Ties,
    },
    /// Plain cut-offs, the best tier first; what is below all of them is in the tier `otherwise`.
    Thresholds {
        /// The cut-offs, falling.
        cut_offs: Vec<CutOff>,
        /// The tier of the rest.
        otherwise: Tier,
        /// The fact that names the account, where a cut-off splits accounts of equal measure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::name"))]
        account: Option<String>,
        /// Tiers that were wanted and got nobody when the cut-offs were fitted: there were fewer accounts, or fewer
        /// distinct measures, than tiers.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        without_accounts: Vec<Tier>,
    },
}

impl From<Shares> for Cut {
    fn from(shares: Shares) -> Self {
        Cut::Shares(shares)
    }
}

impl Cut {
    /// Plain cut-offs, the best tier first, and the tier of the rest.
    pub fn thresholds(cut_offs: impl IntoIterator<Item = (Tier, f64)>, otherwise: Tier) -> Self {
        let cut_off = |(tier, at_least)| CutOff { tier, at_least, up_to_account: None };
        let cut_offs = cut_offs.into_iter().map(cut_off).collect();
        Cut::Thresholds { cut_offs, otherwise, account: None, without_accounts: Vec::new() }
    }

    /// The fact that names the account, where ties are split.
    pub(super) fn account(&self) -> Option<&str> {
        match self {
            Cut::Shares(Shares { ties, .. }) | Cut::Capacity { ties, .. } => match ties {
                Ties::Split(account) => Some(account),
                Ties::Together => None,
            },
            Cut::Thresholds { account, .. } => account.as_deref(),
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        let place = match self {
            Cut::Shares(_) => "shares.ties.split",
            Cut::Capacity { .. } => "capacity.ties.split",
            Cut::Thresholds { .. } => "thresholds.account",
        };
        self.account().map_or(Ok(()), document::check_name).map_err(|error| error.at(place))?;
        match self {
            Cut::Shares(shares) => check_shares(shares).map_err(|error| error.under("shares")),
            Cut::Capacity { .. } => Ok(()), // judged with the teams, by the policy
            Cut::Thresholds { cut_offs, otherwise, account, .. } => {
                check_cut_offs(cut_offs, *otherwise, account.is_some())
                    .map_err(|error| error.under("thresholds"))
            }
        }
    }
}

fn check_shares(shares: &Shares) -> Result<()> {
    for (tier, share) in shares.iter() {
        if !(0.0..=1.0).contains(&share) {
            let error = Error::new(ErrorCode::InvalidDocument, "a share lies between 0 and 1");
            return Err(error.at(tier.as_str()).with_value(share));
        }
        number::from_float(share).map_err(|error| error.at(tier.as_str()))?;
    }
    let sum = shares.iter().fold(0.0, |sum, (_, share)| sum + share);
    if (sum - 1.0).abs() <= SUM_GUARD {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::InvalidDocument, format!("the shares add up to {sum}, not to 1")))
    }
}

fn check_cut_offs(cut_offs: &[CutOff], otherwise: Tier, has_account: bool) -> Result<()> {
    let mut above: Option<&CutOff> = None;
    for (at, cut_off) in cut_offs.iter().enumerate() {
        let place = format!("cut_offs[{at}]");
        document::finite(cut_off.at_least, "at_least").map_err(|error| error.under(&place))?;
        if above.is_some_and(|above| above.tier >= cut_off.tier) || cut_off.tier >= otherwise {
            return refuse(
                &place,
                format!("the tiers go from high to tech, but {} is out of order", cut_off.tier),
            );
        }
        if let Some(above) = above.filter(|above| !above.leaves(cut_off)) {
            let sentence = format!(
                "cut-offs fall from tier to tier, but {} follows {}",
                cut_off.at_least, above.at_least
            );
            return refuse(&place, sentence);
        }
        if cut_off.up_to_account.is_some() && !has_account {
            return refuse(
                &format!("{place}.up_to_account"),
                "the fact that names the account is missing: account",
            );
        }
        above = Some(cut_off);
    }
    Ok(())
}
