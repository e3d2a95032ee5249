//! What always holds for touch policies, on drawn portfolios.

#![allow(
    clippy::unwrap_used,
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use cs_core::prelude::*;
use cs_core::touch::assign::Assignment;
use cs_core::touch::fitting::TouchFitting;
use cs_core::touch::summary::summarise;
use cs_core::touch::ties::TouchTies;
use proptest::prelude::*;

/// An account: its name, its measure (many are equal, some missing) and its previous tier.
#[derive(Debug, Clone, PartialEq)]
struct Row {
    account: String,
    measure: f64,
    previous: u8,
}

fn measures() -> impl Strategy<Value = f64> {
    prop_oneof![8 => (-20..60_i32).prop_map(f64::from), 1 => Just(f64::NAN), 2 => -1e6..1e6]
}

fn previous() -> impl Strategy<Value = u8> {
    prop_oneof![0..4_u8, Just(Tier::UNASSIGNED)]
}

/// Up to 150 accounts, so that some portfolios span several tiles; the first has a measure.
fn portfolios() -> impl Strategy<Value = Vec<Row>> {
    let row = |(measure, previous)| Row { account: String::new(), measure, previous };
    prop::collection::vec((measures(), previous()).prop_map(row), 1..150).prop_map(|mut rows| {
        // 37 and 151 have no common divisor: names in an order that is not that of the rows.
        rows.iter_mut().enumerate().for_each(|(at, row)| row.account = format!("a{}", at * 37 % 151));
        rows[0].measure = 7.0;
        rows
    })
}

/// Shares of the four tiers in hundredths.
fn hundredths() -> impl Strategy<Value = [usize; 4]> {
    [0..=100_usize, 0..=100, 0..=100].prop_map(|mut fences| {
        fences.sort_unstable();
        let [a, b, c] = fences;
        [a, b - a, c - b, 100 - c]
    })
}

#[expect(clippy::cast_precision_loss, reason = "at most 100")]
fn policy(shares: [usize; 4], split: bool, stickiness: f64) -> TouchPolicy {
    let [high, medium, low, tech] = shares.map(|share| Some(share as f64 / 100.0));
    let ties = if split { Ties::Split("account".into()) } else { Ties::Together };
    let policy = TouchPolicy::new(
        "drawn",
        fact("measure"),
        Shares { high, medium, low, tech, ties, ..Shares::default() },
    )
    .unwrap();
    policy.with_stickiness(stickiness).unwrap()
}

/// A policy by shares: hundredths, whether ties are split, stickiness.
fn policies() -> impl Strategy<Value = TouchPolicy> {
    let stickiness = prop_oneof![Just(0.0), Just(0.1), 0.0..0.9];
    (hundredths(), any::<bool>(), stickiness)
        .prop_map(|(shares, split, stickiness)| policy(shares, split, stickiness))
}

fn splits(policy: &TouchPolicy) -> bool {
    policy.facts().contains(&"account")
}

/// Hands the rows to `then` as a table with their previous tiers.
fn with_table<T>(rows: &[Row], then: impl FnOnce(&Table<'_>, &[u8]) -> T) -> T {
    let measures: Vec<f64> = rows.iter().map(|row| row.measure).collect();
    let accounts: Vec<&str> = rows.iter().map(|row| row.account.as_str()).collect();
    let previous: Vec<u8> = rows.iter().map(|row| row.previous).collect();
    let table = Table::new(rows.len()).with("measure", Values::Float(&measures), None).unwrap();
    let table = table.with("account", Values::Text(Texts::Slices(&accounts)), None).unwrap();
    then(&table, &previous)
}

fn fit(policy: &TouchPolicy, rows: &[Row]) -> TouchPolicy {
    with_table(rows, |table, _| policy.fit(table).unwrap())
}

fn part(policy: &TouchPolicy, rows: &[Row]) -> TouchFitting {
    let mut fitting = TouchFitting::new(policy, None).unwrap();
    with_table(rows, |table, _| fitting.add(table)).unwrap();
    fitting
}

fn apply(fitted: &TouchPolicy, rows: &[Row]) -> Assignment {
    let apply = |table: &Table<'_>, previous: &[u8]| {
        fitted.apply_with(table, Some(previous), None, Invalid::Error).unwrap()
    };
    with_table(rows, apply)
}

