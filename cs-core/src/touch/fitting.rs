//! A policy that is being fitted: the measures of a portfolio, gathered part by part on any number of machines.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::asked::{Asked, written_as};
use super::policy::TouchPolicy;
use super::select::Found;
use super::ties::TouchTies;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::scale::percentile::Ranking;

/// The kind of the document.
pub const KIND: &str = "touch_fitting";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Most bytes of the document: it holds the distinct measures of a portfolio.
pub const BYTES: usize = 1 << 28;

/// The distinct measures of a portfolio with their counts.
///
/// Parts of a portfolio may be gathered anywhere and merged in any order: what is finished is the same document, bit for
/// bit, as that of the whole. As a document a fitting can be sent from one machine to another. No names of accounts are
/// kept: an account that is in two parts counts twice, and where ties are split, [`ties`](Self::ties) begin a second round.
///
/// ```
/// use cs_core::prelude::*;
/// use cs_core::touch::fitting::TouchFitting;
///
/// let policy = TouchPolicy::hybrid_20_30_50("seats");
/// let (one, other, whole) = ([10.0, 40.0], [20.0, 30.0], [10.0, 40.0, 20.0, 30.0]);
/// let mut fitting = TouchFitting::new(&policy, None)?;
/// fitting.add(&Table::new(2).with("seats", Values::Float(&one), None)?)?;
/// let mut elsewhere = TouchFitting::from_json(&TouchFitting::new(&policy, None)?.to_json()?)?;
/// elsewhere.add(&Table::new(2).with("seats", Values::Float(&other), None)?)?;
/// fitting.merge(&elsewhere)?;
/// let fitted = policy.fit(&Table::new(4).with("seats", Values::Float(&whole), None)?)?;
/// assert_eq!(fitting.finish()?.to_json()?, fitted.to_json()?);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct TouchFitting {
    asked: Asked,
    ranking: Ranking,
}

impl TouchFitting {
    /// Begins to gather a portfolio that comes in parts; days are counted to `as_of`.
    ///
    /// Errors: `invalid_argument` (days are counted and `as_of` is not given).
    pub fn new(policy: &TouchPolicy, as_of: Option<NaiveDate>) -> Result<Self> {
        Ok(Self { asked: Asked::new(policy, as_of)?, ranking: Ranking::default() })
    }

    /// Adds the accounts of a table; those without a measure do not count. A table that is refused adds nothing, and a
    /// policy that is cut by thresholds needs none.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite` and `overflow` with the row.
    pub fn add(&mut self, table: &Table<'_>) -> Result<()> {
        if self.policy().is_fitted() {
            return Ok(());
        }
        let bound = self.asked.bind(table)?;
        let mut measures = vec![0.0; table.rows()];
        for (at, tile) in measures.chunks_mut(TILE).enumerate() {
            bound.measures(at.saturating_mul(TILE), tile)?;
        }
        self.ranking.merge(&Ranking::of(measures));
        Ok(())
    }

    /// Adds what another fitting gathered.
    ///
    /// Errors: `inconsistent` where it is that of another policy or another day.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        self.asked.check_same(&other.asked)?;
        self.ranking.merge(&other.ranking);
        Ok(())
    }

    /// The policy with plain cut-offs, as [`TouchPolicy::fit`] gives it for the whole portfolio.
    ///
    /// Errors: `no_population` when no account has a measure; `invalid_argument` where ties are split by account, which
    /// takes a second round.
    pub fn finish(&self) -> Result<TouchPolicy> {
        let policy = self.policy();
        if !policy.is_fitted() && policy.cut().account().is_some() {
            let sentence =
                "ties are split by account: take the ties of the merged parts through a second round";
            return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("cut"));
        }
        self.ties()?.finish()
    }

    /// Where the tiers of the merged parts end: the second round, in which the accounts there are named. A policy that
    /// does not split ties needs no second round, and may be finished at once.
    ///
    /// Errors: `no_population` when no account has a measure.
    pub fn ties(&self) -> Result<TouchTies> {
        let count = self.ranking.count();
        if count == 0 && !self.policy().is_fitted() {
            return Err(Error::new(ErrorCode::NoPopulation, "no account has the measure to rank by"));
        }
        let ranks = self.policy().boundaries()?.ranks(count)?;
        let found = ranks.into_iter().map(|rank| self.at_rank(rank)).collect();
        Ok(TouchTies::new(self.asked.clone(), count, found))
    }

    /// The measure at a rank, from 1, the greatest first; none at 0.
    fn at_rank(&self, rank: u64) -> Option<Found> {
        let mut above = 0_u64;
        for (measure, equal) in self.ranking.pairs().iter().rev().filter(|_| rank > 0) {
            let within = above.saturating_add(*equal);
            if within >= rank {
                return Some(Found { measure: *measure, above, equal: *equal, rows: None });
            }
            above = within;
        }
        None
    }
}

written_as!(TouchFitting { ranking: Ranking });
