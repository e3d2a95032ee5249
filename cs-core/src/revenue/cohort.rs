//! Cohorts: accounts by their first month, followed by age.

use serde::{Deserialize, Serialize};

use super::activity;
use super::blocks;
use super::entries::Entries;
use super::flow::{share, sum};
use super::flows::place;
use super::lanes;
use super::month::{Calendar, Month};
use super::options::Options;
use super::partial;
use super::period::late;
use super::report::defined;
use super::rows::Rows;
use super::sum::Sum;
use super::table::{Numbers, Table, Values};
use super::triangle::Triangle;
use super::unit::Unit;
use super::walk::active;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::workers::Workers;
use crate::value::document;

/// Accounts and revenue by first month and age. Those of other accounts over the same months can be added, exactly.
///
/// ```
/// use cs_core::revenue::{cohort::Cohorts, options::Options, rows::{Data, Rows}};
///
/// let rows = Rows::new(4)
///     .with("account", Data::Integer64(&[1, 2, 1, 3]), None)?
///     .with("month", Data::Integer64(&[0, 0, 1, 1]), None)?
///     .with("mrr", Data::Integer64(&[10, 20, 15, 5]), None)?;
/// let cohorts = Cohorts::of(&rows, &Options::default())?;
/// assert_eq!(cohorts.accounts(0, 1), Some(1));
/// assert_eq!(cohorts.accounts(1, 1), None);            // not yet observed: null, not 0
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Cohorts {
    calendar: Calendar,
    numbers: Numbers,
    first: i32,
    unit: Unit,
    /// By cohort, then age; a cohort later by one month is observed one month less.
    accounts: Vec<Vec<u64>>,
    mrr: Option<Vec<Vec<Digits>>>,
}

/// A whole number of any size, a text in documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
struct Digits(#[serde(with = "super::digits")] i128);

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    kind: String,
    version: u64,
    calendar: Calendar,
    numbers: Numbers,
    first: i32,
    unit: Unit,
    accounts: Vec<Vec<u64>>,
    mrr: Option<Vec<Vec<Digits>>>,
}

const KIND: &str = "revenue_cohorts";
const VERSION: u64 = 1;

impl From<Cohorts> for Form {
    fn from(own: Cohorts) -> Self {
        let Cohorts { calendar, numbers, first, unit, accounts, mrr } = own;
        Self { kind: KIND.to_owned(), version: VERSION, calendar, numbers, first, unit, accounts, mrr }
    }
}

impl TryFrom<Form> for Cohorts {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        let Form { kind, version, calendar, numbers, first, unit, accounts, mrr } = form;
        document::check_kind(&kind, version, KIND, VERSION)?;
        Unit::new(unit.places)?;
        Month::from_number(i64::from(first))?;
        let is_triangle =
            |lengths: Vec<usize>| lengths.iter().rev().zip(1_usize..).all(|(found, age)| *found == age);
        let whole = is_triangle(accounts.iter().map(Vec::len).collect())
            && mrr.as_ref().is_none_or(|mrr| {
                mrr.len() == accounts.len() && is_triangle(mrr.iter().map(Vec::len).collect())
            });
        if !whole || unit.parts == 0 {
            let sentence = "each cohort has one month less than the one before, the last has one";
            return Err(Error::new(ErrorCode::InvalidDocument, sentence).at("accounts"));
        }
        Ok(Self { calendar, numbers, first, unit, accounts, mrr })
    }
}

impl Cohorts {
    /// Follows the accounts of a ledger. With amounts, an account is active in a month where they add up to more than 0;
    /// without (`mrr` is left out), where it has a row.
    ///
    /// Errors: those of [`Movements::of`](super::movement::Movements::of); `invalid_argument` for segments, products,
    /// gaps, reactivation windows and periods longer than a month, which cohorts do not have.
    pub fn of(rows: &Rows<'_>, options: &Options) -> Result<Self> {
        Self::of_with(rows, options, &Workers::ALONE)
    }

