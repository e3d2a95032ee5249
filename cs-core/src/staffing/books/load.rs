//! Hours, values and loads as whole numbers: millionths of an hour, ten-thousandths of a currency unit, and for hours and
//! value together millionths of millionths of the portfolio.

use super::account::Accounts;
use super::request::Rules;
use crate::error::{Error, ErrorCode, Result};
use crate::staffing::number::Number;

/// Places that hours keep.
pub(super) const HOUR_PLACES: u32 = 6;
/// Places that values keep.
pub(super) const VALUE_PLACES: u32 = 4;
/// Places that parts of a full-time equivalent and weights keep.
const PART_PLACES: u32 = 4;
/// A whole full-time equivalent.
pub(super) const FULL: i128 = 10_000;
/// The portfolio, of which a load of hours and value is a part.
const PORTFOLIO: i128 = 1_000_000_000_000;

/// An account as it is assigned.
pub(super) struct Item {
    pub(super) hours: i128,
    pub(super) value: i128,
    pub(super) load: i128,
    pub(super) class: usize,
    /// The success manager that it has, if that one is there.
    pub(super) owner: Option<usize>,
    pub(super) had_owner: bool,
    /// Whether its hours are known.
    pub(super) known: bool,
}

impl Item {
    /// Items in the order of their accounts.
    pub(super) fn all(accounts: &Accounts, rules: &Rules) -> Result<Vec<Self>> {
        let mut names: Vec<(&str, usize)> =
            rules.csms.iter().enumerate().map(|(at, csm)| (csm.csm.as_str(), at)).collect();
        names.sort_unstable();
        let place = |owner: &String| {
            let found = names.binary_search_by(|(name, _)| (*name).cmp(owner.as_str())).ok()?;
            names.get(found).map(|(_, at)| *at)
        };
        let owners: Vec<Option<usize>> = accounts.owners.iter().map(place).collect();
        let mut items = Vec::with_capacity(accounts.rows.len());
        for row in accounts.order.iter().filter_map(|row| accounts.rows.get(*row)) {
            let whole = |number: Option<Number>, places| scaled(number.unwrap_or(Number::ZERO), places);
            items.push(Self {
                hours: whole(row.hours, HOUR_PLACES)?,
                value: if row.hours.is_some() { whole(row.value, VALUE_PLACES)? } else { 0 },
                load: 0,
                class: row.need,
                owner: row.owner.and_then(|owner| owners.get(owner).copied().flatten()),
                had_owner: row.owner.is_some(),
                known: row.hours.is_some(),
            });
        }
        let (hours, value) = totals(&items);
        let weight = |number| scaled(number, PART_PLACES);
        let (by_hours, by_value) = (weight(rules.balance.hours)?, weight(rules.balance.value)?);
        for item in &mut items {
            item.load = match (by_hours > 0 && hours > 0, by_value > 0 && value > 0) {
                (true, false) => item.hours,
                (false, true) => item.value,
                (false, false) => 0,
                (true, true) => {
                    let share = |own: i128, all: i128, weight: i128| {
                        let part = own.saturating_mul(PORTFOLIO).checked_div(all).unwrap_or(0);
                        part.saturating_mul(weight)
                    };
                    share(item.hours, hours, by_hours).saturating_add(share(item.value, value, by_value))
                }
            };
        }
        Ok(items)
    }
}

fn totals(items: &[Item]) -> (i128, i128) {
    let add = |(hours, value): (i128, i128), item: &Item| {
        (hours.saturating_add(item.hours), value.saturating_add(item.value))
    };
    items.iter().fold((0, 0), add)
}

/// A part of a full-time equivalent in ten-thousandths, at least one.
pub(super) fn part(fte: Number) -> Result<i128> {
    Ok(scaled(fte, PART_PLACES)?.max(1))
}

/// A number as a whole number of its last place, rounded half to even.
pub(super) fn scaled(number: Number, places: u32) -> Result<i128> {
    let rounded = number.value().round_dp(places).normalize();
    let power = 10_i128.checked_pow(places.saturating_sub(rounded.scale()));
    let whole = power.and_then(|power| rounded.mantissa().checked_mul(power));
    whole.ok_or_else(|| {
        Error::new(ErrorCode::Overflow, "a number too large to be assigned").with_value(number)
    })
}
