//! Checks imported data before anybody reads it: an import trusts its producer, we do not.

use arrow_array::{ArrayRef, make_array};
use arrow_data::ArrayData;
use arrow_schema::DataType;
use cs_core::error::{Error, ErrorCode, Result};

use crate::views;

/// The array of this data, or an error: buffers too short, offsets that fall or point outside, text that is not UTF-8.
///
/// Errors: `length_mismatch`, `invalid_text`, `out_of_range`. Keys of dictionaries are checked with their rows when the
/// column is added to a batch.
pub fn checked(data: ArrayData) -> Result<ArrayRef> {
    let broken = |code: ErrorCode, sentence: &str, cause: arrow_schema::ArrowError| {
        Err(Error::new(code, sentence).with_hint(cause.to_string()))
    };
    if let Err(cause) = data.validate().and_then(|()| data.validate_nulls()) {
        return broken(ErrorCode::LengthMismatch, "the buffers do not fit the length", cause);
    }
    match data.data_type() {
        DataType::Dictionary(..) => {
            for values in data.child_data() {
                checked(values.clone())?;
            }
        }
        DataType::Utf8View if views::are_plain(&data) => {}
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            if let Err(cause) = data.validate_values() {
                return broken(ErrorCode::InvalidText, "offsets rise and text is UTF-8", cause);
            }
        }
        _ => {
            if let Err(cause) = data.validate_full() {
                return broken(ErrorCode::OutOfRange, "the values do not fit the type", cause);
            }
        }
    }
    Ok(make_array(data))
}
