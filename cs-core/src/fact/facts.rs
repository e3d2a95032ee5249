//! One account's facts: named values that are numbers, flags, days, texts or missing.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde::{Serialize, Serializer};

use super::table::{Table, Texts, Values};
use crate::error::Result;
use crate::value::{day, document, number};

/// One value of one account.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Fact {
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A day, as days since 1970-01-01.
    Day(i32),
    /// A text. Where a day is wanted, `YYYY-MM-DD` is read as one.
    Text(String),
    /// Known to be unknown; the same as not being there.
    Missing,
}

impl Fact {
    /// The text, when it is one.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Fact::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The fact as a column of one row.
    pub(crate) fn values(&self) -> Values<'_> {
        match self {
            Fact::Number(number) => Values::Float(std::slice::from_ref(number)),
            Fact::Flag(true) => Values::Flag { bits: &[1], offset: 0 },
            Fact::Flag(false) => Values::Flag { bits: &[0], offset: 0 },
            Fact::Day(number) => Values::Day(std::slice::from_ref(number)),
            Fact::Text(text) => Values::Text(Texts::Same(text)),
            Fact::Missing => Values::Missing,
        }
    }
}

/// Names of facts, each once, by first appearance.
pub(crate) fn once<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.filter(|name| seen.insert(*name)).map(str::to_owned).collect()
}

/// Facts of one account by name.
///
/// ```
/// use cs_core::prelude::*;
///
/// let facts = Facts::new().with("logins_30d", 14).with("plan", "pro").with("nps_answer", None::<f64>);
/// assert_eq!(Facts::from_json(r#"{"logins_30d": 14, "plan": "pro", "nps_answer": null}"#)?, facts);
/// # Ok::<(), Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts(BTreeMap<String, Fact>);

impl Facts {
    /// No facts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a fact. Whole numbers beyond 2^53 become the nearest float.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Fact>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// The fact of this name.
    #[must_use]
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.0.get(name)
    }

    /// Names and facts, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Fact)> {
        self.0.iter().map(|(name, fact)| (name.as_str(), fact))
    }

    /// Reads a JSON object: numbers, true and false, texts (days as `YYYY-MM-DD`), null for missing.
    ///
    /// Errors: `invalid_document`, `duplicate`, `limit`, `invalid_text`.
    pub fn from_json(text: &str) -> Result<Self> {
        document::read(text.as_bytes())
    }

    /// The facts as a table of one row; `names` that are not there are columns of missing values.
    pub fn table<'a>(&'a self, names: impl IntoIterator<Item = &'a str>) -> Result<Table<'a>> {
        names.into_iter().try_fold(Table::new(1), |table, name| {
            table.with(name, self.0.get(name).map_or(Values::Missing, Fact::values), None)
        })
    }
}

impl<N: Into<String>, F: Into<Fact>> FromIterator<(N, F)> for Facts {
    fn from_iter<I: IntoIterator<Item = (N, F)>>(facts: I) -> Self {
        facts.into_iter().fold(Self::new(), |facts, (name, fact)| facts.with(name, fact))
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Fact {
            fn from(value: $number) -> Self {
                Fact::Number(f64::from(value))
            }
        })*
    };
}
numbers!(f64, f32, i32, u32, i16, u16, i8, u8);

macro_rules! wide {
    ($($number:ty),*) => {
        $(impl From<$number> for Fact {
            #[expect(clippy::cast_precision_loss, reason = "documented: beyond 2^53 the nearest float")]
            fn from(value: $number) -> Self {
                Fact::Number(value as f64)
            }
        })*
    };
}
wide!(i64, u64, isize, usize);

impl From<rust_decimal::Decimal> for Fact {
    fn from(value: rust_decimal::Decimal) -> Self {
        Fact::Number(number::to_float(value))
    }
}

impl From<bool> for Fact {
    fn from(value: bool) -> Self {
        Fact::Flag(value)
    }
}

impl From<NaiveDate> for Fact {
    fn from(value: NaiveDate) -> Self {
        Fact::Day(day::to_number(value))
    }
}

impl From<&str> for Fact {
    fn from(value: &str) -> Self {
        Fact::Text(value.to_owned())
    }
}

impl From<String> for Fact {
    fn from(value: String) -> Self {
        Fact::Text(value)
    }
}

impl<T: Into<Fact>> From<Option<T>> for Fact {
    fn from(value: Option<T>) -> Self {
        value.map_or(Fact::Missing, Into::into)
    }
}

impl Serialize for Fact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Fact::Number(number) => serializer.serialize_f64(*number),
            Fact::Flag(flag) => serializer.serialize_bool(*flag),
            Fact::Day(number) => match day::from_number(*number) {
                Ok(date) => serializer.collect_str(&date),
                Err(error) => Err(serde::ser::Error::custom(error)),
            },
            Fact::Text(text) => serializer.serialize_str(text),
            Fact::Missing => serializer.serialize_none(),
        }
    }
}

struct FactVisitor;

impl Visitor<'_> for FactVisitor {
    type Value = Fact;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, true, false, a text or null")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Fact, E> {
        Ok(Fact::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Fact, E> {
        Ok(Fact::Number(super::column::float(value)))
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "documented: whole numbers beyond 2^53 are rounded to the nearest float"
    )]
    fn visit_u64<E>(self, value: u64) -> Result<Fact, E> {
        Ok(Fact::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Fact, E> {
        Ok(Fact::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Fact, E> {
        Ok(Fact::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Fact, E> {
        Ok(Fact::Missing)
    }
}

impl<'de> Deserialize<'de> for Fact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FactVisitor)
    }
}

struct FactsVisitor;

impl<'de> Visitor<'de> for FactsVisitor {
    type Value = Facts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of facts")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Facts, M::Error> {
        let mut facts = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            if facts.contains_key(&name) {
                return Err(M::Error::custom(format!("duplicate field `{name}`")));
            }
            facts.insert(name, map.next_value()?);
        }
        Ok(Facts(facts))
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FactsVisitor)
    }
}

impl Serialize for Facts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_of_every_width_are_numbers() {
        let facts = Facts::new().with("a", [1, 2].len()).with("b", 3_i64).with("c", u64::MAX);
        assert_eq!(facts, Facts::from_json(r#"{"a": 2, "b": 3, "c": 18446744073709551615}"#).unwrap());
    }
}