/// The tiers without regard to previous ones.
fn tiers(fitted: &TouchPolicy, rows: &[Row]) -> Vec<u8> {
    with_table(rows, |table, _| fitted.apply(table).unwrap().tier)
}

/// Accounts per tier when the first k tiers end at round-half-up(n · cumulative share), in whole numbers.
fn exact_counts(shares: [usize; 4], count: usize) -> [usize; 4] {
    let (mut cumulative, mut before) = (0, 0);
    shares.map(|share| {
        cumulative += share;
        let end = (2 * count * cumulative + 100) / 200;
        let own = end - before;
        before = end;
        own
    })
}

fn counts(tiers: &[u8]) -> [usize; 4] {
    Tier::USUAL.map(|tier| tiers.iter().filter(|rank| **rank == tier.rank()).count())
}

proptest! {
    #[test]
    fn shares_are_met_exactly_when_measures_are_distinct(shares in hundredths(), drawn in prop::collection::btree_set(-1000..1000_i32, 1..200)) {
        let row = |measure: &i32| Row { account: String::new(), measure: f64::from(*measure), previous: 0 };
        let rows: Vec<Row> = drawn.iter().map(row).collect();
        let found = tiers(&fit(&policy(shares, false, 0.0), &rows), &rows);
        prop_assert_eq!(counts(&found), exact_counts(shares, rows.len()));
    }

    #[test]
    fn shares_are_met_exactly_when_ties_are_split(shares in hundredths(), rows in portfolios()) {
        let found = tiers(&fit(&policy(shares, true, 0.0), &rows), &rows);
        let measured = rows.iter().filter(|row| !row.measure.is_nan()).count();
        prop_assert_eq!(counts(&found), exact_counts(shares, measured));
    }

    #[test]
    fn equals_are_together_and_none_is_worse_off_than_its_share(shares in hundredths(), rows in portfolios()) {
        let together = tiers(&fit(&policy(shares, false, 0.0), &rows), &rows);
        let split = tiers(&fit(&policy(shares, true, 0.0), &rows), &rows);
        for (row, tier) in rows.iter().zip(&together) {
            let equals = rows.iter().zip(&split).filter(|(other, _)| other.measure.total_cmp(&row.measure).is_eq());
            prop_assert_eq!(equals.map(|(_, tier)| *tier).min(), Some(*tier));
        }
    }

    #[test]
    fn parts_merged_in_any_order_are_the_whole(
        policy in policies(), rows in portfolios(), zeros in 0..3_usize, cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
        order in any::<u64>(),
    ) {
        let mut rows = rows;
        rows.iter_mut().take(zeros).for_each(|row| row.measure = -0.0);
        let mut fences: Vec<usize> = cuts.iter().map(|cut| cut.index(rows.len())).collect();
        fences.extend([0, rows.len()]);
        fences.sort_unstable();
        let mut parts: Vec<&[Row]> = fences.windows(2).map(|pair| &rows[pair[0]..pair[1]]).collect();
        parts.sort_by_key(|rows| rows.iter().fold(order, |hash, row| hash.rotate_left(5) ^ row.measure.to_bits()));
        let mut merged = TouchFitting::new(&policy, None).unwrap();
        for rows in &parts {
            let part = part(&policy, rows);
            let shipped = TouchFitting::from_json(&part.to_json().unwrap()).unwrap();
            prop_assert_eq!(&shipped, &part);
            merged.merge(&shipped).unwrap();
        }
        prop_assert_eq!(merged.to_json().unwrap(), part(&policy, &rows).to_json().unwrap());
        let whole = with_table(&rows, |table, _| policy.fit(table)).and_then(|fitted| fitted.to_json());
        let asked = merged.ties().unwrap();
        let mut ties = asked.clone();
        for rows in &parts {
            let mut part = TouchTies::from_json(&asked.to_json().unwrap()).unwrap();
            with_table(rows, |table, _| part.add(table)).unwrap();
            let shipped = TouchTies::from_json(&part.to_json().unwrap()).unwrap();
            prop_assert_eq!(&shipped, &part);
            ties.merge(&shipped).unwrap();
        }
        prop_assert_eq!(ties.finish().and_then(|fitted| fitted.to_json()), whole.clone());
        if !splits(&policy) {
            prop_assert_eq!(merged.finish().and_then(|fitted| fitted.to_json()), whole);
        }
    }

    #[test]
    fn a_table_that_is_refused_adds_nothing(policy in policies(), rows in portfolios(), at in any::<prop::sample::Index>()) {
        let mut broken = rows.clone();
        broken[at.index(rows.len())].measure = f64::INFINITY;
        let fitting = part(&policy, &rows);
        let mut after = fitting.clone();
        prop_assert_eq!(with_table(&broken, |table, _| after.add(table)).unwrap_err().code(), ErrorCode::NonFinite);
        prop_assert_eq!(after, fitting);
    }

    #[test]
    fn the_order_of_rows_does_not_matter(policy in policies(), (rows, shuffled) in portfolios().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))) {
        let (fitted, again) = (fit(&policy, &rows), fit(&policy, &shuffled));
        prop_assert_eq!(&fitted, &again);
        let (found, moved) = (apply(&fitted, &rows), apply(&fitted, &shuffled));
        let tier = |account: &str| rows.iter().position(|row| row.account == account).map(|row| found.tier[row]);
        for (row, now) in shuffled.iter().zip(moved.tier) {
            prop_assert_eq!(tier(&row.account), Some(now));
        }
    }

    #[test]
    fn a_policy_reads_back_as_it_was(policy in policies(), rows in portfolios()) {
        for policy in [fit(&policy, &rows), policy] {
            let text = policy.to_json().unwrap();
            let again = TouchPolicy::from_json(&text).unwrap();
            prop_assert_eq!(&again, &policy);
            prop_assert_eq!(again.to_json().unwrap(), text);
        }
    }

    #[test]
    fn a_higher_measure_never_lowers_the_tier(policy in policies(), rows in portfolios(), by in 0.0..50.0) {
        let fitted = fit(&policy, &rows);
        let raised: Vec<Row> = rows.iter().map(|row| Row { measure: row.measure + by, ..row.clone() }).collect();
        for (before, after) in apply(&fitted, &rows).tier.into_iter().zip(apply(&fitted, &raised).tier) {
            prop_assert!(after <= before, "{before} became {after}");
        }
    }

    #[test]
    fn tiers_that_were_given_stay(policy in policies(), rows in portfolios()) {
        let fitted = fit(&policy, &rows);
        let found = apply(&fitted, &rows).tier;
        let next: Vec<Row> = rows.iter().zip(&found).map(|(row, tier)| Row { previous: *tier, ..row.clone() }).collect();
        prop_assert_eq!(apply(&fitted, &next).tier, found);
    }

    #[test]
    fn without_stickiness_the_previous_tiers_do_not_matter(shares in hundredths(), split in any::<bool>(), rows in portfolios()) {
        let fitted = fit(&policy(shares, split, 0.0), &rows);
        prop_assert_eq!(apply(&fitted, &rows).tier, tiers(&fitted, &rows));
    }

    #[test]
    fn more_stickiness_never_moves_an_account_further(shares in hundredths(), rows in portfolios(), a in 0.0..0.9, b in 0.0..0.9) {
        let sticky = |stickiness: f64| apply(&fit(&policy(shares, false, stickiness), &rows), &rows).tier;
        let used = tiers(&fit(&policy(shares, false, 0.0), &rows), &rows);
        for ((row, loose), tight) in rows.iter().zip(sticky(f64::min(a, b))).zip(sticky(f64::max(a, b))) {
            // A previous tier that the cut does not have holds nobody.
            if used.contains(&row.previous) && !row.measure.is_nan() {
                prop_assert!(tight.abs_diff(row.previous) <= loose.abs_diff(row.previous));
            }
        }
    }

    #[test]
    fn sums_per_tier_add_up(policy in policies(), rows in portfolios()) {
        let fitted = fit(&policy, &rows);
        let found = apply(&fitted, &rows);
        let previous: Vec<u8> = rows.iter().map(|row| row.previous).collect();
        let summary = summarise(&fitted, &found, &found.measure, Some(&previous)).unwrap();
        prop_assert_eq!(summary.iter().map(|tier| tier.accounts).sum::<u64>(), rows.len() as u64);
        let known = |(now, before): &(&u8, &u8)| **now < 4 && **before < 4;
        let moved = found.tier.iter().zip(&previous).filter(known).filter(|(now, before)| now != before).count();
        prop_assert_eq!(summary.iter().map(|tier| tier.promoted + tier.demoted).sum::<u64>(), moved as u64);
        let shares: Vec<f64> = summary.iter().filter_map(|tier| tier.share_of_value).collect();
        let parts: f64 = summary.iter().map(|tier| tier.value.abs()).sum();
        let whole: f64 = summary.iter().map(|tier| tier.value).sum();
        prop_assert!(shares.is_empty() || (shares.iter().sum::<f64>() - 1.0).abs() <= 1e-12 * parts / whole);
    }
}

