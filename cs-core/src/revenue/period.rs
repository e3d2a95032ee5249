//! Which months the periods of a result end in.

use super::entries::Entries;
use super::month::{MONTHS, Month};
use super::options::Options;
use crate::error::{Error, ErrorCode, Result};
use crate::value::period::Period;

/// Successive periods: edge k − 1 opens period k, edge k closes it.
pub(super) struct Periods {
    /// The last month of each period.
    pub(super) months: Vec<Month>,
    /// One edge more than there are periods, counted from the ledger's first month; none before it.
    pub(super) edges: Vec<Option<usize>>,
    /// Whether each period is the month after the one before.
    pub(super) are_months: bool,
}

impl Periods {
    /// The periods from the first month asked for to the last. One whose end the ledger does not reach is left out.
    ///
    /// Errors: `inconsistent` where the first month lies after the last; `limit`.
    pub(super) fn new(entries: &Entries<'_>, options: &Options) -> Result<Self> {
        let last = entries.first.plus(i32::try_from(entries.span).unwrap_or_default()).plus(-1);
        let first =
            options.first.map(|month| month.month(entries.calendar)).transpose()?.unwrap_or(entries.first);
        if options.first.is_some() && options.last.is_some() && first > last {
            let error = Error::new(ErrorCode::Inconsistent, "the first month lies after the last");
            return Err(error.at("first").with_value(first.to_text(entries.calendar)));
        }
        if usize::try_from(last.since(first)).unwrap_or_default() > MONTHS {
            let sentence = format!("a result spans at most {MONTHS} months");
            return Err(Error::new(ErrorCode::Limit, sentence).at("first"));
        }
        let ends = |month: &Month| ends(*month, options.period, options.year_begins);
        let months: Vec<Month> =
            (0..=last.since(first)).map(|ahead| first.plus(ahead)).filter(ends).collect();
        let edge = |month: &Month| usize::try_from(month.since(entries.first)).ok();
        let length = i32::try_from(options.period.months()).unwrap_or(1);
        let opening = months.first().map(|month| month.plus(length.saturating_neg()));
        let edges = opening.iter().chain(&months).map(edge).collect();
        Ok(Self { months, edges, are_months: options.period == Period::Month })
    }
}

/// Whether a period ends with this month.
fn ends(month: Month, period: Period, year_begins: u32) -> bool {
    let (_, of_year) = month.year_and_month();
    let place = of_year.wrapping_add(12).wrapping_sub(year_begins).checked_rem(12).unwrap_or_default();
    place.wrapping_add(1).checked_rem(period.months()) == Some(0)
}
