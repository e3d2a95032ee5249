//! Movements of recurring revenue: period by period, of all accounts and of each segment.

use serde::{Deserialize, Serialize};

use super::blocks::Blocks;
use super::entries::Entries;
use super::flow::{Counts, Flow, share};
use super::lanes;
use super::line::Line;
use super::month::{Calendar, Month};
use super::options::Options;
use super::partial;
use super::period::Periods;
use super::rows::Rows;
use super::table::{Numbers, Table, Values};
use super::tally::Tally;
use super::unit::{Unit, overflow};
use super::walk::{Flows, Lane, Walk, negative};
use crate::error::{Error, ErrorCode, Result};
use crate::value::document;
use crate::value::exact::Exact;
use crate::value::period::Period;
use crate::value::rate::Rate;

/// Movements over successive periods. Those of other accounts over the same periods can be added, exactly.
///
/// ```
/// use cs_core::revenue::{movement::Movements, options::Options, rows::{Data, Rows}};
///
/// let accounts = [1, 2, 3, 1, 2];
/// let months = [0, 0, 0, 1, 1];
/// let mrr = [100_00, 50_00, 30_00, 120_00, 20_00];       // in cents
/// let rows = Rows::new(5)
///     .with("account", Data::Integer64(&accounts), None)?
///     .with("month", Data::Integer64(&months), None)?
///     .with("mrr", Data::Integer64(&mrr), None)?;
/// let movements = Movements::of(&rows, &Options { places: Some(2), ..Options::default() })?;
/// let second = &movements.total()[1];
/// assert_eq!((second.opening, second.expansion, second.contraction, second.churn), (180_00, 20_00, 30_00, 30_00));
/// assert_eq!(second.gross_revenue_retention()?.to_string(), "0.6666666666666666666666666667");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct Movements {
    pub(super) calendar: Calendar,
    pub(super) period: Period,
    pub(super) months: Vec<i32>,
    pub(super) unit: Unit,
    pub(super) numbers: Numbers,
    pub(super) total: Vec<Flow>,
}

/// Movements as a document.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    kind: String,
    version: u64,
    calendar: Calendar,
    period: Period,
    months: Vec<i32>,
    unit: Unit,
    numbers: Numbers,
    total: Vec<Flow>,
}

const KIND: &str = "revenue_movements";
const VERSION: u64 = 1;

impl From<Movements> for Form {
    fn from(own: Movements) -> Self {
        let Movements { calendar, period, months, unit, numbers, total } = own;
        Self { kind: KIND.to_owned(), version: VERSION, calendar, period, months, unit, numbers, total }
    }
}

impl TryFrom<Form> for Movements {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        let Form { kind, version, calendar, period, months, unit, numbers, total } = form;
        document::check_kind(&kind, version, KIND, VERSION)?;
        Unit::new(unit.places)?;
        let refuse =
            |sentence: &str, place: &str| Err(Error::new(ErrorCode::InvalidDocument, sentence).at(place));
        if unit.parts == 0 {
            return refuse("a unit has at least 1 part", "unit.parts");
        }
        if total.len() != months.len() {
            return refuse("there is a flow for each month", "total");
        }
        for month in &months {
            Month::from_number(i64::from(*month))?;
        }
        if total.iter().any(|flow| flow.check().is_err()) {
            return refuse("the lines of a period close", "total");
        }
        Ok(Self { calendar, period, months, unit, numbers, total })
    }
}

impl Movements {
    /// Sums the rows of a ledger into movements.
    ///
    /// Errors: `missing_column`; `type_mismatch`, `invalid_date`, `non_finite`, `out_of_range` with column and row;
    /// `inconsistent` where the amounts of an account and month add up to less than 0; `limit`, `overflow`.
    pub fn of(rows: &Rows<'_>, options: &Options) -> Result<Self> {
        options.check()?;
        let entries = Entries::read(rows, options)?;
        let periods = Periods::new(&entries, options)?;
        let total = flows(&entries, &periods)?;
        Ok(Self {
            calendar: entries.calendar,
            period: options.period,
            months: periods.months.iter().map(|month| month.number()).collect(),
            unit: entries.unit,
            numbers: entries.numbers,
            total,
        })
    }

