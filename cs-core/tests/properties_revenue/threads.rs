//! On any number of threads the answers are the same, and a call ends when it is told to.

use std::num::NonZeroUsize;

use cs_core::fact::workers::Workers;
use cs_core::prelude::*;
use cs_core::revenue::cohort::Cohorts;
use cs_core::revenue::convention::Convention;
use cs_core::revenue::detail::details_with;
use cs_core::revenue::movement::Movements;
use cs_core::revenue::options::Options;
use cs_core::revenue::rows::Rows;

use crate::ledger::{by_region, in_texts, movements, thousands, window, with};

/// Blocks, accounts one by one, and bits; accounts that lie close together and far apart; the error of many.
#[test]
fn thousands_of_accounts_are_the_same_on_any_number_of_threads() {
    let long = Options { reactivation_window: Some(100), ..window() };
    let quarters = Options { period: Period::Quarter, convention: Convention::Dbt, ..by_region() };
    let present = Options { mrr: None, ..window() };
    for factor in [1, 1 << 40 | 1] {
        let mut rows = thousands();
        rows.iter_mut().for_each(|row| row.0 *= factor);
        let mut faulty = rows.clone();
        for row in [5, 40_000, 59_999] {
            (faulty[row].1, faulty[row].4) = (3, -1_000_000);
        }
        let all = |threads: usize| {
            let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
            let moved = [&window(), &long, &by_region(), &quarters].map(|options| {
                with(&rows, options, |rows, options| Movements::of_with(rows, options, &workers))
            });
            let followed = [&window(), &present].map(|options| {
                with(&rows, options, |rows, options| Cohorts::of_with(rows, options, &workers))
            });
            let single = with(&rows, &long, |rows, options| details_with(rows, options, &workers));
            let refused = with(&faulty, &window(), |rows, options| {
                let refused = [
                    Movements::of_with(rows, options, &workers).unwrap_err(),
                    Cohorts::of_with(rows, options, &workers).unwrap_err(),
                    details_with(rows, options, &workers).unwrap_err(),
                ];
                Ok(refused.map(|error| error.to_string()))
            });
            (moved, followed, single, refused)
        };
        let alone = all(1);
        assert!(alone.1[0].accounts(0, 8).unwrap() > 100 && alone.3[0].contains("month 3"), "{:?}", alone.3);
        for threads in [2, 3, 7] {
            assert!(all(threads) == alone, "{threads} threads");
        }
    }
}

/// Names that fit in a number alone or without what they begin with, and names that do not.
#[test]
fn thousands_of_names_are_the_same_as_numbers_on_any_number_of_threads() {
    let rows = thousands();
    let options = Options { by: vec!["region".to_owned()], ..Options::default() };
    let expected = movements(&rows, &options);
    for length in [4, 18, 40] {
        for threads in [1, 3] {
            let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
            let name = |account: i64| format!("{account:0length$}");
            let found =
                in_texts(&rows, &name, threads == 3, |rows| Movements::of_with(rows, &options, &workers));
            assert_eq!(found.total(), expected.total(), "{length} characters, {threads} threads");
            let segments = found.segments().zip(expected.segments());
            assert!(segments.into_iter().all(|((_, own), (_, flows))| own == flows));
        }
    }
}

/// Who is asked between the parts ends a call, whatever it is doing.
#[test]
fn a_call_ends_when_who_is_asked_says_so() {
    let rows = thousands();
    let long = Options { reactivation_window: Some(100), ..window() };
    let present = Options { mrr: None, ..window() };
    let asked = std::sync::atomic::AtomicUsize::new(0);
    let ask = || {
        asked.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        Err(Error::new(ErrorCode::Internal, "enough"))
    };
    let workers = Workers::ALONE.asking(&ask);
    let ended = |options: &Options, call: &dyn Fn(&Rows<'_>, &Options) -> Error| {
        let error = with(&rows, options, |rows, options| Ok(call(rows, options)));
        assert_eq!(error.to_string(), "enough");
    };
    for options in [&window(), &long, &by_region()] {
        ended(options, &|rows, options| Movements::of_with(rows, options, &workers).unwrap_err());
    }
    for options in [&window(), &present] {
        ended(options, &|rows, options| Cohorts::of_with(rows, options, &workers).unwrap_err());
    }
    ended(&long, &|rows, options| details_with(rows, options, &workers).unwrap_err());
    assert_eq!(asked.into_inner(), 6);
}
