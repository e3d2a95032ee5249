//! A card that is being fitted: what its percentiles need of a portfolio, gathered part by part on any number of machines.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::scorecard::Scorecard;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::{Input, Invalid};
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::scale::Scale;
use crate::scale::percentile::Ranking;
use crate::value::{day, document};

/// The kind of the document.
pub const KIND: &str = "scorecard_fitting";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Most bytes of the document: it holds the distinct values of a portfolio.
pub const BYTES: usize = 1 << 28;

/// The distinct values of a portfolio with their counts, for each percentile of a card.
///
/// Parts of a portfolio may be gathered anywhere and merged in any order: what is finished is the same document, bit for
/// bit, as that of the whole. As a document a fitting can be sent from one machine to another.
///
/// ```
/// use cs_core::prelude::*;
/// use cs_core::health::fitting::Fitting;
/// use cs_core::scale::percentile::Percentile;
///
/// let card = Scorecard::builder("size").indicator(Indicator::of("seats", fact("seats")).scale(Percentile::default())).build()?;
/// let day = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
/// let (one, other, whole) = ([10.0, 40.0], [20.0, 20.0], [10.0, 40.0, 20.0, 20.0]);
/// let mut fitting = card.fitting(day);
/// fitting.add(&Table::new(2).with("seats", Values::Float(&one), None)?)?;
/// let mut elsewhere = Fitting::from_json(&card.fitting(day).to_json()?)?;
/// elsewhere.add(&Table::new(2).with("seats", Values::Float(&other), None)?)?;
/// fitting.merge(&elsewhere)?;
/// let fitted = card.fit(&Table::new(4).with("seats", Values::Float(&whole), None)?, day)?;
/// assert_eq!(fitting.finish()?.to_json()?, fitted.to_json()?);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "Form", into = "Form")]
pub struct Fitting {
    card: Scorecard,
    as_of: NaiveDate,
    /// One for each indicator; none where it has no percentile.
    rankings: Vec<Option<Ranking>>,
}

impl Scorecard {
    /// Puts `points`, fitted on a reference portfolio, in the place of every `percentile`. All values of an indicator's
    /// input count, also those of accounts to which it does not apply or for which it is stale.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite`, `no_population` (a column without any value).
    pub fn fit(&self, table: &Table<'_>, as_of: NaiveDate) -> Result<Self> {
        let mut fitting = self.fitting(as_of);
        fitting.add(table)?;
        fitting.finish()
    }

    /// Begins to gather a portfolio that comes in parts; days are counted to `as_of`.
    #[must_use]
    pub fn fitting(&self, as_of: NaiveDate) -> Fitting {
        let ranking = |scale: &Scale| matches!(scale, Scale::Percentile(_)).then(Ranking::default);
        let rankings = self.indicators().iter().map(|indicator| ranking(&indicator.scale)).collect();
        Fitting { card: self.clone(), as_of, rankings }
    }
}

impl Fitting {
    /// The card.
    #[must_use]
    pub fn card(&self) -> &Scorecard {
        &self.card
    }

    /// The day that days are counted to.
    #[must_use]
    pub fn as_of(&self) -> NaiveDate {
        self.as_of
    }

    /// Adds the accounts of a table; missing values do not count. A table that is refused adds nothing.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite` and `overflow` with the row.
    pub fn add(&mut self, table: &Table<'_>) -> Result<()> {
        let parts = self.rankings.iter().zip(self.card.indicators()).map(|(ranking, indicator)| {
            let values = ranking.as_ref().map(|_| values(indicator.input(), table, self.as_of));
            Ok(values.transpose()?.map(Ranking::of))
        });
        let parts = parts.collect::<Result<Vec<_>>>()?;
        self.rank(&parts);
        Ok(())
    }

