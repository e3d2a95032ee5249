//! Lists of points, cuts and choices: which entry takes a value. Short lists are looked at entry by entry in wide registers;
//! in long ones the entry is searched for, one value at a time.

use cs_wide::Lanes;

use crate::fact::tile::TILE;

/// Entries that one pass over the values looks at.
const AT_ONCE: usize = 4;

/// Entries that a pass looks at together.
pub(super) type Bundle<T> = [T; AT_ONCE];

/// From so many entries on, looking at all of them takes longer than a search.
const LONG: usize = 32;

/// Places of the starts that are searched: twice the most entries of a scale, so that each half of a half is whole.
const PLACES: usize = 512;

/// An entry of a list.
pub(super) trait Entry: Copy {
    /// Takes no value.
    const NOTHING: Self;

    /// It takes no value below this one. Of several entries that may take a value the last one does.
    fn start(self) -> f64;

    /// The entry's score for the values that it takes, otherwise the score so far.
    fn taken<L: Lanes>(self, value: L, so_far: L) -> L;
}

/// Entries whose starts rise.
#[derive(Debug, Clone)]
pub(super) struct List<T> {
    /// The entries as passes take them. The last bundle is filled up by repeating the last entry, which changes nothing: a
    /// value that it takes gets the same score twice.
    bundles: Vec<Bundle<T>>,
    /// The entries of a long list, behind one that takes nothing.
    entries: Vec<T>,
    /// The starts of a long list, and NaN in the places that are left.
    starts: Vec<f64>,
}

impl<T: Entry> List<T> {
    /// At most as many entries as there are places to search; a scale has fewer.
    pub(super) fn new(entries: &[T]) -> Self {
        let bundle = |chunk: &[T]| {
            let last = *chunk.last()?;
            let mut full = [last; AT_ONCE];
            full.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
            Some(full)
        };
        let bundles = entries.chunks(AT_ONCE).filter_map(bundle).collect();
        if !(LONG..PLACES).contains(&entries.len()) {
            return Self { bundles, entries: Vec::new(), starts: Vec::new() };
        }
        let starts = entries.iter().map(|entry| entry.start()).chain(std::iter::repeat(f64::NAN));
        let behind_nothing = std::iter::once(T::NOTHING).chain(entries.iter().copied());
        Self { bundles, entries: behind_nothing.collect(), starts: starts.take(PLACES).collect() }
    }

    /// Scores of up to 64 values that any entry takes, but for those that only an entry of the [last bundle](Self::last)
    /// does.
    #[inline(always)]
    pub(super) fn passes<L: Lanes>(&self, values: &[f64], scores: &mut [f64]) {
        if let Some(starts) = self.starts.first_chunk() {
            let mut counts = [0; TILE];
            begun(starts, values, &mut counts);
            for ((value, score), count) in values.iter().zip(scores).zip(counts) {
                let entry = self.entries.get(count).copied().unwrap_or(T::NOTHING);
                *score = entry.taken(*value, *score);
            }
            return;
        }
        let Some((_, passes)) = self.bundles.split_last() else { return };
        for bundle in passes {
            for (value, score) in values.chunks_exact(L::COUNT).zip(scores.chunks_exact_mut(L::COUNT)) {
                taken(bundle, L::read(value), L::read(score)).write(score);
            }
        }
    }

    /// The last bundle, which goes along with what comes behind the list; four of what takes nothing where there is no list.
    #[inline(always)]
    pub(super) fn last(&self) -> Bundle<T> {
        self.bundles.last().copied().unwrap_or([T::NOTHING; AT_ONCE])
    }
}

/// How many of the rising starts are each value or less, counting from 0. Nothing is NaN or less, and NaN behind them is no
/// start. All values take the same steps, so nothing is guessed about them.
#[inline(always)]
fn begun(starts: &[f64; PLACES], values: &[f64], counts: &mut [usize; TILE]) {
    for power in (0..PLACES.ilog2()).rev() {
        for (value, count) in values.iter().zip(&mut *counts) {
            let behind = count.wrapping_add(1 << power);
            let last = starts.get(behind.wrapping_sub(1) % PLACES);
            *count = count.wrapping_add(usize::from(last.is_some_and(|start| start <= value)) << power);
        }
    }
}

/// The score after the entries of a bundle.
#[inline(always)]
pub(super) fn taken<L: Lanes, T: Entry>(bundle: &Bundle<T>, value: L, so_far: L) -> L {
    let mut score = so_far;
    for entry in bundle {
        score = entry.taken(value, score);
    }
    score
}

#[cfg(test)]
mod tests {
    use cs_wide::Mask;

    use super::*;

    /// Takes what lies at its start or above it.
    #[derive(Debug, Clone, Copy)]
    struct From(f64, f64);

    impl Entry for From {
        const NOTHING: Self = Self(f64::NAN, f64::NAN);

        fn start(self) -> f64 {
            self.0
        }

        fn taken<L: Lanes>(self, value: L, so_far: L) -> L {
            value.at_least(L::all(self.0)).pick(L::all(self.1), so_far)
        }
    }

    #[test]
    fn the_last_entry_that_begins_takes_the_value_however_long_the_list_is() {
        for count in [0, 1, 2, 31, 32, 33, 127, 128, 129, 254, 255, 256, 511, 512] {
            let start = |at: usize| f64::from(u16::try_from(at).unwrap()) * 3.0 - 40.0;
            let entries: Vec<From> = (0..count).map(|at| From(start(at), start(at) + 0.5)).collect();
            let list = List::new(&entries);
            let on = (0..count).map(start);
            let values: Vec<f64> = on
                .flat_map(|start| [start.next_down(), start, start.next_up(), start + 1.5])
                .chain([f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.0, -0.0])
                .collect();
            let mut scores = vec![-1.0; values.len()];
            for (values, scores) in values.chunks(TILE).zip(scores.chunks_mut(TILE)) {
                list.passes::<f64>(values, scores);
            }
            for (value, score) in values.iter().zip(&scores) {
                let expected =
                    entries.iter().rev().find(|entry| entry.0 <= *value).map_or(-1.0, |entry| entry.1);
                let found = taken(&list.last(), *value, *score);
                assert_eq!(found.to_bits(), expected.to_bits(), "{value} among {count}");
            }
        }
    }
}
