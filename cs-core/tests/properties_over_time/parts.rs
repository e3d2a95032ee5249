//! Percentiles fitted part by part: any parts in any order give the document of the whole.

use cs_core::health::fitting::Fitting;
use cs_core::prelude::*;
use cs_core::scale::percentile::{Better, Percentile};
use proptest::prelude::*;

use crate::on;

fn card() -> Scorecard {
    let seats = Indicator::of("seats", fact("seats")).scale(Percentile::default());
    let falling = Percentile { better: Better::Lower };
    let per_seat = Indicator::of("per seat", ratio("tickets", "seats")).scale(falling);
    Scorecard::builder("drawn").indicator(seats).indicator(per_seat).build().unwrap()
}

fn part(card: &Scorecard, rows: &[(f64, f64)]) -> Fitting {
    let (seats, tickets): (Vec<f64>, Vec<f64>) = rows.iter().copied().unzip();
    let table = Table::new(rows.len())
        .with("seats", Values::Float(&seats), None)
        .unwrap()
        .with("tickets", Values::Float(&tickets), None)
        .unwrap();
    let mut fitting = card.fitting(on(20_000));
    fitting.add(&table).unwrap();
    fitting
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => (-40..200_i32).prop_map(|quarters| f64::from(quarters) / 4.0),
        2 => -1e3..1e3_f64,
        1 => prop::sample::select(vec![0.0, -0.0, 1e-9, 1e12, f64::NAN]),
    ]
}

proptest! {
    #[test]
    fn parts_merged_in_any_order_are_the_whole(
        rows in prop::collection::vec((number(), number()), 1..600), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
    ) {
        let card = card();
        let whole = part(&card, &rows);
        let mut fences: Vec<usize> = cuts.iter().map(|cut| cut.index(rows.len())).collect();
        fences.extend([0, rows.len()]);
        fences.sort_unstable();
        let mut parts: Vec<Fitting> = fences.windows(2).map(|pair| part(&card, &rows[pair[0]..pair[1]])).collect();
        parts.reverse();
        let mut merged = card.fitting(on(20_000));
        for part in &parts {
            let shipped = Fitting::from_json(&part.to_json().unwrap()).unwrap();
            prop_assert_eq!(&shipped, part);
            merged.merge(&shipped).unwrap();
        }
        prop_assert_eq!(merged.to_json().unwrap(), whole.to_json().unwrap());
        let documents = [&merged, &whole].map(|fitting| fitting.finish().and_then(|card| card.to_json()));
        prop_assert_eq!(&documents[0], &documents[1]);
    }
}

#[test]
fn parts_of_other_cards_and_other_days_are_not_merged() {
    let card = card();
    let mut fitting = card.fitting(on(20_000));
    let error = fitting.merge(&card.fitting(on(20_001))).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("as_of")));
    let other =
        Scorecard::builder("drawn").indicator(Indicator::of("seats", fact("seats")).scale(linear(0.0, 1.0)));
    let error = fitting.merge(&other.build().unwrap().fitting(on(20_000))).unwrap_err();
    assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("card")));
}

#[test]
fn refuses_documents_that_no_fitting_writes() {
    let text = part(&card(), &[(1.0, 2.0), (3.0, 4.0)]).to_json().unwrap();
    let refused = |from: &str, to: &str| {
        let edited = text.replacen(from, to, 1);
        assert_ne!(edited, text, "{from} is not in {text}");
        Fitting::from_json(&edited).unwrap_err().code()
    };
    assert_eq!(refused("[[1.0,1],[3.0,1]]", "[[3.0,1],[1.0,1]]"), ErrorCode::InvalidDocument);
    assert_eq!(refused("[[1.0,1],[3.0,1]]", "[[1.0,0],[3.0,1]]"), ErrorCode::InvalidDocument);
    assert_eq!(refused("[[1.0,1],[3.0,1]]", "null"), ErrorCode::InvalidDocument);
    assert_eq!(refused("scorecard_fitting", "scorecard"), ErrorCode::Version);
    assert_eq!(refused("\"as_of\":\"20", "\"as_of\":\"2 "), ErrorCode::InvalidDate);
}
