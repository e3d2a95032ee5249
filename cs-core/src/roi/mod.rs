//! Return on investment: what a lower churn, more upsell, or a programme that brings both is worth, in money.
//!
//! Recurring revenue moves month by month by two rates: the share of it that is lost (churn), and the share that is added by
//! those who buy more (upsell). Everything is an exact fraction, rounded once at the end.
//!
//! | file | concept |
//! |---|---|
//! | [`course`] | revenue over a number of months |
//! | [`effect`] | what a change of the rates is worth, and which part of it each rate brings |
//! | [`lifetime`] | the same for the lifetime value of an account |
//! | [`programme`] | gain against cost: return, payback, break-even churn |
//! | [`sensitivity`] | revenue over a grid of both rates |
//! | [`call`] | the questions by name, JSON in and out |

pub mod call;
pub mod course;
pub mod effect;
pub mod lifetime;
pub mod programme;
pub mod sensitivity;
