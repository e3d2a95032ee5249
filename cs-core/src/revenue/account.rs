//! An account in results and documents: a whole number or a text.

use serde::de::{Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};

/// An account as the caller names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// By a whole number.
    Number(i128),
    /// By a text.
    Text(String),
}

impl Serialize for Account {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Account::Number(number) => serializer.serialize_i128(*number),
            Account::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Account {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Given;

        impl Visitor<'_> for Given {
            type Value = Account;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a text or a whole number")
            }

            fn visit_str<E>(self, text: &str) -> Result<Account, E> {
                Ok(Account::Text(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Account, E> {
                Ok(Account::Number(number.into()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Account, E> {
                Ok(Account::Number(number.into()))
            }
        }

        deserializer.deserialize_any(Given)
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Account::Number(number) => write!(f, "{number}"),
            Account::Text(text) => write!(f, "{text:?}"),
        }
    }
}
