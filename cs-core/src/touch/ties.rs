//! The second round of a fit in parts: which accounts have the measure at the end of a tier, so that ties can be split.

use serde::{Deserialize, Serialize};

use super::asked::{Asked, written_as};
use super::boundaries::CutOffAt;
use super::equals::each_equal;
use super::policy::TouchPolicy;
use super::select::{Found, wide};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::{self, Account, AccountId};
use crate::fact::table::Table;
use crate::fact::workers::Workers;
use crate::value::document::{self, refuse};

/// The kind of the document.
pub const KIND: &str = "touch_ties";
/// The version of the document that this library reads and writes.
pub const VERSION: u64 = 1;
/// Most bytes of the document: it holds names of accounts with equal measures.
pub const BYTES: usize = 1 << 28;

/// The accounts at the ends of the tiers of a portfolio.
///
/// Where ties are split by account, the counted measures of all parts say *where* the tiers end, but not *which* of the
/// accounts with that measure are still in them. So there is a second round: [`TouchFitting::ties`] gives the measures to
/// look for, each part adds its accounts that have them, and the parts are merged, in any order. Of each measure only
/// as many names are kept as the tier takes, the first in their order. What is finished is the same document, bit for
/// bit, as that of the whole.
///
/// An account that is twice in a part is refused, as in [`TouchPolicy::fit`]. One that is in two parts is seen only where
/// both are kept here: whoever cuts a portfolio into parts keeps each account in one.
///
/// ```
/// use cs_core::prelude::*;
/// use cs_core::touch::{fitting::TouchFitting, ties::TouchTies};
///
/// let table = |seats: &'static [f64], names: &'static [i64]| {
///     Table::new(2).with("seats", Values::Float(seats), None)?.with("id", Values::Integer(names), None)
/// };
/// let parts = [table(&[5.0, 9.0], &[4, 3])?, table(&[5.0, 5.0], &[2, 1])?];
/// let ties = Ties::Split("id".to_owned());
/// let policy = TouchPolicy::new("half", fact("seats"), Shares { high: Some(0.5), tech: Some(0.5), ties, ..Shares::default() })?;
///
/// let mut fitting = TouchFitting::new(&policy, None)?;
/// parts.iter().try_for_each(|part| fitting.add(part))?;
/// let asked = fitting.ties()?;
/// let mut ties = asked.clone();
/// for part in &parts {
///     let mut elsewhere = TouchTies::from_json(&asked.to_json()?)?;
///     elsewhere.add(part)?;
///     ties.merge(&elsewhere)?;
/// }
/// let fitted = ties.finish()?;
/// assert_eq!(fitted.apply(&parts[0])?.tier, [Tier::Tech.rank(), Tier::High.rank()]);
/// assert_eq!(fitted.apply(&parts[1])?.tier, [Tier::Tech.rank(), Tier::High.rank()]);
/// # Ok::<(), Error>(())
/// ```
///
/// [`TouchFitting::ties`]: super::fitting::TouchFitting::ties
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Form", into = "Form")]
pub struct TouchTies {
    asked: Asked,
    /// Accounts of the portfolio that have a measure.
    count: u64,
    /// The end of each tier but the last; none for a tier that has no room for anybody.
    ends: Vec<Option<End>>,
}

/// The measure at which a tier ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    measure: f64,
    /// Accounts with a greater measure.
    above: u64,
    /// Accounts with this measure.
    equal: u64,
    /// How many of these have been looked at.
    seen: u64,
    /// Their names, the first in order, as many as the tier takes.
    accounts: Vec<AccountId>,
}

impl TouchTies {
    /// The measures at the ends of the tiers, before any account was looked at.
    pub(super) fn new(asked: Asked, count: u64, found: Vec<Option<Found>>) -> Self {
        let end = |Found { measure, above, equal, .. }: Found| End {
            measure,
            above,
            equal,
            seen: 0,
            accounts: Vec::new(),
        };
        Self { asked, count, ends: found.into_iter().map(|found| found.map(end)).collect() }
    }

