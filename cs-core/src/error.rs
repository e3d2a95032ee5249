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

use std::fmt;

/// Result of everything in this crate that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Values in messages are cut to this many characters.
pub const VALUE_CHARACTERS: usize = 64;

/// Declares the codes once: number, Rust name, text, class and meaning.
macro_rules! codes {
    ($($number:literal $name:ident $text:literal $class:ident $doc:literal;)*) => {
        /// A stable code, the same in Rust, Python and C. Numbers and texts are never reused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        #[repr(i32)]
        pub enum ErrorCode {
            $(#[doc = $doc] $name = $number,)*
        }

        impl ErrorCode {
            /// Every code, in the order of their numbers.
            pub const ALL: &'static [ErrorCode] = &[$(ErrorCode::$name),*];

            /// The code as text in snake_case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(ErrorCode::$name => $text,)* }
            }

            /// One sentence: when this code is given.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(ErrorCode::$name => $doc,)* }
            }

            const fn class(self) -> Class {
                match self { $(ErrorCode::$name => Class::$class,)* }
            }
        }
    };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Undefined,
    Invalid,
    Misuse,
    Internal,
}

codes! {
    1 ZeroDenominator "zero_denominator" Undefined "The value is undefined: its denominator is zero.";
    2 NoLosses "no_losses" Undefined "The value is undefined: nothing was lost, so it has no upper end.";
    3 NoPopulation "no_population" Undefined "The value is undefined: there is nobody to measure.";
    5 NoScore "no_score" Undefined "The account has no score: too little of its weight is known, or a required indicator is missing.";

    10 Inconsistent "inconsistent" Invalid "The values contradict each other, such as more churned than there were.";
    11 Overflow "overflow" Invalid "The value needs more digits than can be kept.";
    12 InvalidNumber "invalid_number" Invalid "A text is not a plain decimal number.";
    13 InvalidDate "invalid_date" Invalid "Not a calendar day from 1900-01-01 to 9999-12-31.";
    14 InvalidArgument "invalid_argument" Invalid "An argument is none of the choices.";
    15 OutOfRange "out_of_range" Invalid "A number lies outside its range.";
    16 NonFinite "non_finite" Invalid "A number is infinite, or NaN where a value is required.";
    17 PeriodMismatch "period_mismatch" Invalid "Rates of different periods are not compared.";
    18 UnknownName "unknown_name" Invalid "No KPI, benchmark or shipped document has this name.";

    30 InvalidDocument "invalid_document" Invalid "A document is not well formed or says something impossible.";
    31 Version "version" Invalid "The document's kind or version is not one that this library reads.";
    32 Limit "limit" Invalid "A size is beyond its documented limit.";
    33 Duplicate "duplicate" Invalid "A name is used twice.";
    34 InvalidText "invalid_text" Invalid "A text is not UTF-8 or holds control characters.";
    35 NotFitted "not_fitted" Invalid "The document must be fitted on a portfolio before it is applied.";

    50 MissingColumn "missing_column" Invalid "The table has no column of this name.";
    51 TypeMismatch "type_mismatch" Invalid "A column or fact is of another type than is needed.";
    52 LengthMismatch "length_mismatch" Invalid "Columns, masks or outputs differ in length.";
    53 DuplicateAccount "duplicate_account" Invalid "Two rows carry the same account.";

    70 NullPointer "null_pointer" Misuse "A required pointer is NULL (C).";
    71 StaleHandle "stale_handle" Misuse "A handle was freed, is of another kind, or was never given out (C).";
    72 Released "released" Misuse "An Arrow structure was already released or consumed (C, Python).";

    99 Internal "internal" Internal "A defect of this library; nothing was written. Please report it.";
}

impl ErrorCode {
    /// The number that C sees; 0 is success.
    #[must_use]
    pub const fn number(self) -> i32 {
        self as i32
    }

    /// Whether the code says that a value does not exist (class `undefined`), rather than that input is bad.
    #[must_use]
    pub const fn is_undefined(self) -> bool {
        matches!(self.class(), Class::Undefined)
    }

    /// The class as text: `undefined`, `invalid`, `misuse` or `internal`.
    #[must_use]
    pub const fn class_name(self) -> &'static str {
        match self.class() {
            Class::Undefined => "undefined",
            Class::Invalid => "invalid",
            Class::Misuse => "misuse",
            Class::Internal => "internal",
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

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
    hint: Option<String>,
    message: String,
}

impl Error {
    /// An error with a sentence in lower case and without a full stop.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        let message = message.into();
        Self(Box::new(Report { code, path: None, column: None, row: None, value: None, hint: None, message }))
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
        let text = value.to_string();
        let mut cut: String = text.chars().take(VALUE_CHARACTERS).collect();
        if cut.len() < text.len() {
            cut.push('…');
        }
        self.0.value = Some(cut);
        self
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
        if let Some(value) = &self.value {
            write!(f, ", not {value}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

/// The known name nearest to `name`, when it is near enough to be a typing slip.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count().div_ceil(3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, in characters.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(VALUE_CHARACTERS).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(VALUE_CHARACTERS).enumerate() {
        let mut diagonal = i;
        let mut left = i.saturating_add(1);
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let substitute = diagonal.saturating_add(usize::from(x != *y));
            diagonal = *cell;
            left = substitute.min(cell.saturating_add(1)).min(left.saturating_add(1));
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_texts_are_unique_and_rising() {
        for pair in ErrorCode::ALL.windows(2) {
            assert!(pair[0].number() < pair[1].number());
            assert_ne!(pair[0].as_str(), pair[1].as_str());
        }
    }

    #[test]
    fn places_join_from_inside_out() {
        let error = Error::new(ErrorCode::InvalidDocument, "no").at("scale").under("[2]").under("indicators");
        assert_eq!(error.path(), Some("indicators[2].scale"));
        let whole = Error::new(ErrorCode::InvalidDocument, "no").at("").under("scale");
        assert_eq!(whole.path(), Some("scale"), "the value itself is the place");
    }

    #[test]
    fn nearest_finds_a_slip_and_ignores_strangers() {
        assert_eq!(nearest("wieght", ["weight", "scale"]), Some("weight"));
        assert_eq!(nearest("colour_of_the_sky", ["weight", "scale"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }

    #[test]
    fn long_values_are_cut_at_a_character() {
        let error = Error::new(ErrorCode::InvalidNumber, "x").with_value("é".repeat(100));
        assert_eq!(error.value().map(|text| text.chars().count()), Some(VALUE_CHARACTERS + 1));
    }
}
