//! Movements of recurring revenue: period by period, of all accounts and of each segment.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::convention::Convention;
use super::entries::Entries;
use super::flow::Flow;
use super::flows::{Sums, flows};
use super::month::{Calendar, Month};
use super::options::Options;
use super::partial;
use super::period::Periods;
use super::report;
use super::rows::Rows;
use super::table::Numbers;
use super::unit::Unit;
use super::walk::Walk;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::by;
use crate::fact::workers::Workers;
use crate::value::document;
use crate::value::period::Period;

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
    pub(super) shape: Shape,
    pub(super) unit: Unit,
    pub(super) total: Sums,
    pub(super) segments: BTreeMap<Vec<Option<Account>>, Sums>,
}

/// What two results must share to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Shape {
    pub(super) calendar: Calendar,
    pub(super) period: Period,
    /// The opening edge, of a single period between two months.
    pub(super) opening: Option<i32>,
    pub(super) months: Vec<i32>,
    pub(super) numbers: Numbers,
    pub(super) convention: Convention,
    pub(super) by: Vec<String>,
    pub(super) products: bool,
    pub(super) currency: Option<String>,
}

/// Movements as a document.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    kind: String,
    version: u64,
    shape: Shape,
    unit: Unit,
    total: Sums,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    segments: Vec<Segment>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Segment {
    names: Vec<Option<Account>>,
    sums: Sums,
}

const KIND: &str = "revenue_movements";
const VERSION: u64 = 1;

impl From<Movements> for Form {
    fn from(own: Movements) -> Self {
        let Movements { shape, unit, total, segments } = own;
        let segments = segments.into_iter().map(|(names, sums)| Segment { names, sums }).collect();
        Self { kind: KIND.to_owned(), version: VERSION, shape, unit, total, segments }
    }
}

impl TryFrom<Form> for Movements {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        let Form { kind, version, shape, unit, total, segments } = form;
        document::check_kind(&kind, version, KIND, VERSION)?;
        Unit::new(unit.places)?;
        let refuse =
            |sentence: &str, place: &str| Err(Error::new(ErrorCode::InvalidDocument, sentence).at(place));
        if unit.parts == 0 {
            return refuse("a unit has at least 1 part", "unit.parts");
        }
        for month in shape.months.iter().chain(&shape.opening) {
            Month::from_number(i64::from(*month))?;
        }
        for sums in segments.iter().map(|segment| &segment.sums).chain([&total]) {
            for flows in [Some(&sums.snapshot), sums.events.as_ref()].into_iter().flatten() {
                if flows.len() != shape.months.len() {
                    return refuse("there is a flow for each month", "total");
                }
                if flows.iter().any(|flow| flow.check().is_err()) {
                    return refuse("the lines of a period close", "total");
                }
            }
        }
        if segments.iter().any(|segment| segment.names.len() != shape.by.len()) {
            return refuse("a segment has a name for each column", "segments");
        }
        let count = segments.len();
        let segments: BTreeMap<_, _> =
            segments.into_iter().map(|segment| (segment.names, segment.sums)).collect();
        if segments.len() != count {
            return refuse("each segment stands once", "segments");
        }
        let own = Self { shape, unit, total, segments };
        by::check(&own.shape.by, &report::columns(own.shape.products))?;
        Ok(own)
    }
}

impl Movements {
    /// Sums the rows of a ledger, or contracts, into movements.
    ///
    /// Errors: `missing_column`; `type_mismatch`, `invalid_date`, `non_finite`, `out_of_range`, `duplicate_row`,
    /// `unknown_currency`, `mixed_currencies` with column and row; `missing_rate`; `inconsistent` where the amounts of an
    /// account and month add up to less than 0 in a currency or segment, or a contract ends before it starts; `duplicate`
    /// where a column of `by` is named twice or as one of the report; `limit`, `overflow`.
    pub fn of(rows: &Rows<'_>, options: &Options) -> Result<Self> {
        Self::of_with(rows, options, &Workers::ALONE)
    }

    /// As [`of`](Self::of), on the threads of these workers; the movements are the same to the bit.
    ///
    /// Errors: those of [`of`](Self::of), and that of whoever the workers ask.
    pub fn of_with(rows: &Rows<'_>, options: &Options, workers: &Workers<'_>) -> Result<Self> {
        options.check()?;
        if options.mrr.is_none() {
            return Err(
                Error::new(ErrorCode::InvalidArgument, "movements need amounts: name their column").at("mrr")
            );
        }
        Entries::lend(rows, options, *workers, |entries| Self::of_entries(entries, options, *workers))
    }

