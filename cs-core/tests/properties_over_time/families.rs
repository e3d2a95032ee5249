//! Roll-ups: rows in any order, families within families.

use cs_core::fact::table::{Table, Values};
use cs_core::health::rollup::{Families, RollUp};
use proptest::prelude::*;

use crate::{bits, floats, score};

/// Accounts 0, 1, 2 …; each has an earlier one for a parent, or none.
#[derive(Debug, Clone)]
struct Forest {
    parents: Vec<Option<usize>>,
    scores: Vec<Option<f64>>,
    values: Vec<f64>,
}

fn forest() -> impl Strategy<Value = Forest> {
    let account = (prop::option::weighted(0.85, any::<prop::sample::Index>()), score(), 0.0..1e6_f64);
    prop::collection::vec(account, 1..70).prop_map(|accounts| Forest {
        parents: accounts
            .iter()
            .enumerate()
            .map(|(at, (parent, ..))| parent.filter(|_| at > 0).map(|index| index.index(at)))
            .collect(),
        scores: accounts.iter().map(|(_, score, _)| *score).collect(),
        values: accounts.iter().map(|(.., value)| *value).collect(),
    })
}

/// The families, by account, of the rows in this order.
fn rolled(forest: &Forest, order: &[usize], include_parent: bool) -> Families {
    let accounts: Vec<i64> = order.iter().map(|at| *at as i64).collect();
    let parents: Vec<f64> =
        order.iter().map(|at| forest.parents[*at].map_or(f64::NAN, |parent| parent as f64)).collect();
    let scores = floats(&order.iter().map(|at| forest.scores[*at]).collect::<Vec<_>>());
    let values: Vec<f64> = order.iter().map(|at| forest.values[*at]).collect();
    let table = Table::new(order.len())
        .with("account", Values::Integer(&accounts), None)
        .unwrap()
        .with("parent", Values::Float(&parents), None)
        .unwrap()
        .with("health_score", Values::Float(&scores), None)
        .unwrap()
        .with("arr", Values::Float(&values), None)
        .unwrap();
    RollUp { value: Some("arr".to_owned()), include_parent, ..RollUp::default() }.table(&table).unwrap()
}

fn in_order(forest: &Forest) -> Vec<usize> {
    (0..forest.parents.len()).collect()
}

proptest! {
    #[test]
    fn a_family_of_one_score_means_no_more_than_that(forest in forest(), score in prop_oneof![Just(100.0), 0.0..=100.0_f64]) {
        let forest = Forest { scores: vec![Some(score); forest.parents.len()], ..forest };
        let families = rolled(&forest, &in_order(&forest), true);
        for mean in families.mean.iter().chain(&families.weighted_mean).filter(|mean| !mean.is_nan()) {
            prop_assert!(*mean <= score && *mean > score - 1e-9, "{mean} of {score}");
        }
    }

    #[test]
    fn the_order_of_the_rows_changes_no_bit(forest in forest(), step in 1..70_usize, include in any::<bool>()) {
        let order = in_order(&forest);
        let mut other = order.clone();
        let length = other.len();
        other.rotate_left(step % length);
        other.reverse();
        let (one, moved) = (rolled(&forest, &order, include), rolled(&forest, &other, include));
        for (row, at) in other.iter().enumerate() {
            prop_assert_eq!(one.accounts[*at], moved.accounts[row]);
            let of = |families: &Families, row: usize| {
                bits(&[families.mean[row], families.weighted_mean[row], families.worst[row]])
            };
            prop_assert_eq!(of(&one, *at), of(&moved, row));
            prop_assert_eq!(one.worst_row[*at], moved.worst_row[row].map(|row| other[row]));
        }
    }

    #[test]
    fn every_account_is_in_one_family_of_the_top(forest in forest()) {
        let families = rolled(&forest, &in_order(&forest), true);
        let tops = in_order(&forest).into_iter().filter(|at| forest.parents[*at].is_none());
        let (accounts, scored) = tops.fold((0, 0), |sum, at| (sum.0 + families.accounts[at], sum.1 + families.scored[at]));
        prop_assert_eq!(accounts, forest.parents.len() as u64);
        prop_assert_eq!(scored, forest.scores.iter().flatten().count() as u64);
    }

    #[test]
    fn a_family_is_that_of_its_children_and_the_parent(forest in forest()) {
        let (with, without) =
            (rolled(&forest, &in_order(&forest), true), rolled(&forest, &in_order(&forest), false));
        for at in in_order(&forest) {
            let children = in_order(&forest).into_iter().filter(|child| forest.parents[*child] == Some(at));
            let below: Vec<usize> = children.collect();
            prop_assert_eq!(without.accounts[at], below.iter().map(|child| with.accounts[*child]).sum::<u64>());
            prop_assert_eq!(with.accounts[at], without.accounts[at] + 1);
            let worst = below.iter().map(|child| with.worst[*child]).filter(|worst| !worst.is_nan()).reduce(f64::min);
            prop_assert_eq!(worst, Some(without.worst[at]).filter(|worst| !worst.is_nan()));
            let sum: f64 = below
                .iter()
                .filter(|child| with.scored[**child] > 0)
                .map(|child| with.mean[*child] * with.scored[*child] as f64)
                .sum();
            if without.scored[at] > 0 {
                prop_assert!((without.mean[at] * without.scored[at] as f64 - sum).abs() <= 1e-9 * sum.max(1.0));
                prop_assert!(without.worst[at] <= without.mean[at] + 1e-9);
            }
        }
    }
}
