//! Words for people: every value that has a label, with its English and its Japanese name, and one name for one thing.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};

use cs_core::health::{change, explain, lint, migration, trend};
use cs_core::kpi::{Direction, Status, Verdict};
use cs_core::org::{model::Model, role::Need};
use cs_core::retention::observed::TimeUnit;
use cs_core::revenue::{convention::Convention, line::Line};
use cs_core::staffing::{books::reason, cross_check, supply::Per};
use cs_core::touch::{assign, movement, tier::Tier};
use cs_core::value::label::{Label, Language};

/// What is named, and its labels in the order of the values.
type Named = (&'static str, Vec<Label>);

fn of<T: Copy>(name: &'static str, all: &[T], label: impl Fn(T) -> Label) -> Named {
    (name, all.iter().map(|value| label(*value)).collect())
}

fn named() -> Vec<Named> {
    use Direction::{Improved, Moved, Unchanged, Worsened};
    use Status::{Computed, Missing, Refused, Undefined};
    vec![
        of("verdict", &[Verdict::Better, Verdict::Within, Verdict::Worse], Verdict::label),
        of("status of a KPI", &[Computed, Undefined, Missing, Refused], Status::label),
        of("direction of a KPI", &[Improved, Worsened, Unchanged, Moved], Direction::label),
        of("cause", &change::Cause::ALL, change::Cause::label),
        of("status of an indicator", &explain::Status::ALL, explain::Status::label),
        of("concern", lint::Concern::ALL, lint::Concern::label),
        of("move", &migration::Move::ALL, migration::Move::label),
        of("trend", &trend::Direction::ALL, trend::Direction::label),
        of("model", &Model::ALL, Model::label),
        of("need", &Need::ALL, Need::label),
        of("convention", &Convention::ALL, Convention::label),
        of("line", &Line::ALL, Line::label),
        of("reason of a book", reason::Reason::ALL, reason::Reason::label),
        of("method", &cross_check::Method::ALL, cross_check::Method::label),
        of("measure", &cross_check::Measure::ALL, cross_check::Measure::label),
        of("place in a range", &cross_check::Verdict::ALL, cross_check::Verdict::label),
        of("per", &Per::ALL, Per::label),
        of("unit of time", &TimeUnit::ALL, TimeUnit::label),
        of("tier", &Tier::ALL, Tier::label),
        of("reason of a tier", &assign::Reason::ALL, assign::Reason::label),
        of("move between tiers", &movement::Direction::ALL, movement::Direction::label),
    ]
}

/// Names that are short, by the words of a success team; those that are sentences are held to the rules below.
const WORDS: [(&str, &str); 17] = [
    ("verdict", "better than target 目標より良い/on target 目標どおり/worse than target 目標より悪い"),
    (
        "status of a KPI",
        "computed 算出済み/undefined 定義されない/figures missing 数値不足/figures refused 数値に矛盾",
    ),
    ("direction of a KPI", "improved 改善/worsened 悪化/unchanged 横ばい/moved 変動"),
    (
        "cause",
        "change of the card スコアカードの変更/indicator 指標/missing data 欠測/applicability 適用対象の変更/exceptions 例外/\
         manual override 手動調整",
    ),
    (
        "status of an indicator",
        "scored 採点済み/faded 減衰/missing 欠測/stale 期限切れ/errored エラー/not applicable 対象外",
    ),
    (
        "move",
        "stayed 維持/improved 改善/worsened 悪化/became known 判明/became unknown 不明化/new 新規/gone 離脱",
    ),
    ("trend", "rising 上昇/steady 横ばい/falling 下降/unknown 不明"),
    (
        "model",
        "all-rounder オールラウンダー型/specialist スペシャリスト型/sales-led セールス型/partnership 伴走型/area エリア別型",
    ),
    (
        "need",
        "a person or team of its own 専任が必要/done beside another role 他の役割と兼務/as the company grows 成長に応じて設置",
    ),
    (
        "line",
        "opening 期首/new business 新規/reactivation 復活/expansion アップセル・クロスセル/contraction ダウンセル/churn 解約/\
         currency revaluation 為替換算/transfer between segments セグメント間移動/closing 期末",
    ),
    ("method", "by workload 業務量/by accounts per CSM 担当社数/by budget 予算/present 現員"),
    (
        "measure",
        "ARR per CSM CSM一人当たりARR/accounts per CSM CSM一人当たり担当社数/CS cost as a share of ARR ARRに占めるCS費用",
    ),
    ("place in a range", "below 下回る/within 範囲内/above 上回る/unknown 不明"),
    ("per", "week 週/month 月/quarter 四半期/year 年"),
    ("unit of time", "day 日/week 週/month 月/quarter 四半期/year 年"),
    (
        "tier",
        "high touch ハイタッチ/medium touch ミディアムタッチ/low touch ロータッチ/tech touch テックタッチ/\
         community touch コミュニティタッチ",
    ),
    (
        "move between tiers",
        "promoted 昇格/demoted 降格/newly in a tier 新規割り当て/no longer in a tier 割り当てなし",
    ),
];

#[test]
fn short_names_are_those_of_success_teams() {
    let named: BTreeMap<_, _> = named().into_iter().collect();
    for (name, words) in WORDS {
        let own: Vec<String> = named[name]
            .iter()
            .map(|label| format!("{} {}", label.text(Language::En), label.text(Language::Ja)))
            .collect();
        assert_eq!(own.join("/"), words, "{name}");
    }
}

/// A convention is named after its product, and its Japanese name says that it is a way to count.
#[test]
fn conventions_are_named_after_their_products() {
    for convention in Convention::ALL.into_iter().filter(|one| *one != Convention::Snapshot) {
        let Label { en, ja } = convention.label();
        assert!(en.to_lowercase().starts_with(convention.as_str()), "{en}");
        let product = en.split_whitespace().next().unwrap();
        assert!(ja.starts_with(product) && ja.ends_with("方式"), "{ja}");
    }
}

#[test]
fn values_of_one_kind_have_names_of_their_own_in_both_languages() {
    for (name, labels) in named() {
        for language in [Language::En, Language::Ja] {
            let texts: BTreeSet<_> = labels.iter().map(|label| label.text(language)).collect();
            assert_eq!(texts.len(), labels.len(), "{name}");
        }
        for Label { en, ja } in labels {
            assert!(en.is_ascii() && en.trim() == en && !en.is_empty() && !en.ends_with('.'), "{name}: {en}");
            assert!(!ja.is_ascii() && ja.trim() == ja && !ja.ends_with('。'), "{name}: {ja}");
        }
    }
}

/// What has one English name has one Japanese name, wherever it stands.
#[test]
fn one_word_is_translated_one_way() {
    let mut known: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    let kpis = cs_core::kpi::catalogue().map(|kpi| ("KPI", vec![kpi.label]));
    for (name, labels) in named().into_iter().chain(kpis) {
        for Label { en, ja } in labels {
            let (before, place) = *known.entry(en).or_insert((ja, name));
            assert_eq!(before, ja, "{en} of {place} and of {name}");
        }
    }
}
