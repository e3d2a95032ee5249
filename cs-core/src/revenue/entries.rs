//! A ledger at the door: every row checked once, and read from then on a tile at a time as small whole numbers.

use super::amounts::{Amounts, amount_column};
use super::bounds::{FEW, Look};
use super::currency::{self, Rates};
use super::groups::Groups;
use super::index::Accounts;
use super::month::{Calendar, MONTHS, Month, Named};
use super::months::Months;
use super::options::Options;
use super::rows::{Data, Rows};
use super::table::Numbers;
use super::tile::Tile;
use super::unit::Unit;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;

/// The rows of a ledger.
pub(super) struct Entries<'a> {
    pub(super) rows: usize,
    pub(super) accounts: Accounts<'a>,
    pub(super) groups: Groups,
    pub(super) months: Months<'a>,
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

/// Contracts as rows: the contract, month and amount of each.
pub(super) struct Expanded {
    pub(super) source: Vec<u32>,
    pub(super) months: Vec<i32>,
    pub(super) amounts: Vec<i128>,
    pub(super) unit: Unit,
    pub(super) numbers: Numbers,
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
                let (months, calendar, bounds) = Months::read(&column, rows.len(), look, workers)?;
                let (amounts, unit, numbers) = match options.mrr {
                    Some(_) => amount_column(rows, options)?,
                    None => (Amounts::Listed(Vec::new()), Unit::new(0)?, Numbers::Integer),
                };
                (months, calendar, bounds, amounts, unit, numbers, rows.len())
            }
        };
        let named = |month: Option<Named>, place: &str| {
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
    /// Errors: those of [`Named::month`].
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

    /// Writes the months of the rows from `start` on, counted from the first.
    pub(super) fn fill_months(&self, start: usize, out: &mut [u32]) {
        self.months.fill(self.first, start, out);
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
