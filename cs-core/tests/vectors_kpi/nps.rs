//! `nps.json`: surveys, answers, changes. Scores and shares exactly, intervals within the file's tolerance.

use std::collections::BTreeMap;

use cs_core::kpi::{IntervalMethod, InvalidAnswer, Nps, NpsBands, SurveyColumns, nps_from_answers};
use cs_core::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Vectors {
    count: usize,
    shown: usize,
    tolerance: f64,
    surveys: Vec<Survey>,
    answers: Vec<Answers>,
    changes: Vec<Change>,
}

#[derive(Deserialize)]
struct Survey {
    name: String,
    promoters: u64,
    passives: u64,
    detractors: u64,
    level: f64,
    expected: Measures,
}

#[derive(Deserialize)]
struct Measures {
    score: String,
    shares: [String; 3],
    bands: BTreeMap<String, String>,
    standard_error: f64,
    wald: [f64; 2],
    adjusted_wald: [f64; 2],
}

#[derive(Deserialize)]
struct Answers {
    name: String,
    answers: Vec<Option<String>>,
    invalid: String,
    expected: Option<Counts>,
    error: Option<String>,
    row: Option<u64>,
    shows: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Counts {
    promoters: u64,
    passives: u64,
    detractors: u64,
    missing: u64,
    invalid: u64,
    score: String,
}

#[derive(Deserialize)]
struct Change {
    name: String,
    now: [u64; 3],
    before: [u64; 3],
    level: f64,
    expected: Difference,
}

#[derive(Deserialize)]
struct Difference {
    points: String,
    standard_error: f64,
    interval: [f64; 2],
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../../tests/vectors/kpi/nps.json")).unwrap()
}

fn survey([promoters, passives, detractors]: [u64; 3]) -> Nps {
    Nps::new(promoters, passives, detractors).unwrap()
}

#[test]
fn the_file_holds_what_it_says() {
    let vectors = vectors();
    assert_eq!(vectors.surveys.len() + vectors.answers.len() + vectors.changes.len(), vectors.count);
    assert_eq!(vectors.answers.iter().filter(|case| case.shows.is_some()).count(), vectors.shown);
}

#[test]
fn surveys_have_their_measures() {
    let vectors = vectors();
    for case in &vectors.surveys {
        let nps = survey([case.promoters, case.passives, case.detractors]);
        let (expected, name) = (&case.expected, &case.name);
        let near = |ours: f64, theirs: f64| {
            assert!((ours - theirs).abs() <= vectors.tolerance, "{name}: {ours} is not {theirs}");
        };
        let shares = [nps.promoter_share(), nps.passive_share(), nps.detractor_share()];
        assert_eq!(nps.score().to_string(), expected.score, "{name}");
        assert_eq!(shares.map(|share| share.to_string()), expected.shares, "{name}");
        assert_eq!(expected.bands.len(), NpsBands::ALL.len());
        for (scale, band) in &expected.bands {
            assert_eq!(nps.band(&NpsBands::find(scale).unwrap()).id, band, "{name}");
        }
        near(nps.standard_error(), expected.standard_error);
        for (method, ends) in
            [(IntervalMethod::Wald, expected.wald), (IntervalMethod::AdjustedWald, expected.adjusted_wald)]
        {
            let interval = nps.interval(case.level, method).unwrap();
            near(interval.low, ends[0]);
            near(interval.high, ends[1]);
        }
    }
}

#[test]
fn answers_are_counted_or_refused() {
    for case in vectors().answers {
        let number = |answer: &Option<String>| answer.as_ref().map_or(f64::NAN, |text| text.parse().unwrap());
        let invalid = if case.invalid == "missing" { InvalidAnswer::Missing } else { InvalidAnswer::Error };
        match (nps_from_answers(case.answers.iter().map(number), invalid), case.expected) {
            (Ok(nps), Some(expected)) => {
                let counts = Counts {
                    promoters: nps.promoters(),
                    passives: nps.passives(),
                    detractors: nps.detractors(),
                    missing: nps.missing(),
                    invalid: nps.invalid(),
                    score: nps.score().to_string(),
                };
                assert_eq!(counts, expected, "{}", case.name);
                assert_eq!(nps.answers(), counts.promoters + counts.passives + counts.detractors);
            }
            (Err(error), None) => {
                assert_eq!(Some(error.code().as_str()), case.error.as_deref(), "{}: {error}", case.name);
                assert_eq!(error.row(), case.row, "{}: {error}", case.name);
                assert_eq!(error.value(), case.shows.as_deref(), "{}: {error}", case.name);
            }
            (outcome, _) => panic!("{}: {outcome:?}", case.name),
        }
    }
}

#[test]
fn changes_have_both_surveys_errors() {
    let vectors = vectors();
    for case in &vectors.changes {
        let change = survey(case.now).since(&survey(case.before)).unwrap();
        let interval = change.interval(case.level).unwrap();
        assert_eq!(change.points.normalize().to_string(), case.expected.points, "{}", case.name);
        let theirs = [case.expected.standard_error, case.expected.interval[0], case.expected.interval[1]];
        for (ours, theirs) in [change.standard_error, interval.low, interval.high].into_iter().zip(theirs) {
            assert!((ours - theirs).abs() <= vectors.tolerance, "{}: {ours} is not {theirs}", case.name);
        }
    }
}

#[test]
fn an_interval_needs_a_level() {
    let error = survey([5, 3, 2]).interval(95.0, IntervalMethod::Wald).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::OutOfRange, Some("level")));
}

#[test]
fn an_earlier_survey_has_a_score_and_an_error_that_a_survey_can_have() {
    let asked = |earlier: &str| {
        let text = format!(r#"{{"answers": "nps", "weights": "w", "earlier": {earlier}}}"#);
        SurveyColumns::from_json(&text)
            .map(drop)
            .map_err(|error| (error.code(), error.path().map(str::to_owned)))
    };
    let refused = |place: &str| Err((ErrorCode::OutOfRange, Some(place.to_owned())));
    assert_eq!(asked(r#"{"score": "-100", "standard_error": 0}"#), Ok(()));
    assert_eq!(asked(r#"{"score": 100, "standard_error": 100}"#), Ok(()));
    assert_eq!(asked(r#"{"score": "100.1", "standard_error": 0}"#), refused("earlier.score"));
    assert_eq!(asked(r#"{"score": -101, "standard_error": 0}"#), refused("earlier.score"));
    assert_eq!(asked(r#"{"score": 0, "standard_error": -0.5}"#), refused("earlier.standard_error"));
    assert_eq!(asked(r#"{"score": 0, "standard_error": 100.5}"#), refused("earlier.standard_error"));
}
