//! Roles of a success team, and which model needs which.

use serde::{Deserialize, Serialize};

use super::model::Model;
use crate::value::label::Label;

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Role {
    /// Leads success in the company's management.
    Cco,
    /// Looks after accounts.
    Csm,
    /// Brings new customers to first value.
    Onboarding,
    /// Advises and sets up, often for a fee.
    Consulting,
    /// Reaches many by mail, product and content.
    TechTouch,
    /// Data, tools, processes, training of the team.
    OpsEnablement,
}

/// How much a model needs a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Need {
    /// A person or a team of its own.
    Own,
    /// Done beside another role.
    Shared,
    /// As the company grows.
    Later,
}

/// A role with its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RoleEntry {
    /// The role.
    pub role: Role,
    /// Its name for people.
    pub label: Label,
    /// What it does.
    pub duty: Label,
    /// The guide that it comes from.
    pub source: &'static str,
    /// How much each model needs it, in the order of [`Model::ALL`].
    pub needed: [(Model, Need); 5],
}

impl Need {
    /// Every need.
    pub const ALL: [Need; 3] = [Need::Own, Need::Shared, Need::Later];

    /// The need for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Need::Own => Label { en: "a person or team of its own", ja: "専任が必要" },
            Need::Shared => Label { en: "done beside another role", ja: "他の役割と兼務" },
            Need::Later => Label { en: "as the company grows", ja: "成長に応じて設置" },
        }
    }
}

const fn needed(
    all_rounder: Need,
    specialist: Need,
    sales_led: Need,
    partnership: Need,
    area: Need,
) -> [(Model, Need); 5] {
    [
        (Model::AllRounder, all_rounder),
        (Model::Specialist, specialist),
        (Model::SalesLed, sales_led),
        (Model::Partnership, partnership),
        (Model::Area, area),
    ]
}

/// Every role, with how much each model needs it. The roles are guide E's; how much a model needs one is read from what
/// the guides say about the model (docs/definitions.md 8).
#[must_use]
pub fn roles() -> [RoleEntry; 6] {
    use Need::{Later, Own, Shared};
    let role = |role, en, ja, duty_en, duty_ja, needed| RoleEntry {
        role,
        label: Label { en, ja },
        duty: Label { en: duty_en, ja: duty_ja },
        source: "E",
        needed,
    };
    [
        role(
            Role::Cco,
            "chief customer officer",
            "CCO(最高顧客責任者)",
            "speaks for customers in the management, sets goals and budget",
            "経営層で顧客を代表し、目標と予算を定める",
            needed(Later, Own, Later, Later, Own),
        ),
        role(
            Role::Csm,
            "customer success manager",
            "カスタマーサクセスマネージャー",
            "looks after accounts from adoption to renewal",
            "活用促進から更新まで顧客を担当する",
            needed(Own, Own, Own, Own, Own),
        ),
        role(
            Role::Onboarding,
            "onboarding",
            "オンボーディング担当",
            "brings new customers to their first success",
            "新規顧客を最初の成功まで導く",
            needed(Shared, Own, Shared, Shared, Own),
        ),
        role(
            Role::Consulting,
            "consulting",
            "コンサルティング担当",
            "advises on processes and sets the product up",
            "業務の助言と製品の設定を行う",
            needed(Shared, Own, Later, Own, Shared),
        ),
        role(
            Role::TechTouch,
            "tech touch",
            "テックタッチ担当",
            "reaches many customers by mail, in the product and by content",
            "メール、製品内、コンテンツで多数の顧客に届ける",
            needed(Later, Own, Later, Later, Own),
        ),
        role(
            Role::OpsEnablement,
            "operations and enablement",
            "オペレーション・イネーブルメント担当",
            "data, tools, processes and training of the team",
            "データ、ツール、プロセス、チームの育成",
            needed(Later, Own, Later, Shared, Own),
        ),
    ]
}
