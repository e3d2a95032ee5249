//! What the numbers of a result have to do with each other.

use cs_core::prelude::*;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::cards::{Measure, assemble, card, combine, groups, weight};
use crate::portfolio::{NUMBERS, account, as_of};

const NEAR: f64 = 1e-9;

fn score(card: &Scorecard, facts: &Facts) -> Health {
    card.score(facts, as_of()).unwrap()
}

/// A card whose indicators are scores already, with any groups; coverage withholds nothing.
fn plain() -> impl Strategy<Value = Scorecard> {
    (prop::array::uniform4(weight()), groups(), combine()).prop_map(|(weights, groups, combine)| {
        let measures = NUMBERS.iter().zip(weights).map(|(name, weight)| Measure::plain(name, weight));
        assemble(measures.collect(), &groups).combine(combine).min_coverage(0.0).build().unwrap()
    })
}

fn scores() -> impl Strategy<Value = [f64; 4]> {
    prop::array::uniform4(0.0..=100.0_f64)
}

fn facts(scores: &[f64; 4], known: impl Fn(usize) -> bool) -> Facts {
    NUMBERS
        .iter()
        .zip(scores)
        .enumerate()
        .filter(|(at, _)| known(*at))
        .map(|(_, fact)| (*fact.0, *fact.1))
        .collect()
}

/// Multiplies every weight within a document.
fn weigh(value: &mut Value, factor: f64) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if name == "weight" {
                    *value = json!(value.as_f64().unwrap() * factor);
                }
                weigh(value, factor);
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| weigh(value, factor)),
        _ => {}
    }
}

/// Weights whose sums are rounded.
fn odd_weights() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(
        (1..1000_u32, 1..4_i32).prop_map(|(of, places)| f64::from(of) / 10_f64.powi(places)),
        2..12,
    )
}

