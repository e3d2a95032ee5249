//! Rows dealt out to blocks, each block's rows in pieces one behind the other: one pass, without counting them first.

use cs_wide::shelf::{self, Kept};

/// Most rows of a piece. The pieces of all blocks grow side by side, and so they must not begin at equal places of pages:
/// the first cache holds only few of such lines.
const PIECE: usize = 520;

/// Lines of the next piece that are asked for ahead.
const AHEAD: usize = 8;

/// Words, one for each row, by block.
pub(super) struct Deal<W: Kept> {
    words: Vec<W>,
    cursors: Vec<Cursor>,
    /// For each piece the one before it of the same block, counted from 1; 0 where it is the first.
    before: Vec<usize>,
    piece: usize,
}

/// Where a block's next word goes, and where its piece ends.
#[derive(Debug, Clone, Copy, Default)]
struct Cursor {
    at: usize,
    end: usize,
}

impl<W: Kept> Deal<W> {
    /// Words of a line of the cache.
    const LINE: usize = 64_usize.div_ceil(size_of::<W>());

    /// Room for so many rows.
    pub(super) fn new(rows: usize, blocks: usize) -> Self {
        // Small enough that the pieces at the blocks' ends, half empty, are few beside the others.
        let piece = rows.checked_div(blocks.saturating_mul(8)).unwrap_or_default().clamp(8, PIECE);
        let room = rows.saturating_add(blocks.saturating_mul(piece));
        Self { words: shelf::room(room), cursors: vec![Cursor::default(); blocks], before: Vec::new(), piece }
    }

    /// Gives each word to its block; where there is no such block it is left out.
    #[inline(always)]
    pub(super) fn add(&mut self, rows: impl Iterator<Item = (usize, W)>) {
        let Self { words, cursors, before, piece } = self;
        let (words, cursors, piece) = (words.as_mut_slice(), cursors.as_mut_slice(), *piece);
        for (block, word) in rows {
            let Some(cursor) = cursors.get_mut(block) else { continue };
            if cursor.at == cursor.end {
                let start = before.len().wrapping_mul(piece);
                before.push(cursor.end.checked_div(piece).unwrap_or_default());
                *cursor = Cursor { at: start, end: start.wrapping_add(piece) };
            }
            // The pieces are too many for the processor to see that each of them is written from its start to its end.
            if let Some(soon) = words.get(cursor.at.wrapping_add(Self::LINE)) {
                cs_wide::fetch_second(soon);
            }
            if let Some(place) = words.get_mut(cursor.at) {
                *place = word;
            }
            cursor.at = cursor.at.wrapping_add(1);
        }
    }

    /// Whether a block was given nothing.
    pub(super) fn is_empty(&self, block: usize) -> bool {
        self.cursors.get(block).is_none_or(|cursor| cursor.end == 0)
    }

    /// The words of a block, piece by piece, in no particular order.
    pub(super) fn of(&self, block: usize) -> impl Iterator<Item = &[W]> {
        let Cursor { mut at, mut end } = self.cursors.get(block).copied().unwrap_or_default();
        std::iter::from_fn(move || {
            let last = end.checked_div(self.piece).filter(|last| *last > 0)?.wrapping_sub(1);
            let words = self.words.get(last.wrapping_mul(self.piece)..at);
            end = self.before.get(last)?.wrapping_mul(self.piece);
            at = end;
            // The processor sees a piece only once it is being read.
            let soon = self.words.get(end.saturating_sub(self.piece)..end).unwrap_or_default();
            cs_wide::fetch(soon.get(..Self::LINE.wrapping_mul(AHEAD)).unwrap_or(soon));
            words
        })
    }
}

impl<W: Kept> Drop for Deal<W> {
    fn drop(&mut self) {
        shelf::keep(std::mem::take(&mut self.words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_each_block_was_given() {
        for rows in [0, 1, 7, 8, 9, 500, 5_000] {
            let mut deal: Deal<u64> = Deal::new(rows, 3);
            let block = |row: usize| [0, 2, 2, 0, 2].get(row * row % 5).copied().unwrap_or(0);
            deal.add((0..rows).map(|row| (block(row), row as u64)).chain([(3, 7)]));
            for wanted in 0..3 {
                let mut found: Vec<u64> = deal.of(wanted).flatten().copied().collect();
                found.sort_unstable();
                let expected: Vec<u64> =
                    (0..rows).filter(|row| block(*row) == wanted).map(|row| row as u64).collect();
                assert_eq!(found, expected, "{rows} rows, block {wanted}");
            }
        }
    }
}
