//! A ledger at the door: every row checked once, and read from then on a tile at a time as small whole numbers.

use std::ops::Range;

use cs_wide::pages;

use super::amounts::{Amounts, amount_column};
use super::bounds::{FEW, Look, bounds};
use super::currency::{self, Rates};
use super::groups::Groups;
use super::index::{Accounts, shift};
use super::month::{Calendar, MONTHS, Month};
use super::options::Options;
use super::rows::{Column, Data, Rows};
use super::table::Numbers;
use super::unit::Unit;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;
use crate::value::day;

/// Rows that are read together.
pub(super) const TILE: usize = 1024;
/// Rows between two questions whether to go on.
const STRETCH: usize = 256 * TILE;

/// The rows of a ledger.
pub(super) struct Entries<'a> {
    pub(super) rows: usize,
    pub(super) accounts: Accounts<'a>,
    pub(super) groups: Groups,
    months: Months<'a>,
    amounts: Amounts<'a>,
    pub(super) calendar: Calendar,
    /// The ledger's first month, and how many there are up to the last.
    pub(super) first: Month,
    pub(super) span: usize,
    pub(super) unit: Unit,
    pub(super) numbers: Numbers,
    look: Look,
    /// No row is in this month or a later one, counted from the first, nor before the first, unless a sample missed it.
    pub(super) reach: u32,
}

