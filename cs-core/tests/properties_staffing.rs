//! What always holds for staffing, on drawn portfolios and teams.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeMap;

use cs_core::staffing::books::{self, account::Accounts, request::Rules};
use cs_core::staffing::call::Call;
use proptest::prelude::*;
use serde_json::{Value, json};

/// An account: hours, value, owner, language and whether it needs the skill.
type Row = (u32, u32, Option<usize>, usize, bool);

const LANGUAGES: [&str; 3] = ["en", "ja", "de"];

fn rows(most: usize) -> impl Strategy<Value = Vec<Row>> {
    let row = (0..40_u32, 0..1000_u32, prop::option::of(0..4_usize), 0..3_usize, prop::bool::weighted(0.2));
    prop::collection::vec(row, 1..most)
}

/// A success manager: whether he speaks one language only, has the skill, and his limits.
type Desk = (Option<usize>, bool, Option<u32>, Option<u32>);

fn desks() -> impl Strategy<Value = Vec<Desk>> {
    let limit = || prop::option::weighted(0.3, 1..200_u32);
    prop::collection::vec(
        (prop::option::of(0..3_usize), any::<bool>(), limit(), prop::option::weighted(0.3, 1..9_u32)),
        1..5,
    )
}

fn accounts(rows: &[Row]) -> Vec<Value> {
    let account = |(at, (hours, value, owner, language, skill)): (usize, &Row)| {
        // 37 and 151 have no common divisor: names in an order that is not that of the rows.
        json!({"account": format!("a{}", at * 37 % 151), "hours": hours, "value": value,
               "owner": owner.map(|owner| format!("c{owner}")), "language": LANGUAGES[*language],
               "skills": if *skill { vec!["migration"] } else { vec![] }})
    };
    rows.iter().enumerate().map(account).collect()
}

fn csms(desks: &[Desk]) -> Vec<Value> {
    let csm = |(at, (language, skill, hours, most)): (usize, &Desk)| {
        json!({"csm": format!("c{at}"), "languages": language.map(|at| LANGUAGES[at]).as_slice(),
               "skills": if *skill { vec!["migration"] } else { vec![] }, "hours": hours, "most_accounts": most})
    };
    desks.iter().enumerate().map(csm).collect()
}

fn ask(accounts: &[Value], rest: Value) -> Value {
    let mut request = rest;
    request["accounts"] = json!(accounts);
    let answer = Call::Books.answer_json(&request.to_string()).unwrap();
    serde_json::from_str(&answer).unwrap()
}

fn number(value: &Value) -> f64 {
    value.as_str().map_or(f64::NAN, |text| text.parse().unwrap())
}

/// The load of each success manager by an answer: hours alone.
fn loads(answer: &Value, accounts: &[Value], csms: usize) -> Vec<u64> {
    let mut loads = vec![0; csms];
    for (assignment, account) in answer["assignments"].as_array().unwrap().iter().zip(accounts) {
        if let Some(name) = assignment["csm"].as_str() {
            loads[name[1..].parse::<usize>().unwrap()] += account["hours"].as_u64().unwrap();
        }
    }
    loads
}

/// Longest processing time first, written down again.
fn longest_first(mut hours: Vec<u64>, desks: usize) -> u64 {
    hours.sort_unstable_by(|one, other| other.cmp(one));
    let mut loads = vec![0; desks];
    for hours in hours {
        *loads.iter_mut().min().unwrap() += hours;
    }
    loads.into_iter().max().unwrap()
}

