//! The tiers, from the most personal to the most automated.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result, nearest};
use crate::value::label::Label;

/// A tier of the touch model. The order is that of the tiers: high comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Customers who help each other: forums, user groups. An option beside the four others.
    Community,
}

impl Tier {
    /// Every tier, high first; the place in this list is the tier's rank in columns.
    pub const ALL: [Tier; 5] = [Tier::High, Tier::Medium, Tier::Low, Tier::Tech, Tier::Community];

    /// The tiers of the usual model, which a summary lists even where nobody is in them.
    pub const USUAL: [Tier; 4] = [Tier::High, Tier::Medium, Tier::Low, Tier::Tech];

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
            Tier::Community => "community",
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
            Tier::Community => Label { en: "community touch", ja: "コミュニティタッチ" },
        }
    }

    /// Whom the tier is for. Source: guide A; docs/definitions.md 6.
    #[must_use]
    pub const fn for_whom(self) -> Label {
        match self {
            Tier::High => Label {
                en: "strategic, large, complex roll-outs",
                ja: "戦略的・大規模・導入が複雑な顧客",
            },
            Tier::Medium => {
                Label { en: "mid-size with potential", ja: "成長余地のある中規模の顧客" }
            }
            Tier::Low => {
                Label { en: "small, standard use", ja: "標準的な使い方の小規模な顧客" }
            }
            Tier::Tech => Label { en: "very small, very many", ja: "ごく小規模で多数の顧客" },
            Tier::Community => Label {
                en: "customers who want to learn from each other",
                ja: "互いに学び合いたい顧客",
            },
        }
    }

    /// How the tier is looked after. Source: guide A; docs/definitions.md 6.
    #[must_use]
    pub const fn how(self) -> Label {
        match self {
            Tier::High => {
                Label { en: "dedicated manager, regular reviews", ja: "専任担当者、定例レビュー" }
            }
            Tier::Medium => Label {
                en: "one manager for several, at important events",
                ja: "一人の担当者が複数社を担当し、重要な時点で対応",
            },
            Tier::Low => Label {
                en: "webinars and mail to groups", ja: "ウェビナーとグループ向けメール"
            },
            Tier::Tech => Label {
                en: "automated mail, in-product messages, self-service",
                ja: "自動メール、製品内メッセージ、セルフサービス",
            },
            Tier::Community => Label {
                en: "forums, user groups, events by users",
                ja: "フォーラム、ユーザー会、ユーザー主催の催し",
            },
        }
    }

    /// Accounts that one success manager looks after: least and, where there is one, most. Source: guide A (five steps
    /// to a customer-success organisation), docs/definitions.md 6; the guide has no figure for community touch, which is
    /// taken to need as few managers as tech touch.
    #[must_use]
    pub const fn accounts_per_csm(self) -> (u64, Option<u64>) {
        match self {
            Tier::High => (5, Some(20)),
            Tier::Medium => (20, Some(100)),
            Tier::Low => (100, Some(500)),
            Tier::Tech | Tier::Community => (500, None),
        }
    }

    /// 0 for high to 3 for tech and 4 for community.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Tier::High => 0,
            Tier::Medium => 1,
            Tier::Low => 2,
            Tier::Tech => 3,
            Tier::Community => 4,
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
            let error =
                Error::new(ErrorCode::InvalidArgument, "a tier is high, medium, low, tech or community")
                    .with_value(format!("{text:?}"));
            match nearest(text, Tier::ALL.map(Tier::as_str)) {
                Some(near) => error.with_hint(format!("did you mean {near}?")),
                None => error,
            }
        })
    }
}
