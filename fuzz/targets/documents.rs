//! Any text, read as every kind of document: a typed error, or what writes itself down and is read again as the same.

#![no_main]

use cs_core::health::fitting::Fitting;
use cs_core::health::tracker::BandTracker;
use cs_core::kpi::{Benchmarks, Inputs, ReportRequest};
use cs_core::org::{profile::Profile, skill::SkillMatrix};
use cs_core::prelude::*;
use cs_core::revenue::{cohort::Cohorts, movement::Movements, options::Options};
use cs_core::staffing::assumption::Staffing;
use cs_core::staffing::books::request::Rules;
use cs_core::touch::{fitting::TouchFitting, ties::TouchTies};
use libfuzzer_sys::fuzz_target;

macro_rules! written {
    ($text:ident: $($document:ty,)*) => {
        $(if let Ok(read) = <$document>::from_json($text) {
            let written = read.to_json().expect("what was read can be written");
            let again = <$document>::from_json(&written).expect("what was written can be read");
            assert_eq!(again.to_json().expect("as before"), written);
        })*
    };
}

fuzz_target!(|text: &str| {
    written!(text:
        Scorecard, ScorecardSet, Override, Overrides, Fitting, BandTracker, Health, TouchPolicy, TouchFitting, TouchTies,
        Staffing, Benchmarks, Movements, Cohorts,
    );
    let _ = Facts::from_json(text);
    let _ = Options::from_json(text);
    let _ = Inputs::from_json(text);
    let _ = ReportRequest::from_json(text);
    let _ = Profile::from_json(text);
    let _ = SkillMatrix::from_json(text);
    let _ = Rules::from_json(text);
});
