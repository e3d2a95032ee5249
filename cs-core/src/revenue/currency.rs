//! Currencies by their ISO 4217 codes, and rates between them.

use std::collections::BTreeSet;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::entries::Entries;
use super::month::{Calendar, Month, Named};
use super::unit::overflow;
use crate::error::{Error, ErrorCode, Result, nearest};
use crate::value::number;

/// Codes by the digits of their minor unit. Source: ISO 4217 list one, 2026-01, all codes and digits, with ANG and BGN, which
/// were withdrawn in 2025 and 2026 and which older months still name; without funds, metals, units of account and what is
/// kept for tests.
const CURRENCIES: [(u32, &str); 4] = [
    (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
    (
        2,
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP \
         CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR \
         JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN \
         NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP \
         SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG",
    ),
    (3, "BHD IQD JOD KWD LYD OMR TND"),
    (4, "CLF UYW"),
];

/// Most places of a rate.
const RATE_PLACES: u32 = 12;

/// A rate: what one unit of a currency was worth in the reporting currency in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RateOfMonth {
    /// The currency.
    pub currency: String,
    /// The month.
    pub month: Named,
    /// Units of the reporting currency for one unit, a decimal text above 0.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::value::schema::decimal_text"))]
    pub rate: String,
}

impl RateOfMonth {
    /// The month and the rate.
    fn read(&self, calendar: Calendar) -> Result<(Month, Decimal)> {
        digits(&self.currency).map_err(|error| error.at("currency"))?;
        let value = number::from_text(&self.rate).map_err(|error| error.at("rate"))?.normalize();
        if value.is_sign_negative() || value.is_zero() || value.scale() > RATE_PLACES {
            let sentence = format!("a rate is above 0 and has at most {RATE_PLACES} places");
            return Err(Error::new(ErrorCode::MissingRate, sentence).at("rate").with_value(&self.rate));
        }
        let month = self.month.month(calendar).map_err(|error| error.at("month"))?;
        Ok((month, value))
    }
}

/// Digits of a currency's minor unit: 2 for EUR, 0 for JPY.
///
/// Errors: `unknown_currency`, with the nearest code there is.
///
/// ```
/// use cs_core::revenue::currency::digits;
///
/// assert_eq!((digits("EUR")?, digits("JPY")?, digits("KWD")?), (2, 0, 3));
/// assert_eq!(digits("EURO").unwrap_err().code().as_str(), "unknown_currency");
/// # Ok::<(), cs_core::error::Error>(())
/// ```
pub fn digits(code: &str) -> Result<u32> {
    let each =
        || CURRENCIES.iter().flat_map(|(digits, codes)| codes.split(' ').map(move |code| (code, *digits)));
    each().find(|(known, _)| *known == code).map(|(_, digits)| digits).ok_or_else(|| {
        let sentence = "a currency is a code of ISO 4217 such as EUR";
        let error = Error::new(ErrorCode::UnknownCurrency, sentence).with_value(format!("{code:?}"));
        match nearest(code, each().map(|(known, _)| known)) {
            Some(near) => error.with_hint(format!("did you mean {near}?")),
            None => error,
        }
    })
}

/// Rates by currency and month, as whole numbers of 10^-places.
#[derive(Debug, Clone)]
pub(super) struct Rates {
    currencies: Vec<String>,
    table: Vec<Vec<Option<i128>>>,
    /// Names months in errors.
    first: Month,
    calendar: Calendar,
}

impl Rates {
    /// Everything is worth what it says: one currency, or none named.
    pub(super) fn none() -> Self {
        Self {
            currencies: Vec::new(),
            table: Vec::new(),
            first: Month::default(),
            calendar: Calendar::Number,
        }
    }

    /// The rates of the ledger's months, and their places. `scales` brings each currency's amounts to one minor unit.
    ///
    /// Errors: `unknown_currency`, `missing_rate` (a rate of 0 or below), `duplicate`, `invalid_number`, `overflow`.
    pub(super) fn new(
        entries: &Entries<'_>,
        currencies: Vec<String>,
        reporting: &str,
        rates: &[RateOfMonth],
        scales: &[i128],
    ) -> Result<(Self, u32)> {
        let mut known = BTreeSet::new();
        let read = rates.iter().enumerate().map(|(at, rate)| {
            let place = |error: Error| error.under(&format!("rates[{at}]"));
            let (month, value) = rate.read(entries.calendar).map_err(place)?;
            if !known.insert((&rate.currency, month)) {
                let error = Error::new(ErrorCode::Duplicate, "this currency and month has a rate already");
                return Err(place(error).with_value(format!("{:?}", rate.currency)));
            }
            Ok((&rate.currency, usize::try_from(month.since(entries.first)).ok(), value))
        });
        let read: Vec<(&String, Option<usize>, Decimal)> = read.collect::<Result<_>>()?;
        let places = read.iter().map(|(.., value)| value.scale()).max().unwrap_or(0);
        let one = 10_i128.checked_pow(places).ok_or_else(overflow)?;
        let mut table = Vec::with_capacity(currencies.len());
        for (currency, scale) in currencies.iter().zip(scales) {
            let mut months = vec![None; entries.span];
            if currency == reporting {
                months.fill(Some(one.checked_mul(*scale).ok_or_else(overflow)?));
            }
            for (named, month, value) in &read {
                let Some(cell) = month.and_then(|month| months.get_mut(month)) else { continue };
                if *named != currency || currency == reporting {
                    continue;
                }
                let power = 10_i128.checked_pow(places.saturating_sub(value.scale()));
                let rate = power.and_then(|power| value.mantissa().checked_mul(power)?.checked_mul(*scale));
                *cell = Some(rate.ok_or_else(overflow)?);
            }
            table.push(months);
        }
        Ok((Self { currencies, table, first: entries.first, calendar: entries.calendar }, places))
    }

    /// An amount of a currency at the rate of a month.
    ///
    /// Errors: `missing_rate`, `overflow`.
    pub(super) fn value(&self, amount: i128, currency: usize, month: usize) -> Result<i128> {
        if amount == 0 || self.table.is_empty() {
            return Ok(amount);
        }
        let rate = self.table.get(currency).and_then(|months| months.get(month)).copied().flatten();
        let Some(rate) = rate else {
            let currency = self.currencies.get(currency).map_or("", String::as_str);
            let month = self.first.plus(i32::try_from(month).unwrap_or_default()).to_text(self.calendar);
            let sentence = "there is no rate of this currency and month";
            return Err(Error::new(ErrorCode::MissingRate, sentence)
                .at("rates")
                .with_value(format!("{currency}, {month}")));
        };
        amount.checked_mul(rate).ok_or_else(overflow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_three_letters_and_stand_once() {
        let codes: Vec<&str> = CURRENCIES.iter().flat_map(|(_, codes)| codes.split(' ')).collect();
        let mut distinct = codes.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), codes.len());
        assert!(
            codes.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()))
        );
    }
}
