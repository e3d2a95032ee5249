//! What went wrong, where, and with which value: one error type for every room and every language.
//!
//! ```
//! use cs_core::prelude::*;
//!
//! let error = kpi::churn_rate(0, 0).unwrap_err();
//! assert_eq!(error.code(), ErrorCode::ZeroDenominator);
//! assert_eq!(error.code().as_str(), "zero_denominator");
//! assert!(error.code().is_undefined());
//! ```

mod code;
mod nearest;

use std::fmt;

pub use code::ErrorCode;
pub use nearest::nearest;

/// Result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Values in messages are cut to this many characters.
pub const VALUE_CHARACTERS: usize = 64;

/// A code, the place, the value, and one sentence for people.
///
/// ```
/// use cs_core::error::{Error, ErrorCode};
///
/// let error = Error::new(ErrorCode::NonFinite, "a score needs finite numbers").in_column("seats").at_row(3).with_value("inf");
/// assert_eq!(error.to_string(), "column \"seats\", row 3: a score needs finite numbers, not inf");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(Box<Report>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Report {
    code: ErrorCode,
    path: Option<String>,
    column: Option<String>,
    row: Option<u64>,
    value: Option<String>,
    /// Whether the sentence shows the value already.
    said: bool,
    hint: Option<String>,
    message: String,
}

impl Error {
    /// An error with a sentence in lower case and without a full stop.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Report {
            code,
            path: None,
            column: None,
            row: None,
            value: None,
            said: false,
            hint: None,
            message,
        }))
    }

    /// Names the place in a document, such as `indicators[2].scale`, or the argument.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    /// Puts an outer place before the one already named: `under("indicators[2]")` turns `scale` into `indicators[2].scale`.
    #[must_use]
    pub fn under(mut self, outer: &str) -> Self {
        self.0.path = Some(match self.0.path.take() {
            None => outer.to_owned(),
            Some(inner) if inner.is_empty() => outer.to_owned(),
            Some(inner) if inner.starts_with('[') => format!("{outer}{inner}"),
            Some(inner) => format!("{outer}.{inner}"),
        });
        self
    }

    /// Names the column.
    #[must_use]
    pub fn in_column(mut self, column: impl Into<String>) -> Self {
        self.0.column = Some(column.into());
        self
    }

    /// Names the row, counted from 0.
    #[must_use]
    pub fn at_row(mut self, row: usize) -> Self {
        self.0.row = u64::try_from(row).ok();
        self
    }

    /// Moves the row by the rows that came before this batch.
    #[must_use]
    pub fn after_rows(mut self, rows: u64) -> Self {
        self.0.row = self.0.row.map(|row| row.saturating_add(rows));
        self
    }

    /// Keeps the offending value as text, cut to [`VALUE_CHARACTERS`] characters.
    #[must_use]
    pub fn with_value(mut self, value: impl fmt::Display) -> Self {
        let text = short(value.to_string());
        let mut cut: String = text.chars().take(VALUE_CHARACTERS).collect();
        if cut.len() < text.len() {
            cut.push('…');
        }
        self.0.value = Some(cut);
        self.0.said = false;
        self
    }

    /// Keeps a value that the sentence shows already.
    ///
    /// ```
    /// use cs_core::error::{Error, ErrorCode};
    ///
    /// let error = Error::new(ErrorCode::LengthMismatch, "the table has 3 rows, the column 2").with_said_value(2);
    /// assert_eq!(error.value(), Some("2"));
    /// assert_eq!(error.to_string(), "the table has 3 rows, the column 2");
    /// ```
    #[must_use]
    pub fn with_said_value(self, value: impl fmt::Display) -> Self {
        let mut error = self.with_value(value);
        error.0.said = true;
        error
    }

    /// Adds a remedy, such as the nearest known name.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.0.code
    }

    /// The place in a document or the argument's name.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.0.path.as_deref()
    }

    /// The column's name.
    #[must_use]
    pub fn column(&self) -> Option<&str> {
        self.0.column.as_deref()
    }

    /// The row, counted from 0.
    #[must_use]
    pub fn row(&self) -> Option<u64> {
        self.0.row
    }

    /// The offending value as text.
    #[must_use]
    pub fn value(&self) -> Option<&str> {
        self.0.value.as_deref()
    }
}

/// A float that its display fills up with zeros, by its power of ten.
fn short(text: String) -> String {
    if text.len() <= VALUE_CHARACTERS || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-')) {
        return text;
    }
    match text.parse::<f64>() {
        Ok(float) if float.to_string() == text => format!("{float:e}"),
        _ => text,
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if let Some(path) = &self.path {
            write!(f, "{path}")?;
            separator = ", ";
        }
        if let Some(column) = &self.column {
            write!(f, "{separator}column {column:?}")?;
            separator = ", ";
        }
        if let Some(row) = self.row {
            write!(f, "{separator}row {row}")?;
            separator = ", ";
        }
        if !separator.is_empty() {
            f.write_str(": ")?;
        }
        f.write_str(&self.message)?;
        match &self.value {
            None => {}
            Some(value) if self.said || (value.starts_with('"') && self.message.contains(value.as_str())) => {
            }
            Some(value) if self.message.starts_with("there is no ") => write!(f, " {value}")?,
            // What stands there twice is not what should not be there.
            Some(value) if self.code.is_duplicate() => write!(f, ": {value}")?,
            Some(value) => write!(f, ", not {value}")?,
        }
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_join_from_inside_out() {
        let error = Error::new(ErrorCode::InvalidDocument, "no").at("scale").under("[2]").under("indicators");
        assert_eq!(error.path(), Some("indicators[2].scale"));
        let whole = Error::new(ErrorCode::InvalidDocument, "no").at("").under("scale");
        assert_eq!(whole.path(), Some("scale"), "the value itself is the place");
    }

    #[test]
    fn a_value_that_its_sentence_speaks_of_is_shown_all_the_same() {
        let said = |code, value: &str| Error::new(code, "a number above 0").with_value(value).to_string();
        assert_eq!(said(ErrorCode::OutOfRange, "0"), "a number above 0, not 0");
        assert_eq!(said(ErrorCode::Duplicate, "0"), "a number above 0: 0");
        let twice = Error::new(ErrorCode::Duplicate, "\"a\" is there twice").with_value("\"a\"");
        assert_eq!(twice.to_string(), "\"a\" is there twice");
    }

    #[test]
    fn large_and_small_floats_are_shown_by_their_power_of_ten() {
        let value =
            |value: f64| Error::new(ErrorCode::OutOfRange, "x").with_value(value).value().map(str::to_owned);
        assert_eq!(value(-1.5e300).as_deref(), Some("-1.5e300"));
        assert_eq!(value(5e-324).as_deref(), Some("5e-324"));
        assert_eq!(value(1e20).as_deref(), Some("100000000000000000000"));
        let digits = Error::new(ErrorCode::Overflow, "x").with_value("12".repeat(40));
        assert_eq!(digits.value(), Some(format!("{}…", "12".repeat(32)).as_str()));
    }

    #[test]
    fn long_values_are_cut_at_a_character() {
        let error = Error::new(ErrorCode::InvalidNumber, "x").with_value("é".repeat(100));
        assert_eq!(error.value().map(|text| text.chars().count()), Some(VALUE_CHARACTERS + 1));
    }
}
