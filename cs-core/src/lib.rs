//! Customer-success numbers, exact and explained.
//!
//! Data in, answers out: no clock, no file, no network, no randomness, no global state.
//!
//! | room | what it holds |
//! |---|---|
//! | [`error`] | one error type: code, place, value |
//! | [`value`] | exact numbers, rates, periods, days, labels, documents |
//! | [`fact`] | facts of one account, tables of many, rules on both |
//! | [`scale`] | number → 0..100 |
//! | [`health`] | scorecards: score, band, coverage, bounds, explanation |
//! | [`kpi`] | formulas with their catalogue, benchmarks |
//! | [`revenue`] | recurring revenue over time: movements, retention, cohorts |
//! | [`retention`] | how long accounts stay: Kaplan–Meier curves |
//! | [`roi`] | what less churn, more upsell or a programme is worth |
//! | [`org`] | organisation models, roles, skills |
//! | [`touch`] | who gets a manager, who gets webinars |
//! | `schema` | the JSON Schema of every document (feature `schema`) |
//! | [`staffing`] | how many people that takes, and who looks after whom |
#![forbid(unsafe_code)]
#![cfg_attr(test, allow(clippy::float_cmp, clippy::arithmetic_side_effects))]

pub mod error;
pub mod fact;
pub mod health;
pub mod kpi;
pub mod org;
pub mod retention;
pub mod revenue;
pub mod roi;
pub mod scale;
#[cfg(feature = "schema")]
pub mod schema;
pub mod staffing;
pub mod touch;
pub mod value;

/// What most programs need: `use cs_core::prelude::*;`.
pub mod prelude {
    pub use crate::error::{Error, ErrorCode, Result};
    pub use crate::fact::facts::{Fact, Facts};
    pub use crate::fact::input::{Input, Invalid, change, days_since, days_until, fact, ratio, sum};
    pub use crate::fact::operand::{Operand, band, indicator, score};
    pub use crate::fact::rule::Rule;
    pub use crate::fact::table::{Table, Texts, Validity, Values};
    pub use crate::health::band::{Band, Bands};
    pub use crate::health::card_set::ScorecardSet;
    pub use crate::health::combine::Combine;
    pub use crate::health::counting::Counting;
    pub use crate::health::draft::Group;
    pub use crate::health::exception::{Effect, Exception};
    pub use crate::health::indicator::Indicator;
    pub use crate::health::manual::{Override, Overrides};
    pub use crate::health::missing::Missing;
    pub use crate::health::result::Health;
    pub use crate::health::scorecard::Scorecard;
    pub use crate::health::shown::{Shown, Stage};
    pub use crate::kpi::{self, Lifetime, Ltv};
    pub use crate::scale::{
        Scale, above, at_least, at_most, below, choices, flag, half_life, linear, logistic, points, steps,
    };
    pub use crate::touch::cut::{Cut, CutOff, Shares, Ties};
    pub use crate::touch::policy::TouchPolicy;
    pub use crate::touch::tier::Tier;
    pub use crate::value::{document, label::Language, period::Period, rate::Rate};
    pub use chrono::{Days, NaiveDate};
    pub use rust_decimal::Decimal;
}

// The Rust of these pages runs as documentation tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
#[doc = include_str!("../../docs/guides/rust.md")]
#[doc = include_str!("../../docs/guides/staffing.md")]
#[doc = include_str!("../../docs/guides/roi.md")]
struct Guide;
