//! No document of bounded size takes long to read, to review and to score: grown documents against a clock.
//!
//! `DOCUMENTS` of them (32) are drawn from `SEED` (1). Each part of a document grows until the whole is as long as a
//! document may be, so that what takes the square of its length shows. The slowest is printed with its seed.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test fails where its numbers are not there"
)]

use std::env;
use std::fs;
use std::time::Duration;

use cs_core::prelude::*;
use cs_core::{health::tracker::BandTracker, value::document::BYTES};

/// The longest processor time that one document may take, of all that is done with it. An unoptimised build stays within it, too.
const LIMIT: Duration = Duration::from_secs(5);

fn number(name: &str, otherwise: u64) -> u64 {
    env::var(name).ok().map_or(otherwise, |text| text.parse().expect("a whole number"))
}

/// What this thread has taken of the processor's time; others on the machine do not count.
fn spent() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux says what a thread took");
    Duration::from_nanos(text.split(' ').next().expect("a number").parse().expect("nanoseconds"))
}

/// Numbers drawn from a seed (SplitMix64).
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    /// As many as any power of two up to this one, each as likely.
    fn count(&mut self, powers: u64) -> u64 {
        1 << self.below(powers + 1)
    }

    /// As many of what is limited: one time in sixteen more than the power of the limit allows.
    fn limited(&mut self, powers: u64, limit: u64) -> u64 {
        let most = if self.below(16) == 0 { powers } else { powers.min(limit) };
        self.count(most)
    }

    fn list(&mut self, count: u64, mut part: impl FnMut(&mut Self, u64) -> String) -> String {
        let mut list = String::new();
        for at in 0..count {
            let part = part(self, at);
            if list.len() + part.len() > BYTES {
                break;
            }
            list.push_str(if at == 0 { "" } else { "," });
            list.push_str(&part);
        }
        list
    }

    fn fact(&mut self, at: u64) -> String {
        match self.below(3) {
            0 => format!("f{at}"),
            1 => format!("f{}", self.below(8)),
            _ => format!("{}{at}", "long_".repeat(20)),
        }
    }

    fn rule(&mut self, powers: u64, depth: u64) -> String {
        let count = self.count(powers);
        match self.below(if depth > 8 { 3 } else { 6 }) {
            0 => format!(r#"{{"fact":"{}","at_least":1}}"#, self.fact(count)),
            1 => {
                let texts = self.list(count, |_, at| format!("\"t{at}\""));
                format!(r#"{{"fact":"{}","one_of":[{texts}]}}"#, self.fact(count))
            }
            2 => r#"{"fact":"f0","is_missing":true}"#.to_owned(),
            3 => format!(r#"{{"not":{}}}"#, self.rule(powers, depth + 1)),
            word => {
                let word = if word == 4 { "any" } else { "all" };
                let (flat, less) = (self.below(2) == 0, powers.saturating_sub(3));
                let parts = self.list(count, |draw, at| match flat {
                    true => format!(r#"{{"fact":"{}","at_least":{at}}}"#, draw.fact(at)),
                    false => draw.rule(less, depth + 1),
                });
                format!(r#"{{"{word}":[{parts}]}}"#)
            }
        }
    }

    fn scale(&mut self, powers: u64) -> String {
        let count = self.limited(powers, 7);
        match self.below(4) {
            0 => r#"{"linear":{"from":0,"to":20}}"#.to_owned(),
            1 => {
                let word = ["at_most", "below"][usize::from(self.below(2) == 0)];
                let steps = self.list(count, |_, at| format!(r#"{{"{word}":{at},"score":{}}}"#, at % 101));
                format!(r#"{{"steps":[{steps},{{"otherwise":0}}]}}"#)
            }
            2 => {
                let points = self.list(count + 1, |_, at| format!("[{at},{}]", at % 101));
                format!(r#"{{"points":[{points}]}}"#)
            }
            _ => {
                let choices = self.list(count, |_, at| format!("\"t{at}\":{}", at % 101));
                format!(r#"{{"choices":{{"scores":{{{choices}}},"otherwise":0}}}}"#)
            }
        }
    }

    fn card(&mut self, name: &str, powers: u64) -> String {
        let (many, each) = if self.below(2) == 0 { (powers, 4) } else { (4, powers) };
        let count = self.limited(many, 8);
        let chained = self.below(3) == 0;
        let groups = self.limited(powers, if chained { 2 } else { 6 }).min(count);
        let tree = self.list(groups, |draw, at| match at {
            _ if chained && at > 0 => format!(r#"{{"name":"g{at}","within":"g{}"}}"#, at - 1),
            _ => format!(r#"{{"name":"g{at}","weight":{}}}"#, 1 + draw.below(9)),
        });
        let indicators = self.list(count, |draw, at| {
            let (input, scale, group) = (draw.fact(at), draw.scale(each), at % groups);
            let rule = (draw.below(4) == 0).then(|| format!(r#","applies_when":{}"#, draw.rule(each, 0)));
            let rule = rule.unwrap_or_default();
            format!(r#"{{"name":"i{at}","group":"g{group}","input":"{input}","scale":{scale}{rule}}}"#)
        });
        let count = self.limited(powers, 6);
        let exceptions = self.list(count, |draw, at| {
            format!(r#"{{"when":{},"cap":{},"reason":"r{at}"}}"#, draw.rule(each, 0), at % 101)
        });
        let head = format!(r#""kind":"scorecard","version":1,"name":"{name}""#);
        format!(r#"{{{head},"groups":[{tree}],"indicators":[{indicators}],"exceptions":[{exceptions}]}}"#)
    }

    fn set(&mut self, powers: u64) -> String {
        let count = self.count(6);
        let cards = self.list(count, |draw, at| match draw.below(4) {
            _ if at == 0 => draw.card("c0", powers),
            0 => {
                let (field, count) =
                    (["indicators", "groups", "without"][draw.below(3) as usize], draw.limited(powers, 8));
                let text = field == "without";
                let list = draw.list(count, |_, at| {
                    if text { format!("\"i{at}\"") } else { format!(r#"{{"name":"i{at}","weight":9}}"#) }
                });
                format!(r#"{{"name":"c{at}","extends":"c{}","{field}":[{list}]}}"#, at - 1)
            }
            3 => {
                let count = draw.limited(powers, 2);
                let fields = draw.list(count, |_, at| format!("\"x{at}\":{at}"));
                format!(r#"{{"name":"c{at}","extends":"c{}",{fields}}}"#, at - 1)
            }
            1 => format!(r#"{{"name":"c{at}","shipped":"simple"}}"#),
            _ => draw.card(&format!("c{at}"), 3),
        });
        let count = self.count(6);
        let rules = self.list(count, |draw, at| {
            format!(r#"{{"when":{},"card":"c0","reason":"r{at}"}}"#, draw.rule(powers, 0))
        });
        let head = r#""kind":"scorecard_set","version":1,"name":"s""#;
        let scores = format!(r#"[{{"name":"health","otherwise":"c0","choose":[{rules}]}}]"#);
        format!(r#"{{{head},"cards":[{cards}],"scores":{scores}}}"#)
    }

    fn facts(&mut self, powers: u64) -> String {
        let count = self.count(powers);
        format!("{{{}}}", self.list(count, |draw, at| format!("\"f{at}\":{}", draw.below(30))))
    }

    fn overrides(&mut self, powers: u64) -> String {
        let count = self.count(powers);
        let list = self.list(count, |draw, at| {
            let account = if draw.below(1000) == 0 { 0 } else { at };
            format!(r#"{{"account":"a{account}","cap":50,"reason":"r","by":"b","expires_on":"2026-12-31"}}"#)
        });
        format!(r#"{{"kind":"overrides","version":1,"overrides":[{list}]}}"#)
    }
}

/// A document, or one whose end is cut off or that a letter was put into.
fn drawn(seed: u64) -> (&'static str, String) {
    let mut draw = Draw(seed);
    let powers = 4 + draw.below(13);
    let (kind, mut text) = match draw.below(8) {
        0..3 => ("scorecard", draw.card("card", powers)),
        3..5 => ("scorecard set", draw.set(powers)),
        5 => ("facts", draw.facts(powers)),
        6 => ("overrides", draw.overrides(powers)),
        _ => (
            "no document",
            ["[", "{\"a\":", "\"", "9", "{\"any\":[", "\\", "é"][draw.below(7) as usize].repeat(1 << powers),
        ),
    };
    let at = draw.below(text.len() as u64 + 1) as usize;
    match draw.below(10) {
        0 if text.is_char_boundary(at) => text.truncate(at),
        1 if text.is_char_boundary(at) => text.insert(at, ['"', '9', '}', 'x'][draw.below(4) as usize]),
        _ => {}
    }
    (kind, text)
}

/// Reads the text as every kind of document, and does with what it is all that is done with one; says whether it is one.
fn used(text: &str) -> bool {
    let as_of = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
    let facts = Facts::new().with("f0", 1).with("f1", 30);
    let card = Scorecard::from_json(text).inspect(|card| {
        let _findings = card.lint();
        assert!(card.to_json().is_ok());
        if let Ok(health) = card.score(&facts, as_of) {
            let (_parts, _path) = (health.explain(), card.path_to(&health, 90.0));
            let (_sentences, _json) = (health.sentences(), health.to_json());
        }
        let names: Vec<&str> = card.facts().collect();
        let columns =
            names.iter().try_fold(Table::new(100), |table, name| table.with(name, Values::Missing, None));
        assert!(card.score_table(&columns.unwrap(), as_of).is_ok());
    });
    let set = ScorecardSet::from_json(text).inspect(|set| {
        assert!(set.to_json().is_ok());
        let _scores = set.score(&facts, as_of);
    });
    let facts = Facts::from_json(text).inspect(|facts| {
        let simple = cs_core::health::shipped::card("simple").unwrap();
        let _health = simple.score(facts, as_of);
    });
    let overrides = Overrides::from_json(text);
    let (policy, tracker) = (TouchPolicy::from_json(text), BandTracker::from_json(text));
    [card.is_ok(), set.is_ok(), facts.is_ok(), overrides.is_ok(), policy.is_ok(), tracker.is_ok()]
        .contains(&true)
}

#[test]
fn no_document_takes_long() {
    let (count, first) = (number("DOCUMENTS", 32), number("SEED", 1));
    let mut slowest = (Duration::ZERO, String::new());
    let mut read = 0;
    for seed in first..first + count {
        let (kind, text) = drawn(seed);
        let before = spent();
        read += u64::from(used(&text));
        let took = spent() - before;
        let what = format!("SEED={seed} DOCUMENTS=1: {kind} of {} bytes, {took:?}", text.len());
        assert!(took < LIMIT, "{what}");
        if took > slowest.0 {
            slowest = (took, what);
        }
    }
    println!("{read} of {count} are documents; the slowest is {}", slowest.1);
    assert!(count < 10 || read > count / 4, "{read} of {count} are documents");
}

/// The place of each `null` was once looked for from the beginning of the text: 40 such cards took five seconds.
#[test]
fn fields_that_are_taken_away_are_looked_through_once() {
    let one =
        |at: usize| format!(r#"{{"name":"i{at}","input":"x","scale":{{"linear":{{"from":0,"to":1}}}}}}"#);
    let gone = |at: usize| {
        let fields = ["group", "missing", "applies_when", "observed_on", "valid_for_days", "fade"];
        let nulls = fields.map(|field| format!(r#""{field}":null"#)).join(",");
        format!(r#"{{"name":"i{at}",{nulls}}}"#)
    };
    let list = |part: &dyn Fn(usize) -> String| (0..60).map(part).collect::<Vec<_>>().join(",");
    let card =
        |name: usize| format!(r#"{{"name":"c{name}","extends":"all","indicators":[{}]}}"#, list(&gone));
    let cards = (0..63).map(card).collect::<Vec<_>>().join(",");
    let all = format!(r#"{{"name":"all","indicators":[{}]}}"#, list(&one));
    let head =
        r#""kind":"scorecard_set","version":1,"name":"s","scores":[{"name":"health","otherwise":"all"}]"#;
    let before = spent();
    let set = ScorecardSet::from_json(&format!(r#"{{{head},"cards":[{all},{cards}]}}"#));
    let took = spent() - before;
    assert!(set.is_ok() && took < LIMIT, "{took:?}");
}
