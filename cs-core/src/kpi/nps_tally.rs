//! Answers counted at the speed at which they are read.

use cs_wide::{Width, Work};

use super::nps::{InvalidAnswer, Nps, refuse};
use crate::{
    error::Result,
    fact::{column::Column, table::Validity, tile::TILE},
};

/// Answers side by side in one step of the counting loop.
const LANES: usize = 64;
/// Steps after which a lane of 8 bits could overflow.
const STEPS: usize = 255;
/// Bytes between the answers that are counted and those that memory is asked for: a page, at whose end processors stop
/// looking ahead.
const AHEAD: usize = 4096;

/// Counts answers as they come, in parts of any size.
///
/// ```
/// use cs_core::kpi::{InvalidAnswer, NpsTally};
///
/// let mut tally = NpsTally::new(InvalidAnswer::Missing);
/// tally.add_bytes(&[10, 9, 8, 3, 11], None)?;
/// tally.add(7.0)?;
/// let survey = tally.finish()?;
/// assert_eq!((survey.score().to_string(), survey.invalid()), ("20".to_owned(), 1));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct NpsTally {
    policy: InvalidAnswer,
    rows: usize,
    promoters: u64,
    passives: u64,
    detractors: u64,
    missing: u64,
    invalid: u64,
}

impl NpsTally {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(invalid: InvalidAnswer) -> Self {
        Self { policy: invalid, rows: 0, promoters: 0, passives: 0, detractors: 0, missing: 0, invalid: 0 }
    }

    /// Counts one answer; NaN is a blank. Errors: those of [`InvalidAnswer::Error`].
    pub fn add(&mut self, answer: f64) -> Result<()> {
        match answer {
            _ if answer.is_nan() => self.missing = self.missing.saturating_add(1),
            _ if !(0.0..=10.0).contains(&answer) || answer.fract() > 0.0 => {
                if self.policy == InvalidAnswer::Error {
                    return Err(refuse(answer).at_row(self.rows));
                }
                self.invalid = self.invalid.saturating_add(1);
            }
            9.0.. => self.promoters = self.promoters.saturating_add(1),
            7.0.. => self.passives = self.passives.saturating_add(1),
            _ => self.detractors = self.detractors.saturating_add(1),
        }
        self.rows = self.rows.saturating_add(1);
        Ok(())
    }

    /// Counts bytes, as surveys are usually kept; a row whose validity bit is 0 is a blank.
    pub fn add_bytes(&mut self, answers: &[u8], validity: Option<Validity<'_>>) -> Result<()> {
        let Some(validity) = validity else { return self.add_cells(answers, |byte| *byte) };
        for (tile, start) in answers.chunks(TILE).zip((0..).step_by(TILE)) {
            let known = validity.word(start);
            if known == u64::MAX {
                self.add_cells(tile, |byte| *byte)?;
                continue;
            }
            for (at, byte) in tile.iter().enumerate() {
                self.add(if known >> at & 1 == 1 { f64::from(*byte) } else { f64::NAN })?;
            }
        }
        Ok(())
    }

    /// Counts bytes that lie in cells of another kind, none of them blank.
    pub fn add_cells<T>(&mut self, answers: &[T], read: impl Fn(&T) -> u8 + Copy) -> Result<()> {
        let [six, eight, ten] = up_to(answers, read);
        let count = u64::try_from(answers.len()).unwrap_or(u64::MAX);
        if ten < count && self.policy == InvalidAnswer::Error {
            let wrong = answers.iter().map(read).enumerate().find(|(_, answer)| *answer > 10);
            let (row, answer) = wrong.unwrap_or_default();
            return Err(refuse(f64::from(answer)).at_row(self.rows.saturating_add(row)));
        }
        self.detractors = self.detractors.saturating_add(six);
        self.passives = self.passives.saturating_add(eight.saturating_sub(six));
        self.promoters = self.promoters.saturating_add(ten.saturating_sub(eight));
        self.invalid = self.invalid.saturating_add(count.saturating_sub(ten));
        self.rows = self.rows.saturating_add(answers.len());
        Ok(())
    }

    /// Counts a column of numbers. Errors: `type_mismatch` for a column of anything else.
    pub fn add_column(&mut self, column: &Column<'_>, rows: usize) -> Result<()> {
        if !column.is_number() {
            return Err(column.mismatch("number"));
        }
        let mut tile = [0.0; TILE];
        for start in (0..rows).step_by(TILE) {
            let length = rows.saturating_sub(start).min(TILE);
            let part = tile.get_mut(..length).unwrap_or_default();
            column.numbers(start, part)?;
            for answer in part {
                self.add(*answer).map_err(|error| error.in_column(column.name()))?;
            }
        }
        Ok(())
    }

