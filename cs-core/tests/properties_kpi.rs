//! What always holds for KPIs, on drawn inputs.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use cs_core::kpi::columns::{Digits, Numbers, Query};
use cs_core::kpi::{self, Lifetime, Ltv};
use cs_core::prelude::*;
use proptest::prelude::*;

/// Any decimal at all: sign, 96 bits, 0 to 28 places.
fn decimals() -> impl Strategy<Value = Decimal> {
    (any::<u32>(), any::<u32>(), any::<u32>(), any::<bool>(), 0..=28_u32).prop_map(
        |(low, middle, high, negative, scale)| Decimal::from_parts(low, middle, high, negative, scale),
    )
}

/// Any decimal at all, which is hardly ever a count, and what gets past the checks: round ones, small whole numbers.
fn inputs() -> impl Strategy<Value = Decimal> {
    prop_oneof![decimals(), numbers(), (0..=3_u32).prop_map(Decimal::from)]
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
    fn nothing_panics_and_nothing_is_outside_its_range(
        inputs in prop::collection::vec(prop::option::weighted(0.9, inputs()), 0..8)
    ) {
        for kpi in kpi::catalogue() {
            // Too many are refused, and so a KPI gets them all as well as its own number.
            let _ = kpi.evaluate(&inputs);
            if let Ok(value) = kpi.evaluate(inputs.get(..kpi.inputs.len()).unwrap_or(&inputs)) {
                prop_assert!(kpi.output.check(value).is_ok(), "{}: {value}", kpi.id);
            }
        }
    }
}

/// A column's answer and the function's, for each row: the same text, or the same code.
fn same_in_columns(kpi: &kpi::Kpi, rows: &[Vec<Decimal>]) -> std::result::Result<(), TestCaseError> {
    let texts: Vec<Vec<String>> =
        (0..kpi.inputs.len()).map(|input| rows.iter().map(|row| row[input].to_string()).collect()).collect();
    let slices: Vec<Vec<&str>> =
        texts.iter().map(|column| column.iter().map(String::as_str).collect()).collect();
    let mut table = Table::new(rows.len());
    for (input, slices) in kpi.inputs.iter().zip(&slices) {
        table = table.with(input.name, Values::Text(Texts::Slices(slices)), None).unwrap();
    }
    let query = Query::new(kpi.id).unwrap().invalid(Invalid::Missing).digits(Digits::Text);
    let answer = query.apply(&table).unwrap();
    let Numbers::Text(found) = answer.numbers else { panic!("texts were asked for") };
    for ((row, found), reason) in rows.iter().zip(found).zip(answer.reasons) {
        let inputs: Vec<Option<Decimal>> = row.iter().copied().map(Some).collect();
        match kpi.evaluate(&inputs) {
            Ok(value) => {
                prop_assert_eq!(found, Some(value.to_string()), "{} {:?}", kpi.id, row)
            }
            Err(error) => {
                prop_assert_eq!(found, None);
                prop_assert_eq!(reason.map(|reason| reason.as_str()), Some(error.code().as_str()));
            }
        }
    }
    Ok(())
}

/// Decimals of at most 28 digits, many of them round, near each other, or 0.
fn numbers() -> impl Strategy<Value = Decimal> {
    let digits = prop_oneof![0..=3_i128, 0..=1000_i128, -5..=10_i128.pow(12), 0..10_i128.pow(28)];
    (digits, 0..=28_u32).prop_map(|(mantissa, scale)| {
        Decimal::from_i128_with_scale(mantissa, if mantissa < 1001 { scale % 4 } else { scale }).normalize()
    })
}

proptest! {
    #[test]
    fn columns_give_what_the_functions_give(
        kpi in any::<prop::sample::Index>(),
        rows in prop::collection::vec(prop::collection::vec(numbers(), 7), 1..9),
    ) {
        let kpis: Vec<_> =
            kpi::catalogue().filter(|kpi| kpi.inputs.iter().all(|input| input.kind.choices().is_empty())).collect();
        let kpi = kpi.get(&kpis);
        let rows: Vec<Vec<Decimal>> = rows.iter().map(|row| row[..kpi.inputs.len()].to_vec()).collect();
        same_in_columns(kpi, &rows)?;
    }

    #[test]
    fn groups_give_what_the_function_of_the_sums_gives(
        rows in prop::collection::vec((0..4_i64, 0..=10_i64.pow(15), 0..=1000_i64), 1..200)
    ) {
        let opening: Vec<i64> = rows.iter().map(|row| row.1).collect();
        let churned: Vec<i64> = rows.iter().map(|row| row.1 / 1000 * row.2).collect();
        let keys: Vec<i64> = rows.iter().map(|row| row.0).collect();
        let table = Table::new(rows.len()).with("k", Values::Integer(&keys), None).unwrap();
        let table = table.with("opening", Values::Integer(&opening), None).unwrap();
        let table = table.with("churned", Values::Integer(&churned), None).unwrap();
        let query = Query::new("churn_rate").unwrap().by(["k"]).digits(Digits::Text);
        let answer = query.apply(&table).unwrap();
        let Numbers::Text(found) = answer.numbers else { panic!("texts were asked for") };
        for (first, found) in answer.first.unwrap().iter().zip(found) {
            let sum = |values: &[i64]| -> u64 {
                let own = values.iter().zip(&keys).filter(|(_, key)| **key == keys[*first]);
                own.map(|(value, _)| u64::try_from(*value).unwrap()).sum()
            };
            let expected = kpi::churn_rate(sum(&opening), sum(&churned)).map(|rate| rate.to_string());
            prop_assert_eq!(found, expected.ok());
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
