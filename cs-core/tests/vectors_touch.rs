//! Runs `tests/vectors/touch`: portfolios put into tiers, and policies that are refused.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "vectors_health/files.rs"]
#[allow(dead_code, reason = "the scorecards' runner uses the rest")]
mod files;

use std::collections::BTreeMap;
use std::ops::Range;

use cs_core::fact::workers::Workers;
use cs_core::prelude::*;
use cs_core::touch::assign::Assignment;
use cs_core::touch::fitting::TouchFitting;
use cs_core::touch::movement::Movements;
use cs_core::touch::summary::{TierSummary, summarise};
use cs_core::touch::teams::Teams;
use cs_core::touch::ties::TouchTies;
use files::{Refusal, Value, each, same};
use serde::Deserialize;
use serde_json::json;

#[derive(Deserialize)]
struct Case {
    name: String,
    policy: Value,
    #[serde(default)]
    columns: BTreeMap<String, Vec<Value>>,
    previous: Option<Vec<Option<Tier>>>,
    as_of: Option<NaiveDate>,
    #[serde(default)]
    invalid: Invalid,
    /// Whether shares are fitted on the same columns before they are applied.
    #[serde(default = "yes")]
    fit: bool,
    summed: Option<String>,
    expected: Option<Expected>,
    #[serde(flatten)]
    refusal: Option<Refusal>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Expected {
    cut_offs: Value,
    otherwise: Tier,
    tier: Vec<Option<Tier>>,
    reason: Vec<String>,
    without_accounts: Vec<Tier>,
    summary: Option<Value>,
    movements: Option<Value>,
}

/// A column's values, owned; a column that has nothing but numbers, `null` and their names is one of numbers.
enum Owned<'c> {
    Numbers(Vec<f64>),
    Whole(Vec<i64>),
    Flags(Vec<u8>),
    Texts(Vec<&'c str>),
}

impl<'c> Owned<'c> {
    /// Whole numbers that name accounts stay whole; all other numbers are floats, as those to rank by.
    fn new(name: &str, values: &'c [Value]) -> Self {
        let whole = |value: &Value| if value.is_null() { Some(0) } else { value.as_i64() };
        let whole: Option<Vec<i64>> = values.iter().map(whole).collect();
        if let Some(whole) = whole.filter(|_| name == "account") {
            return Owned::Whole(whole);
        }
        let number = |value: &Value| match value {
            Value::Null => Some(f64::NAN),
            Value::Number(number) => number.as_f64(),
            Value::String(text) if matches!(text.as_str(), "NaN" | "Infinity" | "-Infinity") => {
                text.parse().ok()
            }
            _ => None,
        };
        let text = |value: &'c Value| value.as_str().unwrap_or_default();
        match values.iter().map(number).collect() {
            Some(numbers) => Owned::Numbers(numbers),
            None if values.iter().all(|value| value.is_boolean() || value.is_null()) => {
                Owned::Flags(bits(values, |value| value.as_bool() == Some(true)))
            }
            None => Owned::Texts(values.iter().map(text).collect()),
        }
    }

    fn values(&self, rows: &Range<usize>) -> Values<'_> {
        match self {
            Owned::Numbers(numbers) => Values::Float(&numbers[rows.clone()]),
            Owned::Whole(numbers) => Values::Integer(&numbers[rows.clone()]),
            Owned::Flags(bits) => Values::Flag { bits, offset: rows.start },
            Owned::Texts(texts) => Values::Text(Texts::Slices(&texts[rows.clone()])),
        }
    }
}

fn bits(values: &[Value], holds: impl Fn(&Value) -> bool) -> Vec<u8> {
    let byte = |eight: &[Value]| eight.iter().rev().fold(0, |byte, value| byte << 1 | u8::from(holds(value)));
    values.chunks(8).map(byte).collect()
}

struct Applied {
    policy: TouchPolicy,
    assignment: Assignment,
    summary: Option<Vec<TierSummary>>,
    movements: Option<Movements>,
}

/// The policy as the builders make it, from what it says of itself.
fn built(policy: &TouchPolicy) -> Result<TouchPolicy> {
    let (name, by, teams) = (policy.name(), policy.by().clone(), *policy.teams());
    let begun = match policy.cut() {
        Cut::Capacity { otherwise, ties } => {
            TouchPolicy::by_capacity(name, by, teams, *otherwise, ties.clone())?
        }
        cut => TouchPolicy::new(name, by, cut.clone())?.with_teams(teams)?,
    };
    let sticky = begun.with_stickiness(policy.stickiness())?;
    let own = policy.missing().into_iter().fold(sticky, TouchPolicy::with_missing);
    let mut rules = policy.overrides().iter();
    rules.try_fold(own, |policy, rule| policy.with_override(rule.when.clone(), rule.tier, &*rule.reason))
}

