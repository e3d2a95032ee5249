//! Touch model: who gets a dedicated manager, who gets webinars, who helps themselves.
//!
//! | file | concept |
//! |---|---|
//! | [`tier`] | high, medium, low, tech |
//! | [`policy`] | the document: measure, cut, overrides, stickiness |
//! | [`cut`] | shares of a portfolio, fitted to plain cut-offs |
//! | [`assign`] | cut-offs applied row by row, with the reason |
//! | [`summary`] | accounts, value and managers needed per tier |

pub mod assign;
pub mod cut;
pub mod policy;
pub mod summary;
pub mod tier;
