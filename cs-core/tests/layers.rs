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
    ("staffing", &["error", "value", "fact", "scale", "touch"]),
    ("kpi", &["error", "value", "fact"]),
    ("org", &["error", "value"]),
    ("retention", &["error", "value", "fact"]),
    ("roi", &["error", "value"]),
    ("schema", &["error", "value", "health", "kpi", "revenue", "touch", "staffing"]),
    ("revenue", &["error", "value", "fact"]),
];

fn sources(path: &Path) -> Vec<String> {
    if path.is_file() {
        return vec![fs::read_to_string(path).unwrap()];
    }
    fs::read_dir(path).unwrap().flat_map(|entry| sources(&entry.unwrap().path())).collect()
}

/// The rooms that follow `crate::` in code, alone or in braces; comments and their examples do not count.
fn imported(source: &str) -> BTreeSet<String> {
    let code: Vec<&str> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let read = |path: &str| match path.strip_prefix('{') {
        Some(list) => heads(list),
        None => vec![head(path)],
    };
    code.split("crate::").skip(1).flat_map(read).collect()
}

/// The first name of a path.
fn head(path: &str) -> String {
    path.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The first name of every path in a list, up to its closing brace.
fn heads(list: &str) -> Vec<String> {
    let mut depth = 1_u32;
    let mut paths = vec![String::new()];
    for letter in list.chars() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 1 => paths.push(String::new()),
            _ => paths.last_mut().unwrap().push(letter),
        }
        if depth == 0 {
            break;
        }
    }
    paths.iter().map(|path| head(path)).filter(|name| !name.is_empty()).collect()
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

#[test]
fn reads_every_form_of_an_import() {
    let source = "use crate::error::Error;\n// crate::touch\nuse crate::{\n    fact::{rule::Rule, table},\n    value::day,\n};\nlet x = f(crate::scale::SIZE, health);";
    let rooms: Vec<String> = imported(source).into_iter().collect();
    assert_eq!(rooms, ["error", "fact", "scale", "value"]);
}
