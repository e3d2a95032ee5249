//! A small number for each distinct key, by first appearance.

use std::ops::Range;

use cs_wide::pages;

use super::tile::{TILE, stretches};
use crate::error::Result;
use crate::fact::workers::Workers;

/// Longest walk over taken places; beyond it the ids are sorted instead, so that no choice of ids is slow.
const WALK: usize = 256;

/// Keys that are looked up side by side, so that they wait for memory together.
const BATCH: usize = 64;

/// The code of each row, by first appearance, and the row in which each code appears first.
pub(super) type Codes = (Vec<u32>, Vec<usize>);

/// What rows are known by.
pub(super) trait Key: Copy + Ord {
    /// Whether two keys may be equal, as far as little work tells.
    #[inline(always)]
    fn seems(&self, other: &Self) -> bool {
        self == other
    }
}

impl Key for u64 {}
impl Key for Option<i128> {}

/// Keys by their codes.
struct List<K, H> {
    /// One more than the code of the key at each place.
    places: Vec<u32>,
    keys: Vec<K>,
    /// The row in which each key appears first.
    first: Vec<usize>,
    hash: H,
}

impl<K: Key, H: Fn(K) -> u64> List<K, H> {
    fn new(hash: H) -> Self {
        Self { places: vec![0; 1 << 12], keys: Vec::new(), first: Vec::new(), hash }
    }

    /// Adds the codes of at most [`BATCH`] rows from `start` on; none where the walk to one is too long.
    #[inline(always)]
    fn add(&mut self, start: usize, keys: &[K], codes: &mut Vec<u32>) -> Option<()> {
        let (mut guesses, mut seem) = ([0_usize; BATCH], [false; BATCH]);
        for (guess, key) in guesses.iter_mut().zip(keys) {
            let code = self.places.get(place(self.places.len(), (self.hash)(*key))).copied();
            *guess = usize::try_from(code.unwrap_or_default()).unwrap_or_default().wrapping_sub(1);
        }
        for ((seems, guess), key) in seem.iter_mut().zip(&guesses).zip(keys) {
            *seems = self.keys.get(*guess).is_some_and(|known| known.seems(key));
        }
        for (((key, row), guess), seems) in keys.iter().zip(start..).zip(guesses).zip(seem) {
            let code = if seems && self.keys.get(guess) == Some(key) {
                u32::try_from(guess).unwrap_or(u32::MAX)
            } else {
                self.code(*key, row)?
            };
            codes.push(code);
        }
        Some(())
    }

    /// The code of a key, which is a new one in the first row that carries it; none where the walk there is too long.
    #[inline(never)]
    fn code(&mut self, key: K, row: usize) -> Option<u32> {
        let at = match seek(&self.places, &self.keys, key, (self.hash)(key))? {
            Place::Taken(code) => return Some(code),
            Place::Free(at) => at,
        };
        let code = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        if let Some(place) = self.places.get_mut(at) {
            *place = code.saturating_add(1);
        }
        self.keys.push(key);
        self.first.push(row);
        if self.keys.len().saturating_mul(2) > self.places.len() {
            self.places = grown(&self.keys, &self.hash, self.places.len().saturating_mul(4));
        }
        Some(code)
    }
}

/// The codes of keys that are at hand.
pub(super) fn listed<K: Key>(keys: &[K], hash: impl Fn(K) -> u64) -> Codes {
    let mut list = List::new(hash);
    let mut codes: Vec<u32> = Vec::with_capacity(keys.len());
    for (batch, start) in keys.chunks(BATCH).zip((0..).step_by(BATCH)) {
        if list.add(start, batch, &mut codes).is_none() {
            return sorted(keys.iter().copied().zip(0..).collect());
        }
    }
    (codes, list.first)
}

