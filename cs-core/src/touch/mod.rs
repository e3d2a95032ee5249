//! Touch model: who gets a dedicated manager, who gets webinars, who helps themselves.
//!
//! | file | concept |
//! |---|---|
//! | [`tier`] | high, medium, low, tech, community |
//! | [`policy`] | the document: measure, cut, overrides, stickiness |
//! | [`measure`] | what accounts are ranked by: an input or a blend |
//! | [`cut`] | shares of a portfolio, or plain cut-offs |
//! | [`fit`] | shares fitted on a portfolio to plain cut-offs |
//! | [`assign`] | cut-offs applied row by row, with the reason |
//! | [`summary`] | accounts, value and managers needed per tier |

pub mod assign;
mod bound;
pub mod cut;
pub mod fit;
pub mod measure;
pub mod policy;
pub mod summary;
pub mod tier;
