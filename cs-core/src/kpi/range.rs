//! A target range whose bounds say whether they are included.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::Kind;
use crate::value::decimal_text::Number;
use crate::{
    error::{Error, ErrorCode, Result},
    value::{exact::Exact, number},
};

/// A target range: one bound or two.
///
/// ```
/// use cs_core::kpi::{Kind, Range};
///
/// assert_eq!(Range::below(3).text(Kind::Multiple), "< 3");
/// assert_eq!(Range::between(1, 2)?.text(Kind::Multiple), "1 to 2");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    low: Option<Bound>,
    high: Option<Bound>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bound {
    value: Decimal,
    included: bool,
}

/// The bounds as a document writes them: at most one of the first two, at most one of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) at_least: Option<Number>,
    pub(super) above: Option<Number>,
    pub(super) at_most: Option<Number>,
    pub(super) below: Option<Number>,
}

impl Range {
    /// value ≥ bound
    #[must_use]
    pub fn at_least(bound: impl Into<Decimal>) -> Self {
        Self { low: Some(Bound { value: bound.into(), included: true }), high: None }
    }

    /// value > bound
    #[must_use]
    pub fn above(bound: impl Into<Decimal>) -> Self {
        Self { low: Some(Bound { value: bound.into(), included: false }), high: None }
    }

    /// value ≤ bound
    #[must_use]
    pub fn at_most(bound: impl Into<Decimal>) -> Self {
        Self { low: None, high: Some(Bound { value: bound.into(), included: true }) }
    }

    /// value < bound
    #[must_use]
    pub fn below(bound: impl Into<Decimal>) -> Self {
        Self { low: None, high: Some(Bound { value: bound.into(), included: false }) }
    }

    /// low ≤ value ≤ high; `inconsistent` where low is above high.
    pub fn between(low: impl Into<Decimal>, high: impl Into<Decimal>) -> Result<Self> {
        Self { low: Self::at_least(low).low, high: Self::at_most(high).high }.checked()
    }

    /// Which side of the range a value lies on (`Equal`: within), and how far past the bound.
    pub(super) fn place(&self, value: Decimal) -> Result<(Ordering, Decimal)> {
        let past = |bound: &Bound| difference(value, bound.value);
        if let Some(low) = self.low.filter(|low| value < low.value || (value == low.value && !low.included)) {
            return Ok((Ordering::Less, past(&low)?));
        }
        if let Some(high) =
            self.high.filter(|high| value > high.value || (value == high.value && !high.included))
        {
            return Ok((Ordering::Greater, past(&high)?));
        }
        Ok((Ordering::Equal, Decimal::ZERO))
    }

    /// The range in the unit of a kind: shares in per cent.
    #[must_use]
    pub fn text(&self, kind: Kind) -> String {
        let side = |bound: Bound, included: &str, open: &str| {
            format!("{} {}", if bound.included { included } else { open }, in_unit(bound.value, kind))
        };
        match (self.low, self.high) {
            (Some(low), Some(high)) if low.included && high.included => {
                format!("{} to {}", in_unit(low.value, kind), in_unit(high.value, kind))
            }
            (Some(low), Some(high)) => format!("{} and {}", side(low, "≥", ">"), side(high, "≤", "<")),
            (Some(low), None) => side(low, "≥", ">"),
            (None, Some(high)) => side(high, "≤", "<"),
            (None, None) => String::new(),
        }
    }

    fn checked(self) -> Result<Self> {
        if let (Some(low), Some(high)) = (self.low, self.high) {
            let open = !(low.included && high.included);
            if low.value > high.value || (low.value == high.value && open) {
                return Err(Error::new(
                    ErrorCode::Inconsistent,
                    format!("no value lies between {} and {}", low.value, high.value),
                ));
            }
        }
        Ok(self)
    }
}

impl TryFrom<Bounds> for Range {
    type Error = Error;

    fn try_from(bounds: Bounds) -> Result<Self> {
        let one = |included: Option<Number>, open: Option<Number>, names: &str| match (included, open) {
            (Some(_), Some(_)) => Err(Error::new(ErrorCode::Inconsistent, format!("give {names}, not both"))),
            (Some(Number(value)), None) => Ok(Some(Bound { value, included: true })),
            (None, Some(Number(value))) => Ok(Some(Bound { value, included: false })),
            (None, None) => Ok(None),
        };
        let low = one(bounds.at_least, bounds.above, "at_least or above")?;
        let high = one(bounds.at_most, bounds.below, "at_most or below")?;
        if low.is_none() && high.is_none() {
            let sentence = "a target needs at_least, above, at_most or below";
            return Err(Error::new(ErrorCode::InvalidArgument, sentence));
        }
        Self { low, high }.checked()
    }
}

impl From<Range> for Bounds {
    fn from(range: Range) -> Self {
        let pick = |bound: Option<Bound>, included| {
            bound.filter(|bound| bound.included == included).map(|bound| Number(bound.value))
        };
        Self {
            at_least: pick(range.low, true),
            above: pick(range.low, false),
            at_most: pick(range.high, true),
            below: pick(range.high, false),
        }
    }
}

/// A value with its unit: shares in per cent.
pub(super) fn in_unit(value: Decimal, kind: Kind) -> String {
    if kind.unit() == "fraction" {
        let percent = Exact::from(value).multiply(Exact::from(100)).and_then(Exact::to_decimal);
        return percent
            .map_or_else(|_| number::to_text(value), |percent| format!("{} %", number::to_text(percent)));
    }
    number::to_text(value)
}

fn difference(a: Decimal, b: Decimal) -> Result<Decimal> {
    let distance =
        if a > b { Exact::from(a).subtract(Exact::from(b)) } else { Exact::from(b).subtract(Exact::from(a)) };
    distance.and_then(Exact::to_decimal)
}