    /// As [`of`](Self::of), on the threads of these workers; the cohorts are the same to the bit.
    ///
    /// Errors: those of [`of`](Self::of), and that of whoever the workers ask.
    pub fn of_with(rows: &Rows<'_>, options: &Options, workers: &Workers<'_>) -> Result<Self> {
        options.check()?;
        let plain = Options {
            by: Vec::new(),
            product: None,
            opening: None,
            period: crate::value::period::Period::Month,
            gap_tolerance: 0,
            reactivation_window: None,
            ..options.clone()
        };
        if plain != *options {
            let sentence = "cohorts are by month, without segments, products, gaps, reactivation windows and opening edges";
            return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("options"));
        }
        let mut own =
            Entries::lend(rows, options, *workers, |entries| Self::of_entries(entries, options, *workers))?;
        if let Some(from) = options.first {
            let from = from.month(own.calendar).map_err(|error| error.at("first"))?;
            let last = options.last.map(|last| last.month(own.calendar)).transpose()?;
            if let Some(last) = last.filter(|last| from > *last) {
                return Err(late(from, last, own.calendar));
            }
            own.begin(from.number());
        }
        Ok(own)
    }

    /// All cohorts of a ledger; none where a row lies outside of its bounds.
    fn of_entries(entries: &Entries<'_>, options: &Options, workers: Workers<'_>) -> Result<Option<Self>> {
        let found = if options.mrr.is_none() {
            activity::cohorts(entries, workers)?.map(|accounts| (accounts, None, entries.unit))
        } else {
            let found = with_revenue(entries, options, workers)?;
            found.map(|(accounts, mrr, unit)| (accounts, Some(mrr), unit))
        };
        let Some((accounts, mrr, unit)) = found else { return Ok(None) };
        // Where the ledger begins after the last month, there are no months of its own.
        let first = entries.first.min(entries.last(options)?.plus(1)).number();
        let (calendar, numbers) = (entries.calendar, entries.numbers);
        Ok(Some(Self { calendar, numbers, first, unit, accounts, mrr }))
    }

    /// Leaves out the cohorts before a month, and adds empty ones where the ledger begins later.
    fn begin(&mut self, month: i32) {
        let ahead = month.saturating_sub(self.first);
        let skipped = usize::try_from(ahead).unwrap_or_default().min(self.accounts.len());
        self.accounts.drain(..skipped);
        if let Some(mrr) = &mut self.mrr {
            mrr.drain(..skipped);
        }
        for _ in 0..ahead.saturating_neg().max(0) {
            let ages = self.accounts.first().map_or(1, |row| row.len().saturating_add(1));
            self.accounts.insert(0, vec![0; ages]);
            if let Some(mrr) = &mut self.mrr {
                mrr.insert(0, vec![Digits(0); ages]);
            }
        }
        self.first = month;
    }

    /// Accounts of a cohort, counted from the first, that are active at an age in months; none where that month is not yet
    /// observed.
    #[must_use]
    pub fn accounts(&self, cohort: usize, age: usize) -> Option<u64> {
        self.accounts.get(cohort).and_then(|row| row.get(age)).copied()
    }

    /// The same for revenue, in whole numbers of the unit; none without amounts.
    #[must_use]
    pub fn mrr(&self, cohort: usize, age: usize) -> Option<i128> {
        self.mrr.as_ref().and_then(|mrr| mrr.get(cohort)).and_then(|row| row.get(age)).map(|digits| digits.0)
    }

    /// Reads what [`to_json`](Self::to_json) wrote.
    ///
    /// Errors: `invalid_document`, `version`, `limit`, `duplicate`, `invalid_text`.
    pub fn from_json(text: &str) -> Result<Self> {
        partial::read::<Form, Self>(text)
    }

    /// The cohorts as a document, for other machines.
    pub fn to_json(&self) -> Result<String> {
        partial::write(self)
    }

    /// The cohorts of these accounts and of others together.
    ///
    /// Errors: `inconsistent` where months or ways of writing differ: state `first` and `last` for every part; `overflow`.
    pub fn merge(&self, other: &Self) -> Result<Self> {
        let shape =
            |own: &Self| (own.calendar, own.numbers, own.first, own.accounts.len(), own.mrr.is_some());
        if shape(self) != shape(other) {
            let error =
                Error::new(ErrorCode::Inconsistent, "parts are added where they have the same months");
            return Err(error.with_hint("state first and last for every part"));
        }
        let unit = self.unit.common(other.unit)?;
        let (factor, others) = (self.unit.factor(unit)?, other.unit.factor(unit)?);
        let mut own = self.clone();
        own.unit = unit;
        for (cell, other) in own.accounts.iter_mut().flatten().zip(other.accounts.iter().flatten()) {
            *cell = cell.checked_add(*other).ok_or_else(super::unit::overflow)?;
        }
        let theirs = other.mrr.iter().flatten().flatten();
        for (cell, other) in own.mrr.iter_mut().flatten().flatten().zip(theirs) {
            let finer = |digits: Digits, factor: i128| digits.0.checked_mul(factor);
            let both = finer(*cell, factor).zip(finer(*other, others));
            let both = both.and_then(|(one, other)| one.checked_add(other));
            cell.0 = both.ok_or_else(super::unit::overflow)?;
        }
        Ok(own)
    }

    /// A row for each cohort that has accounts and each age: accounts, revenue, and what of them is retained; null where
    /// the month is not yet observed.
    pub fn table(&self) -> Result<Table> {
        let mut table = Table::new(self.calendar, self.numbers, self.unit.places);
        let size = |cohort: &usize| self.accounts(*cohort, 0).unwrap_or(0) > 0;
        let cohorts: Vec<usize> = (0..self.accounts.len()).filter(size).collect();
        let ages = self.accounts.len();
        let cells: Vec<(usize, usize)> =
            cohorts.iter().flat_map(|cohort| (0..ages).map(move |age| (*cohort, age))).collect();
        let month = |(cohort, _): &(usize, usize)| {
            self.first.saturating_add(i32::try_from(*cohort).unwrap_or_default())
        };
        table.push("cohort", Values::Months(cells.iter().map(month).collect()));
        let age = |(_, age): &(usize, usize)| u64::try_from(*age).unwrap_or_default();
        table.push("age", Values::Counts(cells.iter().map(age).collect()));
        let accounts = cells.iter().map(|(cohort, age)| self.accounts(*cohort, *age));
        table.push("accounts", Values::KnownCounts(accounts.collect()));
        let kept = |(cohort, age): &(usize, usize)| {
            let size = self.accounts(*cohort, 0).unwrap_or_default();
            let here = self.accounts(*cohort, *age);
            here.map(|here| share(i128::from(here), i128::from(size))).transpose()
        };
        table.push("account_retention", Values::Rates(cells.iter().map(kept).collect::<Result<_>>()?));
        if self.mrr.is_some() {
            let mrr = cells
                .iter()
                .map(|(cohort, age)| self.mrr(*cohort, *age).map(|mrr| self.unit.amount(mrr)).transpose());
            table.push("mrr", Values::Known(mrr.collect::<Result<_>>()?));
            let kept = |(cohort, age): &(usize, usize)| {
                let start = self.mrr(*cohort, 0).unwrap_or_default();
                self.mrr(*cohort, *age).map(|here| share(here, start)).transpose()
            };
            table.push("revenue_retention", Values::Rates(cells.iter().map(kept).collect::<Result<_>>()?));
        }
        Ok(table)
    }

    /// A row for each age: the cohorts observed at it, their accounts and revenue at the start and at that age, and the
    /// retention of all of them together, which weighs each by its size. A cohort that nobody is left of counts as 0 %; one
    /// that never had an account does not count.
    pub fn averages(&self) -> Result<Table> {
        let mut table = Table::new(self.calendar, self.numbers, self.unit.places);
        let ages = 0..self.accounts.len();
        let observed = |age: usize| {
            self.accounts
                .iter()
                .enumerate()
                .filter(move |(_, row)| row.len() > age && row.first() != Some(&0))
        };
        let counts = |at: &dyn Fn(usize, usize) -> u64| -> Vec<u64> {
            ages.clone().map(|age| observed(age).map(|(cohort, _)| at(cohort, age)).sum()).collect()
        };
        table.push("age", Values::Counts(ages.clone().map(|age| u64::try_from(age).unwrap_or(0)).collect()));
        table.push("cohorts", Values::Counts(counts(&|_, _| 1)));
        let opening = counts(&|cohort, _| self.accounts(cohort, 0).unwrap_or(0));
        let here = counts(&|cohort, age| self.accounts(cohort, age).unwrap_or(0));
        let kept =
            opening.iter().zip(&here).map(|(all, here)| defined(share(i128::from(*here), i128::from(*all))));
        let kept = kept.collect::<Result<_>>()?;
        table.push("opening_accounts", Values::Counts(opening));
        table.push("accounts", Values::Counts(here));
        table.push("account_retention", Values::Rates(kept));
        if self.mrr.is_some() {
            let sums = |own: &dyn Fn(usize, usize) -> Option<i128>| -> Result<Vec<i128>> {
                ages.clone()
                    .map(|age| sum(observed(age).map(|(cohort, _)| own(cohort, age).unwrap_or(0))))
                    .collect()
            };
            let (opening, here) =
                (sums(&|cohort, _| self.mrr(cohort, 0))?, sums(&|cohort, age| self.mrr(cohort, age))?);
            let kept = opening.iter().zip(&here).map(|(all, here)| defined(share(*here, *all)));
            let amounts =
                |of: &[i128]| of.iter().map(|mrr| self.unit.amount(*mrr)).collect::<Result<Vec<_>>>();
            let kept = kept.collect::<Result<_>>()?;
            table.push("opening_mrr", Values::Amounts(amounts(&opening)?));
            table.push("mrr", Values::Amounts(amounts(&here)?));
            table.push("revenue_retention", Values::Rates(kept));
        }
        Ok(table)
    }
}

