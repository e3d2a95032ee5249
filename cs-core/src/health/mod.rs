//! Health scores: a scorecard turns facts into a score from 0 to 100, a band, and the reasons.
//!
//! | file | concept |
//! |---|---|
//! | [`scorecard`] | the card: built once, valid from then on |
//! | [`draft`] | a card as it is written, in code or in a document |
//! | `draft_form` | the document of a card |
//! | [`indicator`] | one measure: input, scale, weight, when it applies, how long it is valid |
//! | [`combine`] | weighted means and groups of groups, 64 accounts at a time |
//! | `mean` | running sums of weighted means, at every width of registers |
//! | `geometric` | weighted geometric means, and each part's share of one |
//! | `tree` | the groups of a card, checked |
//! | [`missing`] | what a missing indicator does |
//! | [`band`] | healthy, caution, danger |
//! | [`exception`] | rules that set, floor or cap |
//! | [`manual`] | what a person says of an account, until a day |
//! | [`manual_table`] | the same of many accounts |
//! | [`fingerprint`] | which card a result is of |
//! | `leaf` | an indicator bound to the columns of a table |
//! | `bound` | a card bound to the columns of a table |
//! | [`table`] | scores of many accounts, in columns |
//! | [`score_column`] | which columns those are, by name |
//! | [`ready`] | a card made ready for accounts one at a time |
//! | [`result`](mod@result) | the score of one account |
//! | [`explain`] | where each point comes from |
//! | `explain_table` | the same for many accounts |
//! | `share` | each part's share of a score |
//! | [`trend`] | whether a score rises or falls |
//! | [`trend_table`] | the same for many accounts, from a long table of readings |
//! | [`shown`] | the scale and decimals that people see, and where the calculation rounds |
//! | [`counting`] | points added and subtracted, instead of a mean |
//! | [`dialect`] | how known platforms compute, as presets |
//! | `total` | the score before exceptions, found again from a result |
//! | [`bridge`] | from 100 to the score, step by step |
//! | [`path`] | the fewest indicators that would reach a score |
//! | [`change`] | what changed between two results |
//! | [`explanation`] | all that a result says of itself |
//! | [`sentence`] | results in words |
//! | [`fitting`] | percentiles fitted on a portfolio, part by part |
//! | [`hierarchy`] | whose parent is whose |
//! | [`rollup`] | the health of a family of accounts |
//! | `rollup_bands` | the shares of bands in it |
//! | [`tracker`] | bands that do not flap |
//! | [`tracker_table`] | the same for many accounts |
//! | [`migration`] | who moved between bands |
//! | [`lint`] | what is legal in a card but unwise |
//! | `lint_reach` | how far scores and indicators reach |
//! | [`card_set`] | several cards, one chosen for each account |
//! | `card_form` | a card of a set, as what differs from another |
//! | `card_schema` | the JSON Schema of such a card |
//! | [`card_choice`] | scores of many accounts by a set |
//! | [`shipped`] | cards ready to use and to edit |

pub mod band;
mod bound;
pub mod bridge;
pub mod card_choice;
mod card_form;
#[cfg(feature = "schema")]
mod card_schema;
pub mod card_set;
pub mod change;
pub mod combine;
pub mod counting;
pub mod dialect;
pub mod draft;
mod draft_form;
pub mod exception;
pub mod explain;
mod explain_table;
pub mod explanation;
pub mod fingerprint;
pub mod fitting;
mod geometric;
pub mod hierarchy;
pub mod indicator;
mod judged;
mod leaf;
pub mod lint;
mod lint_reach;
pub mod manual;
pub mod manual_table;
mod mean;
pub mod migration;
pub mod missing;
pub mod path;
pub mod ready;
pub mod result;
pub mod rollup;
mod rollup_bands;
pub mod score_column;
pub mod scorecard;
pub mod sentence;
mod share;
pub mod shipped;
pub mod shown;
pub mod table;
mod total;
pub mod tracker;
pub mod tracker_table;
mod tree;
pub mod trend;
pub mod trend_table;
