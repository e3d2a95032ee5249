//! Four floats in a register of 256 bits.

use std::arch::x86_64::*;
use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Sub};

use crate::lanes::{Lanes, Mask};

/// Four floats. They are made only within [`Width::run_lanes`](crate::Width::run_lanes), at a width that has AVX2: the
/// `unsafe` of this file rests on that.
#[derive(Clone, Copy)]
pub(crate) struct Quad(__m256d);

/// A yes (all bits 1) or no (all bits 0) for each of four floats.
#[derive(Clone, Copy)]
pub(crate) struct QuadMask(__m256d);

macro_rules! operators {
    ($($of:ident: $operator:ident $name:ident $instruction:ident;)*) => {
        $(impl $operator for $of {
            type Output = Self;

            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                // SAFETY: the processor has AVX2, see `Quad`.
                Self(unsafe { $instruction(self.0, other.0) })
            }
        })*
    };
}

operators! {
    Quad: Add add _mm256_add_pd;
    Quad: Sub sub _mm256_sub_pd;
    Quad: Mul mul _mm256_mul_pd;
    Quad: Div div _mm256_div_pd;
    QuadMask: BitAnd bitand _mm256_and_pd;
    QuadMask: BitOr bitor _mm256_or_pd;
    QuadMask: BitXor bitxor _mm256_xor_pd;
}

impl Lanes for Quad {
    const COUNT: usize = 4;

    type Mask = QuadMask;

    #[inline(always)]
    fn all(value: f64) -> Self {
        // SAFETY: the processor has AVX2, see `Quad`; so everywhere below.
        Self(unsafe { _mm256_set1_pd(value) })
    }

    #[inline(always)]
    fn read(values: &[f64]) -> Self {
        match values.first_chunk::<4>() {
            // SAFETY: four floats can be read.
            Some(values) => Self(unsafe { _mm256_loadu_pd(values.as_ptr()) }),
            None => Self::all(f64::NAN),
        }
    }

    #[inline(always)]
    fn write(self, to: &mut [f64]) {
        if let Some(to) = to.first_chunk_mut::<4>() {
            // SAFETY: four floats can be written.
            unsafe { _mm256_storeu_pd(to.as_mut_ptr(), self.0) };
        }
    }

    #[inline(always)]
    fn write_bytes(self, to: &mut [u8]) {
        if let Some(to) = to.first_chunk_mut::<4>() {
            // SAFETY: as above.
            let bytes = unsafe {
                let words = _mm256_cvttpd_epi32(self.0);
                let halves = _mm_packus_epi32(words, words);
                _mm_cvtsi128_si32(_mm_packus_epi16(halves, halves))
            };
            *to = bytes.to_le_bytes();
        }
    }

    #[inline(always)]
    fn at_least(self, other: Self) -> QuadMask {
        // SAFETY: as above.
        QuadMask(unsafe { _mm256_cmp_pd::<_CMP_GE_OQ>(self.0, other.0) })
    }

    #[inline(always)]
    fn above(self, other: Self) -> QuadMask {
        // SAFETY: as above.
        QuadMask(unsafe { _mm256_cmp_pd::<_CMP_GT_OQ>(self.0, other.0) })
    }

    #[inline(always)]
    fn equals(self, other: Self) -> QuadMask {
        // SAFETY: as above.
        QuadMask(unsafe { _mm256_cmp_pd::<_CMP_EQ_OQ>(self.0, other.0) })
    }

    #[inline(always)]
    fn is_nan(self) -> QuadMask {
        // SAFETY: as above.
        QuadMask(unsafe { _mm256_cmp_pd::<_CMP_UNORD_Q>(self.0, self.0) })
    }

    #[inline(always)]
    fn is_number(self) -> QuadMask {
        // SAFETY: as above.
        QuadMask(unsafe { _mm256_cmp_pd::<_CMP_ORD_Q>(self.0, self.0) })
    }

    #[inline(always)]
    fn size(self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_andnot_pd(_mm256_set1_pd(-0.0), self.0) })
    }

    #[inline(always)]
    fn raised(self, to: Self) -> Self {
        // Of NaN and a number, and of 0 and −0, the instruction takes the second.
        // SAFETY: as above.
        Self(unsafe { _mm256_max_pd(to.0, self.0) })
    }

    #[inline(always)]
    fn lowered(self, to: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_min_pd(to.0, self.0) })
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: as above.
        Self(unsafe {
            let whole = _mm256_add_epi64(_mm256_castpd_si256(self.0), _mm256_set1_epi64x(1023));
            _mm256_castsi256_pd(_mm256_slli_epi64::<52>(whole))
        })
    }

    #[inline(always)]
    fn stands(word: u64, bits: &[u64]) -> QuadMask {
        let Some(bits) = bits.first_chunk::<4>() else { return QuadMask::none() };
        // SAFETY: as above, and four bits can be read.
        QuadMask(unsafe {
            let bits = _mm256_loadu_si256(bits.as_ptr().cast());
            let word = _mm256_and_si256(_mm256_set1_epi64x(word.cast_signed()), bits);
            _mm256_castsi256_pd(_mm256_cmpeq_epi64(word, bits))
        })
    }
}

impl Mask<Quad> for QuadMask {
    #[inline(always)]
    fn none() -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm256_setzero_pd() })
    }

    #[inline(always)]
    fn pick(self, yes: Quad, no: Quad) -> Quad {
        // SAFETY: as above.
        Quad(unsafe { _mm256_blendv_pd(no.0, yes.0, self.0) })
    }

    #[inline(always)]
    fn keep(self, value: Quad) -> Quad {
        // SAFETY: as above.
        Quad(unsafe { _mm256_and_pd(self.0, value.0) })
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        // SAFETY: as above.
        u64::from(unsafe { _mm256_movemask_pd(self.0) }.cast_unsigned())
    }
}
