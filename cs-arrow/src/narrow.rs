//! Floats of 32 and 16 bits by the shortest text of their own type: 0.1 of 32 bits is 0.1, not 0.10000000149011612.

use arrow_array::{ArrowPrimitiveType, types::Float16Type};

/// A float of 16 bits.
pub(crate) type Half = <Float16Type as ArrowPrimitiveType>::Native;

/// The bit of the sign.
const SIGN: u16 = 0x8000;

/// What would follow the greatest float of 16 bits.
const BEYOND: f64 = 65_536.0;

/// Digits that tell all floats of 16 bits apart, less the one before the point.
const MOST_PLACES: usize = 4;

/// The float nearest to the shortest text of a float of 32 bits.
pub(crate) fn single(value: f32) -> f64 {
    value.to_string().parse().unwrap_or(f64::from(value))
}

/// The float nearest to the shortest text of a float of 16 bits. Which texts give it back is seen by the middle to either
/// neighbour, since `Half::from_f64` looks at the first bits of a float only.
pub(crate) fn half(value: Half) -> f64 {
    let wide = value.to_f64();
    let size = value.to_bits() & !SIGN;
    if size == 0 || !wide.is_finite() {
        return wide;
    }
    let middle = |to: u16| {
        let to = Half::from_bits(to).to_f64();
        (wide.abs() + if to.is_infinite() { BEYOND } else { to }) / 2.0
    };
    let (least, most) = (middle(size.saturating_sub(1)), middle(size.saturating_add(1)));
    let is_even = size.is_multiple_of(2);
    // A text in the very middle is read as the even neighbour.
    let same = |short: &f64| {
        if is_even { (least..=most).contains(short) } else { least < *short && *short < most }
    };
    // Above a power of two there is twice the room that there is below, so the text upwards may do where the nearest does not.
    let upwards = (wide.abs() + most) / 2.0;
    let mut texts = (0..=MOST_PLACES)
        .flat_map(|places| [format!("{:.places$e}", wide.abs()), format!("{upwards:.places$e}")])
        .filter_map(|text| text.parse().ok());
    texts.find(same).unwrap_or(wide.abs()).copysign(wide)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::float_cmp, reason = "the very float is the promise")]

    use super::*;

    #[test]
    fn a_narrow_float_is_what_its_own_type_writes() {
        assert_eq!(single(0.1), 0.1);
        assert_eq!(single(16_777_216.0), 16_777_216.0);
        for (wide, short) in [
            (0.1, 0.1),
            (65504.0, 65500.0),
            (2048.0, 2048.0),
            (0.000_061_035, 0.000_061_04),
            (0.015_625, 0.015_63),
        ] {
            assert_eq!(half(Half::from_f64(wide)), short, "{wide}");
        }
    }

    #[test]
    fn the_nearest_float_of_16_bits_to_every_text_is_the_one_it_was_written_for() {
        let all: Vec<f64> = (0..0x7C00).map(|bits| Half::from_bits(bits).to_f64()).collect();
        for (bits, wide) in (0..0x7C00).zip(&all) {
            let short = half(Half::from_bits(bits));
            let at = all.partition_point(|other| *other < short);
            let near = &all[at.saturating_sub(1)..all.len().min(at + 1)];
            let far = |other: &f64| (*other - short).abs();
            assert!(near.iter().all(|other| far(wide) <= far(other)), "{short} is not {wide}");
            assert_eq!(half(Half::from_bits(bits | SIGN)), -short);
        }
    }
}
