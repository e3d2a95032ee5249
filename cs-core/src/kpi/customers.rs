//! Customers and users: who stayed, who left, who bought more, who uses what they pay for.

use super::{row::kpis, term::Number};

kpis! {
    family: Customers, numbers: whole;

    /// Share of the opening customers that left in the period; customers won in the period do not count.
    churn_rate(opening as opening_customers: Count, churned as churned_customers: Count) -> Share {
        en: "churn rate", ja: "解約率", better: Lower, source: "guide to a success organisation in five steps",
        requires: churned <= opening,
        undefined: opening == 0 => ZeroDenominator,
        formula: "churned ÷ opening",
        value: churned / opening,
        example: (200, 6) => "0.03",
    }

    /// Share of the opening customers still there at close; new ones do not count.
    retention_rate(opening as opening_customers: Count, churned as churned_customers: Count) -> Share {
        en: "retention rate", ja: "継続率", better: Higher, source: "guide to a success organisation in five steps",
        requires: churned <= opening,
        undefined: opening == 0 => ZeroDenominator,
        formula: "(opening − churned) ÷ opening",
        value: (opening - churned) / opening,
        example: (200, 6) => "0.97",
    }

    /// Share of the customers that bought a higher plan or more of what they have.
    upsell_rate(customers: Count, upsold as upsold_customers: Count) -> Share {
        en: "upsell rate", ja: "アップセル率", better: Higher, source: "guide to a success organisation in five steps",
        requires: upsold <= customers,
        undefined: customers == 0 => ZeroDenominator,
        formula: "upsold ÷ customers",
        value: upsold / customers,
        example: (200, 50) => "0.25",
    }

    /// Share of the customers that bought another product.
    cross_sell_rate(customers: Count, cross_sold as cross_sold_customers: Count) -> Share {
        en: "cross-sell rate", ja: "クロスセル率", better: Higher, source: "guide to a success organisation in five steps",
        requires: cross_sold <= customers,
        undefined: customers == 0 => ZeroDenominator,
        formula: "cross_sold ÷ customers",
        value: cross_sold / customers,
        example: (200, 30) => "0.15",
    }

    /// Share of the customers that bought more, by upsell, cross-sell or both; each customer counts once.
    expansion_rate(customers: Count, expanded as expanded_customers: Count) -> Share {
        en: "expansion rate", ja: "アップセル・クロスセル率", better: Higher, source: "guide to a success organisation in five steps",
        requires: expanded <= customers,
        undefined: customers == 0 => ZeroDenominator,
        formula: "expanded ÷ customers",
        value: expanded / customers,
        example: (200, 60) => "0.3",
    }

    /// Share of the customers whose onboarding was started that completed it.
    onboarding_completion_rate(started as started_onboardings: Count, completed as completed_onboardings: Count) -> Share {
        en: "onboarding completion rate", ja: "オンボーディング完了率", better: Higher, source: "guide to lifetime value and five success activities",
        requires: completed <= started,
        undefined: started == 0 => ZeroDenominator,
        formula: "completed ÷ started",
        value: completed / started,
        example: (40, 36) => "0.9",
    }

    /// Share of the licensed users that are active.
    adoption_rate(licensed as licensed_users: Count, active as active_users: Count) -> Share {
        en: "adoption rate", ja: "活用率", better: Higher, source: "common practice of subscription businesses",
        requires: active <= licensed,
        undefined: licensed == 0 => ZeroDenominator,
        formula: "active ÷ licensed",
        value: active / licensed,
        example: (80, 60) => "0.75",
    }

    /// Share of a month's active users that are active on a day (DAU ÷ MAU).
    stickiness(monthly_active as monthly_active_users: Count, daily_active as daily_active_users: Count) -> Share {
        en: "stickiness (DAU/MAU)", ja: "スティッキネス（DAU/MAU）", better: Higher, source: "common practice of subscription businesses",
        requires: daily_active <= monthly_active,
        undefined: monthly_active == 0 => ZeroDenominator,
        formula: "daily_active ÷ monthly_active",
        value: daily_active / monthly_active,
        example: (500, 125) => "0.25",
    }

    /// Share of a cohort that is still there at an age; unknown until the cohort has been observed for so long.
    cohort_retention_rate(started as cohort_customers: Count, retained as retained_customers: Count, age_months as cohort_age_months: Months, observed_months: Months) -> Share {
        en: "cohort retention rate", ja: "コホート継続率", better: Higher, source: "common practice of subscription businesses",
        requires: retained <= started,
        undefined: started == 0 => NoPopulation,
        undefined: observed_months < age_months => TooYoung,
        formula: "retained ÷ started, after age_months; observed_months must have reached it",
        value: retained / started,
        example: (1_000, 869, 12, 30) => "0.869",
    }

    /// A churn rate per one period as the rate per another. Losses compound: 8 % a month are 63.2 % a year, not 96 %.
    ///
    /// From a longer to a shorter period it is a root, rounded as correctly as the power.
    compound(rate: Margin, from_period: Period, to_period: Period) -> Margin {
        en: "churn rate of another period", ja: "期間換算した解約率", better: Neither, source: "compound interest",
        formula: "1 − (1 − rate)^(to_period ÷ from_period)",
        value: whole(1) - kept_over(whole(1) - rate, to_period / from_period),
        example: (Decimal::new(1, 2), Period::Month, Period::Quarter) => "0.029701",
    }
}

/// What is kept over a number of periods, or over a part of one.
#[allow(clippy::arithmetic_side_effects, reason = "a number carries its error")]
fn kept_over<N: Number>(kept: N, periods: N) -> N {
    match (periods.count(), (N::whole(1) / periods).count()) {
        (Some(times), _) => kept.power(times),
        (None, Some(parts)) => kept.root(parts),
        (None, None) => N::defect("one period is a whole number of the other"),
    }
}
