//! How a ledger is to be read and summed, as one document that every language passes on.

use serde::{Deserialize, Serialize};

use super::month::Named;
use crate::error::{Error, ErrorCode, Result};
use crate::value::document;
use crate::value::period::Period;

/// The names of the columns, and what is asked.
///
/// ```
/// use cs_core::revenue::options::Options;
///
/// let options = Options::from_json(r#"{"mrr": "amount", "places": 2}"#)?;
/// assert_eq!((options.account.as_str(), options.mrr.as_str()), ("account", "amount"));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// The column that names the account: whole numbers or texts.
    pub account: String,
    /// The column with the month: days, texts "YYYY-MM", or numbers that count months.
    pub month: String,
    /// The column with the monthly recurring revenue of the row.
    pub mrr: String,
    /// Places behind the point: of whole numbers, which then are minor units (2: cents), and the most that floats have.
    /// Whole numbers have 0 unless said; floats need it said; decimals bring their own.
    pub places: Option<u32>,
    /// The first month of the result; the ledger's first unless said. Earlier rows still count as history.
    pub first: Option<Named>,
    /// The last month of the result, up to which the ledger is complete; the ledger's last unless said. Later rows are
    /// left out, so that nothing of what comes after is known.
    pub last: Option<Named>,
    /// What one row of the result spans; a quarter or a year is taken at its own edges.
    pub period: Period,
    /// The month of the year, 1 to 12, that quarters and years begin in.
    pub year_begins: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            account: "account".to_owned(),
            month: "month".to_owned(),
            mrr: "mrr".to_owned(),
            places: None,
            first: None,
            last: None,
            period: Period::Month,
            year_begins: 1,
        }
    }
}

impl Options {
    /// Reads options from JSON; what is left out keeps its default.
    ///
    /// Errors: `invalid_document`, `limit`, `duplicate`, `invalid_text`, with the place; `out_of_range`.
    pub fn from_json(text: &str) -> Result<Self> {
        let options: Self = document::read(text.as_bytes())?;
        options.check()?;
        Ok(options)
    }

    /// Checks ranges.
    ///
    /// Errors: `out_of_range`, `invalid_document`, with the place.
    pub fn check(&self) -> Result<()> {
        for (place, name) in [("account", &self.account), ("month", &self.month), ("mrr", &self.mrr)] {
            document::check_name(name).map_err(|error| error.at(place))?;
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
        vec![self.account.as_str(), self.month.as_str(), self.mrr.as_str()]
    }
}