    /// Adds what another fitting gathered.
    ///
    /// Errors: `inconsistent` where it is that of another card or another day.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        let refuse =
            |place: &str, sentence: &str| Err(Error::new(ErrorCode::Inconsistent, sentence).at(place));
        if self.card != other.card {
            return refuse("card", "only parts of a fit of one card are merged");
        }
        if self.as_of != other.as_of {
            return refuse("as_of", "only parts of a fit on one day are merged");
        }
        self.rank(&other.rankings);
        Ok(())
    }

    fn rank(&mut self, parts: &[Option<Ranking>]) {
        for (ranking, more) in self.rankings.iter_mut().zip(parts) {
            if let (Some(ranking), Some(more)) = (ranking, more) {
                ranking.merge(more);
            }
        }
    }

    /// The fitted card, an ordinary document.
    ///
    /// Errors: `no_population` with the place (a percentile without any value).
    pub fn finish(&self) -> Result<Scorecard> {
        let mut draft = self.card.draft().clone();
        for (at, (indicator, ranking)) in draft.indicators.iter_mut().zip(&self.rankings).enumerate() {
            if let (Scale::Percentile(percentile), Some(ranking)) = (indicator.scale.clone(), ranking) {
                let fitted = percentile.fitted(ranking);
                indicator.scale =
                    fitted.map_err(|error| error.at(format!("indicators[{at}].scale.percentile")))?;
            }
        }
        draft.build()
    }

    /// Reads a document of kind `scorecard_fitting`, of at most [`BYTES`] bytes.
    ///
    /// Errors: those of [`document::read`]; `version`; `invalid_document` for a `null`.
    pub fn from_json(text: &str) -> Result<Self> {
        let fitting = document::read_within::<Form>(text.as_bytes(), BYTES)?.try_into()?;
        // Of an indicator that is not fitted there is no ranking.
        document::no_null(text, Some("rankings"))?;
        Ok(fitting)
    }

    /// Writes the document, on one line; reading it gives an equal fitting.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::new(ErrorCode::NonFinite, error.to_string()))
    }
}

/// Every value of an input.
fn values(input: &Input, table: &Table<'_>, as_of: NaiveDate) -> Result<Vec<f64>> {
    let bound = input.bind(table, as_of)?;
    let mut values = vec![0.0; table.rows()];
    for (at, tile) in values.chunks_mut(TILE).enumerate() {
        bound.numbers(at.saturating_mul(TILE), tile, Invalid::Error)?;
    }
    Ok(values)
}

/// A fitting as it stands in a document: for each indicator the distinct values and their counts, or `null`.
#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Form {
    /// The kind of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = KIND)))]
    kind: String,
    /// The version of the document.
    #[cfg_attr(feature = "schema", schemars(extend("const" = VERSION)))]
    version: u64,
    /// The card that is fitted.
    card: Scorecard,
    /// The day that days are counted to.
    #[serde(deserialize_with = "day::read")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::day"))]
    as_of: NaiveDate,
    /// For each indicator its distinct values, each with its count; `null` where it has no percentile.
    #[cfg_attr(feature = "schema", schemars(schema_with = "rankings_schema"))]
    rankings: Vec<Option<Ranking>>,
}

#[cfg(feature = "schema")]
fn rankings_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    let pair = [serde_json::json!({"type": "number"}), serde_json::json!({"type": "integer", "minimum": 1})];
    let pair = serde_json::json!({"type": "array", "prefixItems": pair, "minItems": 2, "maxItems": 2});
    // Not by type: of types, `null` is dropped when the schema is published.
    let ranking = serde_json::json!({"anyOf": [{"type": "array", "items": pair}, {"const": null}]});
    schemars::json_schema!({"type": "array", "items": ranking})
}

impl TryFrom<Form> for Fitting {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        document::check_kind(&form.kind, form.version, KIND, VERSION)?;
        let Form { card, as_of, rankings, .. } = form;
        let expected = card.fitting(as_of).rankings;
        let fits =
            |(found, wanted): (&Option<Ranking>, &Option<Ranking>)| found.is_some() == wanted.is_some();
        if rankings.len() != expected.len() || !rankings.iter().zip(&expected).all(fits) {
            let sentence =
                "there is a list for each indicator: of values where it has a percentile, else null";
            return document::refuse("rankings", sentence);
        }
        Ok(Self { card, as_of, rankings })
    }
}

impl From<Fitting> for Form {
    fn from(fitting: Fitting) -> Self {
        let Fitting { card, as_of, rankings } = fitting;
        Self { kind: KIND.to_owned(), version: VERSION, card, as_of, rankings }
    }
}
