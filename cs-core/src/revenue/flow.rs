//! What moved recurring revenue between two edges: exact sums and counts, and the identity that closes them.

use serde::{Deserialize, Serialize};

use super::line::Line;
use super::sum::{FlowSum, Sum};
use super::unit::{overflow, whole};
use crate::error::{Error, ErrorCode, Result};
use crate::value::rate::Rate;

/// Accounts behind the lines of a [`Flow`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// With revenue at the opening edge.
    pub opening: u64,
    /// New.
    pub new_business: u64,
    /// Back after a time without revenue.
    pub reactivation: u64,
    /// With more than at the opening edge.
    pub expansion: u64,
    /// With less, but still some.
    pub contraction: u64,
    /// With none left.
    pub churn: u64,
    /// With revenue at the closing edge.
    pub closing: u64,
    /// With more of a product family that they had.
    pub upsell: u64,
    /// With a product family that they did not have.
    pub cross_sell: u64,
}

/// The lines of one period, in whole numbers of a [`Unit`](super::unit::Unit).
///
/// ```text
/// opening + new + reactivation + expansion − contraction − churn + fx + transfer = closing
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Revenue at the opening edge.
    #[serde(with = "super::digits")]
    pub opening: i128,
    /// Of accounts that never had any before.
    #[serde(with = "super::digits")]
    pub new_business: i128,
    /// Of accounts that are back.
    #[serde(with = "super::digits")]
    pub reactivation: i128,
    /// Gained from accounts that had some.
    #[serde(with = "super::digits")]
    pub expansion: i128,
    /// Lost by accounts that kept some.
    #[serde(with = "super::digits")]
    pub contraction: i128,
    /// Lost by accounts that kept none.
    #[serde(with = "super::digits")]
    pub churn: i128,
    /// Revaluation of the opening revenue to the rates of the closing edge.
    #[serde(with = "super::digits")]
    pub fx: i128,
    /// Moved in from other segments, less what moved out to them; 0 over all.
    #[serde(with = "super::digits")]
    pub transfer: i128,
    /// Revenue at the closing edge.
    #[serde(with = "super::digits")]
    pub closing: i128,
    /// The part of the expansion in product families that the account had; 0 where products are not told apart.
    #[serde(with = "super::digits")]
    pub upsell: i128,
    /// The part of the expansion in product families that are new to the account.
    #[serde(with = "super::digits")]
    pub cross_sell: i128,
    /// The accounts behind these lines.
    pub accounts: Counts,
}

/// The sum of whole numbers, in any order; `overflow` where it does not fit.
pub(super) fn sum(numbers: impl IntoIterator<Item = i128>) -> Result<i128> {
    numbers.into_iter().collect::<Sum>().whole()
}

/// `of ÷ per` as a rate, rounded once; `zero_denominator` where `per` is 0.
pub(super) fn share(of: i128, per: i128) -> Result<Rate> {
    whole(of)?.divide(whole(per)?)?.try_into()
}

impl Flow {
    /// The amount of a line.
    #[must_use]
    pub fn line(&self, line: Line) -> i128 {
        match line {
            Line::Opening => self.opening,
            Line::NewBusiness => self.new_business,
            Line::Reactivation => self.reactivation,
            Line::Expansion => self.expansion,
            Line::Contraction => self.contraction,
            Line::Churn => self.churn,
            Line::Fx => self.fx,
            Line::Transfer => self.transfer,
            Line::Closing => self.closing,
        }
    }

    /// How many amounts there are.
    pub(super) const AMOUNTS: usize = 11;

    /// The amounts: the one list of them, and so their order.
    fn amounts_mut(&mut self) -> [&mut i128; Self::AMOUNTS] {
        [
            &mut self.opening,
            &mut self.new_business,
            &mut self.reactivation,
            &mut self.expansion,
            &mut self.contraction,
            &mut self.churn,
            &mut self.fx,
            &mut self.transfer,
            &mut self.closing,
            &mut self.upsell,
            &mut self.cross_sell,
        ]
    }