/// The codes of keys that are read from the rows, each thread a run of them: the same on any number of threads.
///
/// Errors: that of the first row whose key cannot be read, and that of whoever the workers ask.
pub(super) fn listed_with<K: Key + Send + Sync>(
    rows: usize,
    workers: Workers<'_>,
    key: impl Fn(usize) -> Result<K> + Sync,
    hash: impl Fn(K) -> u64 + Copy + Send + Sync,
) -> Result<Codes> {
    let own = |run: Range<usize>| {
        let (mut list, mut codes) = (List::new(hash), pages::large(Vec::with_capacity(run.len())));
        let (mut batch, mut walked) = (Vec::with_capacity(BATCH), true);
        stretches(run, workers, |rows| {
            for start in rows.clone().step_by(BATCH) {
                batch.clear();
                for row in start..rows.end.min(start.saturating_add(BATCH)) {
                    batch.push(key(row)?);
                }
                walked = walked && list.add(start, &batch, &mut codes).is_some();
            }
            Ok(())
        })?;
        Ok(walked.then_some((codes, list)))
    };
    let parts = workers.map(workers.runs(rows, TILE), own)?;
    match parts.into_iter().collect::<Option<Vec<_>>>().and_then(joint) {
        Some((parts, first)) => Ok((renumbered(parts, workers)?, first)),
        None => Ok(sorted((0..rows).map(|row| Ok((key(row)?, row))).collect::<Result<_>>()?)),
    }
}

/// The rows of a thread by its own codes, and what each of these is among those of all threads.
type Part = (Vec<u32>, Vec<u32>);

/// Numbers the keys of all threads in the order of their rows; none where the walk to one is too long.
fn joint<K: Key, H: Fn(K) -> u64>(parts: Vec<(Vec<u32>, List<K, H>)>) -> Option<(Vec<Part>, Vec<usize>)> {
    let mut parts = parts.into_iter();
    let (codes, mut list) = parts.next()?;
    let mut joint = vec![(codes, Vec::new())];
    for (codes, other) in parts {
        let keys = other.keys.iter().zip(other.first);
        let names = keys.map(|(key, row)| list.code(*key, row)).collect::<Option<_>>()?;
        joint.push((codes, names));
    }
    Some((joint, list.first))
}

fn renumbered(parts: Vec<Part>, workers: Workers<'_>) -> Result<Vec<u32>> {
    let rename = |(mut codes, names): Part| {
        // The codes of the first thread are those of all.
        if !names.is_empty() {
            for code in &mut codes {
                *code =
                    usize::try_from(*code).ok().and_then(|own| names.get(own)).copied().unwrap_or(u32::MAX);
            }
        }
        Ok(codes)
    };
    let mut parts = workers.map(parts, rename)?;
    Ok(if parts.len() == 1 { parts.swap_remove(0) } else { parts.concat() })
}

enum Place {
    Taken(u32),
    Free(usize),
}

/// Where the walk to a key begins, among so many places.
#[inline(always)]
fn place(places: usize, hash: u64) -> usize {
    let bits = places.trailing_zeros();
    usize::try_from(hash >> 64_u32.saturating_sub(bits).min(63)).unwrap_or_default()
}

/// Where a key stands or would stand; none where the walk there is too long.
#[inline]
fn seek<K: Copy + Eq>(places: &[u32], keys: &[K], key: K, hash: u64) -> Option<Place> {
    let start = place(places.len(), hash);
    for step in 0..WALK {
        let at = start.wrapping_add(step) & places.len().wrapping_sub(1);
        match places.get(at).copied()?.checked_sub(1) {
            None => return Some(Place::Free(at)),
            Some(code) => {
                if keys.get(usize::try_from(code).ok()?) == Some(&key) {
                    return Some(Place::Taken(code));
                }
            }
        }
    }
    None
}

