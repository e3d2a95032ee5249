//! Scorecards fitted on a portfolio part by part.

use cs_core::health::fitting;

use crate::{health::Card, part::part};

part! {
    /// What the percentiles of a card need of a part of a portfolio.
    Fitting of fitting::Fitting => Card {}
}
