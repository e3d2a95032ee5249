//! Who has what: books that accounts are put into and taken out of.

use super::account::Accounts;
use super::class::Classes;
use super::load::{FULL, HOUR_PLACES, Item, part, scaled};
use super::reason::Reason;
use super::request::Rules;
use crate::error::Result;
use crate::fact::workers::Workers;
use crate::staffing::number::Number;

/// The book of one success manager.
pub(super) struct Desk {
    pub(super) fte: i128,
    hours_limit: i128,
    count_limit: usize,
    pub(super) load: i128,
    pub(super) hours: i128,
    pub(super) value: i128,
    /// Loads and items, the lightest first.
    pub(super) book: Vec<(i128, usize)>,
}

/// Items and desks. Desks stand in the order of their names.
pub(super) struct Board<'a> {
    pub(super) items: &'a [Item],
    pub(super) classes: &'a Classes,
    pub(super) rules: &'a Rules,
    pub(super) desks: Vec<Desk>,
    /// The place of each desk in the request.
    pub(super) places: Vec<usize>,
    /// The desk of each item.
    pub(super) desk: Vec<Option<usize>>,
    /// The desk that each item was kept at.
    pub(super) home: Vec<Option<usize>>,
    /// Items away from home.
    pub(super) away: u64,
    /// Desks that may have room which no waiting item was offered.
    freed: Vec<bool>,
}

/// The load of a book per full-time equivalent.
pub(super) fn relative(load: i128, fte: i128) -> i128 {
    load.saturating_mul(FULL).checked_div(fte).unwrap_or(0)
}

impl<'a> Board<'a> {
    pub(super) fn new(items: &'a [Item], classes: &'a Classes, rules: &'a Rules) -> Self {
        let mut places: Vec<usize> = (0..rules.csms.len()).collect();
        places.sort_by(|one, other| {
            let name = |at: &usize| rules.csms.get(*at).map(|csm| csm.csm.as_str());
            name(one).cmp(&name(other))
        });
        let whole = |number: Option<Number>, places| number.and_then(|number| scaled(number, places).ok());
        let desks = places.iter().filter_map(|at| rules.csms.get(*at)).map(|csm| Desk {
            fte: part(csm.fte).unwrap_or(FULL),
            hours_limit: whole(csm.hours, HOUR_PLACES).unwrap_or(i128::MAX),
            count_limit: whole(csm.most_accounts, 0)
                .and_then(|most| usize::try_from(most).ok())
                .unwrap_or(usize::MAX),
            load: 0,
            hours: 0,
            value: 0,
            book: Vec::new(),
        });
        let desks: Vec<Desk> = desks.collect();
        let nowhere = vec![None; items.len()];
        let freed = vec![true; desks.len()];
        Self { items, classes, rules, desks, places, desk: nowhere.clone(), home: nowhere, away: 0, freed }
    }

    /// Keeps owners; returns everybody else, the heaviest first.
    pub(super) fn keep(&mut self) -> Vec<usize> {
        let mut heaviest: Vec<usize> = (0..self.items.len()).collect();
        let load = |item: &usize| self.items.get(*item).map_or(0, |item| item.load);
        heaviest.sort_by_key(|item| std::cmp::Reverse(load(item)));
        let mut desk_of = vec![0; self.places.len()];
        for (desk, place) in self.places.iter().enumerate() {
            if let Some(at) = desk_of.get_mut(*place) {
                *at = desk;
            }
        }
        heaviest.retain(|item| {
            let owner = self.items.get(*item).and_then(|item| item.owner);
            let desk = owner.and_then(|owner| desk_of.get(owner).copied());
            match desk.filter(|desk| self.fits(*item, *desk, None)) {
                Some(desk) => {
                    self.put(*item, desk);
                    if let Some(home) = self.home.get_mut(*item) {
                        *home = Some(desk);
                    }
                    false
                }
                None => true,
            }
        });
        heaviest
    }

    /// Places those who wait, in their order, where there is room; returns whether that changed anything. Only desks that
    /// an item has left since the last time can have room for those who still wait.
    ///
    /// Errors: that of whoever is asked.
    pub(super) fn place(&mut self, waiting: &mut Vec<usize>, workers: &Workers<'_>) -> Result<bool> {
        let desks: Vec<usize> =
            self.freed.iter().enumerate().filter_map(|(desk, freed)| freed.then_some(desk)).collect();
        self.freed.fill(false);
        let before = waiting.len();
        let mut still = Vec::new();
        for item in waiting.drain(..) {
            workers.ask()?;
            match self.lightest_for(item, &desks) {
                Some(desk) => self.put(item, desk),
                None => still.push(item),
            }
        }
        *waiting = still;
        Ok(waiting.len() < before)
    }

