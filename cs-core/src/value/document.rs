//! JSON text to and from documents: limits before parsing, and errors that name the place.
//!
//! ```
//! use cs_core::value::document;
//!
//! let error = document::read::<Vec<f64>>(b"[1, 2, \"three\"]").unwrap_err();
//! assert_eq!(error.code().as_str(), "invalid_document");
//! assert_eq!(error.path(), Some("[2]"));
//! ```

pub(crate) mod fields;
mod misfit;
mod nulls;
mod objects;
mod place;
mod there;
pub(crate) mod unique;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};

use self::objects::Objects;
pub(crate) use self::there::showing;
use super::{day, number};
use crate::error::{Error, ErrorCode, Result};

/// Most bytes of one document.
pub const BYTES: usize = 1 << 20;
/// Deepest nesting of objects and arrays.
pub const DEPTH: usize = 32;
/// Most characters of one number.
pub const NUMBER: usize = 400;
/// Most bytes of one name.
pub const NAME: usize = 256;

#[derive(Deserialize)]
#[serde(expecting = "an object with kind and version")]
struct Head {
    kind: Option<String>,
    version: Option<u64>,
}

/// Reads a document of this kind, whose newest version is `version`.
///
/// Errors: those of [`read`]; `version` where kind or version is another; `invalid_document` for a `null`: what is left out
/// is not there, and a value that somebody failed to fill in is not taken for the default.
pub fn read_kind<T: DeserializeOwned>(text: &str, kind: &str, version: u64) -> Result<T> {
    let value = read_with_nulls(text, kind, version)?;
    no_null(text, None)?;
    Ok(value)
}

/// As [`read_kind`], where somebody else judges each `null`.
pub(crate) fn read_with_nulls<T: DeserializeOwned>(text: &str, kind: &str, version: u64) -> Result<T> {
    let head: Head = read(text.as_bytes())?;
    check_kind(head.kind.as_deref().unwrap_or(kind), head.version.unwrap_or(version), kind, version)?;
    read(text.as_bytes())
}

/// Refuses the first `null` of a document that was read, but for what its field of the name `but` holds.
///
/// Errors: `invalid_document` with the place.
pub(crate) fn no_null(text: &str, but: Option<&str>) -> Result<()> {
    let Some(offset) = nulls::first(text, but) else { return Ok(()) };
    let place = place::of(text, offset, None).concat();
    let error = Error::new(ErrorCode::InvalidDocument, "null is no value; leave the field out");
    Err(error.at(place.trim_start_matches('.')).with_said_value("null"))
}

/// Checks a document's kind and version against those that are read; the error is `version` with the place.
pub fn check_kind(found: &str, found_version: u64, kind: &str, version: u64) -> Result<()> {
    let refuse = |place: &str, wanted: String, found: String| {
        Err(Error::new(ErrorCode::Version, wanted).at(place).with_value(found))
    };
    if found != kind {
        return refuse("kind", format!("a document of kind {kind:?} is needed"), format!("{found:?}"));
    }
    if found_version != version {
        return refuse("version", format!("this library reads version {version}"), found_version.to_string());
    }
    Ok(())
}

/// Reads JSON.
///
/// Errors: `limit` (more than 1 MiB, deeper than 32, a number of more than 400 characters), `invalid_text`
/// (not UTF-8, a byte order mark), `duplicate` (a field twice), `invalid_date` (a text that is no day or month),
/// `invalid_document` (everything else), each with its place.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T> {
    read_within(bytes, BYTES)
}

/// Reads JSON of at most `most` bytes, for documents that hold the values of a portfolio. Errors: those of [`read`].
pub fn read_within<T: DeserializeOwned>(bytes: &[u8], most: usize) -> Result<T> {
    if bytes.len() > most {
        return Err(Error::new(ErrorCode::Limit, format!("a document has at most {most} bytes"))
            .with_value(bytes.len()));
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(Error::new(
            ErrorCode::InvalidText,
            "a document begins without a byte order mark (offset 0)",
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let sentence = format!("a document is UTF-8; the byte at offset {} is not", error.valid_up_to());
        Error::new(ErrorCode::InvalidText, sentence)
    })?;
    check_limits(text)?;
    let mut json = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Objects(&mut json)).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| there::shown(text, explain(text, &error)))
}

/// Writes a document, two spaces a level, fields in their declared order. Its numbers are finite: serde_json would write
/// others as `null` without an error, so whatever becomes a document is checked when it is made.
pub fn write<T: Serialize>(value: &T) -> Result<String> {
    serde_json::to_string_pretty(value).map_err(|error| Error::new(ErrorCode::NonFinite, error.to_string()))
}

