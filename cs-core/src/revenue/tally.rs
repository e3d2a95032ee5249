//! Movements from one month to the next, of many accounts: amounts by sums and differences, without a branch per cell.

use super::flow::{Counts, Flow, sum};
use crate::error::Result;

/// Sums by month over the accounts added so far.
pub(super) struct Tally {
    closing: Vec<i64>,
    gained: Vec<i64>,
    ups: Vec<u64>,
    downs: Vec<u64>,
    new_business: Vec<Line>,
    reactivation: Vec<Line>,
    churn: Vec<Line>,
}

#[derive(Clone, Copy, Default)]
struct Line {
    amount: i64,
    accounts: u64,
}

impl Line {
    fn add(line: Option<&mut Self>, amount: i64) {
        if let Some(line) = line {
            line.amount = line.amount.wrapping_add(amount);
            line.accounts = line.accounts.wrapping_add(1);
        }
    }
}

impl Tally {
    /// A tally over so many months. All amounts that are added must together fit in 64 bits.
    pub(super) fn new(span: usize) -> Self {
        Self {
            closing: vec![0; span],
            gained: vec![0; span],
            ups: vec![0; span],
            downs: vec![0; span],
            new_business: vec![Line::default(); span],
            reactivation: vec![Line::default(); span],
            churn: vec![Line::default(); span],
        }
    }

    /// Adds an account by its revenue in each month; the first month that is below 0, where there is one, refuses it.
    pub(super) fn add(&mut self, cells: &[i64]) -> Option<usize> {
        if self.add_changes(cells) {
            return cells.iter().position(|cell| *cell < 0);
        }
        let (mut active, mut seen) = (0_u64, false);
        for (at, word) in cells.chunks(64).enumerate() {
            let first = at.wrapping_mul(64);
            let now = word
                .iter()
                .enumerate()
                .fold(0_u64, |bits, (month, cell)| bits | u64::from(*cell != 0) << month);
            let before = now << 1 | active;
            active = now >> 63;
            let known = if word.len() < 64 { (1_u64 << word.len()).wrapping_sub(1) } else { u64::MAX };
            for month in bits(now & !before) {
                let (month, amount) =
                    (first.wrapping_add(month), word.get(month).copied().unwrap_or_default());
                let line = if seen { &mut self.reactivation } else { &mut self.new_business };
                Line::add(line.get_mut(month), amount);
                seen = true;
            }
            for month in bits(before & !now & known) {
                let month = first.wrapping_add(month);
                let amount =
                    month.checked_sub(1).and_then(|last| cells.get(last)).copied().unwrap_or_default();
                Line::add(self.churn.get_mut(month), amount);
            }
        }
        None
    }

    /// Adds what needs no history; true where a month is below 0.
    #[inline]
    fn add_changes(&mut self, cells: &[i64]) -> bool {
        let mut all = 0_i64;
        let sums = self.closing.iter_mut().zip(&mut self.gained);
        let counts = self.ups.iter_mut().zip(&mut self.downs);
        let before = std::iter::once(&0).chain(cells);
        for (((closing, gained), (ups, downs)), (now, before)) in
            sums.zip(counts).zip(cells.iter().zip(before))
        {
            let change = now.wrapping_sub(*before);
            let down = change.cast_unsigned() >> 63;
            let up = change.wrapping_neg().cast_unsigned() >> 63;
            *closing = closing.wrapping_add(*now);
            *gained = gained.wrapping_add(change & down.cast_signed().wrapping_sub(1));
            *ups = ups.wrapping_add(up);
            *downs = downs.wrapping_add(down);
            all |= *now;
        }
        all < 0
    }

    /// One flow for each month. What was gained by nobody new was expansion; what was lost by nobody who left was contraction.
    pub(super) fn flows(&self) -> Result<Vec<Flow>> {
        let mut flows = Vec::with_capacity(self.closing.len());
        let mut last = Flow::default();
        let sums = self.closing.iter().zip(&self.gained).zip(self.ups.iter().zip(&self.downs));
        let lines = self.new_business.iter().zip(&self.reactivation).zip(&self.churn);
        for (((closing, gained), (ups, downs)), ((new, back), churn)) in sums.zip(lines) {
            let [closing, gained, new_business, reactivation, lost] =
                [*closing, *gained, new.amount, back.amount, churn.amount].map(i128::from);
            let expansion = sum([gained, new_business.wrapping_neg(), reactivation.wrapping_neg()])?;
            let losses = sum([last.closing, gained, closing.wrapping_neg()])?;
            let came = new.accounts.wrapping_add(back.accounts);
            let opening = last.accounts.closing;
            let flow = Flow {
                opening: last.closing,
                new_business,
                reactivation,
                expansion,
                contraction: sum([losses, lost.wrapping_neg()])?,
                churn: lost,
                closing,
                accounts: Counts {
                    opening,
                    new_business: new.accounts,
                    reactivation: back.accounts,
                    expansion: ups.wrapping_sub(came),
                    contraction: downs.wrapping_sub(churn.accounts),
                    churn: churn.accounts,
                    closing: opening.wrapping_add(came).wrapping_sub(churn.accounts),
                    ..Counts::default()
                },
                ..Flow::default()
            };
            flow.check()?;
            flows.push(flow);
            last = flow;
        }
        Ok(flows)
    }
}

/// The places of the bits that are set, lowest first.
fn bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = usize::try_from(word.trailing_zeros()).ok()?;
        if word == 0 {
            return None;
        }
        word &= word.wrapping_sub(1);
        Some(place)
    })
}
