//! How long accounts stay, and how long they take: retention curves from durations, some still running.

pub mod kaplan_meier;
pub mod observed;