enum Months<'a> {
    Integer32(&'a [i32]),
    Unsigned32(&'a [u32]),
    Integer64(&'a [i64]),
    Unsigned64(&'a [u64]),
    /// Days, the first of them, and the month of each day from there on.
    Day(&'a [i32], i32, Vec<u32>),
    Listed(Vec<i32>),
}

/// Contracts as rows: the contract, month and amount of each.
pub(super) struct Expanded {
    pub(super) source: Vec<u32>,
    pub(super) months: Vec<i32>,
    pub(super) amounts: Vec<i128>,
    pub(super) unit: Unit,
    pub(super) numbers: Numbers,
}

/// Some rows: the month counted from the ledger's first, the amount.
pub(super) struct Tile {
    pub(super) months: [u32; TILE],
    pub(super) amounts: [i64; TILE],
}

impl Tile {
    pub(super) fn new() -> Self {
        Self { months: [0; TILE], amounts: [0; TILE] }
    }
}

/// Lends the start and the number of rows of each tile of a run that begins with one.
///
/// Errors: that of whoever is asked.
#[inline(always)]
pub(super) fn tiles(
    run: Range<usize>,
    workers: Workers<'_>,
    mut body: impl FnMut(usize, usize),
) -> Result<()> {
    stretches(run.clone(), workers, |rows| {
        for start in rows.step_by(TILE) {
            body(start, run.end.saturating_sub(start).min(TILE));
        }
        Ok(())
    })
}

/// Lends the rows of a run in parts, and asks before each whether to go on.
///
/// Errors: that of whoever is asked, and that of a part.
#[inline(always)]
pub(super) fn stretches(
    run: Range<usize>,
    workers: Workers<'_>,
    mut body: impl FnMut(Range<usize>) -> Result<()>,
) -> Result<()> {
    for start in run.clone().step_by(STRETCH) {
        workers.ask()?;
        body(start..run.end.min(start.saturating_add(STRETCH)))?;
    }
    Ok(())
}

impl<'a> Entries<'a> {
    /// Reads a ledger and lends it. Whoever it is lent to gives none where a row lies outside of the ledger's bounds, which
    /// can be where they are those of a [sample](Self::is_sampled); it is read once more then, as a whole.
    ///
    /// Errors: those of [`read`](Self::read), and that of whom it is lent to.
    pub(super) fn lend<T>(
        rows: &Rows<'a>,
        options: &Options,
        workers: Workers<'_>,
        body: impl Fn(&Self) -> Result<Option<T>>,
    ) -> Result<T> {
        // What follows a sample is done anew where it was misled, and so it must be quick.
        if options.is_plain() && rows.len() > FEW {
            let entries = Self::seen(rows, options, Look::Sample, workers)?;
            if let Some(of) = entries.map(|entries| body(&entries)).transpose()?.flatten() {
                return Ok(of);
            }
        }
        let of = body(&Self::read(rows, options, workers)?)?;
        of.ok_or_else(|| Error::new(ErrorCode::Internal, "a row lies outside of all rows"))
    }

    /// Reads and checks the columns that the options name.
    ///
    /// Errors: `missing_column`; `type_mismatch`, `invalid_date`, `out_of_range`, `non_finite`, `invalid_argument` with
    /// column and row; `limit` (more than [`MONTHS`] months).
    pub(super) fn read(rows: &Rows<'a>, options: &Options, workers: Workers<'_>) -> Result<Self> {
        let entries = Self::seen(rows, options, Look::Whole, workers)?;
        entries.ok_or_else(|| Error::new(ErrorCode::Internal, "all rows were looked at"))
    }

    /// As [`read`](Self::read); none where the rows that are looked at do not tell.
    fn seen(rows: &Rows<'a>, options: &Options, look: Look, workers: Workers<'_>) -> Result<Option<Self>> {
        let column = rows.column(&options.account)?;
        // To number texts twice would cost more than a sample saves.
        let look = if matches!(column.data(), Data::Text(_)) { Look::Whole } else { look };
        let mut accounts = Accounts::read(&column, rows.len(), look, workers)?;
        let mut groups = Groups::read(rows, options, workers)?;
        let (months, calendar, bounds, amounts, unit, numbers, rows) = match &options.contracts {
            Some(contracts) => {
                let expanded = contracts.expand(rows, options)?;
                accounts = accounts.expand(rows.len(), &expanded.source, workers)?;
                groups.expand(&expanded.source);
                let months = expanded.months.iter().map(|number| Month::from_number(i64::from(*number)));
                let months: Vec<Month> = months.collect::<Result<_>>()?;
                let bounds = months.iter().min().copied().zip(months.iter().max().copied());
                let amounts = Amounts::Wide(expanded.amounts);
                let count = expanded.source.len();
                let months = Months::Listed(expanded.months);
                (months, Calendar::Text, bounds, amounts, expanded.unit, expanded.numbers, count)
            }
            None => {
                let column = rows.column(&options.month)?;
                let read = months(&column, rows.len(), look, workers)
                    .map_err(|error| error.in_column(column.name()))?;
                let (amounts, unit, numbers) = match options.mrr {
                    Some(_) => amount_column(rows, options)?,
                    None => (Amounts::Listed(Vec::new()), Unit::new(0)?, Numbers::Integer),
                };
                (read.0, read.1, read.2, amounts, unit, numbers, rows.len())
            }
        };
        let named = |month: Option<super::month::Named>, place: &str| {
            month.map(|month| month.month(calendar)).transpose().map_err(|error| error.at(place))
        };
        let (from, to) = (named(options.first, "first")?, named(options.last, "last")?);
        let first = bounds.map(|(first, _)| first).or(from).or(to).unwrap_or_default();
        let last = to.or(bounds.map(|(_, last)| last)).or(from);
        let span = last.map_or(0, |last| last.since(first).saturating_add(1).max(0));
        let span = usize::try_from(span).unwrap_or_default();
        if span > MONTHS {
            if look == Look::Sample {
                return Ok(None);
            }
            let sentence = format!("a ledger spans at most {MONTHS} months");
            return Err(Error::new(ErrorCode::Limit, sentence).in_column(&options.month).with_value(span));
        }
        let reach = bounds.map_or(0, |(_, last)| last.since(first).saturating_add(1).max(0).cast_unsigned());
        Ok(Some(Self {
            rows,
            accounts,
            groups,
            months,
            amounts,
            calendar,
            first,
            span,
            unit,
            numbers,
            look,
            reach,
        }))
    }

    /// Whether months and accounts are bounded by a sample only: whoever reads all rows must see that none lies outside.
    pub(super) fn is_sampled(&self) -> bool {
        self.look == Look::Sample
    }

    /// The last month: the one asked for, though the ledger may begin later, or its own.
    ///
    /// Errors: those of [`Named::month`](super::month::Named::month).
    pub(super) fn last(&self, options: &Options) -> Result<Month> {
        let own = || self.first.plus(i32::try_from(self.span).unwrap_or_default()).plus(-1);
        options.last.map_or_else(|| Ok(own()), |month| month.month(self.calendar))
    }

    /// The rates of the ledger's currencies to the reporting one, and the unit that amounts have at these rates.
    ///
    /// Errors: those of [`Rates::new`].
    pub(super) fn rates(&self, options: &Options) -> Result<(Rates, Unit)> {
        let currencies = &self.groups.currencies;
        let reporting = options.reporting_currency.as_deref().or(currencies.first().map(String::as_str));
        let Some(reporting) = reporting.filter(|_| options.currency.is_some()) else {
            return Ok((Rates::none(), self.unit));
        };
        let own = currency::digits(reporting)?;
        let mut digits = Vec::with_capacity(currencies.len());
        for code in currencies {
            digits.push(currency::digits(code)?);
        }
        // Whole minor units are those of each currency; all other amounts bring their places.
        let minor = self.numbers == Numbers::Integer && options.places.is_none();
        let most = if minor { digits.iter().copied().max().unwrap_or(0).max(own) } else { self.unit.places };
        let scale = |digits: &u32| {
            let missing = if minor { most.saturating_sub(*digits) } else { 0 };
            10_i128.checked_pow(missing).ok_or_else(super::unit::overflow)
        };
        let scales: Vec<i128> = digits.iter().map(scale).collect::<Result<_>>()?;
        let (rates, places) = Rates::new(self, currencies.clone(), reporting, &options.rates, &scales)?;
        let shown = if minor { own } else { self.unit.places };
        let finer = 10_u64.checked_pow(most.saturating_sub(shown).saturating_add(places));
        let parts =
            finer.and_then(|finer| finer.checked_mul(self.unit.parts)).ok_or_else(super::unit::overflow)?;
        Ok((rates, Unit { places: shown, parts }))
    }

    /// Writes the rows from `start` on into a tile. A row after the last month has a month that is not below the span.
    pub(super) fn fill(&self, start: usize, tile: &mut Tile) {
        self.fill_months(start, &mut tile.months);
        self.amounts.fill(start, &mut tile.amounts);
    }

    pub(super) fn fill_months(&self, start: usize, out: &mut [u32]) {
        let first = self.first.number();
        let from = |number: i32| number.wrapping_sub(first).cast_unsigned();
        match &self.months {
            Months::Integer32(values) => shift(values, start, out, from),
            Months::Unsigned32(values) => shift(values, start, out, |value| from(value.cast_signed())),
            Months::Integer64(values) => shift(values, start, out, |value| from(narrow(value))),
            Months::Unsigned64(values) => {
                shift(values, start, out, |value| from(i32::try_from(value).unwrap_or(i32::MAX)));
            }
            Months::Day(values, least, table) => shift(values, start, out, |value| {
                let at = usize::try_from(value.wrapping_sub(*least)).unwrap_or(usize::MAX);
                table.get(at).copied().unwrap_or(u32::MAX)
            }),
            Months::Listed(values) => shift(values, start, out, from),
        }
    }

    /// Whether a month lies within the bounds of the ledger's months.
    pub(super) fn holds(&self, month: u32) -> bool {
        month < self.reach.max(1)
    }

    /// The amount of a row, whatever its size.
    pub(super) fn amount(&self, row: usize) -> i128 {
        self.amounts.at(row)
    }

    /// The lane of a row.
    pub(super) fn lane(&self, row: usize) -> u32 {
        self.groups.codes.get(row).copied().unwrap_or_default()
    }

    /// Whether blocks of cells can hold everything: no groups, and amounts of 64 bits.
    pub(super) fn is_plain(&self) -> bool {
        self.groups.codes.is_empty() && !matches!(self.amounts, Amounts::Wide(_))
    }
}

/// What is too large for a month stays too large, on the same side of 0.
#[inline(always)]
fn narrow(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(if value < 0 { i32::MIN } else { i32::MAX })
}

type Read<'a> = (Months<'a>, Calendar, Option<(Month, Month)>);

fn months<'a>(column: &Column<'a>, rows: usize, look: Look, workers: Workers<'_>) -> Result<Read<'a>> {
    if let Some(row) = column.first_missing(rows) {
        return Err(
            Error::new(ErrorCode::InvalidDate, "every row names its month, this one is missing").at_row(row)
        );
    }
    match column.data() {
        Data::Integer32(values) => {
            Ok((Months::Integer32(values), Calendar::Number, whole(values, look, workers, i64::from)?))
        }
        Data::Unsigned32(values) => {
            Ok((Months::Unsigned32(values), Calendar::Number, whole(values, look, workers, i64::from)?))
        }
        Data::Integer64(values) => {
            Ok((Months::Integer64(values), Calendar::Number, whole(values, look, workers, |value| value)?))
        }
        Data::Unsigned64(values) => {
            let number = |value| i64::try_from(value).unwrap_or(i64::MAX);
            Ok((Months::Unsigned64(values), Calendar::Number, whole(values, look, workers, number)?))
        }
        Data::Day(values) => days(values, look, workers),
        Data::Text(_) => texts(column, rows, workers),
        Data::Missing => Ok((Months::Listed(Vec::new()), Calendar::Text, None)),
        _ => Err(column.mismatch("days, texts \"YYYY-MM\" or whole numbers")),
    }
}

fn whole<T: Copy + Ord + Send + Sync>(
    values: &[T],
    look: Look,
    workers: Workers<'_>,
    number: impl Fn(T) -> i64,
) -> Result<Option<(Month, Month)>> {
    let Some((least, most)) = bounds(values, look, workers)? else { return Ok(None) };
    match (Month::from_number(number(least)), Month::from_number(number(most))) {
        (Ok(least), Ok(most)) => Ok(Some((least, most))),
        _ => {
            let wrong = values.iter().enumerate().find_map(|(row, value)| {
                Month::from_number(number(*value)).err().map(|error| error.at_row(row))
            });
            wrong.map_or(Ok(None), Err)
        }
    }
}

fn days<'a>(values: &'a [i32], look: Look, workers: Workers<'_>) -> Result<Read<'a>> {
    let Some((least, most)) = bounds(values, look, workers)? else {
        return Ok((Months::Day(values, 0, Vec::new()), Calendar::Day, None));
    };
    let known = |value: &i32| day::NUMBERS.contains(value);
    if !known(&least) || !known(&most) {
        let row = values.iter().position(|value| !known(value)).unwrap_or_default();
        let value = values.get(row).copied().unwrap_or_default();
        return Err(Month::from_day(value).err().map_or_else(
            || Error::new(ErrorCode::InvalidDate, "not a day").at_row(row),
            |error| error.at_row(row),
        ));
    }
    let (first, last) = (Month::from_day(least)?, Month::from_day(most)?);
    // All days of both months, of which a sample may have seen only some.
    let (least, most) =
        (first.first_day()?, last.plus(1).first_day().map_or(most, |next| next.saturating_sub(1)));
    // A ledger that is too long is refused by the caller; its table would be large for nothing.
    let end = if usize::try_from(last.since(first)).unwrap_or_default() < MONTHS { most } else { least };
    let month = |day: i32| Month::from_day(day).map(|month| month.since(first).cast_unsigned());
    let table: Vec<u32> = (least..=end).map(month).collect::<Result<_>>()?;
    Ok((Months::Day(values, least, table), Calendar::Day, Some((first, last))))
}

fn texts<'a>(column: &Column<'a>, rows: usize, workers: Workers<'_>) -> Result<Read<'a>> {
    // Of a dictionary each text is read once; what is no month is an error in the first row that has it.
    let known = column.dictionary().map(|(keys, values)| {
        (keys, values.iter().map(|text| Month::in_text(text)).collect::<Vec<Option<Month>>>())
    });
    let in_dictionary = |row: usize| {
        let (keys, months) = known.as_ref()?;
        *months.get(usize::try_from(*keys.get(row)?).ok()?)?
    };
    let read = |row: usize| match in_dictionary(row) {
        Some(month) => Ok(month),
        None => {
            let text = column.text(row)?.unwrap_or_default();
            Month::from_text(text).map_err(|error| error.at_row(row))
        }
    };
    let mut numbers = pages::large(vec![0_i32; rows]);
    let runs = workers.runs(rows, TILE);
    let longest = runs.first().map_or(1, Range::len).max(1);
    let parts = runs.into_iter().zip(numbers.chunks_mut(longest)).collect();
    workers.map(parts, |(run, out): (Range<usize>, &mut [i32])| {
        let mut out = out.iter_mut();
        stretches(run, workers, |rows| {
            for (row, number) in rows.zip(&mut out) {
                *number = read(row)?.number();
            }
            Ok(())
        })
    })?;
    let bounds = bounds(&numbers, Look::Whole, workers)?;
    let month = |number: i32| Month::from_number(i64::from(number));
    let bounds = bounds.map(|(first, last)| Ok((month(first)?, month(last)?))).transpose()?;
    Ok((Months::Listed(numbers), Calendar::Text, bounds))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::*;
    use crate::fact::table::Texts;

    #[test]
    fn the_first_text_that_is_no_month_is_named_on_any_number_of_threads() {
        let mut texts = vec!["2025-01"; 9 * TILE];
        for (row, text) in [(3 * TILE, "2025-13"), (8 * TILE, "x"), (5, "2024-02-29")] {
            texts[row] = text;
        }
        let rows = Rows::new(texts.len()).with("month", Data::Text(Texts::Slices(&texts)), None).unwrap();
        let column = rows.column("month").unwrap();
        for threads in [1, 2, 3] {
            let workers = Workers::new(NonZeroUsize::new(threads).unwrap());
            let error = months(&column, texts.len(), Look::Whole, workers).err().unwrap();
            assert_eq!((error.row(), error.value()), (Some(3 * 1024), Some("\"2025-13\"")), "{threads}");
            let (_, _, bounds) = months(&column, 3 * TILE, Look::Whole, workers).unwrap();
            let month = |text: &str| Month::from_text(text).unwrap();
            assert_eq!(bounds, Some((month("2024-02"), month("2025-01"))));
        }
    }
}
