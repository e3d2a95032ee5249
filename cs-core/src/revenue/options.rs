//! How a ledger is to be read and summed, as one document that every language passes on.

use serde::{Deserialize, Serialize};

use super::contract::Contracts;
use super::convention::Convention;
use super::currency::{self, RateOfMonth};
use super::month::Named;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document;
use crate::value::period::Period;
#[cfg(feature = "schema")]
use crate::value::schema;

/// How a ledger or contracts are read and summed: the names of the columns, and what is asked.
///
/// ```
/// use cs_core::revenue::options::Options;
///
/// let options = Options::from_json(r#"{"mrr": "amount", "places": 2}"#)?;
/// assert_eq!((options.account.as_str(), options.mrr.as_deref()), ("account", Some("amount")));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The column that names the account: whole numbers or texts.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub account: String,
    /// The column with the month: days, texts "YYYY-MM", or numbers that count months.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub month: String,
    /// The column with the monthly recurring revenue of the row; with `contracts`, the price of a billing period. Left
    /// out (`null`), a row only says that the account was active; cohorts can do with that.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name_or_none"))]
    pub mrr: Option<String>,
    /// Places behind the point: of whole numbers, which then are minor units (2: cents), and the most that floats have.
    /// Whole numbers have 0 unless said; floats need it said; decimals bring their own, and may be given more.
    pub places: Option<u32>,
    /// The first month of the result; the ledger's first unless said. Earlier rows still count as history.
    pub first: Option<Named>,
    /// The last month of the result, up to which the ledger is complete; the ledger's last unless said. Later rows are
    /// left out, so that nothing of what comes after is known.
    pub last: Option<Named>,
    /// The opening edge of a single period that ends with `last`: retention between two months.
    pub opening: Option<Named>,
    /// What one row of the result spans; a quarter or a year is taken at its own edges.
    pub period: Period,
    /// The month of the year, 1 to 12, that quarters and years begin in.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 12)))]
    pub year_begins: u32,
    /// Columns that split the result into segments: whole numbers or texts, a missing one is a segment of its own.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::any_names"))]
    pub by: Vec<String>,
    /// The column with the product family, which splits expansion into upsell and cross-sell.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub product: Option<String>,
    /// Gaps of up to so many months, closed within the ledger, are filled with what the account had before them.
    pub gap_tolerance: u32,
    /// Who comes back after more months without revenue counts as new; the convention's unless said.
    pub reactivation_window: Option<u32>,
    /// How it is counted.
    pub convention: Convention,
    /// The column with each row's currency, a code of ISO 4217.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub currency: Option<String>,
    /// The currency of the result, where rows have several.
    pub reporting_currency: Option<String>,
    /// Rates to the reporting currency.
    pub rates: Vec<RateOfMonth>,
    /// The column with a name of each row: two rows of one name are refused.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::name"))]
    pub row_id: Option<String>,
    /// Where rows are contracts rather than months.
    pub contracts: Option<Contracts>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            account: "account".to_owned(),
            month: "month".to_owned(),
            mrr: Some("mrr".to_owned()),
            places: None,
            first: None,
            last: None,
            period: Period::Month,
            opening: None,
            year_begins: 1,
            by: Vec::new(),
            product: None,
            gap_tolerance: 0,
            reactivation_window: None,
            convention: Convention::Snapshot,
            currency: None,
            reporting_currency: None,
            rates: Vec::new(),
            row_id: None,
            contracts: None,
        }
    }
}

impl Options {
    /// Reads options from JSON; what is left out keeps its default.
    ///
    /// Errors: `invalid_document` (also for `null`, but as `mrr`), `limit`, `duplicate`, `invalid_text`, with the place;
    /// `out_of_range`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || {
            let options: Self = document::read(text.as_bytes())?;
            document::no_null(text, Some("mrr"))?;
            options.check()?;
            Ok(options)
        })
    }

    /// Checks ranges.
    ///
    /// Errors: `out_of_range`, `invalid_document`, with the place.
    pub fn check(&self) -> Result<()> {
        for name in self.columns() {
            document::check_name(name).map_err(|error| error.at("options"))?;
        }
        let refuse =
            |place: &str, sentence: &str| Err(Error::new(ErrorCode::InvalidArgument, sentence).at(place));
        if self.opening.is_some() && self.last.is_none() {
            return refuse("last", "an opening edge needs the last month beside it");
        }
        if self.opening.is_some() && (self.first.is_some() || self.period != Period::Month) {
            return refuse("opening", "an opening edge makes one period of its own");
        }
        if self.currency.is_none() && (self.reporting_currency.is_some() || !self.rates.is_empty()) {
            return refuse("currency", "rates need the column with each row's currency");
        }
        if let Some(code) = &self.reporting_currency {
            currency::digits(code).map_err(|error| error.at("reporting_currency"))?;
        }
        if self.reporting_currency.is_none() && !self.rates.is_empty() {
            return refuse("reporting_currency", "rates need the currency that they lead to");
        }
        if let Some(contracts) = &self.contracts {
            contracts.check().map_err(|error| error.under("contracts"))?;
        }
        if !(1..=12).contains(&self.year_begins) {
            let error = Error::new(ErrorCode::OutOfRange, "a month of the year is 1 to 12");
            return Err(error.at("year_begins").with_value(self.year_begins));
        }
        Ok(())
    }

    /// The columns that are read.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let optional = [&self.mrr, &self.product, &self.currency, &self.row_id].into_iter().flatten();
        let dated = match &self.contracts {
            Some(contracts) => contracts.columns(),
            None => vec![self.month.as_str()],
        };
        let named = optional.chain(&self.by).map(String::as_str);
        std::iter::once(self.account.as_str()).chain(dated).chain(named).collect()
    }

    /// Whether months, accounts and amounts are all there is to it: nothing that splits the rows, and nothing between them.
    pub(super) fn is_plain(&self) -> bool {
        let Self { by, product, currency, row_id, contracts, opening, .. } = self;
        let columns = by.is_empty() && [product, currency, row_id].into_iter().all(Option::is_none);
        let months = contracts.is_none() && opening.is_none() && self.period == Period::Month;
        columns && months && self.gap_tolerance == 0 && self.window().is_none()
    }

    /// Months without revenue after which an account that is back counts as new.
    pub(super) fn window(&self) -> Option<usize> {
        let window = self.reactivation_window.or(self.convention.rules().reactivation_window);
        window.and_then(|months| usize::try_from(months).ok())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_checked_where_they_are_read() {
        assert!(Options::from_json(r#"{"year_begins": 12}"#).is_ok());
        let error = Options::from_json(r#"{"year_begins": 13}"#).unwrap_err();
        assert_eq!((error.code(), error.path()), (ErrorCode::OutOfRange, Some("year_begins")));
    }
}
