//! The columns that scores of a set come in, by name.

use super::card_set::ScorecardSet;
use crate::error::{Error, ErrorCode, Result};
use crate::health::score_column::ScoreColumn;

/// What a column says of one of a set's scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetField {
    /// What the chosen card gives.
    Given(ScoreColumn),
    /// The name of the card that is chosen.
    Card,
    /// The reason of the rule that chose it.
    Reason,
}

impl SetField {
    /// Every field.
    fn all() -> impl Iterator<Item = Self> {
        Self::of(&ScoreColumn::ALL)
    }

    fn of(given: &[ScoreColumn]) -> impl Iterator<Item = Self> {
        given.iter().copied().map(Self::Given).chain([Self::Card, Self::Reason])
    }

    fn word(self) -> &'static str {
        match self {
            Self::Given(column) => {
                let name = column.name();
                name.strip_prefix("health_").unwrap_or(name)
            }
            Self::Card => "card",
            Self::Reason => "reason",
        }
    }
}

/// A column of scores by a set of cards: the name of the score, `_`, and a word for what it says.
///
/// ```
/// use cs_core::prelude::*;
///
/// let set = ScorecardSet::from_json(r#"{"kind": "scorecard_set", "version": 1, "name": "one",
///     "cards": [{"name": "all", "shipped": "simple"}], "scores": [{"name": "health", "otherwise": "all"}]}"#)?;
/// let columns = set.columns_of(["health_shown", "health_card"])?;
/// assert_eq!((columns[1].score(), columns[1].name()), ("health", "health_card".to_owned()));
/// assert_eq!(set.columns_of(["health_crad"]).unwrap_err().code(), ErrorCode::UnknownName);
/// assert_eq!(set.usual_columns().len(), 7);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetColumn {
    score: String,
    field: SetField,
}

impl SetColumn {
    /// The name of the score.
    #[must_use]
    pub fn score(&self) -> &str {
        &self.score
    }

    /// What is said of it.
    #[must_use]
    pub fn field(&self) -> SetField {
        self.field
    }

    /// The column's name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}_{}", self.score, self.field.word())
    }
}

impl ScorecardSet {
    /// The columns that are given where nobody says which: for each score the usual ones, and card and reason.
    #[must_use]
    pub fn usual_columns(&self) -> Vec<SetColumn> {
        self.fields(|| SetField::of(&ScoreColumn::USUAL)).collect()
    }

    /// The columns of these names, in this order.
    ///
    /// Errors: `unknown_name` with the nearest, `duplicate` where one is there twice.
    pub fn columns_of<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Result<Vec<SetColumn>> {
        let known: Vec<(String, SetColumn)> =
            self.fields(SetField::all).map(|column| (column.name(), column)).collect();
        let mut columns = Vec::new();
        for name in names {
            let found = known.iter().find(|(known, _)| known == name).map(|(_, column)| column);
            let column = found.ok_or_else(|| {
                let known = known.iter().map(|(known, _)| known.as_str());
                Error::unknown(ErrorCode::UnknownName, "column of scores", name, known).at("columns")
            })?;
            if columns.contains(column) {
                let error = Error::new(ErrorCode::Duplicate, "this column is asked for twice");
                return Err(error.at("columns").with_value(format!("{name:?}")));
            }
            columns.push(column.clone());
        }
        Ok(columns)
    }

    fn fields<F: Iterator<Item = SetField>>(&self, fields: fn() -> F) -> impl Iterator<Item = SetColumn> {
        self.scores()
            .flat_map(move |score| fields().map(move |field| SetColumn { score: score.to_owned(), field }))
    }
}
