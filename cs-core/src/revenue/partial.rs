//! Results of a part of the accounts as documents. They grow with the number of segments, so they may be longer than
//! documents that people write.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorCode, Result};
use crate::value::document;

/// Most bytes of a partial result.
const BYTES: usize = 1 << 28;

pub(super) fn write<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::new(ErrorCode::Internal, error.to_string()))
}

/// Reads a form, then what it says: an error of the second keeps its code and its place.
pub(super) fn read<F: DeserializeOwned, T: TryFrom<F, Error = Error>>(text: &str) -> Result<T> {
    document::read_within::<F>(text.as_bytes(), BYTES)?.try_into()
}