/// Checks a name in a document: not empty, at most 256 bytes, no control characters.
pub fn check_name(name: &str) -> Result<()> {
    if name.is_empty() {
        return Err(Error::new(ErrorCode::InvalidDocument, "a name is not empty"));
    }
    if name.len() > NAME {
        return Err(
            Error::new(ErrorCode::Limit, format!("a name has at most {NAME} bytes")).with_value(name.len())
        );
    }
    if name.chars().any(char::is_control) {
        return Err(Error::new(ErrorCode::InvalidText, "a name holds no control characters")
            .with_value(format!("{name:?}")));
    }
    Ok(())
}

/// Checks that a number in a document is finite.
pub fn finite(value: f64, place: &str) -> Result<f64> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Error::new(ErrorCode::InvalidDocument, "a finite number is needed").at(place).with_value(value))
    }
}

/// Refuses what a document says at a place.
pub(crate) fn refuse<T>(place: &str, sentence: impl Into<String>) -> Result<T> {
    Err(Error::new(ErrorCode::InvalidDocument, sentence).at(place))
}

/// Checks that a list in a document is not too long.
pub(crate) fn limit(place: &str, found: usize, most: usize) -> Result<()> {
    if found <= most {
        return Ok(());
    }
    Err(Error::new(ErrorCode::Limit, format!("at most {most} are allowed")).at(place).with_value(found))
}

fn check_limits(text: &str) -> Result<()> {
    let refuse = |sentence: String| Err(Error::new(ErrorCode::Limit, sentence));
    let (mut depth, mut number) = (0_usize, 0_usize);
    let (mut quoted, mut escaped) = (false, false);
    for (offset, byte) in text.bytes().enumerate() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            continue;
        }
        number = if matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E') {
            number.saturating_add(1)
        } else {
            0
        };
        match byte {
            b'"' => quoted = true,
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEPTH {
            return refuse(format!("a document is at most {DEPTH} levels deep (see offset {offset})"));
        }
        if number > NUMBER {
            return refuse(format!("a number has at most {NUMBER} characters (see offset {offset})"));
        }
    }
    Ok(())
}

/// An error of ours that went through serde as its sentence: a value at its end is its value again.
fn said(code: ErrorCode, message: &str) -> Error {
    let is_value = |text: &str| text.parse::<f64>().is_ok() || serde_json::from_str::<String>(text).is_ok();
    match message.rsplit_once(", not ") {
        Some((sentence, value)) if is_value(value) => Error::new(code, sentence).with_value(value),
        _ => Error::new(code, message),
    }
}

