//! Scores of many accounts by a set of cards: chosen by rule, scored card by card.

use chrono::NaiveDate;

use super::card_column::{SetColumn, SetField};
use super::card_set::{Chooser, ScorecardSet};
use crate::error::{Error, Result};
use crate::fact::input::Invalid;
use crate::fact::selection::Selection;
use crate::fact::table::Table;
use crate::fact::tile::TILE;
use crate::fact::workers::Workers;
use crate::health::band::{UNKNOWN, UNKNOWN_NAME};
use crate::health::score_column::ScoreColumn;
use crate::health::scorecard::Scorecard;

/// The card of an account, and the rule that chose it; none is the card for all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::health) struct Chosen {
    pub(in crate::health) card: usize,
    pub(in crate::health) rule: Option<usize>,
}

impl Chooser {
    /// The card of each row.
    ///
    /// Errors: those of binding and judging the rules.
    pub(in crate::health) fn choose(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
    ) -> Result<Vec<Option<Chosen>>> {
        let rules =
            self.choices.iter().map(|(rule, ..)| rule.bind(table, as_of)).collect::<Result<Vec<_>>>()?;
        let others = self.otherwise.map(|card| Chosen { card, rule: None });
        let mut chosen = vec![others; table.rows()];
        for (at, tile) in chosen.chunks_mut(TILE).enumerate() {
            let mut open = u64::MAX;
            for (at_rule, (rule, (_, card, _))) in rules.iter().zip(&self.choices).enumerate() {
                let yes = rule.judge(at.saturating_mul(TILE), tile.len(), invalid, None)?.yes & open;
                for (lane, to) in tile.iter_mut().enumerate().filter(|(lane, _)| yes >> lane & 1 == 1) {
                    open &= !(1 << lane);
                    *to = Some(Chosen { card: *card, rule: Some(at_rule) });
                }
            }
        }
        Ok(chosen)
    }
}

/// One score of a table's rows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SetScored {
    /// The name of the score.
    pub name: String,
    /// The score; NaN where there is none.
    pub score: Vec<f64>,
    /// The place of the band in `bands`.
    pub band: Vec<u16>,
    /// The names of the unknown band and of all bands of the cards that this score may choose.
    pub bands: Vec<String>,
    /// The rank of the band among those of the chosen card, the lowest 0; 255 where it is unknown or no card is chosen.
    /// This column and the others of a [`ScoreColumn`] are empty unless asked for.
    pub band_rank: Vec<u8>,
    /// Weight present ÷ weight applicable; 0 where no card is chosen.
    pub coverage: Vec<f64>,
    /// The score with every missing indicator at 0; NaN where nothing applies or no card is chosen.
    pub low: Vec<f64>,
    /// The score with every missing indicator at 100; NaN likewise.
    pub high: Vec<f64>,
    /// How many indicators of the chosen card have no value, or one that is too old.
    pub missing: Vec<u32>,
    /// How many indicators of the chosen card have a source that failed.
    pub errored: Vec<u32>,
    /// The score as the chosen card says to show it; NaN where there is none.
    pub shown: Vec<f64>,
    /// The place of the card in the set; none where no card is chosen.
    pub card: Vec<Option<usize>>,
    /// The place of the rule that chose it; none where it is the card for all others.
    pub rule: Vec<Option<usize>>,
    /// The reasons of the rules.
    pub reasons: Vec<String>,
    /// Rows in which at least one indicator was errored.
    pub errored_rows: u64,
}

impl ScorecardSet {
    /// Scores every row, each score with the card that is chosen for the row. One account at a time gives the same bits.
    ///
    /// Errors: as [`score_table`](Scorecard::score_table); a value of a row is judged only by the card
    /// that is chosen for the row.
    pub fn score_table(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
    ) -> Result<Vec<SetScored>> {
        self.score_columns(table, as_of, invalid, &self.usual_columns())
    }

    /// As [`score_table`](Self::score_table), with a choice of columns; a score of which none is wanted is not computed.
    pub fn score_columns(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        wanted: &[SetColumn],
    ) -> Result<Vec<SetScored>> {
        self.score_columns_with(table, as_of, invalid, wanted, &Workers::ALONE)
    }

    /// As [`score_columns`](Self::score_columns); these workers score the accounts of a card that has many. The results have
    /// the same bits.
    ///
    /// Errors: also that of whoever is asked.
    pub fn score_columns_with(
        &self,
        table: &Table<'_>,
        as_of: NaiveDate,
        invalid: Invalid,
        wanted: &[SetColumn],
        workers: &Workers<'_>,
    ) -> Result<Vec<SetScored>> {
        let mut scores = Vec::new();
        for chooser in &self.choosers {
            let own = || wanted.iter().filter(|column| column.score() == chooser.name).map(SetColumn::field);
            let given = own().filter_map(|field| match field {
                SetField::Given(column) => Some(column),
                _ => None,
            });
            if own().next().is_some() {
                let given: Vec<ScoreColumn> = given.collect();
                scores.push(self.scored(chooser, table, (as_of, invalid), &given, workers)?);
            }
        }
        Ok(scores)
    }

