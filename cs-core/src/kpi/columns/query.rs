//! What is asked of a table: a KPI, where its inputs come from, and how rows are grouped.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::answer::Answer;
use crate::{
    error::{Error, ErrorCode, Result},
    fact::{by, input::Invalid, table::Table, workers::Workers},
    kpi::{Input, Kpi, find, given::Given},
    value::document::{self, unique::Unique},
};

/// Most decimal places that an answer may be asked for.
const PLACES: u32 = 28;

/// What a row with a missing input does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingInput {
    /// Its row, or its whole group, has no value: a sum of which a part is unknown is unknown.
    #[default]
    Unknown,
    /// It is left out of its group and counted; a row alone has no value.
    Skip,
}

/// How values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Digits {
    /// As decimals where a column that is read holds decimals, else as floats.
    #[default]
    Same,
    /// The nearest floats.
    Float,
    /// Decimals with one number of places for the whole column.
    Decimal,
    /// Canonical decimal texts, each with its own digits, as the scalar functions give them.
    Text,
}

/// Where an input comes from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// A column of the table.
    Column(String),
    /// The same number for every row; it is not summed.
    Value(Decimal),
}

/// A KPI asked of a table.
///
/// ```
/// use cs_core::kpi::columns::{Numbers, Query};
/// use cs_core::prelude::*;
///
/// let table = Table::new(3)
///     .with("plan", Values::Text(Texts::Slices(&["pro", "free", "pro"])), None)?
///     .with("opening", Values::Integer(&[100, 40, 100]), None)?
///     .with("lost", Values::Integer(&[3, 0, 6]), None)?;
/// let churn = Query::new("churn_rate")?.column("churned", "lost")?;
/// assert_eq!(churn.apply(&table)?.numbers, Numbers::Float(vec![0.03, 0.0, 0.06]));
/// assert_eq!(churn.by(["plan"]).apply(&table)?.numbers, Numbers::Float(vec![0.045, 0.0]));
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    pub(super) kpi: Row,
    pub(super) sources: BTreeMap<&'static str, Source>,
    pub(super) by: Option<Vec<String>>,
    pub(super) missing: MissingInput,
    pub(super) invalid: Invalid,
    pub(super) digits: Digits,
    pub(super) places: Option<u32>,
}

/// A row of the catalogue, which is the same where its id is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row(pub(super) &'static Kpi);

impl PartialEq for Row {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Query {
    /// The KPI of this id. An input that nothing else is said about comes from the column of its own name, or takes
    /// its default where there is no such column.
    pub fn new(id: &str) -> Result<Self> {
        Ok(Self {
            kpi: Row(find(id)?),
            sources: BTreeMap::new(),
            by: None,
            missing: MissingInput::default(),
            invalid: Invalid::Error,
            digits: Digits::default(),
            places: None,
        })
    }

    /// Takes an input from a column. Errors: `unknown_name` for an input that the KPI has not.
    pub fn column(self, input: &str, column: impl Into<String>) -> Result<Self> {
        self.with(input, |_| Ok(Source::Column(column.into())))
    }

    /// Takes the same number for every row and every group. Errors: `unknown_name`; those of the input's range.
    pub fn value(self, input: &str, value: impl Into<Decimal>) -> Result<Self> {
        let value = value.into();
        self.with(input, |input| {
            input.kind.check(value).map_err(|error| error.at(input.name))?;
            Ok(Source::Value(value))
        })
    }

    fn with(mut self, input: &str, source: impl FnOnce(&Input) -> Result<Source>) -> Result<Self> {
        let known = self.kpi.0.input(input)?;
        self.sources.insert(known.name, source(known)?);
        Ok(self)
    }

    /// Sums the inputs of rows with equal keys, exactly, and gives one value for each group; without a key, one for all.
    ///
    /// Counts and money are summed. A count, or a number of heads, lies in its range in every row; of money, which may have
    /// credits, the sum does. Any other input is per customer or a share: it must be the same in a whole group, else
    /// `inconsistent`.
    #[must_use]
    pub fn by(mut self, columns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.by = Some(columns.into_iter().map(Into::into).collect());
        self
    }

    /// What a missing input does; [`MissingInput::Unknown`] where nothing is said.
    #[must_use]
    pub const fn missing(mut self, missing: MissingInput) -> Self {
        self.missing = missing;
        self
    }

    /// What a row gets whose numbers are infinite, outside their range or contradict each other: an error with its
    /// row (where nothing is said), or no value and the error's code as its reason.
    #[must_use]
    pub const fn invalid(mut self, invalid: Invalid) -> Self {
        self.invalid = invalid;
        self
    }

    /// How values are written.
    #[must_use]
    pub const fn digits(mut self, digits: Digits) -> Self {
        self.digits = digits;
        self
    }

