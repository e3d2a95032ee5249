//! Numbers of 64 rows, where NaN is missing: what a block of work is, and how it is read and looked at on lanes.

use cs_wide::{LaneWork, Lanes, Mask, Width};

/// Rows that are computed together: few enough that all of a card's intermediate values stay in the first cache.
pub const TILE: usize = 64;

/// Numbers of up to 64 rows; NaN is missing.
pub type Tile = [f64; TILE];

/// The bit of each row of a tile.
pub(crate) const BITS: [u64; TILE] = {
    let mut bits = [1_u64; TILE];
    let mut rest: &mut [u64] = &mut bits;
    let mut bit = 1_u64;
    while let [first, later @ ..] = rest {
        *first = bit;
        bit = bit.wrapping_shl(1);
        rest = later;
    }
    bits
};

/// Copies numbers; −0 becomes 0.
pub(super) fn copy(values: &[f64], out: &mut [f64]) {
    Width::widest().run_lanes(Copied { values, out });
}

struct Copied<'a> {
    values: &'a [f64],
    out: &'a mut [f64],
}

impl LaneWork for Copied<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let values = self.values.get(..self.out.len()).unwrap_or(self.values);
        let (mut from, mut to) = (values.chunks_exact(L::COUNT), self.out.chunks_exact_mut(L::COUNT));
        let zero = L::all(0.0);
        for (to, from) in (&mut to).zip(&mut from) {
            (L::read(from) + zero).write(to);
        }
        for (to, from) in to.into_remainder().iter_mut().zip(from.remainder()) {
            *to = *from + 0.0;
        }
    }
}

/// Whether any of them is infinite.
pub(super) fn any_infinite(values: &[f64]) -> bool {
    Width::widest().run_lanes(AnyInfinite(values))
}

struct AnyInfinite<'a>(&'a [f64]);

impl LaneWork for AnyInfinite<'_> {
    type Output = bool;

    #[inline(always)]
    fn run<L: Lanes>(self) -> bool {
        let (values, infinity) = (self.0.chunks_exact(L::COUNT), L::all(f64::INFINITY));
        let rest = values.remainder().iter().any(|value| value.is_infinite());
        let mut any = L::Mask::none();
        for value in values {
            any = any | L::read(value).size().equals(infinity);
        }
        rest || any.bits() != 0
    }
}

/// Copies values, NaN in place of missing ones; as many as lanes fill.
#[inline(always)]
pub(super) fn shown<L: Lanes>(known: u64, values: &[f64], out: &mut [f64]) {
    let values = values.chunks_exact(L::COUNT).zip(BITS.chunks_exact(L::COUNT));
    for (to, (value, bits)) in out.chunks_exact_mut(L::COUNT).zip(values) {
        L::stands(known, bits).pick(L::read(value), L::all(f64::NAN)).write(to);
    }
}

/// Replaces the values of missing rows by NaN.
pub(crate) fn hide(known: u64, out: &mut [f64]) {
    if !known & mask(out.len()) != 0 {
        Width::widest().run_lanes(Hidden { known, out });
    }
}

struct Hidden<'a> {
    known: u64,
    out: &'a mut [f64],
}

impl LaneWork for Hidden<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let mut bits = BITS.chunks_exact(L::COUNT);
        let mut chunks = self.out.chunks_exact_mut(L::COUNT);
        for (to, bits) in (&mut chunks).zip(&mut bits) {
            L::stands(self.known, bits).pick(L::read(to), L::all(f64::NAN)).write(to);
        }
        for (to, bit) in chunks.into_remainder().iter_mut().zip(bits.flatten()) {
            if self.known & bit == 0 {
                *to = f64::NAN;
            }
        }
    }
}

/// Bits of the values for which something holds, the first lowest.
pub(crate) fn bits<T>(values: impl Iterator<Item = T>, holds: impl Fn(T) -> bool) -> u64 {
    values.take(TILE).enumerate().fold(0, |bits, (at, value)| bits | u64::from(holds(value)) << at)
}

/// Bits of the first `rows` rows of a tile.
pub(crate) fn mask(rows: usize) -> u64 {
    if rows >= TILE { u64::MAX } else { (1_u64 << rows).wrapping_sub(1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_and_finds_infinite_numbers_at_every_width_and_length() {
        for rows in 0..20_u8 {
            let values: Vec<f64> =
                (0..rows).map(|at| if at % 3 == 0 { -0.0 } else { f64::from(at) }).collect();
            for width in Width::all() {
                let mut out = vec![7.0; values.len()];
                width.run_lanes(Copied { values: &values, out: &mut out });
                assert!(out.iter().zip(&values).all(|(to, from)| to.to_bits() == (from + 0.0).to_bits()));
                assert!(!width.run_lanes(AnyInfinite(&values)));
                for at in 0..values.len() {
                    let mut odd = values.clone();
                    odd[at] = if at % 2 == 0 { f64::INFINITY } else { f64::NEG_INFINITY };
                    assert!(width.run_lanes(AnyInfinite(&odd)), "{at} of {rows}");
                }
            }
        }
    }
}