proptest! {
    #[test]
    fn full_marks_are_100_and_no_more(weights in odd_weights(), grouped in any::<bool>(), known in any::<u16>()) {
        let names: Vec<String> = (0..weights.len()).map(|at| format!("f{at}")).collect();
        let group = |at: usize| if grouped && at.is_multiple_of(3) { "other" } else { "" };
        let mut draft = Scorecard::builder("full");
        for (at, (name, weight)) in names.iter().zip(&weights).enumerate() {
            let measure = Indicator::of(name.as_str(), fact(name.as_str())).weight(*weight).scale(linear(0.0, 100.0));
            draft = draft.indicator(if group(at).is_empty() { measure } else { measure.group(group(at)) });
        }
        let card = draft.min_coverage(0.0).build().unwrap();
        let facts: Facts = names.iter().enumerate().filter(|(at, _)| known >> at & 1 == 1).map(|(_, name)| (name.as_str(), 100.0)).collect();
        let health = score(&card, &facts);
        let full = health.score().ok();
        prop_assert!(full.is_none_or(|score| score <= 100.0 && score > 100.0 - NEAR), "{full:?}");
        prop_assert!(health.low() <= 100.0 && health.high() <= 100.0);
        prop_assert_eq!(&Health::from_json(&health.to_json().unwrap()).unwrap(), &health);
        let table = facts.table(card.facts()).unwrap();
        let scored = card.score_table(&table, as_of()).unwrap();
        prop_assert_eq!(Some(scored.score[0]).filter(|score| !score.is_nan()), full);
        prop_assert!(full.is_none() || (scored.low[0] <= 100.0 && scored.high[0] <= 100.0));
        let ready = card.ready(as_of(), Invalid::Error).unwrap();
        let given: Vec<Fact> = card.facts().map(|name| facts.fact(name).cloned().unwrap_or(Fact::Missing)).collect();
        prop_assert_eq!(Some(ready.score(&given).unwrap().score).filter(|score| !score.is_nan()), full);
        prop_assert!(full.is_none() || card.path_to(&health, 100.0).unwrap().steps.is_empty());
    }

    #[test]
    fn contributions_add_up(card in card(), account in account()) {
        let health = score(&card, &account.facts());
        let parts = health.explain();
        if let Some(computed) = health.computed_score() {
            let (points, weights) = parts.iter().fold((0.0, 0.0), |sum, part| (sum.0 + part.points, sum.1 + part.weight));
            prop_assert!((points - computed).abs() <= NEAR, "{points} and {computed}");
            prop_assert!((weights - 1.0).abs() <= NEAR, "{weights}");
        }
        for part in parts {
            prop_assert!((part.points + part.lost - part.attainable).abs() <= NEAR);
            prop_assert!(part.weight >= 0.0 && (part.attainable - 100.0 * part.weight).abs() <= NEAR);
        }
        prop_assert_eq!(parts.len(), card.indicators().len());
    }

    #[test]
    fn bounds_hold_the_score(card in card(), account in account()) {
        let health = score(&card, &account.facts());
        prop_assert!(health.low() <= health.high() + NEAR);
        prop_assert!((0.0..=1.0 + NEAR).contains(&health.coverage()));
        if let Some(computed) = health.computed_score() {
            prop_assert!(health.low() <= computed + NEAR && computed <= health.high() + NEAR);
        }
        if let Ok(score) = health.score() {
            prop_assert!((0.0..=100.0 + NEAR).contains(&score), "{score}");
        }
    }

    #[test]
    fn whatever_the_missing_ones_are_the_score_lies_within_the_bounds(
        card in plain(), scores in scores(), known in prop::array::uniform4(any::<bool>()),
    ) {
        let partial = score(&card, &facts(&scores, |at| known[at]));
        let full = score(&card, &facts(&scores, |_| true)).computed_score().unwrap();
        prop_assert!(partial.low() - NEAR <= full && full <= partial.high() + NEAR);
        for (extreme, bound) in [(0.0, partial.low()), (100.0, partial.high())] {
            let filled: [f64; 4] = std::array::from_fn(|at| if known[at] { scores[at] } else { extreme });
            let met = score(&card, &facts(&filled, |_| true)).computed_score().unwrap();
            prop_assert!((met - bound).abs() <= NEAR, "{met} and {bound}");
        }
    }

    #[test]
    fn more_is_never_worse(card in plain(), scores in scores(), at in 0..4_usize, more in 0.0..100.0_f64) {
        let before = score(&card, &facts(&scores, |_| true)).computed_score().unwrap();
        let mut better = scores;
        better[at] += more;
        let after = score(&card, &facts(&better, |_| true)).computed_score().unwrap();
        prop_assert!(after >= before - NEAR, "{before} fell to {after}");
    }

    #[test]
    fn rising_scales_rise(
        (x, more, a, b) in (-200.0..200.0_f64, 0.0..100.0_f64, -100.0..100.0_f64, 0.1..100.0_f64),
        mut rungs in prop::array::uniform3(0.0..=100.0_f64),
    ) {
        rungs.sort_by(f64::total_cmp);
        let [low, middle, high] = rungs;
        let rising = [
            linear(a, a + b),
            points([(a, low), (a + b / 3.0, middle), (a + b, high)]),
            steps([at_least(a + b, high), above(a, middle)]).otherwise(low),
            steps([below(a, low), at_most(a + b, middle)]).otherwise(high),
            logistic(a, b),
        ];
        for scale in rising {
            let (less, more) = (scale.score(x).unwrap(), scale.score(x + more).unwrap());
            prop_assert!(less <= more + NEAR, "{scale:?}: {less} fell to {more}");
            prop_assert!((0.0..=100.0).contains(&less));
        }
        for falling in [half_life(b), linear(a + b, a), logistic(a, -b)] {
            prop_assert!(falling.score(x).unwrap() + NEAR >= falling.score(x + more).unwrap());
        }
    }

    #[test]
    fn weights_times_a_power_of_two_change_no_bit(card in card(), account in account(), power in -20..=20_i32) {
        let mut document: Value = serde_json::from_str(&card.to_json().unwrap()).unwrap();
        weigh(&mut document, 2_f64.powi(power));
        let other = Scorecard::from_json(&document.to_string()).unwrap();
        let [one, same] = [&card, &other].map(|card| {
            let mut result = serde_json::to_value(score(card, &account.facts())).unwrap();
            result["fingerprint"].take();
            result
        });
        prop_assert_eq!(one, same);
    }
}