/// Applies the case's policy, fitted where it has shares; the policy comes from the builders, and fitted as it reads back
/// from its own document.
fn apply(case: &Case) -> Result<Applied> {
    let read = TouchPolicy::from_json(&case.policy.to_string())?;
    let policy = built(&read)?;
    assert_eq!(policy, read, "{}", case.name);
    assert_eq!(policy.to_json()?, read.to_json()?, "{}", case.name);
    let rows = case.columns.values().next().map_or(0, Vec::len);
    let owned: Vec<(Owned<'_>, Vec<u8>)> = case
        .columns
        .iter()
        .map(|(name, values)| (Owned::new(name, values), bits(values, |value| !value.is_null())))
        .collect();
    let slice = |rows: Range<usize>| {
        let mut columns = case.columns.keys().zip(&owned);
        columns.try_fold(Table::new(rows.len()), |table, (name, (values, known))| {
            table.with(name, values.values(&rows), Some(Validity::new(known, rows.start)))
        })
    };
    let table = slice(0..rows)?;
    let policy = if case.fit {
        let fitted = policy.fit_with(&table, case.as_of, &Workers::ALONE)?;
        let fitted = TouchPolicy::from_json(&fitted.to_json()?)?;
        fit_in_parts(case, &policy, [slice(0..rows / 2)?, slice(rows / 2..rows)?], &fitted);
        fitted
    } else {
        policy
    };
    let previous: Option<Vec<u8>> = case
        .previous
        .as_ref()
        .map(|tiers| tiers.iter().map(|tier| tier.map_or(Tier::UNASSIGNED, Tier::rank)).collect());
    let assignment = policy.apply_with(&table, previous.as_deref(), case.as_of, case.invalid)?;
    let summed = case.columns.keys().zip(&owned).find(|(name, _)| Some(*name) == case.summed.as_ref());
    let (mut summary, mut movements) = (None, None);
    if let Some((name, (values, _))) = summed {
        let Owned::Numbers(values) = values else { panic!("{name} is summed") };
        summary = Some(summarise(&policy, &assignment, values, previous.as_deref())?);
        let moved = previous.as_deref().map(|previous| policy.movements(&assignment, values, previous));
        movements = moved.transpose()?;
    }
    Ok(Applied { policy, assignment, summary, movements })
}

/// Two parts, shipped as documents and merged in both orders, give the document of the whole; where ties are split, after
/// a second round.
fn fit_in_parts(case: &Case, policy: &TouchPolicy, parts: [Table<'_>; 2], whole: &TouchPolicy) {
    let gather = |table: &Table<'_>| {
        let mut fitting = TouchFitting::new(policy, case.as_of)?;
        fitting.add(table)?;
        TouchFitting::from_json(&fitting.to_json()?)
    };
    let in_parts = |order: [usize; 2]| -> Result<TouchPolicy> {
        let [one, other] = order.map(|at| &parts[at]);
        let mut merged = gather(one)?;
        merged.merge(&gather(other)?)?;
        if policy.is_fitted() || !case.policy.to_string().contains(r#""split""#) {
            return merged.finish();
        }
        assert_eq!(merged.finish().unwrap_err().code(), ErrorCode::InvalidArgument, "{}", case.name);
        let asked = merged.ties()?;
        let name = |table: &Table<'_>| {
            let mut ties = TouchTies::from_json(&asked.to_json()?)?;
            ties.add(table)?;
            TouchTies::from_json(&ties.to_json()?)
        };
        let mut ties = name(one)?;
        ties.merge(&name(other)?)?;
        ties.finish()
    };
    for order in [[0, 1], [1, 0]] {
        let fitted = in_parts(order).unwrap().to_json().unwrap();
        assert_eq!(fitted, whole.to_json().unwrap(), "{}", case.name);
    }
}