/// The best that any assignment does, by trying all.
fn optimum(hours: &[u64], desks: usize) -> u64 {
    let count = u32::try_from(hours.len()).unwrap();
    let ways = desks.pow(count);
    let heaviest = |mut way: usize| {
        let mut loads = vec![0; desks];
        for hours in hours {
            loads[way % desks] += hours;
            way /= desks;
        }
        loads.into_iter().max().unwrap()
    };
    (0..ways).map(heaviest).min().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn books_without_limits_are_never_worse_than_longest_first(rows in rows(60), desks in 1..6_usize) {
        let rows: Vec<Row> = rows.into_iter().map(|(hours, value, ..)| (hours, value, None, 0, false)).collect();
        let accounts = accounts(&rows);
        let csms: Vec<Value> = (0..desks).map(|at| json!({"csm": format!("c{at}")})).collect();
        let answer = ask(&accounts, json!({"csms": csms, "balance": {"hours": 1}}));
        let hours: Vec<u64> = rows.iter().map(|row| row.0.into()).collect();
        let heaviest = loads(&answer, &accounts, desks).into_iter().max().unwrap();
        prop_assert!(heaviest <= longest_first(hours, desks));
    }

    #[test]
    fn the_bound_is_no_more_than_the_optimum(rows in rows(8), desks in 1..4_usize) {
        let rows: Vec<Row> = rows.into_iter().map(|(hours, ..)| (hours, 0, None, 0, false)).collect();
        let accounts = accounts(&rows);
        let csms: Vec<Value> = (0..desks).map(|at| json!({"csm": format!("c{at}")})).collect();
        let answer = ask(&accounts, json!({"csms": csms}));
        let hours: Vec<u64> = rows.iter().map(|row| row.0.into()).collect();
        let total: u64 = hours.iter().sum();
        prop_assume!(total > 0);
        let best = f64::from(u32::try_from(optimum(&hours, desks) * u64::try_from(desks).unwrap()).unwrap())
            / f64::from(u32::try_from(total).unwrap());
        let report = &answer["report"];
        prop_assert!(number(&report["bound_over_mean"]) <= best + 1e-12);
        prop_assert!(number(&report["max_over_mean"]) >= best - 1e-12);
    }

    #[test]
    fn books_keep_every_limit_and_say_why_not(rows in rows(60), desks in desks(), most_moves in prop::option::of(0..9_u64)) {
        let (accounts, csms) = (accounts(&rows), csms(&desks));
        let answer = ask(&accounts, json!({"csms": csms, "most_moves": most_moves}));
        let mut moved = 0;
        let mut taken = vec![(0_u64, 0_u32); desks.len()];
        let assignments = answer["assignments"].as_array().unwrap();
        prop_assert_eq!(assignments.len(), rows.len());
        for (assignment, (hours, _, owner, language, skill)) in assignments.iter().zip(&rows) {
            let reason = assignment["reason"].as_str().unwrap();
            moved += u64::from(reason == "moved");
            let Some(name) = assignment["csm"].as_str() else {
                let fits = desks.iter().any(|desk| desk.0.is_none_or(|own| own == *language) && (desk.1 || !skill));
                prop_assert_eq!(fits, reason == "no_room");
                continue;
            };
            let at: usize = name[1..].parse().unwrap();
            let desk = &desks[at];
            prop_assert!(desk.0.is_none_or(|own| own == *language) && (desk.1 || !skill));
            prop_assert_eq!(reason == "kept", *owner == Some(at));
            taken[at] = (taken[at].0 + u64::from(*hours), taken[at].1 + 1);
        }
        let waiting = assignments.iter().zip(&rows).filter(|(assignment, _)| assignment["reason"] == "no_room");
        for (_, (hours, _, _, language, skill)) in waiting {
            let room = desks.iter().zip(&taken).any(|(desk, (full, count))| {
                desk.0.is_none_or(|own| own == *language)
                    && (desk.1 || !skill)
                    && desk.2.is_none_or(|most| full + u64::from(*hours) <= most.into())
                    && desk.3.is_none_or(|most| *count < most)
            });
            prop_assert!(!room, "there is room for {hours} hours");
        }
        for ((hours, count), desk) in taken.iter().zip(&desks) {
            prop_assert!(desk.2.is_none_or(|most| *hours <= most.into()) && desk.3.is_none_or(|most| *count <= most));
        }
        prop_assert!(most_moves.is_none_or(|most| moved <= most));
        prop_assert_eq!(answer["report"]["moves"].as_u64().unwrap(), moved);
        prop_assert!(!answer["report"]["gap"].as_str().is_some_and(|gap| gap.starts_with('-')));
    }

    #[test]
    fn books_do_not_depend_on_the_order_of_rows(rows in rows(40), desks in desks(), turn in 0..40_usize) {
        let (accounts, csms) = (accounts(&rows), csms(&desks));
        let mut turned = accounts.clone();
        turned.rotate_left(turn % accounts.len());
        turned.reverse();
        let mut backwards = csms.clone();
        backwards.reverse();
        let by_account = |answer: &Value| -> BTreeMap<String, Value> {
            let all = answer["assignments"].as_array().unwrap().iter();
            all.map(|one| (one["account"].as_str().unwrap().to_owned(), one.clone())).collect()
        };
        let one = ask(&accounts, json!({"csms": csms, "most_moves": 3}));
        let other = ask(&turned, json!({"csms": backwards, "most_moves": 3}));
        prop_assert_eq!(by_account(&one), by_account(&other));
        prop_assert_eq!(&one["report"]["gap"], &other["report"]["gap"]);
    }

    #[test]
    fn without_moves_every_owner_who_may_and_can_keeps_his_accounts(rows in rows(40)) {
        let accounts = accounts(&rows);
        let csms: Vec<Value> = (0..4).map(|at| json!({"csm": format!("c{at}"), "skills": ["migration"]})).collect();
        let answer = ask(&accounts, json!({"csms": csms, "most_moves": 0}));
        for (assignment, row) in answer["assignments"].as_array().unwrap().iter().zip(&rows) {
            prop_assert_eq!(assignment["reason"] == "kept", row.2.is_some());
        }
    }

    #[test]
    fn a_shortage_and_a_surplus_never_meet(heads in 0..60_u32, accounts in 0..200_u32, churn in 0..10_u32, leave in 0..30_u32) {
        let answer = plan(heads, accounts, churn, leave);
        for row in answer["months"].as_array().unwrap() {
            let part = |name: &str| number(&row[name]);
            let (short, left) = (part("shortage_hours"), part("surplus_hours"));
            prop_assert!(short == 0.0 || left == 0.0);
            let apart = part("demand_hours") - part("supply_hours") - (short - left);
            prop_assert!(apart.abs() < 1e-6 * part("demand_hours").max(1.0));
            prop_assert!(part("required") <= f64::from(u32::try_from(row["required_whole"].as_u64().unwrap()).unwrap()));
        }
    }

    #[test]
    fn hires_cover_every_shortage(heads in 0..60_u32, accounts in 0..200_u32, churn in 0..10_u32) {
        let answer = plan(heads, accounts, churn, 0);
        let hires = answer["tiers"][0]["hires"].as_array().unwrap();
        for row in answer["months"].as_array().unwrap() {
            let there = |hire: &&Value| hire["needed_on"].as_str() <= row["month"].as_str();
            let hired: u64 = hires.iter().filter(there).map(|hire| hire["heads"].as_u64().unwrap()).sum();
            prop_assert!(number(&row["shortage_heads"]) <= f64::from(u32::try_from(hired).unwrap()) + 1e-9);
        }
    }

    #[test]
    fn more_people_never_answer_later(load in 1..200_u32, more in 1..20_u32) {
        let pool = |agents: u32| -> Value {
            let request = json!({"requests_per_hour": load, "minutes_per_request": 30, "answer_within_minutes": 10, "agents": agents});
            serde_json::from_str(&Call::Pool.answer_json(&request.to_string()).unwrap()).unwrap()
        };
        let least = load / 2 + 1;
        let (few, many) = (pool(least), pool(least + more));
        let part = |answer: &Value, name: &str| answer[name].as_f64().unwrap();
        prop_assert!(part(&few, "waiting_probability") >= part(&many, "waiting_probability"));
        prop_assert!(part(&few, "answered_in_time") <= part(&many, "answered_in_time"));
        for answer in [&few, &many] {
            prop_assert!((0.0..=1.0).contains(&part(answer, "answered_in_time")));
        }
    }
}

