//! The stable codes, declared once: number, name, class, meaning.

use std::fmt;

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
    4 TooYoung "too_young" Undefined "The value is undefined: what it measures has not been observed for long enough.";
    5 NoScore "no_score" Undefined "The account has no score: too little of its weight is known, or a required indicator is missing.";

    10 Inconsistent "inconsistent" Invalid "The values contradict each other, such as more churned than there were.";
    11 Overflow "overflow" Invalid "The value needs more digits than can be kept.";
    12 InvalidNumber "invalid_number" Invalid "A text is not a plain decimal number.";
    13 InvalidDate "invalid_date" Invalid "Not a calendar day from 1900-01-01 to 9999-12-31.";
    14 InvalidArgument "invalid_argument" Invalid "An argument is none of the choices.";
    15 OutOfRange "out_of_range" Invalid "A number lies outside its range.";
    16 NonFinite "non_finite" Invalid "A number is infinite, or NaN where a value is required.";
    17 PeriodMismatch "period_mismatch" Invalid "Rates of different periods are not compared.";
    18 UnknownName "unknown_name" Invalid "No KPI, benchmark, shipped document or account has this name.";
    19 Cycle "cycle" Invalid "Accounts are each other's parents in a circle.";
    20 MixedCurrencies "mixed_currencies" Invalid "Amounts of several currencies are not added up without rates.";
    21 UnknownCurrency "unknown_currency" Invalid "Not a currency code of ISO 4217.";
    22 MissingRate "missing_rate" Invalid "There is no rate, or none above 0, of this currency and month.";
    23 DuplicateRow "duplicate_row" Invalid "Two rows carry the same name.";

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

    /// Whether the code says that something is there twice.
    pub(crate) const fn is_duplicate(self) -> bool {
        matches!(self, Self::Duplicate | Self::DuplicateRow | Self::DuplicateAccount)
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
}
