//! Bad input that Rust alone can express, or whose bits must be seen; docs/faults.md lists it with all the rest.
#![allow(clippy::unwrap_used, clippy::float_cmp, reason = "a test fails where its values are not there")]

use cs_core::health::explain::Contribution;
use cs_core::health::table::Outputs;
use cs_core::prelude::*;
use cs_core::revenue::flow::Flow;
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::{Data, Rows};
use cs_core::touch::place::{self, Reading};

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 31).unwrap()
}

/// A card with one indicator of each scale that numbers have, all of the fact `x`.
fn every_scale() -> Scorecard {
    let scales = [
        linear(-1.0, 3.0),
        points([(-1.0, 0.0), (2.0, 100.0)]),
        half_life(14.0),
        logistic(1.0, 0.5),
        flag(100.0, 10.0),
        steps([at_least(0.0, 70.0)]).otherwise(20.0),
        choices([("0", 30.0), ("1", 90.0)]),
    ];
    let indicators = scales.into_iter().enumerate().map(|(at, scale)| {
        Indicator::of(format!("i{at}"), if at % 2 == 0 { fact("x") } else { sum(["x", "y"]) }).scale(scale)
    });
    indicators
        .fold(Scorecard::builder("every scale").min_coverage(0.0), |card, one| card.indicator(one))
        .build()
        .unwrap()
}

/// Scores, bounds and coverage of a table of these values, as bits; with a mask they are read by another way.
fn columns(card: &Scorecard, x: f64, masked: bool) -> Vec<u64> {
    let (values, known) = ([x; 3], [0b0000_0111]);
    let mask = masked.then(|| Validity::new(&known, 0));
    let table = Table::new(3).with("x", Values::Float(&values), mask).unwrap();
    let table = table.with("y", Values::Float(&values), mask).unwrap();
    let scored = card.score_table(&table, as_of()).unwrap();
    [scored.score, scored.coverage, scored.low, scored.high]
        .iter()
        .flatten()
        .map(|value| value.to_bits())
        .collect()
}

#[test]
fn minus_zero_has_the_bits_of_zero() {
    let card = every_scale();
    for masked in [false, true] {
        assert_eq!(columns(&card, -0.0, masked), columns(&card, 0.0, masked), "masked: {masked}");
    }
    let one = |x: f64| card.score(&Facts::new().with("x", x).with("y", x), as_of()).unwrap();
    assert_eq!(one(-0.0).to_json().unwrap(), one(0.0).to_json().unwrap());
    let explained = |x: f64| {
        let values = [x];
        let table = Table::new(1).with("x", Values::Float(&values), None).unwrap();
        let table = table.with("y", Values::Float(&values), None).unwrap();
        let mut raw = Vec::new();
        let parts =
            |_, parts: Vec<Contribution>| raw.extend(parts.into_iter().map(|part| format!("{:?}", part.raw)));
        card.explain_table(&table, as_of(), Invalid::Error, parts).unwrap();
        raw
    };
    assert_eq!(explained(-0.0), explained(0.0));
}

#[test]
fn outputs_of_another_length_are_refused_before_any_is_written() {
    let card = Scorecard::builder("x")
        .indicator(Indicator::of("x", fact("x")).scale(linear(0.0, 1.0)))
        .build()
        .unwrap();
    let values = [0.5, 1.0, 0.0];
    let table = Table::new(3).with("x", Values::Float(&values), None).unwrap();
    for wrong in [0, 2, 4] {
        let (mut score, mut band, mut low) = ([7.0; 3], [7; 3], vec![7.0; wrong]);
        let outputs =
            Outputs { score: &mut score, band: &mut band, low: Some(&mut low), ..Outputs::default() };
        let error = card.score_into(&table, as_of(), Invalid::Error, outputs).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LengthMismatch);
        assert!(score == [7.0; 3] && band == [7; 3] && low.iter().all(|value| *value == 7.0));
    }
    let policy = TouchPolicy::new("x", fact("x"), Cut::thresholds([(Tier::High, 1.0)], Tier::Tech)).unwrap();
    for wrong in [0, 2, 4] {
        let (mut tier, mut measure) = ([7; 3], vec![7.0; wrong]);
        let outputs =
            place::Outputs { tier: &mut tier, measure: Some(&mut measure), ..place::Outputs::default() };
        let error = policy.apply_into(&table, None, &Reading::default(), outputs).unwrap_err();
        assert_eq!(error.code(), ErrorCode::LengthMismatch);
        assert!(tier == [7; 3] && measure.iter().all(|value| *value == 7.0));
    }
}

