//! Tiles of numbers, read and looked at on lanes.

use cs_wide::{LaneWork, Lanes, Mask, Width};

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
