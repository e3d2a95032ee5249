//! Rows placed one tile after the other: by the plain cut-offs in wide registers, and by whatever else decides.

use cs_wide::Width;

use super::assign::Reason;
use super::bound::BoundPolicy;
use super::cut::CutOff;
use super::cuts::Cuts;
use super::place::Outputs;
use super::policy::TouchPolicy;
use super::select::wide;
use super::summary::{CHUNK, Totals};
use super::tier::Tier;
use super::wide::{BLOCK, Bits, Sort, for_each_bit, same};
use crate::error::Result;
use crate::fact::input::Invalid;
use crate::fact::tile::{TILE, Tile};
use crate::fact::workers::Workers;

/// What is needed to place a row.
pub(super) struct Place<'t> {
    pub(super) policy: &'t TouchPolicy,
    pub(super) cuts: Cuts<'t>,
    pub(super) bound: BoundPolicy<'t>,
    pub(super) value: Option<BoundPolicy<'t>>,
    pub(super) previous: Option<&'t [u8]>,
    pub(super) invalid: Invalid,
    pub(super) workers: Workers<'t>,
}

impl Place<'_> {
    /// Places as many rows as the outputs have, from `first` on.
    pub(super) fn run(&self, first: usize, mut outputs: Outputs<'_>, totals: &mut Totals) -> Result<()> {
        let by_tile = self.value.is_some() || self.previous.is_some() || self.bound.is_ruled();
        let (rows, mut done) = (outputs.tier.len(), 0_usize);
        while done < rows {
            self.workers.ask()?;
            let here = rows.saturating_sub(done).min(CHUNK);
            let (start, outputs) = (first.saturating_add(done), outputs.take(here));
            if by_tile {
                self.tiles(start, outputs, totals)?;
            } else {
                self.blocks(start, outputs, totals)?;
            }
            done = done.saturating_add(here);
        }
        Ok(())
    }

    /// Places rows block by block, where plain cut-offs decide but for some rows.
    fn blocks(&self, first: usize, mut outputs: Outputs<'_>, totals: &mut Totals) -> Result<()> {
        let rows = outputs.tier.len();
        let mut buffer = [0.0; BLOCK];
        let mut done = 0_usize;
        while done < rows {
            let start = first.saturating_add(done);
            let left = rows.saturating_sub(done);
            let tiles = (left.min(BLOCK) / TILE).min(totals.tiles_left());
            let here = if tiles == 0 { left.min(totals.rows_left()) } else { tiles.saturating_mul(TILE) };
            let block = self.bound.lend(start, &mut buffer)?;
            self.block(
                start,
                block.as_chunks().0.get(..tiles).unwrap_or_default(),
                outputs.take(here),
                totals,
            )?;
            done = done.saturating_add(here);
        }
        Ok(())
    }

    /// Places rows that begin with these tiles, where plain cut-offs decide but for some rows.
    fn block(
        &self,
        first: usize,
        mut tiles: &[Tile],
        mut outputs: Outputs<'_>,
        totals: &mut Totals,
    ) -> Result<()> {
        let (rows, mut done) = (outputs.tier.len(), 0_usize);
        while done < rows {
            let sorted = self.sorted(tiles, self.bound.soon(first), &mut outputs, totals);
            let here = sorted.saturating_mul(TILE);
            done = done.saturating_add(here);
            // The tile at which the sorting stopped, or what does not fill one.
            let odd = rows.saturating_sub(done);
            let odd = if sorted < tiles.len() { odd.min(TILE) } else { odd };
            self.tiles(first.saturating_add(done), outputs.take(odd), totals)?;
            done = done.saturating_add(odd);
            tiles = tiles.get(sorted.saturating_add(1)..).unwrap_or_default();
        }
        Ok(())
    }

    /// Places tiles, takes their outputs, and returns how many these were: those before the first in which something
    /// beside the plain cut-offs decides.
    fn sorted(&self, tiles: &[Tile], soon: &[f64], outputs: &mut Outputs<'_>, totals: &mut Totals) -> usize {
        match self.cuts.plain() {
            [] => self.sorted_by::<0>([], tiles, soon, outputs, totals),
            [a] => self.sorted_by([a], tiles, soon, outputs, totals),
            [a, b] => self.sorted_by([a, b], tiles, soon, outputs, totals),
            [a, b, c] => self.sorted_by([a, b, c], tiles, soon, outputs, totals),
            [a, b, c, d] => self.sorted_by([a, b, c, d], tiles, soon, outputs, totals),
            _ => 0,
        }
    }

    fn sorted_by<const K: usize>(
        &self,
        cut_offs: [&CutOff; K],
        tiles: &[Tile],
        soon: &[f64],
        outputs: &mut Outputs<'_>,
        totals: &mut Totals,
    ) -> usize {
        let (ranks, otherwise) = (cut_offs.map(|cut_off| cut_off.tier.rank()), self.cuts.otherwise().rank());
        let split = |cut_off: &CutOff| cut_off.up_to_account.as_ref().map_or(f64::NAN, |_| cut_off.at_least);
        let sorted = Width::widest().run_lanes(Sort {
            tiles,
            soon,
            edges: cut_offs.map(|cut_off| cut_off.at_least),
            ranks,
            otherwise,
            splits: cut_offs.map(split),
            sums: ranks.map(|rank| totals.sums(rank)),
            rest: totals.sums(otherwise),
            out: outputs.tier.as_chunks_mut().0,
        });
        if sorted.tiles == 0 || !sorted.is_finite() {
            return 0;
        }
        let rows = sorted.tiles.saturating_mul(TILE);
        let mut out = outputs.take(rows);
        if let Some(reasons) = &mut out.reason {
            reasons.fill(Reason::Measure);
        }
        if let Some(kept) = &mut out.measure {
            // -0 becomes 0.
            kept.iter_mut().zip(tiles.as_flattened()).for_each(|(to, measure)| *to = measure + 0.0);
        }
        let missing = self.missing(&sorted.missing, out);
        let counted = sorted.counts.iter().fold(missing, |sum, count| sum.saturating_add(*count));
        let rest = (otherwise, wide(rows).saturating_sub(counted));
        let none = (self.policy.missing().map_or(Tier::UNASSIGNED, Tier::rank), missing);
        totals.sorted(
            rows,
            ranks.into_iter().zip(sorted.counts).chain([rest, none]),
            ranks.into_iter().zip(sorted.sums).chain([(otherwise, sorted.rest)]),
        );
        sorted.tiles
    }

    /// Places the rows without a measure, and returns how many they are.
    fn missing(&self, rows: &Bits, out: Outputs<'_>) -> u64 {
        let missing: u64 = rows.iter().map(|bits| u64::from(bits.count_ones())).sum();
        if missing == 0 {
            return 0;
        }
        let rank = self.policy.missing().map_or(Tier::UNASSIGNED, Tier::rank);
        let mut reasons = out.reason.unwrap_or_default().chunks_mut(TILE);
        for (ranks, bits) in out.tier.chunks_mut(TILE).zip(rows) {
            let reasons = reasons.next().unwrap_or_default();
            for_each_bit(*bits, |lane| {
                ranks.get_mut(lane).into_iter().for_each(|to| *to = rank);
                reasons.get_mut(lane).into_iter().for_each(|to| *to = Reason::Missing);
            });
        }
        missing
    }

    /// Places rows tile by tile, whatever decides.
    fn tiles(&self, first: usize, mut outputs: Outputs<'_>, totals: &mut Totals) -> Result<()> {
        let rows = outputs.tier.len();
        let (mut measures, mut values) = ([0.0; TILE], [0.0; TILE]);
        let mut done = 0_usize;
        while done < rows {
            let start = first.saturating_add(done);
            let here = rows.saturating_sub(done).min(TILE);
            let mut out = outputs.take(here);
            self.bound.tile(start, &mut measures)?;
            let before = self.previous.and_then(|previous| previous.get(start..)).unwrap_or_default();
            let mut reasons = out.reason.as_deref_mut();
            if let Some(reasons) = &mut reasons {
                reasons.fill(Reason::Measure);
            }
            let ranks = self.tile(start, here, &measures, before, reasons)?;
            out.tier.iter_mut().zip(ranks).for_each(|(to, rank)| *to = rank);
            if let Some(kept) = out.measure {
                kept.iter_mut().zip(measures).for_each(|(to, measure)| *to = measure);
            }
            let before = self.previous.map(|_| before);
            match &self.value {
                None => totals.add(&ranks, &measures, here, before),
                Some(value) => {
                    value.tile(start, &mut values)?;
                    totals.add(&ranks, &values, here, before);
                }
            }
            done = done.saturating_add(here);
        }
        Ok(())
    }

    /// The ranks of a tile: all by the plain cut-offs at once, then one by one those that something else decides.
    fn tile(
        &self,
        start: usize,
        here: usize,
        measures: &Tile,
        before: &[u8],
        mut reasons: Option<&mut [Reason]>,
    ) -> Result<[u8; TILE]> {
        let mut ranks = self.cuts.ranks(measures);
        let mut set = |ranks: &mut [u8; TILE], lane: usize, tier: Option<Tier>, reason: Reason| {
            if let Some(rank) = ranks.get_mut(lane) {
                *rank = tier.map_or(Tier::UNASSIGNED, Tier::rank);
            }
            if let Some(to) = reasons.as_deref_mut().and_then(|reasons| reasons.get_mut(lane)) {
                *to = reason;
            }
        };
        for split in self.cuts.splits() {
            if !any(measures, |measure| same(measure, split.at_least)) {
                continue;
            }
            for (lane, measure) in measures.iter().enumerate().take(here) {
                if same(*measure, split.at_least) {
                    let account = self.bound.account(start.saturating_add(lane))?;
                    let tier = self.cuts.at_split(*measure, account);
                    set(&mut ranks, lane, Some(tier), Reason::Measure);
                }
            }
        }
        for (lane, before) in before.iter().enumerate().take(here) {
            let (Some(measure), Some(now)) = (measures.get(lane), ranks.get(lane)) else { continue };
            if before != now
                && !measure.is_nan()
                && let Some(before) = Tier::from_rank(*before)
            {
                let account = self.bound.account(start.saturating_add(lane))?;
                let (tier, reason) = self.cuts.place(*measure, account, Some(before));
                set(&mut ranks, lane, Some(tier), reason);
            }
        }
        if any(measures, f64::is_nan) {
            for (lane, _) in measures.iter().enumerate().take(here).filter(|(_, measure)| measure.is_nan()) {
                set(&mut ranks, lane, self.policy.missing(), Reason::Missing);
            }
        }
        // The first rule that holds wins, so it is written last.
        for (at, (rule, tier)) in self.bound.overrides.iter().enumerate().rev() {
            let mut yes = rule.judge(start, here, self.invalid, None)?.yes;
            while yes != 0 {
                let lane = usize::try_from(yes.trailing_zeros()).unwrap_or(TILE);
                set(&mut ranks, lane, Some(*tier), Reason::Override(u8::try_from(at).unwrap_or(u8::MAX)));
                yes &= yes.wrapping_sub(1);
            }
        }
        Ok(ranks)
    }
}

/// Whether any measure of a tile is so; all are looked at, without a branch.
#[inline]
fn any(tile: &Tile, so: impl Fn(f64) -> bool) -> bool {
    tile.iter().fold(false, |any, measure| any | so(*measure))
}
