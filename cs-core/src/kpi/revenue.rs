//! Recurring revenue of a period: what stayed, what grew, what was lost. Amounts are of one currency and one period.

use super::row::kpis;

kpis! {
    family: Revenue, numbers: whole;

    /// Annual recurring revenue: twelve times the monthly one.
    arr(mrr: Amount) -> Amount {
        en: "annual recurring revenue (ARR)", ja: "年間経常収益（ARR）", better: Higher, source: "common practice of subscription businesses",
        formula: "12 · mrr",
        value: whole(12) * mrr,
        example: (1_000) => "12000",
    }

    /// Average recurring revenue per account.
    arpa(mrr: Amount, accounts: Count) -> UnitAmount {
        en: "average revenue per account (ARPA)", ja: "アカウント平均収益（ARPA）", better: Higher, source: "common practice of subscription businesses",
        undefined: accounts == 0 => ZeroDenominator,
        formula: "mrr ÷ accounts",
        value: mrr / accounts,
        example: (12_500, 50) => "250",
    }

    /// Share of the opening recurring revenue still there at close, before any expansion (GRR).
    gross_revenue_retention(opening as opening_mrr: Amount, contraction as contraction_mrr: Amount, churned as churned_mrr: Amount) -> Share {
        en: "gross revenue retention (GRR)", ja: "売上継続率（GRR）", better: Higher, source: "common practice of subscription businesses",
        requires: churned <= opening - contraction,
        undefined: opening == 0 => ZeroDenominator,
        formula: "(opening − contraction − churned) ÷ opening",
        value: (opening - contraction - churned) / opening,
        example: (100_000, 2_000, 5_000) => "0.93",
    }

    /// Opening recurring revenue at close with the expansion of the same customers, as a share of opening (NRR).
    net_revenue_retention(opening as opening_mrr: Amount, expansion as expansion_mrr: Amount, contraction as contraction_mrr: Amount, churned as churned_mrr: Amount) -> Ratio {
        en: "net revenue retention (NRR)", ja: "売上維持率（NRR）", better: Higher, source: "common practice of subscription businesses",
        requires: churned <= opening + expansion - contraction,
        undefined: opening == 0 => ZeroDenominator,
        formula: "(opening + expansion − contraction − churned) ÷ opening",
        value: (opening + expansion - contraction - churned) / opening,
        example: (100_000, 12_000, 2_000, 5_000) => "1.05",
    }

    /// Share of the opening recurring revenue lost to contraction and churn: 1 − GRR.
    gross_revenue_churn_rate(opening as opening_mrr: Amount, contraction as contraction_mrr: Amount, churned as churned_mrr: Amount) -> Share {
        en: "gross revenue churn rate", ja: "グロスレベニューチャーンレート", better: Lower, source: "common practice of subscription businesses",
        requires: churned <= opening - contraction,
        undefined: opening == 0 => ZeroDenominator,
        formula: "(contraction + churned) ÷ opening",
        value: (contraction + churned) / opening,
        example: (100_000, 2_000, 5_000) => "0.07",
    }

    /// Recurring revenue lost less expansion, as a share of opening: 1 − NRR. Below 0 where expansion outweighs the losses.
    net_revenue_churn_rate(opening as opening_mrr: Amount, expansion as expansion_mrr: Amount, contraction as contraction_mrr: Amount, churned as churned_mrr: Amount) -> Margin {
        en: "net revenue churn rate", ja: "ネットレベニューチャーンレート", better: Lower, source: "common practice of subscription businesses",
        requires: churned <= opening + expansion - contraction,
        undefined: opening == 0 => ZeroDenominator,
        formula: "(contraction + churned − expansion) ÷ opening",
        value: (contraction + churned - expansion) / opening,
        example: (100_000, 12_000, 2_000, 5_000) => "-0.05",
    }

    /// Recurring revenue gained for each unit lost. Reactivation counts as a gain where it is given.
    quick_ratio(new_business as new_mrr: Amount, expansion as expansion_mrr: Amount, reactivation as reactivation_mrr: Amount = 0, contraction as contraction_mrr: Amount, churned as churned_mrr: Amount) -> Multiple {
        en: "quick ratio", ja: "クイックレシオ", better: Higher, source: "common practice of subscription businesses",
        undefined: contraction + churned == 0 => NoLosses,
        formula: "(new_business + expansion + reactivation) ÷ (contraction + churned)",
        value: (new_business + expansion + reactivation) / (contraction + churned),
        example: (20_000, 8_000, 0, 3_000, 5_000) => "3.5",
    }

    /// Change from opening to close as a share of opening: −0.2 is a fall of 20 %.
    growth_rate(opening as opening_mrr: Amount, closing as closing_mrr: Amount) -> Ratio {
        en: "growth rate", ja: "成長率", better: Higher, source: "common practice of subscription businesses",
        undefined: opening == 0 => ZeroDenominator,
        formula: "(closing − opening) ÷ opening",
        value: (closing - opening) / opening,
        example: (50_000, 58_000) => "0.16",
    }
}
