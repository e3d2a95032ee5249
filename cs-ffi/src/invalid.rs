//! What infinite numbers get.

use cs_core::error::{Error, ErrorCode, Result};
use cs_core::fact::input::Invalid;

/// What an infinite number in a column or fact gets: CS_INVALID_ERROR (0), refused with its place, or CS_INVALID_MISSING
/// (1), taken as missing and counted as errored. NaN is missing either way.
#[allow(non_camel_case_types, reason = "C's name")]
pub type cs_invalid = i32;

pub(crate) fn read(number: cs_invalid) -> Result<Invalid> {
    match number {
        0 => Ok(Invalid::Error),
        1 => Ok(Invalid::Missing),
        _ => Err(Error::new(
            ErrorCode::InvalidArgument,
            "CS_INVALID_ERROR and CS_INVALID_MISSING are the choices",
        )
        .at("invalid")
        .with_value(number)),
    }
}
