//! What in a profile speaks for a model, against it, or for the next one.

use super::model::Model;
use super::profile::{Level, Profile, Stage};
use crate::value::label::Label;

/// Accounts from which on a team of all-rounders should think of its next step. Source: guide A (50 to 100 accounts).
pub const MANY_ACCOUNTS: u64 = 50;
/// Accounts beyond which it should have taken it. Source: guide A.
pub const TOO_MANY_ACCOUNTS: u64 = 100;
/// Teams of the specialist model: onboarding, success, technical support, tech touch, operations. Source: guide A.
pub const FUNCTIONS: u64 = 5;
/// Accounts in high touch that one manager looks after at most. Source: guide A.
pub const HIGH_TOUCH_PER_CSM: u64 = 20;
/// One account in so many is in high touch where the top fifth is (shares 20/30/50). Source: guide A.
pub const ONE_IN: u64 = 5;

/// A statement about a profile that speaks for a model or against it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Signal {
    /// A name that programs compare.
    pub id: &'static str,
    /// The model that it speaks about.
    pub model: Model,
    /// How much: 2 where the guide names it as the condition, 1 where it follows from what the guide says; below 0 when
    /// it speaks against.
    pub points: i64,
    /// The statement.
    pub label: Label,
    /// Where it comes from.
    pub source: &'static str,
    pub(super) holds: fn(&Profile) -> Option<bool>,
}

/// A sign that it is time to move from one model to another.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct NextStep {
    /// A name that programs compare.
    pub id: &'static str,
    /// The model in use.
    pub from: Model,
    /// The model to think of.
    pub to: Model,
    /// The statement.
    pub label: Label,
    /// Where it comes from.
    pub source: &'static str,
    pub(super) holds: fn(&Profile) -> Option<bool>,
}

macro_rules! signals {
    ($($model:ident $points:literal $id:literal $source:literal $en:literal $ja:literal $holds:expr;)*) => {
        /// Every signal, model by model.
        pub const SIGNALS: &[Signal] = &[$(Signal {
            id: $id,
            model: Model::$model,
            points: $points,
            label: Label { en: $en, ja: $ja },
            source: $source,
            holds: $holds,
        },)*];
    };
}

macro_rules! next_steps {
    ($($from:ident => $to:ident $id:literal $source:literal $en:literal $ja:literal $holds:expr;)*) => {
        /// Every sign that it is time for another model.
        pub const NEXT_STEPS: &[NextStep] = &[$(NextStep {
            id: $id,
            from: Model::$from,
            to: Model::$to,
            label: Label { en: $en, ja: $ja },
            source: $source,
            holds: $holds,
        },)*];
    };
}

fn few_accounts(profile: &Profile) -> Option<bool> {
    Some(profile.accounts? < MANY_ACCOUNTS)
}

fn accounts_at_the_step(profile: &Profile) -> Option<bool> {
    Some((MANY_ACCOUNTS..=TOO_MANY_ACCOUNTS).contains(&profile.accounts?))
}

fn too_many_accounts(profile: &Profile) -> Option<bool> {
    Some(profile.accounts? > TOO_MANY_ACCOUNTS)
}

fn enough_for_the_step(profile: &Profile) -> Option<bool> {
    Some(profile.accounts? >= MANY_ACCOUNTS)
}

fn quality_varies(profile: &Profile) -> Option<bool> {
    profile.varying_quality
}

fn simple(profile: &Profile) -> Option<bool> {
    Some(profile.product_complexity? == Level::Low)
}

fn complex(profile: &Profile) -> Option<bool> {
    Some(profile.product_complexity? == Level::High)
}

fn expensive(profile: &Profile) -> Option<bool> {
    Some(profile.contract_value? == Level::High)
}

fn cheap(profile: &Profile) -> Option<bool> {
    Some(profile.contract_value? == Level::Low)
}

fn stage(profile: &Profile, wanted: Stage) -> Option<bool> {
    Some(profile.stage? == wanted)
}

fn start_up(profile: &Profile) -> Option<bool> {
    stage(profile, Stage::StartUp)
}

fn growing(profile: &Profile) -> Option<bool> {
    stage(profile, Stage::Growing)
}

fn enterprise(profile: &Profile) -> Option<bool> {
    stage(profile, Stage::Enterprise)
}

fn near_sales(profile: &Profile) -> Option<bool> {
    Some(profile.sales_alignment? == Level::High)
}

fn far_from_sales(profile: &Profile) -> Option<bool> {
    Some(profile.sales_alignment? == Level::Low)
}

fn people_for_every_function(profile: &Profile) -> Option<bool> {
    Some(profile.csms? >= FUNCTIONS)
}

fn fewer_people_than_functions(profile: &Profile) -> Option<bool> {
    Some(profile.csms? < FUNCTIONS)
}

fn much_high_touch(profile: &Profile) -> Option<bool> {
    let (high, all) = (profile.high_touch_accounts?, profile.accounts?);
    Some(high > 0 && high.saturating_mul(ONE_IN) >= all)
}

fn no_high_touch(profile: &Profile) -> Option<bool> {
    Some(profile.high_touch_accounts? == 0)
}

fn more_high_touch_than_people(profile: &Profile) -> Option<bool> {
    Some(profile.high_touch_accounts? > profile.csms?.saturating_mul(HIGH_TOUCH_PER_CSM))
}

fn several_regions(profile: &Profile) -> Option<bool> {
    Some(profile.regions? > 1)
}

fn one_region(profile: &Profile) -> Option<bool> {
    Some(profile.regions? <= 1)
}

