//! Every operation on lanes has the bits that it has on single floats, at every width of this machine.
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]

use cs_wide::{LaneWork, Lanes, Mask, Width};

type Operation<L> = fn(L, L) -> L;

/// What every operation makes of pairs of floats, one list an operation.
struct Everything<'a> {
    pairs: &'a [(f64, f64)],
}

/// Pads a list so that any register is filled.
fn padded(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.resize(values.len().next_multiple_of(64), f64::NAN);
    values
}

impl LaneWork for Everything<'_> {
    type Output = Vec<(&'static str, Vec<u64>)>;

    fn run<L: Lanes>(self) -> Self::Output {
        let (left, right) =
            (padded(self.pairs.iter().map(|pair| pair.0)), padded(self.pairs.iter().map(|pair| pair.1)));
        let bits = [0, 1, 2, 3, 4, 5, 6, 7].map(|at| 1_u64 << at);
        let operations: [(&'static str, Operation<L>); 20] = [
            ("add", |a, b| a + b),
            ("sub", |a, b| a - b),
            ("mul", |a, b| a * b),
            ("div", |a, b| a / b),
            ("raised", L::raised),
            ("lowered", L::lowered),
            ("size", |a, _| a.size()),
            ("power_of_two", |a, _| a.power_of_two()),
            ("all", |_, _| L::all(-0.0)),
            ("at_least", |a, b| a.at_least(b).pick(a, b)),
            ("above", |a, b| a.above(b).pick(a, b)),
            ("equals", |a, b| a.equals(b).pick(L::all(1.0), b)),
            ("is_nan", |a, b| a.is_nan().pick(b, a)),
            ("is_number", |a, b| a.is_number().pick(a, b)),
            ("keep", |a, b| a.above(b).keep(a)),
            ("and", |a, b| (a.is_number() & b.is_number()).keep(a)),
            ("or", |a, b| (a.is_number() | b.is_number()).keep(L::all(2.0))),
            ("xor", |a, b| (a.is_number() ^ b.is_number()).keep(L::all(2.0))),
            ("none", |a, b| L::Mask::none().pick(a, b)),
            ("short", |_, _| L::read(&[])),
        ];
        let each = |operation: Operation<L>| {
            let mut out = vec![0.0; left.len()];
            let pairs = left.chunks_exact(L::COUNT).zip(right.chunks_exact(L::COUNT));
            for (to, (a, b)) in out.chunks_exact_mut(L::COUNT).zip(pairs) {
                operation(L::read(a), L::read(b)).write(to);
            }
            // Any NaN is as good as another.
            let canonical = |value: f64| if value.is_nan() { u64::MAX } else { value.to_bits() };
            out.into_iter().map(canonical).collect::<Vec<_>>()
        };
        let mut found: Self::Output =
            operations.into_iter().map(|(name, operation)| (name, each(operation))).collect();
        let (mut word, mut bytes) = (0, [9_u8; 64]);
        for (at, value) in left.chunks_exact(L::COUNT).enumerate().take(64 / L::COUNT) {
            word |= L::read(value).is_number().bits() << (at * L::COUNT);
        }
        for (at, to) in bytes.chunks_exact_mut(L::COUNT).enumerate() {
            let whole: Vec<f64> =
                (0..L::COUNT).map(|lane| f64::from(((at * L::COUNT + lane) * 4 + 3) as u8)).collect();
            L::read(&whole).write_bytes(to);
        }
        let stands: Vec<u64> = (0..256_u64)
            .flat_map(|word| bits.chunks_exact(L::COUNT).map(move |bits| (word, bits)))
            .map(|(word, bits)| L::stands(word, bits).bits())
            .collect();
        let stands = stands
            .chunks_exact(8 / L::COUNT)
            .map(|word| word.iter().enumerate().fold(0, |all, (at, bits)| all | bits << (at * L::COUNT)));
        found.push(("stands", stands.collect()));
        found.push(("bits", vec![word]));
        found.push(("write_bytes", bytes.iter().map(|byte| u64::from(*byte)).collect()));
        found
    }
}

#[test]
fn every_width_gives_the_bits_of_single_floats() {
    let odd = [0.0, -0.0, 1.0, -1.0, 0.1, 5e-324, 1e308, -1e308, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
    let odd = odd.into_iter().chain((0..9).map(|at| f64::from(at) * 1.7 - 3.0));
    let pairs: Vec<(f64, f64)> = odd.clone().flat_map(|a| odd.clone().map(move |b| (a, b))).collect();
    let expected = Width::BASELINE.run_lanes(Everything { pairs: &pairs });
    assert_eq!(expected.len(), 23);
    for width in Width::all() {
        assert_eq!(width.run_lanes(Everything { pairs: &pairs }), expected, "{}", width.name());
    }
    let stands = expected.iter().find(|(name, _)| *name == "stands").map(|(_, words)| words.clone());
    assert_eq!(stands, Some((0..256).collect()));
}
