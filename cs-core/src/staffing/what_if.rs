//! What if: accounts are moved from one tier to another.

use serde::{Deserialize, Serialize};

use super::assumption::{Form, Staffing};
use super::number::{Number, sum};
use super::portfolio::{Portfolio, Segment};
use crate::error::{Error, ErrorCode, Result};
use crate::touch::tier::Tier;
use crate::value::document::limit;
use crate::value::exact::Exact;

/// Most moves of one question.
pub const MOVES: usize = 64;

/// Accounts that are moved; without a count, all that match.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Move {
    /// The tier that they leave.
    pub from: Tier,
    /// The tier that they go to.
    pub to: Tier,
    /// How many, taken from the portfolio's rows in their order.
    #[serde(default)]
    pub accounts: Option<Number>,
    /// Only those of this stage.
    #[serde(default)]
    pub stage: Option<String>,
    /// Only those of this band of health.
    #[serde(default)]
    pub health: Option<String>,
    /// Only those of this level of complexity.
    #[serde(default)]
    pub complexity: Option<String>,
}

/// The question as it is asked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestForm {
    staffing: Form,
    portfolio: Portfolio,
    moves: Vec<Move>,
}

/// Assumptions, accounts, moves; valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    staffing: Staffing,
    portfolio: Portfolio,
    moves: Vec<Move>,
}

impl Request {
    /// Refuses what the portfolio's check refuses, counts that are none, more than [`MOVES`] moves.
    pub fn new(staffing: Staffing, portfolio: Portfolio, moves: Vec<Move>) -> Result<Self> {
        portfolio.check("portfolio")?;
        limit("moves", moves.len(), MOVES)?;
        for (at, one) in moves.iter().enumerate() {
            if let Some(accounts) = one.accounts {
                accounts.count(&format!("moves[{at}].accounts"))?;
            }
        }
        Ok(Self { staffing, portfolio, moves })
    }
}

impl TryFrom<RequestForm> for Request {
    type Error = Error;

    fn try_from(form: RequestForm) -> Result<Self> {
        let staffing = Staffing::try_from(form.staffing).map_err(|error| error.under("staffing"))?;
        Self::new(staffing, form.portfolio, form.moves)
    }
}

/// What a tier takes in an ordinary month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TierState {
    /// The tier.
    pub tier: Tier,
    /// Its accounts.
    pub accounts: u64,
    /// Recurring hours a month.
    pub hours: Number,
    /// Heads for these hours, unrounded.
    pub heads: Number,
    /// What they cost a month.
    pub monthly_cost: Number,
}

/// What the team takes in an ordinary month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct State {
    /// Each tier that the document serves or that has accounts, high first.
    pub tiers: Vec<TierState>,
    /// Recurring hours a month.
    pub hours: Number,
    /// Heads for these hours, unrounded.
    pub heads: Number,
    /// What they cost a month.
    pub monthly_cost: Number,
}

/// Before, after, and the difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct WhatIf {
    /// As it is.
    pub before: State,
    /// As it would be.
    pub after: State,
    /// Accounts that were moved.
    pub moved: u64,
    /// Hours a month more (less where negative).
    pub hours: Number,
    /// Heads more.
    pub heads: Number,
    /// Cost a month more.
    pub monthly_cost: Number,
}

