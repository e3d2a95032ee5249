//! Columns in the types that polars has, so that taking them in copies nothing.

use std::sync::Arc;

use arrow_array::{
    ArrayRef,
    cast::AsArray,
    types::{Int32Type, UInt8Type},
};
use arrow_schema::{DataType, Field, FieldRef};

use crate::capsule;

/// The metadata by which polars knows an `Enum` from a `Categorical`: of each category the number of its bytes, `;`, and
/// its text. A polars that does not know it makes a `Categorical`.
const ENUM_VALUES: &str = "_PL_ENUM_VALUES2";

/// Texts by key as plain texts, categories as an `Enum`, all else as it is.
pub(crate) fn column((field, array): (FieldRef, ArrayRef)) -> (FieldRef, ArrayRef) {
    if let Some(texts) = array.as_dictionary_opt::<Int32Type>() {
        let views: ArrayRef = Arc::new(capsule::views(texts));
        return (Arc::new(Field::new(field.name(), DataType::Utf8View, true)), views);
    }
    let Some(categories) = array.as_dictionary_opt::<UInt8Type>() else { return (field, array) };
    let texts = categories.values().as_string::<i32>().iter().map(Option::unwrap_or_default);
    let values: String = texts.map(|text| format!("{};{text}", text.len())).collect();
    let field = field.as_ref().clone().with_metadata([(ENUM_VALUES.to_owned(), values)]);
    (Arc::new(field), array)
}
