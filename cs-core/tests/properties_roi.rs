//! What always holds for return on investment, on drawn courses.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use cs_core::roi::call::Call;
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::{Value, json};

fn ask(call: Call, request: &Value) -> Value {
    serde_json::from_str(&call.answer_json(&request.to_string()).unwrap()).unwrap()
}

fn number(value: &Value) -> Decimal {
    value.as_str().unwrap().parse().unwrap()
}

/// A share in thousandths.
fn share(thousandths: u32) -> String {
    Decimal::new(i64::from(thousandths), 3).to_string()
}

/// Churn and upsell in thousandths.
fn rates() -> impl Strategy<Value = (u32, u32)> {
    (0..400_u32, 0..200_u32)
}

fn written((churn, upsell): (u32, u32)) -> Value {
    json!({"churn": share(churn), "upsell": share(upsell)})
}

/// Two sums of the same exact parts, each part rounded once.
fn near(one: Decimal, other: Decimal) -> bool {
    (one - other).abs() <= Decimal::new(1, 12) * (Decimal::ONE + other.abs())
}

proptest! {
    #[test]
    fn revenue_of_some_months_and_the_next_is_that_of_one_month_more(
        (churn, upsell) in rates(), mrr in 0..100_000_u32, new_mrr in 0..1_000_u32, months in 1..40_u32,
    ) {
        let course = |months: u32| {
            let request = json!({"mrr": mrr, "new_mrr": new_mrr, "churn": share(churn), "upsell": share(upsell), "months": months});
            ask(Call::Revenue, &request)
        };
        let (shorter, longer) = (course(months), course(months + 1));
        prop_assert!(near(number(&shorter["revenue"]) + number(&longer["last_mrr"]), number(&longer["revenue"])));
    }

    #[test]
    fn parts_add_up_and_change_their_sign_with_the_change(
        before in rates(), after in rates(), mrr in 0..100_000_u32, months in 1..40_u32,
    ) {
        let change = |before, after| {
            ask(Call::Effect, &json!({"mrr": mrr, "before": written(before), "after": written(after), "months": months}))
        };
        let (there, back) = (change(before, after), change(after, before));
        prop_assert!(near(number(&there["from_churn"]) + number(&there["from_upsell"]), number(&there["impact"])));
        for part in ["impact", "from_churn", "from_upsell"] {
            prop_assert_eq!(number(&there[part]), -number(&back[part]));
        }
        if before.0 >= after.0 {
            prop_assert!(number(&there["from_churn"]) >= Decimal::ZERO);
        }
    }

}

proptest! {
    // Each case asks for some fifty courses.
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases / 8, ..ProptestConfig::default() })]

    #[test]
    fn a_programme_pays_at_its_break_even_churn_and_no_longer_at_the_next(
        before in rates(), after in rates(), mrr in 1..100_000_u32, months in 2..24_u32, once in 0..200_000_u32,
    ) {
        let plan = |after: Value| {
            let request = json!({"mrr": mrr, "before": written(before), "after": after, "months": months, "one_off_cost": once});
            ask(Call::Programme, &request)
        };
        let found = plan(written(after));
        let at = |churn: Decimal| number(&plan(json!({"churn": churn.to_string(), "upsell": share(after.1)}))["net"]);
        let step = Decimal::new(1, 4);
        match found["break_even_churn"].as_str() {
            None => prop_assert!(at(Decimal::ZERO) < Decimal::ZERO),
            Some(text) => {
                let churn: Decimal = text.parse().unwrap();
                prop_assert!(at(churn) >= Decimal::ZERO);
                prop_assert!(churn >= Decimal::ONE || at(churn + step) < Decimal::ZERO);
            }
        }
    }
}
