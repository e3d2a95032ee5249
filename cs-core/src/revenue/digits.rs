//! Whole numbers of any size in documents: as texts, which every reader of JSON keeps exactly.

use serde::Serializer;
use serde::de::{Deserialize as _, Deserializer, Error as _};

pub(super) fn serialize<S: Serializer>(number: &i128, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| D::Error::custom("a whole number is written as a text of digits"))
}
