//! Runs a computation with the widest registers of the processor it finds itself on, chosen at run time.
//!
//! A program for every x86-64 may only assume registers of 128 bits. Here the same code is compiled several times, once
//! for each [`Width`], and one of them is run. Nothing else changes: no operation is fused or reordered, so the results
//! have the same bits at every width, which the tests of `cs-core` show for each width of the machine they run on.
//!
//! ```
//! use cs_wide::{Width, Work};
//!
//! struct Sum<'a>(&'a [u64]);
//!
//! impl Work for Sum<'_> {
//!     type Output = u64;
//!
//!     #[inline(always)]
//!     fn run(self) -> u64 {
//!         self.0.iter().fold(0, |sum, number| sum ^ number)
//!     }
//! }
//!
//! assert_eq!(Width::widest().run(Sum(&[1, 2, 4])), 7);
//! assert!(Width::all().all(|width| width.run(Sum(&[1, 2, 4])) == 7));
//! ```
//!
//! What such a computation writes goes to memory that costs little to touch: see [`pages`] and [`shelf`].

pub mod pages;
pub mod shelf;

mod lanes;
#[cfg(target_arch = "x86_64")]
mod oct;
#[cfg(target_arch = "x86_64")]
mod quad;

use std::marker::PhantomData;

pub use lanes::{Lanes, Mask};

/// A computation that is compiled for every width.
pub trait Work {
    /// What it gives.
    type Output;

    /// Computes. Only what is inlined here is compiled for the width: mark it, and what it calls in its loops,
    /// `#[inline(always)]`.
    fn run(self) -> Self::Output;
}

/// A computation on lanes, which names its operations itself instead of leaving loops to the compiler.
pub trait LaneWork {
    /// What it gives.
    type Output;

    /// Computes with so many floats side by side; marked as [`Work::run`] is. A closure cannot be marked: what works on
    /// lanes is a function.
    fn run<L: Lanes>(self) -> Self::Output;
}

/// The registers that a computation may use; one that exists is there on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Width(Level);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// What every processor of the target has.
    Baseline,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

impl Width {
    /// What every processor of the target has.
    pub const BASELINE: Self = Self(Level::Baseline);

    /// The widest of this machine.
    #[must_use]
    pub fn widest() -> Self {
        Self::all().last().unwrap_or(Self::BASELINE)
    }

    /// Every width of this machine, the narrowest first.
    pub fn all() -> impl Iterator<Item = Self> {
        #[cfg(target_arch = "x86_64")]
        let wider = [
            (Level::Avx2, std::is_x86_feature_detected!("avx2")),
            (
                Level::Avx512,
                std::is_x86_feature_detected!("avx512f")
                    && std::is_x86_feature_detected!("avx512bw")
                    && std::is_x86_feature_detected!("avx512dq")
                    && std::is_x86_feature_detected!("avx512vl"),
            ),
        ];
        #[cfg(not(target_arch = "x86_64"))]
        let wider: [(Level, bool); 0] = [];
        std::iter::once(Self::BASELINE)
            .chain(wider.into_iter().filter(|(_, there)| *there).map(|(level, _)| Self(level)))
    }

    /// Its name: `baseline`, `avx2`, `avx512`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self.0 {
            Level::Baseline => "baseline",
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => "avx512",
        }
    }

    /// Runs the work at this width.
    #[inline]
    pub fn run<W: Work>(self, work: W) -> W::Output {
        match self.0 {
            Level::Baseline => baseline(work),
            // SAFETY: a `Width` of this level comes from `all` alone, which asked the processor.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { avx2(work) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => unsafe { avx512(work) },
        }
    }

    /// Runs the work on lanes of this width: eight floats with AVX-512, four with AVX2, otherwise single ones.
    #[inline]
    pub fn run_lanes<W: LaneWork>(self, work: W) -> W::Output {
        match self.0 {
            Level::Baseline => baseline(On::<W, f64>(work, PhantomData)),
            // SAFETY: as for `run`; this level has AVX2, which `Quad` asks for.
            #[cfg(target_arch = "x86_64")]
            Level::Avx2 => unsafe { avx2(On::<W, quad::Quad>(work, PhantomData)) },
            // SAFETY: as for `run`; this level has what `Oct` asks for.
            #[cfg(target_arch = "x86_64")]
            Level::Avx512 => unsafe { avx512(On::<W, oct::Oct>(work, PhantomData)) },
        }
    }
}

/// Work on lanes of one kind.
struct On<W, L>(W, PhantomData<L>);

impl<W: LaneWork, L: Lanes> Work for On<W, L> {
    type Output = W::Output;

    #[inline(always)]
    fn run(self) -> W::Output {
        self.0.run::<L>()
    }
}

#[inline(never)]
fn baseline<W: Work>(work: W) -> W::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx2")]
fn avx2<W: Work>(work: W) -> W::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[inline(never)]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn avx512<W: Work>(work: W) -> W::Output {
    work.run()
}

/// Asks memory for values that are read soon: the cache lines of the first of them, and of each 64 bytes behind it.
#[inline(always)]
#[cfg_attr(not(target_arch = "x86_64"), expect(unused_variables, reason = "other processors are not asked"))]
pub fn fetch<T>(values: &[T]) {
    #[cfg(target_arch = "x86_64")]
    for line in values.chunks(const { 64_usize.div_ceil(size_of::<T>()) }) {
        // SAFETY: every processor of the target has the instruction, which reads nothing.
        unsafe {
            std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(line.as_ptr().cast())
        };
    }
}

/// As [`fetch`], the line of a single value, and no nearer than the second cache: for more places that are written in turn
/// than the first one has room for.
#[inline(always)]
#[cfg_attr(not(target_arch = "x86_64"), expect(unused_variables, reason = "other processors are not asked"))]
pub fn fetch_second<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: as above.
    unsafe {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T1 }>(
            std::ptr::from_ref(value).cast(),
        )
    };
}
