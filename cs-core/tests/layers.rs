//! The arrows of ARCHITECTURE.md: which room may import which, read from the sources.

#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "a test may stop where it stands")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// A room and the rooms that it may import.
const ARROWS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("value", &["error"]),
    ("fact", &["error", "value"]),
    ("scale", &["error", "value", "fact"]),
    ("health", &["error", "value", "fact", "scale"]),
    ("touch", &["error", "value", "fact", "scale"]),
    ("kpi", &["error", "value"]),
];

fn sources(path: &Path) -> Vec<String> {
    if path.is_file() {
        return vec![fs::read_to_string(path).unwrap()];
    }
    fs::read_dir(path).unwrap().flat_map(|entry| sources(&entry.unwrap().path())).collect()
}

/// The rooms that follow `crate::` in code, alone or in braces; comments and their examples do not count.
fn imported(source: &str) -> BTreeSet<String> {
    let code: String =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join(" ");
    let name = |text: &str| {
        text.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
    };
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let Some(group) = rest.strip_prefix('{') else {
            found.insert(name(rest));
            continue;
        };
        let (mut depth, mut start) = (1, true);
        for (at, letter) in group.char_indices() {
            if start && depth == 1 && letter.is_alphabetic() {
                found.insert(name(&group[at..]));
            }
            start = (start && letter.is_whitespace()) || (letter == ',' && depth == 1);
            depth += i32::from(letter == '{') - i32::from(letter == '}');
            if depth == 0 {
                break;
            }
        }
    }
    found
}

fn room(name: &str) -> std::path::PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let file = source.join(format!("{name}.rs"));
    if file.exists() { file } else { source.join(name) }
}

#[test]
fn every_room_imports_only_what_lies_below_it() {
    for (name, below) in ARROWS {
        for source in sources(&room(name)) {
            for other in imported(&source) {
                let known = ARROWS.iter().any(|(room, _)| *room == other);
                assert!(
                    !known || other == *name || below.contains(&other.as_str()),
                    "{name} imports {other}, which does not lie below it"
                );
            }
        }
    }
}

#[test]
fn sees_imports_alone_and_in_braces() {
    let source = "use crate::{\n    error::{Error, Result},\n    value::number,\n};\n// use crate::no;\nuse crate::fact::rule::Rule;";
    assert_eq!(imported(source), ["error", "fact", "value"].map(String::from).into());
}

#[test]
fn every_room_has_its_arrows() {
    let front_page = fs::read_to_string(room("lib")).unwrap();
    let rooms: BTreeSet<&str> =
        front_page.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(rooms, ARROWS.iter().map(|(name, _)| *name).collect());
}