proptest! {
    // A table per account: fewer cases do.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn one_by_one_gives_the_tiers_of_the_table(policy in policies(), rows in portfolios()) {
        let fitted = fit(&policy, &rows);
        let mut one_by_one = Assignment::default();
        rows.chunks(1).for_each(|row| one_by_one.extend(apply(&fitted, row)));
        let found = apply(&fitted, &rows);
        prop_assert_eq!((one_by_one.tier, one_by_one.reason), (found.tier, found.reason));
    }
}

#[test]
fn parts_of_other_policies_and_other_days_are_not_merged() {
    let policy = TouchPolicy::hybrid_20_30_50("measure");
    let mut fitting = TouchFitting::new(&policy, None).unwrap();
    let other = policy.clone().with_stickiness(0.2).unwrap();
    let error = fitting.merge(&TouchFitting::new(&other, None).unwrap()).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("policy")));
    let Cut::Shares(shares) = policy.cut().clone() else { unreachable!("a policy by shares") };
    let days = TouchPolicy::new("days", days_since("seen"), shares).unwrap();
    let on = |day| TouchFitting::new(&days, NaiveDate::from_ymd_opt(2026, 10, day));
    let error = on(1).unwrap().merge(&on(2).unwrap()).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("as_of")));
    let error = on(99).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidArgument, Some("as_of")));
    // A day that nothing is counted to makes no difference.
    assert_eq!(
        TouchFitting::new(&policy, NaiveDate::from_ymd_opt(2026, 10, 1)),
        TouchFitting::new(&policy, None)
    );
}