fn plan(heads: u32, accounts: u32, churn: u32, leave: u32) -> Value {
    let request = json!({
        "staffing": {
            "kind": "staffing", "version": 1, "name": "drawn",
            "tiers": {"high": {"touches": [{"name": "call", "per_month": 2, "hours": 3}], "onboarding": {"hours": 20, "months": 2}}},
            "hours": {"amount": 160, "per": "month"}, "leave_hours": leave, "attrition": "0.02",
            "growth": {"high": {"new_per_month": 2, "churn": format!("0.0{churn}")}},
        },
        "portfolio": {"accounts": [{"tier": "high", "accounts": accounts}]},
        "staff": [{"tier": "high", "heads": format!("{}.{}", heads / 10, heads % 10)}],
        "first_month": "2027-01", "months": 8,
    });
    serde_json::from_str(&Call::Plan.answer_json(&request.to_string()).unwrap()).unwrap()
}

#[test]
fn a_hundred_books_of_a_thousand_accounts_are_nearly_even() {
    let account = |at: u64| json!({"account": at, "hours": 1 + at * 7919 % 23, "value": at * 104_729 % 997});
    let accounts: Vec<Value> = (0..1000).map(account).collect();
    let csms: Vec<Value> = (0..100).map(|at| json!({"csm": format!("c{at}")})).collect();
    let accounts = Accounts::from_json(&json!(accounts).to_string()).unwrap();
    let rules = Rules::from_json(&json!({"csms": csms}).to_string()).unwrap();
    let found = books::books(&accounts, &rules).unwrap();
    assert!(found.report.gap.unwrap().to_float() < 0.01, "{:?}", found.report.gap);
}
