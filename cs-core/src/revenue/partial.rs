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

pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    if text.len() <= document::BYTES {
        return document::read(text.as_bytes());
    }
    if text.len() > BYTES {
        let sentence = format!("a partial result has at most {BYTES} bytes");
        return Err(Error::new(ErrorCode::Limit, sentence).with_value(text.len()));
    }
    serde_json::from_str(text).map_err(|error| Error::new(ErrorCode::InvalidDocument, error.to_string()))
}
