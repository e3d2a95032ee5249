//! The `kpis!` table: one row is a typed function, its documentation and its catalogue entry.

use super::term::{Term, at_most};
use crate::error::{Error, ErrorCode, Result};

/// Declares the KPIs of one family.
///
/// A row names its inputs with their kinds and defaults, says what must hold between them (`requires`, else
/// `inconsistent` at the first name), when the value does not exist (`undefined`), and gives the formula twice:
/// for people and, below it, for the machine.
macro_rules! kpis {
    (
        family: $family:ident;
        $(
            $(#[doc = $doc:literal])+
            $id:ident($($input:ident: $kind:ident $(= $default:literal)?),+ $(,)?) -> $output:ident {
                en: $en:literal, ja: $ja:literal, better: $better:ident, source: $source:literal,
                $(requires: $bounded:ident <= $bound:expr,)?
                $(undefined: $null:ident $(+ $more:ident)* == 0 => $code:ident,)*
                formula: $formula:literal,
                value: $value:expr,
                example: ($($example:expr),+) => $shown:literal,
            }
        )+
    ) => {
        $(
            $(#[doc = $doc])+
            ///
            /// ```text
            #[doc = concat!(stringify!($id), " = ", $formula)]
            /// ```
            ///
            $(#[doc = concat!("- `", stringify!($input), "`: [`", stringify!($kind), "`](crate::kpi::Kind::", stringify!($kind), ")" $(, ", neutral at ", stringify!($default))?)])+
            ///
            /// Errors: `out_of_range` outside the inputs' ranges; `overflow` beyond 28 digits
            $(#[doc = concat!("; `inconsistent` unless `", stringify!($bounded), " <= ", stringify!($bound), "`")])?
            $(#[doc = concat!("; [`", stringify!($code), "`](crate::error::ErrorCode::", stringify!($code), ") where `", stringify!($null $(+ $more)*), " == 0`")])*
            /// .
            ///
            /// ```
            /// use cs_core::prelude::*;
            ///
            #[doc = concat!("assert_eq!(kpi::", stringify!($id), "(", stringify!($($example),+), ")?.to_string(), \"", $shown, "\");")]
            /// # Ok::<(), Error>(())
            /// ```
            ///
            #[doc = concat!("Source: ", $source, ".")]
            pub fn $id($($input: $crate::kpi::row::argument!($kind)),+) -> $crate::error::Result<$crate::kpi::row::output!($output)> {
                $id::ROW.value(&[$($input.into()),+]).map(Into::into)
            }
        )+

        /// The rows of this family.
        pub(super) static KPIS: &[&$crate::kpi::Kpi] = &[$(&$id::ROW),+];

        $(
            mod $id {
                #[allow(unused_imports, reason = "what formulas use beside their inputs")]
                use super::*;
                use $crate::{error::Result, kpi::{Kpi, row, term::Term}, value::exact::Exact};

                #[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
                fn formula_of(inputs: &[rust_decimal::Decimal]) -> Result<Exact> {
                    let &[$($input),+] = inputs else { return Err(row::wrong_count()) };
                    $(let $input = Term::from($input);)+
                    $(row::require($bounded, $bound, stringify!($bounded), stringify!($bound))?;)?
                    $(row::define(
                        &[$null $(, $more)*],
                        $crate::error::ErrorCode::$code,
                        stringify!($null),
                        concat!(stringify!($null $(+ $more)*), " == 0"),
                    )?;)*
                    Term::exact($value)
                }

                pub(super) static ROW: Kpi = Kpi {
                    id: stringify!($id),
                    label: $crate::value::label::Label { en: $en, ja: $ja },
                    summary: row::first(&[$($doc),+]),
                    formula: $formula,
                    inputs: &[$($crate::kpi::Input {
                        name: stringify!($input),
                        kind: $crate::kpi::Kind::$kind,
                        default: row::default_of!($($default)?),
                    }),+],
                    output: $crate::kpi::Kind::$output,
                    better: $crate::kpi::Better::$better,
                    source: $source,
                    requires: row::optional!($($crate::kpi::Requires {
                        input: stringify!($bounded),
                        at_most: stringify!($bound),
                    })?),
                    undefined: &[$($crate::kpi::Undefined {
                        code: $crate::error::ErrorCode::$code,
                        input: stringify!($null),
                        when: concat!(stringify!($null $(+ $more)*), " == 0"),
                    }),*],
                    family: $crate::kpi::Family::$family,
                    formula_of,
                };
            }
        )+
    };
}

/// The Rust type that an input of a kind is passed as.
macro_rules! argument {
    (Count) => { u64 };
    (Period) => { $crate::value::period::Period };
    (Timing) => { $crate::kpi::lifetime::Timing };
    ($kind:ident) => { impl Into<rust_decimal::Decimal> };
}

/// The Rust type that a value of a kind is returned as.
macro_rules! output {
    (Share) => {
        $crate::value::rate::Rate
    };
    (Margin) => {
        $crate::value::rate::Rate
    };
    (Ratio) => {
        $crate::value::rate::Rate
    };
    ($kind:ident) => {
        rust_decimal::Decimal
    };
}

/// A default as a constant, if there is one.
macro_rules! default_of {
    () => {
        None
    };
    ($default:literal) => {
        Some(rust_decimal::Decimal::from_parts($default, 0, 0, false, 0))
    };
}

/// `Some` of what is there.
macro_rules! optional {
    () => {
        None
    };
    ($value:expr) => {
        Some($value)
    };
}

pub(super) use {argument, default_of, kpis, optional, output};

/// `bounded ≤ bound`, else `inconsistent` at the bounded input.
pub(super) fn require(bounded: Term, bound: Term, input: &str, limit: &str) -> Result<()> {
    if at_most(bounded, bound) {
        return Ok(());
    }
    let sentence = format!("must be at most {limit}");
    let value = bounded.exact()?.to_decimal()?;
    Err(Error::new(ErrorCode::Inconsistent, sentence).at(input).with_value(value))
}

/// Not all of these are 0, else this code at the first of them.
pub(super) fn define(terms: &[Term], code: ErrorCode, input: &str, when: &str) -> Result<()> {
    if terms.iter().all(|term| term.is_zero()) {
        let sentence = format!("there is no value where {when}");
        return Err(Error::new(code, sentence).at(input));
    }
    Ok(())
}

/// The defect of a row that is given another number of inputs than it has.
pub(super) fn wrong_count() -> Error {
    Error::new(ErrorCode::Internal, "a formula was given another number of inputs than it has")
}

/// The first text of a list that has one.
pub(super) const fn first(texts: &[&'static str]) -> &'static str {
    match texts {
        [text, ..] => text.trim_ascii(),
        [] => "",
    }
}
