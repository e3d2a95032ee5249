//! What a card's parts have to do with the whole: their order, their absence, their groups.

use cs_core::prelude::*;
use proptest::prelude::*;
use serde_json::Value;

use crate::cards::{Measure, assemble, card, combine, weight};
use crate::portfolio::{NUMBERS, account, as_of};

const NEAR: f64 = 1e-9;

fn score(card: &Scorecard, facts: &Facts) -> Health {
    card.score(facts, as_of()).unwrap()
}

fn near(one: Option<f64>, other: Option<f64>) -> bool {
    one.zip(other).map_or(one.is_none() && other.is_none(), |(one, other)| (one - other).abs() <= NEAR)
}

/// Indicators that are scores already, without groups.
fn flat(weights: &[f64], chosen: impl Fn(usize) -> bool, combine: Combine) -> Option<Scorecard> {
    let measures: Vec<Measure> = NUMBERS
        .iter()
        .zip(weights)
        .enumerate()
        .filter(|(at, _)| chosen(*at))
        .map(|(_, (name, weight))| Measure::plain(name, *weight))
        .collect();
    (!measures.is_empty())
        .then(|| assemble(measures, &[]).combine(combine).min_coverage(0.0).build().unwrap())
}

proptest! {
    #[test]
    fn without_its_missing_indicators_a_card_gives_the_same_score(
        weights in prop::array::uniform4(weight()), combine in combine(),
        scores in prop::array::uniform4(0.0..=100.0_f64), known in prop::array::uniform4(any::<bool>()),
    ) {
        let present = (0..4).filter(|at| known[*at]);
        let facts: Facts = present.map(|at| (NUMBERS[at], scores[at])).collect();
        let whole = flat(&weights, |_| true, combine).unwrap();
        let smaller = flat(&weights, |at| known[at], combine);
        let expected = smaller.and_then(|card| score(&card, &facts).computed_score());
        let computed = score(&whole, &facts).computed_score();
        prop_assert!(near(computed, expected), "{computed:?} and {expected:?}");
    }

    #[test]
    fn indicators_in_another_order_give_the_same_result(card in card(), account in account(), first in 0..7_usize) {
        let mut document: Value = serde_json::from_str(&card.to_json().unwrap()).unwrap();
        let indicators = document["indicators"].as_array_mut().unwrap();
        let count = indicators.len();
        indicators.rotate_left(first % count);
        indicators[..count.div_ceil(2)].reverse();
        let turned = Scorecard::from_json(&document.to_string()).unwrap();
        let [one, other] = [&card, &turned].map(|card| score(card, &account.facts()));
        prop_assert!(near(one.computed_score(), other.computed_score()), "{one:?} and {other:?}");
        prop_assert!(near(one.score().ok(), other.score().ok()), "{one:?} and {other:?}");
        prop_assert!((one.low() - other.low()).abs() <= NEAR && (one.high() - other.high()).abs() <= NEAR);
        // Of equal parts the first in the card's order is the worst, or the best.
        let extreme = ["worst", "best"].iter().any(|word| document.to_string().contains(word));
        for part in one.explain().iter().filter(|_| !extreme) {
            let same = other.explain().iter().find(|same| same.indicator == part.indicator).unwrap();
            prop_assert!((part.points - same.points).abs() <= NEAR, "{part:?} and {same:?}");
            prop_assert!((part.lost - same.lost).abs() <= NEAR, "{part:?} and {same:?}");
        }
    }

    #[test]
    fn the_points_of_a_group_are_those_of_its_parts(card in card(), account in account()) {
        let document: Value = serde_json::from_str(&card.to_json().unwrap()).unwrap();
        let declared = document["groups"].as_array().cloned().unwrap_or_default();
        let health = score(&card, &account.facts());
        for group in health.groups() {
            let own = health.explain().iter().filter(|part| part.group.as_deref() == Some(&*group.group));
            let (points, lost) = own.fold((0.0, 0.0), |sum, part| (sum.0 + part.points, sum.1 + part.lost));
            let within = |name: &str| declared.iter().any(|one| one["name"] == name && one["within"] == *group.group);
            let inner = health.groups().iter().filter(|inner| within(&inner.group));
            let (points, lost) = inner.fold((points, lost), |sum, part| (sum.0 + part.points, sum.1 + part.lost));
            prop_assert!((group.points - points).abs() <= NEAR, "{group:?} has {points} points");
            prop_assert!((group.lost - lost).abs() <= NEAR, "{group:?} lost {lost} points");
        }
    }
}
