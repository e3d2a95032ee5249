//! Values with their reasons.

use rust_decimal::Decimal;

use super::query::Digits;
use crate::{
    error::{Error, ErrorCode, Result},
    value::{exact::Exact, number},
};

/// Why a row or group has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// An input is missing.
    Missing,
    /// The KPI is undefined there, or the numbers are refused.
    Code(ErrorCode),
}

impl Reason {
    /// The name: `missing`, or the code.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Missing => "missing",
            Reason::Code(code) => code.as_str(),
        }
    }
}

/// Values, one for each row or group; those without a value have a reason.
#[derive(Debug, Clone, PartialEq)]
pub enum Numbers {
    /// Floats; NaN where there is no value.
    Float(Vec<f64>),
    /// Each mantissa · 10^-scale.
    Decimal {
        /// The digits without the point.
        mantissas: Vec<Option<i128>>,
        /// Digits behind the point.
        scale: u32,
    },
    /// Canonical texts.
    Text(Vec<Option<String>>),
}

/// The values of a KPI.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Answer {
    /// The values.
    pub numbers: Numbers,
    /// Why there is none, where there is none.
    pub reasons: Vec<Option<Reason>>,
    /// The row that each group begins with, in the order of these rows; none where rows are not grouped.
    pub first: Option<Vec<usize>>,
    /// Rows left out of each group because an input is missing.
    pub left_out: Option<Vec<u64>>,
}

/// Values as they come.
pub(super) enum Writer {
    Float(Vec<f64>),
    Places(u32, Vec<Option<i128>>),
    Decimal(Vec<Option<Decimal>>),
    Text(Vec<Option<String>>),
}

impl Writer {
    pub(super) fn new(digits: Digits, places: Option<u32>, decimals: bool, rows: usize) -> Self {
        match (digits, places) {
            (Digits::Text, _) => Writer::Text(Vec::with_capacity(rows)),
            (_, Some(places)) => Writer::Places(places, Vec::with_capacity(rows)),
            (Digits::Decimal, _) => Writer::Decimal(Vec::with_capacity(rows)),
            (Digits::Same, _) if decimals => Writer::Decimal(Vec::with_capacity(rows)),
            _ => Writer::Float(Vec::with_capacity(rows)),
        }
    }

    pub(super) fn write(&mut self, value: Exact) -> Result<()> {
        match self {
            Writer::Float(floats) => floats.push(value.to_float()?),
            Writer::Places(places, mantissas) => mantissas.push(Some(value.round(*places)?)),
            Writer::Decimal(decimals) => decimals.push(Some(value.to_decimal()?)),
            Writer::Text(texts) => texts.push(Some(number::to_text(value.to_decimal()?))),
        }
        Ok(())
    }

    pub(super) fn leave_out(&mut self) {
        match self {
            Writer::Float(floats) => floats.push(f64::NAN),
            Writer::Places(_, mantissas) => mantissas.push(None),
            Writer::Decimal(decimals) => decimals.push(None),
            Writer::Text(texts) => texts.push(None),
        }
    }

    /// The column; decimals get the places of the longest of them.
    pub(super) fn finish(self) -> Result<Numbers> {
        Ok(match self {
            Writer::Float(floats) => Numbers::Float(floats),
            Writer::Places(scale, mantissas) => Numbers::Decimal { mantissas, scale },
            Writer::Text(texts) => Numbers::Text(texts),
            Writer::Decimal(decimals) => {
                let scale = decimals.iter().flatten().map(Decimal::scale).max().unwrap_or(0);
                let aligned = |(row, decimal): (usize, &Option<Decimal>)| {
                    let Some(decimal) = decimal else { return Ok(None) };
                    Exact::from(*decimal).round(scale).map(Some).map_err(|error| {
                        error.at_row(row).with_hint("name the places that are wanted, or ask for texts")
                    })
                };
                let mantissas = decimals.iter().enumerate().map(aligned).collect::<Result<_>>()?;
                Numbers::Decimal { mantissas, scale }
            }
        })
    }
}

/// The reason that an error is, where the value does not exist or refusals are reasons.
pub(super) fn reason(error: Error, refusals_too: bool) -> Result<Reason> {
    if error.code().is_undefined() || refusals_too { Ok(Reason::Code(error.code())) } else { Err(error) }
}
