//! Who may look after which kind of account.

use super::account::{Accounts, Need};
use super::csm::Csm;
use super::reason::Reason;
use super::request::Rules;

/// For each kind of account, a bit for each success manager, the first lowest; or why there is none.
pub(super) struct Classes {
    words: Vec<Vec<u64>>,
    reasons: Vec<Option<Reason>>,
}

impl Classes {
    pub(super) fn of(accounts: &Accounts, rules: &Rules) -> Self {
        let words = accounts.needs.iter().map(|need| bits(rules.csms.iter().map(|csm| fits(csm, need))));
        let reasons = accounts.needs.iter().map(|need| refusal(&rules.csms, need));
        Self { words: words.collect(), reasons: reasons.collect() }
    }

    /// Whether this success manager may look after accounts of this kind.
    pub(super) fn allows(&self, class: usize, csm: usize) -> bool {
        let word = self.words.get(class).and_then(|words| words.get(csm / 64));
        word.is_some_and(|word| word >> (csm % 64) & 1 == 1)
    }

    /// Why nobody may; none where somebody may.
    pub(super) fn refusal(&self, class: usize) -> Option<Reason> {
        self.reasons.get(class).copied().flatten()
    }

    /// The bits of a kind.
    pub(super) fn set(&self, class: usize) -> &[u64] {
        self.words.get(class).map_or(&[], Vec::as_slice)
    }
}

fn bits(flags: impl Iterator<Item = bool>) -> Vec<u64> {
    let mut words = Vec::new();
    for (at, flag) in flags.enumerate() {
        if at.is_multiple_of(64) {
            words.push(0_u64);
        }
        if let Some(word) = words.last_mut() {
            *word |= u64::from(flag) << (at % 64);
        }
    }
    words
}

fn has_skills(csm: &Csm, need: &Need) -> bool {
    need.skills.iter().all(|skill| csm.skills.contains(skill))
}

fn has(list: &[String], name: Option<&String>) -> bool {
    list.is_empty() || name.is_none_or(|name| list.contains(name))
}

fn fits(csm: &Csm, need: &Need) -> bool {
    has_skills(csm, need)
        && has(&csm.regions, need.region.as_ref())
        && has(&csm.languages, need.language.as_ref())
}

fn refusal(csms: &[Csm], need: &Need) -> Option<Reason> {
    if csms.is_empty() {
        return Some(Reason::NoCsms);
    }
    if csms.iter().any(|csm| fits(csm, need)) {
        return None;
    }
    Some(if !csms.iter().any(|csm| has_skills(csm, need)) {
        Reason::NoSkills
    } else if !csms.iter().any(|csm| has(&csm.regions, need.region.as_ref())) {
        Reason::NoRegion
    } else if !csms.iter().any(|csm| has(&csm.languages, need.language.as_ref())) {
        Reason::NoLanguage
    } else {
        Reason::NoMatch
    })
}
