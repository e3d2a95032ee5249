//! Blocks of measures, compared with cut-offs and brackets in wide registers. The loops are without branches and eight
//! lanes long, so that the compiler makes whole registers of them at every width; no addition changes its place.

use cs_wide::Work;

use super::summary::LANES;

/// Rows that are looked at together: few enough that they stay in the first cache.
pub(super) const BLOCK: usize = 1024;

/// Rows of a block, one behind the other.
pub(super) type Block = [f64; BLOCK];

/// What a block holds beside what is counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// Measures that are there.
    pub(super) measured: u64,
    /// Whether any is infinite.
    pub(super) infinite: bool,
}

/// Looks through a block for missing and infinite measures.
pub(super) struct Look<'b>(pub(super) &'b Block);

impl Work for Look<'_> {
    type Output = Seen;

    #[inline(always)]
    fn run(self) -> Seen {
        let (mut measured, mut infinite) = ([0_u64; LANES], [0_u64; LANES]);
        for group in self.0.as_chunks::<LANES>().0 {
            for ((count, any), measure) in measured.iter_mut().zip(&mut infinite).zip(group) {
                *count = count.wrapping_add(u64::from(!measure.is_nan()));
                *any |= u64::from(measure.abs() > f64::MAX);
            }
        }
        Seen { measured: sum(measured), infinite: infinite.iter().any(|any| *any != 0) }
    }
}

/// Counts the measures above a bracket and inside it, and shows the groups of eight that have any inside.
pub(super) struct Within<'b, F> {
    pub(super) block: &'b Block,
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) group: F,
}

impl<F: FnMut(&[f64; LANES])> Work for Within<'_, F> {
    type Output = (u64, u64);

    #[inline(always)]
    fn run(mut self) -> (u64, u64) {
        let (mut above, mut inside) = ([0_u64; LANES], [0_u64; LANES]);
        let split = self.low < self.high;
        for group in self.block.as_chunks::<LANES>().0 {
            let mut here = [0_u64; LANES];
            for (((measure, above), inside), here) in
                group.iter().zip(&mut above).zip(&mut inside).zip(&mut here)
            {
                *above = above.wrapping_add(u64::from(*measure > self.high));
                *here = u64::from((*measure >= self.low) & (*measure <= self.high));
                *inside = inside.wrapping_add(*here);
            }
            if split && here.iter().fold(0, |any, here| any | here) != 0 {
                (self.group)(group);
            }
        }
        (sum(above), sum(inside))
    }
}

/// Ranks by K cut-offs, the best first, and sums of the measures by rank.
pub(super) struct Sort<'b, const K: usize> {
    pub(super) block: &'b Block,
    pub(super) edges: [f64; K],
    pub(super) ranks: [u8; K],
    pub(super) otherwise: u8,
    /// Measures at these edges are split by account.
    pub(super) splits: [bool; K],
    /// Sums that go on: those of the K ranks, and of the rest.
    pub(super) sums: [[f64; LANES]; K],
    pub(super) rest: [f64; LANES],
    pub(super) out: &'b mut [u8; BLOCK],
}

/// The sums with the block's measures added; none where a measure is missing, infinite, or split by account.
pub(super) type Sums<const K: usize> = Option<([[f64; LANES]; K], [f64; LANES])>;

impl<const K: usize> Work for Sort<'_, K> {
    type Output = Sums<K>;

    #[inline(always)]
    fn run(self) -> Sums<K> {
        let Sort { block, edges, ranks, otherwise, splits, mut sums, mut rest, out } = self;
        // A rank in its place within eight bytes: the eight of a group are put together by or.
        let shifted = |rank: u8| {
            let mut lanes = [0_u64; LANES];
            let mut place = 0_u32;
            for lane in &mut lanes {
                *lane = u64::from(rank) << place;
                place = place.wrapping_add(8);
            }
            lanes
        };
        let (ranks, otherwise) = (ranks.map(shifted), shifted(otherwise));
        // Where nothing is split, no measure is beyond every number.
        let mut splitting = [f64::NAN; K];
        for ((to, edge), split) in splitting.iter_mut().zip(edges).zip(splits) {
            *to = if split { edge } else { f64::NAN };
        }
        let mut odd = [0_u64; LANES];
        for (group, out) in block.as_chunks::<LANES>().0.iter().zip(out.as_chunks_mut::<LANES>().0) {
            let mut word = otherwise;
            for (edge, rank) in edges.iter().zip(&ranks).rev() {
                for ((own, rank), measure) in word.iter_mut().zip(rank).zip(group) {
                    *own = if *measure >= *edge { *rank } else { *own };
                }
            }
            let mut left = *group; // what no better rank has taken; 0 once it is
            for (edge, sum) in edges.iter().zip(&mut sums) {
                for ((left, sum), measure) in left.iter_mut().zip(sum.iter_mut()).zip(group) {
                    let reached = *measure >= *edge;
                    *sum += if reached { *left } else { 0.0 };
                    *left = if reached { 0.0 } else { *left };
                }
            }
            for (sum, left) in rest.iter_mut().zip(left) {
                *sum += left;
            }
            for (odd, measure) in odd.iter_mut().zip(group) {
                // NaN is not below any number.
                let plain = measure.abs() <= f64::MAX;
                *odd |= u64::from(!plain);
            }
            for edge in &splitting {
                for (odd, measure) in odd.iter_mut().zip(group) {
                    *odd |= u64::from((*measure >= *edge) & (*measure <= *edge));
                }
            }
            *out = word.iter().fold(0, |word, lane| word | lane).to_le_bytes();
        }
        odd.iter().all(|odd| *odd == 0).then_some((sums, rest))
    }
}

fn sum(lanes: [u64; LANES]) -> u64 {
    lanes.iter().fold(0, |sum, lane| sum.wrapping_add(*lane))
}