type Triangles = (Vec<Vec<u64>>, Vec<Vec<Digits>>, Unit);

/// Accounts and revenue; none where a row lies outside of the ledger's bounds.
fn with_revenue(entries: &Entries<'_>, options: &Options, workers: Workers<'_>) -> Result<Option<Triangles>> {
    let span = entries.span;
    let (rates, unit) = entries.rates(options)?;
    let followed = blocks::fold(entries, workers, || Triangle::new(span), Triangle::add)?;
    let triangle = followed.and_then(|parts| parts.into_iter().reduce(Triangle::join));
    if let Some(triangle) = triangle.filter(Triangle::is_sound) {
        let wide = |row: Vec<i64>| row.into_iter().map(|cell| Digits(cell.into())).collect();
        return Ok(Some((triangle.accounts, triangle.mrr.into_iter().map(wide).collect(), unit)));
    }
    if entries.is_sampled() {
        return Ok(None);
    }
    let parts = lanes::fold(
        entries,
        workers,
        || Wide::new(span),
        |wide, account, lanes| {
            // What is owed in one currency is not made up for in another, whatever the rates.
            active(lanes).map_err(|error| place(entries, &error, account))?;
            let mut cells = vec![0_i128; span];
            for (month, cell) in cells.iter_mut().enumerate() {
                let mut total = Sum::default();
                for lane in lanes.iter() {
                    let own = lane.cells.get(month).copied().unwrap_or_default();
                    total.add(rates.value(own, lane.currency, month)?);
                }
                *cell = total.whole()?;
            }
            wide.follow(&cells)
        },
    )?;
    let mut whole = Wide::new(span);
    parts.iter().try_for_each(|part| whole.join(part))?;
    Ok(Some((whole.accounts, whole.mrr, unit)))
}

