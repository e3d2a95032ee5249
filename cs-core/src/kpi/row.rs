//! The `kpis!` table: one row is a typed function, its documentation and its catalogue entry.

use super::{Undefined, term::Number};

/// Declares the KPIs of one family.
///
/// A row names its inputs with their kinds and defaults (`opening as opening_mrr` where a report, in which all KPIs
/// meet, knows the input by another name), says what must hold between them (`requires`, else `inconsistent` at the
/// first name), when the value does not exist (`undefined`), and gives the formula twice: for people and, below it, for
/// the machine, in which the name given as `numbers` makes a whole number.
macro_rules! kpis {
    (
        family: $family:ident, numbers: $whole:ident;
        $(
            $(#[doc = $doc:literal])+
            $id:ident($($input:ident $(as $figure:ident)?: $kind:ident $(= $default:literal)?),+ $(,)?) -> $output:ident {
                en: $en:literal, ja: $ja:literal, better: $better:ident, source: $source:literal,
                $(requires: $bounded:ident <= $bound:expr,)?
                $(undefined: $null:ident $(+ $more:ident)* $(== $zero:literal)? $(< $least:ident)? => $code:ident,)*
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
            $(#[doc = concat!("; [`", stringify!($code), "`](crate::error::ErrorCode::", stringify!($code), ") where `", $crate::kpi::row::condition!($null $(+ $more)* $(== $zero)? $(< $least)?), "`")])*
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
                use $crate::kpi::{Kpi, row::{self, Obstacle}, term::Number};

                #[allow(clippy::arithmetic_side_effects, unused_variables, reason = "a number carries its error")]
                fn formula<N: Number>(inputs: &[N]) -> Result<N, Obstacle> {
                    let &[$($input),+] = inputs else { return Err(Obstacle::Defect) };
                    let $whole = N::whole;
                    $(if !$bounded.at_most($bound) { return Err(Obstacle::Requires); })?
                    $(if row::absent(&[$null $(, $more)*], row::optional!($($least)?)) {
                        return Err(Obstacle::Undefined(&$crate::kpi::Undefined {
                            code: $crate::error::ErrorCode::$code,
                            input: stringify!($null),
                            when: row::condition!($null $(+ $more)* $(== $zero)? $(< $least)?),
                        }));
                    })*
                    Ok($value)
                }

                pub(super) static ROW: Kpi = Kpi {
                    id: stringify!($id),
                    label: $crate::value::label::Label { en: $en, ja: $ja },
                    summary: row::first(&[$($doc),+]),
                    formula: $formula,
                    inputs: &[$($crate::kpi::Input {
                        name: stringify!($input),
                        figure: row::figure!($input $(as $figure)?),
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
                        when: row::condition!($null $(+ $more)* $(== $zero)? $(< $least)?),
                    }),*],
                    family: $crate::kpi::Family::$family,
                    term_formula: formula,
                    quick_formula: formula,
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

/// When a KPI is undefined, as text.
macro_rules! condition {
    ($null:ident $(+ $more:ident)* == $zero:literal) => {
        concat!(stringify!($null $(+ $more)*), " == ", stringify!($zero))
    };
    ($null:ident < $least:ident) => {
        concat!(stringify!($null), " < ", stringify!($least))
    };
}

/// The name of an input in a report.
macro_rules! figure {
    ($input:ident) => {
        stringify!($input)
    };
    ($input:ident as $figure:ident) => {
        stringify!($figure)
    };
}

pub(super) use {argument, condition, default_of, figure, kpis, optional, output};

/// Why a formula has no value; the row knows the words for it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Obstacle {
    /// The inputs contradict each other.
    Requires,
    /// This case of the row.
    Undefined(&'static Undefined),
    /// The row was given another number of inputs than it has.
    Defect,
}

/// Whether all of these are 0, or the first does not reach the least that it must be.
pub(super) fn absent<N: Number>(numbers: &[N], least: Option<N>) -> bool {
    match (numbers, least) {
        ([first, ..], Some(least)) => !least.at_most(*first),
        _ => numbers.iter().all(|number| number.is_zero()),
    }
}

/// The first text of a list that has one.
pub(super) const fn first(texts: &[&'static str]) -> &'static str {
    match texts {
        [text, ..] => text.trim_ascii(),
        [] => "",
    }
}
