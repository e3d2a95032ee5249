//! Measures compared with cut-offs and brackets in wide registers. The loops are without branches; no addition of numbers
//! changes its place.

use cs_wide::{LaneWork, Lanes, Mask, Work};

use super::sample::Bracket;
use super::summary::LANES;
use crate::fact::tile::{BITS, TILE, Tile};

/// Rows that are looked at together: few enough that they stay in the first cache.
pub(super) const BLOCK: usize = 1024;

/// Rows of a block, one behind the other.
pub(super) type Block = [f64; BLOCK];

/// Bits of a block's rows, 64 to a word, the first row lowest.
pub(super) type Bits = [u64; BLOCK / TILE];

/// What a block holds of K brackets.
pub(super) struct Seen<const K: usize> {
    /// Measures above each bracket.
    pub(super) above: [u64; K],
    /// Measures within each bracket that is one number.
    pub(super) equal: [u64; K],
    /// Measures within any bracket that is wider than one number.
    pub(super) near: Bits,
    /// Whether any measure is missing or infinite.
    pub(super) odd: bool,
}

/// Compares a block with K brackets.
pub(super) struct Within<'b, const K: usize> {
    pub(super) block: &'b Block,
    /// Measures that are looked at next.
    pub(super) soon: &'b [f64],
    pub(super) brackets: [Bracket; K],
}

impl<const K: usize> Work for Within<'_, K> {
    type Output = Seen<K>;

    #[inline(always)]
    fn run(self) -> Seen<K> {
        let (mut above, mut equal, mut near, mut odd) = ([0_u64; K], [0_u64; K], [0; BLOCK / TILE], 0_u64);
        let mut soon = self.soon.chunks(TILE);
        for (tile, near) in self.block.as_chunks::<TILE>().0.iter().zip(&mut near) {
            cs_wide::fetch(soon.next().unwrap_or_default());
            let mut within = [0_u64; K];
            for (measure, bit) in tile.iter().zip(&BITS) {
                let counts = above.iter_mut().zip(&mut within);
                for (Bracket { low, high }, (above, within)) in self.brackets.iter().zip(counts) {
                    let (greater, reached) = (all_ones(measure > high), all_ones(measure >= low));
                    *above = above.wrapping_sub(greater);
                    *within |= (greater ^ reached) & bit;
                }
                odd |= (measure * 0.0).to_bits();
            }
            for ((bracket, within), equal) in self.brackets.iter().zip(within).zip(&mut equal) {
                if bracket.is_one_number() {
                    *equal = equal.wrapping_add(u64::from(within.count_ones()));
                } else {
                    *near |= within;
                }
            }
        }
        // Nothing times a number is nothing; times what is none, not.
        Seen { above, equal, near, odd: odd & f64::INFINITY.to_bits() != 0 }
    }
}

/// Counts the measures of a block that are there, and sees whether any is infinite.
pub(super) struct Measured<'b>(pub(super) &'b Block);

impl Work for Measured<'_> {
    type Output = (u64, bool);

    #[inline(always)]
    fn run(self) -> (u64, bool) {
        let (mut count, mut infinite) = (0_u64, 0_u64);
        for measure in self.0 {
            count = count.wrapping_add(u64::from(!measure.is_nan()));
            infinite |= u64::from(measure.abs() > f64::MAX);
        }
        (count, infinite != 0)
    }
}

/// Marks the measures of a block that are this number.
pub(super) struct Equal<'b> {
    pub(super) block: &'b Block,
    pub(super) measure: f64,
}

impl Work for Equal<'_> {
    type Output = Bits;

    #[inline(always)]
    fn run(self) -> Bits {
        let mut equal = [0; BLOCK / TILE];
        for (tile, equal) in self.block.as_chunks::<TILE>().0.iter().zip(&mut equal) {
            *equal = tile
                .iter()
                .zip(&BITS)
                .fold(0, |bits, (other, bit)| bits | all_ones(same(*other, self.measure)) & bit);
        }
        equal
    }
}

/// Ranks by K cut-offs, the best first, and sums of the measures by rank, tile by tile; no more tiles than a block has.
pub(super) struct Sort<'b, const K: usize> {
    pub(super) tiles: &'b [Tile],
    /// Measures that are looked at next.
    pub(super) soon: &'b [f64],
    pub(super) edges: [f64; K],
    pub(super) ranks: [u8; K],
    pub(super) otherwise: u8,
    /// Edges at which measures are split by account; NaN for the others.
    pub(super) splits: [f64; K],
    /// Sums that go on: those of the K ranks, and of the rest.
    pub(super) sums: [[f64; LANES]; K],
    pub(super) rest: [f64; LANES],
    pub(super) out: &'b mut [[u8; TILE]],
}

