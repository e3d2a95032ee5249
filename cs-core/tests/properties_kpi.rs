//! What always holds for KPIs, on drawn inputs.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use cs_core::kpi::{self, Lifetime, Ltv};
use cs_core::prelude::*;
use proptest::prelude::*;

/// Any decimal at all: sign, 96 bits, 0 to 28 places.
fn decimals() -> impl Strategy<Value = Decimal> {
    (any::<u32>(), any::<u32>(), any::<u32>(), any::<bool>(), 0..=28_u32).prop_map(
        |(low, middle, high, negative, scale)| Decimal::from_parts(low, middle, high, negative, scale),
    )
}

/// Money as people write it: cents.
fn amounts() -> impl Strategy<Value = Decimal> {
    (0..=10_i64.pow(15)).prop_map(|cents| Decimal::new(cents, 2))
}

/// A count and a part of it.
fn whole_and_part() -> impl Strategy<Value = (u64, u64)> {
    (1..=10_u64.pow(12)).prop_flat_map(|whole| (Just(whole), 0..=whole))
}

/// `numerator ÷ denominator` rounded half to even to 28 places, for shares; the reference in 128-bit integers.
fn reference_share(numerator: u64, denominator: u64) -> Decimal {
    let (mut rest, denominator) = (u128::from(numerator), u128::from(denominator));
    let mut digits = 0_i128;
    for _ in 0..=28 {
        digits = digits * 10 + i128::try_from(rest / denominator).unwrap();
        rest = rest % denominator * 10;
    }
    let up = rest / 10 * 2 > denominator || (rest / 10 * 2 == denominator && digits % 2 == 1);
    Decimal::from_i128_with_scale(digits + i128::from(up), 28).normalize()
}

proptest! {
    #[test]
    fn retention_and_churn_add_up_to_one_within_the_last_digit((opening, churned) in whole_and_part()) {
        let sum = kpi::churn_rate(opening, churned).unwrap().value() + kpi::retention_rate(opening, churned).unwrap().value();
        prop_assert!((sum - Decimal::ONE).abs() <= Decimal::new(1, 28));
    }

    #[test]
    fn shares_are_rounded_once((whole, part) in whole_and_part()) {
        prop_assert_eq!(kpi::churn_rate(whole, part).unwrap().value(), reference_share(part, whole));
        prop_assert_eq!(kpi::retention_rate(whole, part).unwrap().value(), reference_share(whole - part, whole));
    }

    #[test]
    fn gross_retention_never_exceeds_net(opening in amounts(), expansion in amounts(), contraction in amounts(), churned in amounts()) {
        if let Ok(gross) = kpi::gross_revenue_retention(opening, contraction, churned) {
            let net = kpi::net_revenue_retention(opening, expansion, contraction, churned).unwrap();
            prop_assert!(gross <= net);
            prop_assert!(gross.value() <= Decimal::ONE && gross.value() >= Decimal::ZERO);
        }
    }

    #[test]
    fn a_share_of_thousands_is_exact(thousandths in 0..=1000_u64) {
        let churn = kpi::churn_rate(1000, thousandths).unwrap();
        let retention = kpi::retention_rate(1000, thousandths).unwrap();
        prop_assert_eq!(churn.value() + retention.value(), Decimal::ONE);
    }

    #[test]
    fn compounding_there_and_back_ends_where_it_began(thousandths in 0..900_i64) {
        let monthly = Decimal::new(thousandths, 3);
        let yearly = kpi::compound(monthly, Period::Month, Period::Year).unwrap();
        let back = kpi::compound(yearly, Period::Year, Period::Month).unwrap();
        // The year's rate was rounded at 28 places; a twelfth root of what little is kept magnifies that.
        let kept: f64 = 1.0 - monthly.to_string().parse::<f64>().unwrap();
        let magnified = 1e-28 / (12.0 * kept.powi(11));
        let off: f64 = (back.value() - monthly).abs().to_string().parse().unwrap();
        prop_assert!(off <= magnified + 1e-28, "{off}");
    }

    #[test]
    fn a_longer_period_loses_more(thousandths in 1..1000_i64) {
        let monthly = Decimal::new(thousandths, 3);
        let quarterly = kpi::compound(monthly, Period::Month, Period::Quarter).unwrap();
        let yearly = kpi::compound(monthly, Period::Month, Period::Year).unwrap();
        prop_assert!(monthly < quarterly.value() && quarterly < yearly);
    }

    #[test]
    fn put_together_and_by_formula_give_the_same_value(
        arpa in amounts(), months in 0..600_u32, margin in -100..=100_i64, service in amounts(), acquisition in amounts(),
    ) {
        let margin = Decimal::new(margin, 2);
        let ltv = Ltv::new(arpa, Lifetime::months(months));
        let ltv = ltv.gross_margin(margin).service_cost(service).acquisition_cost(acquisition);
        prop_assert_eq!(ltv.value(), kpi::ltv(arpa, months, margin, service, acquisition));
    }

    #[test]
    fn by_id_and_by_function_give_the_same_value(opening in any::<u64>(), churned in any::<u64>(), rate in decimals()) {
        let inputs = [Some(Decimal::from(opening)), Some(Decimal::from(churned))];
        prop_assert_eq!(kpi::evaluate("churn_rate", &inputs), kpi::churn_rate(opening, churned).map(Decimal::from));
        let inputs = [Some(rate), Some(Decimal::from(Period::Year)), Some(Decimal::ONE)];
        let typed = kpi::compound(rate, Period::Year, Period::Month);
        prop_assert_eq!(kpi::evaluate("compound", &inputs), typed.map(Decimal::from));
    }

    #[test]
    fn nothing_panics_and_nothing_is_outside_its_range(inputs in prop::collection::vec(prop::option::of(decimals()), 0..6)) {
        for kpi in kpi::catalogue() {
            if let Ok(value) = kpi.evaluate(&inputs) {
                prop_assert!(kpi.output.check(value).is_ok(), "{}: {value}", kpi.id);
            }
        }
    }
}

proptest! {
    // Every KPI per case: fewer cases do.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whole_inputs_give_values_in_range(inputs in prop::collection::vec(0..=3_u32, 5)) {
        let inputs: Vec<Option<Decimal>> = inputs.into_iter().map(|input| Some(input.into())).collect();
        for kpi in kpi::catalogue() {
            if let Ok(value) = kpi.evaluate(inputs.get(..kpi.inputs.len()).unwrap_or_default()) {
                prop_assert!(kpi.output.check(value).is_ok(), "{}: {value}", kpi.id);
            }
        }
    }
}