/// Compares everything bit for bit: the oracle's fractions are rounded once, and so are ours.
fn check(case: &Case) -> Result<(), String> {
    match (apply(case), &case.expected, &case.refusal) {
        (Ok(found), Some(expected), None) => {
            let Cut::Thresholds { cut_offs, otherwise, without_accounts, .. } = found.policy.cut() else {
                panic!("a fitted policy")
            };
            same(&case.name, json!(cut_offs), expected.cut_offs.clone())?;
            same(&case.name, *otherwise, expected.otherwise)?;
            same(&case.name, without_accounts.clone(), expected.without_accounts.clone())?;
            same(&case.name, found.assignment.tiers().collect(), expected.tier.clone())?;
            let reasons: Vec<&str> = found.assignment.reason.iter().map(|reason| reason.as_str()).collect();
            same(&case.name, reasons, expected.reason.iter().map(String::as_str).collect())?;
            same(&case.name, found.summary.map(|summary| json!(summary)), expected.summary.clone())?;
            same(&case.name, found.movements.map(|moved| json!(moved)), expected.movements.clone())
        }
        (Err(error), None, Some(expected)) => {
            same(&format!("{}: {error}", case.name), &Refusal::from(&error), expected)
        }
        (outcome, ..) => Err(format!("{}: {:?}", case.name, outcome.map(|found| found.assignment))),
    }
}

#[test]
fn every_portfolio_gets_its_tiers() {
    let names = [
        "capacity",
        "documents",
        "drawn",
        "measures",
        "numbered",
        "overrides",
        "portfolios",
        "shares",
        "sticky",
    ];
    each("touch", &names, |case: &Case, _| check(case));
}

/// A policy with everything that a builder can add is the document of the same meaning.
#[test]
fn builders_make_the_document() {
    let text = r#"{"kind": "touch_policy", "version": 1, "name": "by room", "by": {"input": "seats"},
        "cut": {"capacity": {"otherwise": "low", "ties": {"split": "id"}}},
        "teams": {"high": {"csms": 2}, "medium": {"csms": 1, "accounts_per_csm": {"least": 5, "most": 50}}},
        "overrides": [{"when": {"fact": "notice", "is": true}, "tier": "high", "reason": "notice was given"},
            {"when": {"fact": "seats", "below": 3}, "tier": "tech", "reason": "too small"}],
        "stickiness": 0.25, "missing": "community"}"#;
    let teams = document::read(
        br#"{"high": {"csms": 2}, "medium": {"csms": 1, "accounts_per_csm": {"least": 5, "most": 50}}}"#,
    );
    let ties = Ties::Split("id".to_owned());
    let policy = TouchPolicy::by_capacity("by room", fact("seats"), teams.unwrap(), Tier::Low, ties);
    let policy =
        policy.and_then(|policy| policy.with_stickiness(0.25)).unwrap().with_missing(Tier::Community);
    let policy = policy.with_override(fact("notice").is(true), Tier::High, "notice was given");
    let policy =
        policy.and_then(|policy| policy.with_override(fact("seats").below(3.0), Tier::Tech, "too small"));
    let read = TouchPolicy::from_json(text).unwrap();
    assert_eq!(policy.as_ref(), Ok(&read));
    assert_eq!(policy.unwrap().to_json(), read.to_json());
}

#[test]
fn builders_refuse_what_a_document_may_not_hold() {
    let read = |text: &[u8]| document::read::<Teams>(text).unwrap();
    let (small, none) = (read(br#"{"high": {"csms": 1}}"#), Teams::default());
    let room = |teams| TouchPolicy::by_capacity("room", fact("seats"), teams, Tier::Tech, Ties::Together);
    let hybrid = || TouchPolicy::hybrid_20_30_50("seats");
    let ever = || fact("seats").above(0.0);
    let wide = read(br#"{"low": {"csms": 2, "accounts_per_csm": {"least": 9, "most": 8}}}"#);
    let refused = |policy: Result<TouchPolicy>| {
        let error = policy.unwrap_err();
        (error.code(), error.path().unwrap_or_default().to_owned())
    };
    let document = |place: &str| (ErrorCode::InvalidDocument, place.to_owned());
    assert_eq!(refused(room(none)), document("cut.capacity"));
    assert_eq!(refused(room(read(br#"{"tech": {"csms": 1}}"#))), document("cut.capacity"));
    assert_eq!(refused(room(small).unwrap().with_teams(none)), document("cut.capacity"));
    let place = "teams.low.accounts_per_csm".to_owned();
    assert_eq!(refused(hybrid().with_teams(wide)), (ErrorCode::Inconsistent, place));
    assert_eq!(refused(hybrid().with_override(ever(), Tier::High, " ")), document("overrides[0].reason"));
    assert_eq!(refused(hybrid().with_stickiness(1.0)), document("stickiness"));
    assert_eq!(refused(hybrid().with_stickiness(f64::NAN)), document("stickiness"));
    let full =
        (0..64).try_fold(hybrid(), |policy, _| policy.with_override(ever(), Tier::High, "ever")).unwrap();
    assert_eq!(refused(full.with_override(ever(), Tier::High, "ever")).0, ErrorCode::Limit);
}
