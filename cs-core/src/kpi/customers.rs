//! Customers and users: who stayed, who left, who bought more, who uses what they pay for.

use super::{
    row::kpis,
    term::{Term, whole},
};
use crate::error::{Error, ErrorCode};

kpis! {
    family: Customers;

    /// Share of the opening customers that left in the period; customers won in the period do not count.
    churn_rate(opening: Count, churned: Count) -> Share {
        en: "churn rate", ja: "解約率", better: Lower, source: "guide to a success organisation in five steps",
        requires: churned <= opening,
        undefined: opening == 0 => ZeroDenominator,
        formula: "churned ÷ opening",
        value: churned / opening,
        example: (200, 6) => "0.03",
    }

    /// Share of the opening customers still there at close; new ones do not count.
    retention_rate(opening: Count, churned: Count) -> Share {
        en: "retention rate", ja: "継続率", better: Higher, source: "guide to a success organisation in five steps",
        requires: churned <= opening,
        undefined: opening == 0 => ZeroDenominator,
        formula: "(opening − churned) ÷ opening",
        value: (opening - churned) / opening,
        example: (200, 6) => "0.97",
    }

    /// Share of the customers that bought a higher plan or more of what they have.
    upsell_rate(customers: Count, upsold: Count) -> Share {
        en: "upsell rate", ja: "アップセル率", better: Higher, source: "guide to a success organisation in five steps",
        requires: upsold <= customers,
        undefined: customers == 0 => ZeroDenominator,
        formula: "upsold ÷ customers",
        value: upsold / customers,
        example: (200, 50) => "0.25",
    }

    /// Share of the customers that bought another product.
    cross_sell_rate(customers: Count, cross_sold: Count) -> Share {
        en: "cross-sell rate", ja: "クロスセル率", better: Higher, source: "guide to a success organisation in five steps",
        requires: cross_sold <= customers,
        undefined: customers == 0 => ZeroDenominator,
        formula: "cross_sold ÷ customers",
        value: cross_sold / customers,
        example: (200, 30) => "0.15",
    }

    /// Share of the customers that bought more, by upsell, cross-sell or both; each customer counts once.
    expansion_rate(customers: Count, expanded: Count) -> Share {
        en: "expansion rate", ja: "アップセル・クロスセル率", better: Higher, source: "guide to a success organisation in five steps",
        requires: expanded <= customers,
        undefined: customers == 0 => ZeroDenominator,
        formula: "expanded ÷ customers",
        value: expanded / customers,
        example: (200, 60) => "0.3",
    }

    /// Share of the customers whose onboarding was started that completed it.
    onboarding_completion_rate(started: Count, completed: Count) -> Share {
        en: "onboarding completion rate", ja: "オンボーディング完了率", better: Higher, source: "guide to lifetime value and five success activities",
        requires: completed <= started,
        undefined: started == 0 => ZeroDenominator,
        formula: "completed ÷ started",
        value: completed / started,
        example: (40, 36) => "0.9",
    }

    /// Share of the licensed users that are active.
    adoption_rate(licensed: Count, active: Count) -> Share {
        en: "adoption rate", ja: "活用率", better: Higher, source: "common practice of subscription businesses",
        requires: active <= licensed,
        undefined: licensed == 0 => ZeroDenominator,
        formula: "active ÷ licensed",
        value: active / licensed,
        example: (80, 60) => "0.75",
    }

    /// Share of a month's active users that are active on a day (DAU ÷ MAU).
    stickiness(monthly_active: Count, daily_active: Count) -> Share {
        en: "stickiness (DAU/MAU)", ja: "スティッキネス（DAU/MAU）", better: Higher, source: "common practice of subscription businesses",
        requires: daily_active <= monthly_active,
        undefined: monthly_active == 0 => ZeroDenominator,
        formula: "daily_active ÷ monthly_active",
        value: daily_active / monthly_active,
        example: (500, 125) => "0.25",
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
#[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
fn kept_over(kept: Term, periods: Term) -> Term {
    match (periods.count(), (whole(1) / periods).count()) {
        (Some(times), _) => kept.then(|kept| kept.power(times)),
        (None, Some(parts)) => kept.then(|kept| kept.root(parts)),
        (None, None) => {
            kept.then(|_| Err(Error::new(ErrorCode::Internal, "one period is a whole number of the other")))
        }
    }
}
