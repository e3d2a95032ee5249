//! Which months the periods of a result end in.

use super::entries::Entries;
use super::month::{Calendar, MONTHS, Month};
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
    /// The months of all periods.
    steps: std::ops::RangeInclusive<i32>,
}

impl Periods {
    /// The periods from the first month asked for to the last. One whose end the ledger does not reach is left out.
    ///
    /// Errors: `inconsistent` where the first month lies after the last; `limit`.
    pub(super) fn new(entries: &Entries<'_>, options: &Options) -> Result<Self> {
        let edge = |month: &Month| usize::try_from(month.since(entries.first)).ok();
        if let (Some(opening), Some(closing)) = (options.opening, options.last) {
            let place = |error: Error| error.at("opening");
            let (opening, closing) =
                (opening.month(entries.calendar).map_err(place)?, closing.month(entries.calendar)?);
            if opening >= closing {
                let error =
                    Error::new(ErrorCode::Inconsistent, "the opening edge lies before the last month");
                return Err(place(error.with_value(opening.to_text(entries.calendar))));
            }
            return Ok(Self {
                months: vec![closing],
                edges: vec![edge(&opening), edge(&closing)],
                are_months: false,
                steps: opening.number().saturating_add(1)..=closing.number(),
            });
        }
        let last = entries.last(options)?;
        let first =
            options.first.map(|month| month.month(entries.calendar)).transpose()?.unwrap_or(entries.first);
        if options.first.is_some() && options.last.is_some() && first > last {
            return Err(late(first, last, entries.calendar));
        }
        if usize::try_from(last.since(first)).unwrap_or_default() > MONTHS {
            let sentence = format!("a result spans at most {MONTHS} months");
            return Err(Error::new(ErrorCode::Limit, sentence).at("first"));
        }
        let ends = |month: &Month| ends(*month, options.period, options.year_begins);
        let months: Vec<Month> =
            (0..=last.since(first)).map(|ahead| first.plus(ahead)).filter(ends).collect();
        let length = i32::try_from(options.period.months()).unwrap_or(1);
        let opening = months.first().map(|month| month.plus(length.saturating_neg()));
        let edges = opening.iter().chain(&months).map(edge).collect();
        let steps = opening.map_or(0, |month| month.number()).saturating_add(1)
            ..=months.last().map_or(0, |month| month.number());
        Ok(Self { months, edges, are_months: options.period == Period::Month, steps })
    }

    /// An edge at the end of every month of every period, and the number of months of each period.
    pub(super) fn monthly(&self, entries: &Entries<'_>) -> (Vec<Option<usize>>, usize) {
        let start = self.steps.start().saturating_sub(1);
        let edge = |number: i32| usize::try_from(number.saturating_sub(entries.first.number())).ok();
        let edges: Vec<Option<usize>> = (start..=*self.steps.end()).map(edge).collect();
        let each = edges.len().saturating_sub(1).checked_div(self.months.len()).unwrap_or(1);
        (edges, each.max(1))
    }
}

/// The error that the first month lies after the last.
pub(super) fn late(first: Month, last: Month, calendar: Calendar) -> Error {
    let sentence = format!("the first month is at most the last, {}", last.to_text(calendar));
    Error::new(ErrorCode::Inconsistent, sentence).at("first").with_value(first.to_text(calendar))
}

/// Whether a period ends with this month.
fn ends(month: Month, period: Period, year_begins: u32) -> bool {
    let (_, of_year) = month.year_and_month();
    let place = of_year.wrapping_add(12).wrapping_sub(year_begins).checked_rem(12).unwrap_or_default();
    place.wrapping_add(1).checked_rem(period.months()) == Some(0)
}
