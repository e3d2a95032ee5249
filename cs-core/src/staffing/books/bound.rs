//! A lower bound: the heaviest book of any assignment of the same accounts is at least this heavy.

use std::collections::BTreeMap;

use super::board::{Board, relative};
use super::load::FULL;

/// Most different sets of success managers that are compared with each other.
const SETS: usize = 1000;

/// The bound, per full-time equivalent: the largest of
///
/// - the mean load;
/// - the largest account, with the one of the most hours a week who may look after it;
/// - with equal desks: k + 1 times the (k · desks + 1)-th largest account, since some desk has k + 1 of them;
/// - the mean over every set of desks of the accounts that only they may look after;
/// - with at most n moves: a present book without its n largest accounts.
pub(super) fn lowest(board: &Board<'_>) -> i128 {
    [mean(board), largest(board), crowded(board), by_set(board), unmoved(board)]
        .into_iter()
        .fold(0, i128::max)
}

fn is_equal(board: &Board<'_>) -> bool {
    board.desks.iter().all(|desk| desk.fte == FULL)
}

/// Load ÷ parts, rounded up where loads of books are whole numbers.
fn shared(load: i128, fte: i128, whole: bool) -> i128 {
    let below = relative(load, fte);
    let rest = load.saturating_mul(FULL).checked_rem(fte).unwrap_or(0);
    below.saturating_add(i128::from(whole && rest > 0))
}

fn mean(board: &Board<'_>) -> i128 {
    let load = board.desks.iter().fold(0_i128, |sum, desk| sum.saturating_add(desk.load));
    let fte = board.desks.iter().fold(0_i128, |sum, desk| sum.saturating_add(desk.fte));
    shared(load, fte, is_equal(board))
}

/// Assigned items, each with its load and its kind.
fn assigned<'b>(board: &'b Board<'_>) -> impl Iterator<Item = (i128, usize)> + 'b {
    let there = board.items.iter().zip(&board.desk).filter(|(_, desk)| desk.is_some());
    there.map(|(item, _)| (item.load, item.class))
}

/// Parts of the full-time equivalents of a set of desks: their sum, and the largest.
fn parts(board: &Board<'_>, set: &[u64]) -> (i128, i128) {
    let mut found = (0_i128, 0_i128);
    for (desk, place) in board.desks.iter().zip(&board.places) {
        if set.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1) {
            found = (found.0.saturating_add(desk.fte), found.1.max(desk.fte));
        }
    }
    found
}

fn largest(board: &Board<'_>) -> i128 {
    let mut heaviest: BTreeMap<usize, i128> = BTreeMap::new();
    for (load, class) in assigned(board) {
        let most = heaviest.entry(class).or_insert(0);
        *most = load.max(*most);
    }
    let bound = |(class, load): (&usize, &i128)| relative(*load, parts(board, board.classes.set(*class)).1);
    heaviest.iter().map(bound).fold(0, i128::max)
}

fn crowded(board: &Board<'_>) -> i128 {
    if !is_equal(board) || board.desks.is_empty() {
        return 0;
    }
    let mut loads: Vec<i128> = assigned(board).map(|(load, _)| load).collect();
    loads.sort_unstable_by(|one, other| other.cmp(one));
    let every = loads.iter().step_by(board.desks.len()).zip(1_i128..).skip(1);
    every.map(|(load, count)| load.saturating_mul(count)).fold(0, i128::max)
}

fn by_set(board: &Board<'_>) -> i128 {
    let mut loads: BTreeMap<&[u64], i128> = BTreeMap::new();
    for (load, class) in assigned(board) {
        let sum = loads.entry(board.classes.set(class)).or_insert(0);
        *sum = sum.saturating_add(load);
    }
    if loads.len() > SETS {
        return 0;
    }
    let within =
        |inner: &[u64], outer: &[u64]| inner.iter().zip(outer).all(|(inner, outer)| inner & !outer == 0);
    let bound = |set: &&[u64]| {
        let only = loads.iter().filter(|(inner, _)| within(inner, set));
        let load = only.fold(0_i128, |sum, (_, load)| sum.saturating_add(*load));
        shared(load, parts(board, set).0, is_equal(board))
    };
    loads.keys().map(bound).fold(0, i128::max)
}

fn unmoved(board: &Board<'_>) -> i128 {
    let Some(moves) = board.rules.most_moves.and_then(|most| usize::try_from(most).ok()) else { return 0 };
    let mut books: Vec<Vec<i128>> = vec![Vec::new(); board.desks.len()];
    for (item, home) in board.items.iter().zip(&board.home) {
        if let Some(book) = home.and_then(|home| books.get_mut(home)) {
            book.push(item.load);
        }
    }
    let bound = |(book, desk): (&mut Vec<i128>, &super::board::Desk)| {
        book.sort_unstable_by(|one, other| other.cmp(one));
        let left = book.iter().skip(moves).fold(0_i128, |sum, load| sum.saturating_add(*load));
        relative(left, desk.fte)
    };
    books.iter_mut().zip(&board.desks).map(bound).fold(0, i128::max)
}
