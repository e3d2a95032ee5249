//! One column, read 64 rows at a time into numbers where NaN is missing.

use cs_wide::{Lanes, Mask};
use rust_decimal::Decimal;

use super::facts::Fact;
use super::table::{Texts, Validity, Values, word, word_of_tile};
use super::tile::{self, BITS, TILE, bits, hide, mask, shown};
use crate::error::{Error, ErrorCode, Result};
use crate::value::number;

/// A named column.
#[derive(Debug, Clone, Copy)]
pub struct Column<'a> {
    name: &'a str,
    values: Values<'a>,
    validity: Option<Validity<'a>>,
    /// Whether no row has a value; asked for once, because of many rows that takes a while.
    missing: bool,
}

impl<'a> Column<'a> {
    pub(super) fn new(
        name: &'a str,
        values: Values<'a>,
        validity: Option<Validity<'a>>,
        rows: usize,
    ) -> Self {
        let column = Self { name, values, validity, missing: false };
        let known = |start: usize| column.known_tile(start, rows.saturating_sub(start).min(TILE));
        Self { missing: (0..rows).step_by(TILE).all(|start| known(start) == 0), ..column }
    }

    /// The column's name.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The values as they lie in memory.
    pub(crate) fn values(&self) -> Values<'a> {
        self.values
    }

    /// The type, as error messages call it; missing where no row has a value.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self.values {
            _ if self.is_missing() => "missing",
            Values::Float(_) | Values::Integer(_) | Values::Decimal { .. } => "number",
            Values::Flag { .. } => "flag",
            Values::Day(_) => "day",
            Values::Text(_) => "text",
            Values::Missing => "missing",
        }
    }

    /// Whether the column holds numbers (or nothing at all).
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self.type_name(), "number" | "missing")
    }

    /// Whether the column may hold days: as days or as texts (or nothing at all).
    #[must_use]
    pub(super) fn is_dates(&self) -> bool {
        matches!(self.type_name(), "day" | "text" | "missing")
    }

    /// Whether nothing is known of any row. Of what type such a column is, nobody knows either: readers of CSV make texts
    /// or floats of an empty one. So it stands for a column of any type.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.missing
    }

    /// Whether the column holds texts.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self.values, Values::Text(_))
    }

    /// Floats as they are, in which NaN alone is missing.
    pub(crate) fn plain_floats(&self) -> Option<&'a [f64]> {
        match self.values {
            Values::Float(values) if self.validity.is_none() => Some(values),
            _ => None,
        }
    }

    /// Whole numbers of which none is missing.
    pub(crate) fn whole_numbers(&self) -> Option<&'a [i64]> {
        match self.values {
            Values::Integer(numbers) if self.validity.is_none() => Some(numbers),
            _ => None,
        }
    }

    /// Whether the column can name accounts: texts, whole numbers, or nothing at all.
    #[must_use]
    pub fn is_names(&self) -> bool {
        matches!(self.values, Values::Text(_) | Values::Integer(_)) || self.is_missing()
    }

    /// The validity bits of 64 rows.
    #[inline]
    pub(super) fn known(&self, start: usize) -> u64 {
        match (&self.values, &self.validity) {
            (Values::Missing, _) => 0,
            (_, Some(validity)) => validity.word(start),
            (_, None) => u64::MAX,
        }
    }

    /// The validity bits of a tile, where tile after tile is read.
    #[inline(always)]
    fn known_of_tile(&self, start: usize) -> u64 {
        self.validity.as_ref().map_or(u64::MAX, |validity| validity.word_of_tile(start))
    }

    /// Whether a row's value is there (a NaN is not).
    #[must_use]
    pub fn is_known(&self, row: usize) -> bool {
        self.known(row) & 1 == 1
            && !matches!(self.values, Values::Float(values) if values.get(row).is_none_or(|value| value.is_nan()))
    }

    /// Bits of the rows of a tile whose value is there.
    pub(crate) fn known_tile(&self, start: usize, rows: usize) -> u64 {
        let known = self.known(start) & mask(rows);
        match self.values {
            Values::Float(values) => {
                known & bits(values.iter().skip(start).take(rows), |value| !value.is_nan())
            }
            _ => known,
        }
    }

    /// The error that a column of another type is needed. It shows the first text, of texts that should be numbers the
    /// first that is none, and otherwise what the column holds: all rows are wrong, so the error names no row of its own.
    #[must_use]
    pub fn mismatch(&self, wanted: &str) -> Error {
        let held = format!("{}s", self.type_name());
        let sentence = format!("a {wanted} column is needed, this one holds {held}");
        let error = Error::new(ErrorCode::TypeMismatch, sentence).in_column(self.name);
        match self.first_words(wanted == "number") {
            Some((_, text)) if matches!(self.values, Values::Text(Texts::Same(_))) => {
                error.with_value(format!("{text:?}"))
            }
            Some((row, text)) => error.with_value(format!("{text:?}")).with_hint(format!("see row {row}")),
            None => error.with_said_value(held),
        }
    }

    /// Reads numbers; −0 becomes 0. Flags read as 1 and 0, days as days since 1970-01-01.
    ///
    /// `type_mismatch` for texts.
    #[inline]
    pub(crate) fn numbers(&self, start: usize, out: &mut [f64]) -> Result<()> {
        match self.values {
            Values::Float(values) => tile::copy(values.get(start..).unwrap_or(&[]), out),
            Values::Integer(values) => copy(values.get(start..), out, float),
            Values::Decimal { mantissas, scale } => {
                copy(mantissas.get(start..), out, |value| decimal(value, scale))
            }
            Values::Day(values) => copy(values.get(start..), out, f64::from),
            Values::Flag { bits, offset } => {
                let word = word(bits, offset.saturating_add(start));
                for (at, to) in out.iter_mut().enumerate() {
                    *to = if word >> at & 1 == 1 { 1.0 } else { 0.0 };
                }
            }
            Values::Missing => out.fill(f64::NAN),
            Values::Text(_) if self.known_tile(start, out.len()) == 0 => out.fill(f64::NAN),
            Values::Text(_) => return Err(self.mismatch("number")),
        }
        if self.validity.is_some() {
            hide(self.known(start), out);
        }
        Ok(())
    }

    /// The numbers of a tile as [`numbers`](Self::numbers) reads them, except that −0 stays; where they stand ready in
    /// memory, they are not copied. The memory is as long as lanes fill; behind the last row it holds NaN. None for texts.
    #[inline(always)]
    pub(crate) fn tile<'t, L: Lanes>(
        &'t self,
        start: usize,
        rows: usize,
        memory: &'t mut [f64],
    ) -> Option<&'t [f64]> {
        match self.values {
            Values::Float(values) => {
                let known = self.known_of_tile(start);
                let values = values.get(start..)?;
                match values.get(..memory.len()) {
                    Some(values) if known == u64::MAX => return Some(values),
                    Some(whole) => {
                        // A pass that only copies waits for memory: it asks for the tile after the next.
                        cs_wide::fetch(
                            values.get(TILE.saturating_mul(2)..TILE.saturating_mul(3)).unwrap_or(&[]),
                        );
                        shown::<L>(known, whole, memory);
                    }
                    None => {
                        memory.fill(f64::NAN);
                        copy(Some(values), memory, |value| value);
                        hide(known, memory);
                    }
                }
            }
            Values::Flag { bits, offset } => {
                let known = self.known_of_tile(start);
                let set = word_of_tile(bits, offset.saturating_add(start));
                for (to, bits) in memory.chunks_exact_mut(L::COUNT).zip(BITS.chunks_exact(L::COUNT)) {
                    let flag = L::stands(set, bits).keep(L::all(1.0));
                    L::stands(known, bits).pick(flag, L::all(f64::NAN)).write(to);
                }
            }
            _ => {
                memory.fill(f64::NAN);
                self.numbers(start, memory.get_mut(..rows)?).ok()?;
            }
        }
        Some(memory)
    }

    /// The value of a row as a fact; none where it is missing or cannot be read.
    pub(crate) fn fact(&self, row: usize) -> Option<Fact> {
        let mut number = [f64::NAN];
        match self.values {
            _ if !self.is_known(row) => None,
            Values::Text(_) => self.text(row).ok().flatten().map(Fact::from),
            Values::Day(values) => values.get(row).map(|day| Fact::Day(*day)),
            _ => self.numbers(row, &mut number).ok().map(|()| match self.values {
                Values::Flag { .. } => Fact::Flag(number.iter().all(|bit| *bit > 0.0)),
                _ => Fact::Number(number.into_iter().sum()),
            }),
        }
    }

    /// The exact number of a row; none where it is missing. A float enters by its shortest text.
    ///
    /// Errors: `type_mismatch` (no numbers); with the row `non_finite`, `overflow` (more than 28 digits).
    pub(crate) fn exact(&self, row: usize) -> Result<Option<Decimal>> {
        if !self.is_known(row) {
            return Ok(None);
        }
        let found = match self.values {
            Values::Float(values) => values.get(row).map(|value| number::from_float(*value)),
            Values::Integer(values) => values.get(row).map(|value| Ok(Decimal::from(*value))),
            Values::Decimal { mantissas, scale } => mantissas.get(row).map(|mantissa| {
                let too_long = || Error::new(ErrorCode::Overflow, "a number has at most 28 digits");
                let value = Decimal::try_from_i128_with_scale(*mantissa, scale).map_err(|_| too_long())?;
                number::from_text(&value.normalize().to_string()).map_err(|_| too_long())
            }),
            _ => return Err(self.mismatch("number")),
        };
        found.transpose().map_err(|error| error.in_column(self.name).at_row(row))
    }
}