    /// Decimals of so many places, each rounded once, half to even; without it as many as the longest of them has.
    ///
    /// Errors: `out_of_range` beyond 28.
    pub fn places(mut self, places: u32) -> Result<Self> {
        if places > PLACES {
            let error = Error::new(ErrorCode::OutOfRange, "a decimal has at most 28 places");
            return Err(error.at("places").with_value(places));
        }
        self.digits = Digits::Decimal;
        self.places = Some(places);
        Ok(self)
    }

    /// Reads a query from JSON: `kpi`, and optionally `inputs` (`{"column": …}` or `{"value": …}` by name), `by`,
    /// `missing` (`unknown`, `skip`), `invalid` (`error`, `missing`), `digits` (`same`, `float`, `decimal`, `text`) and
    /// `places`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || Self::try_from(document::read::<Form>(text.as_bytes())?))
    }

    /// The id of the KPI, which is also the name of the values' column.
    #[must_use]
    pub fn kpi(&self) -> &'static str {
        self.kpi.0.id
    }

    /// The columns by whose values rows are grouped, where they are.
    #[must_use]
    pub fn keys(&self) -> Option<&[String]> {
        self.by.as_deref()
    }

    /// Names of the columns that are read where they are there, each once.
    #[must_use]
    pub fn columns(&self) -> Vec<&str> {
        let inputs = self.kpi.0.inputs.iter().filter_map(|input| match self.sources.get(input.name) {
            None => Some(input.name),
            Some(Source::Column(name)) => Some(name.as_str()),
            Some(Source::Value(_)) => None,
        });
        let mut names: Vec<&str> = Vec::new();
        for name in inputs.chain(self.by.iter().flatten().map(String::as_str)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Checks that keys have names of their own beside the columns of the answer.
    pub(super) fn check_keys(&self) -> Result<()> {
        let reason = format!("{}_reason", self.kpi());
        by::check(self.by.as_deref().unwrap_or_default(), &[self.kpi(), &reason, "left_out"])
    }

    /// The values.
    ///
    /// Errors: `missing_column`; `duplicate` where a column of `by` is named twice or as one of the answer's, the KPI's id,
    /// `<id>_reason` and `left_out`; `type_mismatch` for columns without numbers; with [`Invalid::Error`] those of the KPI
    /// and `non_finite`, each with input, column and row; `overflow` for sums beyond 38 digits.
    pub fn apply(&self, table: &Table<'_>) -> Result<Answer> {
        self.apply_with(table, &Workers::ALONE)
    }

    /// As [`apply`](Self::apply), on the threads of these workers; values and reasons are the same to the bit.
    ///
    /// Errors: those of [`apply`](Self::apply), and that of whoever the workers ask.
    pub fn apply_with(&self, table: &Table<'_>, workers: &Workers<'_>) -> Result<Answer> {
        super::run::run(self, table, *workers)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    kpi: String,
    #[serde(default)]
    inputs: Unique<SourceForm>,
    #[serde(default)]
    by: Option<Vec<String>>,
    #[serde(default)]
    missing: MissingInput,
    #[serde(default)]
    invalid: Invalid,
    #[serde(default)]
    digits: Digits,
    #[serde(default)]
    places: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum SourceForm {
    Column(String),
    Value(Given),
}

impl TryFrom<Form> for Query {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        let mut query = Self::new(&form.kpi).map_err(|error| error.at("kpi"))?;
        for (name, source) in form.inputs.0 {
            query = match source {
                SourceForm::Column(column) => query.column(&name, column),
                SourceForm::Value(value) => {
                    let input = query.kpi.0.input(&name).map_err(|error| error.under("inputs"))?;
                    let read = value.read(input.kind).map_err(|error| error.at(input.name));
                    read.and_then(|number| query.value(&name, number))
                }
            }
            .map_err(|error| error.under("inputs"))?;
        }
        query.by = form.by;
        query = query.missing(form.missing).invalid(form.invalid).digits(form.digits);
        match form.places {
            Some(places) => query.places(places),
            None => Ok(query),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fact::table::{Table, Values};
    use crate::kpi::columns::Numbers;

    #[test]
    fn places_give_decimals_and_are_at_most_28() {
        let table = Table::new(1)
            .with("opening", Values::Integer(&[3]), None)
            .and_then(|table| table.with("churned", Values::Integer(&[1]), None))
            .unwrap();
        let churn = |places| Query::new("churn_rate").unwrap().places(places);
        let found = churn(2).unwrap().apply(&table).unwrap().numbers;
        assert_eq!(found, Numbers::Decimal { mantissas: vec![Some(33)], scale: 2 });
        assert!(churn(28).is_ok());
        let error = churn(29).unwrap_err();
        assert_eq!(
            (error.code(), error.path(), error.value()),
            (ErrorCode::OutOfRange, Some("places"), Some("29"))
        );
    }
}