    pub(super) fn amounts(mut self) -> [i128; Self::AMOUNTS] {
        self.amounts_mut().map(|amount| *amount)
    }

    /// The flow with these amounts.
    pub(super) fn of(amounts: [i128; Self::AMOUNTS], accounts: Counts) -> Self {
        let mut own = Self { accounts, ..Self::default() };
        for (to, from) in own.amounts_mut().into_iter().zip(amounts) {
            *to = from;
        }
        own
    }

    /// The lines of other accounts over the same period, added.
    ///
    /// Errors: `overflow`.
    pub fn plus(&self, other: &Self) -> Result<Self> {
        let mut sum = FlowSum::default();
        sum.add(self);
        sum.add(other);
        sum.whole()
    }

    /// The lines in a unit that is so many times finer.
    ///
    /// Errors: `overflow`.
    pub(super) fn times(&self, factor: i128) -> Result<Self> {
        let mut amounts = self.amounts();
        for amount in &mut amounts {
            *amount = amount.checked_mul(factor).ok_or_else(overflow)?;
        }
        Ok(Self::of(amounts, self.accounts))
    }

    /// The lines of this period and of the next one as one: its opening, the next one's closing, all that moved between.
    ///
    /// Errors: `overflow`.
    pub fn then(&self, next: &Self) -> Result<Self> {
        let accounts = self.accounts.plus(&next.accounts);
        Ok(Self {
            opening: self.opening,
            closing: next.closing,
            accounts: Counts { opening: self.accounts.opening, closing: next.accounts.closing, ..accounts },
            ..self.plus(next)?
        })
    }

    /// Checks that the lines close; an error here is a defect of this library.
    ///
    /// Errors: `internal`.
    pub fn check(&self) -> Result<()> {
        let gains = [self.opening, self.new_business, self.reactivation, self.expansion];
        let mut rest: Sum = gains.into_iter().chain([self.fx, self.transfer]).collect();
        for loss in [self.contraction, self.churn, self.closing] {
            rest.subtract(loss);
        }
        if rest == Sum::default() {
            return Ok(());
        }
        Err(Error::new(ErrorCode::Internal, "the lines of a period do not close"))
    }
}

type Count = fn(&Counts) -> u64;

impl Counts {
    /// Every count by the name of its column, in order.
    pub(super) fn all(products: bool) -> impl Iterator<Item = (&'static str, Count)> {
        const ALL: [(&str, Count); 9] = [
            ("opening_accounts", |counts| counts.opening),
            ("new_accounts", |counts| counts.new_business),
            ("reactivated_accounts", |counts| counts.reactivation),
            ("expanded_accounts", |counts| counts.expansion),
            ("contracted_accounts", |counts| counts.contraction),
            ("churned_accounts", |counts| counts.churn),
            ("closing_accounts", |counts| counts.closing),
            ("upsold_accounts", |counts| counts.upsell),
            ("cross_sold_accounts", |counts| counts.cross_sell),
        ];
        ALL.into_iter().take(if products { 9 } else { 7 })
    }

    /// Refuses counts that reached the most that can be counted, where sums of them stay.
    ///
    /// Errors: `overflow`.
    pub(super) fn check(&self) -> Result<()> {
        let mut all = Self::all(true);
        if all.any(|(_, count)| count(self) == u64::MAX) { Err(overflow()) } else { Ok(()) }
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        Self {
            opening: self.opening.saturating_add(other.opening),
            new_business: self.new_business.saturating_add(other.new_business),
            reactivation: self.reactivation.saturating_add(other.reactivation),
            expansion: self.expansion.saturating_add(other.expansion),
            contraction: self.contraction.saturating_add(other.contraction),
            churn: self.churn.saturating_add(other.churn),
            closing: self.closing.saturating_add(other.closing),
            upsell: self.upsell.saturating_add(other.upsell),
            cross_sell: self.cross_sell.saturating_add(other.cross_sell),
        }
    }
}
