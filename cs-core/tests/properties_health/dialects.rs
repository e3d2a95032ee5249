//! Results on other scales, rounded stages, counted points, and what lint says of a card.

use std::collections::BTreeSet;

use cs_core::health::draft::Draft;
use cs_core::health::lint::Concern;
use cs_core::prelude::*;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use crate::cards::{Measure, assemble, card, combine, groups, weight};
use crate::portfolio::{Columns, NUMBERS, account, as_of, portfolio};

/// Scales of results with as many places as they need, rounding at any of the stages.
fn shown() -> impl Strategy<Value = Shown> {
    let scales =
        select(vec![(100.0, 0_u8), (100.0, 1), (10.0, 0), (10.0, 2), (5.0, 0), (7.0, 1), (2.5, 1), (1.0, 3)]);
    let stages = subsequence(vec![Stage::Indicator, Stage::Group, Stage::Total], 0..=3);
    (scales, stages).prop_map(|((highest, places), stages)| {
        stages.into_iter().fold(Shown::of(highest).places(places), Shown::rounded)
    })
}

fn rounding_card() -> impl Strategy<Value = Scorecard> {
    (card(), shown()).prop_map(|(card, shown)| Draft::from(card).shown(shown).build().unwrap())
}

/// A flat card of counted points.
fn counting_card() -> impl Strategy<Value = (Vec<f64>, Counting, Scorecard)> {
    let end = || select(vec![0.0, 20.0, 50.0, 100.0]);
    (prop::collection::vec(weight(), 1..=4), end(), end()).prop_map(|(weights, start, neutral)| {
        let measures =
            weights.iter().zip(NUMBERS).map(|(weight, name)| Measure::plain(name, *weight)).collect();
        let points = Counting { start, neutral };
        let card = assemble(measures, &[]).points(points).min_coverage(0.0).build().unwrap();
        (weights, points, card)
    })
}

/// A card whose indicators are the numbers of an account, combined in any way.
fn card_of_numbers() -> impl Strategy<Value = Scorecard> {
    (prop::collection::vec(weight(), 1..=4), groups(), combine()).prop_map(|(weights, groups, total)| {
        let measures =
            weights.iter().zip(NUMBERS).map(|(weight, name)| Measure::plain(name, *weight)).collect();
        assemble(measures, &groups).combine(total).build().unwrap()
    })
}

/// The score and the rank of the band of an account whose numbers are these.
fn standing(card: &Scorecard, numbers: &[f64; 4]) -> (f64, u8) {
    let facts: Facts =
        NUMBERS.into_iter().zip(numbers).map(|(name, number)| (name, Fact::Number(*number))).collect();
    let health = card.score(&facts, as_of()).unwrap();
    (health.score().unwrap(), card.bands().rank_of(health.band()).unwrap())
}

/// The card with many bands, so that some are out of reach; exceptions aim at the names of the default ones.
fn fine_bands(card: Scorecard) -> Scorecard {
    let named = Bands::default().iter().cloned().collect::<Vec<Band>>();
    let others = [10.0, 20.0, 30.0, 50.0, 60.0, 80.0, 90.0, 95.0, 99.0]
        .map(|bound| Band::at_least(format!("from {bound}"), bound));
    Draft::from(card).bands(named.into_iter().chain(others)).build().unwrap()
}

