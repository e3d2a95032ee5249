//! A result in one line, for people who print it.

use std::fmt;

use super::result::Health;

/// Score, band and bounds, coverage, card and day.
///
/// ```
/// use cs_core::prelude::*;
///
/// let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
/// let card = Scorecard::builder("logins").indicator(Indicator::of("logins", fact("logins_30d")).scale(linear(0.0, 20.0))).build()?;
/// let health = card.score(&Facts::new().with("logins_30d", 14.0), day)?;
/// assert_eq!(health.to_string(), "70.0 healthy (70 to 70, coverage 100 %, logins, 2026-10-31)");
/// let health = card.score(&Facts::new(), day)?;
/// assert_eq!(health.to_string(), "unknown (too little is known, coverage 0 %, logins, 2026-10-31)");
/// # Ok::<(), Error>(())
/// ```
impl fmt::Display for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let coverage = self.coverage() * 100.0;
        match self.score() {
            Ok(score) => {
                write!(f, "{score:.1} {} ({:.0} to {:.0}", self.band(), self.low(), self.high())?;
            }
            Err(_) => write!(f, "{} (too little is known", self.band())?,
        }
        write!(f, ", coverage {coverage:.0} %, {}, {})", self.card(), self.as_of())
    }
}
