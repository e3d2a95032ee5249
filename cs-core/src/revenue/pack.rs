//! Rows of a tile as words, packed in wide registers, and what these rows hold at most.

use cs_wide::Work;

use super::tile::{TILE, Tile};

/// What rows hold at most: enough to see afterwards whether their words hold all of them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Most {
    /// The greatest code of an account, and the greatest month.
    pub(super) code: u32,
    pub(super) month: u32,
    /// All bits of all amounts, without signs.
    pub(super) bits: u64,
    /// The sum of all amounts without signs, where none of them has more than [`AMOUNT`] bits.
    total: u128,
}

/// Bits of an amount of which a tile's sum fits in 64.
pub(super) const AMOUNT: u32 = 53;

impl Most {
    pub(super) fn join(self, other: Self) -> Self {
        Self {
            code: self.code.max(other.code),
            month: self.month.max(other.month),
            bits: self.bits | other.bits,
            total: self.total.saturating_add(other.total),
        }
    }

    /// Whether so many bits hold every amount without its sign, and 64 bits any sum of amounts.
    pub(super) fn fits(&self, bits: u32) -> bool {
        let held = 1_u64.checked_shl(bits.min(AMOUNT)).unwrap_or_default();
        self.bits < held && i64::try_from(self.total).is_ok()
    }
}

/// Sees what the rows of a tile hold at most.
pub(super) struct Look<'t>(pub(super) &'t Tile);

/// Packs the rows of a tile: amount, month, account within the block, from the highest bit down; beside it the block. A
/// row after the last month belongs nowhere.
pub(super) struct Pack<'t> {
    pub(super) tile: &'t Tile,
    pub(super) codes: &'t [u32; TILE],
    pub(super) blocks: &'t mut [u32; TILE],
    pub(super) words: &'t mut [u64; TILE],
    /// Bits of an account within its block, and of a month.
    pub(super) local: u32,
    pub(super) month: u32,
    pub(super) span: u32,
}

impl Work for Pack<'_> {
    type Output = Most;

    #[inline(always)]
    fn run(self) -> Most {
        let Self { tile, codes, blocks, words, local, month, span } = self;
        let above = local.wrapping_add(month);
        let within = 1_u32.checked_shl(local).unwrap_or_default().wrapping_sub(1);
        let mut most = 0;
        let parts = codes.iter().zip(&tile.months).zip(&tile.amounts);
        for (((code, month), amount), (word, block)) in parts.zip(words.iter_mut().zip(blocks)) {
            most = (*code).max(most);
            *word = amount.cast_unsigned() << above | u64::from(*month) << local | u64::from(*code & within);
            *block = if *month < span { *code >> local } else { u32::MAX };
        }
        Most { code: most, ..Look(tile).run() }
    }
}

impl Work for Look<'_> {
    type Output = Most;

    #[inline(always)]
    fn run(self) -> Most {
        let (mut month, mut bits, mut sum) = (0, 0_u64, 0_u64);
        for own in &self.0.months {
            month = (*own).max(month);
        }
        for amount in &self.0.amounts {
            let size = amount.unsigned_abs();
            bits |= size;
            sum = sum.wrapping_add(size);
        }
        Most { code: 0, month, bits, total: sum.into() }
    }
}

#[cfg(test)]
mod tests {
    use cs_wide::Width;

    use super::*;

    #[test]
    fn words_hold_their_rows_at_every_width() {
        let mut tile = Tile::new();
        let row = |at: usize| u32::try_from(at).unwrap().wrapping_mul(2_654_435_761);
        for (at, (month, amount)) in tile.months.iter_mut().zip(&mut tile.amounts).enumerate() {
            *month = row(at) >> 8 & 63;
            *amount = i64::from(row(at).cast_signed());
        }
        let codes: [u32; TILE] = std::array::from_fn(|at| row(at) >> 20);
        for width in Width::all() {
            let (mut blocks, mut words) = ([0; TILE], [0; TILE]);
            let (tile, codes, blocks, words) = (&tile, &codes, &mut blocks, &mut words);
            let most = width.run(Pack { tile, codes, blocks, words, local: 5, month: 6, span: 60 });
            for ((code, block), (at, word)) in codes.iter().zip(&*blocks).zip(words.iter().enumerate()) {
                assert_eq!((word & 31) as u32, code & 31);
                assert_eq!((word >> 5 & 63) as u32, tile.months[at]);
                assert_eq!(word.cast_signed() >> 11, tile.amounts[at]);
                assert_eq!(*block, if tile.months[at] < 60 { code >> 5 } else { u32::MAX });
            }
            assert_eq!(most.code, *codes.iter().max().unwrap());
            assert_eq!(most.month, 63);
            let sizes = || tile.amounts.iter().map(|amount| amount.unsigned_abs());
            assert_eq!(most.bits, sizes().fold(0, |bits, size| bits | size));
            assert_eq!(most.total, u128::from(sizes().sum::<u64>()));
        }
    }

    #[test]
    fn amounts_fit_one_by_one_and_together() {
        let most = |bits, total| Most { bits, total, ..Most::default() };
        assert!(most(255, 1_000).fits(8) && !most(256, 1_000).fits(8) && most(0, 0).fits(0));
        assert!(!most(1 << 53, 0).fits(60));
        assert!(most(1, i64::MAX.unsigned_abs().into()).fits(1) && !most(1, 1 << 63).fits(1));
    }
}