/// A larger table with the same keys. A key whose walk is too long has no place there: its next row finds that out.
fn grown<K: Copy + Eq>(keys: &[K], hash: impl Fn(K) -> u64, size: usize) -> Vec<u32> {
    let mut places = vec![0; size];
    for (code, key) in (1_u32..).zip(keys) {
        if let Some(Place::Free(at)) = seek(&places, &[], *key, hash(*key))
            && let Some(place) = places.get_mut(at)
        {
            *place = code;
        }
    }
    places
}

/// The same by sorting, for keys that all want the same place.
fn sorted<K: Ord>(mut order: Vec<(K, usize)>) -> Codes {
    order.sort_unstable();
    let mut firsts: Vec<(usize, usize)> = Vec::new();
    let mut codes = vec![0; order.len()];
    for rows in order.chunk_by(|(one, _), (other, _)| one == other) {
        firsts.extend(rows.first().map(|(_, row)| (*row, firsts.len())));
        let own = u32::try_from(firsts.len().saturating_sub(1)).unwrap_or(u32::MAX);
        for (_, row) in rows {
            if let Some(code) = codes.get_mut(*row) {
                *code = own;
            }
        }
    }
    firsts.sort_unstable();
    let mut names = vec![0; firsts.len()];
    for (name, (_, own)) in (0_u32..).zip(&firsts) {
        if let Some(to) = names.get_mut(*own) {
            *to = name;
        }
    }
    for code in &mut codes {
        *code = usize::try_from(*code).ok().and_then(|own| names.get(own)).copied().unwrap_or_default();
    }
    (codes, firsts.into_iter().map(|(row, _)| row).collect())
}

/// Mixes all bits of a number into the highest ones.
#[inline]
pub(super) fn mixed(value: u64) -> u64 {
    let folded = value ^ value >> 32;
    (folded.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Another number for each number, the highest bits of which depend on all bits of it.
#[inline(always)]
pub(super) fn spread(value: u64) -> u64 {
    (value ^ value >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Error, ErrorCode};

    /// By first appearance, one by one.
    fn expected(keys: &[u64]) -> Codes {
        let (mut known, mut first) = (std::collections::BTreeMap::new(), Vec::new());
        let code = |(row, key): (usize, &u64)| {
            *known.entry(*key).or_insert_with(|| {
                first.push(row);
                u32::try_from(first.len() - 1).unwrap()
            })
        };
        (keys.iter().enumerate().map(code).collect(), first)
    }

    fn with(keys: &[u64], threads: usize, hash: fn(u64) -> u64) -> Codes {
        let workers = Workers::new(std::num::NonZeroUsize::new(threads).unwrap());
        listed_with(keys.len(), workers, |row| Ok(keys[row]), hash).unwrap()
    }

    #[test]
    fn equal_ids_get_equal_codes_through_every_growth() {
        let keys: Vec<u64> =
            (0..60_000_u64).map(|row| ((row * row) % 20_011).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        assert_eq!(listed(&keys, mixed), expected(&keys));
        for threads in [1, 2, 3, 7] {
            assert_eq!(with(&keys, threads, mixed), expected(&keys), "{threads} threads");
        }
    }

    #[test]
    fn the_first_key_that_cannot_be_read_ends_it() {
        let key = |row: usize| match u64::try_from(row).unwrap() {
            5_000.. => Err(Error::new(ErrorCode::OutOfRange, "no key").at_row(row)),
            key => Ok(key),
        };
        let workers = Workers::new(std::num::NonZeroUsize::new(3).unwrap());
        let error = listed_with(20_000, workers, key, mixed).unwrap_err();
        assert_eq!(error.row(), Some(5_000));
    }

    #[test]
    fn ids_that_all_want_one_place_are_sorted_instead() {
        let keys: Vec<u64> = (0..5_000_u64).map(|row| row * 77 % 1_000).collect();
        assert_eq!(listed(&keys, |_| 7), expected(&keys));
        for threads in [1, 2, 5] {
            assert_eq!(with(&keys, threads, |_| 7), expected(&keys), "{threads} threads");
        }
    }
}
