//! Exact numbers of requests, documents and answers.

#[cfg(feature = "schema")]
pub(super) use crate::value::quantity::schema;
pub use crate::value::quantity::{EXACT, Number};
pub(super) use crate::value::quantity::{carried, ceiling, excess, product, sum};
