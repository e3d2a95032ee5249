//! Who moved since last time, and the matrix of tiers before and now.

use serde::Serialize;

use super::assign::{Assignment, Reason, check_previous};
use super::policy::TouchPolicy;
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::value::label::Label;

/// Which way an account moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Direction {
    /// To a better tier.
    Promoted,
    /// To a lower tier.
    Demoted,
    /// Into a tier from none.
    Entered,
    /// Out of its tier into none.
    Left,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Direction; 4] =
        [Direction::Promoted, Direction::Demoted, Direction::Entered, Direction::Left];

    /// The direction in snake_case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Direction::Promoted => "promoted",
            Direction::Demoted => "demoted",
            Direction::Entered => "entered",
            Direction::Left => "left",
        }
    }

    /// The direction for people.
    #[must_use]
    pub const fn label(self) -> Label {
        match self {
            Direction::Promoted => Label { en: "promoted", ja: "昇格" },
            Direction::Demoted => Label { en: "demoted", ja: "降格" },
            Direction::Entered => Label { en: "newly in a tier", ja: "新規割り当て" },
            Direction::Left => Label { en: "no longer in a tier", ja: "割り当てなし" },
        }
    }

    /// Which way leads from one tier to another; none where they are the same.
    #[must_use]
    pub fn between(from: Option<Tier>, to: Option<Tier>) -> Option<Self> {
        match (from, to) {
            (None, None) => None,
            (None, Some(_)) => Some(Direction::Entered),
            (Some(_), None) => Some(Direction::Left),
            (Some(from), Some(to)) if to < from => Some(Direction::Promoted),
            (Some(from), Some(to)) if to > from => Some(Direction::Demoted),
            _ => None,
        }
    }
}

/// An account whose tier is not that of last time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Move {
    /// Its row, from 0.
    pub row: u64,
    /// Which way.
    pub direction: Direction,
    /// The tier before.
    pub from: Option<Tier>,
    /// The tier now.
    pub to: Option<Tier>,
    /// Why it is there now: `measure`, `missing`, or the reason of an override.
    pub reason: String,
    /// The measure; none where it is missing.
    pub measure: Option<f64>,
}

/// Accounts that were in one tier and are in another, or in the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Flow {
    /// The tier before.
    pub from: Option<Tier>,
    /// The tier now.
    pub to: Option<Tier>,
    /// Accounts.
    pub accounts: u64,
    /// Sum of their values; missing values count as 0.
    pub value: f64,
}

/// What changed since last time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Movements {
    /// Accounts and value by tier before and tier now, where there are any; from high to community, none last.
    pub matrix: Vec<Flow>,
    /// Every account that moved, in the order of the rows.
    pub moves: Vec<Move>,
    /// Accounts that stay where they are only because their measure is not far enough past the cut-off.
    pub kept: u64,
}

impl TouchPolicy {
    /// Why an account is in its tier, in words that a program can compare: `measure`, `kept`, `missing`, or the reason
    /// that the policy gives for an override.
    #[must_use]
    pub fn reason(&self, reason: Reason) -> &str {
        match reason {
            Reason::Override(at) => {
                self.overrides().get(usize::from(at)).map_or("override", |rule| rule.reason.as_str())
            }
            other => other.as_str(),
        }
    }

    /// The reasons of an assignment's rows as places in a list of words: measure, kept, missing, then the reasons of the
    /// overrides in their order.
    #[must_use]
    pub fn reasons(&self, assignment: &Assignment) -> (Vec<&str>, Vec<i32>) {
        let plain = [Reason::Measure, Reason::Kept, Reason::Missing];
        let own = self.overrides().iter().map(|rule| rule.reason.as_str());
        let words = plain.iter().map(|reason| reason.as_str()).chain(own).collect();
        let behind = i32::try_from(plain.len()).unwrap_or(i32::MAX);
        let place = |reason: &Reason| match reason {
            Reason::Measure => 0,
            Reason::Kept => 1,
            Reason::Missing => 2,
            Reason::Override(at) => i32::from(*at).saturating_add(behind),
        };
        (words, assignment.reason.iter().map(place).collect())
    }

    /// What moved between the tiers before (ranks; 255 for none) and an assignment of this policy. `values` are what is
    /// summed in the matrix, NaN counting as 0; every account is in exactly one of its cells.
    ///
    /// Errors: `length_mismatch`; `out_of_range` (a rank that is none) and `non_finite` (a value) with the row; `overflow`
    /// (a sum).
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let policy = TouchPolicy::new("by value", fact("value"), Cut::thresholds([(Tier::High, 100.0)], Tier::Tech))?;
    /// let values = [900.0, 60.0];
    /// let table = Table::new(2).with("value", Values::Float(&values), None)?;
    /// let before = [Tier::Tech.rank(), Tier::Tech.rank()];
    /// let now = policy.apply_with(&table, Some(&before), None, Invalid::Error)?;
    /// let movements = policy.movements(&now, &values, &before)?;
    /// assert_eq!(movements.moves.len(), 1);
    /// assert_eq!((movements.moves[0].row, movements.moves[0].direction.as_str()), (0, "promoted"));
    /// # Ok::<(), Error>(())
    /// ```
    pub fn movements(&self, now: &Assignment, values: &[f64], previous: &[u8]) -> Result<Movements> {
        let rows = now.tier.len();
        if values.len() != rows {
            let sentence = format!("{rows} accounts are assigned, {} values are given", values.len());
            return Err(Error::new(ErrorCode::LengthMismatch, sentence)
                .at("values")
                .with_said_value(values.len()));
        }
        check_previous(Some(previous), rows)?;
        let none = Tier::ALL.len();
        let width = none.saturating_add(1);
        let mut flows = vec![(0_u64, 0.0_f64); width.saturating_mul(width)];
        let mut moves = Vec::new();
        let own = now.tier.iter().zip(&now.reason).zip(&now.measure);
        for (row, (((to, reason), measure), (from, value))) in
            (0_u64..).zip(own.zip(previous.iter().zip(values)))
        {
            if value.is_infinite() {
                let error = Error::new(ErrorCode::NonFinite, "a finite number is needed").at("values");
                return Err(error.at_row(usize::try_from(row).unwrap_or(usize::MAX)).with_value(value));
            }
            let cell =
                usize::from(*from).min(none).saturating_mul(width).saturating_add(usize::from(*to).min(none));
            if let Some((accounts, sum)) = flows.get_mut(cell) {
                *accounts = accounts.saturating_add(1);
                *sum += if value.is_nan() { 0.0 } else { *value };
            }
            let (from, to) = (Tier::from_rank(*from), Tier::from_rank(*to));
            if let Some(direction) = Direction::between(from, to) {
                let reason = self.reason(*reason).to_owned();
                let measure = Some(*measure).filter(|measure| !measure.is_nan());
                moves.push(Move { row, direction, from, to, reason, measure });
            }
        }
        let mut matrix = Vec::new();
        let tiers = || Tier::ALL.into_iter().map(Some).chain([None]);
        let pairs = tiers().flat_map(|from| tiers().map(move |to| (from, to)));
        for ((from, to), (accounts, value)) in pairs.zip(flows).filter(|(_, (accounts, _))| *accounts > 0) {
            if !value.is_finite() {
                return Err(
                    Error::new(ErrorCode::Overflow, "the sum is beyond the largest number").at("values")
                );
            }
            matrix.push(Flow { from, to, accounts, value });
        }
        let kept = now.reason.iter().filter(|reason| **reason == Reason::Kept).count();
        Ok(Movements { matrix, moves, kept: u64::try_from(kept).unwrap_or(u64::MAX) })
    }
}
