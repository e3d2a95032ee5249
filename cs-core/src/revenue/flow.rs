//! What moved recurring revenue between two edges: exact sums and counts, and the identity that closes them.

use serde::{Deserialize, Serialize};

use super::line::Line;
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

/// The sum of whole numbers; `overflow` where it does not fit.
pub(super) fn sum(numbers: impl IntoIterator<Item = i128>) -> Result<i128> {
    numbers.into_iter().try_fold(0_i128, i128::checked_add).ok_or_else(overflow)
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

    /// The lines of other accounts over the same period, added.
    ///
    /// Errors: `overflow`.
    pub fn plus(&self, other: &Self) -> Result<Self> {
        let add = |line: Line| sum([self.line(line), other.line(line)]);
        Ok(Self {
            opening: add(Line::Opening)?,
            new_business: add(Line::NewBusiness)?,
            reactivation: add(Line::Reactivation)?,
            expansion: add(Line::Expansion)?,
            contraction: add(Line::Contraction)?,
            churn: add(Line::Churn)?,
            fx: add(Line::Fx)?,
            transfer: add(Line::Transfer)?,
            closing: add(Line::Closing)?,
            upsell: sum([self.upsell, other.upsell])?,
            cross_sell: sum([self.cross_sell, other.cross_sell])?,
            accounts: self.accounts.plus(&other.accounts),
        })
    }

    /// The lines in a unit that is so many times finer.
    ///
    /// Errors: `overflow`.
    pub(super) fn times(&self, factor: i128) -> Result<Self> {
        let line = |line: Line| self.line(line).checked_mul(factor).ok_or_else(overflow);
        Ok(Self {
            opening: line(Line::Opening)?,
            new_business: line(Line::NewBusiness)?,
            reactivation: line(Line::Reactivation)?,
            expansion: line(Line::Expansion)?,
            contraction: line(Line::Contraction)?,
            churn: line(Line::Churn)?,
            fx: line(Line::Fx)?,
            transfer: line(Line::Transfer)?,
            closing: line(Line::Closing)?,
            upsell: self.upsell.checked_mul(factor).ok_or_else(overflow)?,
            cross_sell: self.cross_sell.checked_mul(factor).ok_or_else(overflow)?,
            accounts: self.accounts,
        })
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
    /// Errors: `internal`, `overflow`.
    pub fn check(&self) -> Result<()> {
        let gains = sum([self.opening, self.new_business, self.reactivation, self.expansion])?;
        let others = sum([self.fx, self.transfer])?;
        let losses = sum([self.contraction, self.churn, self.closing])?;
        if sum([gains, others])? == losses {
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

    fn plus(&self, other: &Self) -> Self {
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
