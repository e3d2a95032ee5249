//! Cut-offs as they are and as the stickiness moves them.

use std::cmp::Ordering::Equal;

use super::assign::Reason;
use super::cut::CutOff;
use super::tier::Tier;
use crate::error::Result;
use crate::fact::accounts::Account;
use crate::fact::tile::{TILE, Tile};
use crate::value::{exact::Exact, number};

impl CutOff {
    #[inline]
    fn reached(&self, measure: f64, account: Option<Account<'_>>) -> bool {
        let within = self
            .up_to_account
            .as_ref()
            .is_none_or(|last| account.is_some_and(|account| account <= last.borrowed()));
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
pub(super) struct Cuts<'p> {
    plain: &'p [CutOff],
    /// Moved up: what these give is reached beyond doubt.
    strict: Vec<CutOff>,
    /// Moved down: what these deny is lost beyond doubt.
    lenient: Vec<CutOff>,
    otherwise: Tier,
}

impl<'p> Cuts<'p> {
    pub(super) fn new(plain: &'p [CutOff], otherwise: Tier, stickiness: f64) -> Self {
        let moved = |share| plain.iter().map(|cut_off| cut_off.moved(share)).collect();
        Self { plain, strict: moved(stickiness), lenient: moved(-stickiness), otherwise }
    }

    pub(super) fn place(
        &self,
        measure: f64,
        account: Option<Account<'_>>,
        before: Option<Tier>,
    ) -> (Tier, Reason) {
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

    /// The ranks of 64 measures by the cut-offs as they are, as if every account of equal measure were within.
    #[inline]
    pub(super) fn ranks(&self, measures: &Tile) -> [u8; TILE] {
        // Numbers of the measures' own width, so that a whole register is compared and chosen at once.
        let mut wide = [u64::from(self.otherwise.rank()); TILE];
        for cut_off in self.plain.iter().rev() {
            let rank = u64::from(cut_off.tier.rank());
            for (own, measure) in wide.iter_mut().zip(measures) {
                *own = if *measure >= cut_off.at_least { rank } else { *own };
            }
        }
        wide.map(|rank| rank.to_le_bytes()[0])
    }

    /// The cut-offs as they are.
    pub(super) fn plain(&self) -> &'p [CutOff] {
        self.plain
    }

    /// The tier of the rest.
    pub(super) fn otherwise(&self) -> Tier {
        self.otherwise
    }

    /// The cut-offs that split accounts of equal measure.
    pub(super) fn splits(&self) -> impl Iterator<Item = &CutOff> {
        self.plain.iter().filter(|cut_off| cut_off.up_to_account.is_some())
    }

    /// The tier of an account whose measure is exactly at a cut-off.
    #[inline]
    pub(super) fn at_split(&self, measure: f64, account: Option<Account<'_>>) -> Tier {
        let reached = self.plain.iter().find(|cut_off| cut_off.reached(measure, account));
        reached.map_or(self.otherwise, |cut_off| cut_off.tier)
    }

    /// Whether an account can be in this tier by its measure.
    fn has(&self, tier: Tier) -> bool {
        tier == self.otherwise || self.plain.iter().any(|cut_off| cut_off.tier == tier)
    }
}