    /// As [`of`](Self::of); none where a row lies outside of the ledger's bounds.
    fn of_entries(entries: &Entries<'_>, options: &Options, workers: Workers<'_>) -> Result<Option<Self>> {
        let periods = Periods::new(entries, options)?;
        let (rates, unit) = entries.rates(options)?;
        let walk = Walk {
            edges: periods.edges.clone(),
            gap_tolerance: usize::try_from(options.gap_tolerance).unwrap_or(usize::MAX),
            reactivation_window: options.window(),
            rates,
            minor: unit.parts.into(),
            products: options.product.is_some(),
        };
        let Some((total, segments)) = flows(entries, &periods, &walk, options, workers)? else {
            return Ok(None);
        };
        let names = entries.groups.segments.iter().cloned();
        let reporting =
            options.reporting_currency.clone().or_else(|| entries.groups.currencies.first().cloned());
        let own = Self {
            shape: Shape {
                calendar: entries.calendar,
                period: options.period,
                opening: options
                    .opening
                    .map(|month| month.month(entries.calendar))
                    .transpose()?
                    .map(Month::number),
                months: periods.months.iter().map(|month| month.number()).collect(),
                numbers: entries.numbers,
                convention: options.convention,
                by: options.by.clone(),
                products: options.product.is_some(),
                currency: reporting,
            },
            unit,
            total,
            segments: names.zip(segments).collect(),
        };
        by::check(&own.shape.by, &report::columns(own.shape.products))?;
        Ok(Some(own))
    }

    /// Reads partial movements that [`to_json`](Self::to_json) wrote.
    ///
    /// Errors: `invalid_document`, `version`, `limit`, `duplicate`, `invalid_text`.
    pub fn from_json(text: &str) -> Result<Self> {
        partial::read::<Form, Self>(text)
    }

    /// The movements as a document, for other machines.
    pub fn to_json(&self) -> Result<String> {
        partial::write(self)
    }

    /// The movements of these accounts and of others together. The result is that of a ledger with the rows of both,
    /// where no account has rows in both.
    ///
    /// Errors: `inconsistent` where months, periods or ways of counting and writing differ: state `first` and `last` for
    /// every part, since nothing is known of a part after its own last month. Segments and products are split in whole last
    /// places, and so parts that have them also state one `places`, where their amounts bring different ones. `overflow`.
    pub fn merge(&self, other: &Self) -> Result<Self> {
        if self.shape != other.shape {
            let sentence = "parts are added where they have the same periods, segments and ways of counting";
            let error = Error::new(ErrorCode::Inconsistent, sentence);
            return Err(error.with_hint("state first and last for every part"));
        }
        let splits = !self.shape.by.is_empty() || self.shape.products;
        if splits && self.unit.places != other.unit.places {
            let sentence = format!(
                "amounts are split over segments and products in whole last places, of which one part has {} and one {}",
                self.unit.places, other.unit.places
            );
            let error = Error::new(ErrorCode::Inconsistent, sentence);
            return Err(error.with_hint("state places for every part"));
        }
        let unit = self.unit.common(other.unit)?;
        let (own, others) = (self.in_unit(unit)?, other.in_unit(unit)?);
        let mut segments = own.segments;
        for (names, sums) in others.segments {
            let joint = match segments.get(&names) {
                Some(own) => own.plus(&sums)?,
                None => sums,
            };
            segments.insert(names, joint);
        }
        Ok(Self { shape: self.shape.clone(), unit, total: own.total.plus(&others.total)?, segments })
    }

    fn in_unit(&self, unit: Unit) -> Result<Self> {
        let factor = self.unit.factor(unit)?;
        let finer = |flows: &[Flow]| flows.iter().map(|flow| flow.times(factor)).collect();
        let segments = self.segments.iter().map(|(names, sums)| Ok((names.clone(), sums.each(finer)?)));
        Ok(Self {
            shape: self.shape.clone(),
            unit,
            total: self.total.each(finer)?,
            segments: segments.collect::<Result<_>>()?,
        })
    }

