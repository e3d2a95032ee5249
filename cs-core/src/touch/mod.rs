//! Touch model: who gets a dedicated manager, who gets webinars, who helps themselves.
//!
//! | file | concept |
//! |---|---|
//! | [`tier`] | high, medium, low, tech, community |
//! | [`policy`] | the document: measure, cut, overrides, stickiness |
//! | [`measure`] | what accounts are ranked by: an input or a blend |
//! | [`cut`] | shares of a portfolio, capacities of teams, or plain cut-offs |
//! | [`teams`] | success managers per tier, and how many accounts each looks after |
//! | [`fit`] | shares fitted on a portfolio to plain cut-offs |
//! | [`fitting`] | the same for a portfolio that comes in parts |
//! | [`ties`] | its second round, where ties are split by account |
//! | [`assign`] | cut-offs applied row by row, with the reason |
//! | [`mod@place`] | rows into the caller's memory, summed in the same pass |
//! | [`movement`] | who moved since last time, and the matrix of tiers before and now |
//! | [`catalogue`] | every tier, reason and movement with its words in English and Japanese |
//! | [`summary`] | accounts, value and managers needed per tier |
//! | `bound`, `placing`, `cuts` | a policy bound to columns, rows placed tile by tile |
//! | `asked`, `boundaries`, `equals` | what parts of a fit share, where tiers end, who of equals is last |
//! | `select`, `sample`, `cells`, `near`, `wide` | the measure at a rank, without sorting |

mod asked;
pub mod assign;
mod bound;
mod boundaries;
pub mod catalogue;
mod cells;
pub mod cut;
mod cuts;
mod equals;
pub mod fit;
pub mod fitting;
pub mod measure;
pub mod movement;
mod near;
pub mod place;
mod placing;
pub mod policy;
mod sample;
mod select;
pub mod summary;
pub mod teams;
pub mod tier;
pub mod ties;
mod wide;
