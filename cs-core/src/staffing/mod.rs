//! Staffing: how many people the accounts need, how many are paid for, and who looks after whom.
//!
//! | file | concept |
//! |---|---|
//! | [`budget`] | heads that a share of the revenue pays for |
//! | [`preset`], [`ratio`] | published ratios; heads that they ask for |
//! | [`assumption`], [`service`] | the document: work, capacity, cost; what the accounts of a tier need |
//! | [`portfolio`] | the accounts by kind, their starts and renewals |
//! | [`workload`] | hours that they need, month by month |
//! | [`supply`] | hours that a success manager has |
//! | [`plan`] | demand against supply, month by month |
//! | [`hire`], [`outsource`], [`cross_check`] | whom to hire by when; peaks bought by the hour; other ways to a headcount |
//! | [`cost`] | cost to serve, break-even contract value |
//! | [`what_if`] | accounts moved to another tier |
//! | [`books`] | which success manager looks after which account |
//! | [`pool`] | a pooled team for a response time (Erlang C) |
//! | [`call`] | the questions by name, JSON in and out |
//! | [`number`], [`month`], [`per_tier`], [`named`] | what requests and answers are made of |

pub mod assumption;
pub mod books;
pub mod budget;
pub mod call;
pub mod cost;
pub mod cross_check;
pub mod hire;
pub mod month;
pub mod named;
pub mod number;
pub mod outsource;
pub mod per_tier;
pub mod plan;
pub mod pool;
pub mod portfolio;
pub mod preset;
pub mod ratio;
pub mod service;
pub mod supply;
pub mod what_if;
pub mod workload;
