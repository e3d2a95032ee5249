//! Lifetime value put together step by step, with the lifetime given, or following from churn, or capped.

use rust_decimal::Decimal;

use super::{
    Kind,
    term::{Number, Term, whole},
};
use crate::error::{Error, ErrorCode, Result};

/// How long a customer stays, in months.
///
/// ```
/// use cs_core::prelude::*;
///
/// assert_eq!(Lifetime::from_customers(110, 10).in_months()?.to_string(), "11");
/// assert_eq!(Lifetime::from_churn(Decimal::ZERO).in_months().unwrap_err().code(), ErrorCode::NoLosses);
/// assert_eq!(Lifetime::from_churn(Decimal::ZERO).at_most(60).in_months()?.to_string(), "60");
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime {
    source: Source,
    cap: Option<Decimal>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Months(Decimal),
    Churn(Decimal),
    Customers { opening: u64, churned: u64 },
}

impl Lifetime {
    /// A given number of months.
    #[must_use]
    pub fn months(months: impl Into<Decimal>) -> Self {
        Self { source: Source::Months(months.into()), cap: None }
    }

    /// What a steady monthly churn rate leads to: 1 ÷ churn.
    #[must_use]
    pub fn from_churn(monthly_churn: impl Into<Decimal>) -> Self {
        Self { source: Source::Churn(monthly_churn.into()), cap: None }
    }

    /// What a month's churn leads to, from its counts and so without rounding the rate: opening ÷ churned.
    #[must_use]
    pub const fn from_customers(opening: u64, churned: u64) -> Self {
        Self { source: Source::Customers { opening, churned }, cap: None }
    }

    /// Never more than this many months; so a month without losses has a lifetime too.
    #[must_use]
    pub fn at_most(mut self, months: impl Into<Decimal>) -> Self {
        self.cap = Some(months.into());
        self
    }

    /// The lifetime, rounded once.
    ///
    /// Errors: `no_losses` at zero churn without a cap, `zero_denominator` and `inconsistent` as
    /// [`churn_rate`](super::churn_rate), `out_of_range` below 0 months and for a churn rate outside 0 to 1.
    pub fn in_months(&self) -> Result<Decimal> {
        self.term()?.exact()?.to_decimal()
    }

    #[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
    fn term(&self) -> Result<Term> {
        let (months, losses) = match self.source {
            Source::Months(months) => (checked(Kind::Months, "lifetime_months", months)?, whole(1)),
            Source::Churn(churn) => (whole(1), checked(Kind::Share, "monthly_churn", churn)?),
            Source::Customers { opening, churned } => {
                // The same refusals as the rate itself: nobody to lose, more lost than there were.
                super::churn_rate(opening, churned)?;
                (whole(opening), whole(churned))
            }
        };
        let cap = self.cap.map(|cap| checked(Kind::Months, "at_most", cap)).transpose()?;
        match cap {
            Some(cap) if (cap * losses).at_most(months) => Ok(cap),
            None if losses.is_zero() => {
                Err(Error::new(ErrorCode::NoLosses, "a lifetime without losses has no end")
                    .at("monthly_churn"))
            }
            _ => Ok(months / losses),
        }
    }
}

/// Lifetime value: (ARPA · gross margin − service cost) · lifetime − acquisition cost.
///
/// The simple, gross-margin, precise and net forms are this one with what is left out at its neutral value.
/// Amounts are of one currency; ARPA and service cost per month.
///
/// ```
/// use cs_core::prelude::*;
///
/// let ltv = Ltv::new(50_000, Lifetime::months(12)).gross_margin(Decimal::new(75, 2));
/// assert_eq!(ltv.value()?, 450_000.into());
/// assert_eq!(ltv.acquisition_cost(150_000).value()?, 300_000.into());
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ltv {
    arpa: Decimal,
    lifetime: Lifetime,
    gross_margin: Decimal,
    service_cost: Decimal,
    acquisition_cost: Decimal,
}

impl Ltv {
    /// The simple form: average revenue per account and month over a lifetime.
    #[must_use]
    pub fn new(arpa: impl Into<Decimal>, lifetime: Lifetime) -> Self {
        let arpa = arpa.into();
        Self {
            arpa,
            lifetime,
            gross_margin: Decimal::ONE,
            service_cost: Decimal::ZERO,
            acquisition_cost: Decimal::ZERO,
        }
    }

    /// The share of revenue that is left after its direct costs; 1 when not given.
    #[must_use]
    pub fn gross_margin(mut self, share: impl Into<Decimal>) -> Self {
        self.gross_margin = share.into();
        self
    }

    /// What serving the account costs a month; 0 when not given.
    #[must_use]
    pub fn service_cost(mut self, amount: impl Into<Decimal>) -> Self {
        self.service_cost = amount.into();
        self
    }

    /// What winning the account cost; 0 when not given.
    #[must_use]
    pub fn acquisition_cost(mut self, amount: impl Into<Decimal>) -> Self {
        self.acquisition_cost = amount.into();
        self
    }

    /// The value, rounded once. Errors: those of [`Lifetime::in_months`]; `out_of_range` outside the inputs' ranges; `overflow`.
    #[allow(clippy::arithmetic_side_effects, reason = "a term carries its error")]
    pub fn value(&self) -> Result<Decimal> {
        let arpa = checked(Kind::UnitAmount, "arpa", self.arpa)?;
        let gross_margin = checked(Kind::Margin, "gross_margin", self.gross_margin)?;
        let service_cost = checked(Kind::UnitAmount, "service_cost", self.service_cost)?;
        let acquisition_cost = checked(Kind::UnitAmount, "acquisition_cost", self.acquisition_cost)?;
        let value = (arpa * gross_margin - service_cost) * self.lifetime.term()? - acquisition_cost;
        value.exact()?.to_decimal()
    }
}

fn checked(kind: Kind, input: &str, value: Decimal) -> Result<Term> {
    kind.check(value).map_err(|error| error.at(input))?;
    Ok(Term::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rounding churn to 9 % before dividing gives 5,555, as one vendor's page once printed.
    #[test]
    fn a_lifetime_from_counts_does_not_round_churn() {
        assert_eq!(Ltv::new(500, Lifetime::from_customers(110, 10)).value().unwrap(), Decimal::from(5500));
        assert_eq!(Ltv::new(500, Lifetime::from_customers(3, 1)).value().unwrap(), Decimal::from(1500));
    }

    #[test]
    fn refuses_contradictory_counts_and_costs_below_zero() {
        let error = Lifetime::from_customers(10, 11).in_months().unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::Inconsistent, Some("churned")));
        let error = Ltv::new(500, Lifetime::months(12)).service_cost(-1).value().unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::OutOfRange, Some("service_cost")));
    }

    #[test]
    fn a_cap_holds_only_where_it_is_shorter() {
        let months = |lifetime: Lifetime| lifetime.at_most(60).in_months().unwrap();
        assert_eq!(months(Lifetime::from_churn(Decimal::new(1, 2))), Decimal::from(60));
        assert_eq!(months(Lifetime::from_churn(Decimal::new(5, 2))), Decimal::from(20));
        assert_eq!(months(Lifetime::months(61)), Decimal::from(60));
    }
}
