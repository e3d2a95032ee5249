//! The arrows of ARCHITECTURE.md: which room may import which, read from the sources.

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

/// The rooms that follow `crate::` in code; comments and their examples do not count.
fn imported(source: &str) -> BTreeSet<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect())
        .collect()
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
                assert_ne!(other, "", "{name}: one `use` a room, so that this test can read it");
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
fn every_room_has_its_arrows() {
    let front_page = fs::read_to_string(room("lib")).unwrap();
    let rooms: BTreeSet<&str> =
        front_page.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert_eq!(rooms, ARROWS.iter().map(|(name, _)| *name).collect());
}
