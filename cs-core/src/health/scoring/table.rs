//! Scores of many accounts: columns in, columns out, one pass, nothing allocated per row.

use chrono::NaiveDate;
use cs_wide::{pages, shelf};

use super::bound::{BoundCard, HealthTile};
use super::leaf::LeafTile;
use super::mean::Run;
use super::score_column::ScoreColumn;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;
use crate::health::scorecard::Scorecard;

/// Rows that are scored before somebody is asked whether to go on.
const STRETCH: usize = 1 << 14;

/// A table shorter than this many rows a thread is not worth the start of so many threads.
pub const ROWS_PER_THREAD: usize = 1 << 16;

/// Scores of a table's rows, in the same order.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Scored {
    /// The score after exceptions; NaN where there is none.
    pub score: Vec<f64>,
    /// The rank of the band, the lowest band 0; 255 where it is unknown. [`crate::health::band::Bands::name`] gives its name.
    pub band: Vec<u8>,
    /// Weight present ÷ weight applicable, 0 to 1.
    pub coverage: Vec<f64>,
    /// The score before exceptions with every missing indicator at 0; NaN where no indicator applies.
    pub low: Vec<f64>,
    /// The score before exceptions with every missing indicator at 100; NaN where no indicator applies.
    pub high: Vec<f64>,
    /// How many indicators have no value, or one that is too old; empty unless asked for.
    pub missing: Vec<u32>,
    /// How many indicators have a source that failed; empty unless asked for.
    pub errored: Vec<u32>,
    /// The score as the card says to show it, see [`Scorecard::shown_number`]; NaN where there is none; empty unless asked
    /// for.
    pub shown: Vec<f64>,
    /// Rows in which at least one indicator was errored.
    pub errored_rows: u64,
}

impl Scored {
    /// Memory for the scores of so many rows, to be written over: scores and bands, and of the other columns those that are
    /// wanted.
    #[must_use]
    pub fn room(rows: usize, wanted: &[ScoreColumn]) -> Self {
        let length = |column: ScoreColumn| if wanted.contains(&column) { rows } else { 0 };
        let floats = |column: ScoreColumn| shelf::room(length(column));
        let counts = |column: ScoreColumn| pages::zeroed(length(column));
        Self {
            score: shelf::room(rows),
            band: shelf::room(rows),
            coverage: floats(ScoreColumn::Coverage),
            low: floats(ScoreColumn::Low),
            high: floats(ScoreColumn::High),
            missing: counts(ScoreColumn::Missing),
            errored: counts(ScoreColumn::Errored),
            shown: floats(ScoreColumn::Shown),
            errored_rows: 0,
        }
    }

    /// The columns as outputs, those that are wanted.
    pub fn outputs(&mut self, wanted: &[ScoreColumn]) -> Outputs<'_> {
        Outputs {
            score: &mut self.score,
            band: &mut self.band,
            coverage: wanted.contains(&ScoreColumn::Coverage).then_some(&mut self.coverage),
            low: wanted.contains(&ScoreColumn::Low).then_some(&mut self.low),
            high: wanted.contains(&ScoreColumn::High).then_some(&mut self.high),
            missing: wanted.contains(&ScoreColumn::Missing).then_some(&mut self.missing),
            errored: wanted.contains(&ScoreColumn::Errored).then_some(&mut self.errored),
            shown: wanted.contains(&ScoreColumn::Shown).then_some(&mut self.shown),
        }
    }
}

/// Where the scores of a run of rows are written; what is not wanted is not computed into anything.
#[derive(Debug, Default)]
pub struct Outputs<'o> {
    /// Scores; required.
    pub score: &'o mut [f64],
    /// Ranks of bands; required.
    pub band: &'o mut [u8],
    /// Coverage.
    pub coverage: Option<&'o mut [f64]>,
    /// Lower bounds.
    pub low: Option<&'o mut [f64]>,
    /// Upper bounds.
    pub high: Option<&'o mut [f64]>,
    /// Numbers of missing indicators.
    pub missing: Option<&'o mut [u32]>,
    /// Numbers of errored indicators.
    pub errored: Option<&'o mut [u32]>,
    /// Scores as the card says to show them.
    pub shown: Option<&'o mut [f64]>,
}

fn cut<T>(out: Option<&mut [T]>, rows: usize) -> (Option<&mut [T]>, Option<&mut [T]>) {
    out.and_then(|out| out.split_at_mut_checked(rows))
        .map_or((None, None), |(left, right)| (Some(left), Some(right)))
}

