//! What all parts of one fit are asked for: the policy, and the day that days are counted to. Their documents begin with
//! it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::bound::BoundPolicy;
use super::policy::TouchPolicy;
use crate::error::{Error, ErrorCode, Result};
use crate::fact::input::Invalid;
use crate::fact::table::Table;
use crate::value::day;

/// A policy to be fitted, and the day; none where the policy counts no days.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Asked {
    pub(super) policy: TouchPolicy,
    pub(super) as_of: Option<NaiveDate>,
}

impl Asked {
    /// Errors: `invalid_argument` (days are counted and `as_of` is not given).
    pub(super) fn new(policy: &TouchPolicy, as_of: Option<NaiveDate>) -> Result<Self> {
        // What is fitted already reads no table.
        let counts_days = !policy.is_fitted() && policy.counts_days();
        if counts_days && as_of.is_none() {
            let sentence = "the policy counts days, so the day is needed";
            return Err(Error::new(ErrorCode::InvalidArgument, sentence).at("as_of"));
        }
        Ok(Self { policy: policy.clone(), as_of: as_of.filter(|_| counts_days) })
    }

    /// The policy bound to a part of the portfolio.
    pub(super) fn bind<'t>(&'t self, table: &'t Table<'t>) -> Result<BoundPolicy<'t>> {
        BoundPolicy::new(&self.policy, table, self.as_of, Invalid::Error)
    }

    /// Errors: `inconsistent` where another part was asked for something else.
    pub(super) fn check_same(&self, other: &Self) -> Result<()> {
        let refuse =
            |place: &str, sentence: &str| Err(Error::new(ErrorCode::Inconsistent, sentence).at(place));
        if self.policy != other.policy {
            return refuse("policy", "only parts of a fit of one policy are merged");
        }
        if self.as_of != other.as_of {
            return refuse("as_of", "only parts of a fit on one day are merged");
        }
        Ok(())
    }
}

/// A day as it stands in a document.
#[derive(Serialize, Deserialize)]
pub(super) struct Day(#[serde(deserialize_with = "day::read")] pub(super) NaiveDate);

/// The document of a part: kind, version and what it was asked for, then its own fields; it may have a check of them.
macro_rules! written_as {
    ($part:ident { $($field:ident: $type:ty),* } $(, $check:ident)?) => {
        /// A part as it stands in a document; the day is there only where the policy counts days.
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Form {
            kind: String,
            version: u64,
            policy: $crate::touch::policy::TouchPolicy,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            as_of: Option<$crate::touch::asked::Day>,
            $($field: $type,)*
        }

        impl TryFrom<Form> for $part {
            type Error = $crate::error::Error;

            fn try_from(form: Form) -> $crate::error::Result<Self> {
                $crate::value::document::check_kind(&form.kind, form.version, KIND, VERSION)?;
                let asked = Asked::new(&form.policy, form.as_of.map(|day| day.0))?;
                let part = Self { asked, $($field: form.$field),* };
                $(part.$check()?;)?
                Ok(part)
            }
        }

        impl From<$part> for Form {
            fn from(part: $part) -> Self {
                let $part { asked: Asked { policy, as_of }, $($field),* } = part;
                let as_of = as_of.map($crate::touch::asked::Day);
                Self { kind: KIND.to_owned(), version: VERSION, policy, as_of, $($field),* }
            }
        }

        impl $part {
            /// The policy.
            #[must_use]
            pub fn policy(&self) -> &$crate::touch::policy::TouchPolicy {
                &self.asked.policy
            }

            /// Reads a document of kind [`KIND`], of at most [`BYTES`] bytes.
            ///
            /// Errors: those of [`document::read`](crate::value::document::read); `version`.
            pub fn from_json(text: &str) -> $crate::error::Result<Self> {
                $crate::value::document::read_within::<Form>(text.as_bytes(), BYTES)?.try_into()
            }

            /// Writes the document, on one line; reading it gives an equal part.
            pub fn to_json(&self) -> $crate::error::Result<String> {
                serde_json::to_string(self).map_err(|error| {
                    $crate::error::Error::new($crate::error::ErrorCode::NonFinite, error.to_string())
                })
            }
        }
    };
}

pub(super) use written_as;