/// The number that a reader stopped behind, as it was written.
fn last_number(text: &str, offset: usize) -> &str {
    let is_part = |byte: char| matches!(byte, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
    let before = text.get(..offset).unwrap_or("").trim_end_matches(|mark| !is_part(mark));
    before.rsplit(|mark| !is_part(mark)).next().unwrap_or("")
}

/// Turns serde's error into ours: code, place in the document, offending name, nearest known name.
fn explain(text: &str, error: &serde_json::Error) -> Error {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let offset = lines.map(str::len).sum::<usize>().saturating_add(error.column());
    let full = error.to_string();
    let message = full.rsplit_once(" at line ").map_or(full.as_str(), |(message, _)| message);
    let mut quoted = message.split('`').skip(1).step_by(2);
    let first = quoted.next().unwrap_or("");
    let mut place = place::of(text, offset, error.is_data().then_some(message));
    let mut report = match misfit::of(message, text.get(..offset).unwrap_or("")) {
        Some((sentence, value)) => Error::new(ErrorCode::InvalidDocument, sentence).with_value(value),
        None => said(ErrorCode::InvalidDocument, message),
    };
    if message.starts_with("unknown field") || message.starts_with("unknown variant") {
        let what = if message.starts_with("unknown field") { "field" } else { "choice" };
        report = Error::unknown(ErrorCode::InvalidDocument, what, first, quoted);
    } else if message.starts_with("duplicate field") {
        report = Error::new(ErrorCode::Duplicate, format!("the field {first:?} is there twice"))
            .with_value(format!("{first:?}"));
    } else if message.starts_with("missing field") {
        // serde reports the end of the object that lacks the field; its last key is not the place.
        if text.as_bytes().get(offset.saturating_sub(1)) != Some(&b'}') {
            place.pop();
        }
        report = Error::new(ErrorCode::InvalidDocument, format!("the field {first:?} is missing"));
    } else if [day::A_DAY, day::A_MONTH].iter().any(|sentence| message.starts_with(sentence)) {
        report = said(ErrorCode::InvalidDate, message);
    } else if message == number::AS_TEXT {
        report = Error::new(ErrorCode::InvalidDocument, message).with_value(last_number(text, offset));
    } else if error.is_syntax() || error.is_eof() {
        // To serde_json it is a slip of syntax, too, where one choice is wanted and there is another shape or a second one,
        // and where a list goes on beyond its length.
        let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
        let sentence = match message {
            "expected value" | "trailing comma" if is_json => {
                "one choice is needed here, a text or an object with one field".to_owned()
            }
            "trailing characters" if is_json => "the list has more values than it may have".to_owned(),
            _ => format!("not well-formed JSON: {message}"),
        };
        report = Error::new(ErrorCode::InvalidDocument, format!("{sentence} (see offset {offset})"));
    }
    if place.is_empty() { report } else { report.at(place.concat().trim_start_matches('.')) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Outer {
        #[expect(dead_code)]
        items: Vec<Inner>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Inner {
        #[expect(dead_code)]
        weight: f64,
        #[expect(dead_code)]
        name: String,
    }

    #[track_caller]
    fn refuses(text: &str, code: ErrorCode, path: Option<&str>) -> String {
        let error = read::<Outer>(text.as_bytes()).unwrap_err();
        assert_eq!((error.code(), error.path()), (code, path), "{error}");
        error.to_string()
    }

    #[test]
    fn names_the_place_of_every_kind_of_slip() {
        use ErrorCode::{Duplicate, InvalidDocument};
        let good = r#"{"weight": 1, "name": "a, {\"b\"}"}"#;
        let error = refuses(
            &format!(r#"{{"items": [{good}, {{"wieght": 2}}]}}"#),
            InvalidDocument,
            Some("items[1].wieght"),
        );
        assert!(error.contains("did you mean \"weight\"?"), "{error}");
        refuses(
            &format!("{{\"items\":\n [{good},\n {{\"weight\": \"2\"}}]}}"),
            InvalidDocument,
            Some("items[1].weight"),
        );
        refuses(&format!(r#"{{"items": [{good}, {{"weight": 2}}]}}"#), InvalidDocument, Some("items[1]"));
        refuses(r#"{"items": [{"weight": 2, "weight": 3}]}"#, Duplicate, Some("items[0].weight"));
        let error = refuses(r#"{"items": 3}"#, InvalidDocument, Some("items"));
        assert!(error.ends_with("a list is needed, not 3"), "{error}");
        refuses("{}", InvalidDocument, None);
        refuses("", InvalidDocument, None);
        refuses("null", InvalidDocument, None);
        refuses(r#"{"items": []} {}"#, InvalidDocument, None);
        refuses(r#"{"items": [{"weight": NaN, "name": "a"}]}"#, InvalidDocument, Some("items[0].weight"));
        refuses(r#"{"items": [{"weight": 1e400, "name": "a"}]}"#, InvalidDocument, Some("items[0].weight"));
        refuses(r#"{"items": [{"weight": 1, "name": "\ud800"}]}"#, InvalidDocument, Some("items[0].name"));
    }

    #[test]
    fn two_choices_where_one_is_wanted_are_no_slip_of_syntax() {
        #[derive(Debug, Deserialize)]
        #[serde(rename_all = "snake_case")]
        enum Choice {
            Left(#[expect(dead_code)] u8),
            Right(#[expect(dead_code)] u8),
        }
        let error = |text: &str| read::<Choice>(text.as_bytes()).unwrap_err().to_string();
        for text in [r#"{"left": 1, "right": 2}"#, "{}", "3", "[1]", "null"] {
            assert!(error(text).contains("one choice is needed here, a text or an object"), "{text}");
        }
        assert!(error(r#"{"left": }"#).contains("not well-formed JSON"));
        assert!(error(r#"{"left": 1e400}"#).contains("not well-formed JSON: number out of range"));
    }

    #[test]
    fn refuses_what_is_too_large_before_parsing() {
        refuses(&"[".repeat(33), ErrorCode::Limit, None);
        refuses(&"[".repeat(1_000_000), ErrorCode::Limit, None);
        refuses(&" ".repeat(BYTES + 1), ErrorCode::Limit, None);
        refuses(&format!("[{}]", "1".repeat(1_000_000)), ErrorCode::Limit, None);
        refuses("\u{feff}{}", ErrorCode::InvalidText, None);
        assert_eq!(read::<Outer>(b"{\"items\xff\"}").unwrap_err().code(), ErrorCode::InvalidText);
    }
}