/// What was sorted.
pub(super) struct Sorted<const K: usize> {
    /// Tiles before the first in which a measure is split by account; the ranks of that one mean nothing yet.
    pub(super) tiles: usize,
    /// Their rows of each of the K ranks.
    pub(super) counts: [u64; K],
    /// Their rows without a measure, which have the rank of the rest.
    pub(super) missing: Bits,
    /// The sums with their measures added; not finite where a measure is not.
    pub(super) sums: [[f64; LANES]; K],
    pub(super) rest: [f64; LANES],
}

impl<const K: usize> Sorted<K> {
    /// Whether all sums are, and so every measure that was sorted.
    pub(super) fn is_finite(&self) -> bool {
        self.sums.iter().flatten().chain(&self.rest).all(|sum| sum.is_finite())
    }
}

impl<const K: usize> LaneWork for Sort<'_, K> {
    type Output = Sorted<K>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Sorted<K> {
        let Sort { tiles, soon, edges, ranks, otherwise, splits, sums, rest, out } = self;
        let zero = L::all(0.0);
        let otherwise = L::all(f64::from(otherwise));
        let mut cuts = [(zero, zero, zero); K];
        for (cut, ((edge, split), rank)) in cuts.iter_mut().zip(edges.iter().zip(&splits).zip(&ranks)) {
            *cut = (L::all(*edge), L::all(*split), L::all(f64::from(*rank)));
        }
        // Of these places only as many are used as there are groups of lanes.
        let (mut own, mut left) = ([[zero; LANES]; K], [zero; LANES]);
        for (own, sums) in own.iter_mut().zip(&sums) {
            read(own, sums);
        }
        read(&mut left, &rest);
        let (mut done, mut counts, mut missing) = (0_usize, [[0_u8; TILE]; K], [0; BLOCK / TILE]);
        let mut soon = soon.chunks(TILE);
        for ((tile, out), missing) in tiles.iter().zip(out).zip(&mut missing) {
            cs_wide::fetch(soon.next().unwrap_or_default());
            let (mut ours, mut others) = (own, left);
            let (mut split, mut there) = (L::Mask::none(), 0_u64);
            let groups = tile.as_chunks::<LANES>().0.iter().zip(out.as_chunks_mut::<LANES>().0);
            for ((group, out), first) in groups.zip((0_usize..).step_by(LANES)) {
                let lanes = group.chunks_exact(L::COUNT).zip(out.chunks_exact_mut(L::COUNT));
                for (at, (measures, out)) in lanes.enumerate() {
                    let measure = L::read(measures);
                    let (mut better, mut place) = (L::Mask::none(), otherwise);
                    for ((edge, at_edge, rank), sums) in cuts.iter().zip(&mut ours) {
                        let reached = measure.at_least(*edge);
                        // What no better rank has taken.
                        let taken = reached ^ better;
                        if let Some(sum) = sums.get_mut(at) {
                            *sum = *sum + taken.keep(measure);
                        }
                        place = taken.pick(*rank, place);
                        split = split | measure.equals(*at_edge);
                        better = reached;
                    }
                    // What is taken is a number.
                    let number = measure.is_number();
                    if let Some(sum) = others.get_mut(at) {
                        *sum = *sum + (number ^ better).keep(measure);
                    }
                    there |= number.bits() << first.wrapping_add(at.wrapping_mul(L::COUNT));
                    place.write_bytes(out);
                }
            }
            if split.bits() != 0 {
                break;
            }
            (own, left, *missing) = (ours, others, !there);
            for (counts, rank) in counts.iter_mut().zip(&ranks) {
                for (count, own) in counts.iter_mut().zip(&*out) {
                    *count = count.wrapping_add(u8::from(own == rank));
                }
            }
            done = done.wrapping_add(1);
        }
        let (mut sums, mut rest, mut total) = ([[0.0; LANES]; K], [0.0; LANES], [0_u64; K]);
        for ((sums, own), (total, counts)) in sums.iter_mut().zip(&own).zip(total.iter_mut().zip(&counts)) {
            write(own, sums);
            for count in counts {
                *total = total.wrapping_add(u64::from(*count));
            }
        }
        write(&left, &mut rest);
        Sorted { tiles: done, counts: total, missing, sums, rest }
    }
}

#[inline(always)]
fn read<L: Lanes>(to: &mut [L; LANES], from: &[f64; LANES]) {
    for (to, from) in to.iter_mut().zip(from.chunks_exact(L::COUNT)) {
        *to = L::read(from);
    }
}

#[inline(always)]
fn write<L: Lanes>(from: &[L; LANES], to: &mut [f64; LANES]) {
    for (from, to) in from.iter().zip(to.chunks_exact_mut(L::COUNT)) {
        from.write(to);
    }
}

/// All bits set, or none.
#[inline(always)]
fn all_ones(so: bool) -> u64 {
    u64::from(so).wrapping_neg()
}

/// Whether two measures are the same; NaN is not.
#[inline(always)]
#[expect(
    clippy::float_cmp,
    reason = "an account is at a cut-off when its measure is that number, not near it"
)]
pub(super) fn same(a: f64, b: f64) -> bool {
    a == b
}

