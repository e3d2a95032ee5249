//! Movements and cohorts in one line, as people read them. `table` says more.

use std::fmt;

use super::cohort::Cohorts;
use super::month::Month;
use super::movement::Movements;

/// The first and the last period, and what is there after it.
///
/// ```
/// use cs_core::revenue::{movement::Movements, options::Options, rows::{Data, Rows}};
///
/// let rows = Rows::new(2)
///     .with("account", Data::Integer64(&[1, 1]), None)?
///     .with("month", Data::Integer64(&[0, 1]), None)?
///     .with("mrr", Data::Integer64(&[100_00, 120_50]), None)?;
/// let movements = Movements::of(&rows, &Options { places: Some(2), ..Options::default() })?;
/// assert_eq!(movements.to_string(), "0 to 1, closing 120.50");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
impl fmt::Display for Movements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let months: Vec<Month> = self.months().collect();
        let ([first, ..], Some(last), Some(flow)) = (months.as_slice(), months.last(), self.total().last())
        else {
            return f.write_str("no periods");
        };
        let [first, last] = [first, last].map(|month| month.to_text(self.calendar()));
        match self.unit().amount(flow.closing) {
            Ok(closing) => write!(f, "{first} to {last}, closing {closing}"),
            Err(_) => write!(f, "{first} to {last}, closing beyond what can be shown"),
        }
    }
}

/// How many accounts there are, over how many months.
///
/// ```
/// use cs_core::revenue::{cohort::Cohorts, options::Options, rows::{Data, Rows}};
///
/// let rows = Rows::new(3)
///     .with("account", Data::Integer64(&[1, 2, 1]), None)?
///     .with("month", Data::Integer64(&[0, 1, 2]), None)?
///     .with("mrr", Data::Integer64(&[10, 20, 15]), None)?;
/// assert_eq!(Cohorts::of(&rows, &Options::default())?.to_string(), "2 accounts over 3 months");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
impl fmt::Display for Cohorts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes: Vec<u64> = (0..).map_while(|cohort| self.accounts(cohort, 0)).collect();
        let accounts: u128 = sizes.iter().copied().map(u128::from).sum();
        write!(f, "{accounts} accounts over {} months", sizes.len())
    }
}