    /// Adds the accounts of a table; every part of the portfolio is added once, anywhere. A table that is refused adds
    /// nothing, and a policy that does not split ties needs none.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite` and `overflow` with the row; `duplicate_account`;
    /// `inconsistent` where there are more accounts of a measure than the first round counted.
    pub fn add(&mut self, table: &Table<'_>) -> Result<()> {
        self.add_with(table, &Workers::ALONE)
    }

    /// As [`add`](Self::add), by these workers.
    ///
    /// Errors: also that of whoever is asked.
    pub fn add_with(&mut self, table: &Table<'_>, workers: &Workers<'_>) -> Result<()> {
        let Some(name) = self.asked.policy.cut().account() else { return Ok(()) };
        let bound = self.asked.bind(table)?;
        accounts::ordered(table.column(name)?, table.rows(), workers)?;
        let mut part = self.clone();
        for end in part.ends.iter_mut().flatten() {
            (end.seen, end.accounts) = (0, Vec::new());
            each_equal(&bound, workers, 0..table.rows(), end.measure, |row| {
                end.seen = end.seen.saturating_add(1);
                end.accounts.extend(bound.account(row)?.map(Account::to_id));
                Ok(false)
            })?;
            end.accounts.sort_unstable();
        }
        self.merge(&part)
    }

    /// Adds what other ties gathered.
    ///
    /// Errors: `inconsistent` where they are those of another policy, day or portfolio, or where there are more accounts
    /// of a measure than the first round counted; `type_mismatch` where accounts are named by texts in one part and by
    /// numbers in another; `duplicate_account` where both keep the same account: one that is in two parts elsewhere than at
    /// the end of a tier is not seen, as nothing is kept of it.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        self.asked.check_same(&other.asked)?;
        let place = |end: &End| (end.measure, end.above, end.equal);
        let places = |ties: &Self| ties.ends.iter().map(|end| end.as_ref().map(place)).collect::<Vec<_>>();
        if self.count != other.count || places(self) != places(other) {
            let sentence = "only parts of one portfolio are merged";
            return Err(Error::new(ErrorCode::Inconsistent, sentence).at("ends"));
        }
        let wanted = self.wanted()?;
        let pairs = self.ends.iter().zip(&other.ends).zip(wanted).enumerate();
        let merged = pairs.map(|(at, ((own, other), wanted))| {
            own.as_ref()
                .zip(other.as_ref())
                .map(|(own, other)| own.with(other, wanted))
                .transpose()
                .map_err(|error| error.under(&format!("ends[{at}]")))
        });
        self.ends = merged.collect::<Result<_>>()?;
        Ok(())
    }

    /// The policy with plain cut-offs, as [`TouchPolicy::fit`] gives it for the whole portfolio.
    ///
    /// Errors: `inconsistent` where ties are split and not every account at the end of a tier has been looked at.
    pub fn finish(&self) -> Result<TouchPolicy> {
        let policy = self.policy();
        if policy.is_fitted() {
            return Ok(policy.clone());
        }
        let boundaries = policy.boundaries()?;
        let found = self.ends.iter().map(|end| end.as_ref().map(End::found)).collect();
        let mut last = boundaries.last(self.count, found)?;
        if policy.cut().account().is_some() {
            for (CutOffAt { rank, up_to_account, .. }, end) in last.iter_mut().zip(self.ends.iter().flatten())
            {
                if end.seen != end.equal {
                    let sentence = format!(
                        "{} of {} accounts with the measure {} were looked at: every part is added once",
                        end.seen, end.equal, end.measure
                    );
                    return Err(Error::new(ErrorCode::Inconsistent, sentence).at("ends"));
                }
                let place = rank.saturating_sub(end.above).saturating_sub(1);
                *up_to_account =
                    usize::try_from(place).ok().and_then(|place| end.accounts.get(place).cloned());
            }
        }
        policy.with_cut(boundaries.cut(self.count, &last))
    }

    /// How many accounts each tier takes of those with the measure at its end.
    fn wanted(&self) -> Result<Vec<u64>> {
        let ranks = self.policy().boundaries()?.ranks(self.count)?;
        let above = |end: &Option<End>| end.as_ref().map_or(0, |end| end.above);
        Ok(ranks.into_iter().zip(&self.ends).map(|(rank, end)| rank.saturating_sub(above(end))).collect())
    }

    /// Refuses what no first round gives.
    fn check(&self) -> Result<()> {
        let ranks = self.policy().boundaries()?.ranks(self.count)?;
        if ranks.len() != self.ends.len() || (self.count == 0 && !ranks.is_empty()) {
            return refuse("ends", format!("{} tiers end, not {}", ranks.len(), self.ends.len()));
        }
        for (at, (rank, end)) in ranks.into_iter().zip(&self.ends).enumerate() {
            let place = format!("ends[{at}]");
            match end {
                None if rank == 0 => {}
                Some(end) if rank > 0 => end.check(rank, self.count).map_err(|error| error.under(&place))?,
                _ => return refuse(&place, "a tier has an end exactly where it has room for an account"),
            }
        }
        let mut above: Option<&End> = None;
        for (at, end) in self.ends.iter().enumerate() {
            if let (Some(above), Some(end)) = (above, end) {
                above.check_below(end).map_err(|error| error.under(&format!("ends[{at}]")))?;
            }
            above = end.as_ref().or(above);
        }
        Ok(())
    }
}

