//! `tracker/<name>.json`: readings one behind the other, and the bands that are held.

use cs_core::health::tracker::{BandTracker, Tracked};
use cs_core::health::tracker_table::{Columns, States};
use cs_core::prelude::*;
use cs_core::value::day;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::columns::{Named, Outcome, check, with_table};
use crate::files::each;

#[derive(Deserialize)]
struct Case {
    #[serde(flatten)]
    outcome: Outcome,
    tracker: Value,
    request: Value,
    as_of: NaiveDate,
    table: Named,
    previous: Named,
}

fn columns(tracker: &BandTracker, states: &States) -> Value {
    let name = |rank: &u8| tracker.bands().get(*rank).map(|band| band.name().to_owned());
    let day = |number: &i32| day::from_number(*number).unwrap();
    json!({
        "tracked_band": states.band.iter().map(|rank| tracker.bands().name(*rank)).collect::<Vec<_>>(),
        "tracked_held": states.held.iter().map(name).collect::<Vec<_>>(),
        "tracked_since": states.since.iter().map(day).collect::<Vec<_>>(),
        "tracked_on": states.since.iter().map(|_| day(&states.on)).collect::<Vec<_>>(),
    })
}

fn track(case: &Case) -> Result<Value> {
    let tracker = BandTracker::from_json(&case.tracker.to_string())?;
    let names = Columns::from_json(&case.request.to_string())?;
    let states = with_table(&case.table, |table| {
        if case.previous.is_empty() {
            return tracker.table(table, None, &names, case.as_of);
        }
        with_table(&case.previous, |before| tracker.table(table, Some(before), &names, case.as_of))
    })?;
    Ok(columns(&tracker, &states))
}

const NAMES: [&str; 3] = ["refused", "tables", "walks"];

#[test]
fn every_reading_gives_the_bands_that_are_held() {
    each("tracker", &NAMES, |case: &Case, tolerance| check(&case.outcome, track(case), tolerance));
}

#[test]
fn one_account_at_a_time_has_the_state_that_it_has_in_a_table() {
    each("tracker", &NAMES, |case: &Case, _| {
        let Ok(expected) = track(case) else { return Ok(()) };
        let tracker = BandTracker::from_json(&case.tracker.to_string()).unwrap();
        let names = Columns::from_json(&case.request.to_string()).unwrap();
        for (row, score) in case.table[&names.score].iter().enumerate() {
            let account = case.table.get(&names.account).map(|accounts| &accounts[row]);
            let earlier = case
                .previous
                .get(&names.account)
                .and_then(|accounts| accounts.iter().position(|name| Some(name) == account));
            let state = earlier.filter(|at| !case.previous["tracked_on"][*at].is_null()).map(|at| {
                let of = |name: &str| &case.previous[name][at];
                let document = json!({"band": of("tracked_band"), "held": of("tracked_held"),
                    "since": of("tracked_since"), "as_of": of("tracked_on")});
                Tracked::from_json(&document.to_string()).unwrap()
            });
            let next = json!(tracker.step(state.as_ref(), score.as_f64(), case.as_of).unwrap());
            for (field, column) in [
                ("band", "tracked_band"),
                ("held", "tracked_held"),
                ("since", "tracked_since"),
                ("as_of", "tracked_on"),
            ] {
                assert_eq!(next[field], expected[column][row], "{}, row {row}: {field}", case.outcome.name);
            }
        }
        Ok(())
    });
}
