//! Where tiers are cut: shares of a portfolio, fitted to plain cut-offs.

use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::assign::BoundPolicy;
use super::policy::TouchPolicy;
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts;
use crate::fact::column::TILE;
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::value::{document, exact::Exact, number};

/// Shares need to add up to 1 within this.
const SUM_GUARD: f64 = 1e-9;

/// What becomes of accounts with equal measures at a boundary.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ties {
    /// All of them go to the better tier.
    #[default]
    Together,
    /// They are split by account, ascending; this is the fact that names the account.
    Split(String),
}

impl Ties {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// The share of the portfolio that each tier gets; a tier without a share is not used.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shares {
    /// High touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// Medium touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub medium: Option<f64>,
    /// Low touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Tech touch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tech: Option<f64>,
    /// What equal measures at a boundary get.
    #[serde(skip_serializing_if = "Ties::is_default")]
    pub ties: Ties,
}

impl Shares {
    /// The tiers that have a share, best first.
    pub fn iter(&self) -> impl Iterator<Item = (Tier, f64)> {
        let shares = [self.high, self.medium, self.low, self.tech];
        Tier::ALL.into_iter().zip(shares).filter_map(|(tier, share)| share.map(|share| (tier, share)))
    }
}

/// The measure from which on an account is in a tier.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutOff {
    /// The tier.
    pub tier: Tier,
    /// The least measure.
    pub at_least: f64,
    /// Of the accounts whose measure is exactly that, only those up to this one (in the order of their names).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to_account: Option<String>,
}

impl CutOff {
    /// Whether any account that is not in this tier can be in the next.
    fn leaves(&self, next: &CutOff) -> bool {
        match next.at_least.partial_cmp(&self.at_least) {
            Some(Ordering::Less) => true,
            Some(Ordering::Equal) => match (&self.up_to_account, &next.up_to_account) {
                (Some(last), Some(next)) => last < next,
                (last, _) => last.is_some(),
            },
            _ => false,
        }
    }
}

/// How tiers are cut.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Cut {
    /// Shares of a portfolio, ranked from the highest measure: the boundary of the first k tiers sits at
    /// round-half-up(n · cumulative share). It has to be fitted.
    Shares(Shares),
    /// Plain cut-offs, the best tier first; what is below all of them is in the tier `otherwise`.
    Thresholds {
        /// The cut-offs, falling.
        cut_offs: Vec<CutOff>,
        /// The tier of the rest.
        otherwise: Tier,
        /// The fact that names the account, where a cut-off splits accounts of equal measure.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        account: Option<String>,
    },
}

impl From<Shares> for Cut {
    fn from(shares: Shares) -> Self {
        Cut::Shares(shares)
    }
}

impl Cut {
    /// Plain cut-offs, the best tier first, and the tier of the rest.
    pub fn thresholds(cut_offs: impl IntoIterator<Item = (Tier, f64)>, otherwise: Tier) -> Self {
        let cut_off = |(tier, at_least)| CutOff { tier, at_least, up_to_account: None };
        Cut::Thresholds { cut_offs: cut_offs.into_iter().map(cut_off).collect(), otherwise, account: None }
    }

    /// The fact that names the account, where ties are split.
    pub(super) fn account(&self) -> Option<&str> {
        match self {
            Cut::Shares(Shares { ties: Ties::Split(account), .. }) => Some(account),
            Cut::Shares(_) => None,
            Cut::Thresholds { account, .. } => account.as_deref(),
        }
    }

    pub(super) fn check(&self) -> Result<()> {
        let place = if matches!(self, Cut::Shares(_)) { "shares.ties.split" } else { "thresholds.account" };
        self.account().map_or(Ok(()), document::check_name).map_err(|error| error.at(place))?;
        match self {
            Cut::Shares(shares) => check_shares(shares).map_err(|error| error.under("shares")),
            Cut::Thresholds { cut_offs, otherwise, account } => {
                check_cut_offs(cut_offs, *otherwise, account.is_some())
                    .map_err(|error| error.under("thresholds"))
            }
        }
    }
}

fn refuse<T>(place: impl Into<String>, sentence: impl Into<String>) -> Result<T> {
    Err(Error::new(ErrorCode::InvalidDocument, sentence).at(place))
}

fn check_shares(shares: &Shares) -> Result<()> {
    for (tier, share) in shares.iter() {
        if !(0.0..=1.0).contains(&share) {
            return refuse(tier.as_str(), format!("a share lies between 0 and 1, not {share}"));
        }
        number::from_float(share).map_err(|error| error.at(tier.as_str()))?;
    }
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    if (sum - 1.0).abs() <= SUM_GUARD {
        Ok(())
    } else {
        Err(Error::new(ErrorCode::InvalidDocument, format!("the shares add up to {sum}, not to 1")))
    }
}

fn check_cut_offs(cut_offs: &[CutOff], otherwise: Tier, has_account: bool) -> Result<()> {
    let mut above: Option<&CutOff> = None;
    for (at, cut_off) in cut_offs.iter().enumerate() {
        let place = format!("cut_offs[{at}]");
        document::finite(cut_off.at_least, "at_least").map_err(|error| error.under(&place))?;
        if above.is_some_and(|above| above.tier >= cut_off.tier) || cut_off.tier >= otherwise {
            return refuse(
                place,
                format!("the tiers go from high to tech, but {} is out of order", cut_off.tier),
            );
        }
        if let Some(above) = above.filter(|above| !above.leaves(cut_off)) {
            let sentence = format!(
                "cut-offs fall from tier to tier, but {} follows {}",
                cut_off.at_least, above.at_least
            );
            return refuse(place, sentence);
        }
        if cut_off.up_to_account.is_some() && !has_account {
            return refuse(
                format!("{place}.up_to_account"),
                "the fact that names the account is missing: account",
            );
        }
        above = Some(cut_off);
    }
    Ok(())
}