    /// Counts blanks.
    pub fn add_missing(&mut self, rows: u64) {
        self.missing = self.missing.saturating_add(rows);
    }

    /// The survey; `no_population` where no answer counts.
    pub fn finish(self) -> Result<Nps> {
        let survey = Nps::new(self.promoters, self.passives, self.detractors)?;
        Ok(survey.leaving_out(self.missing, self.invalid))
    }
}

/// How many answers are at most 6, 8 and 10: three comparisons a byte, many bytes side by side.
fn up_to<T>(answers: &[T], read: impl Fn(&T) -> u8 + Copy) -> [u64; 3] {
    Width::widest().run(UpTo(answers, read))
}

struct UpTo<'a, T, F>(&'a [T], F);

impl<T, F: Fn(&T) -> u8 + Copy> Work for UpTo<'_, T, F> {
    type Output = [u64; 3];

    #[inline(always)]
    fn run(self) -> [u64; 3] {
        let Self(answers, read) = self;
        let ahead = const { AHEAD.div_ceil(size_of::<T>()) };
        let mut soon = answers.get(ahead..).unwrap_or_default().as_chunks::<LANES>().0.iter();
        let mut counts = [0_u64; 3];
        for block in answers.chunks(LANES.saturating_mul(STEPS)) {
            let mut lanes = [[0_u8; LANES]; 3];
            let [six, eight, ten] = &mut lanes;
            let lines = block.chunks_exact(LANES);
            let rest = lines.remainder();
            for line in lines {
                if let Some(soon) = soon.next() {
                    cs_wide::fetch(soon);
                }
                for (((answer, six), eight), ten) in
                    line.iter().zip(&mut *six).zip(&mut *eight).zip(&mut *ten)
                {
                    let answer = read(answer);
                    *six = six.wrapping_add(u8::from(answer <= 6));
                    *eight = eight.wrapping_add(u8::from(answer <= 8));
                    *ten = ten.wrapping_add(u8::from(answer <= 10));
                }
            }
            for (count, lanes) in counts.iter_mut().zip(&lanes) {
                *count = count.saturating_add(lanes.iter().map(|lane| u64::from(*lane)).sum());
            }
            for answer in rest.iter().map(read) {
                for (count, bound) in counts.iter_mut().zip([6, 8, 10]) {
                    *count = count.saturating_add(u64::from(answer <= bound));
                }
            }
        }
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    /// Every byte, often enough that lanes would overflow, at every length around a block.
    #[test]
    fn counts_bytes_as_it_counts_one_by_one() {
        let answers: Vec<u8> =
            (0..LANES * STEPS + 200).map(|at| u8::try_from(at * 7 % 13).unwrap()).collect();
        for length in [0, 1, 63, 64, 65, LANES * STEPS - 1, LANES * STEPS, LANES * STEPS + 130] {
            let mut bytes = NpsTally::new(InvalidAnswer::Missing);
            let mut single = bytes;
            bytes.add_bytes(&answers[..length], None).unwrap();
            answers[..length].iter().for_each(|answer| single.add(f64::from(*answer)).unwrap());
            assert_eq!(format!("{bytes:?}"), format!("{single:?}"), "{length}");
        }
        let zeros = vec![0_u8; LANES * STEPS * 2];
        let mut all = NpsTally::new(InvalidAnswer::Error);
        all.add_bytes(&zeros, None).unwrap();
        assert_eq!(all.finish().unwrap().detractors(), zeros.len() as u64);
    }

    #[test]
    fn blanks_are_where_bits_are_cleared() {
        let mut tally = NpsTally::new(InvalidAnswer::Error);
        let mut known = [0xff_u8; 25];
        known[9] = 0b1111_0111;
        let answers = [9_u8; 190];
        tally.add_bytes(&answers, Some(Validity::new(&known, 2))).unwrap();
        assert_eq!((tally.promoters, tally.missing), (189, 1));
    }

    #[test]
    fn an_invalid_byte_is_named_by_its_row() {
        let mut tally = NpsTally::new(InvalidAnswer::Error);
        tally.add_bytes(&[1, 2, 3], None).unwrap();
        let error = tally.add_bytes(&[4, 99], None).unwrap_err();
        assert_eq!((error.code(), error.row(), error.value()), (ErrorCode::OutOfRange, Some(4), Some("99")));
    }
}
