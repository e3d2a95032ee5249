//! Lifetime value and unit economics. Amounts are of one currency; `arpa`, margins and service costs are per month.

use rust_decimal::Decimal;

use super::{row::kpis, term::Number};

kpis! {
    family: Lifetime, numbers: whole;

    /// Expected lifetime of a customer at a steady monthly churn rate.
    lifetime_months(monthly_churn: Share) -> Months {
        en: "customer lifetime", ja: "平均顧客寿命", better: Higher, source: "guide to lifetime value and health",
        undefined: monthly_churn == 0 => NoLosses,
        formula: "1 ÷ monthly_churn",
        value: whole(1) / monthly_churn,
        example: (Decimal::new(4, 2)) => "25",
    }

    /// Expected lifetime of a customer, at most a horizon that is trusted; so a month without losses has one too.
    capped_lifetime_months(monthly_churn: Share, cap_months: Months) -> Months {
        en: "customer lifetime, capped", ja: "平均顧客寿命（上限あり）", better: Higher, source: "common practice of subscription businesses",
        formula: "the smaller of 1 ÷ monthly_churn and cap_months",
        value: capped(monthly_churn, cap_months),
        example: (Decimal::ZERO, 60) => "60",
    }

    /// Lifetime value of a customer over a given lifetime: simple, with gross margin, precise and net form in one.
    ltv(arpa: UnitAmount, lifetime_months: Months, gross_margin: Margin = 1, service_cost: UnitAmount = 0, acquisition_cost: UnitAmount = 0) -> UnitBalance {
        en: "lifetime value (LTV)", ja: "顧客生涯価値（LTV）", better: Higher, source: "guides to lifetime value and to a success organisation",
        formula: "(arpa · gross_margin − service_cost) · lifetime_months − acquisition_cost",
        value: (arpa * gross_margin - service_cost) * lifetime_months - acquisition_cost,
        example: (50_000, 12, Decimal::new(75, 2), 0, 0) => "450000",
    }

    /// Lifetime value of a customer whose lifetime follows from a steady monthly churn rate.
    ltv_from_churn(arpa: UnitAmount, monthly_churn: Share, gross_margin: Margin = 1, service_cost: UnitAmount = 0, acquisition_cost: UnitAmount = 0) -> UnitBalance {
        en: "lifetime value from churn", ja: "解約率による顧客生涯価値", better: Higher, source: "guides to lifetime value and to a success organisation",
        undefined: monthly_churn == 0 => NoLosses,
        formula: "(arpa · gross_margin − service_cost) ÷ monthly_churn − acquisition_cost",
        value: (arpa * gross_margin - service_cost) / monthly_churn - acquisition_cost,
        example: (100, Decimal::new(5, 2), 1, 0, 0) => "2000",
    }

    /// Lifetime value of a customer, from a month's customers and losses themselves: no churn rate is rounded on the way.
    ltv_from_customers(arpa: UnitAmount, opening as opening_customers: Count, churned as churned_customers: Count, gross_margin: Margin = 1, service_cost: UnitAmount = 0, acquisition_cost: UnitAmount = 0) -> UnitBalance {
        en: "lifetime value from customers", ja: "顧客数による顧客生涯価値", better: Higher, source: "guides to lifetime value and to a success organisation",
        requires: churned <= opening,
        undefined: opening == 0 => ZeroDenominator,
        undefined: churned == 0 => NoLosses,
        formula: "(arpa · gross_margin − service_cost) · opening ÷ churned − acquisition_cost",
        value: (arpa * gross_margin - service_cost) * opening / churned - acquisition_cost,
        example: (500, 110, 10, 1, 0, 0) => "5500",
    }

    /// Lifetime value of a customer over at most a horizon that is trusted; so a month without losses has one too.
    capped_ltv(arpa: UnitAmount, monthly_churn: Share, cap_months: Months, gross_margin: Margin = 1, service_cost: UnitAmount = 0, acquisition_cost: UnitAmount = 0) -> UnitBalance {
        en: "lifetime value, capped", ja: "顧客生涯価値（上限あり）", better: Higher, source: "common practice of subscription businesses",
        formula: "(arpa · gross_margin − service_cost) · the smaller of 1 ÷ monthly_churn and cap_months − acquisition_cost",
        value: (arpa * gross_margin - service_cost) * capped(monthly_churn, cap_months) - acquisition_cost,
        example: (100, Decimal::new(1, 2), 60, 1, 0, 0) => "6000",
    }

    /// Change of the lifetime value from one time to another, as a share of the former; 10 to 20 % a year is the target.
    ltv_growth_rate(opening as opening_ltv: UnitAmount, closing as closing_ltv: UnitBalance) -> Ratio {
        en: "growth of lifetime value", ja: "顧客生涯価値の成長率", better: Higher, source: "guide to a success organisation in five steps",
        undefined: opening == 0 => ZeroDenominator,
        formula: "(closing − opening) ÷ opening",
        value: (closing - opening) / opening,
        example: (400_000, 460_000) => "0.15",
    }

    /// Present value of a customer's monthly margins under steady churn and a monthly discount rate.
    ///
    /// Margins are discounted one by one; an annuity over the expected lifetime would overstate by up to 23 %.
    discounted_ltv(margin: UnitBalance, monthly_churn: Share, discount_rate: Discount, timing: Timing) -> UnitBalance {
        en: "discounted lifetime value", ja: "割引後の顧客生涯価値", better: Higher, source: "Gupta and Lehmann, margin multiple",
        undefined: monthly_churn + discount_rate == 0 => NoLosses,
        formula: "margin · first ÷ (monthly_churn + discount_rate), first by timing: immediate 1 + discount_rate, end_of_period 1, on_renewal 1 − monthly_churn",
        value: margin * first_payment(timing, monthly_churn, discount_rate) / (monthly_churn + discount_rate),
        example: (11, Decimal::new(2, 1), Decimal::new(2, 1), kpi::Timing::Immediate) => "33",
    }

    /// Cost of winning one customer (CAC).
    cac(spend as acquisition_spend: Amount, new_customers: Count) -> UnitAmount {
        en: "customer acquisition cost (CAC)", ja: "顧客獲得コスト（CAC）", better: Lower, source: "common practice of subscription businesses",
        undefined: new_customers == 0 => ZeroDenominator,
        formula: "spend ÷ new_customers",
        value: spend / new_customers,
        example: (600_000, 40) => "15000",
    }

    /// Lifetime value for each unit spent on winning the customer; 3 and more is healthy.
    ltv_to_cac(ltv: UnitBalance, cac: UnitAmount) -> Multiple {
        en: "LTV to CAC", ja: "LTV/CAC比率", better: Higher, source: "guide to a success organisation in five steps",
        undefined: cac == 0 => ZeroDenominator,
        formula: "ltv ÷ cac",
        value: ltv / cac,
        example: (450_000, 150_000) => "3",
    }

    /// Months until a customer's margin has paid for winning it.
    cac_payback_months(cac: UnitAmount, arpa: UnitAmount, gross_margin: Share = 1) -> Months {
        en: "CAC payback", ja: "CAC回収期間", better: Lower, source: "common practice of subscription businesses",
        undefined: arpa == 0 => ZeroDenominator,
        undefined: gross_margin == 0 => ZeroDenominator,
        formula: "cac ÷ (arpa · gross_margin)",
        value: cac / (arpa * gross_margin),
        example: (15_000, 2_500, Decimal::new(75, 2)) => "8",
    }

    /// Cost of customer success as a share of annual recurring revenue.
    cs_cost_ratio(cs_cost: Amount, arr: Amount) -> Ratio {
        en: "customer success cost ratio", ja: "カスタマーサクセスコスト比率", better: Lower, source: "guide to the size of a success team",
        undefined: arr == 0 => ZeroDenominator,
        formula: "cs_cost ÷ arr",
        value: cs_cost / arr,
        example: (80_000_000, 1_000_000_000) => "0.08",
    }

    /// Annual recurring revenue that one customer success manager looks after; part-time managers count in parts.
    arr_per_csm(arr: Amount, csms: Headcount) -> UnitAmount {
        en: "ARR per customer success manager", ja: "CSM一人あたりARR", better: Neither, source: "guide to the size of a success team",
        undefined: csms == 0 => ZeroDenominator,
        formula: "arr ÷ csms",
        value: arr / csms,
        example: (1_000_000_000, Decimal::new(125, 1)) => "80000000",
    }
}

