//! The `kpis!` table: one row is a typed function, its documentation and its catalogue entry.

use super::{
    Kpi,
    term::{Term, at_most},
};
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
                rows::$id.value(&[$($input.into()),+]).map(Into::into)
            }
        )+

        /// The rows of this family.
        pub(super) static KPIS: &[&$crate::kpi::Kpi] = &[$(&rows::$id),+];

        #[allow(non_upper_case_globals, reason = "a row has the name of its function")]
        mod rows {
            #[allow(unused_imports, reason = "what formulas use beside their inputs")]
            use super::*;
            use $crate::{
                error::{ErrorCode, Result},
                kpi::{Better, Family, Input, Kind, Kpi, Requires, Undefined, row, term::Term},
                value::{exact::Exact, label::Label},
            };

            $(
                pub(super) static $id: Kpi = {
                    #[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
                    fn formula_of(inputs: &[rust_decimal::Decimal]) -> Result<Exact> {
                        let &[$($input),+] = inputs else { return Err(row::wrong_count()) };
                        $(let $input = Term::from($input);)+
                        $(row::require($bounded, $bound, &$id)?;)?
                        $(row::define(&[$null $(, $more)*], ErrorCode::$code, &$id)?;)*
                        Term::exact($value)
                    }
                    Kpi {
                        id: stringify!($id),
                        label: Label { en: $en, ja: $ja },
                        summary: row::first(&[$($doc),+]),
                        formula: $formula,
                        inputs: &[$(Input { name: stringify!($input), kind: Kind::$kind, default: row::default_of!($($default)?) }),+],
                        output: Kind::$output,
                        better: Better::$better,
                        source: $source,
                        requires: row::optional!($(Requires {
                            input: stringify!($bounded),
                            at_most: stringify!($bound),
                        })?),
                        undefined: &[$(Undefined {
                            code: ErrorCode::$code,
                            input: stringify!($null),
                            when: concat!(stringify!($null $(+ $more)*), " == 0"),
                        }),*],
                        family: Family::$family,
                        formula_of,
                    }
                };
            )+
        }
    };
}

/// The Rust type that an input of a kind is passed as.
macro_rules! argument {
    (Count) => { u64 };
    (Period) => { $crate::value::period::Period };
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
pub(super) fn require(bounded: Term, bound: Term, kpi: &Kpi) -> Result<()> {
    let Some(rule) = kpi.requires.filter(|_| !at_most(bounded, bound)) else { return Ok(()) };
    let sentence = format!("{} needs {} <= {}", kpi.id, rule.input, rule.at_most);
    let value = bounded.exact()?.to_decimal()?;
    Err(Error::new(ErrorCode::Inconsistent, sentence).at(rule.input).with_value(value))
}

/// Not all of these are 0, else this code at the first of them.
pub(super) fn define(terms: &[Term], code: ErrorCode, kpi: &Kpi) -> Result<()> {
    if !terms.iter().all(|term| term.is_zero()) {
        return Ok(());
    }
    let error = Error::new(code, format!("{} has no value", kpi.id));
    Err(match kpi.undefined.iter().find(|case| case.code == code) {
        Some(case) => error.at(case.input).with_hint(case.when),
        None => error,
    })
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
