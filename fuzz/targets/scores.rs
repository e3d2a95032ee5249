//! A card and, behind the first line break, an account: scored alone and as a table, with what always holds of a score.

#![no_main]

use cs_core::prelude::*;
use libfuzzer_sys::fuzz_target;

const NEAR: f64 = 1e-6;

fn bits(score: f64) -> Option<u64> {
    Some(score.to_bits()).filter(|_| !score.is_nan())
}

fuzz_target!(|text: &str| {
    let Some((card, account)) = text.split_once('\n') else { return };
    let (Ok(card), Ok(account)) = (Scorecard::from_json(card), Facts::from_json(account)) else { return };
    let _ = card.lint();
    let as_of = NaiveDate::from_ymd_opt(2026, 10, 31).expect("a day");
    let Ok(health) = card.score_with(&account, as_of, Invalid::Missing) else { return };
    let table = account.table(card.facts()).expect("it was scored as a table before");
    let scored = card.score_table_with(&table, as_of, Invalid::Missing).expect("it was scored alone");
    assert_eq!(bits(scored.score[0]), health.score().ok().map(f64::to_bits));
    assert_eq!(card.bands().name(scored.band[0]), health.band());
    assert!(health.score().ok().is_none_or(|score| (0.0..=100.0).contains(&score)));
    assert!((0.0..=1.0 + NEAR).contains(&health.coverage()));
    if let Some(computed) = health.computed_score() {
        assert!(health.low() <= computed + NEAR && computed <= health.high() + NEAR, "{health:?}");
        let points: f64 = health.explain().iter().map(|part| part.points).sum();
        assert!((points + health.adjustment() - computed).abs() < NEAR, "{health:?}");
    }
    let written = health.to_json().expect("a result can be written");
    assert_eq!(Health::from_json(&written).expect("and read"), health);
});