fn fewer_people_than_regions(profile: &Profile) -> Option<bool> {
    Some(profile.csms? < profile.regions?)
}

signals! {
    AllRounder 2 "few_accounts" "A" "fewer than 50 accounts" "顧客数が50社未満" few_accounts;
    AllRounder 2 "simple_product" "A" "the product is simple" "製品がシンプル" simple;
    AllRounder 1 "start_up" "A" "the company begins" "スタートアップである" start_up;
    AllRounder 1 "small_team" "E" "fewer managers than functions: each does several" "担当者数が機能の数より少なく、兼務が必要" fewer_people_than_functions;
    AllRounder -1 "accounts_at_the_step" "A" "50 to 100 accounts: time to think of the next step" "顧客数が50〜100社で、次の段階を検討する時期" accounts_at_the_step;
    AllRounder -2 "too_many_accounts" "A" "more than 100 accounts: it does not scale" "顧客数が100社を超え、規模の限界" too_many_accounts;
    AllRounder -2 "quality_varies" "A" "quality varies from person to person" "担当者によって品質にばらつきがある" quality_varies;
    AllRounder -1 "complex_product" "A" "the product is complex" "製品が複雑" complex;
    Specialist 2 "too_many_accounts" "A" "more than 100 accounts" "顧客数が100社を超える" too_many_accounts;
    Specialist 1 "accounts_at_the_step" "A" "50 to 100 accounts: all-rounders reach their limit" "顧客数が50〜100社で、オールラウンダー型の限界" accounts_at_the_step;
    Specialist 2 "growing" "A" "the company grows" "成長中の企業である" growing;
    Specialist 2 "quality_varies" "A" "quality varies: specialists even it out" "品質のばらつきを専門化で抑えられる" quality_varies;
    Specialist 1 "people_for_every_function" "A" "at least one manager for each of the five functions" "5つの機能それぞれに担当者を置ける" people_for_every_function;
    Specialist -2 "fewer_people_than_functions" "A" "fewer managers than the five functions" "担当者数が5つの機能より少ない" fewer_people_than_functions;
    Specialist -1 "few_accounts" "A" "fewer than 50 accounts: hand-offs without need" "顧客数が50社未満では引き継ぎの負担が大きい" few_accounts;
    SalesLed 2 "near_sales" "A, E" "success work is close to sales targets" "営業目標との連携が強い" near_sales;
    SalesLed 2 "high_price" "A" "the price is high" "高単価である" expensive;
    SalesLed 1 "enterprise" "A" "customers are enterprises" "エンタープライズ向けである" enterprise;
    SalesLed 1 "simple_product" "E" "the product is simple" "製品がシンプル" simple;
    SalesLed 1 "small_company" "E" "the company is small" "会社が小規模" start_up;
    SalesLed -2 "far_from_sales" "A" "success work is far from sales targets" "営業目標との連携が弱い" far_from_sales;
    SalesLed -1 "quality_varies" "A" "quality varies, and short-term targets do not help" "品質にばらつきがあり、短期目標では改善しにくい" quality_varies;
    Partnership 2 "much_high_touch" "A" "at least a fifth of the accounts is in high touch" "顧客の2割以上がハイタッチ" much_high_touch;
    Partnership 2 "high_price" "A" "the price is high" "高単価である" expensive;
    Partnership 1 "complex_product" "A" "the product is complex" "製品が複雑" complex;
    Partnership -2 "no_high_touch" "A" "no account is in high touch" "ハイタッチの顧客がいない" no_high_touch;
    Partnership -2 "more_high_touch_than_people" "A" "more than 20 accounts in high touch for each manager" "担当者1人あたりハイタッチ20社を超える" more_high_touch_than_people;
    Partnership -1 "low_price" "A" "the price is low, a dedicated manager is costly" "低単価で専任担当者のコストに見合わない" cheap;
    Area 2 "several_regions" "A" "customers in several regions" "複数の地域に顧客がいる" several_regions;
    Area 1 "too_many_accounts" "A" "more than 100 accounts" "顧客数が100社を超える" too_many_accounts;
    Area -2 "one_region" "A" "customers in one region only" "顧客が一つの地域に限られる" one_region;
    Area -1 "fewer_people_than_regions" "A" "fewer managers than regions" "担当者数が地域数より少ない" fewer_people_than_regions;
    Area -1 "quality_varies" "A" "quality varies, and regions make it more uneven" "品質のばらつきが地域別でさらに広がる" quality_varies;
}

next_steps! {
    AllRounder => Specialist "accounts_at_the_step" "A" "there are 50 accounts or more" "顧客数が50社以上" enough_for_the_step;
    AllRounder => Specialist "quality_varies" "A" "quality varies from person to person" "担当者によって品質にばらつきがある" quality_varies;
    Specialist => Area "several_regions" "A" "customers are in several regions" "複数の地域に顧客がいる" several_regions;
    Specialist => Partnership "much_high_touch" "A" "at least a fifth of the accounts is in high touch" "顧客の2割以上がハイタッチ" much_high_touch;
    SalesLed => Specialist "quality_varies" "A" "quality varies because targets come first" "目標優先により品質にばらつきがある" quality_varies;
    SalesLed => Specialist "too_many_accounts" "A" "there are more than 100 accounts" "顧客数が100社を超える" too_many_accounts;
    Partnership => Specialist "more_high_touch_than_people" "A" "more than 20 accounts in high touch for each manager" "担当者1人あたりハイタッチ20社を超える" more_high_touch_than_people;
    Area => Specialist "quality_varies" "A" "quality differs between regions: share more functions" "地域間の品質差が大きく、機能の共通化が必要" quality_varies;
}
