//! The accounts that a team looks after: how many of which kind, when they start and when they renew.

mod table;

use serde::{Deserialize, Serialize, Serializer};

pub use table::Columns;

use super::assumption::{Kind, Staffing};
use super::month::Month;
use super::number::{Number, sum};
use crate::error::{Error, ErrorCode, Result};
use crate::touch::tier::Tier;
use crate::value::document::limit;
use crate::value::exact::Exact;

/// Most rows of each list.
pub const ROWS: usize = 10_000;

/// Accounts of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Segment {
    /// Their tier.
    pub tier: Tier,
    /// How many there are.
    #[serde(serialize_with = "counted")]
    pub accounts: Number,
    /// Their stage, one of the document's `stages`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Their band of health, one of the document's `health`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub health: Option<String>,
    /// Their level of complexity, one of the document's `complexity`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complexity: Option<String>,
    /// Their annual recurring revenue, all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr: Option<Number>,
}

impl Segment {
    pub(super) fn kind(&self) -> Kind<'_> {
        Kind {
            stage: self.stage.as_deref(),
            health: self.health.as_deref(),
            complexity: self.complexity.as_deref(),
        }
    }
}

/// Accounts of a tier that start or renew in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Their tier.
    pub tier: Tier,
    /// The month.
    pub month: Month,
    /// How many there are.
    #[serde(serialize_with = "counted")]
    pub accounts: Number,
}

/// Writes a count as a whole number.
fn counted<S: Serializer>(accounts: &Number, serializer: S) -> Result<S::Ok, S::Error> {
    match accounts.count("accounts") {
        Ok(count) => serializer.serialize_u64(count),
        Err(_) => accounts.serialize(serializer),
    }
}

/// A portfolio by kinds of accounts.
///
/// ```
/// use cs_core::staffing::portfolio::Portfolio;
///
/// let portfolio: Portfolio = serde_json::from_str(r#"{"accounts": [{"tier": "high", "accounts": 12, "arr": "9000000"}],
///     "renewals": [{"tier": "high", "month": "2027-01", "accounts": 3}]}"#).unwrap();
/// assert!(portfolio.check("").is_ok());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portfolio {
    /// The accounts.
    pub accounts: Vec<Segment>,
    /// Accounts that start in a month, or started in one whose onboarding still runs.
    #[serde(default)]
    pub starts: Vec<Event>,
    /// Accounts that renew in a month.
    #[serde(default)]
    pub renewals: Vec<Event>,
    /// Accounts that are in no tier: counted, and left out of every number.
    #[serde(default)]
    pub unassigned: u64,
}

impl Portfolio {
    /// Refuses counts that are none (`out_of_range`), a negative ARR, and more than [`ROWS`] rows (`limit`).
    pub fn check(&self, place: &str) -> Result<()> {
        let under = |error: Error| if place.is_empty() { error } else { error.under(place) };
        self.checked().map_err(under)
    }

    fn checked(&self) -> Result<()> {
        limit("accounts", self.accounts.len(), ROWS)?;
        for (at, segment) in self.accounts.iter().enumerate() {
            segment.accounts.count(&format!("accounts[{at}].accounts"))?;
            if let Some(arr) = segment.arr {
                arr.at_least_zero(&format!("accounts[{at}].arr"))?;
            }
        }
        for (name, events) in [("starts", &self.starts), ("renewals", &self.renewals)] {
            limit(name, events.len(), ROWS)?;
            for (at, event) in events.iter().enumerate() {
                event.accounts.count(&format!("{name}[{at}].accounts"))?;
            }
        }
        Ok(())
    }

    /// The tiers that the document serves or that have accounts, high first.
    pub(super) fn tiers(&self, staffing: &Staffing) -> Vec<Tier> {
        let there = |tier: &Tier| self.accounts.iter().any(|segment| segment.tier == *tier);
        Tier::ALL.into_iter().filter(|tier| staffing.serves(*tier) || there(tier)).collect()
    }

    /// Accounts of a tier.
    pub(super) fn count(&self, tier: Tier) -> Result<u64> {
        let counts = self.accounts.iter().filter(|segment| segment.tier == tier);
        counts.map(|segment| segment.accounts.count("accounts")).try_fold(0_u64, |total, count| {
            total.checked_add(count?).ok_or_else(|| Error::new(ErrorCode::Overflow, "too many accounts"))
        })
    }

    /// Their ARR; none where that of a row is not known.
    pub(super) fn arr(&self, tier: Option<Tier>) -> Result<Option<Exact>> {
        let segments = self.accounts.iter().filter(|segment| tier.is_none_or(|tier| tier == segment.tier));
        let known: Option<Vec<Exact>> = segments.map(|segment| segment.arr.map(Number::exact)).collect();
        known.filter(|known| !known.is_empty()).map(sum).transpose()
    }

    /// Recurring hours a month of the accounts of a tier.
    pub(super) fn recurring(&self, tier: Tier, staffing: &Staffing) -> Result<Exact> {
        let rows = self.accounts.iter().enumerate().filter(|(_, segment)| segment.tier == tier);
        let hours = rows.map(|(at, segment)| {
            let place = format!("portfolio.accounts[{at}]");
            segment.accounts.exact().multiply(staffing.hours(tier, &segment.kind(), &place)?)
        });
        sum(hours.collect::<Result<Vec<_>>>()?)
    }
}