/// Shows the places of the bits that are set, the lowest first.
#[inline]
pub(super) fn for_each_bit(mut bits: u64, mut show: impl FnMut(usize)) {
    while bits != 0 {
        show(usize::try_from(bits.trailing_zeros()).unwrap_or(TILE));
        bits &= bits.wrapping_sub(1);
    }
}

#[cfg(test)]
mod tests {
    use cs_wide::Width;

    use super::*;

    /// Ties at 40 and 20, a missing measure now and then, and both zeros.
    fn block() -> Block {
        let measure = |row: u32| match row.wrapping_mul(2_654_435_761) >> 24 {
            value if row >= 128 && value % 17 == 0 => f64::NAN,
            0 => -0.0,
            value => f64::from(value % 50),
        };
        std::array::from_fn(|row| measure(u32::try_from(row).unwrap()))
    }

    fn lanes(block: &[f64], so: impl Fn(f64) -> bool) -> [u64; LANES] {
        let mut sums = [0.0; LANES];
        for (row, measure) in block.iter().enumerate().filter(|(_, measure)| so(**measure)) {
            sums[row % LANES] += measure;
        }
        sums.map(f64::to_bits)
    }

    #[test]
    fn brackets_are_counted_as_one_by_one_at_every_width() {
        let block = block();
        let brackets = [Bracket { low: 30.0, high: 40.0 }, Bracket { low: 0.0, high: 0.0 }];
        for width in Width::all() {
            let seen = width.run(Within { block: &block, soon: &[], brackets });
            assert!(seen.odd);
            for (Bracket { high, .. }, above) in brackets.into_iter().zip(seen.above) {
                assert_eq!(above, block.iter().filter(|measure| **measure > high).count() as u64);
            }
            let zeros = block.iter().filter(|measure| same(**measure, 0.0)).count() as u64;
            assert_eq!(seen.equal, [0, zeros]);
            for (row, measure) in block.iter().enumerate() {
                let bit = seen.near[row / TILE] >> (row % TILE) & 1;
                assert_eq!(bit == 1, (30.0..=40.0).contains(measure), "row {row}: {measure}");
            }
            let (known, infinite) = width.run(Measured(&block));
            assert_eq!(known, block.iter().filter(|measure| !measure.is_nan()).count() as u64);
            assert!(!infinite);
            let equal = width.run(Equal { block: &block, measure: 0.0 });
            for (row, measure) in block.iter().enumerate() {
                assert_eq!(equal[row / TILE] >> (row % TILE) & 1 == 1, same(*measure, 0.0), "row {row}");
            }
        }
    }

    #[test]
    fn tiles_are_sorted_as_one_by_one_at_every_width() {
        let block = block();
        let sort = |width: Width, block: &Block, splits, out: &mut [[u8; TILE]]| {
            let tiles = block.as_chunks().0;
            let (edges, ranks, otherwise) = ([40.0, 20.0], [0, 1], 3);
            let (sums, rest) = ([[0.0; LANES]; 2], [0.0; LANES]);
            width.run_lanes(Sort { tiles, soon: &[], edges, ranks, otherwise, splits, sums, rest, out })
        };
        for width in Width::all() {
            let mut out = [[9; TILE]; BLOCK / TILE];
            let sorted = sort(width, &block, [f64::NAN; 2], &mut out);
            assert_eq!(sorted.tiles, BLOCK / TILE);
            let rank = |measure: f64| {
                if measure >= 40.0 {
                    0
                } else if measure >= 20.0 {
                    1
                } else {
                    3
                }
            };
            assert!(out.as_flattened().iter().zip(&block).all(|(out, measure)| *out == rank(*measure)));
            for (row, measure) in block.iter().enumerate() {
                assert_eq!(sorted.missing[row / TILE] >> (row % TILE) & 1 == 1, measure.is_nan());
            }
            let count = |rank: u8| out.as_flattened().iter().filter(|out| **out == rank).count() as u64;
            assert_eq!(sorted.counts, [count(0), count(1)]);
            let bits = |sums: [f64; LANES]| sums.map(f64::to_bits);
            assert_eq!(bits(sorted.sums[0]), lanes(&block, |measure| rank(measure) == 0));
            assert_eq!(bits(sorted.sums[1]), lanes(&block, |measure| rank(measure) == 1));
            assert_eq!(bits(sorted.rest), lanes(&block, |measure| !measure.is_nan() && rank(measure) == 3));

            let first = block.iter().position(|measure| same(*measure, 20.0)).unwrap();
            let sorted = sort(width, &block, [f64::NAN, 20.0], &mut out);
            assert_eq!(sorted.tiles, first / TILE);
            for infinite in [f64::INFINITY, f64::NEG_INFINITY] {
                let mut block = block;
                block[BLOCK - 1] = infinite;
                assert!(!sort(width, &block, [f64::NAN; 2], &mut out).is_finite());
            }
        }
    }
}