impl End {
    fn found(&self) -> Found {
        Found { measure: self.measure, above: self.above, equal: self.equal, rows: None }
    }

    /// These accounts and those of another part, of which so many are kept.
    fn with(&self, other: &Self, wanted: u64) -> Result<Self> {
        let seen = self.seen.saturating_add(other.seen);
        if seen > self.equal {
            let sentence = format!(
                "{seen} accounts with the measure {}, but the first round counted {}: every part is added once",
                self.measure, self.equal
            );
            return Err(Error::new(ErrorCode::Inconsistent, sentence).at("seen"));
        }
        let mut accounts: Vec<AccountId> = self.accounts.iter().chain(&other.accounts).cloned().collect();
        accounts.sort_unstable(); // two rising runs, which takes one pass
        check_names(&accounts)?;
        accounts.truncate(usize::try_from(wanted).unwrap_or(usize::MAX));
        Ok(Self { seen, accounts, ..self.clone() })
    }

    /// Refuses an end of the tier below that is neither this one nor behind all that have this measure.
    fn check_below(&self, below: &Self) -> Result<()> {
        if (self.measure, self.above, self.equal) == (below.measure, below.above, below.equal) {
            return Ok(());
        }
        if below.measure >= self.measure {
            return refuse("measure", "measures fall from tier to tier");
        }
        if below.above < self.above.saturating_add(self.equal) {
            return refuse("above", "an account with a greater measure is missing");
        }
        Ok(())
    }

    fn check(&self, rank: u64, count: u64) -> Result<()> {
        document::finite(self.measure, "measure")?;
        let within = self.above.saturating_add(self.equal);
        if self.above >= rank || rank > within || within > count {
            return refuse("above", format!("the tier ends at account {rank} of {count}"));
        }
        let names = wide(self.accounts.len());
        if self.seen > self.equal || names > self.seen || names > rank.saturating_sub(self.above) {
            return refuse("accounts", "there are more names than accounts");
        }
        if self.accounts.iter().zip(self.accounts.iter().skip(1)).any(|(one, next)| one >= next) {
            return refuse("accounts", "names rise");
        }
        check_names(&self.accounts)
    }
}

/// Names that rise are all texts or all numbers, each once.
fn check_names(names: &[AccountId]) -> Result<()> {
    if let (Some(AccountId::Number(_)), Some(AccountId::Text(_))) = (names.first(), names.last()) {
        let sentence = "accounts are named by texts in one part and by numbers in another";
        return Err(Error::new(ErrorCode::TypeMismatch, sentence).at("accounts"));
    }
    match names.iter().zip(names.iter().skip(1)).find(|(one, next)| one == next) {
        None => Ok(()),
        Some((name, _)) => {
            let sentence = "two parts carry the same account";
            Err(Error::new(ErrorCode::DuplicateAccount, sentence).at("accounts").with_value(name))
        }
    }
}

written_as!(TouchTies { count: u64, ends: Vec<Option<End>> }, check);
