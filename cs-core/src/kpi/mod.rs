//! KPI formulas, each one row of a table: the typed function, the catalogue entry and the reference page follow from it.
//!
//! | file | concept |
//! |---|---|
//! | [`customers`] | churn, retention, expansion, onboarding, adoption |
//! | [`revenue`] | recurring revenue: retention, growth, quick ratio |
//! | [`lifetime`] | lifetime value and unit economics; [`Ltv`] puts one together |
//! | [`ltv_effects`] | what churn, price and cost did to lifetime value |
//! | [`sentiment`] | satisfaction, net promoter score; [`Nps`] adds shares, bands, intervals |
//! | [`Benchmark`], [`Benchmarks`], [`assess`] | targets as data; how a value stands against them |
//! | [`ReportRequest`], [`Report`] | all KPIs of a period, with targets, changes and what is missing |
//! | [`columns`] | a KPI of many rows or groups at once |
//! | `row` | the `kpis!` table |
//! | [`catalogue`](mod@catalogue) | what is known about each KPI; evaluation by id |
//! | [`kind`] | what an input or a value is: count, amount, share, months … |
//! | `term` | exact arithmetic that formulas are written in |
//!
//! ```
//! use cs_core::prelude::*;
//!
//! assert_eq!(kpi::churn_rate(200, 6)?.to_string(), "0.03");
//!
//! let churn = kpi::find("churn_rate")?;
//! assert_eq!(churn.label.ja, "解約率");
//! assert_eq!(churn.formula, "churned ÷ opening");
//! assert_eq!(churn.evaluate(&[Some(200.into()), Some(6.into())])?, Decimal::new(3, 2));
//! # Ok::<(), Error>(())
//! ```

mod assess;
mod benchmark;
mod benchmarks;
pub mod catalogue;
pub mod columns;
pub mod customers;
mod figures;
mod given;
pub mod kind;
pub mod lifetime;
mod lifetime_effects;
mod lifetime_value;
mod nps;
mod nps_bands;
mod nps_interval;
mod nps_tally;
mod nps_weighted;
mod range;
mod report;
pub mod revenue;
mod row;
pub mod sentiment;
mod survey;
mod term;

pub use assess::{ALL_SEGMENTS, Assessment, Verdict, assess};
pub use benchmark::Benchmark;
pub use benchmarks::{Benchmarks, Target, assess_from_json, benchmarks};
pub use catalogue::{Better, Family, Input, Kpi, Requires, Undefined, catalogue, evaluate, find};
pub use customers::*;
pub use figures::Origin;
pub use given::Inputs;
pub use kind::Kind;
pub use lifetime::*;
pub use lifetime_effects::{LtvEffects, LtvYear, ltv_effects, ltv_effects_from_json};
pub use lifetime_value::{Lifetime, Ltv};
pub use nps::{InvalidAnswer, Nps, NpsChange, nps_from_answers};
pub use nps_bands::{NpsBand, NpsBands};
pub use nps_interval::{Interval, IntervalMethod, weighted_interval};
pub use nps_tally::NpsTally;
pub use nps_weighted::WeightedNps;
pub use range::Range;
pub use report::{Direction, Refusal, Report, ReportInput, ReportRequest, ReportRow, Status, TargetMet};
pub use revenue::*;
pub use sentiment::*;
pub use survey::{Band, Change, Intervals, Survey, SurveyColumns};
