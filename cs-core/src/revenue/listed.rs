//! A small number for each distinct key, by first appearance.

/// Longest walk over taken places; beyond it the ids are sorted instead, so that no choice of ids is slow.
const WALK: usize = 256;

/// The code of each row, by first appearance, and the row in which each code appears first.
pub(super) fn listed<K: Copy + Ord>(
    rows: usize,
    key: impl Fn(usize) -> K,
    hash: impl Fn(K) -> u64,
) -> (Vec<u32>, Vec<usize>) {
    let mut places: Vec<u32> = vec![0; 1 << 12];
    let mut first: Vec<usize> = Vec::new();
    let mut keys: Vec<K> = Vec::new();
    let mut codes: Vec<u32> = Vec::with_capacity(rows);
    for row in 0..rows {
        let own = key(row);
        match seek(&places, &keys, own, hash(own)) {
            Some(Place::Taken(code)) => codes.push(code),
            Some(Place::Free(at)) => {
                let code = u32::try_from(keys.len()).unwrap_or(u32::MAX);
                if let Some(place) = places.get_mut(at) {
                    *place = code.saturating_add(1);
                }
                codes.push(code);
                keys.push(own);
                first.push(row);
                if keys.len().saturating_mul(2) > places.len() {
                    places = grown(&keys, &hash, places.len().saturating_mul(4));
                }
            }
            None => return sorted(rows, key),
        }
    }
    (codes, first)
}

enum Place {
    Taken(u32),
    Free(usize),
}

/// Where a key stands or would stand; none where the walk there is too long.
#[inline]
fn seek<K: Copy + Ord>(places: &[u32], keys: &[K], key: K, hash: u64) -> Option<Place> {
    let bits = places.len().trailing_zeros();
    let start = usize::try_from(hash >> 64_u32.saturating_sub(bits).min(63)).unwrap_or_default();
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
fn grown<K: Copy + Ord>(keys: &[K], hash: impl Fn(K) -> u64, size: usize) -> Vec<u32> {
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
fn sorted<K: Copy + Ord>(rows: usize, key: impl Fn(usize) -> K) -> (Vec<u32>, Vec<usize>) {
    let mut order: Vec<(K, usize)> = (0..rows).map(|row| (key(row), row)).collect();
    order.sort_unstable();
    let (mut codes, mut first) = (vec![0; rows], Vec::new());
    let mut before: Option<K> = None;
    for (own, row) in order {
        if before != Some(own) {
            first.push(row);
            before = Some(own);
        }
        if let Some(code) = codes.get_mut(row) {
            *code = u32::try_from(first.len().saturating_sub(1)).unwrap_or(u32::MAX);
        }
    }
    (codes, first)
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

pub(super) fn hash_text(text: &str) -> u64 {
    let mut hash = 0_u64;
    for chunk in text.as_bytes().chunks(8) {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(chunk) {
            *to = *from;
        }
        hash = mixed(hash.rotate_left(29) ^ u64::from_le_bytes(bytes));
    }
    mixed(hash ^ u64::try_from(text.len()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(found: &(Vec<u32>, Vec<usize>), keys: &[u64]) {
        let (codes, first) = found;
        assert_eq!(codes.len(), keys.len());
        for (row, key) in keys.iter().enumerate() {
            assert_eq!(keys[first[codes[row] as usize]], *key, "row {row}");
        }
        let distinct: std::collections::BTreeSet<u64> = keys.iter().copied().collect();
        assert_eq!(first.len(), distinct.len());
    }

    #[test]
    fn equal_ids_get_equal_codes_through_every_growth() {
        let keys: Vec<u64> =
            (0..60_000_u64).map(|row| ((row * row) % 20_011).wrapping_mul(0x9e37_79b9_7f4a_7c15)).collect();
        codes(&listed(keys.len(), |row| keys[row], mixed), &keys);
    }

    #[test]
    fn ids_that_all_want_one_place_are_sorted_instead() {
        let keys: Vec<u64> = (0..5_000_u64).map(|row| row % 1_000).collect();
        codes(&listed(keys.len(), |row| keys[row], |_| 7), &keys);
    }
}
