//! Runs `tests/vectors/{scale,rule,health,fault}`: what scorecards give, in the words of their definition.
#![allow(clippy::arithmetic_side_effects, clippy::float_cmp)]

mod files;
mod rule;
mod scale;
