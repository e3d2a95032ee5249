//! Success managers: how much they can take, and which accounts they may look after.

use serde::Deserialize;

use crate::error::{Error, ErrorCode, Result};
use crate::staffing::number::Number;
use crate::value::document::{check_name, limit};

/// Most success managers.
pub const CSMS: usize = 10_000;
/// Most names of a list.
pub const NAMES: usize = 64;

/// A success manager.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Csm {
    /// Who it is; each name once.
    pub csm: String,
    /// The part of a full-time equivalent, above 0.
    #[serde(default = "full")]
    pub fte: Number,
    /// The most hours that they take, in the unit of the accounts' hours.
    #[serde(default)]
    pub hours: Option<Number>,
    /// The most accounts that they take.
    #[serde(default)]
    pub most_accounts: Option<Number>,
    /// What they can do.
    #[serde(default)]
    pub skills: Vec<String>,
    /// Regions that they look after; none named means every region.
    #[serde(default)]
    pub regions: Vec<String>,
    /// Languages that they speak; none named means every language.
    #[serde(default)]
    pub languages: Vec<String>,
}

fn full() -> Number {
    Number::ONE
}

/// Checks success managers: names, each once, and ranges.
pub(super) fn check(csms: &[Csm]) -> Result<()> {
    limit("csms", csms.len(), CSMS)?;
    let mut names: Vec<(&str, usize)> = Vec::with_capacity(csms.len());
    for (at, csm) in csms.iter().enumerate() {
        let place = format!("csms[{at}]");
        check_name(&csm.csm).map_err(|error| error.at(format!("{place}.csm")))?;
        csm.fte.positive(&format!("{place}.fte"))?;
        if csm.fte > Number::parts(100, 0) || csm.fte < Number::parts(1, 4) {
            let error = Error::new(ErrorCode::OutOfRange, "a part from 0.0001 to 100 is needed");
            return Err(error.at(format!("{place}.fte")).with_value(csm.fte));
        }
        if let Some(hours) = csm.hours {
            hours.at_least_zero(&format!("{place}.hours"))?;
        }
        if let Some(most) = csm.most_accounts {
            most.count(&format!("{place}.most_accounts"))?;
        }
        for (list, found) in
            [("skills", &csm.skills), ("regions", &csm.regions), ("languages", &csm.languages)]
        {
            limit(&format!("{place}.{list}"), found.len(), NAMES)?;
        }
        names.push((&csm.csm, at));
    }
    names.sort_unstable();
    match names.iter().zip(names.iter().skip(1)).find(|((one, _), (other, _))| one == other) {
        None => Ok(()),
        Some(((name, first), (_, second))) => {
            let sentence = format!("csms[{first}] has the same name");
            let error = Error::new(ErrorCode::Duplicate, sentence).at(format!("csms[{second}].csm"));
            Err(error.with_value(format!("{name:?}")))
        }
    }
}
