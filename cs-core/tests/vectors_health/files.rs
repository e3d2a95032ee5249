//! Vector files: each folder is read whole, so that no file and no case is lost in silence.

use std::fmt::Debug;
use std::path::{Path, PathBuf};

use cs_core::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
pub(crate) use serde_json::Value;

#[derive(Deserialize)]
#[serde(bound = "C: DeserializeOwned")]
pub(crate) struct File<C> {
    pub(crate) room: String,
    pub(crate) count: usize,
    /// Cases whose error shows a value.
    #[serde(default)]
    pub(crate) shown: usize,
    #[serde(default)]
    pub(crate) tolerance: f64,
    pub(crate) cases: Vec<C>,
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

/// The JSON files of a folder, by name.
pub(crate) fn list(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    files
}

fn read<C: DeserializeOwned, H: DeserializeOwned>(path: &Path) -> (File<C>, H) {
    let text = std::fs::read_to_string(path).unwrap();
    let file: File<C> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(path.parent().unwrap().file_name().unwrap().to_str(), Some(file.room.as_str()));
    assert_eq!(file.cases.len(), file.count, "{}", path.display());
    assert!(file.count > 0, "{} is empty", path.display());
    let whole: Value = serde_json::from_str(&text).unwrap();
    let cases = whole.get("cases").and_then(Value::as_array).unwrap().iter();
    let refused = cases.filter(|case| case.get("error").is_some());
    let shown = refused.filter(|case| case.get("shows").is_some_and(|value| !value.is_null()));
    assert_eq!(shown.count(), file.shown, "{}", path.display());
    (file, serde_json::from_str(&text).unwrap())
}

/// Runs all cases of files and shows all that fail.
fn run<C: DeserializeOwned, H: DeserializeOwned>(
    files: &[PathBuf],
    run: impl Fn(&C, &H, f64) -> Result<(), String>,
) {
    let mut failed = Vec::new();
    for (file, head) in files.iter().map(|path| read::<C, H>(path)) {
        failed.extend(file.cases.iter().filter_map(|case| run(case, &head, file.tolerance).err()));
    }
    assert!(failed.is_empty(), "{} failed\n{}", failed.len(), failed.join("\n"));
}

/// Runs one file, whose cases share a head.
pub(crate) fn file<C: DeserializeOwned, H: DeserializeOwned>(
    path: &str,
    case: impl Fn(&C, &H, f64) -> Result<(), String>,
) {
    run(&[root().join(path)], case);
}

/// Runs every file of a folder; `names` are the files that must be there, no more and no fewer.
pub(crate) fn each<C: DeserializeOwned>(
    room: &str,
    names: &[&str],
    case: impl Fn(&C, f64) -> Result<(), String>,
) {
    let files = list(&root().join(room));
    let found: Vec<&str> = files.iter().map(|path| path.file_stem().unwrap().to_str().unwrap()).collect();
    assert_eq!(found, names);
    run(&files, |one: &C, _: &serde::de::IgnoredAny, tolerance| case(one, tolerance));
}

/// Says what differs.
pub(crate) fn same<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected { Ok(()) } else { Err(format!("{what}: {found:?}, expected {expected:?}")) }
}

/// A field that is there even when it is `null`.
pub(crate) fn there<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

pub(crate) fn facts(value: &Value) -> Result<Facts> {
    Facts::from_json(&value.to_string())
}

/// What an error shows of the value that was refused; a case that does not say it leaves it open.
#[derive(Debug, Default)]
pub(crate) enum Shows {
    #[default]
    Open,
    Value(Option<String>),
}

impl PartialEq for Shows {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value(one), Self::Value(other)) => one == other,
            _ => true,
        }
    }
}

impl<'de> Deserialize<'de> for Shows {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::Value)
    }
}

/// Code and place of an error, and what it shows.
#[derive(Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) error: String,
    pub(crate) path: Option<String>,
    pub(crate) column: Option<String>,
    pub(crate) row: Option<u64>,
    #[serde(default)]
    pub(crate) shows: Shows,
}

impl From<&Error> for Refusal {
    fn from(error: &Error) -> Self {
        Self {
            error: error.code().as_str().to_owned(),
            path: error.path().map(str::to_owned),
            column: error.column().map(str::to_owned),
            row: error.row(),
            shows: Shows::Value(error.value().map(str::to_owned)),
        }
    }
}

/// Up to eight rows as bits, the first lowest.
pub(crate) fn bits(rows: impl DoubleEndedIterator<Item = bool>) -> u8 {
    rows.rev().fold(0, |byte, row| byte << 1 | u8::from(row))
}

/// Compares numbers that may be missing.
pub(crate) fn near(
    what: &str,
    found: Option<f64>,
    expected: Option<f64>,
    tolerance: f64,
) -> Result<(), String> {
    match (found, expected) {
        (Some(found), Some(expected)) if (found - expected).abs() <= tolerance => Ok(()),
        _ => same(what, found, expected),
    }
}