#[test]
fn refuses_documents_that_no_fitting_writes() {
    let row = |measure| Row { account: String::new(), measure, previous: 0 };
    let text = part(&policy([20, 30, 0, 50], false, 0.1), &[row(3.0), row(1.0), row(3.0)]).to_json().unwrap();
    assert!(text.contains("[[1.0,1],[3.0,2]]"), "{text}");
    let refused = |from: &str, to: &str| {
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text, "{from} is not in {text}");
        TouchFitting::from_json(&edited).unwrap_err().code()
    };
    assert_eq!(refused("[1.0,1]", "[4.0,1]"), ErrorCode::InvalidDocument);
    assert_eq!(refused("[1.0,1]", "[1.0,0]"), ErrorCode::InvalidDocument);
    assert_eq!(refused("touch_fitting", "scorecard_fitting"), ErrorCode::Version);
    assert_eq!(refused("\"version\":1", "\"version\":2"), ErrorCode::Version);
}

/// Four accounts of which two have the measure at the end of the better tier, and the second round that asks for them.
fn second_round() -> (Vec<Row>, TouchTies) {
    let row = |(account, measure): (&str, f64)| Row { account: account.to_owned(), measure, previous: 0 };
    let rows: Vec<Row> = [("d", 3.0), ("c", 1.0), ("b", 3.0), ("a", 3.0)].map(row).to_vec();
    let ties = part(&policy([50, 0, 0, 50], true, 0.1), &rows).ties().unwrap();
    (rows, ties)
}

