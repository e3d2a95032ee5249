//! Eight floats in a register of 512 bits.

use std::arch::x86_64::*;
use std::ops::{Add, BitAnd, BitOr, BitXor, Div, Mul, Sub};

use crate::lanes::{Lanes, Mask};

/// Eight floats. They are made only within [`Width::run_lanes`](crate::Width::run_lanes), at a width that has AVX-512 F,
/// BW, DQ and VL: the `unsafe` of this file rests on that.
#[derive(Clone, Copy)]
pub(crate) struct Oct(__m512d);

/// A yes (1) or no (0) for each of eight floats.
#[derive(Clone, Copy)]
pub(crate) struct OctMask(__mmask8);

macro_rules! operators {
    ($($operator:ident $name:ident $instruction:ident;)*) => {
        $(impl $operator for Oct {
            type Output = Self;

            #[inline(always)]
            fn $name(self, other: Self) -> Self {
                // SAFETY: the processor has AVX-512, see `Oct`.
                Self(unsafe { $instruction(self.0, other.0) })
            }
        })*
    };
}

operators! {
    Add add _mm512_add_pd;
    Sub sub _mm512_sub_pd;
    Mul mul _mm512_mul_pd;
    Div div _mm512_div_pd;
}

impl BitAnd for OctMask {
    type Output = Self;

    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl BitOr for OctMask {
    type Output = Self;

    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl BitXor for OctMask {
    type Output = Self;

    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        Self(self.0 ^ other.0)
    }
}

impl Lanes for Oct {
    const COUNT: usize = 8;

    type Mask = OctMask;

    #[inline(always)]
    fn all(value: f64) -> Self {
        // SAFETY: the processor has AVX-512, see `Oct`; so everywhere below.
        Self(unsafe { _mm512_set1_pd(value) })
    }

    #[inline(always)]
    fn read(values: &[f64]) -> Self {
        match values.first_chunk::<8>() {
            // SAFETY: eight floats can be read.
            Some(values) => Self(unsafe { _mm512_loadu_pd(values.as_ptr()) }),
            None => Self::all(f64::NAN),
        }
    }

    #[inline(always)]
    fn write(self, to: &mut [f64]) {
        if let Some(to) = to.first_chunk_mut::<8>() {
            // SAFETY: eight floats can be written.
            unsafe { _mm512_storeu_pd(to.as_mut_ptr(), self.0) };
        }
    }

    #[inline(always)]
    fn write_bytes(self, to: &mut [u8]) {
        if let Some(to) = to.first_chunk_mut::<8>() {
            // SAFETY: as above.
            let bytes = unsafe { _mm_cvtsi128_si64(_mm256_cvtepi32_epi8(_mm512_cvttpd_epi32(self.0))) };
            *to = bytes.to_le_bytes();
        }
    }

    #[inline(always)]
    fn at_least(self, other: Self) -> OctMask {
        // SAFETY: as above.
        OctMask(unsafe { _mm512_cmp_pd_mask::<_CMP_GE_OQ>(self.0, other.0) })
    }

    #[inline(always)]
    fn above(self, other: Self) -> OctMask {
        // SAFETY: as above.
        OctMask(unsafe { _mm512_cmp_pd_mask::<_CMP_GT_OQ>(self.0, other.0) })
    }

    #[inline(always)]
    fn equals(self, other: Self) -> OctMask {
        // SAFETY: as above.
        OctMask(unsafe { _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(self.0, other.0) })
    }

    #[inline(always)]
    fn is_nan(self) -> OctMask {
        // SAFETY: as above.
        OctMask(unsafe { _mm512_cmp_pd_mask::<_CMP_UNORD_Q>(self.0, self.0) })
    }

    #[inline(always)]
    fn is_number(self) -> OctMask {
        // SAFETY: as above.
        OctMask(unsafe { _mm512_cmp_pd_mask::<_CMP_ORD_Q>(self.0, self.0) })
    }

    #[inline(always)]
    fn size(self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm512_andnot_pd(_mm512_set1_pd(-0.0), self.0) })
    }

    #[inline(always)]
    fn raised(self, to: Self) -> Self {
        // Of NaN and a number, and of 0 and −0, the instruction takes the second.
        // SAFETY: as above.
        Self(unsafe { _mm512_max_pd(to.0, self.0) })
    }

    #[inline(always)]
    fn lowered(self, to: Self) -> Self {
        // SAFETY: as above.
        Self(unsafe { _mm512_min_pd(to.0, self.0) })
    }

    #[inline(always)]
    fn power_of_two(self) -> Self {
        // SAFETY: as above.
        Self(unsafe {
            let whole = _mm512_add_epi64(_mm512_castpd_si512(self.0), _mm512_set1_epi64(1023));
            _mm512_castsi512_pd(_mm512_slli_epi64::<52>(whole))
        })
    }

    #[inline(always)]
    fn stands(word: u64, bits: &[u64]) -> OctMask {
        let Some(bits) = bits.first_chunk::<8>() else { return OctMask::none() };
        // SAFETY: as above, and eight bits can be read.
        OctMask(unsafe {
            let bits = _mm512_loadu_si512(bits.as_ptr().cast());
            _mm512_test_epi64_mask(_mm512_set1_epi64(word.cast_signed()), bits)
        })
    }
}

impl Mask<Oct> for OctMask {
    #[inline(always)]
    fn none() -> Self {
        Self(0)
    }

    #[inline(always)]
    fn pick(self, yes: Oct, no: Oct) -> Oct {
        // SAFETY: as above.
        Oct(unsafe { _mm512_mask_blend_pd(self.0, no.0, yes.0) })
    }

    #[inline(always)]
    fn keep(self, value: Oct) -> Oct {
        // SAFETY: as above.
        Oct(unsafe { _mm512_maskz_mov_pd(self.0, value.0) })
    }

    #[inline(always)]
    fn bits(self) -> u64 {
        u64::from(self.0)
    }
}