    /// The desk with room for an item that will then be the lightest of these, the first of equals.
    fn lightest_for(&self, item: usize, desks: &[usize]) -> Option<usize> {
        let load = self.items.get(item)?.load;
        let mut best: Option<(i128, usize)> = None;
        for at in desks {
            let desk = self.desks.get(*at)?;
            let after = relative(desk.load.saturating_add(load), desk.fte);
            if best.is_none_or(|(lightest, _)| after < lightest) && self.fits(item, *at, None) {
                best = Some((after, *at));
            }
        }
        best.map(|(_, desk)| desk)
    }

    /// Whether a desk may take an item and has room for it, once another item has left.
    pub(super) fn fits(&self, item: usize, desk: usize, leaving: Option<usize>) -> bool {
        let (Some(item), Some(at)) = (self.items.get(item), self.desks.get(desk)) else { return false };
        let left = leaving.and_then(|item| self.items.get(item)).map_or(0, |item| item.hours);
        let hours = at.hours.saturating_sub(left).saturating_add(item.hours);
        let count = at.book.len().saturating_sub(usize::from(leaving.is_some()));
        item.known
            && hours <= at.hours_limit
            && count < at.count_limit
            && self.classes.allows(item.class, desk_place(&self.places, desk))
    }

    /// Puts an item into a book.
    pub(super) fn put(&mut self, item: usize, desk: usize) {
        let (Some(own), Some(at)) = (self.items.get(item), self.desks.get_mut(desk)) else { return };
        let entry = (own.load, item);
        let place = at.book.partition_point(|other| *other < entry);
        at.book.insert(place, entry);
        at.load = at.load.saturating_add(own.load);
        at.hours = at.hours.saturating_add(own.hours);
        at.value = at.value.saturating_add(own.value);
        if let Some(to) = self.desk.get_mut(item) {
            *to = Some(desk);
        }
        let home = self.home.get(item).copied().flatten();
        self.away = self.away.saturating_add(u64::from(home.is_some_and(|home| home != desk)));
    }

    /// Takes an item out of its book.
    pub(super) fn take(&mut self, item: usize) {
        let Some(desk) = self.desk.get_mut(item).and_then(Option::take) else { return };
        let (Some(own), Some(at)) = (self.items.get(item), self.desks.get_mut(desk)) else { return };
        if let Ok(place) = at.book.binary_search(&(own.load, item)) {
            at.book.remove(place);
        }
        at.load = at.load.saturating_sub(own.load);
        at.hours = at.hours.saturating_sub(own.hours);
        at.value = at.value.saturating_sub(own.value);
        if let Some(freed) = self.freed.get_mut(desk) {
            *freed = true;
        }
        let home = self.home.get(item).copied().flatten();
        self.away = self.away.saturating_sub(u64::from(home.is_some_and(|home| home != desk)));
    }

    /// The load of a desk per full-time equivalent.
    pub(super) fn weight(&self, desk: usize) -> i128 {
        self.desks.get(desk).map_or(0, |desk| relative(desk.load, desk.fte))
    }

    /// The mean load per full-time equivalent.
    pub(super) fn mean(&self) -> i128 {
        let (load, fte) = self.desks.iter().fold((0_i128, 0_i128), |(load, fte), desk| {
            (load.saturating_add(desk.load), fte.saturating_add(desk.fte))
        });
        relative(load, fte)
    }

    /// The success manager and the reason of each account, in the order in which they came.
    pub(super) fn rows(&self, accounts: &Accounts) -> (Vec<Option<usize>>, Vec<Reason>) {
        let mut csm = vec![None; accounts.rows.len()];
        let mut reason = vec![Reason::NoCsms; accounts.rows.len()];
        for (item, row) in accounts.order.iter().enumerate() {
            if let (Some(csm), Some(reason)) = (csm.get_mut(*row), reason.get_mut(*row)) {
                *reason = self.reason(item);
                let desk = self.desk.get(item).copied().flatten();
                *csm = desk.map(|desk| desk_place(&self.places, desk));
            }
        }
        (csm, reason)
    }

    /// Why an item is where it is.
    pub(super) fn reason(&self, item: usize) -> Reason {
        let Some(own) = self.items.get(item) else { return Reason::NoCsms };
        let home = self.home.get(item).copied().flatten();
        match self.desk.get(item).copied().flatten() {
            Some(desk) if own.owner == Some(desk_place(&self.places, desk)) => Reason::Kept,
            Some(_) if home.is_some() => Reason::Moved,
            Some(_) if own.had_owner => Reason::Reassigned,
            Some(_) => Reason::Placed,
            None => match self.classes.refusal(own.class) {
                Some(Reason::NoCsms) => Reason::NoCsms,
                _ if !own.known => Reason::MissingHours,
                Some(refusal) => refusal,
                None => Reason::NoRoom,
            },
        }
    }
}

/// The place in the request of a desk's success manager.
pub(super) fn desk_place(places: &[usize], desk: usize) -> usize {
    places.get(desk).copied().unwrap_or(usize::MAX)
}
