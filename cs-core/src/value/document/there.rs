//! The value that stands at the place of an error, so that every error of a document carries what it is about.

use serde_json::Value;

use super::BYTES;
use crate::error::{Error, Result};

/// Makes something of a document; its error carries the value at its place, where that is a text, a number, a flag or
/// `null`, and the error has none of its own.
pub(crate) fn showing<T>(text: &str, make: impl FnOnce() -> Result<T>) -> Result<T> {
    make().map_err(|error| shown(text, error))
}

/// The error with the value at its place.
pub(super) fn shown(text: &str, error: Error) -> Error {
    // Where a value does not exist, what stands at the place is not to blame.
    let open = error.value().is_none() && !error.code().is_undefined() && text.len() <= BYTES;
    let Some(path) = error.path().filter(|_| open) else { return error };
    let document: Option<Value> = serde_json::from_str(text).ok();
    match document.as_ref().and_then(|document| at(document, path)).and_then(plain) {
        Some(value) => error.with_said_value(value),
        None => error,
    }
}

/// What stands at a place such as `indicators[2].scale`; names may hold points and brackets themselves.
fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    if path.is_empty() {
        return Some(value);
    }
    match value {
        Value::Array(values) => {
            let (index, rest) = path.strip_prefix('[')?.split_once(']')?;
            at(values.get(index.parse::<usize>().ok()?)?, rest)
        }
        Value::Object(fields) => {
            let path = path.strip_prefix('.').unwrap_or(path);
            let within = |(name, value): (&String, &'v Value)| {
                let rest = path.strip_prefix(name.as_str())?;
                if rest.is_empty() || rest.starts_with(['.', '[']) { at(value, rest) } else { None }
            };
            fields.iter().find_map(within)
        }
        _ => None,
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::Array(_) | Value::Object(_) => None,
        Value::String(text) => Some(format!("{text:?}")),
        Value::Number(number) if number.is_f64() => number.as_f64().map(|float| float.to_string()),
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[track_caller]
    fn value(text: &str, path: &str) -> Option<String> {
        let error = Error::new(ErrorCode::InvalidDocument, "no").at(path);
        let found = shown(text, error);
        assert_eq!(found.to_string(), format!("{path}: no"), "the sentence stays");
        found.value().map(str::to_owned)
    }

    #[test]
    fn what_stands_at_the_place_is_shown() {
        let text =
            r#"{"a": [{"b": 1.5}, {"b.c": "x\"y", "d": null, "e": true, "f": 1e300}], "a[0]": {"b": -3}}"#;
        assert_eq!(value(text, "a[0].b").as_deref(), Some("1.5"), "a list before a name with brackets");
        assert_eq!(value(text, "a[1].b.c").as_deref(), Some(r#""x\"y""#));
        assert_eq!(value(text, "a[1].d").as_deref(), Some("null"));
        assert_eq!(value(text, "a[1].e").as_deref(), Some("true"));
        assert_eq!(value(text, "a[1].f").as_deref(), Some("1e300"));
        for nothing in ["a", "a[0]", "a[2].b", "a[1].x", "x", "a[0].b.c", "a[-1]"] {
            assert_eq!(value(text, nothing), None, "{nothing}");
        }
        assert_eq!(value("no document", "a"), None);
    }

    #[test]
    fn a_value_of_its_own_is_kept() {
        let undefined = Error::new(ErrorCode::NoLosses, "nobody leaves").at("a");
        assert_eq!(shown(r#"{"a": 0}"#, undefined).value(), None);
        let error = Error::new(ErrorCode::Duplicate, "twice").at("a").with_value(2);
        assert_eq!(shown(r#"{"a": 1}"#, error).value(), Some("2"));
    }
}