impl<'o> Outputs<'o> {
    fn check(&self, rows: usize) -> Result<()> {
        let floats = [&self.coverage, &self.low, &self.high, &self.shown];
        let floats = floats.into_iter().flatten().map(|out| out.len());
        let counts = [&self.missing, &self.errored].into_iter().flatten().map(|out| out.len());
        let mut lengths = [self.score.len(), self.band.len()].into_iter().chain(floats).chain(counts);
        match lengths.find(|length| *length != rows) {
            None => Ok(()),
            Some(found) => {
                let sentence = format!("the table has {rows} rows, an output {found}");
                Err(Error::new(ErrorCode::LengthMismatch, sentence))
            }
        }
    }

    /// Cuts the outputs in two after so many rows.
    #[must_use]
    pub fn split_at(self, rows: usize) -> (Self, Self) {
        let (score, score_rest) = cut(Some(self.score), rows);
        let (band, band_rest) = cut(Some(self.band), rows);
        let (coverage, coverage_rest) = cut(self.coverage, rows);
        let (low, low_rest) = cut(self.low, rows);
        let (high, high_rest) = cut(self.high, rows);
        let (missing, missing_rest) = cut(self.missing, rows);
        let (errored, errored_rest) = cut(self.errored, rows);
        let (shown, shown_rest) = cut(self.shown, rows);
        let (score, band) = (score.unwrap_or_default(), band.unwrap_or_default());
        let left = Outputs { score, band, coverage, low, high, missing, errored, shown };
        let right = Outputs {
            score: score_rest.unwrap_or_default(),
            band: band_rest.unwrap_or_default(),
            coverage: coverage_rest,
            low: low_rest,
            high: high_rest,
            missing: missing_rest,
            errored: errored_rest,
            shown: shown_rest,
        };
        (left, right)
    }
}

impl Scorecard {
    /// Scores every row. One account at a time gives the same bits.
    ///
    /// Errors: `missing_column`, `type_mismatch`, `not_fitted`, and for a row `non_finite`, `overflow`, `invalid_date`.
    ///
    /// ```
    /// use cs_core::prelude::*;
    ///
    /// let card = Scorecard::builder("logins").indicator(Indicator::of("logins", fact("logins_30d")).scale(linear(0.0, 20.0))).build()?;
    /// let logins = [14.0, f64::NAN];
    /// let table = Table::new(2).with("logins_30d", Values::Float(&logins), None)?;
    /// let scored = card.score_table(&table, NaiveDate::from_ymd_opt(2026, 10, 31).unwrap())?;
    /// assert_eq!((scored.score[0], card.bands().name(scored.band[0])), (70.0, "healthy"));
    /// assert!(scored.score[1].is_nan());
    /// assert_eq!(card.bands().name(scored.band[1]), "unknown");
    /// # Ok::<(), Error>(())
    /// ```
    pub fn score_table(&self, table: &Table<'_>, as_of: NaiveDate) -> Result<Scored> {
        self.score_table_with(table, as_of, Invalid::Error)
    }

    /// As [`score_table`](Self::score_table), with a choice of what infinite numbers get.
    pub fn score_table_with(&self, table: &Table<'_>, as_of: NaiveDate, invalid: Invalid) -> Result<Scored> {
        self.score_columns(table, as_of, invalid, &ScoreColumn::USUAL)
    }

    /// As [`score_table_with`](Self::score_table_with); scores and bands are always there, the other columns where they
    /// are wanted, and empty where they are not.
    pub fn score_columns(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        wanted: &[ScoreColumn],
    ) -> Result<Scored> {
        self.score_columns_with(table, as_of, invalid, wanted, &Workers::ALONE)
    }

    /// As [`score_columns`](Self::score_columns), by these workers, one for each [`ROWS_PER_THREAD`] rows at most; the
    /// results have the same bits.
    ///
    /// Errors: also that of whoever is asked.
    pub fn score_columns_with(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        wanted: &[ScoreColumn],
        workers: &Workers<'_>,
    ) -> Result<Scored> {
        let workers = workers.at_most(table.rows().div_ceil(ROWS_PER_THREAD));
        let mut scored = Scored::room(table.rows(), wanted);
        let outputs = scored.outputs(wanted);
        scored.errored_rows = self.score_into_with(table, as_of, invalid, outputs, &workers)?;
        Ok(scored)
    }