/// When the payments of a discounted lifetime come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timing {
    /// The first one now, certain: margin · (1 + d) ÷ (c + d).
    Immediate,
    /// The first one at the end of the first month, certain: margin ÷ (c + d).
    EndOfPeriod,
    /// The first one at the end of the first month if the customer renews: margin · (1 − c) ÷ (c + d).
    OnRenewal,
}

/// The number that stands for the timing ([`Kind::choices`](super::Kind::choices)).
impl From<Timing> for Decimal {
    fn from(timing: Timing) -> Self {
        match timing {
            Timing::Immediate => Decimal::ZERO,
            Timing::EndOfPeriod => Decimal::ONE,
            Timing::OnRenewal => Decimal::TWO,
        }
    }
}

/// 1 ÷ churn, at most the cap; without dividing where the cap decides, as churn may be 0.
#[allow(clippy::arithmetic_side_effects, reason = "a number carries its error")]
fn capped<N: Number>(monthly_churn: N, cap: N) -> N {
    let (one, lost) = (N::whole(1), cap * monthly_churn);
    match (lost.at_most(one), one.at_most(lost)) {
        (true, _) => cap,
        (false, true) => one / monthly_churn,
        (false, false) => lost,
    }
}

/// The first payment's worth at the end of the first month, for a margin of 1.
#[allow(clippy::arithmetic_side_effects, reason = "a number carries its error")]
fn first_payment<N: Number>(timing: N, monthly_churn: N, discount_rate: N) -> N {
    match timing.count() {
        Some(0) => N::whole(1) + discount_rate,
        Some(1) => N::whole(1),
        _ => N::whole(1) - monthly_churn,
    }
}
