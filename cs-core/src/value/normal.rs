//! Quantiles of the standard normal distribution, with the same bits on every platform.

use crate::error::{Error, ErrorCode, Result};

/// Highest confidence level; the approximation below holds up to it.
const HIGHEST_LEVEL: f64 = 1.0 - 1e-10;

/// The z with a probability of `level` between −z and z: 1.96 for 0.95.
///
/// Wichura (1988), algorithm AS 241, to about 1 part in 10^15. Errors: `out_of_range` unless 0 < level ≤ 1 − 10⁻¹⁰.
pub(crate) fn two_sided_quantile(level: f64) -> Result<f64> {
    if !(level > 0.0 && level <= HIGHEST_LEVEL) {
        let error =
            Error::new(ErrorCode::OutOfRange, "a confidence level lies between 0 and 1, such as 0.95");
        return Err(error.at("level").with_value(level));
    }
    let half = level / 2.0;
    if half <= 0.425 {
        let r = 0.180_625 - half * half;
        return Ok(half * polynomial(&CENTRE_ABOVE, r) / polynomial(&CENTRE_BELOW, r));
    }
    let r = (-logarithm(0.5 - half)).sqrt() - 1.6;
    Ok(polynomial(&TAIL_ABOVE, r) / polynomial(&TAIL_BELOW, r))
}

/// The natural logarithm of a normal number above 0: exponent · ln 2 + 2 · artanh((m − 1) ÷ (m + 1)).
/// The platform's own differs in its last bit from one system to the next.
pub(crate) fn logarithm(value: f64) -> f64 {
    let (mut mantissa, mut exponent) = (value, 0.0);
    while mantissa < std::f64::consts::FRAC_1_SQRT_2 {
        mantissa *= 2.0;
        exponent -= 1.0;
    }
    let ratio = (mantissa - 1.0) / (mantissa + 1.0);
    let series =
        (0..14_u8).rev().fold(0.0, |sum, term| sum * ratio * ratio + 1.0 / (2.0 * f64::from(term) + 1.0));
    exponent * std::f64::consts::LN_2 + 2.0 * ratio * series
}

/// Coefficients from the highest power down.
fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// Numerator of AS 241 for |half| ≤ 0.425.
const CENTRE_ABOVE: [f64; 8] = [
    2509.0809287301227,
    33430.57558358813,
    67265.7709270087,
    45921.95393154987,
    13731.69376550946,
    1971.5909503065513,
    133.14166789178438,
    3.3871328727963665,
];
/// Its denominator.
const CENTRE_BELOW: [f64; 8] = [
    5226.495278852854,
    28729.085735721943,
    39307.89580009271,
    21213.794301586597,
    5394.196021424751,
    687.1870074920579,
    42.31333070160091,
    1.0,
];
/// Numerator of AS 241 in the tail.
const TAIL_ABOVE: [f64; 8] = [
    0.0007745450142783414,
    0.022723844989269184,
    0.2417807251774506,
    1.2704582524523684,
    3.6478483247632045,
    5.769497221460691,
    4.630337846156546,
    1.4234371107496835,
];
/// Its denominator.
const TAIL_BELOW: [f64; 8] = [
    1.0507500716444169e-09,
    0.0005475938084995345,
    0.015198666563616457,
    0.14810397642748008,
    0.6897673349851,
    1.6763848301838038,
    2.053191626637759,
    1.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Python's `statistics.NormalDist().inv_cdf((1 + level) / 2)`, to 17 digits.
    const PUBLISHED: &[(f64, f64)] = &[
        (0.1, 0.12566134685507413),
        (0.5, 0.6744897501960817),
        (0.8, 1.2815515655446008),
        (0.85, 1.439531470938456),
        (0.9, 1.6448536269514715),
        (0.95, 1.9599639845400536),
        (0.975, 2.2414027276049464),
        (0.98, 2.3263478740408408),
        (0.99, 2.5758293035489),
        (0.995, 2.8070337683438114),
        (0.999, 3.2905267314919255),
        (0.9999, 3.89059188641312),
    ];

    #[test]
    fn agrees_with_an_independent_implementation() {
        for (level, z) in PUBLISHED {
            let ours = two_sided_quantile(*level).unwrap();
            assert!((ours - z).abs() <= 1e-12 * z, "{level}: {ours} is not {z}");
        }
    }

    #[test]
    fn refuses_levels_that_are_none() {
        for level in [0.0, 1.0, -0.5, 95.0, f64::NAN, f64::INFINITY] {
            assert_eq!(two_sided_quantile(level).unwrap_err().code(), ErrorCode::OutOfRange);
        }
    }
}
