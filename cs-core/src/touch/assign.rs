//! Cut-offs applied row by row, with the reason for each tier.

use std::cmp::Ordering::Equal;

use chrono::NaiveDate;

use super::bound::BoundPolicy;
use super::cut::{Cut, CutOff};
use super::policy::TouchPolicy;
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::TILE;
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::value::{exact::Exact, label::Label, number};

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

    /// Adds the rows of another assignment.
    pub fn extend(&mut self, other: Assignment) {
        self.tier.extend(other.tier);
        self.reason.extend(other.reason);
        self.measure.extend(other.measure);
    }
}

impl CutOff {
    fn reached(&self, measure: f64, account: Option<&str>) -> bool {
        let within =
            self.up_to_account.as_deref().is_none_or(|last| account.is_some_and(|account| account <= last));
        measure > self.at_least || (measure >= self.at_least && within)
    }

    /// The cut-off, moved up or down by a share of itself; accounts of equal measure are split only where it was.
    fn moved(&self, share: f64) -> Self {
        let at_least = moved_in_decimals(self.at_least, share)
            .unwrap_or_else(|_| self.at_least + share * self.at_least.abs());
        let up_to_account =
            self.up_to_account.clone().filter(|_| at_least.partial_cmp(&self.at_least) == Some(Equal));
        Self { tier: self.tier, at_least, up_to_account }
    }
}

/// In decimals 3.3 is a tenth past 3; in floats it is not.
fn moved_in_decimals(at_least: f64, share: f64) -> Result<f64> {
    let by = Exact::from(number::from_float(at_least.abs())?).multiply(number::from_float(share)?.into())?;
    Exact::from(number::from_float(at_least)?).add(by)?.to_decimal().map(number::to_float)
}

/// The cut-offs as they are, and moved by the stickiness.
struct Cuts<'p> {
    plain: &'p [CutOff],
    /// Moved up: what these give is reached beyond doubt.
    strict: Vec<CutOff>,
    /// Moved down: what these deny is lost beyond doubt.
    lenient: Vec<CutOff>,
    otherwise: Tier,
}

impl<'p> Cuts<'p> {
    fn new(plain: &'p [CutOff], otherwise: Tier, stickiness: f64) -> Self {
        let moved = |share| plain.iter().map(|cut_off| cut_off.moved(share)).collect();
        Self { plain, strict: moved(stickiness), lenient: moved(-stickiness), otherwise }
    }

    fn place(&self, measure: f64, account: Option<&str>, before: Option<Tier>) -> (Tier, Reason) {
        let by = |cut_offs: &[CutOff]| {
            let reached = cut_offs.iter().find(|cut_off| cut_off.reached(measure, account));
            reached.map_or(self.otherwise, |cut_off| cut_off.tier)
        };
        let now = by(self.plain);
        // The order of tiers is from the best on: strict is never better than lenient.
        let stays = before
            .filter(|before| self.has(*before))
            .map_or(now, |before| before.max(by(&self.lenient)).min(by(&self.strict)));
        (stays, if stays == now { Reason::Measure } else { Reason::Kept })
    }

    /// Whether an account can be in this tier by its measure.
    fn has(&self, tier: Tier) -> bool {
        tier == self.otherwise || self.plain.iter().any(|cut_off| cut_off.tier == tier)
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
        let Cut::Thresholds { cut_offs, otherwise, .. } = self.cut() else {
            return Err(
                Error::new(ErrorCode::NotFitted, "shares must be fitted on a portfolio first").at("cut")
            );
        };
        check_previous(previous, table.rows())?;
        let bound = BoundPolicy::new(self, table, as_of, invalid)?;
        let cuts = Cuts::new(cut_offs, *otherwise, self.stickiness());
        let rows = table.rows();
        let mut out = Assignment {
            tier: Vec::with_capacity(rows),
            reason: Vec::with_capacity(rows),
            measure: vec![0.0; rows],
        };
        for (at, measures) in out.measure.chunks_mut(TILE).enumerate() {
            let start = at.saturating_mul(TILE);
            bound.measures(start, measures)?;
            let verdicts = bound
                .overrides
                .iter()
                .map(|(rule, tier)| Ok((rule.judge(start, measures.len(), invalid, None)?.yes, *tier)));
            let verdicts = verdicts.collect::<Result<Vec<(u64, Tier)>>>()?;
            for (lane, measure) in measures.iter().enumerate() {
                let row = start.saturating_add(lane);
                let before =
                    previous.and_then(|previous| previous.get(row)).and_then(|rank| Tier::from_rank(*rank));
                let ruled = verdicts.iter().position(|(yes, _)| yes >> lane & 1 == 1);
                let (tier, reason) = match ruled.and_then(|at| verdicts.get(at).map(|(_, tier)| (at, *tier)))
                {
                    Some((at, tier)) => (Some(tier), Reason::Override(u8::try_from(at).unwrap_or(u8::MAX))),
                    None if measure.is_nan() => (self.missing(), Reason::Missing),
                    None => {
                        let (tier, reason) = cuts.place(*measure, bound.account(row)?, before);
                        (Some(tier), reason)
                    }
                };
                out.tier.push(tier.map_or(Tier::UNASSIGNED, Tier::rank));
                out.reason.push(reason);
            }
        }
        Ok(out)
    }
}

/// Checks that there is a rank, or none, for every row.
pub(super) fn check_previous(previous: Option<&[u8]>, rows: usize) -> Result<()> {
    let Some(previous) = previous else { return Ok(()) };
    if previous.len() != rows {
        let sentence = format!("the table has {rows} rows, the previous tiers {}", previous.len());
        return Err(Error::new(ErrorCode::LengthMismatch, sentence).at("previous"));
    }
    match previous.iter().position(|rank| *rank != Tier::UNASSIGNED && Tier::from_rank(*rank).is_none()) {
        None => Ok(()),
        Some(row) => Err(Error::new(ErrorCode::OutOfRange, "a tier's rank is 0 to 4, or 255 for none")
            .at("previous")
            .at_row(row)),
    }
}
