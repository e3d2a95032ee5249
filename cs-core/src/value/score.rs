//! A score: finite, from 0 to 100, never rounded inside.

use crate::error::{Error, ErrorCode, Result};

/// Lowest score.
pub const LOWEST: f64 = 0.0;
/// Highest score.
pub const HIGHEST: f64 = 100.0;

/// A computed number this near to a bound counts as on it, so that ten weights of 0.1 at 70 points reach 70.
pub const GUARD: f64 = 1e-9;

/// Checks that a number in a document is a score.
///
/// ```
/// assert_eq!(cs_core::value::score::checked(39.5)?, 39.5);
/// assert!(cs_core::value::score::checked(100.5).is_err());
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn checked(value: f64) -> Result<f64> {
    if (LOWEST..=HIGHEST).contains(&value) {
        Ok(value)
    } else {
        Err(Error::new(ErrorCode::InvalidDocument, "a score lies between 0 and 100").with_value(value))
    }
}