#[inline(always)]
fn copy<T: Copy>(values: Option<&[T]>, out: &mut [f64], convert: impl Fn(T) -> f64) {
    for (to, from) in out.iter_mut().zip(values.unwrap_or(&[])) {
        *to = convert(*from);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "documented: whole numbers beyond 2^53 are rounded to the nearest float"
)]
pub(super) fn float(value: i64) -> f64 {
    value as f64
}

/// `mantissa · 10^-scale`, correctly rounded.
fn decimal(mantissa: i128, scale: u32) -> f64 {
    // Both sides are exact floats here, so one division rounds once.
    if let (Ok(small), Ok(power)) = (i64::try_from(mantissa), i32::try_from(scale))
        && small.unsigned_abs() < 1 << 53
        && scale <= 22
    {
        return float(small) / 10_f64.powi(power);
    }
    match Decimal::try_from_i128_with_scale(mantissa, scale) {
        Ok(value) => number::to_float(value),
        Err(_) => format!("{mantissa}e-{scale}").parse().unwrap_or(f64::NAN),
    }
}

#[cfg(test)]
mod tests {
    use cs_wide::{LaneWork, Width};

    use super::*;
    use crate::fact::table::{Table, Texts};

    #[test]
    fn values_under_a_cleared_bit_are_not_looked_at() {
        let values = [f64::INFINITY, 2.0, -0.0];
        let known = [0b1111_1110];
        let table = Table::new(3).with("a", Values::Float(&values), Some(Validity::new(&known, 0))).unwrap();
        let mut out = [0.0; 3];
        table.column("a").unwrap().numbers(0, &mut out).unwrap();
        assert!(out[0].is_nan());
        assert_eq!(out[2].to_bits(), 0.0_f64.to_bits());
    }

