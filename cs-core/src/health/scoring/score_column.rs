//! The columns that scores of many accounts come in, by name.

use crate::error::{Error, ErrorCode, Result};

/// A column of scores of many accounts.
///
/// ```
/// use cs_core::health::score_column::ScoreColumn;
///
/// assert_eq!(ScoreColumn::of_name("health_band")?, ScoreColumn::Band);
/// assert!(ScoreColumn::of_name("health_bend").unwrap_err().to_string().contains("health_band"));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ScoreColumn {
    /// The score after exceptions.
    Score,
    /// The name of its band.
    Band,
    /// The rank of its band among those of the card, the lowest 0.
    BandRank,
    /// Weight present ÷ weight applicable.
    Coverage,
    /// The score before exceptions with every missing indicator at 0.
    Low,
    /// The score before exceptions with every missing indicator at 100.
    High,
    /// How many indicators have no value, or one that is too old.
    Missing,
    /// How many indicators have a source that failed.
    Errored,
    /// The score as the card says to show it: its scale, its decimals; without that, the whole number inside its band.
    Shown,
}

impl ScoreColumn {
    /// Every column.
    pub const ALL: [Self; 9] = [
        Self::Score,
        Self::Band,
        Self::BandRank,
        Self::Coverage,
        Self::Low,
        Self::High,
        Self::Missing,
        Self::Errored,
        Self::Shown,
    ];

    /// The columns that are given where nobody says which.
    pub const USUAL: [Self; 5] = [Self::Score, Self::Band, Self::Coverage, Self::Low, Self::High];

    /// The column's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Score => "health_score",
            Self::Band => "health_band",
            Self::BandRank => "health_band_rank",
            Self::Coverage => "health_coverage",
            Self::Low => "health_low",
            Self::High => "health_high",
            Self::Missing => "health_missing",
            Self::Errored => "health_errored",
            Self::Shown => "health_shown",
        }
    }

    /// The column of this name; `unknown_name` with the nearest where there is none.
    pub fn of_name(name: &str) -> Result<Self> {
        let known = || Self::ALL.into_iter().map(Self::name);
        Self::ALL.into_iter().find(|column| column.name() == name).ok_or_else(|| {
            Error::unknown(ErrorCode::UnknownName, "column of scores", name, known()).at("columns")
        })
    }

    /// The columns of these names, in this order; `duplicate` where one is there twice.
    pub fn of_names<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Vec<Self>> {
        let mut columns = Vec::new();
        for name in names {
            let column = Self::of_name(name)?;
            if columns.contains(&column) {
                let error = Error::new(ErrorCode::Duplicate, "this column is asked for twice");
                return Err(error.at("columns").with_value(format!("{name:?}")));
            }
            columns.push(column);
        }
        Ok(columns)
    }
}
