//! Books of business: which success manager looks after which account.
//!
//! | file | concept |
//! |---|---|
//! | [`csm`] | success managers: capacity, skills, regions, languages |
//! | [`account`] | accounts, from rows or from a table |
//! | [`request`] | what is to be balanced, within which limits |
//! | `class` | who may look after which kind of account |
//! | `load` | hours and values as whole numbers |
//! | `board` | who has what; placing |
//! | `improve` | moves and swaps that lighten the heaviest book |
//! | `bound` | no assignment can be better than this |
//! | [`reason`] | why an account is where it is, or with nobody |
//! | [`report`] | books, imbalance, distance from the bound |

pub mod account;
mod board;
mod bound;
mod class;
pub mod csm;
mod improve;
mod load;
pub mod reason;
pub mod report;
pub mod request;

use account::Accounts;
use board::Board;
use class::Classes;
use load::Item;
use reason::Reason;
use report::Report;
use request::Rules;

use serde::Serialize;

use crate::error::Result;
use crate::fact::accounts::AccountId;
use crate::fact::workers::Workers;

/// Accounts assigned, in the order in which they came.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Books {
    /// The place of each account's success manager in the request; none for nobody.
    pub csm: Vec<Option<usize>>,
    /// Why.
    pub reason: Vec<Reason>,
    /// What came of it.
    pub report: Report,
}

/// Assigns accounts to success managers: present owners are kept where that is possible, books are balanced.
///
/// 1. An account stays with its owner if that one may look after it and has room, the heaviest first.
/// 2. All others go, the heaviest first, to whoever will then have the lightest book, if there is room.
/// 3. Then the heaviest book is made lighter by moving an account to a lighter book, or by swapping two, as long as that
///    makes the heavier of the two lighter; at most `most_moves` accounts leave their owner for balance's sake, and
///    only while his book is heavier than the mean by more than the tolerance.
/// 4. Where that made room for accounts that nobody had room for, they are placed, and the books are balanced again.
///
/// The load of a book is hours, value, or both as shares of the portfolio, per full-time equivalent. Accounts that nobody
/// may look after, or for whom nobody has room, are listed with the reason. The result does not depend on the order of
/// rows: ties go by account, then by success manager, in the order of their names' characters. The report states a lower
/// bound that no assignment of the same accounts can go below, and the distance from it.
///
/// Errors: `duplicate_account` and `duplicate` (a success manager) with the place; `out_of_range`; `limit`.
/// Source: longest processing time first (R. L. Graham, 1969), then local search; docs/definitions.md 7.
///
/// ```
/// use cs_core::staffing::books::{account::Accounts, books, request::Rules};
///
/// let accounts = Accounts::from_json(r#"[{"account": "a", "hours": 9}, {"account": "b", "hours": 5},
///     {"account": "c", "hours": 4, "language": "ja"}, {"account": "d", "hours": 2, "owner": "mori"}]"#)?;
/// let rules = Rules::from_json(r#"{"csms": [{"csm": "mori", "languages": ["ja"]}, {"csm": "smith", "languages": ["en"]}]}"#)?;
/// let found = books(&accounts, &rules)?;
/// assert_eq!(found.csm, [Some(1), Some(0), Some(0), Some(0)]);
/// assert_eq!(found.report.gap.unwrap().to_string(), "0.1");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn books(accounts: &Accounts, rules: &Rules) -> Result<Books> {
    books_with(accounts, rules, &Workers::ALONE)
}

/// As [`books`], with somebody who is asked whether to go on; the work is done on the caller's thread.
///
/// Errors: also that of whoever is asked.
pub fn books_with(accounts: &Accounts, rules: &Rules, workers: &Workers<'_>) -> Result<Books> {
    workers.ask()?;
    let classes = Classes::of(accounts, rules);
    let items = Item::all(accounts, rules)?;
    let mut board = Board::new(&items, &classes, rules);
    let mut waiting = board.keep();
    board.place(&mut waiting, workers)?;
    board.improve(workers)?;
    while board.place(&mut waiting, workers)? {
        board.improve(workers)?;
    }
    let bound = bound::lowest(&board);
    let report = Report::of(&board, bound, accounts)?;
    let (csm, reason) = board.rows(accounts);
    Ok(Books { csm, reason, report })
}

/// One account of [`Assigned`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Assignment {
    /// The account.
    pub account: AccountId,
    /// Who looks after it; none for nobody.
    pub csm: Option<String>,
    /// Why.
    pub reason: Reason,
}

/// Accounts of a request assigned, with their names.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Assigned {
    /// The accounts, in the order of the request.
    pub assignments: Vec<Assignment>,
    /// What came of it.
    pub report: Report,
}

/// The answer to accounts and rules in one request.
pub(super) fn assigned(form: request::RequestForm) -> Result<Assigned> {
    let names: Vec<AccountId> = form.names();
    let (accounts, rules) = form.parts()?;
    let found = books(&accounts, &rules)?;
    let name = |at: usize| rules.csms.get(at).map(|csm| csm.csm.clone());
    let rows = names.into_iter().zip(found.csm).zip(found.reason);
    let assignments =
        rows.map(|((account, csm), reason)| Assignment { account, csm: csm.and_then(name), reason });
    Ok(Assigned { assignments: assignments.collect(), report: found.report })
}