    /// Reads partial movements that [`to_json`](Self::to_json) wrote.
    ///
    /// Errors: `invalid_document`, `version`, `limit`, `duplicate`, `invalid_text`.
    pub fn from_json(text: &str) -> Result<Self> {
        partial::read(text)
    }

    /// The movements as a document, for other machines.
    pub fn to_json(&self) -> Result<String> {
        partial::write(self)
    }

    /// The movements of these accounts and of others together. The result is that of a ledger with the rows of both,
    /// where no account has rows in both.
    ///
    /// Errors: `inconsistent` where months, periods or ways of writing differ: state `first` and `last` for every part,
    /// since nothing is known of a part after its own last month; `overflow`.
    pub fn merge(&self, other: &Self) -> Result<Self> {
        let refuse = |sentence: &str| Err(Error::new(ErrorCode::Inconsistent, sentence));
        if (self.calendar, self.period) != (other.calendar, other.period) || self.months != other.months {
            let error = refuse("parts are added over the same periods");
            return error.map_err(|error| error.with_hint("state first and last for every part"));
        }
        if self.numbers != other.numbers {
            return refuse("parts are added where their amounts are written in the same way");
        }
        let unit = self.unit.common(other.unit)?;
        let (own, others) = (self.in_unit(unit)?, other.in_unit(unit)?);
        let total = own.iter().zip(&others).map(|(one, other)| one.plus(other)).collect::<Result<_>>()?;
        Ok(Self { unit, total, ..self.clone() })
    }

    fn in_unit(&self, unit: Unit) -> Result<Vec<Flow>> {
        let factor = self.unit.factor(unit)?;
        self.total.iter().map(|flow| flow.times(factor)).collect()
    }

    /// The last month of each period.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.months.iter().filter_map(|number| Month::from_number(i64::from(*number)).ok())
    }

    /// How the ledger writes its months.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// What a whole number of the lines stands for.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The report: a row for each period, with the amount and the accounts of each line and the ratios that follow; a ratio
    /// that is undefined is none.
    ///
    /// Errors: `overflow` where a sum has more digits than can be shown.
    pub fn table(&self) -> Result<Table> {
        let mut table = Table::new(self.calendar, self.numbers, self.unit.places);
        table.push("month", Values::Months(self.months.clone()));
        for line in Line::ALL {
            let amounts = self.total.iter().map(|flow| self.unit.amount(flow.line(line)));
            table.push(line.as_str(), Values::Amounts(amounts.collect::<Result<_>>()?));
        }
        for (name, count) in Counts::ALL {
            table.push(name, Values::Counts(self.total.iter().map(|flow| count(&flow.accounts)).collect()));
        }
        for (name, ratio) in RATIOS {
            let ratios = self.total.iter().map(|flow| defined(ratio(flow)));
            table.push(name, Values::Rates(ratios.collect::<Result<_>>()?));
        }
        let arr = self
            .total
            .iter()
            .map(|flow| self.unit.amount(flow.closing.checked_mul(12).ok_or_else(overflow)?));
        table.push("arr", Values::Amounts(arr.collect::<Result<_>>()?));
        let arpa = self.total.iter().map(|flow| defined(self.arpa(flow)));
        table.push("arpa", Values::Prices(arpa.collect::<Result<_>>()?));
        Ok(table)
    }

    fn arpa(&self, flow: &Flow) -> Result<Rate> {
        let accounts = Exact::from(flow.accounts.closing);
        self.unit.exact(flow.closing)?.divide(accounts)?.try_into()
    }

    /// The flow of each period over all accounts.
    #[must_use]
    pub fn total(&self) -> &[Flow] {
        &self.total
    }
}