#[test]
fn every_part_is_added_once_in_the_second_round() {
    let (rows, asked) = second_round();
    let named = |rows: &[Row]| {
        let mut ties = asked.clone();
        with_table(rows, |table, _| ties.add(table)).map(|()| ties)
    };
    let first = named(&rows[..2]).unwrap();
    let error = first.finish().unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("ends")));
    let mut twice = named(&rows).unwrap();
    let before = twice.clone();
    let error = twice.merge(&first).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("ends[0].seen")));
    assert_eq!(twice, before);
    let same = [rows[0].clone(), Row { account: "d".to_owned(), ..rows[1].clone() }];
    assert_eq!(named(&same).unwrap_err().code(), ErrorCode::DuplicateAccount);
    let error = named(&rows[..1]).unwrap().merge(&first).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::DuplicateAccount, Some("ends[0].accounts")));
    let mut numbered = asked.clone();
    let table = Table::new(1).with("measure", Values::Float(&[3.0]), None).unwrap();
    numbered.add(&table.with("account", Values::Integer(&[7]), None).unwrap()).unwrap();
    assert_eq!(numbered.merge(&first).unwrap_err().code(), ErrorCode::TypeMismatch);
    let other = part(&policy([50, 0, 0, 50], true, 0.1), &rows[..3]).ties().unwrap();
    let error = numbered.merge(&other).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("ends")));
}

