//! What an input or a value is, and the range that follows from it.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::{
    error::{Error, ErrorCode, Result, nearest},
    value::{exact::Exact, number, period::Period},
};

/// Declares the kinds once: name, text, unit, lowest and highest value, choices.
macro_rules! kinds {
    ($($name:ident $text:literal $unit:literal $low:expr, $high:expr, [$($choice:literal = $number:literal),*], $doc:literal;)*) => {
        /// What a number means, and so which values it may take.
        ///
        /// ```
        /// use cs_core::kpi::Kind;
        ///
        /// assert_eq!(Kind::Share.unit(), "fraction");
        /// assert!(Kind::Share.check(2.into()).is_err());
        /// assert_eq!(Kind::Period.read("quarter")?, 3.into());
        /// # Ok::<(), cs_core::error::Error>(())
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Kind {
            $(#[doc = $doc] $name,)*
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Kind] = &[$(Kind::$name),*];

            /// The name in snake_case.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Kind::$name => $text,)* }
            }

            /// The unit.
            #[must_use]
            pub const fn unit(self) -> &'static str {
                match self { $(Kind::$name => $unit,)* }
            }

            /// Names that stand for numbers, where the kind is a choice; otherwise empty.
            #[must_use]
            pub const fn choices(self) -> &'static [(&'static str, u32)] {
                match self { $(Kind::$name => &[$(($choice, $number)),*],)* }
            }

            /// Lowest and highest value.
            #[must_use]
            pub const fn range(self) -> (Option<Decimal>, Option<Decimal>) {
                match self { $(Kind::$name => ($low, $high),)* }
            }

            /// One line: what values of this kind are.
            #[must_use]
            pub const fn meaning(self) -> &'static str {
                match self { $(Kind::$name => $doc,)* }
            }
        }
    };
}

const ZERO: Option<Decimal> = Some(Decimal::ZERO);
const ONE: Option<Decimal> = Some(Decimal::ONE);
const HUNDRED: Option<Decimal> = Some(Decimal::ONE_HUNDRED);
const MINUS_HUNDRED: Option<Decimal> = Some(Decimal::from_parts(100, 0, 0, true, 0));

kinds! {
    Count "count" "whole number" ZERO, None, [], "a whole number from 0 up";
    Amount "amount" "currency" ZERO, None, [], "money in one currency, from 0 up";
    Balance "balance" "currency" None, None, [], "money in one currency, of either sign";
    UnitAmount "unit_amount" "currency" ZERO, None, [], "money per customer in one currency, from 0 up";
    UnitBalance "unit_balance" "currency" None, None, [], "money per customer in one currency, of either sign";
    Share "share" "fraction" ZERO, ONE, [], "a share from 0 to 1";
    Margin "margin" "fraction" None, ONE, [], "a fraction of at most 1 that may be negative";
    Ratio "ratio" "fraction" None, None, [], "a fraction of either sign";
    Multiple "multiple" "times" None, None, [], "how many times one amount goes into another, of either sign";
    Headcount "headcount" "people" ZERO, None, [], "full-time equivalents from 0 up";
    Discount "discount" "fraction" ZERO, None, [], "a fraction from 0 up";
    Months "months" "months" ZERO, None, [], "a number of months from 0 up";
    Points "points" "points" MINUS_HUNDRED, HUNDRED, [], "points from -100 to 100";
    Period "period" "months" None, None, ["month" = 1, "quarter" = 3, "year" = 12], "a period: month (1), quarter (3) or year (12)";
    Timing "timing" "choice" None, None, ["immediate" = 0, "end_of_period" = 1, "on_renewal" = 2],
        "when payments come: immediate (0), end_of_period (1) or on_renewal (2)";
}

/// The number that stands for the period where a KPI takes one.
impl From<Period> for Decimal {
    fn from(period: Period) -> Self {
        Decimal::from(period.months())
    }
}