type Ratio = fn(&Flow) -> Result<Rate>;

const RATIOS: [(&str, Ratio); 4] = [
    ("gross_revenue_retention", Flow::gross_revenue_retention),
    ("net_revenue_retention", Flow::net_revenue_retention),
    ("quick_ratio", Flow::quick_ratio),
    ("logo_churn_rate", Flow::logo_churn_rate),
];

/// A value that is undefined is none; every other error stays one.
pub(super) fn defined<T>(value: Result<T>) -> Result<Option<T>> {
    match value {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.code().is_undefined() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The flow of each period.
fn flows(entries: &Entries<'_>, periods: &Periods) -> Result<Vec<Flow>> {
    let place = |error: Error, account: usize, month: usize| {
        let month = entries.first.plus(i32::try_from(month).unwrap_or_default()).to_text(entries.calendar);
        let account = entries.accounts.name(account);
        Error::new(error.code(), "the amounts of an account and month add up to less than 0")
            .with_value(format!("account {account}, month {month}"))
    };
    if periods.are_months
        && let Some(blocks) = Blocks::new(entries)
    {
        let mut tally = Tally::new(entries.span);
        blocks.each(|account, cells| match tally.add(cells) {
            None => Ok(()),
            Some(month) => Err(place(negative(month), account, month)),
        })?;
        let monthly = tally.flows()?;
        let closed = |edge: &Option<usize>| edge.and_then(|at| monthly.get(at)).copied().unwrap_or_default();
        return Ok(periods.edges.iter().skip(1).map(closed).collect());
    }
    let walk = Walk { edges: periods.edges.clone(), gap_tolerance: 0, reactivation_window: None };
    let mut flows = Flows::new(periods.months.len(), 0);
    lanes::each(entries, |account, lanes: &mut [Lane]| {
        walk.add(lanes, &mut flows).map_err(|error| match (error.code(), error.row()) {
            (ErrorCode::Inconsistent, Some(month)) => {
                place(error, account, usize::try_from(month).unwrap_or_default())
            }
            _ => error,
        })
    })?;
    for flow in &flows.total {
        flow.check()?;
    }
    Ok(flows.total)
}

impl Flow {
    /// Share of the opening revenue that is still there: (opening − contraction − churn) ÷ opening, in 0..1. With
    /// revaluation, the opening revenue is the revalued one.
    ///
    /// Errors: `zero_denominator`.
    pub fn gross_revenue_retention(&self) -> Result<Rate> {
        let base = self.base()?;
        share(super::flow::sum([base, self.contraction.wrapping_neg(), self.churn.wrapping_neg()])?, base)
    }

    /// What the opening accounts have at the closing edge, per what they had: (opening + expansion − contraction − churn)
    /// ÷ opening.
    ///
    /// Errors: `zero_denominator`.
    pub fn net_revenue_retention(&self) -> Result<Rate> {
        let base = self.base()?;
        let lost = [self.contraction.wrapping_neg(), self.churn.wrapping_neg()];
        share(super::flow::sum([base, self.expansion].into_iter().chain(lost))?, base)
    }

    /// (new + expansion) ÷ (contraction + churn).
    ///
    /// Errors: `no_losses`.
    pub fn quick_ratio(&self) -> Result<Rate> {
        let losses = super::flow::sum([self.contraction, self.churn])?;
        if losses == 0 {
            return Err(Error::new(ErrorCode::NoLosses, "undefined, because nothing was lost"));
        }
        share(super::flow::sum([self.new_business, self.expansion])?, losses)
    }

    /// Share of the opening accounts that left.
    ///
    /// Errors: `zero_denominator`.
    pub fn logo_churn_rate(&self) -> Result<Rate> {
        share(i128::from(self.accounts.churn), i128::from(self.accounts.opening))
    }

    fn base(&self) -> Result<i128> {
        super::flow::sum([self.opening, self.fx])
    }
}