    fn scored(
        &self,
        chooser: &Chooser,
        table: &Table<'_>,
        (as_of, invalid): (NaiveDate, Invalid),
        wanted: &[ScoreColumn],
        workers: &Workers<'_>,
    ) -> Result<SetScored> {
        let may = |at: &usize| {
            chooser.otherwise == Some(*at) || chooser.choices.iter().any(|(_, card, _)| card == at)
        };
        let cards: Vec<(usize, &Scorecard)> =
            self.cards().iter().enumerate().filter(|(at, _)| may(at)).collect();
        for name in cards.iter().flat_map(|(_, card)| card.facts()) {
            // A column that a card may need is missed whether or not a row has that card.
            table.column(name)?;
        }
        let chosen = chooser.choose(table, as_of, invalid)?;
        let bands = band_names(&cards);
        let unknown = place(&bands, UNKNOWN_NAME);
        let rows = table.rows();
        let length = |column: ScoreColumn| if wanted.contains(&column) { rows } else { 0 };
        let mut out = SetScored {
            name: chooser.name.clone(),
            score: vec![f64::NAN; rows],
            band: vec![unknown; rows],
            band_rank: vec![UNKNOWN; length(ScoreColumn::BandRank)],
            coverage: vec![0.0; length(ScoreColumn::Coverage)],
            low: vec![f64::NAN; length(ScoreColumn::Low)],
            high: vec![f64::NAN; length(ScoreColumn::High)],
            missing: vec![0; length(ScoreColumn::Missing)],
            errored: vec![0; length(ScoreColumn::Errored)],
            shown: vec![f64::NAN; length(ScoreColumn::Shown)],
            card: chosen.iter().map(|chosen| chosen.map(|chosen| chosen.card)).collect(),
            rule: chosen.iter().map(|chosen| chosen.and_then(|chosen| chosen.rule)).collect(),
            reasons: chooser.choices.iter().map(|(_, _, reason)| reason.clone()).collect(),
            bands,
            errored_rows: 0,
        };
        let mut first: Option<Error> = None;
        for (at, card) in cards {
            let own: Vec<usize> = (0..rows).filter(|row| out.card.get(*row) == Some(&Some(at))).collect();
            if own.is_empty() && rows > 0 {
                continue;
            }
            let part = Selection::of(table, own, card.facts())?;
            let score = |table: Table<'_>| card.score_columns_with(&table, as_of, invalid, wanted, workers);
            let scored = match part.table().and_then(score) {
                Ok(scored) => scored,
                Err(error) => {
                    // Of several cards, the error of the first row is given, as one account after the other would.
                    let error = part.located(error);
                    first = first.into_iter().chain([error]).min_by_key(Error::row);
                    continue;
                }
            };
            let name = |rank: u8| if rank == UNKNOWN { UNKNOWN_NAME } else { card.bands().name(rank) };
            let ranks: Vec<u16> = (0..=u8::MAX).map(|rank| place(&out.bands, name(rank))).collect();
            scatter(part.rows(), &scored.score, &mut out.score);
            scatter(part.rows(), &scored.band, &mut out.band_rank);
            scatter(part.rows(), &scored.coverage, &mut out.coverage);
            scatter(part.rows(), &scored.low, &mut out.low);
            scatter(part.rows(), &scored.high, &mut out.high);
            scatter(part.rows(), &scored.missing, &mut out.missing);
            scatter(part.rows(), &scored.errored, &mut out.errored);
            scatter(part.rows(), &scored.shown, &mut out.shown);
            let named: Vec<u16> = scored
                .band
                .iter()
                .map(|rank| ranks.get(usize::from(*rank)).copied().unwrap_or(unknown))
                .collect();
            scatter(part.rows(), &named, &mut out.band);
            out.errored_rows = out.errored_rows.saturating_add(scored.errored_rows);
        }
        first.map_or(Ok(out), Err)
    }
}

/// The unknown band, and the bands of cards, from the first card's lowest on.
fn band_names(cards: &[(usize, &Scorecard)]) -> Vec<String> {
    let mut names = vec![UNKNOWN_NAME.to_owned()];
    for name in cards.iter().flat_map(|(_, card)| card.bands().iter().map(crate::health::band::Band::name)) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn place(names: &[String], name: &str) -> u16 {
    names.iter().position(|known| known == name).and_then(|at| u16::try_from(at).ok()).unwrap_or(0)
}

fn scatter<T: Copy>(rows: &[usize], from: &[T], to: &mut [T]) {
    for (row, value) in rows.iter().zip(from) {
        to.iter_mut().skip(*row).take(1).for_each(|to| *to = *value);
    }
}