#[test]
fn bits_behind_the_last_row_are_not_looked_at() {
    let card = every_scale();
    let values = [0.5, f64::INFINITY, 1.0];
    let scored = [0b0000_0101, 0b1111_1101].map(|known| {
        let known = [known];
        let mask = Some(Validity::new(&known, 0));
        let table = Table::new(3).with("x", Values::Float(&values), mask).unwrap();
        let table = table.with("y", Values::Float(&values), mask).unwrap();
        let scored = card.score_table(&table, as_of()).unwrap();
        (scored.band.clone(), scored.coverage.clone(), scored.errored_rows)
    });
    assert_eq!(scored[0], scored[1]);
    assert_eq!(scored[0].1[1], 0.0);
}

/// Where addresses have 32 bits, no number of rows is too large to be counted.
#[test]
#[cfg(target_pointer_width = "64")]
fn a_table_of_more_rows_than_can_be_counted_is_refused() {
    for rows in [(1 << 32) + 1, 1 << 61, usize::MAX] {
        assert_eq!(Table::new(rows).with("x", Values::Missing, None).unwrap_err().code(), ErrorCode::Limit);
        assert_eq!(Rows::new(rows).with("x", Data::Missing, None).unwrap_err().code(), ErrorCode::Limit);
    }
}

/// The cards of a set score rows of their own; an error names the row of the caller's table, and of several the first.
#[test]
fn a_set_names_the_first_row_that_one_of_its_cards_refuses() {
    let set = ScorecardSet::from_json(
        r#"{"kind": "scorecard_set", "version": 1, "name": "s",
        "cards": [
            {"name": "one", "indicators": [{"name": "a", "input": "a", "scale": {"linear": {"from": 0, "to": 1}}}]},
            {"name": "two", "indicators": [{"name": "b", "input": "b", "scale": {"linear": {"from": 0, "to": 1}}}]}],
        "scores": [{"name": "health", "otherwise": "two", "choose": [
            {"when": {"fact": "first", "is": true}, "card": "one", "reason": "first"}]}]}"#,
    )
    .unwrap();
    let inf = f64::INFINITY;
    let refused = |a: &[f64; 5], b: &[f64; 5]| {
        let table = Table::new(5)
            .with("first", Values::Flag { bits: &[0b01010], offset: 0 }, None)
            .and_then(|table| table.with("a", Values::Float(a), None))
            .and_then(|table| table.with("b", Values::Float(b), None))
            .unwrap();
        set.score_table(&table, as_of(), Invalid::Error).map_err(|error| {
            assert_eq!(error.code(), ErrorCode::NonFinite, "{error}");
            (error.column().unwrap().to_owned(), error.row().unwrap())
        })
    };
    assert!(
        refused(&[inf, 1.0, inf, 1.0, inf], &[1.0, inf, 1.0, inf, 1.0]).is_ok(),
        "each card reads its own rows"
    );
    assert_eq!(refused(&[1.0, 1.0, 1.0, inf, 1.0], &[1.0; 5]).unwrap_err(), ("a".to_owned(), 3));
    assert_eq!(
        refused(&[1.0, 1.0, 1.0, inf, 1.0], &[1.0, 1.0, inf, 1.0, inf]).unwrap_err(),
        ("b".to_owned(), 2)
    );
    assert_eq!(
        refused(&[1.0, inf, 1.0, inf, 1.0], &[1.0, 1.0, inf, 1.0, 1.0]).unwrap_err(),
        ("a".to_owned(), 1)
    );
}

