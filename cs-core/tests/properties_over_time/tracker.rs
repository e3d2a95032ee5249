//! Band trackers: when a band is held, what never happens, and one account as in a table.

use cs_core::fact::table::{Table, Texts, Values};
use cs_core::health::band::Bands;
use cs_core::health::tracker::{BandTracker, Tracked};
use cs_core::health::tracker_table::{Columns, STATE, States};
use cs_core::value::day;
use proptest::prelude::*;

use crate::{floats, on, score};

const DAY: i32 = 20_000;

fn margin() -> impl Strategy<Value = f64> {
    (0..=80_u32).prop_map(|quarters| f64::from(quarters) / 4.0)
}

fn tracker(margin: f64) -> BandTracker {
    BandTracker::new(Bands::default(), margin).unwrap()
}

fn walk(tracker: &BandTracker, scores: &[Option<f64>]) -> Option<Tracked> {
    scores
        .iter()
        .zip(DAY..)
        .fold(None, |state, (score, day)| Some(tracker.step(state.as_ref(), *score, on(day)).unwrap()))
}

proptest! {
    #[test]
    fn a_band_other_than_that_of_the_score_is_one_that_was_held_and_is_near(
        margin in margin(), before in prop::collection::vec(score(), 0..12), now in score(),
    ) {
        let tracker = tracker(margin);
        let state = walk(&tracker, &before);
        let next = tracker.step(state.as_ref(), now, on(DAY + 100)).unwrap();
        let Some(score) = now else {
            prop_assert_eq!(next.band(), "unknown");
            prop_assert_eq!(next.held(), state.as_ref().and_then(Tracked::held));
            return Ok(());
        };
        let bands = tracker.bands();
        let (plain, band) = (bands.rank(score), bands.rank_of(next.band()).unwrap());
        let held = state.as_ref().and_then(Tracked::held).and_then(|name| bands.rank_of(name));
        if band != plain {
            prop_assert_eq!(Some(band), held);
            let bound = if plain < band { bands.get(band).unwrap().bound() } else { bands.upper(band) };
            prop_assert!((score - bound).abs() <= margin + 1e-9, "{score} is {margin} past {bound}");
        } else if let Some(held) = held.filter(|held| *held != plain) {
            let bound = if plain < held { bands.get(held).unwrap().bound() } else { bands.upper(held) };
            prop_assert!((score - bound).abs() > margin || margin == 0.0);
        }
    }

    #[test]
    fn a_higher_score_never_gives_a_lower_band(
        margin in margin(), before in prop::collection::vec(score(), 0..8), low in 0.0..=100.0_f64, high in 0.0..=100.0_f64,
    ) {
        let tracker = tracker(margin);
        let state = walk(&tracker, &before);
        let rank = |score: f64| {
            let next = tracker.step(state.as_ref(), Some(score), on(DAY + 100)).unwrap();
            tracker.bands().rank_of(next.band())
        };
        prop_assert!(rank(low.min(high)) <= rank(low.max(high)));
    }

    #[test]
    fn the_same_reading_again_changes_nothing(margin in margin(), scores in prop::collection::vec(score(), 1..12)) {
        let tracker = tracker(margin);
        let state = walk(&tracker, &scores).unwrap();
        let again = tracker.step(Some(&state), scores[scores.len() - 1], state.as_of()).unwrap();
        prop_assert_eq!(&again, &state);
        let text = serde_json::to_string(&state).unwrap();
        prop_assert_eq!(Tracked::from_json(&text).unwrap(), state);
    }

    #[test]
    fn many_readings_in_a_table_give_the_states_of_one_account_at_a_time(
        margin in margin(),
        readings in prop::collection::vec(prop::collection::vec(score(), 70), 1..6),
        turn in 0..70_usize,
    ) {
        let tracker = tracker(margin);
        let bands: Vec<&str> = tracker.bands().iter().map(|band| band.name()).collect();
        let mut last: Option<(Vec<i64>, States)> = None;
        for (reading, day) in readings.iter().zip(DAY..) {
            // Another order of the accounts each time.
            let accounts: Vec<i64> = (0..70).map(|at| (at * 3 + i64::from(day) * turn as i64) % 70).collect();
            let scores: Vec<Option<f64>> = accounts.iter().map(|account| reading[*account as usize]).collect();
            let scores = floats(&scores);
            let table = Table::new(70)
                .with("account", Values::Integer(&accounts), None).unwrap()
                .with("health_score", Values::Float(&scores), None).unwrap();
            let states = match &last {
                None => tracker.table(&table, None, &Columns::default(), on(day)).unwrap(),
                Some((names, before)) => {
                    let name = |rank: &u8| bands.get(usize::from(*rank)).copied().unwrap_or("unknown");
                    let (band, held): (Vec<&str>, Vec<&str>) =
                        (before.band.iter().map(name).collect(), before.held.iter().map(name).collect());
                    let on_days = vec![before.on; 70];
                    let mut earlier = Table::new(70).with("account", Values::Integer(names), None).unwrap();
                    for (column, texts) in STATE.iter().zip([&band, &held]) {
                        earlier = earlier.with(column, Values::Text(Texts::Slices(texts)), None).unwrap();
                    }
                    for (column, days) in STATE.iter().skip(2).zip([&before.since, &on_days]) {
                        earlier = earlier.with(column, Values::Day(days), None).unwrap();
                    }
                    tracker.table(&table, Some(&earlier), &Columns::default(), on(day)).unwrap()
                }
            };
            last = Some((accounts, states));
        }
        let (accounts, states) = last.unwrap();
        for (row, account) in accounts.iter().enumerate() {
            let own: Vec<Option<f64>> = readings.iter().map(|reading| reading[*account as usize]).collect();
            let state = walk(&tracker, &own).unwrap();
            prop_assert_eq!(tracker.bands().name(states.band[row]), state.band());
            prop_assert_eq!(bands.get(usize::from(states.held[row])).copied(), state.held());
            prop_assert_eq!(states.since[row], day::to_number(state.since()));
        }
    }
}