#[test]
fn keeps_as_many_names_as_the_tier_takes() {
    let (rows, mut ties) = second_round();
    with_table(&rows, |table, _| ties.add(table)).unwrap();
    let text = ties.to_json().unwrap();
    assert!(text.contains(r#""equal":3,"seen":3,"accounts":["a","b"]"#), "{text}");
    let refused = |from: &str, to: &str| {
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text, "{from} is not in {text}");
        TouchTies::from_json(&edited).unwrap_err().code()
    };
    assert_eq!(refused(r#"["a","b"]"#, r#"["b","a"]"#), ErrorCode::InvalidDocument);
    assert_eq!(refused(r#"["a","b"]"#, r#"["a","b","c"]"#), ErrorCode::InvalidDocument);
    assert_eq!(refused(r#"["a","b"]"#, r#"[7,"b"]"#), ErrorCode::TypeMismatch);
    assert_eq!(refused(r#""seen":3"#, r#""seen":4"#), ErrorCode::InvalidDocument);
    assert_eq!(refused(r#""equal":3"#, r#""equal":1"#), ErrorCode::InvalidDocument);
    assert_eq!(refused(r#""count":4"#, r#""count":9"#), ErrorCode::InvalidDocument);
    assert_eq!(refused("touch_ties", "touch_fitting"), ErrorCode::Version);
}

/// Documents of a second round that no first round gives: each with the place that is wrong.
#[test]
fn refuses_ends_that_no_first_round_gives() {
    let (rows, _) = second_round();
    let ties = Ties::Split("account".to_owned());
    let halves = Shares { high: Some(0.5), tech: Some(0.5), ties, ..Shares::default() };
    let mut ties = part(&TouchPolicy::new("halves", fact("measure"), halves).unwrap(), &rows).ties().unwrap();
    with_table(&rows, |table, _| ties.add(table)).unwrap();
    let end = r#"{"measure":3.0,"above":0,"equal":3,"seen":3,"accounts":["a","b"]}"#;
    let text = ties.to_json().unwrap();
    assert!(text.ends_with(&format!(r#""count":4,"ends":[{end}]}}"#)), "{text}");
    for (from, to, place) in [
        (end, "", "ends"),
        (end, &*format!("{end},{end}"), "ends"),
        (end, "null", "ends[0]"),
        (r#""count":4"#, r#""count":0"#, "ends"),
        (r#""count":4"#, r#""count":2"#, "ends[0].above"),
        (r#""above":0"#, r#""above":2"#, "ends[0].above"),
        (r#""above":0,"equal":3"#, r#""above":1,"equal":4"#, "ends[0].above"),
        (r#""equal":3"#, r#""equal":1"#, "ends[0].above"),
        (r#""seen":3"#, r#""seen":1"#, "ends[0].accounts"),
        (r#"["a","b"]"#, r#"["a","a"]"#, "ends[0].accounts"),
        (r#"["a","b"]"#, r#"["a","b","c"]"#, "ends[0].accounts"),
    ] {
        let edited = text.replacen(from, to, 1);
        let error = TouchTies::from_json(&edited).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidDocument, Some(place)), "{from} {to}");
    }
}

#[test]
fn ends_fall_from_tier_to_tier_or_are_the_same() {
    let row = |measure| Row { account: format!("a{measure}"), measure, previous: 0 };
    let ends = |shares| {
        let ties =
            part(&policy(shares, true, 0.1), &[row(3.0), row(2.0), row(2.0), row(1.0)]).ties().unwrap();
        ties.to_json().unwrap()
    };
    let end = |measure: f64, above, equal| {
        format!(r#"{{"measure":{measure:?},"above":{above},"equal":{equal},"seen":0,"accounts":[]}}"#)
    };
    let (three, two) = (end(3.0, 0, 1), end(2.0, 1, 2));
    let (apart, same) = (ends([25, 25, 0, 50]), ends([50, 25, 0, 25]));
    assert!(apart.contains(&format!("[{three},{two},{two}]")), "{apart}");
    assert!(same.contains(&format!("[{two},{two},{two}]")), "{same}");
    for (text, from, to, place) in [
        (&apart, &three, end(2.0, 0, 1), "ends[1].measure"),
        (&apart, &three, end(1.0, 0, 1), "ends[1].measure"),
        (&apart, &three, end(3.0, 0, 2), "ends[1].above"),
        (&same, &two, end(2.0, 0, 3), "ends[1].measure"),
    ] {
        let error = TouchTies::from_json(&text.replacen(&**from, &to, 1)).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::InvalidDocument, Some(place)), "{from} {to}");
    }
}

#[test]
fn ties_of_other_policies_and_other_days_are_not_merged() {
    let (rows, asked) = second_round();
    let other = part(&policy([50, 0, 0, 50], true, 0.2), &rows).ties().unwrap();
    let error = asked.clone().merge(&other).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("policy")));
    let Cut::Shares(shares) = asked.policy().cut().clone() else { unreachable!("a policy by shares") };
    let days = TouchPolicy::new("days", days_since("seen"), shares).unwrap();
    let on = |day| {
        let mut fitting = TouchFitting::new(&days, NaiveDate::from_ymd_opt(2026, 10, day)).unwrap();
        let table = Table::new(2).with("seen", Values::Day(&[20_000, 20_001]), None).unwrap();
        fitting.add(&table.with("account", Values::Integer(&[1, 2]), None).unwrap()).unwrap();
        fitting.ties().unwrap()
    };
    let error = on(1).merge(&on(2)).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("as_of")));
    let text = on(1).to_json().unwrap();
    let without = text.replacen(r#""as_of":"2026-10-01","#, "", 1);
    assert_ne!(without, text);
    let error = TouchTies::from_json(&without).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidArgument, Some("as_of")));
}

/// Nothing is added by a table that is refused, and a policy that splits no ties asks for none.
#[test]
fn a_table_that_is_refused_adds_no_names() {
    let (rows, asked) = second_round();
    let measured = || Table::new(2).with("measure", Values::Float(&[3.0, 3.0]), None).unwrap();
    let named = |names| measured().with("account", names, None).unwrap();
    let mut ties = asked.clone();
    let mut refused = |table: &Table<'_>| {
        let error = ties.add(table).unwrap_err();
        assert_eq!(ties, asked);
        error.code()
    };
    assert_eq!(refused(&measured()), ErrorCode::MissingColumn);
    assert_eq!(refused(&named(Values::Float(&[1.0, 2.0]))), ErrorCode::TypeMismatch);
    assert_eq!(refused(&named(Values::Integer(&[7, 7]))), ErrorCode::DuplicateAccount);
    let text = Table::new(1).with("measure", Values::Float(&[f64::INFINITY]), None).unwrap();
    let text = text.with("account", Values::Integer(&[7]), None).unwrap();
    assert_eq!(refused(&text), ErrorCode::NonFinite);
    let four: Vec<Row> =
        ["e", "f", "g", "h"].map(|name| Row { account: name.to_owned(), ..rows[0].clone() }).to_vec();
    assert_eq!(with_table(&four, |table, _| refused(table)), ErrorCode::Inconsistent);
    let together = part(&policy([50, 0, 0, 50], false, 0.1), &rows).ties().unwrap();
    let mut same = together.clone();
    same.add(&Table::new(0)).unwrap();
    assert_eq!(same, together);
}
