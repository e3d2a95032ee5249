//! Runs `tests/vectors/{scale,rule,health,lint,override,card_set,path,change,explain,explain_table,fault}`: what scorecards
//! give, in the words of their definition.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod card_set;
mod codes;
mod columns;
mod explaining;
mod explaining_table;
mod fault;
mod files;
mod health;
mod lint;
mod overriding;
mod rule;
mod scale;
mod table;