proptest! {
    #[test]
    fn rounded_one_by_one_equals_in_columns_bit_for_bit(card in rounding_card(), accounts in portfolio()) {
        let scored = card.score_table(&Columns::of(&accounts).table(), as_of()).unwrap();
        for (row, account) in accounts.iter().enumerate() {
            let one = card.score(&account.facts(), as_of()).unwrap();
            let there = Some(scored.score[row]).filter(|score| !score.is_nan());
            prop_assert_eq!(there.map(f64::to_bits), one.score().ok().map(f64::to_bits));
            prop_assert_eq!(card.bands().name(scored.band[row]), one.band());
        }
    }

    #[test]
    fn contributions_and_adjustment_add_up_to_the_score(card in rounding_card(), account in account()) {
        let health = card.score(&account.facts(), as_of()).unwrap();
        if let Some(score) = health.computed_score() {
            let points: f64 = health.explain().iter().map(|part| part.points).sum();
            prop_assert!((points + health.adjustment() - score).abs() < 1e-9);
            prop_assert!(health.low() - 1e-9 <= score && score <= health.high() + 1e-9);
        }
    }

    #[test]
    fn the_shown_number_is_a_whole_number_of_steps_next_to_the_score(
        card in rounding_card(), account in account(), shown in shown(),
    ) {
        let card = Draft::from(card).shown(shown.clone()).build().unwrap();
        let health = card.score(&account.facts(), as_of()).unwrap();
        prop_assert_eq!(health.shown().is_some(), health.score().is_ok());
        if let (Some(number), Ok(score)) = (health.shown(), health.score()) {
            let json = serde_json::to_value(&shown).unwrap();
            let step = 10_f64.powi(-i32::try_from(json["places"].as_u64().unwrap()).unwrap());
            prop_assert!((number / step - (number / step).round()).abs() < 1e-6);
            prop_assert!((number - score * shown.highest() / 100.0).abs() <= step / 2.0 + 1e-8);
            prop_assert!((0.0..=shown.highest()).contains(&number));
        }
    }

    #[test]
    fn a_card_of_a_dialect_is_the_same_when_written_and_read(card in rounding_card(), which in 0..9_usize) {
        let name = &cs_core::health::dialect::all()[which].name;
        let mut document: serde_json::Value = serde_json::from_str(&card.to_json().unwrap()).unwrap();
        // Presets that fit every drawn card; the drawn exceptions aim at the default bands.
        document["dialect"] = name.as_str().into();
        // A default that is written goes before what the dialect says, and has to be written again.
        let missing = document.as_object_mut().unwrap().entry("missing");
        missing.or_insert_with(|| "redistribute".into());
        document["bands"] = serde_json::to_value(Bands::default().iter().collect::<Vec<_>>()).unwrap();
        if let Ok(card) = Scorecard::from_json(&document.to_string()) {
            let text = card.to_json().unwrap();
            let again = Scorecard::from_json(&text).unwrap();
            prop_assert_eq!(again.to_json().unwrap(), text);
            prop_assert_eq!(again, card.clone());
            prop_assert_eq!(card.dialect(), Some(name.as_str()));
        }
    }

    #[test]
    fn points_are_counted_from_the_start((weights, points, card) in counting_card(), account in account()) {
        let health = card.score(&account.facts(), as_of()).unwrap();
        let counted = weights.iter().zip(account.numbers).fold(points.start, |sum, (weight, number)| {
            sum + number.map_or(0.0, |number| weight * (number.clamp(0.0, 100.0) - points.neutral) / 100.0)
        });
        prop_assert!((health.score().unwrap() - counted.clamp(0.0, 100.0)).abs() < 1e-9);
    }

    #[test]
    fn nobody_is_in_a_band_that_lint_calls_unreachable(
        card in card(), rounding in rounding_card(), accounts in portfolio(), counted in counting_card(),
    ) {
        for card in [card, rounding, counted.2].map(fine_bands) {
            let bands = card.bands().clone();
            let found = card.lint();
            let unreachable: BTreeSet<String> = found
                .iter()
                .filter(|finding| finding.code == Concern::UnreachableBand)
                .map(|finding| bands.iter().find(|band| Some(band.bound()) == finding.value).unwrap().name().to_owned())
                .collect();
            for account in accounts.iter().take(16) {
                let health = card.score(&account.facts(), as_of()).unwrap();
                prop_assert!(!unreachable.contains(health.band()), "{}: {:?}", health.band(), found);
            }
        }
    }

    #[test]
    fn an_indicator_moves_no_more_than_lint_says(
        card in card_of_numbers(), numbers in prop::array::uniform4(0.0..=100.0_f64),
    ) {
        let found = card.lint();
        let about = |code, place: String| found.iter().find(|one| one.code == code && one.place == place);
        for at in 0..card.indicators().len() {
            let name = card.indicators()[at].name();
            prop_assert_eq!(name, format!("i{at}"));
            let [(low, from), (high, to)] = [0.0, 100.0].map(|end| {
                let mut numbers = numbers;
                numbers[at] = end;
                standing(&card, &numbers)
            });
            match about(Concern::TwoBands, format!("indicators[{at}]")) {
                None => prop_assert!(to < from + 2, "{from} to {to}"),
                Some(finding) => prop_assert!(high - low <= finding.value.unwrap() + 1e-9),
            }
            if let Some(finding) = about(Concern::NoEffect, format!("indicators[{at}].weight")) {
                prop_assert!(high - low <= finding.value.unwrap() + 1e-9 && finding.value < Some(1.0));
            }
        }
    }
}
