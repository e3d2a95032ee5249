//! Large vectors kept for whoever needs one next.
//!
//! Memory fresh from the system is cleared page by page at its first touch; for ten million scores that takes a fifth of the
//! time of scoring, and on virtual machines whose hosts hand memory over page by page now and then as much as all of it. A
//! program that scores one table after the other needs the same again and again. So large vectors that nobody needs any
//! more are laid on a shelf, a quarter of a gigabyte at most. Linux is told that it may take what lies there back whenever
//! it wants the memory for anything else; elsewhere nothing is kept.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, TryLockError};

use crate::pages;

/// Vectors of fewer bytes are left to the allocator, which keeps memory of its own.
const LEAST: usize = 4 << 20;

/// Most bytes on all shelves together.
const MOST: usize = 256 << 20;

/// Most bytes of one type, so that none takes the place of all others.
const SHARE: usize = MOST / 2;

/// Bytes on all shelves.
static HELD: AtomicUsize = AtomicUsize::new(0);

/// Vectors of one type that wait.
#[derive(Debug)]
pub struct Shelf<T>(Mutex<Vec<Vec<T>>>);

/// What large vectors that can be kept hold.
pub trait Kept: Copy + Default + Send + 'static {
    /// Where vectors of this type wait.
    fn shelf() -> &'static Shelf<Self>;
}

macro_rules! kept {
    ($($kind:ty)*) => {
        $(impl Kept for $kind {
            fn shelf() -> &'static Shelf<Self> {
                static SHELF: Shelf<$kind> = Shelf(Mutex::new(Vec::new()));
                &SHELF
            }
        })*
    };
}

kept! { u8 u32 u64 f64 [u32; 3] (u32, u32, u32, u32) }

impl<T: Kept> Shelf<T> {
    /// Does something with what lies here; nothing where another thread, or one of the process that this one was forked
    /// from, is at it.
    fn with<R>(&self, work: impl FnOnce(&mut Vec<Vec<T>>) -> R) -> Option<R> {
        match self.0.try_lock() {
            Ok(mut waiting) => Some(work(&mut waiting)),
            Err(TryLockError::Poisoned(poisoned)) => Some(work(&mut poisoned.into_inner())),
            Err(TryLockError::WouldBlock) => None,
        }
    }
}

fn bytes<T>(vector: &Vec<T>) -> usize {
    vector.capacity().saturating_mul(size_of::<T>())
}

/// Takes a vector down.
fn taken<T>(waiting: &mut Vec<Vec<T>>, at: usize) -> Vec<T> {
    let vector = waiting.remove(at);
    HELD.fetch_sub(bytes(&vector), Relaxed);
    vector
}

/// A vector of this length on large pages: one from the shelf, with whatever it holds, or a new one. Each of its places is
/// to be written before it is read.
///
/// ```
/// use cs_wide::shelf;
///
/// let mut scores: Vec<f64> = shelf::room(1_000_000);
/// scores.fill(50.0);
/// assert_eq!(scores.len(), 1_000_000);
/// shelf::keep(scores);
/// ```
#[must_use]
pub fn room<T: Kept>(length: usize) -> Vec<T> {
    let wanted = length.saturating_mul(size_of::<T>());
    let fits = |vector: &Vec<T>| (wanted..=wanted.saturating_mul(2)).contains(&bytes(vector));
    let found = (wanted >= LEAST).then(|| {
        T::shelf().with(|waiting| waiting.iter().position(fits).map(|at| taken(waiting, at))).flatten()
    });
    match found.flatten() {
        Some(mut vector) => {
            vector.resize(length, T::default());
            pages::claim(&mut vector);
            vector
        }
        None => pages::zeroed(length),
    }
}

/// Lays a large vector on the shelf, where what waited longest makes room for it; all others go back to the allocator.
pub fn keep<T: Kept>(mut vector: Vec<T>) {
    let own = bytes(&vector);
    if !(LEAST..=SHARE).contains(&own) {
        return;
    }
    T::shelf().with(|waiting| {
        let here = waiting.iter().map(bytes).sum::<usize>();
        // What other types hold does not make room.
        let others = HELD.load(Relaxed).saturating_sub(here);
        if others.saturating_add(own) > MOST || !pages::lend(&mut vector) {
            return;
        }
        while waiting.iter().map(bytes).fold(own, usize::saturating_add)
            > SHARE.min(MOST.saturating_sub(others))
        {
            drop(taken(waiting, 0));
        }
        HELD.fetch_add(own, Relaxed);
        waiting.push(vector);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: usize = LEAST / 8;

    /// Where so many numbers wait.
    fn places() -> Vec<*const u64> {
        u64::shelf().with(|waiting| waiting.iter().map(|one| one.as_ptr()).collect()).unwrap_or_default()
    }

    /// One test, as the shelves are the process's.
    #[test]
    #[cfg_attr(any(not(target_os = "linux"), miri), ignore = "nothing is kept there")]
    fn what_was_kept_is_handed_out_again() {
        assert_eq!(room::<u64>(MANY), vec![0; MANY], "a new one holds zeros");
        keep(vec![7_u64; MANY - 1]);
        keep(vec![7_u64; SHARE / 8 + 1]);
        assert_eq!(HELD.load(Relaxed), 0, "too small and too large to be kept");

        let mut kept = vec![7_u64; 2 * MANY];
        let (place, is_taken) = (kept.as_ptr(), pages::lend(&mut kept));
        keep(kept);
        assert_eq!(HELD.load(Relaxed), if is_taken { 2 * LEAST } else { 0 });
        if !is_taken {
            // A sandbox or an old kernel that does not know of such memory: then nothing is kept, and that is all.
            return;
        }
        let (small, other) = (room::<u64>(MANY - 1), room::<f64>(2 * MANY));
        assert_ne!(small.as_ptr(), place, "too large for this one");
        assert_ne!(other.as_ptr().cast(), place, "of another type");
        let mut again = room::<u64>(MANY);
        assert_eq!((again.as_ptr(), again.len(), HELD.load(Relaxed)), (place, MANY, 0));
        again.fill(9);
        keep(again);
        let again = room::<u64>(2 * MANY);
        assert_eq!((again.as_ptr(), again.len()), (place, 2 * MANY));

        let part = || Vec::<u64>::with_capacity(SHARE / 80);
        let all: Vec<Vec<u64>> = std::iter::repeat_with(part).take(12).collect();
        let given: Vec<*const u64> = all.iter().map(|one| one.as_ptr()).collect();
        all.into_iter().for_each(keep);
        assert_eq!(places(), given[2..], "what waited longest is gone");
        let held = HELD.load(Relaxed);
        assert!(held <= SHARE);

        keep(Vec::<u8>::with_capacity(SHARE));
        assert_eq!(HELD.load(Relaxed), held + SHARE, "another type has a share of its own");
        keep(Vec::<u32>::with_capacity(SHARE / 4));
        assert_eq!(HELD.load(Relaxed), held + SHARE, "and a third one finds both taken");
        assert_eq!(places().len(), 10, "which throws nothing out");

        let busy = u64::shelf().with(|_| (room::<u64>(SHARE / 80).len(), keep(part())));
        assert_eq!(busy, Some((SHARE / 80, ())), "a shelf that another is at is let alone");
        u8::shelf().with(|waiting| drop(taken(waiting, 0)));
        u64::shelf().with(|waiting| {
            while !waiting.is_empty() {
                drop(taken(waiting, 0));
            }
        });
        assert_eq!(HELD.load(Relaxed), 0);
    }
}
