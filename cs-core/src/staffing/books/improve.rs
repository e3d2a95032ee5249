//! Local search: the heaviest book is made lighter, by a move or a swap, until that is possible no more.

use super::board::{Board, relative};
use crate::error::Result;
use crate::fact::workers::Workers;
use crate::staffing::books::load::scaled;

/// Lightest books that are tried first.
const NEAR: usize = 8;
/// Books that a swap is tried with.
const SWAPPED: usize = 32;
/// Accounts of a book that are looked at, on either side of the one that would fit best.
const AROUND: usize = 32;
/// The heaviest accounts of a book that a swap is tried with.
const HEAVIEST: usize = 64;
/// Parts of the mean: closer than one of them, books count as balanced.
const PARTS: i128 = 10_000;

/// An account that goes to another desk, and one that may come back for it.
#[derive(Clone, Copy)]
struct Step {
    /// The heavier of the two books afterwards, per full-time equivalent.
    heavier: i128,
    to: usize,
    gives: usize,
    takes: Option<usize>,
}

impl Board<'_> {
    /// Errors: that of whoever is asked.
    pub(super) fn improve(&mut self, workers: &Workers<'_>) -> Result<()> {
        let mean = self.mean();
        let balanced = mean.saturating_add(mean.checked_div(PARTS).unwrap_or(0));
        let tolerance = scaled(self.rules.tolerance, 4).unwrap_or(i128::MAX);
        let extra = mean.saturating_mul(tolerance).checked_div(PARTS).unwrap_or(0);
        let leave_home = mean.saturating_add(extra);
        let mut stuck = vec![false; self.desks.len()];
        let mut swaps = self.desks.len().saturating_mul(4).saturating_add(1000);
        let steps = self.items.len().saturating_mul(4).saturating_add(1000);
        for _ in 0..steps {
            workers.ask()?;
            let Some((weight, from)) = self.heaviest(&stuck).filter(|(weight, _)| *weight > balanced) else {
                return Ok(());
            };
            let free = weight > leave_home;
            let step = self.move_from(from, weight, free).or_else(|| {
                swaps = swaps.checked_sub(1)?;
                self.swap_from(from, weight, free)
            });
            let (desks, done) = match step {
                Some(step) => ([from, step.to], false),
                None => ([from, from], true),
            };
            if let Some(step) = step {
                self.take(step.gives);
                if let Some(back) = step.takes {
                    self.take(back);
                    self.put(back, from);
                }
                self.put(step.gives, step.to);
            }
            for desk in desks {
                if let Some(stuck) = stuck.get_mut(desk) {
                    *stuck = done;
                }
            }
        }
        Ok(())
    }

    /// The heaviest book that is not stuck, the first of equals.
    fn heaviest(&self, stuck: &[bool]) -> Option<(i128, usize)> {
        let mut heaviest: Option<(i128, usize)> = None;
        for (desk, _) in stuck.iter().enumerate().filter(|(_, stuck)| !**stuck) {
            let weight = self.weight(desk);
            if heaviest.is_none_or(|(most, _)| weight > most) {
                heaviest = Some((weight, desk));
            }
        }
        heaviest
    }

    /// The lightest books, in their order, at most so many.
    fn lightest(&self, most: usize) -> Vec<usize> {
        let mut lightest: Vec<(i128, usize)> = Vec::with_capacity(most.saturating_add(1));
        for desk in 0..self.desks.len() {
            let entry = (self.weight(desk), desk);
            if lightest.len() < most || lightest.last().is_some_and(|last| entry < *last) {
                let place = lightest.partition_point(|other| *other < entry);
                lightest.insert(place, entry);
                lightest.truncate(most);
            }
        }
        lightest.into_iter().map(|(_, desk)| desk).collect()
    }

    fn move_from(&self, from: usize, weight: i128, free: bool) -> Option<Step> {
        let best = |desks: &mut dyn Iterator<Item = usize>| {
            let mut best: Option<Step> = None;
            for to in desks.filter(|to| *to != from) {
                let step = self.best_move(from, to, weight, free);
                best = better(best, step);
            }
            best
        };
        best(&mut self.lightest(NEAR).into_iter()).or_else(|| best(&mut (0..self.desks.len())))
    }

    /// The account whose move to that desk makes the heavier of both lightest.
    fn best_move(&self, from: usize, to: usize, weight: i128, free: bool) -> Option<Step> {
        let (one, other) = (self.desks.get(from)?, self.desks.get(to)?);
        let ideal = self.ideal(from, to)?;
        let middle = one.book.partition_point(|(load, _)| *load <= ideal);
        let (below, above) = one.book.split_at_checked(middle)?;
        let try_one = |(load, item): &(i128, usize)| {
            let heavier = relative(one.load.saturating_sub(*load), one.fte)
                .max(relative(other.load.saturating_add(*load), other.fte));
            let good =
                *load > 0 && heavier < weight && self.may_move(*item, to, free) && self.fits(*item, to, None);
            good.then_some(Step { heavier, to, gives: *item, takes: None })
        };
        let below = below.iter().rev().take(AROUND).find_map(try_one);
        better(below, above.iter().take(AROUND).find_map(try_one))
    }

    fn swap_from(&self, from: usize, weight: i128, free: bool) -> Option<Step> {
        let mut best: Option<Step> = None;
        for to in self.lightest(SWAPPED).into_iter().filter(|to| *to != from) {
            best = better(best, self.best_swap(from, to, weight, free));
        }
        best
    }

    /// The two accounts whose swap makes the heavier of both books lightest.
    fn best_swap(&self, from: usize, to: usize, weight: i128, free: bool) -> Option<Step> {
        let (one, other) = (self.desks.get(from)?, self.desks.get(to)?);
        let ideal = self.ideal(from, to)?;
        let mut best: Option<Step> = None;
        for (load, item) in one.book.iter().rev().take(HEAVIEST) {
            let wanted = load.saturating_sub(ideal);
            let near = other.book.partition_point(|(load, _)| *load < wanted).saturating_sub(2);
            for (back_load, back) in other.book.iter().skip(near).take(5) {
                let moved = load.saturating_sub(*back_load);
                let heavier = relative(one.load.saturating_sub(moved), one.fte)
                    .max(relative(other.load.saturating_add(moved), other.fte));
                let lighter = moved > 0 && heavier < weight && best.is_none_or(|best| heavier < best.heavier);
                if lighter
                    && self.may_swap((*item, to), (*back, from), free)
                    && self.fits(*item, to, Some(*back))
                    && self.fits(*back, from, Some(*item))
                {
                    best = Some(Step { heavier, to, gives: *item, takes: Some(*back) });
                }
            }
        }
        best
    }

    /// The load that would make both books equally heavy; none where the other one is not lighter.
    fn ideal(&self, from: usize, to: usize) -> Option<i128> {
        let (one, other) = (self.desks.get(from)?, self.desks.get(to)?);
        let more = one.load.saturating_mul(other.fte).saturating_sub(other.load.saturating_mul(one.fte));
        more.checked_div(one.fte.saturating_add(other.fte)).filter(|ideal| *ideal >= 0)
    }

    /// How many more items are away from home once this one is at that desk: −1, 0 or 1.
    fn farther(&self, item: usize, to: usize) -> i64 {
        match (self.home.get(item).copied().flatten(), self.desk.get(item).copied().flatten()) {
            (Some(home), Some(now)) => i64::from(home != to).saturating_sub(i64::from(home != now)),
            _ => 0,
        }
    }

    fn may_move(&self, item: usize, to: usize, free: bool) -> bool {
        self.may_leave(self.farther(item, to), free)
    }

    fn may_swap(&self, gives: (usize, usize), takes: (usize, usize), free: bool) -> bool {
        let farther = self.farther(gives.0, gives.1).saturating_add(self.farther(takes.0, takes.1));
        self.may_leave(farther, free)
    }

    /// Whether so many more items may be away from home.
    fn may_leave(&self, farther: i64, free: bool) -> bool {
        let Ok(more) = u64::try_from(farther) else { return true };
        more == 0 || (free && self.rules.most_moves.is_none_or(|most| self.away.saturating_add(more) <= most))
    }
}

/// The step that leaves the lighter pair; the first of equals.
fn better(one: Option<Step>, other: Option<Step>) -> Option<Step> {
    match (one, other) {
        (Some(first), Some(second)) if second.heavier < first.heavier => Some(second),
        (Some(first), _) => Some(first),
        (None, other) => other,
    }
}