/// Values beside an assignment are numbers of the same accounts, and so are their sums.
#[test]
fn movements_refuse_values_that_do_not_fit_with_their_place() {
    let policy = TouchPolicy::new("p", fact("x"), Cut::thresholds([(Tier::High, 10.0)], Tier::Tech)).unwrap();
    let table = Table::new(2).with("x", Values::Float(&[20.0, 5.0]), None).unwrap();
    let now = policy.apply_with(&table, None, None, Invalid::Error).unwrap();
    let tech = [Tier::Tech.rank(); 2];
    let refused = |values: &[f64]| {
        let error = policy.movements(&now, values, &tech).unwrap_err();
        (error.code(), error.path().map(str::to_owned), error.row())
    };
    let at = Some("values".to_owned());
    assert_eq!(refused(&[1.0]), (ErrorCode::LengthMismatch, at.clone(), None));
    assert_eq!(refused(&[1.0, f64::NEG_INFINITY]), (ErrorCode::NonFinite, at.clone(), Some(1)));
    let both = policy.apply_with(
        &Table::new(2).with("x", Values::Float(&[20.0, 20.0]), None).unwrap(),
        None,
        None,
        Invalid::Error,
    );
    let error = policy.movements(&both.unwrap(), &[1.7e308; 2], &tech).unwrap_err();
    assert_eq!((error.code(), error.path().map(str::to_owned)), (ErrorCode::Overflow, at));
    assert_eq!(
        policy
            .movements(&now, &[1.0, f64::NAN], &tech)
            .unwrap()
            .matrix
            .iter()
            .map(|flow| flow.value)
            .sum::<f64>(),
        1.0
    );
}

/// Rules that are made in code pass the door of their card.
#[test]
fn a_rule_that_is_too_deep_or_equals_nothing_is_refused() {
    let card = |rule: Rule| {
        Scorecard::builder("x")
            .indicator(Indicator::of("x", fact("x")).scale(linear(0.0, 1.0)))
            .exception(Exception::cap(39.0).when(rule).because("because"))
            .build()
    };
    let deep = |levels: usize| (0..levels).fold(fact("x").is(true), |rule, _| Rule::Not(Box::new(rule)));
    assert!(card(deep(31)).is_ok());
    let error = card(deep(32)).unwrap_err();
    assert_eq!(error.code(), ErrorCode::Limit, "{error}");
    assert!(error.path().is_some_and(|path| path.starts_with("exceptions[0].when")), "{error}");
    let error = card(fact("x").equals(Fact::Missing)).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidDocument, Some("exceptions[0].when.equals")));
    let error = card(fact("x").one_of([Fact::Flag(true), Fact::Missing])).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::InvalidDocument, Some("exceptions[0].when.one_of")));
}

/// Results come back from files and queues, where anything may have happened to them.
#[test]
fn a_result_that_no_card_gives_is_refused_with_its_place() {
    let line = |name: &str| Indicator::of(name, fact(name)).scale(linear(0.0, 100.0));
    let card = Scorecard::builder("two").indicator(line("a")).indicator(line("b")).build().unwrap();
    let health = card.score(&Facts::new().with("a", 50).with("b", 25), as_of()).unwrap();
    let text = health.to_json().unwrap();
    let changed = |path: &[&str], value: serde_json::Value| {
        let mut written: serde_json::Value = serde_json::from_str(&text).unwrap();
        *path.iter().fold(&mut written, |part, name| match name.parse::<usize>() {
            Ok(at) => &mut part[at],
            Err(_) => &mut part[*name],
        }) = value;
        Health::from_json(&written.to_string())
    };
    assert_eq!(changed(&["score"], 37.5.into()).unwrap(), health);
    for (path, value) in [
        (&["score"][..], "100.5"),
        (&["low"], "-1.0"),
        (&["high"], "1e30"),
        (&["computed_score"], "101.0"),
        (&["card_score"], "101.0"),
        (&["coverage"], "1.1"),
        (&["coverage"], "-0.1"),
        (&["contributions", "1", "weight"], "2.0"),
        (&["contributions", "1", "score"], "-1.0"),
    ] {
        let error = changed(path, serde_json::from_str(value).unwrap()).unwrap_err();
        let place = path.join(".").replace(".1.", "[1].");
        let found = error.value().map(|found| found.parse::<f64>().unwrap());
        assert_eq!(
            (error.code(), error.path()),
            (ErrorCode::InvalidDocument, Some(place.as_str())),
            "{error}"
        );
        assert_eq!(found, Some(value.parse().unwrap()), "{error}");
    }
    let part = serde_json::from_str::<serde_json::Value>(&text).unwrap()["contributions"][0].clone();
    let many = changed(&["contributions"], vec![part; 257].into()).unwrap_err();
    assert_eq!((many.code(), many.path()), (ErrorCode::Limit, Some("contributions")));
}

