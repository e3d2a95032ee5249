//! Ground floor: the values that every room speaks in.
//!
//! | file | concept |
//! |---|---|
//! | [`number`] | what a caller passes as a number, read exactly |
//! | [`quantity`] | exact numbers of requests and answers, checked against a range |
//! | `call` | the questions of a room by name |
//! | [`exact`] | fractions, rounded once at the end |
//! | [`total`] | the exact sum of many decimals |
//! | [`rate`] | shares and ratios as fractions |
//! | [`period`] | month, quarter, year: what a rate is per |
//! | [`day`] | calendar days |
//! | [`score`] | 0 to 100 |
//! | `decimal_text` | decimals in documents: a number or a text |
//! | `normal` | quantiles of the normal distribution |
//! | `power` | 2^x, the same bits everywhere |
//! | `name` | when two names are the same to a reader |
//! | [`label`] | words in English and Japanese |
//! | `schema` | pieces of JSON Schema (feature `schema`) |
//! | [`document`] | JSON text to and from documents: limits, places, nearest names |

pub(crate) mod call;
pub mod day;
pub(crate) mod decimal_text;
pub mod document;
pub mod exact;
pub mod label;
pub(crate) mod name;
pub(crate) mod node;
pub(crate) mod normal;
pub mod number;
pub mod period;
pub(crate) mod power;
pub mod quantity;
pub mod rate;
#[cfg(feature = "schema")]
pub(crate) mod schema;
pub mod score;
pub mod total;
