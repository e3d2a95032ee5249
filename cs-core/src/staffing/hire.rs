//! Hires: the heads that a shortage takes, and the day by which they must be decided.

use serde::Serialize;

use super::assumption::Staffing;
use super::month::Month;
use super::number::ceiling;
use crate::error::{Error, ErrorCode, Result};
use crate::value::exact::Exact;

/// People to be hired for a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Hire {
    /// The month in which they must be fully productive.
    pub needed_on: Month,
    /// How many, besides those of earlier months.
    pub heads: u64,
    /// The month in which they start, so that their ramp is over.
    pub starts_on: Month,
    /// The day by which to decide: the first of the month that lies the hiring lead before the start.
    pub hire_by: String,
    /// Whether that day lies before the plan's first month.
    pub late: bool,
}

/// Hires that cover each month's shortage, rounded up; who was hired for one month is there in all later ones.
///
/// ```text
/// starts on = month of need − months of ramp        hire by = starts on − hiring lead
/// ```
pub(super) fn hires(staffing: &Staffing, shortages: &[(Month, Exact)]) -> Result<Vec<Hire>> {
    let ramp = u32::try_from(staffing.ramp().len()).unwrap_or(u32::MAX);
    let first = shortages.first().map(|(month, _)| *month);
    let early = || Error::new(ErrorCode::InvalidDate, "hiring would begin before 1900-01").at("first_month");
    let (mut hired, mut hires) = (0_u64, Vec::new());
    for (month, shortage) in shortages {
        let needed = ceiling(*shortage)?;
        if needed > hired {
            let starts_on = month.before(ramp).ok_or_else(early)?;
            let decided = starts_on.before(staffing.hiring_lead_months()).ok_or_else(early)?;
            hires.push(Hire {
                needed_on: *month,
                heads: needed.saturating_sub(hired),
                starts_on,
                hire_by: decided.first_day(),
                late: first.is_some_and(|first| decided < first),
            });
            hired = needed;
        }
    }
    Ok(hires)
}