    /// Scores every row into the caller's memory; returns the number of rows with an errored indicator.
    ///
    /// Errors: as [`score_table`](Self::score_table), and `length_mismatch` before anything is written. After another
    /// error the outputs hold the rows before it.
    pub fn score_into(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        outputs: Outputs<'_>,
    ) -> Result<u64> {
        self.score_into_with(table, as_of, invalid, outputs, &Workers::ALONE)
    }

    /// As [`score_into`](Self::score_into), by these workers; the results have the same bits.
    ///
    /// Errors: also that of whoever is asked.
    pub fn score_into_with(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        mut outputs: Outputs<'_>,
        workers: &Workers<'_>,
    ) -> Result<u64> {
        outputs.check(table.rows())?;
        let card = &self.bind(table, as_of, invalid)?;
        let mut work = Vec::new();
        for rows in workers.runs(table.rows(), TILE) {
            let (own, rest) = outputs.split_at(rows.len());
            work.push((rows.start, own));
            outputs = rest;
        }
        let errored = workers.map(work, |(start, outputs)| run(self, card, start, outputs, workers))?;
        Ok(errored.into_iter().fold(0_u64, u64::saturating_add))
    }

    /// As [`score_into`](Self::score_into), on so many threads; the results have the same bits.
    #[cfg(feature = "parallel")]
    pub fn score_into_parallel(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        outputs: Outputs<'_>,
        threads: std::num::NonZeroUsize,
    ) -> Result<u64> {
        self.score_into_with(table, as_of, invalid, outputs, &Workers::new(threads))
    }
}

/// Scores the rows from `start` on, as many as the outputs hold.
fn run(
    of: &Scorecard,
    card: &BoundCard<'_>,
    start: usize,
    mut outputs: Outputs<'_>,
    workers: &Workers<'_>,
) -> Result<u64> {
    let counts = outputs.missing.is_some() || outputs.errored.is_some();
    let mut leaves = if counts || card.needs_leaves() { Some(card.leaf_tiles()) } else { None };
    let bounds = outputs.low.is_some() || outputs.high.is_some();
    let coverage = outputs.coverage.is_some();
    let mut tile = HealthTile::empty();
    let mut errored = 0_u64;
    let mut done = 0_usize;
    for (score, band) in outputs.score.chunks_mut(TILE).zip(outputs.band.chunks_mut(TILE)) {
        if done.is_multiple_of(STRETCH) {
            workers.ask()?;
        }
        let run = Run { width: card.width, rows: score.len(), bounds, coverage };
        card.tile_into(start.saturating_add(done), run, leaves.as_mut(), &mut tile)?;
        copy(score, tile.score());
        copy(band, tile.rank());
        for (out, values) in [
            (&mut outputs.coverage, &tile.coverage),
            (&mut outputs.low, &tile.outcome.low),
            (&mut outputs.high, &tile.outcome.high),
        ] {
            if let Some(out) = out.as_deref_mut().and_then(|out| out.get_mut(done..)) {
                copy(out, values.get(..run.rows).unwrap_or(values));
            }
        }
        if let Some(out) = outputs.shown.as_deref_mut().and_then(|out| out.get_mut(done..)) {
            for ((to, score), rank) in out.iter_mut().zip(&*score).zip(&*band) {
                *to = of.shown_number(*score, *rank);
            }
        }
        let leaves = leaves.as_deref().unwrap_or(&[]);
        for (out, bits) in [
            (&mut outputs.missing, LeafTile::missing as fn(&LeafTile) -> u64),
            (&mut outputs.errored, |leaf| leaf.errored),
        ] {
            if let Some(out) = out.as_deref_mut().and_then(|out| out.get_mut(done..)) {
                count(out.get_mut(..run.rows).unwrap_or(&mut []), leaves.iter().map(bits));
            }
        }
        errored = errored.saturating_add(u64::from(tile.errored.count_ones()));
        done = done.saturating_add(run.rows);
    }
    Ok(errored)
}

/// In how many of the sets each row's bit stands.
fn count(out: &mut [u32], sets: impl Iterator<Item = u64>) {
    out.fill(0);
    for bits in sets {
        for (lane, count) in out.iter_mut().enumerate() {
            *count = count.saturating_add(u32::from(bits >> lane & 1 == 1));
        }
    }
}

fn copy<T: Copy>(out: &mut [T], values: &[T]) {
    for (to, from) in out.iter_mut().zip(values) {
        *to = *from;
    }
}