    /// The last month of each period.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.shape.months.iter().filter_map(|number| Month::from_number(i64::from(*number)).ok())
    }

    /// How the ledger writes its months.
    #[must_use]
    pub fn calendar(&self) -> Calendar {
        self.shape.calendar
    }

    /// How it was counted.
    #[must_use]
    pub fn convention(&self) -> Convention {
        self.shape.convention
    }

    /// What a whole number of the lines stands for.
    #[must_use]
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// The flow of each period over all accounts, as the convention counts.
    #[must_use]
    pub fn total(&self) -> &[Flow] {
        self.total.on(self.shape.convention.rules().basis)
    }

    /// Each segment by its names, one for each column of `by`, with the flow of each period.
    pub fn segments(&self) -> impl Iterator<Item = (&[Option<Account>], &[Flow])> {
        let basis = self.shape.convention.rules().basis;
        self.segments.iter().map(move |(names, sums)| (names.as_slice(), sums.on(basis)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::revenue::rows::Data;
    use serde_json::{Value, json};

    fn movements(by: &str, mantissas: &[i128], scale: u32, last: &str) -> Movements {
        let rows = Rows::new(2)
            .with("account", Data::Integer64(&[1, 2]), None)
            .and_then(|rows| rows.with("month", Data::Integer64(&[0, 1]), None))
            .and_then(|rows| rows.with("plan", Data::Integer64(&[7, 8]), None))
            .and_then(|rows| rows.with("mrr", Data::Decimal { mantissas, places: scale }, None))
            .unwrap();
        let months = format!(r#"{{"by": [{by}], "first": 0, "last": {last}}}"#);
        Movements::of(&rows, &Options::from_json(&months).unwrap()).unwrap()
    }

    #[test]
    fn a_document_that_no_ledger_gives_is_refused() {
        let whole: Value =
            serde_json::from_str(&movements("\"plan\"", &[5, 6], 0, "1").to_json().unwrap()).unwrap();
        assert!(Movements::from_json(&whole.to_string()).is_ok());
        let segment = whole["segments"][0].clone();
        for (at, value, code, path) in [
            ("/kind", json!("revenue_cohorts"), ErrorCode::Version, "kind"),
            ("/version", json!(2), ErrorCode::Version, "version"),
            ("/unit/parts", json!(0), ErrorCode::InvalidDocument, "unit.parts"),
            ("/total/snapshot", json!([]), ErrorCode::InvalidDocument, "total"),
            ("/segments/0/sums/snapshot", json!([]), ErrorCode::InvalidDocument, "total"),
            ("/total/snapshot/0/opening", json!("1"), ErrorCode::InvalidDocument, "total"),
            ("/segments/0/names", json!([]), ErrorCode::InvalidDocument, "segments"),
            ("/segments", json!([segment, segment]), ErrorCode::InvalidDocument, "segments"),
        ] {
            let mut broken = whole.clone();
            *broken.pointer_mut(at).unwrap() = value;
            let error = Movements::from_json(&broken.to_string()).unwrap_err();
            assert_eq!((error.code(), error.path()), (code, Some(path)), "{at}: {error}");
        }
    }

    #[test]
    fn accounts_beyond_64_bits_are_no_sum() {
        let whole = movements("", &[5, 6], 0, "1");
        let mut most: Value = serde_json::from_str(&whole.to_json().unwrap()).unwrap();
        *most.pointer_mut("/total/snapshot/1/accounts/closing").unwrap() = json!(u64::MAX);
        let most = Movements::from_json(&most.to_string()).unwrap();
        assert_eq!(most.merge(&whole).unwrap_err().code(), ErrorCode::Overflow);
    }

    #[test]
    fn parts_of_other_places_are_added_in_the_finer_unit() {
        let (coarse, fine) = (movements("", &[5, 6], 0, "1"), movements("", &[525, 675], 2, "1"));
        let both = coarse.merge(&fine).unwrap();
        assert_eq!(both, fine.merge(&coarse).unwrap());
        assert_eq!(both.unit().amount(both.total()[1].closing).unwrap().to_string(), "12.75");
        assert_eq!(both.unit().amount(both.total()[1].opening).unwrap().to_string(), "10.25");
    }

    #[test]
    fn parts_of_other_months_are_not_added() {
        let error = movements("", &[5, 6], 0, "1").merge(&movements("", &[5, 6], 0, "2")).unwrap_err();
        assert_eq!(error.code(), ErrorCode::Inconsistent);
    }
}
