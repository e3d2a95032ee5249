//! What one whole number of an amount stands for: money is counted in whole parts of its smallest unit, exactly.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode, Result};
use crate::value::exact::Exact;

/// Most places behind the point of an amount.
pub const PLACES: u32 = 12;

/// One whole number is 1 ÷ (10^places · parts): places 2 and parts 12 are twelfths of a cent, in which the monthly part
/// of an annual price is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Places behind the point that amounts are shown with.
    pub places: u32,
    /// Equal parts of the last place in which sums are kept.
    pub parts: u64,
}

impl Unit {
    /// Whole numbers of the last of so many places.
    ///
    /// Errors: `out_of_range` beyond [`PLACES`].
    pub fn new(places: u32) -> Result<Self> {
        if places > PLACES {
            let sentence = format!("an amount has at most {PLACES} places");
            return Err(Error::new(ErrorCode::OutOfRange, sentence).at("places").with_value(places));
        }
        Ok(Self { places, parts: 1 })
    }

    /// The exact value of a whole number.
    pub fn exact(self, number: i128) -> Result<Exact> {
        whole(number)?.divide(self.per_one()?)
    }

    /// The amount, rounded once, half to even, to the places of this unit.
    pub fn amount(self, number: i128) -> Result<Decimal> {
        self.of_minor(self.minor(number)?)
    }

    /// The amount of so many of the last place.
    pub(super) fn of_minor(self, minor: i128) -> Result<Decimal> {
        Decimal::try_from_i128_with_scale(minor, self.places).map_err(|_| overflow())
    }

    /// How many of the last place, rounded once, half to even.
    pub(super) fn minor(self, number: i128) -> Result<i128> {
        let parts = i128::from(self.parts.max(1));
        let (floor, rest) =
            (number.checked_div_euclid(parts), number.checked_rem_euclid(parts).unwrap_or_default());
        let floor = floor.ok_or_else(overflow)?;
        let odd = floor.checked_rem(2).unwrap_or_default() != 0;
        let twice = rest.checked_mul(2).ok_or_else(overflow)?;
        let up = twice > parts || (twice == parts && odd);
        if up { floor.checked_add(1).ok_or_else(overflow) } else { Ok(floor) }
    }

    /// The coarsest unit in which whole numbers of both are whole.
    ///
    /// Errors: `overflow`.
    pub(super) fn common(self, other: Self) -> Result<Self> {
        let places = self.places.max(other.places);
        let parts = |unit: Self| {
            // In more places, a part may already be whole: 1/12 of 10^-1 is 10/12 of 10^-2.
            let finer = 10_u64.checked_pow(places.saturating_sub(unit.places)).ok_or_else(overflow)?;
            Ok::<u64, Error>(unit.parts.checked_div(divisor(unit.parts, finer)).unwrap_or(1))
        };
        let (own, others) = (parts(self)?, parts(other)?);
        let shared = own.checked_div(divisor(own, others)).and_then(|part| part.checked_mul(others));
        Ok(Self { places, parts: shared.ok_or_else(overflow)? })
    }

    /// How many whole numbers of a finer unit make one of this.
    ///
    /// Errors: `overflow`.
    pub(super) fn factor(self, finer: Self) -> Result<i128> {
        let power = 10_i128.checked_pow(finer.places.saturating_sub(self.places)).ok_or_else(overflow)?;
        let parts = power.checked_mul(i128::from(finer.parts)).ok_or_else(overflow)?;
        parts.checked_div(i128::from(self.parts)).ok_or_else(overflow)
    }

    fn per_one(self) -> Result<Exact> {
        Exact::from(10).power(self.places)?.multiply(Exact::from(self.parts))
    }
}

/// The greatest common divisor.
pub(super) fn divisor(mut one: u64, mut other: u64) -> u64 {
    while other != 0 {
        (one, other) = (other, one.checked_rem(other).unwrap_or_default());
    }
    one.max(1)
}

/// A whole number of any size as a fraction.
pub(super) fn whole(number: i128) -> Result<Exact> {
    let magnitude = number.unsigned_abs();
    let low = u64::try_from(magnitude & u128::from(u64::MAX)).unwrap_or_default();
    let high = u64::try_from(magnitude >> 64).unwrap_or_default();
    let exact = if high == 0 {
        Exact::from(low)
    } else {
        Exact::from(high).multiply(Exact::from(2).power(64)?)?.add(Exact::from(low))?
    };
    if number < 0 { exact.negate() } else { Ok(exact) }
}

pub(super) fn overflow() -> Error {
    Error::new(ErrorCode::Overflow, "the amounts add up to more digits than can be kept")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_once_half_to_even_on_both_signs() {
        let halves = Unit { places: 2, parts: 2 };
        for (number, expected) in
            [(1, "0.00"), (3, "0.02"), (5, "0.02"), (-1, "0.00"), (-3, "-0.02"), (4, "0.02")]
        {
            assert_eq!(halves.amount(number).unwrap().to_string(), expected, "{number}");
        }
    }

    #[test]
    fn three_annual_prices_are_whole_again() {
        let unit = Unit { places: 2, parts: 12 };
        assert_eq!(unit.amount(200_000).unwrap().to_string(), "166.67");
        assert_eq!(unit.amount(600_000).unwrap().to_string(), "500.00");
    }

    #[test]
    fn a_common_unit_holds_both_in_whole_numbers() {
        let unit = |places, parts| Unit { places, parts };
        for (one, other, expected) in [
            (unit(2, 1), unit(2, 12), unit(2, 12)),
            (unit(0, 12), unit(2, 1), unit(2, 3)),
            (unit(2, 8), unit(2, 12), unit(2, 24)),
            (unit(1, 1), unit(3, 1), unit(3, 1)),
        ] {
            let common = one.common(other).unwrap();
            assert_eq!(common, expected);
            for unit in [one, other] {
                let factor = unit.factor(common).unwrap();
                let value = |unit: Unit, number| unit.exact(number).unwrap().to_decimal().unwrap();
                assert_eq!(value(unit, 7), value(common, 7 * factor));
            }
        }
    }

    #[test]
    fn wide_numbers_stay_exact() {
        for number in [0, 1, -1, i128::from(u64::MAX), i128::from(u64::MAX) + 5, -(1 << 100)] {
            let text = whole(number).unwrap().to_decimal().map(|value| value.to_string());
            match text {
                Ok(text) => assert_eq!(text, number.to_string()),
                Err(_) => assert!(number.unsigned_abs() >= 10_u128.pow(28)),
            }
        }
    }
}