/// The measures of a portfolio, gathered table by table, until they are finished into a fitted policy.
#[derive(Debug, Clone)]
pub struct Fitting {
    policy: TouchPolicy,
    measures: Vec<Ranked>,
    rows: usize,
}

/// An account that is ranked; it has a name where ties are split.
#[derive(Debug, Clone)]
struct Ranked {
    measure: f64,
    account: Option<String>,
    row: usize,
}

impl Fitting {
    /// Adds the accounts of a table; those without a measure do not count. A table that is refused adds nothing.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `non_finite` and `overflow` with the row, `invalid_argument` (days are
    /// counted and `as_of` is not given).
    pub fn add(&mut self, table: &Table<'_>, as_of: Option<NaiveDate>) -> Result<()> {
        let before = self.measures.len();
        let added = self.gather(table, as_of);
        if added.is_err() {
            self.measures.truncate(before);
        }
        added
    }

    fn gather(&mut self, table: &Table<'_>, as_of: Option<NaiveDate>) -> Result<()> {
        let bound = BoundPolicy::new(&self.policy, table, as_of, Invalid::Error)?;
        let mut tile = [0.0; TILE];
        for start in (0..table.rows()).step_by(TILE) {
            let rows = table.rows().saturating_sub(start).min(TILE);
            let values = tile.get_mut(..rows).unwrap_or(&mut []);
            bound.measures(start, values)?;
            for (lane, value) in values.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
                let row = start.saturating_add(lane);
                let account = bound.account(row)?.map(str::to_owned);
                self.measures.push(Ranked { measure: *value, account, row: self.rows.saturating_add(row) });
            }
        }
        self.rows = self.rows.saturating_add(table.rows());
        Ok(())
    }

    /// The policy with plain cut-offs in the place of shares. A tier that gets no account has no cut-off: fewer distinct
    /// measures than tiers give fewer tiers.
    ///
    /// Errors: `no_population` when no account has a measure; `duplicate_account` when ties are split and two rows carry
    /// the same account.
    pub fn finish(mut self) -> Result<TouchPolicy> {
        let Cut::Shares(shares) = self.policy.cut().clone() else { return Ok(self.policy) };
        let count = u64::try_from(self.measures.len()).unwrap_or(u64::MAX);
        if count == 0 {
            return Err(Error::new(ErrorCode::NoPopulation, "no account has the measure to rank by"));
        }
        let named = self.measures.iter().filter_map(|ranked| Some((ranked.account.as_deref()?, ranked.row)));
        if let Some((account, first, second)) = accounts::duplicate(named.collect()) {
            let column = self.policy.cut().account().unwrap_or_default();
            return Err(accounts::refusal(account, first, second).in_column(column));
        }
        let used: Vec<(Tier, f64)> = shares.iter().collect();
        let Some(((otherwise, _), better)) = used.split_last() else { return Ok(self.policy) };
        let mut cut_offs: Vec<CutOff> = Vec::new();
        let mut cumulative = Exact::zero();
        for (tier, share) in better {
            cumulative = cumulative.add(Exact::from(number::from_float(*share)?))?;
            let Some(last) = boundary(count, cumulative)?.checked_sub(1) else { continue };
            let at = usize::try_from(last).unwrap_or(usize::MAX).min(self.measures.len().saturating_sub(1));
            let (_, Ranked { measure: at_least, account, .. }, _) =
                self.measures.select_nth_unstable_by(at, by_rank);
            let cut_off = CutOff { tier: *tier, at_least: *at_least, up_to_account: account.clone() };
            // Where ties or rounding leave a tier nothing, the cut-off of the better tier stands alone.
            if cut_offs.last().is_none_or(|above| above.leaves(&cut_off)) {
                cut_offs.push(cut_off);
            }
        }
        let account = match shares.ties {
            Ties::Together => None,
            Ties::Split(account) => Some(account),
        };
        self.policy.with_cut(Cut::Thresholds { cut_offs, otherwise: *otherwise, account })
    }
}

/// From the highest measure down; equal ones by account, those without a name last.
fn by_rank(a: &Ranked, b: &Ranked) -> Ordering {
    let by_account = || a.account.is_none().cmp(&b.account.is_none()).then_with(|| a.account.cmp(&b.account));
    b.measure.total_cmp(&a.measure).then_with(by_account)
}

/// round-half-up(n · cumulative share), exactly.
fn boundary(count: u64, cumulative: Exact) -> Result<u64> {
    let half = Exact::one().divide(Exact::from(2_u64))?;
    let whole = Exact::from(count).multiply(cumulative)?.add(half)?.floor()?;
    Ok(whole.min(count))
}

impl TouchPolicy {
    /// Fits shares on a portfolio; a policy that is cut by thresholds comes back as it is. See [`Fitting`] for errors.
    pub fn fit(&self, table: &Table<'_>) -> Result<Self> {
        let mut fitting = self.fitting();
        fitting.add(table, None)?;
        fitting.finish()
    }

    /// Begins to gather a portfolio that comes in several tables.
    #[must_use]
    pub fn fitting(&self) -> Fitting {
        Fitting { policy: self.clone(), measures: Vec::new(), rows: 0 }
    }
}
