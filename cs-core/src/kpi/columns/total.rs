//! Exact sums of a group.

use std::cmp::Ordering;

use super::reader::{Bound, Scaled};
use crate::error::{Error, ErrorCode, Result};

/// What a group has of one input so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Total {
    sum: Scaled,
    begun: bool,
}

impl Total {
    pub(super) const EMPTY: Self = Self { sum: Scaled::ZERO, begun: false };

    /// The number of the group: the sum, or what all of its rows have.
    pub(super) fn number(&self, bound: &Bound<'_>, row: usize) -> Result<Scaled> {
        if bound.is_column() { Ok(self.sum) } else { bound.number(row) }
    }

    /// Whether a row was added.
    pub(super) fn is_begun(&self) -> bool {
        self.begun
    }

    /// Adds a row: counts and money are summed, everything else must be the same. A credit is money below 0 beside other
    /// money; nothing like it makes sense of a count or of heads, so these lie in their range row by row.
    ///
    /// Errors: `out_of_range`, `overflow` beyond 38 digits, `inconsistent`.
    pub(super) fn add(&mut self, number: Scaled, bound: &Bound<'_>, row: usize) -> Result<()> {
        if bound.input.kind.is_additive() {
            bound.check_row(number, row)?;
            let sum = self.sum.plus(number);
            let too_long = || Error::new(ErrorCode::Overflow, "the sum needs more digits than can be kept");
            self.sum = sum.ok_or_else(|| bound.place(too_long(), row))?;
        } else if !self.begun {
            self.sum = number;
        } else if !is_same(self.sum, number) {
            let sentence = format!(
                "must be the same in all rows of a group: {} is not summed",
                bound.input.kind.as_str()
            );
            return Err(bound.place(number.shown(Error::new(ErrorCode::Inconsistent, sentence)), row));
        }
        self.begun = true;
        Ok(())
    }
}

impl Total {
    /// The number of these rows and of others of the group; none where they are refused.
    pub(super) fn join(self, more: Self, bound: &Bound<'_>) -> Option<Self> {
        if !self.begun || !more.begun {
            return Some(if self.begun { self } else { more });
        }
        if bound.input.kind.is_additive() {
            return Some(Self { sum: self.sum.plus(more.sum)?, begun: true });
        }
        is_same(self.sum, more.sum).then_some(self)
    }
}

impl Scaled {
    /// The sum, if 128 bits hold it.
    pub(in crate::kpi) fn plus(self, other: Self) -> Option<Self> {
        let (a, b) = aligned(self, other)?;
        Some(Self { mantissa: a.mantissa.checked_add(b.mantissa)?, ..a })
    }
}

fn is_same(a: Scaled, b: Scaled) -> bool {
    aligned(a, b).is_some_and(|(a, b)| a == b)
}

/// Both with the longer number of places.
fn aligned(a: Scaled, b: Scaled) -> Option<(Scaled, Scaled)> {
    match a.scale.cmp(&b.scale) {
        Ordering::Equal => Some((a, b)),
        Ordering::Less => Some((to_scale(a, b.scale)?, b)),
        Ordering::Greater => Some((a, to_scale(b, a.scale)?)),
    }
}

fn to_scale(value: Scaled, scale: u32) -> Option<Scaled> {
    let power = 10_i128.checked_pow(scale.checked_sub(value.scale)?)?;
    Some(Scaled { mantissa: value.mantissa.checked_mul(power)?, scale })
}
