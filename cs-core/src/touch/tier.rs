//! The four tiers, from the most personal to the most automated.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result, nearest};
use crate::value::label::Label;

/// A tier of the touch model. The order is that of the tiers: high comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// Strategic, large, complex: a dedicated manager, regular reviews.
    High,
    /// Mid-size with potential: one manager for several, at important events.
    Medium,
    /// Small, standard use: webinars and mail to groups.
    Low,
    /// Very small, very many: automated mail, in-product messages, self-service.
    Tech,
}

impl Tier {
    /// Every tier, high first; the place in this list is the tier's rank in columns.
    pub const ALL: [Tier; 4] = [Tier::High, Tier::Medium, Tier::Low, Tier::Tech];

    /// The rank in columns of an account without a tier.
    pub const UNASSIGNED: u8 = u8::MAX;

    /// The tier's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Tier::High => "high",
            Tier::Medium => "medium",
            Tier::Low => "low",
            Tier::Tech => "tech",
        }
    }

    /// The tier's name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Tier::High => Label { en: "high touch", ja: "ハイタッチ" },
            Tier::Medium => Label { en: "medium touch", ja: "ミディアムタッチ" },
            Tier::Low => Label { en: "low touch", ja: "ロータッチ" },
            Tier::Tech => Label { en: "tech touch", ja: "テックタッチ" },
        }
    }

    /// Accounts that one success manager looks after: least and, where there is one, most. Source: guide A (five steps
    /// to a customer-success organisation), docs/definitions.md 6.
    #[must_use]
    pub const fn accounts_per_csm(self) -> (u64, Option<u64>) {
        match self {
            Tier::High => (5, Some(20)),
            Tier::Medium => (20, Some(100)),
            Tier::Low => (100, Some(500)),
            Tier::Tech => (500, None),
        }
    }

    /// 0 for high to 3 for tech.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Tier::High => 0,
            Tier::Medium => 1,
            Tier::Low => 2,
            Tier::Tech => 3,
        }
    }

    /// The tier of this rank; none for [`Tier::UNASSIGNED`].
    #[must_use]
    pub fn from_rank(rank: u8) -> Option<Tier> {
        Tier::ALL.get(usize::from(rank)).copied()
    }
}

impl fmt::Display for Tier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Tier {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Tier::ALL.into_iter().find(|tier| tier.as_str() == text).ok_or_else(|| {
            let error = Error::new(ErrorCode::InvalidArgument, "a tier is high, medium, low or tech")
                .with_value(format!("{text:?}"));
            match nearest(text, Tier::ALL.map(Tier::as_str)) {
                Some(near) => error.with_hint(format!("did you mean {near}?")),
                None => error,
            }
        })
    }
}
