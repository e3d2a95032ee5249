//! Where the tiers of a portfolio end: the ranks of their last accounts, and the plain cut that these make.

use super::cut::{Cut, CutOff, Ties};
use super::policy::TouchPolicy;
use super::select::Found;
use super::tier::Tier;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::AccountId;
use crate::value::{exact::Exact, number};

impl TouchPolicy {
    /// Where the tiers of an unfitted cut end.
    pub(super) fn boundaries(&self) -> Result<Boundaries> {
        let (better, otherwise, ties) = match self.cut() {
            Cut::Shares(shares) => {
                let used: Vec<(Tier, f64)> = shares.iter().collect();
                let Some(((otherwise, _), better)) = used.split_last() else {
                    return Err(
                        Error::new(ErrorCode::InvalidDocument, "no tier has a share").at("cut.shares")
                    );
                };
                let mut cumulative = Exact::zero();
                let mut ends = Vec::with_capacity(better.len());
                for (tier, share) in better {
                    cumulative = cumulative.add(Exact::from(number::from_float(*share)?))?;
                    ends.push((*tier, End::Share(cumulative)));
                }
                (ends, *otherwise, &shares.ties)
            }
            Cut::Capacity { otherwise, ties } => {
                let mut places = 0_u64;
                let mut ends = Vec::new();
                for tier in Tier::ALL.into_iter().filter(|tier| tier < otherwise) {
                    let Some(capacity) = self.teams().capacity(tier) else { continue };
                    places = places.saturating_add(capacity);
                    ends.push((tier, End::Places(places)));
                }
                (ends, *otherwise, ties)
            }
            Cut::Thresholds { otherwise, .. } => (Vec::new(), *otherwise, &Ties::Together),
        };
        Ok(Boundaries { ends: better, otherwise, ties: ties.clone() })
    }
}
/// Where the tiers end in a ranking.
#[derive(Debug, Clone)]
pub(super) struct Boundaries {
    ends: Vec<(Tier, End)>,
    otherwise: Tier,
    ties: Ties,
}

#[derive(Debug, Clone, Copy)]
#[expect(clippy::large_enum_variant, reason = "there are at most four, on the stack")]
enum End {
    /// At this share of all accounts.
    Share(Exact),
    /// After so many accounts.
    Places(u64),
}

/// The last account of a tier.
#[derive(Debug, Clone)]
pub(super) struct CutOffAt {
    tier: Tier,
    pub(super) found: Found,
    pub(super) rank: u64,
    pub(super) up_to_account: Option<AccountId>,
}

impl Boundaries {
    /// The rank of each tier's last account, from 1; 0 for a tier that has no room for one.
    pub(super) fn ranks(&self, count: u64) -> Result<Vec<u64>> {
        let rank = |(_, end): &(Tier, End)| match end {
            End::Share(share) => boundary(count, *share),
            End::Places(places) => Ok(count.min(*places)),
        };
        self.ends.iter().map(rank).collect()
    }

    /// The last account of each tier that has any.
    pub(super) fn last(&self, count: u64, found: Vec<Option<Found>>) -> Result<Vec<CutOffAt>> {
        let ends = self.ends.iter().zip(self.ranks(count)?).zip(found);
        let last = ends.filter_map(|(((tier, _), rank), found)| {
            found.map(|found| CutOffAt { tier: *tier, found, rank, up_to_account: None })
        });
        Ok(last.collect())
    }

    /// The plain cut that these last accounts make.
    pub(super) fn cut(&self, count: u64, last: &[CutOffAt]) -> Cut {
        let mut cut_offs: Vec<CutOff> = Vec::new();
        for CutOffAt { tier, found, up_to_account, .. } in last {
            let up_to_account = up_to_account.clone();
            let cut_off = CutOff { tier: *tier, at_least: found.measure, up_to_account };
            // Where ties or rounding leave a tier nothing, the cut-off of the better tier stands alone.
            if cut_offs.last().is_none_or(|above| above.leaves(&cut_off)) {
                cut_offs.push(cut_off);
            }
        }
        let account = match &self.ties {
            Ties::Together => None,
            Ties::Split(account) => Some(account.clone()),
        };
        let has = |tier: &Tier| cut_offs.iter().any(|cut_off| cut_off.tier == *tier);
        let mut without_accounts: Vec<Tier> =
            self.ends.iter().map(|(tier, _)| *tier).filter(|tier| !has(tier)).collect();
        let nobody_is_left = |last: &CutOffAt| match last.up_to_account {
            Some(_) => last.rank == count,
            None => last.found.above.saturating_add(last.found.equal) == count,
        };
        if last.last().is_some_and(nobody_is_left) {
            without_accounts.push(self.otherwise);
        }
        Cut::Thresholds { cut_offs, otherwise: self.otherwise, account, without_accounts }
    }
}

/// round-half-up(n · cumulative share), exactly.
fn boundary(count: u64, cumulative: Exact) -> Result<u64> {
    let half = Exact::one().divide(Exact::from(2_u64))?;
    let whole = Exact::from(count).multiply(cumulative)?.add(half)?.floor()?;
    Ok(whole.min(count))
}