/// What is written in code passes the same door as a document, so nothing that JSON has no number for is ever written.
#[test]
fn what_is_made_in_code_holds_finite_numbers_only() {
    let scaled = |scale: Scale| Indicator::of("x", fact("x")).scale(scale);
    let of = |indicator: Indicator| Scorecard::builder("x").indicator(indicator);
    let good = || of(scaled(linear(0.0, 1.0)));
    for none in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let drafts = [
            of(scaled(linear(none, 1.0))),
            of(scaled(points([(0.0, none), (1.0, 100.0)]))),
            of(scaled(points([(0.0, 0.0), (none, 100.0)]))),
            of(scaled(half_life(none))),
            of(scaled(logistic(none, 1.0))),
            of(scaled(logistic(0.0, none))),
            of(scaled(flag(none, 0.0))),
            of(scaled(steps([at_least(none, 50.0)]).otherwise(0.0))),
            of(scaled(steps([at_least(1.0, none)]).otherwise(0.0))),
            of(scaled(choices([("a", none)]))),
            of(scaled(linear(0.0, 1.0)).weight(none)),
            of(scaled(linear(0.0, 1.0)).fading(none, "on")),
            of(scaled(linear(0.0, 1.0)).when_missing(Missing::AsScore(none))),
            good().missing(Missing::AsScore(none)),
            good().min_coverage(none),
            good().bands([Band::at_least("all", none)]),
            good().exception(Exception::cap(none).when(fact("x").at_least(1.0)).because("x")),
            good().exception(Exception::cap(5.0).when(fact("x").at_least(none)).because("x")),
        ];
        for (at, draft) in drafts.into_iter().enumerate() {
            assert!(draft.build().is_err(), "{none}, draft {at}");
        }
        let tiers = Cut::thresholds([(Tier::High, none)], Tier::Tech);
        assert!(TouchPolicy::new("x", fact("x"), tiers).is_err(), "{none}");
    }
    assert!(good().build().is_ok());
}

fn movements() -> Movements {
    let rows = Rows::new(3)
        .with("account", Data::Integer64(&[1, 2, 1]), None)
        .and_then(|rows| rows.with("month", Data::Integer64(&[0, 0, 1]), None))
        .and_then(|rows| rows.with("mrr", Data::Integer64(&[60, 40, 70]), None));
    Movements::of(&rows.unwrap(), &Options::default()).unwrap()
}

#[test]
fn lines_that_do_not_close_are_a_defect_or_a_refused_document() {
    let whole = movements();
    for flow in whole.total() {
        assert!(flow.check().is_ok());
        let altered = Flow { closing: flow.closing + 1, ..*flow };
        assert_eq!(altered.check().unwrap_err().code(), ErrorCode::Internal);
    }
    let written = whole.to_json().unwrap();
    assert_eq!(Movements::from_json(&written).unwrap(), whole);
    let altered = written.replacen("\"closing\":", "\"closing\":1", 1);
    assert_ne!(altered, written);
    assert_eq!(Movements::from_json(&altered).unwrap_err().code(), ErrorCode::InvalidDocument);
}

/// What holds of amounts holds of the accounts behind them.
#[test]
fn accounts_that_open_come_and_go_are_those_that_close() {
    let accounts: Vec<i64> = (0..400).map(|row| row * 7 % 23).collect();
    let months: Vec<i64> = (0..400).map(|row| row * row % 11).collect();
    let amounts: Vec<i64> = (0..400).map(|row| row % 5 * 10).collect();
    let rows = Rows::new(400)
        .with("account", Data::Integer64(&accounts), None)
        .and_then(|rows| rows.with("month", Data::Integer64(&months), None))
        .and_then(|rows| rows.with("mrr", Data::Integer64(&amounts), None))
        .unwrap();
    let mut moved = 0;
    for gap_tolerance in 0..3 {
        let options = Options { gap_tolerance, ..Options::default() };
        for flow in Movements::of(&rows, &options).unwrap().total() {
            let counts = flow.accounts;
            moved += counts.churn;
            assert_eq!(
                counts.opening + counts.new_business + counts.reactivation - counts.churn,
                counts.closing
            );
        }
    }
    assert!(moved > 20);
}
