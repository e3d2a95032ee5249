//! Large vectors on large pages.
//!
//! Memory fresh from the system is handed over page by page, at the first touch of each. With pages of 4 KiB that costs
//! more than scoring the accounts whose scores go there: ten million of them are twenty thousand faults. Linux has pages
//! of 2 MiB too, which programs of most distributions get where they ask for them. Asking changes no bit of the memory,
//! and a system that has no large pages to give hands over small ones, as ever.

use crate::shelf::Kept;

/// The length and the alignment of a large page; a machine with others only answers less often.
const PAGE: usize = 2 << 20;

/// The least length of a page on any machine.
const SMALL_PAGE: usize = 4096;

/// From so many bytes on, memory comes straight from the system, untouched: what the C library of Linux sets as the most
/// that it ever cuts out of memory of its own.
const STRAIGHT: usize = 32 << 20;

/// Zeros on large pages, where the system has them.
///
/// What an allocator cuts out of memory that it had before it fills with zeros itself, which touches all of it: there
/// large pages are asked for first. What is longer comes straight from the system, where zeros need no filling.
///
/// ```
/// use cs_wide::pages;
///
/// let ranks: Vec<u8> = pages::zeroed(10_000_000);
/// assert!(ranks.len() == 10_000_000 && ranks.iter().all(|rank| *rank == 0));
/// ```
#[must_use]
pub fn zeroed<T: Copy + Default>(length: usize) -> Vec<T> {
    if length.saturating_mul(size_of::<T>()) >= STRAIGHT {
        return large(vec![T::default(); length]);
    }
    let mut memory = large(Vec::with_capacity(length));
    memory.resize(length, T::default());
    memory
}

/// Asks for large pages under a vector's memory, and gives the vector back. To be called before the memory is first
/// touched: on `Vec::with_capacity(n)`, or on `vec![0.0; n]`, whose zeros come from the system untouched.
///
/// Only whole large pages inside the vector's capacity are asked for, so a small vector costs two comparisons.
///
/// ```
/// use cs_wide::pages;
///
/// let scores: Vec<f64> = pages::large(vec![0.0; 1_000_000]);
/// assert!(scores.iter().all(|score| *score == 0.0));
/// ```
#[must_use]
pub fn large<T>(mut memory: Vec<T>) -> Vec<T> {
    advise(&mut memory, Advice::Large);
    memory
}

/// Lends a vector's memory to the system, which may take it for anything else until it is written again; what it took reads
/// as zeros. False where the system does not want it.
pub(crate) fn lend<T: Kept>(memory: &mut Vec<T>) -> bool {
    advise(memory, Advice::Free)
}

/// Takes back what was lent: every page of it is written to, so that from now on nothing changes by itself.
pub(crate) fn claim<T: Kept>(memory: &mut [T]) {
    let step = const { SMALL_PAGE / size_of::<T>() };
    memory.iter_mut().step_by(step).for_each(|place| *place = T::default());
    // It may lie in a page of its own.
    if let Some(last) = memory.last_mut() {
        *last = T::default();
    }
}

/// What the system is told, by its numbers in Linux.
#[derive(Clone, Copy)]
enum Advice {
    Large = 14,
    Free = 8,
}

impl Advice {
    /// What begins and ends at a multiple of this can be said of: large pages, and small ones of any processor.
    fn granule(self) -> usize {
        match self {
            Advice::Large => PAGE,
            Advice::Free => 64 << 10,
        }
    }
}

/// Tells the system something of the pages inside of a vector's memory, if there are any; whether it took notice.
#[cfg(all(target_os = "linux", not(miri)))]
fn advise<T>(memory: &mut Vec<T>, advice: Advice) -> bool {
    use std::ffi::{c_int, c_void};

    unsafe extern "C" {
        fn madvise(start: *mut c_void, bytes: usize, advice: c_int) -> c_int;
    }
    let start = memory.as_mut_ptr().cast::<u8>();
    let bytes = memory.capacity().saturating_mul(size_of::<T>());
    let before = start.align_offset(advice.granule());
    // Without what is left behind the last multiple of the granule, a power of two.
    let inside = bytes.saturating_sub(before) & advice.granule().wrapping_neg();
    // SAFETY: the range lies inside of one allocation that is borrowed for the call. Large pages leave its contents alone.
    // What is free may turn to zeros, which every `Kept` number can be, until it is written, which `claim` does before
    // anybody has the vector again. A refusal is as good as no advice.
    inside > 0 && unsafe { madvise(start.wrapping_add(before).cast(), inside, advice as c_int) } == 0
}

#[cfg(any(not(target_os = "linux"), miri))]
fn advise<T>(_memory: &mut Vec<T>, advice: Advice) -> bool {
    // Nobody is told.
    advice.granule() == 0
}

#[cfg(test)]
mod tests {
    use super::{PAGE, STRAIGHT, large, zeroed};

    #[test]
    #[cfg_attr(miri, ignore = "millions of bytes, and no advice is given there")]
    fn is_an_ordinary_vector() {
        for length in [0, 1, PAGE - 1, PAGE, 2 * PAGE + 1, 5 * PAGE / 2] {
            let mut memory = large(vec![7_u8; length]);
            assert_eq!((memory.len(), memory.iter().all(|byte| *byte == 7)), (length, true));
            memory.push(8);
            memory.extend_from_slice(&[9; 100]);
            memory.shrink_to_fit();
            assert_eq!(memory[length..=length + 1], [8, 9]);
            assert_eq!(memory.clone(), memory);
        }
        for length in [0, 1, PAGE, STRAIGHT / 8 - 1, STRAIGHT / 8] {
            let memory: Vec<u64> = zeroed(length);
            assert_eq!((memory.len(), memory.iter().all(|word| *word == 0)), (length, true));
        }
        let empty: Vec<()> = large(vec![(); 3]);
        assert_eq!(empty.len(), 3);
    }

    #[test]
    #[cfg_attr(miri, ignore = "no advice is given there")]
    fn keeps_the_capacity() {
        let memory: Vec<u64> = large(Vec::with_capacity(PAGE));
        assert!(memory.is_empty() && memory.capacity() >= PAGE);
    }
}