/// As [`Triangle`], of amounts of any size.
struct Wide {
    accounts: Vec<Vec<u64>>,
    mrr: Vec<Vec<Digits>>,
}

impl Wide {
    fn new(span: usize) -> Self {
        let months = || (0..span).map(|cohort| span.saturating_sub(cohort));
        Self {
            accounts: months().map(|ages| vec![0; ages]).collect(),
            mrr: months().map(|ages| vec![Digits(0); ages]).collect(),
        }
    }

    fn follow(&mut self, cells: &[i128]) -> Result<()> {
        let Some(first) = cells.iter().position(|cell| *cell != 0) else { return Ok(()) };
        let (accounts, mrr) = (self.accounts.get_mut(first), self.mrr.get_mut(first));
        let rows = accounts.into_iter().flatten().zip(mrr.into_iter().flatten());
        for ((count, total), cell) in rows.zip(cells.get(first..).unwrap_or_default()) {
            *count = count.saturating_add(u64::from(*cell > 0));
            total.0 = sum([total.0, *cell])?;
        }
        Ok(())
    }

    fn join(&mut self, other: &Self) -> Result<()> {
        for (count, more) in self.accounts.iter_mut().flatten().zip(other.accounts.iter().flatten()) {
            *count = count.saturating_add(*more);
        }
        for (total, more) in self.mrr.iter_mut().flatten().zip(other.mrr.iter().flatten()) {
            total.0 = sum([total.0, more.0])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revenue::rows::Data;
    use serde_json::{Value, json};

    fn cohorts(mantissas: &[i128], places: u32) -> Cohorts {
        let rows = Rows::new(3)
            .with("account", Data::Integer64(&[1, 2, 1]), None)
            .and_then(|rows| rows.with("month", Data::Integer64(&[0, 1, 1]), None))
            .and_then(|rows| rows.with("mrr", Data::Decimal { mantissas, places }, None))
            .unwrap();
        Cohorts::of(&rows, &Options::from_json(r#"{"first": 0, "last": 1}"#).unwrap()).unwrap()
    }

    #[test]
    fn parts_of_other_months_are_not_added() {
        let one = cohorts(&[1, 1, 1], 0);
        assert!(one.merge(&cohorts(&[1, 1, 1], 2)).is_ok());
        let mut other = cohorts(&[1, 1, 1], 0);
        other.first += 1;
        let error = one.merge(&other).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Inconsistent);
        assert!(error.to_string().ends_with("(state first and last for every part)"), "{error}");
    }

    #[test]
    fn a_document_that_no_ledger_gives_is_refused() {
        let whole: Value = serde_json::from_str(&cohorts(&[5, 6, 7], 0).to_json().unwrap()).unwrap();
        assert!(Cohorts::from_json(&whole.to_string()).is_ok());
        for (at, value, code, path) in [
            ("/kind", json!("revenue_movements"), ErrorCode::Version, "kind"),
            ("/version", json!(2), ErrorCode::Version, "version"),
            ("/unit/parts", json!(0), ErrorCode::InvalidDocument, "accounts"),
            ("/accounts", json!([[1, 1], [1, 1]]), ErrorCode::InvalidDocument, "accounts"),
            ("/mrr", json!([["5", "7"], ["6", "1"]]), ErrorCode::InvalidDocument, "accounts"),
            ("/mrr", json!([["6"]]), ErrorCode::InvalidDocument, "accounts"),
        ] {
            let mut broken = whole.clone();
            *broken.pointer_mut(at).unwrap() = value;
            let error = Cohorts::from_json(&broken.to_string()).unwrap_err();
            assert_eq!((error.code(), error.path()), (code, Some(path)), "{at}: {error}");
        }
    }

    #[test]
    fn accounts_beyond_64_bits_are_no_sum() {
        let whole = cohorts(&[5, 6, 7], 0);
        let mut most: Value = serde_json::from_str(&whole.to_json().unwrap()).unwrap();
        *most.pointer_mut("/accounts/0/0").unwrap() = json!(u64::MAX);
        let most = Cohorts::from_json(&most.to_string()).unwrap();
        assert_eq!(most.merge(&whole).unwrap_err().code(), ErrorCode::Overflow);
    }

    #[test]
    fn parts_of_other_places_are_added_in_the_finer_unit() {
        let (coarse, fine) = (cohorts(&[5, 6, 7], 0), cohorts(&[525, 625, 725], 2));
        let both = coarse.merge(&fine).unwrap();
        assert_eq!(both, fine.merge(&coarse).unwrap());
        assert_eq!(
            (both.accounts(0, 0), both.accounts(0, 1), both.accounts(1, 0)),
            (Some(2), Some(2), Some(2))
        );
        let amounts = [(0, 0), (0, 1), (1, 0)].map(|(cohort, age)| both.mrr(cohort, age));
        assert_eq!(amounts, [Some(1025), Some(1425), Some(1225)]);
    }
}
