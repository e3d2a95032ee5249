//! The tier of every row, with its reason.

use chrono::NaiveDate;
use cs_wide::{pages, shelf};

use super::place::{self, Outputs, Reading};
use super::policy::TouchPolicy;
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::value::label::Label;

/// Why an account is in its tier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// By its measure.
    Measure,
    /// By the override at this place in the policy.
    Override(u8),
    /// It stays in its previous tier, because its measure is not far enough past the cut-off.
    Kept,
    /// Its measure is missing.
    Missing,
}

impl Reason {
    /// Every kind of reason; that of an override stands for all of them.
    pub const ALL: [Reason; 4] = [Reason::Measure, Reason::Override(0), Reason::Kept, Reason::Missing];

    /// The reason in snake_case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Measure => "measure",
            Reason::Override(_) => "override",
            Reason::Kept => "kept",
            Reason::Missing => "missing",
        }
    }

    /// The reason for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Reason::Measure => Label { en: "by its measure", ja: "指標による" },
            Reason::Override(_) => Label { en: "by an override", ja: "例外ルールによる" },
            Reason::Kept => Label {
                en: "kept, not far enough past the cut-off",
                ja: "据え置き(境界値との差が小さい)",
            },
            Reason::Missing => Label { en: "its measure is missing", ja: "指標が欠測" },
        }
    }
}

/// Tiers of a table's rows, in the same order.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Assignment {
    /// Rank of the tier, 0 for high to 4 for community; [`Tier::UNASSIGNED`] for none.
    pub tier: Vec<u8>,
    /// Why.
    pub reason: Vec<Reason>,
    /// The measure; NaN where it is missing.
    pub measure: Vec<f64>,
}

impl Assignment {
    /// The tiers, row by row.
    pub fn tiers(&self) -> impl Iterator<Item = Option<Tier>> {
        self.tier.iter().map(|rank| Tier::from_rank(*rank))
    }

    /// Memory for the tiers of so many accounts, to be written over.
    #[must_use]
    pub fn room(accounts: usize) -> Self {
        let mut reason = pages::large(Vec::with_capacity(accounts));
        reason.resize(accounts, Reason::Missing);
        let (tier, measure) = (place::room(accounts), shelf::room(accounts));
        Self { tier, reason, measure }
    }

    /// All its columns as outputs of [`TouchPolicy::apply_into`].
    pub fn outputs(&mut self) -> Outputs<'_> {
        Outputs { tier: &mut self.tier, reason: Some(&mut self.reason), measure: Some(&mut self.measure) }
    }

    /// Adds the rows of another assignment.
    ///
    /// ```
    /// use cs_core::prelude::*;
    /// use cs_core::touch::assign::Reason;
    ///
    /// let policy = TouchPolicy::new("by value", fact("value"), Cut::thresholds([(Tier::High, 100.0)], Tier::Tech))?;
    /// let tiers = |values: &[f64]| policy.apply(&Table::new(values.len()).with("value", Values::Float(values), None)?);
    /// let mut both = tiers(&[150.0, 50.0])?;
    /// both.extend(tiers(&[f64::NAN])?);
    /// assert_eq!(both.tiers().collect::<Vec<_>>(), [Some(Tier::High), Some(Tier::Tech), None]);
    /// assert_eq!(both.reason, [Reason::Measure, Reason::Measure, Reason::Missing]);
    /// assert!(both.measure.len() == 3 && both.measure[2].is_nan());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn extend(&mut self, other: Assignment) {
        self.tier.extend(other.tier);
        self.reason.extend(other.reason);
        self.measure.extend(other.measure);
    }
}

impl TouchPolicy {
    /// Puts every account in its tier.
    ///
    /// Errors: `not_fitted`, `missing_column`, `type_mismatch`, `non_finite`, `overflow`, `invalid_argument`.
    pub fn apply(&self, table: &Table<'_>) -> Result<Assignment> {
        self.apply_with(table, None, None, Invalid::Error)
    }

    /// As [`apply`](Self::apply), with the previous tiers (ranks; 255 for none), against which the policy is sticky, and
    /// the day that days are counted to.
    ///
    /// With cut-off c and stickiness s, an account is promoted to a tier only when its measure reaches c + s·|c|, and
    /// demoted from it only when it falls below c − s·|c|. A previous tier that the cut does not have holds nobody.
    ///
    /// Errors: also `length_mismatch` (previous tiers) and `out_of_range` (a rank that is none).
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let policy = TouchPolicy::new("by value", fact("value"), Cut::thresholds([(Tier::High, 100.0)], Tier::Tech))?;
    /// let values = [105.0, 115.0, 95.0, 85.0];
    /// let table = Table::new(4).with("value", Values::Float(&values), None)?;
    /// let (tech, high) = (Tier::Tech.rank(), Tier::High.rank());
    /// let tiers = policy.apply_with(&table, Some(&[tech, tech, high, high]), None, Invalid::Error)?;
    /// assert_eq!(tiers.tier, [tech, high, high, tech]);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn apply_with(
        &self,
        table: &Table<'_>,
        previous: Option<&[u8]>,
        as_of: Option<NaiveDate>,
        invalid: Invalid,
    ) -> Result<Assignment> {
        let mut out = Assignment::room(table.rows());
        self.apply_into(table, previous, &Reading { as_of, invalid, ..Reading::default() }, out.outputs())?;
        Ok(out)
    }
}

/// Checks that there is a rank, or none, for every row.
pub(super) fn check_previous(previous: Option<&[u8]>, rows: usize) -> Result<()> {
    let Some(previous) = previous else { return Ok(()) };
    if previous.len() != rows {
        let sentence = format!("the table has {rows} rows, the previous tiers {}", previous.len());
        return Err(Error::new(ErrorCode::LengthMismatch, sentence)
            .at("previous")
            .with_said_value(previous.len()));
    }
    match previous.iter().position(|rank| *rank != Tier::UNASSIGNED && Tier::from_rank(*rank).is_none()) {
        None => Ok(()),
        Some(row) => Err(Error::new(ErrorCode::OutOfRange, "a tier's rank is 0 to 4, or 255 for none")
            .at("previous")
            .at_row(row)),
    }
}
