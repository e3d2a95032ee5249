//! The rules of an assignment: who is there, what is balanced, how many accounts may change hands.

use serde::Deserialize;

use super::account::{Account, Accounts};
use super::csm::{self, Csm};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::accounts::AccountId;
use crate::staffing::number::Number;
use crate::value::document;

/// The share by which a book may be heavier than the mean before accounts leave their owner.
pub const TOLERANCE: Number = Number::parts(5, 2);
/// The largest weight.
const HEAVIEST: Number = Number::parts(1000, 0);

/// How much hours and value count for the load of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balance {
    /// Weight of the share of all hours.
    #[serde(default = "none")]
    pub hours: Number,
    /// Weight of the share of all value.
    #[serde(default = "none")]
    pub value: Number,
}

fn none() -> Number {
    Number::ZERO
}

fn both() -> Balance {
    Balance { hours: Number::ONE, value: Number::ONE }
}

fn tolerance() -> Number {
    TOLERANCE
}

/// The rules as they stand.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    csms: Vec<Csm>,
    #[serde(default = "both")]
    balance: Balance,
    #[serde(default)]
    most_moves: Option<Number>,
    #[serde(default = "tolerance")]
    tolerance: Number,
}

/// Rules and accounts in one request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestForm {
    accounts: Vec<Account>,
    csms: Vec<Csm>,
    #[serde(default = "both")]
    balance: Balance,
    #[serde(default)]
    most_moves: Option<Number>,
    #[serde(default = "tolerance")]
    tolerance: Number,
}

/// Rules that were read, and so are valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    pub(super) csms: Vec<Csm>,
    pub(super) balance: Balance,
    pub(super) most_moves: Option<u64>,
    pub(super) tolerance: Number,
}

impl Rules {
    /// Reads rules: `csms`, and optionally `balance` (weights of `hours` and `value`, 1 and 1), `most_moves` (no limit),
    /// `tolerance` (0.05).
    pub fn from_json(text: &str) -> Result<Self> {
        document::showing(text, || Self::try_from(document::read::<Form>(text.as_bytes())?))
    }

    /// The success managers, in the order of the request.
    #[must_use]
    pub fn csms(&self) -> &[Csm] {
        &self.csms
    }
}

impl TryFrom<Form> for Rules {
    type Error = Error;

    fn try_from(form: Form) -> Result<Self> {
        csm::check(&form.csms)?;
        for (name, weight) in [("balance.hours", form.balance.hours), ("balance.value", form.balance.value)] {
            weight.at_least_zero(name)?;
            if weight > HEAVIEST {
                let error = Error::new(ErrorCode::OutOfRange, "a weight of at most 1000 is needed");
                return Err(error.at(name).with_value(weight));
            }
        }
        if form.balance == (Balance { hours: Number::ZERO, value: Number::ZERO }) {
            return Err(Error::new(ErrorCode::OutOfRange, "one of the weights is above 0").at("balance"));
        }
        form.tolerance.at_least_zero("tolerance")?;
        let most_moves = form.most_moves.map(|most| most.count("most_moves")).transpose()?;
        Ok(Self { csms: form.csms, balance: form.balance, most_moves, tolerance: form.tolerance })
    }
}

impl RequestForm {
    /// The accounts' names.
    pub(super) fn names(&self) -> Vec<AccountId> {
        self.accounts.iter().map(|account| account.account.clone()).collect()
    }

    /// The accounts and the rules.
    pub(super) fn parts(self) -> Result<(Accounts, Rules)> {
        let Self { accounts, csms, balance, most_moves, tolerance } = self;
        let rules = Rules::try_from(Form { csms, balance, most_moves, tolerance })?;
        Ok((Accounts::new(accounts)?, rules))
    }
}
