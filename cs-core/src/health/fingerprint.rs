//! Which card a result is of: a short number made of the card's whole document.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorCode};

/// The 64-bit FNV-1a hash of a document; sixteen hexadecimal digits as text.
///
/// Two cards with the same fingerprint have the same document, but for a chance of 2⁻⁶⁴. It guards against mistakes,
/// not against forgery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint(u64);

const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

impl Fingerprint {
    /// The fingerprint of a text.
    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME)))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl From<Fingerprint> for String {
    fn from(fingerprint: Fingerprint) -> Self {
        fingerprint.to_string()
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        let plain = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = if plain { u64::from_str_radix(&text, 16).ok() } else { None };
        number.map(Self).ok_or_else(|| {
            Error::new(ErrorCode::InvalidDocument, "a fingerprint is sixteen hexadecimal digits")
                .with_value(format!("{text:?}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_published_values_of_fnv_1a() {
        // Test vectors that the authors of FNV (Fowler, Noll, Vo) publish for 64 bits.
        for (text, expected) in
            [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")]
        {
            assert_eq!(Fingerprint::of(text).to_string(), expected);
            assert_eq!(Fingerprint::try_from(expected.to_owned()).unwrap(), Fingerprint::of(text));
        }
        assert!(Fingerprint::try_from("af63dc4c8601ec8".to_owned()).is_err());
    }
}
