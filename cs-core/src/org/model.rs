//! The five organisation models, as data.

use serde::{Deserialize, Serialize};

use crate::value::label::Label;

/// How a success team is organised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Model {
    /// A small team does everything.
    AllRounder,
    /// Teams per function.
    Specialist,
    /// Close to sales.
    SalesLed,
    /// A dedicated manager walks with the customer.
    Partnership,
    /// Teams per region.
    Area,
}

/// A sentence about a model, with where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Statement {
    /// The sentence.
    pub label: Label,
    /// The guide: A (five steps to a customer-success organisation) or E (organisation structure).
    pub source: &'static str,
}

/// A model with all that the guides say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ModelEntry {
    /// The model.
    pub model: Model,
    /// Its name for people.
    pub label: Label,
    /// What it looks like.
    pub traits: &'static [Statement],
    /// Whom it fits. Where the guides disagree, both views stand here with their source.
    pub fits: &'static [Statement],
    /// What is good about it.
    pub merits: &'static [Statement],
    /// What can go wrong.
    pub risks: &'static [Statement],
    /// When it is time for another.
    pub move_on: &'static [Statement],
}

const fn a(en: &'static str, ja: &'static str) -> Statement {
    Statement { label: Label { en, ja }, source: "A" }
}

const fn e(en: &'static str, ja: &'static str) -> Statement {
    Statement { label: Label { en, ja }, source: "E" }
}

const fn both(en: &'static str, ja: &'static str) -> Statement {
    Statement { label: Label { en, ja }, source: "A, E" }
}

/// Every model, in the order of the guides.
pub const MODELS: [ModelEntry; 5] = [
    ModelEntry {
        model: Model::AllRounder,
        label: Label { en: "all-rounder", ja: "オールラウンダー型" },
        traits: &[both("a small team does everything", "少人数のチームがすべての業務を担う")],
        fits: &[
            a("a start-up with few customers", "顧客数の少ないスタートアップ"),
            a("a simple product", "シンプルな製品"),
        ],
        merits: &[a("one contact for everything, quick decisions", "窓口が一つで、判断が速い")],
        risks: &[a(
            "it does not scale: quality depends on each person",
            "規模拡大に限界があり、品質が個人に依存する",
        )],
        move_on: &[
            a("at 50 to 100 accounts", "顧客数が50〜100社に達したとき"),
            a("when quality varies from person to person", "担当者によって品質にばらつきが出たとき"),
        ],
    },
    ModelEntry {
        model: Model::Specialist,
        label: Label { en: "specialist", ja: "スペシャリスト型" },
        traits: &[both(
            "a team for each function: onboarding, success, technical support, tech touch, operations",
            "オンボーディング、サクセス、技術サポート、テックタッチ、オペレーションの機能別チーム",
        )],
        fits: &[a("a mid-size company that grows", "成長中の中規模企業")],
        merits: &[a(
            "deep knowledge, even quality, room to grow",
            "専門性が高く、品質が安定し、拡大しやすい",
        )],
        risks: &[a("hand-offs between teams", "チーム間の引き継ぎ")],
        move_on: &[
            a("when customers are spread over regions", "顧客が複数の地域に広がったとき"),
            a(
                "when a few large accounts need a partner of their own",
                "少数の大口顧客に専任の伴走が必要になったとき",
            ),
        ],
    },
    ModelEntry {
        model: Model::SalesLed,
        label: Label { en: "sales-led", ja: "セールス型" },
        traits: &[both("close to sales: upsell and renewal", "営業と近く、アップセルと更新を担う")],
        fits: &[
            a("enterprise customers and a high price", "エンタープライズ向けで高単価"),
            e("a simple product and a small company", "シンプルな製品の小規模な会社"),
        ],
        merits: &[both("expansion and renewal in one hand", "拡販と更新を一貫して行える")],
        risks: &[
            a("short-term targets push success aside", "短期目標が優先されやすい"),
            a("weak independence from sales", "営業からの独立性が弱い"),
        ],
        move_on: &[a(
            "when quality varies because targets come first",
            "目標優先により品質にばらつきが出たとき",
        )],
    },
    ModelEntry {
        model: Model::Partnership,
        label: Label { en: "partnership", ja: "伴走型" },
        traits: &[both("a dedicated manager walks with the customer", "専任担当者が顧客に伴走する")],
        fits: &[a("high-value accounts in high touch", "高単価でハイタッチの顧客")],
        merits: &[a("trust, and knowledge of the customer's business", "信頼関係と顧客業務への深い理解")],
        risks: &[a("cost", "コストが高い"), a("dependence on few customers", "少数の顧客への依存")],
        move_on: &[a(
            "when there are more high-touch accounts than dedicated managers can look after",
            "ハイタッチの顧客数が専任担当者の対応可能数を超えたとき",
        )],
    },
    ModelEntry {
        model: Model::Area,
        label: Label { en: "area", ja: "エリア別型" },
        traits: &[
            both("a team for each region", "地域別のチーム"),
            a("tech touch and operations stay central", "テックタッチとオペレーションは中央に置く"),
        ],
        fits: &[a("customers nationwide or all over the world", "全国または世界に顧客を持つ企業")],
        merits: &[a("near the customer, in language and time", "言語や時間帯の面で顧客に近い")],
        risks: &[
            a("uneven quality between regions", "地域間の品質のばらつき"),
            a("duplicated resources", "リソースの重複"),
        ],
        move_on: &[a(
            "when quality differs between regions: share more functions",
            "地域間の品質差が大きいときは、機能の共通化を進める",
        )],
    },
];

impl Model {
    /// Every model, in the order of the guides.
    pub const ALL: [Model; 5] =
        [Model::AllRounder, Model::Specialist, Model::SalesLed, Model::Partnership, Model::Area];

    /// All that the guides say about it.
    #[must_use]
    pub const fn entry(self) -> &'static ModelEntry {
        let [all_rounder, specialist, sales_led, partnership, area] = &MODELS;
        match self {
            Model::AllRounder => all_rounder,
            Model::Specialist => specialist,
            Model::SalesLed => sales_led,
            Model::Partnership => partnership,
            Model::Area => area,
        }
    }

    /// Its name for people.
    #[must_use]
    pub const fn label(self) -> Label {
        self.entry().label
    }
}

/// Every model with all that the guides say about it.
///
/// ```
/// let models = cs_core::org::model::models();
/// assert_eq!(models[2].fits.iter().map(|view| view.source).collect::<Vec<_>>(), ["A", "E"]);
/// ```
#[must_use]
pub fn models() -> &'static [ModelEntry] {
    &MODELS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_stands_where_its_model_says() {
        assert!(Model::ALL.iter().all(|model| model.entry().model == *model));
    }
}
