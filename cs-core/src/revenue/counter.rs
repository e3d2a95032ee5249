//! How often each bit of many words is set, without looking at the bits one by one.

/// Binary digits of a count.
const DIGITS: usize = 8;
/// Words after which a count could have more digits.
const FULL: u8 = u8::MAX;

/// The counts of the 64 bits; a word for each digit, in which each count has its own bit.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counter {
    digits: [u64; DIGITS],
    words: u8,
}

impl Counter {
    /// Counts the bits of a word. A counter that was full is emptied first.
    #[inline(always)]
    pub(super) fn add(&mut self, word: u64, counts: &mut [u64]) {
        if self.words == FULL {
            self.empty(counts);
        }
        let mut carried = word;
        for digit in &mut self.digits {
            (*digit, carried) = (*digit ^ carried, *digit & carried);
        }
        self.words = self.words.wrapping_add(1);
    }

    /// Adds what was counted to counts, that of the lowest bit first, and begins anew.
    pub(super) fn empty(&mut self, counts: &mut [u64]) {
        for (digit, place) in self.digits.iter().zip(0_u32..) {
            for (count, bit) in counts.iter_mut().zip(0_u32..64) {
                *count = count.wrapping_add((digit >> bit & 1) << place);
            }
        }
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_one_by_one_before_and_after_it_is_full() {
        for words in [0_u64, 1, 254, 255, 256, 700] {
            let (mut counter, mut counts, mut expected) = (Counter::default(), [0; 64], [0; 64]);
            for word in (0..words).map(|at| at.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1) {
                counter.add(word, &mut counts);
                for (bit, count) in expected.iter_mut().enumerate() {
                    *count += word >> bit & 1;
                }
            }
            counter.empty(&mut counts);
            assert_eq!(counts, expected, "{words} words");
        }
    }
}
