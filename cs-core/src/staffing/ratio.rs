//! Required headcount by ratios: accounts of a tier ÷ accounts that one success manager looks after.

use serde::{Deserialize, Serialize};

use super::number::{Number, ceiling, sum};
use super::per_tier::PerTier;
use super::preset::{self, Preset, Range};
use crate::error::{Error, ErrorCode, Result};
use crate::touch::tier::Tier;
use crate::value::exact::Exact;

/// Accounts by tier, and the ratios: a preset by name, or one's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Accounts of each tier.
    pub accounts: PerTier<Number>,
    /// The name of a preset; [`preset::DEFAULT`] where neither it nor ratios are given.
    #[serde(default)]
    pub preset: Option<String>,
    /// Accounts that one success manager looks after, instead of a preset.
    #[serde(default)]
    pub ratios: Option<PerTier<Range>>,
}

/// What a tier needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierRange {
    /// The tier.
    pub tier: Tier,
    /// Its accounts.
    pub accounts: u64,
    /// Accounts ÷ the most of one manager; 0 where there is no most, none where the ratios leave the tier out.
    pub fewest: Option<Number>,
    /// Accounts ÷ the least of one manager; none where the ratios leave the tier out.
    pub most: Option<Number>,
    /// The fewest, rounded up.
    pub fewest_whole: Option<u64>,
    /// The most, rounded up.
    pub most_whole: Option<u64>,
}

/// The range of heads over all tiers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Required {
    /// The preset that the ratios came from; none for one's own.
    pub preset: Option<Preset>,
    /// Each tier that was named.
    pub tiers: Vec<TierRange>,
    /// The sum of the fewest; none where the ratios leave a tier out that has accounts.
    pub fewest: Option<Number>,
    /// The sum of the most.
    pub most: Option<Number>,
    /// The sum of the fewest rounded up in each tier: nobody is shared between tiers, unless the ratio is one for all.
    pub fewest_whole: Option<u64>,
    /// The sum of the most rounded up likewise.
    pub most_whole: Option<u64>,
}

/// Ratios with the preset that they came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ratios {
    pub(super) preset: Option<Preset>,
    pub(super) by_tier: PerTier<Range>,
    /// The ratio of a preset that does not tell tiers apart.
    overall: Option<Range>,
}

impl Ratios {
    /// One's own ratios, or those of a preset.
    pub(super) fn choose(preset: Option<&str>, own: Option<&PerTier<Range>>) -> Result<Self> {
        match (preset, own) {
            (Some(id), Some(_)) => {
                let sentence = "either a preset or ratios of one's own are used";
                Err(Error::new(ErrorCode::Inconsistent, sentence).at("preset").with_value(format!("{id:?}")))
            }
            (None, Some(own)) => {
                for (tier, range) in own.iter() {
                    range.check(&format!("ratios.{tier}"))?;
                }
                Ok(Self { preset: None, by_tier: own.clone(), overall: None })
            }
            (id, None) => {
                let preset = preset::find(id.unwrap_or(preset::DEFAULT))?;
                let overall = preset.accounts_per_csm_overall;
                Ok(Self { by_tier: preset.accounts_per_csm.clone(), overall, preset: Some(preset) })
            }
        }
    }

    /// Fewest and most heads for so many accounts of a tier; none where the ratios leave it out.
    fn heads(&self, tier: Tier, accounts: Exact) -> Result<Option<Heads>> {
        self.by_tier.get(tier).map(|range| heads(range, accounts)).transpose()
    }

    /// Fewest and most heads of all tiers: their sum, or those of the overall ratio; none where a tier that has accounts
    /// is left out.
    pub(super) fn total(&self, accounts: &[(Tier, u64)]) -> Result<Option<Heads>> {
        if let Some(range) = &self.overall {
            let all = sum(accounts.iter().map(|(_, accounts)| Exact::from(*accounts)))?;
            return heads(range, all).map(Some);
        }
        let mut total = (Exact::zero(), Exact::zero());
        for (tier, accounts) in accounts.iter().filter(|(_, accounts)| *accounts > 0) {
            let Some((fewest, most)) = self.heads(*tier, Exact::from(*accounts))? else { return Ok(None) };
            total = (total.0.add(fewest)?, total.1.add(most)?);
        }
        Ok(Some(total))
    }
}

/// Fewest and most heads.
type Heads = (Exact, Exact);

fn heads(range: &Range, accounts: Exact) -> Result<Heads> {
    let most = accounts.divide(range.least.exact())?;
    let fewest = range.most.map_or(Ok(Exact::zero()), |most| accounts.divide(most.exact()))?;
    Ok((fewest, most))
}

/// The headcount that ratios ask for, as a range.
///
/// ```text
/// fewest = accounts ÷ most accounts per manager        most = accounts ÷ least accounts per manager
/// ```
///
/// Errors: `out_of_range` (a ratio not above 0, accounts that are no count), `inconsistent` (least above most; preset
/// and ratios), `unknown_name` (preset). Source: guide A; docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::{per_tier::PerTier, ratio::{Request, required_headcount}};
///
/// let accounts = PerTier { high: Some(30.into()), tech: Some(1200.into()), ..PerTier::default() };
/// let required = required_headcount(&Request { accounts, ..Request::default() })?;
/// assert_eq!(required.fewest.unwrap().to_string(), "1.5");
/// assert_eq!(required.most.unwrap().to_string(), "8.4");
/// assert_eq!((required.fewest_whole, required.most_whole), (Some(2), Some(9)));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn required_headcount(request: &Request) -> Result<Required> {
    let ratios = Ratios::choose(request.preset.as_deref(), request.ratios.as_ref())?;
    let (mut tiers, mut counts) = (Vec::new(), Vec::new());
    for (tier, accounts) in request.accounts.iter() {
        let accounts = accounts.count(&format!("accounts.{tier}"))?;
        let range = ratios.heads(tier, Exact::from(accounts))?;
        tiers.push(TierRange {
            tier,
            accounts,
            fewest: range.map(|(fewest, _)| fewest.try_into()).transpose()?,
            most: range.map(|(_, most)| most.try_into()).transpose()?,
            fewest_whole: range.map(|(fewest, _)| ceiling(fewest)).transpose()?,
            most_whole: range.map(|(_, most)| ceiling(most)).transpose()?,
        });
        counts.push((tier, accounts));
    }
    let total = ratios.total(&counts)?;
    let whole = |all: Option<Exact>, own: fn(&TierRange) -> Option<u64>| match (ratios.overall, all) {
        (_, None) => Ok(None),
        (Some(_), Some(all)) => ceiling(all).map(Some),
        (None, Some(_)) => Ok(Some(tiers.iter().filter_map(own).fold(0, u64::saturating_add))),
    };
    let (fewest, most) = total.unzip();
    Ok(Required {
        fewest_whole: whole(fewest, |tier| tier.fewest_whole)?,
        most_whole: whole(most, |tier| tier.most_whole)?,
        fewest: fewest.map(Number::try_from).transpose()?,
        most: most.map(Number::try_from).transpose()?,
        preset: ratios.preset,
        tiers,
    })
}