/// What changes in an ordinary month when accounts are moved to another tier: the same accounts, served as that tier is.
///
/// Moves are made one after the other. ARR moves in proportion to the accounts. Dated work is left out. Errors: those of
/// reading; `inconsistent` where fewer accounts match than are to be moved; `unknown_name`; `zero_denominator` where a
/// success manager has no hours for accounts.
///
/// ```
/// use cs_core::staffing::{assumption::Staffing, portfolio::Portfolio, what_if::{Request, what_if}};
///
/// let staffing = Staffing::from_json(r#"{"kind": "staffing", "version": 1, "name": "example",
///     "tiers": {"high": {"touches": [{"name": "call", "per_month": 4, "hours": 2}]},
///               "tech": {"touches": [{"name": "webinar", "per_month": 1, "hours": 0.5}]}},
///     "hours": {"amount": 100, "per": "month"}}"#)?;
/// let portfolio: Portfolio = serde_json::from_str(r#"{"accounts": [{"tier": "high", "accounts": 50}]}"#).unwrap();
/// let moves = serde_json::from_str(r#"[{"from": "high", "to": "tech", "accounts": 20}]"#).unwrap();
/// let answer = what_if(&Request::new(staffing, portfolio, moves)?)?;
/// assert_eq!((answer.moved, answer.hours.to_string(), answer.heads.to_string()), (20, "-150".into(), "-1.5".into()));
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn what_if(request: &Request) -> Result<WhatIf> {
    let mut portfolio = request.portfolio.clone();
    let mut moved = 0_u64;
    for (at, one) in request.moves.iter().enumerate() {
        let count = apply(&mut portfolio, one).map_err(|error| error.under(&format!("moves[{at}]")))?;
        moved = moved.saturating_add(count);
    }
    let (before, totals) = state(&request.staffing, &request.portfolio)?;
    let (after, new_totals) = state(&request.staffing, &portfolio)?;
    let [hours, heads, monthly_cost] =
        [0, 1, 2].map(|at: usize| match (new_totals.get(at), totals.get(at)) {
            (Some(after), Some(before)) => after.subtract(*before).and_then(Number::try_from),
            _ => Ok(Number::ZERO),
        });
    Ok(WhatIf { before, after, moved, hours: hours?, heads: heads?, monthly_cost: monthly_cost? })
}

/// Moves accounts, and says how many.
fn apply(portfolio: &mut Portfolio, one: &Move) -> Result<u64> {
    let wanted = one.accounts.map(|accounts| accounts.count("accounts")).transpose()?;
    let mut left = wanted.unwrap_or(u64::MAX);
    let mut arrived: Vec<Segment> = Vec::new();
    let mut moved = 0_u64;
    for segment in portfolio.accounts.iter_mut().filter(|segment| one.takes(segment)) {
        let there = segment.accounts.count("accounts")?;
        let taken = there.min(left);
        if taken == 0 {
            continue;
        }
        // What is asked for does not hang on revenue.
        arrived.push(Segment { tier: one.to, accounts: taken.into(), arr: None, ..segment.clone() });
        segment.accounts = there.saturating_sub(taken).into();
        left = left.saturating_sub(taken);
        moved = moved.saturating_add(taken);
    }
    if let Some(wanted) = wanted.filter(|wanted| *wanted > moved) {
        let sentence = format!("{moved} accounts match, {wanted} are to be moved");
        return Err(Error::new(ErrorCode::Inconsistent, sentence).at("accounts"));
    }
    portfolio.accounts.extend(arrived);
    Ok(moved)
}

impl Move {
    fn takes(&self, segment: &Segment) -> bool {
        let same = |wanted: &Option<String>, found: &Option<String>| wanted.is_none() || wanted == found;
        segment.tier == self.from
            && same(&self.stage, &segment.stage)
            && same(&self.health, &segment.health)
            && same(&self.complexity, &segment.complexity)
    }
}

/// What the portfolio takes, and its sums: hours, heads, cost.
fn state(staffing: &Staffing, portfolio: &Portfolio) -> Result<(State, [Exact; 3])> {
    let capacity = staffing.capacity().a_month_to_share()?;
    let cost = staffing.monthly_cost_per_head().exact();
    let mut tiers = Vec::new();
    let mut all = Vec::new();
    for tier in portfolio.tiers(staffing) {
        let hours = portfolio.recurring(tier, staffing)?;
        let heads = hours.divide(capacity)?;
        let monthly_cost = hours.multiply(cost)?.divide(capacity)?;
        all.push(hours);
        tiers.push(TierState {
            tier,
            accounts: portfolio.count(tier)?,
            hours: hours.try_into()?,
            heads: heads.try_into()?,
            monthly_cost: monthly_cost.try_into()?,
        });
    }
    let hours = sum(all)?;
    let heads = hours.divide(capacity)?;
    let monthly_cost = hours.multiply(cost)?.divide(capacity)?;
    let state = State {
        tiers,
        hours: hours.try_into()?,
        heads: heads.try_into()?,
        monthly_cost: monthly_cost.try_into()?,
    };
    Ok((state, [hours, heads, monthly_cost]))
}
