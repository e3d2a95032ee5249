//! The words of the touch model as data: tiers, reasons, movements, in English and Japanese.

use serde::Serialize;

use super::assign::Reason;
use super::movement::Direction;
use super::tier::Tier;
use crate::value::label::Label;

/// One tier with its words and figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierEntry {
    /// The tier.
    pub tier: Tier,
    /// Its rank in columns.
    pub rank: u8,
    /// Its name for people.
    pub label: Label,
    /// Whom it is for.
    pub for_whom: Label,
    /// How they are looked after.
    pub how: Label,
    /// The least accounts that one success manager looks after.
    pub least_accounts_per_csm: u64,
    /// The most, where there is one.
    pub most_accounts_per_csm: Option<u64>,
    /// Where this comes from.
    pub source: &'static str,
}

/// A name that programs compare, and its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Word {
    /// The name.
    pub name: &'static str,
    /// The name for people.
    pub label: Label,
}

/// Every word of the room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Catalogue {
    /// Tiers, the most personal first.
    pub tiers: Vec<TierEntry>,
    /// Why an account is in its tier.
    pub reasons: Vec<Word>,
    /// Which way an account moved.
    pub directions: Vec<Word>,
}

/// The catalogue of the touch model.
///
/// ```
/// let words = cs_core::touch::catalogue::catalogue();
/// assert_eq!(words.tiers[0].label.ja, "ハイタッチ");
/// ```
#[must_use]
pub fn catalogue() -> Catalogue {
    let tier = |tier: Tier| {
        let (least_accounts_per_csm, most_accounts_per_csm) = tier.accounts_per_csm();
        TierEntry {
            tier,
            rank: tier.rank(),
            label: tier.label(),
            for_whom: tier.for_whom(),
            how: tier.how(),
            least_accounts_per_csm,
            most_accounts_per_csm,
            source: if tier == Tier::Community {
                "as tech touch; the guide has no figure"
            } else {
                "guide A"
            },
        }
    };
    let reason = |reason: Reason| Word { name: reason.as_str(), label: reason.label() };
    let direction = |way: Direction| Word { name: way.as_str(), label: way.label() };
    Catalogue {
        tiers: Tier::ALL.map(tier).to_vec(),
        reasons: Reason::ALL.map(reason).to_vec(),
        directions: Direction::ALL.map(direction).to_vec(),
    }
}
