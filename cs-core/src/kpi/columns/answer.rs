//! Values with their reasons.

use cs_wide::pages;
use rust_decimal::Decimal;

use super::query::Digits;
use crate::{
    error::{Error, ErrorCode, Result},
    fact::workers::Workers,
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
            (Digits::Text, _) => Writer::Text(pages::large(Vec::with_capacity(rows))),
            (_, Some(places)) => Writer::Places(places, pages::large(Vec::with_capacity(rows))),
            (Digits::Decimal, _) => Writer::Decimal(pages::large(Vec::with_capacity(rows))),
            (Digits::Same, _) if decimals => Writer::Decimal(pages::large(Vec::with_capacity(rows))),
            _ => Writer::Float(pages::large(Vec::with_capacity(rows))),
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

    /// The values of all parts, one behind the other; decimals get the places of the longest of them.
    pub(super) fn joined(parts: Vec<Self>, workers: Workers<'_>) -> Result<Numbers> {
        let longest = |part: &Self| match part {
            Writer::Decimal(decimals) => decimals.iter().flatten().map(Decimal::scale).max(),
            _ => None,
        };
        let places = parts.iter().filter_map(longest).max().unwrap_or(0);
        let mut rows = 0_usize;
        let behind = |part: Self| {
            let before = rows;
            rows = rows.saturating_add(part.len());
            (part, before)
        };
        let parts = parts.into_iter().map(behind).collect();
        let columns = workers.map(parts, |(part, before)| part.column(places, before))?;
        let joined = columns.into_iter().reduce(Numbers::append);
        Ok(joined.unwrap_or_else(|| Numbers::Float(Vec::new())))
    }

    fn len(&self) -> usize {
        match self {
            Writer::Float(values) => values.len(),
            Writer::Places(_, values) => values.len(),
            Writer::Decimal(values) => values.len(),
            Writer::Text(values) => values.len(),
        }
    }

    fn column(self, places: u32, before: usize) -> Result<Numbers> {
        Ok(match self {
            Writer::Float(floats) => Numbers::Float(floats),
            Writer::Places(scale, mantissas) => Numbers::Decimal { mantissas, scale },
            Writer::Text(texts) => Numbers::Text(texts),
            Writer::Decimal(decimals) => {
                let aligned = |(row, decimal): (usize, &Option<Decimal>)| {
                    let Some(decimal) = decimal else { return Ok(None) };
                    Exact::from(*decimal).round(places).map(Some).map_err(|error| {
                        let error = error.at_row(before.saturating_add(row));
                        error.with_hint("name the places that are wanted, or ask for texts")
                    })
                };
                let mantissas = decimals.iter().enumerate().map(aligned).collect::<Result<_>>()?;
                Numbers::Decimal { mantissas, scale: places }
            }
        })
    }
}

impl Numbers {
    /// These, and behind them others of the same kind.
    fn append(mut self, more: Self) -> Self {
        match (&mut self, more) {
            (Numbers::Float(own), Numbers::Float(mut more)) => own.append(&mut more),
            (Numbers::Decimal { mantissas: own, .. }, Numbers::Decimal { mantissas: mut more, .. }) => {
                own.append(&mut more);
            }
            (Numbers::Text(own), Numbers::Text(mut more)) => own.append(&mut more),
            _ => {}
        }
        self
    }
}

/// The reason that an error is, where the value does not exist or refusals are reasons.
pub(super) fn reason(error: Error, refusals_too: bool) -> Result<Reason> {
    if error.code().is_undefined() || refusals_too { Ok(Reason::Code(error.code())) } else { Err(error) }
}
