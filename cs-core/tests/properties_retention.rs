//! What always holds for retention curves, on drawn accounts.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a test fails by panicking"
)]

use cs_core::fact::table::{Table, Values};
use cs_core::retention::kaplan_meier::Curve;
use cs_core::retention::observed::Request;
use proptest::prelude::*;

/// Accounts: duration, event, entry before it.
type Account = (u32, bool, u32);

fn accounts() -> impl Strategy<Value = Vec<Account>> {
    let account = (1..40_u32, any::<bool>(), 0..39_u32);
    let before = |(duration, event, entry): Account| (duration, event, entry % duration);
    prop::collection::vec(account.prop_map(before), 1..80)
}

fn curve(accounts: &[Account], entries: bool) -> Curve {
    let durations: Vec<f64> = accounts.iter().map(|(duration, ..)| f64::from(*duration)).collect();
    let events: Vec<f64> = accounts.iter().map(|(_, event, _)| f64::from(u8::from(*event))).collect();
    let entry: Vec<f64> = accounts.iter().map(|(.., entry)| f64::from(*entry)).collect();
    let table = Table::new(accounts.len())
        .with("duration", Values::Float(&durations), None)
        .and_then(|table| table.with("event", Values::Float(&events), None))
        .and_then(|table| table.with("entry", Values::Float(&entry), None))
        .unwrap();
    let request = if entries { r#"{"entry": "entry"}"# } else { "{}" };
    Request::from_json(request).unwrap().fit(&table).unwrap()
}

proptest! {
    #[test]
    fn the_order_of_accounts_changes_no_bit(mut drawn in accounts(), by in 0..80_usize, entries in any::<bool>()) {
        let before = format!("{:?}", curve(&drawn, entries));
        let by = by % drawn.len();
        drawn.rotate_left(by);
        drawn.reverse();
        prop_assert_eq!(before, format!("{:?}", curve(&drawn, entries)));
    }

    #[test]
    fn where_all_accounts_ended_survival_is_the_share_that_lasted_longer(mut drawn in accounts()) {
        drawn.iter_mut().for_each(|account| account.1 = true);
        let found = curve(&drawn, false);
        for point in &found.points {
            let longer = drawn.iter().filter(|(duration, ..)| f64::from(*duration) > point.time).count();
            prop_assert!((point.survival - longer as f64 / drawn.len() as f64).abs() < 1e-12);
            prop_assert_eq!(found.survival(point.time).unwrap().to_bits(), point.survival.to_bits());
        }
    }

    #[test]
    fn survival_falls_from_1_within_its_bounds_and_every_account_leaves_once(
        drawn in accounts(), entries in any::<bool>(),
    ) {
        let found = curve(&drawn, entries);
        let mut before = 1.0;
        for point in &found.points {
            prop_assert!(point.survival <= before && point.survival >= 0.0);
            prop_assert!(point.lower.is_none_or(|lower| (0.0..=point.survival).contains(&lower)));
            prop_assert!(point.upper.is_none_or(|upper| (point.survival..=1.0).contains(&upper)));
            prop_assert!(point.at_risk >= point.events + point.censored);
            before = point.survival;
        }
        let left: u64 = found.points.iter().map(|point| point.events + point.censored).sum();
        prop_assert_eq!(left, found.accounts);
        if let Some(median) = found.median.time {
            prop_assert!(found.survival(median).unwrap() <= 0.5 + 1e-9);
        }
    }

    #[test]
    fn entries_at_the_beginning_change_nothing(mut drawn in accounts()) {
        drawn.iter_mut().for_each(|account| account.2 = 0);
        prop_assert_eq!(curve(&drawn, true).points, curve(&drawn, false).points);
    }
}
