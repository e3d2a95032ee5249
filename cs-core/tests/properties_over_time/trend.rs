//! Trends: order, mirrors, shifts, wild readings, and one account as in a table.

use cs_core::fact::table::{Table, Values};
use cs_core::health::trend::{Direction, Reading, Trend, Trending};
use cs_core::health::trend_table::Columns;
use proptest::prelude::*;

use crate::{floats, on, score};

const AS_OF: i32 = 20_757; // 2026-10-31

type History = Vec<(i32, Option<f64>)>;

fn history() -> impl Strategy<Value = History> {
    prop::collection::vec((AS_OF - 120..AS_OF + 10, score()), 0..25)
}

fn trend(history: &[(i32, Option<f64>)]) -> Trend {
    let readings: Vec<Reading> =
        history.iter().map(|(day, score)| Reading { day: on(*day), score: *score }).collect();
    Trending::default().of(&readings, on(AS_OF)).unwrap()
}

fn mapped(history: &History, change: impl Fn(f64) -> f64) -> History {
    history.iter().map(|(day, score)| (*day, score.map(&change))).collect()
}

proptest! {
    #[test]
    fn the_order_of_readings_changes_no_bit(history in history(), turn in any::<prop::sample::Index>()) {
        let mut other = history.clone();
        if !other.is_empty() {
            let middle = turn.index(other.len());
            other.rotate_left(middle);
        }
        other.reverse();
        prop_assert_eq!(trend(&history), trend(&other));
    }

    #[test]
    fn mirrored_scores_have_the_mirrored_trend(history in history()) {
        let (one, other) = (trend(&history), trend(&mapped(&history, |score| 100.0 - score)));
        prop_assert_eq!(one.slope.map(|slope| 0.0 - slope), other.slope.map(|slope| slope + 0.0));
        let mirrored = match one.direction {
            Direction::Rising => Direction::Falling,
            Direction::Falling => Direction::Rising,
            same => same,
        };
        prop_assert_eq!(mirrored, other.direction);
    }

    #[test]
    fn points_added_to_every_score_change_no_slope(history in history(), more in 0..400_u32) {
        let other = trend(&mapped(&history, |score| score + f64::from(more) / 4.0));
        prop_assert_eq!(trend(&history).slope, other.slope);
    }

    #[test]
    fn readings_without_a_score_and_later_ones_are_not_there(history in history()) {
        let known: History =
            history.iter().copied().filter(|(day, score)| *day <= AS_OF && score.is_some()).collect();
        prop_assert_eq!(trend(&history), trend(&known));
    }

    #[test]
    fn a_line_keeps_its_slope_whatever_one_reading_in_eight_says(
        start in 0..200_i32, rise in -4..=4_i32, at in 0..8_usize, wild in 0..=400_i32, gap in 1..=11_i32,
    ) {
        let mut line: History = (0..8)
            .map(|at| (AS_OF - gap * at, Some(f64::from(start - rise * gap * at) / 4.0)))
            .collect();
        line[at].1 = Some(f64::from(wild) / 4.0);
        prop_assert_eq!(trend(&line).slope, Some(f64::from(rise) * 7.5));
    }

    #[test]
    fn one_account_has_the_trend_that_it_has_among_others(
        readings in prop::collection::vec((0..6_i64, AS_OF - 120..AS_OF + 10, score()), 0..60),
    ) {
        let accounts: Vec<i64> = readings.iter().map(|(account, ..)| *account).collect();
        let days: Vec<i32> = readings.iter().map(|(_, day, _)| *day).collect();
        let scores = floats(&readings.iter().map(|(.., score)| *score).collect::<Vec<_>>());
        let table = Table::new(readings.len())
            .with("account", Values::Integer(&accounts), None).unwrap()
            .with("day", Values::Day(&days), None).unwrap()
            .with("health_score", Values::Float(&scores), None).unwrap();
        let trends = Trending::default().table(&table, &Columns::default(), on(AS_OF)).unwrap();
        let mut seen: Vec<i64> = Vec::new();
        for account in &accounts {
            if !seen.contains(account) {
                seen.push(*account);
            }
        }
        prop_assert_eq!(trends.row.iter().map(|row| accounts[*row]).collect::<Vec<_>>(), seen.clone());
        for (account, found) in seen.iter().zip(&trends.trend) {
            let own: History = readings
                .iter()
                .filter(|(name, ..)| name == account)
                .map(|(_, day, score)| (*day, *score))
                .collect();
            prop_assert_eq!(found, &trend(&own));
        }
    }
}