impl Kind {
    /// Reads a text: the name of a choice, or a plain decimal number.
    pub fn read(self, text: &str) -> Result<Decimal> {
        match self.choices().iter().find(|(name, _)| *name == text) {
            Some((_, value)) => Ok(Decimal::from(*value)),
            None if self.choices().is_empty() => number::from_text(text),
            None => {
                Err(self.refuse(ErrorCode::InvalidArgument, format!("{text:?}"), nearest(text, self.names())))
            }
        }
    }

    /// Refuses a value outside the kind's range (`out_of_range`) or choices (`invalid_argument`).
    pub fn check(self, value: Decimal) -> Result<()> {
        if !self.choices().is_empty() {
            let known = self.choices().iter().any(|(_, number)| Decimal::from(*number) == value);
            return if known { Ok(()) } else { Err(self.refuse(ErrorCode::InvalidArgument, value, None)) };
        }
        if self == Kind::Count {
            return number::count(value).map(|_| ());
        }
        let (low, high) = self.range();
        if low.is_some_and(|low| value < low) || high.is_some_and(|high| value > high) {
            return Err(self.refuse(ErrorCode::OutOfRange, value, None));
        }
        Ok(())
    }

    /// [`Kind::check`] of a number that may have more digits than a decimal keeps.
    pub(super) fn check_exactly(self, value: Exact) -> Result<()> {
        let whole = self != Kind::Count && self.choices().is_empty();
        let (low, high) = self.range();
        let below = low.map(|low| value.compare(low.into())).transpose()?.is_some_and(Ordering::is_lt);
        let above = high.map(|high| value.compare(high.into())).transpose()?.is_some_and(Ordering::is_gt);
        match value.to_decimal() {
            Ok(shown) if below || above => Err(self.refuse(ErrorCode::OutOfRange, shown, None)),
            // Rounding may make a whole number of what is none.
            Ok(shown) if !whole && value.compare(shown.into())?.is_ne() => {
                Err(self.refuse(ErrorCode::OutOfRange, shown, None))
            }
            Ok(shown) if !whole => self.check(shown),
            Ok(_) => Ok(()),
            Err(_) if whole && !below && !above => Ok(()),
            Err(overflow) => Err(overflow),
        }
    }

    /// Whether values of this kind add up over customers: counts and money do, shares and money per customer do not.
    #[must_use]
    pub const fn is_additive(self) -> bool {
        matches!(self, Kind::Count | Kind::Amount | Kind::Balance | Kind::Headcount)
    }

    fn names(self) -> impl Iterator<Item = &'static str> {
        self.choices().iter().map(|(name, _)| *name)
    }

    fn refuse(self, code: ErrorCode, value: impl std::fmt::Display, near: Option<&str>) -> Error {
        let error = Error::new(code, format!("must be {}", self.meaning())).with_value(value);
        match near {
            Some(name) => error.with_hint(format!("did you mean {name}?")),
            None => error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_stands_for_no_choice_is_refused() {
        let last = Kind::Period.choices().last().unwrap().1;
        assert!(Kind::Period.check(last.into()).is_ok());
        let error = Kind::Period.check(Decimal::from(last) + Decimal::ONE_HUNDRED).unwrap_err();
        assert_eq!(error.code(), ErrorCode::InvalidArgument);
        assert_eq!(error.value(), Some((Decimal::from(last) + Decimal::ONE_HUNDRED).to_string().as_str()));
    }

    #[test]
    fn a_count_is_whole_to_its_last_digit() {
        let bit = (0..2).try_fold(Exact::one(), |bit, _| bit.divide(Exact::from(10_u64.pow(15)))).unwrap();
        let nearly = Exact::from(3).add(bit).unwrap();
        assert_eq!(nearly.to_decimal().unwrap(), Decimal::from(3));
        assert_eq!(Kind::Count.check_exactly(nearly).unwrap_err().code(), ErrorCode::OutOfRange);
        assert!(Kind::Count.check_exactly(Exact::from(3)).is_ok());
    }
}
