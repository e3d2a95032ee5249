//! 2^x and log2 x by additions, multiplications and a division alone: the same bits on every machine and instruction set.

use cs_wide::Lanes;

/// Adding this rounds a small float to a whole number, which then stands in its lowest bits.
const ROUND: f64 = 6_755_399_441_055_744.0; // 1.5 · 2^52

/// ln(2)^n ÷ n! for n = 0 to 13.
const SERIES: [f64; 14] = [
    1.0,
    std::f64::consts::LN_2,
    0.24022650695910072,
    0.05550410866482158,
    0.009618129107628477,
    0.0013333558146428443,
    0.0001540353039338161,
    1.5252733804059841e-05,
    1.321548679014431e-06,
    1.01780860092397e-07,
    7.054911620801123e-09,
    4.4455382718708116e-10,
    2.5678435993488206e-11,
    1.3691488853904128e-12,
];

/// 2^x with a relative error below 3e-16; x is kept within ±1000, NaN stays NaN.
#[inline(always)]
pub(crate) fn exp2(x: f64) -> f64 {
    power(x)
}

/// Replaces each x by 2^x, with the bits of [`exp2`]; as many as lanes fill.
#[inline(always)]
pub(crate) fn exp2_all<L: Lanes>(values: &mut [f64]) {
    for x in values.chunks_exact_mut(L::COUNT) {
        power(L::read(x)).write(x);
    }
}

#[inline(always)]
fn power<L: Lanes>(x: L) -> L {
    let (rest, power) = split(x);
    series(rest) * power
}

/// x as a small rest and the power of 2 of a whole number.
#[inline(always)]
fn split<L: Lanes>(x: L) -> (L, L) {
    let x = x.raised(L::all(-1000.0)).lowered(L::all(1000.0));
    let rounded = x + L::all(ROUND);
    (x - (rounded - L::all(ROUND)), rounded.power_of_two())
}

/// 2^x of a small x: Σ ln(2)^n ÷ n! · x^n. The terms from x² on are added in pairs, and pairs of pairs: in one chain each
/// addition would wait for the one before it.
#[inline(always)]
fn series<L: Lanes>(x: L) -> L {
    let [c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13] = SERIES;
    let x2 = x * x;
    let x4 = x2 * x2;
    let low = pair(c2, c3, x) + x2 * pair(c4, c5, x);
    let middle = pair(c6, c7, x) + x2 * pair(c8, c9, x);
    let high = pair(c10, c11, x) + x2 * pair(c12, c13, x);
    let rest = (low + x4 * middle) + (x4 * x4) * high;
    L::all(c0) + x * (L::all(c1) + x * rest)
}

#[inline(always)]
fn pair<L: Lanes>(constant: f64, linear: f64, x: L) -> L {
    L::all(constant) + x * L::all(linear)
}

/// The mantissa's bits of a float, and the bits of 1.
const MANTISSA: u64 = (1 << 52) - 1;
const ONE: u64 = 1023 << 52;

/// log2 x for a positive x, with an absolute error below 1e-14; exact for whole powers of 2.
///
/// ```text
/// x = m · 2^k with m in √½..√2, z = (m − 1) ÷ (m + 1): log2 x = k + 2 ÷ ln 2 · (z + z³ ÷ 3 + z⁵ ÷ 5 + …)
/// ```
pub(crate) fn log2(x: f64) -> f64 {
    // The smallest floats have no leading bit to go by.
    let (x, raised) = if x < f64::MIN_POSITIVE { (x * 18_014_398_509_481_984.0, 54.0) } else { (x, 0.0) };
    let exponent = u16::try_from(x.to_bits() >> 52).map_or(0.0, f64::from) - 1023.0;
    let mantissa = f64::from_bits(x.to_bits() & MANTISSA | ONE);
    let (mantissa, whole) = match mantissa > std::f64::consts::SQRT_2 {
        true => (mantissa / 2.0, exponent + 1.0 - raised),
        false => (mantissa, exponent - raised),
    };
    let z = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..=12_u8)
        .rev()
        .fold(0.0, |sum, at| sum * (z * z) + 1.0 / f64::from(at.wrapping_mul(2).wrapping_add(1)));
    whole + 2.0 * std::f64::consts::LOG2_E * z * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers_are_exact() {
        for k in -1000..=1000_i32 {
            assert_eq!(exp2(f64::from(k)).to_bits(), 2_f64.powi(k).to_bits());
        }
        assert!(exp2(f64::NAN).is_nan());
    }

    #[test]
    fn logarithms_agree_with_the_platform_and_are_exact_for_whole_powers() {
        for k in -1022..=1023_i32 {
            assert_eq!(log2(2_f64.powi(k)), f64::from(k));
        }
        assert_eq!(log2(f64::from_bits(1)), -1074.0);
        let mut worst = 0.0_f64;
        for i in 1..300_000_u32 {
            let x = f64::from(i) * 3.371e-4;
            worst = worst.max((log2(x) - x.log2()).abs());
        }
        assert!(worst < 1e-14, "{worst}");
    }

    #[test]
    fn many_together_have_the_bits_of_one_by_one() {
        for count in [1, 2, 7, 64, 65, 130] {
            let values: Vec<f64> =
                (0..count).map(|at| f64::from(at) * 17.31 - 1100.0).chain([f64::NAN]).collect();
            let mut together = values.clone();
            exp2_all::<f64>(&mut together);
            let bits = |value: f64| Some(value.to_bits()).filter(|_| !value.is_nan());
            for (one, found) in values.iter().zip(together) {
                assert_eq!(bits(found), bits(exp2(*one)), "2^{one} of {count}");
            }
        }
    }

    #[test]
    fn agrees_with_the_platform_to_the_last_places() {
        let mut worst = 0.0_f64;
        for i in -500_000..500_000_i32 {
            let x = f64::from(i) * 1.234_567e-3;
            let expected = x.exp2();
            worst = worst.max(((exp2(x) - expected) / expected).abs());
        }
        assert!(worst < 4.5e-16, "{worst}");
    }
}
