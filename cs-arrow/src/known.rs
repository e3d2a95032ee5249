//! Which values of a result are there, as bits, 64 rows at a time.

use arrow_buffer::{BooleanBuffer, Buffer, NullBuffer};
use cs_core::health::band::UNKNOWN;
use cs_wide::{LaneWork, Lanes, Mask, Width};

/// Rows of a word of bits.
const WORD: usize = 64;

/// The bits of the floats that are numbers; none where all of them are.
pub(crate) fn numbers(values: &[f64]) -> Option<NullBuffer> {
    nulls(values.len(), Width::widest().run_lanes(Numbers(values)))
}

/// The bits of the ranks of bands that are known; none where all of them are.
pub(crate) fn ranks(ranks: &[u8]) -> Option<NullBuffer> {
    let (words, rest) = ranks.as_chunks::<WORD>();
    let last = rest.iter().zip(0..).fold(0, |bits, (rank, at)| bits | u64::from(*rank != UNKNOWN) << at);
    nulls(ranks.len(), words.iter().map(known).chain([last]).collect())
}

fn nulls(rows: usize, mut words: Vec<u64>) -> Option<NullBuffer> {
    // The first row is the lowest bit of the first byte, whatever the order of bytes.
    words.iter_mut().for_each(|word| *word = word.to_le());
    let bytes = Buffer::from_vec(words).slice_with_length(0, rows.div_ceil(8));
    let nulls = NullBuffer::new(BooleanBuffer::new(bytes, 0, rows));
    Some(nulls).filter(|nulls| nulls.null_count() > 0)
}

struct Numbers<'a>(&'a [f64]);

impl LaneWork for Numbers<'_> {
    type Output = Vec<u64>;

    #[inline(always)]
    fn run<L: Lanes>(self) -> Vec<u64> {
        let (tiles, rest) = self.0.as_chunks::<WORD>();
        let mut words = Vec::with_capacity(tiles.len().saturating_add(1));
        for tile in tiles {
            let (mut bits, mut at) = (0_u64, 0_usize);
            for values in tile.chunks_exact(L::COUNT) {
                bits |= L::read(values).is_number().bits() << at;
                at = at.wrapping_add(L::COUNT);
            }
            words.push(bits);
        }
        words.push(rest.iter().zip(0..).fold(0, |bits, (value, at)| bits | u64::from(!value.is_nan()) << at));
        words
    }
}

/// The bits of 64 ranks that are known, eight at a time. The complement of a known rank is not 0: it has a 1 in its highest
/// bit, or it has once 127 was added to the seven others. A product then moves the highest bits of eight bytes together.
fn known(ranks: &[u8; WORD]) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    const { assert!(UNKNOWN == u8::MAX, "the complement of an unknown rank is 0") };
    let (groups, _) = ranks.as_chunks::<8>();
    groups.iter().zip((0..).step_by(8)).fold(0, |bits, (group, at)| {
        let others = !u64::from_le_bytes(*group);
        let ones = ((others & LOW).wrapping_add(LOW) | others) & !LOW;
        bits | (ones >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56 << at
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_those_of_each_row() {
        for rows in [0_usize, 1, 7, 63, 64, 65, 128, 200, 1000] {
            for gap in [1_usize, 2, 3, 7, 65, 2000] {
                let missing = |row: usize| row % gap == gap - 1;
                let floats: Vec<f64> = (0..rows)
                    .map(|row| if missing(row) { f64::NAN } else { f64::from(u32::try_from(row).unwrap()) })
                    .collect();
                let ranks: Vec<u8> = (0..rows)
                    .map(|row| if missing(row) { UNKNOWN } else { u8::try_from(row % 255).unwrap() })
                    .collect();
                let expected: Vec<bool> = (0..rows).map(|row| !missing(row)).collect();
                for found in [numbers(&floats), super::ranks(&ranks)] {
                    let whole = || NullBuffer::new_valid(rows);
                    assert_eq!(found.is_none(), expected.iter().all(|known| *known), "{rows} {gap}");
                    let found: Vec<bool> = found.unwrap_or_else(whole).iter().collect();
                    assert_eq!(found, expected, "{rows} {gap}");
                }
                let single = |width: Width| width.run_lanes(Numbers(&floats));
                assert!(Width::all().all(|width| single(width) == single(Width::BASELINE)));
            }
        }
    }
}