    #[test]
    fn a_column_without_any_value_is_of_no_type_and_one_value_makes_its_type() {
        let texts = ["", "", "pro"];
        for (known, kind) in [(0b000, "missing"), (0b1111_1000, "missing"), (0b100, "text")] {
            let bits = [known];
            let table = Table::new(3)
                .with("t", Values::Text(Texts::Slices(&texts)), Some(Validity::new(&bits, 0)))
                .unwrap();
            let column = table.column("t").unwrap();
            assert_eq!(column.type_name(), kind);
            assert_eq!(column.numbers(0, &mut [0.0; 3]).is_ok(), kind == "missing");
            assert_eq!(column.amount_type().is_ok(), kind == "missing");
        }
        let floats = [f64::NAN; 130];
        let table = Table::new(130).with("a", Values::Float(&floats), None).unwrap();
        let column = table.column("a").unwrap();
        assert!(column.is_missing() && column.is_names());
        assert_eq!((column.text(7).unwrap(), column.date(7).unwrap()), (None, None));
    }

    /// The tile of a column on lanes.
    struct Read<'a>(&'a Column<'a>, usize, usize);

    impl LaneWork for Read<'_> {
        type Output = Vec<f64>;

        fn run<L: Lanes>(self) -> Vec<f64> {
            let mut memory = vec![7.0; self.2.next_multiple_of(L::COUNT)];
            self.0.tile::<L>(self.1, self.2, &mut memory).unwrap()[..self.2].to_vec()
        }
    }

    #[test]
    fn a_tile_has_the_numbers_of_its_rows_at_every_width() {
        let floats: Vec<f64> =
            (0..150_u8).map(|at| if at % 7 == 3 { f64::NAN } else { f64::from(at) - 70.5 }).collect();
        let bits: Vec<u8> = (0..21_u8).map(|at| at.wrapping_mul(37) ^ 0x5a).collect();
        let (some, all) = (Validity::new(&bits, 5), Validity::new(&[0xff; 21], 5));
        for values in [Values::Float(&floats), Values::Flag { bits: &bits, offset: 3 }, Values::Missing] {
            for validity in [None, Some(some), Some(all)] {
                let table = Table::new(150).with("a", values, validity).unwrap();
                let column = table.column("a").unwrap();
                for (start, rows) in [(0, 64), (64, 64), (128, 22), (149, 1), (3, 5)] {
                    let mut expected = vec![0.0; rows];
                    column.numbers(start, &mut expected).unwrap();
                    for (at, number) in expected.iter().enumerate() {
                        let known = validity.is_none_or(|validity| validity.word(start + at) & 1 == 1);
                        assert_eq!(number.is_nan(), !known || !column.is_known(start + at), "{start} + {at}");
                    }
                    for width in Width::all() {
                        let found = width.run_lanes(Read(column, start, rows));
                        let bits = |value: &f64| Some(value.to_bits()).filter(|_| !value.is_nan());
                        assert!(found.iter().map(bits).eq(expected.iter().map(bits)), "{}", width.name());
                    }
                }
            }
        }
    }

    #[test]
    fn decimals_become_the_nearest_float() {
        assert_eq!(decimal(15, 1), 1.5);
        assert_eq!(
            decimal(10_000_000_000_000_000_000_000_000_001, 28),
            1.000_000_000_000_000_000_000_000_000_1
        );
        assert_eq!(decimal(-7, 28), -7e-28);
        assert_eq!(decimal(i128::from(i64::MAX), 3), 9_223_372_036_854_775.807);
    }
}
