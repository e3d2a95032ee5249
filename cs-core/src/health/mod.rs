//! Health scores: a scorecard turns facts into a score from 0 to 100, a band, and the reasons.
//!
//! | file | concept |
//! |---|---|
//! | [`scorecard`] | the card: built once, valid from then on |
//! | [`draft`] | a card as it is written, in code or in a document |
//! | `draft_form` | the document of a card |
//! | [`indicator`] | one measure: input, scale, weight, when it applies, how long it is valid |
//! | `tree` | the groups of a card, checked |
//! | [`missing`] | what a missing indicator does |
//! | [`band`] | healthy, caution, danger |
//! | [`exception`] | rules that set, floor or cap |
//! | [`manual`] | what a person says of an account, until a day |
//! | [`manual_table`] | the same of many accounts |
//! | [`fingerprint`] | which card a result is of |
//! | [`result`](mod@result) | the score of one account |
//! | `headline` | the same in one line |
//! | [`shown`] | the scale and decimals that people see, and where the calculation rounds |
//! | [`counting`] | points added and subtracted, instead of a mean |
//! | [`dialect`] | how known platforms compute, as presets |
//! | [`fitting`] | percentiles fitted on a portfolio, part by part |
//! | [`shipped`] | cards ready to use and to edit |
//!
//! | folder | concept |
//! |---|---|
//! | `family` | accounts that belong together |
//! | `over_time` | scores from one day to another |
//! | `reasons` | where a score comes from and what would change it |
//! | `review` | what is legal in a card but unwise |
//! | `scoring` | from columns to scores |
//! | `sets` | several cards, and which one an account gets |

pub mod band;
pub mod counting;
pub mod dialect;
pub mod draft;
mod draft_form;
pub mod exception;
mod family;
pub mod fingerprint;
pub mod fitting;
mod headline;
pub mod indicator;
pub mod manual;
pub mod manual_table;
pub mod missing;
mod over_time;
mod reasons;
pub mod result;
mod review;
pub mod scorecard;
mod scoring;
mod sets;
pub mod shipped;
pub mod shown;
mod tree;

pub use family::{hierarchy, rollup};
pub use over_time::{migration, tracker, tracker_table, trend, trend_table};
pub use reasons::{bridge, change, explain, explained, explainer, explanation, path, sentence};
pub use review::lint;
pub use scoring::{combine, ready, score_column, table};
pub use sets::{card_choice, card_column, card_set};

use reasons::share;
use scoring::{bound, geometric, leaf, mean, total};
