//! Exported functions = functions of the header = guarded functions.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::Outcome;

/// What an exported body goes through; each of these ends in `guard` or `release` (a `_with` is such a body itself).
const GUARDS: &[&str] = &["guard(", "release(", "handle::free(", "evaluate(", "_with("];

/// Functions that cannot fail: they have no pointers in, and return what they say.
const INFALLIBLE: &[&str] = &[
    "cs_abi_version",
    "cs_version",
    "cs_status_name",
    "cs_live_objects",
    "cs_date",
    "cs_last_error_code",
    "cs_last_error_message",
    "cs_last_error_path",
    "cs_last_error_column",
    "cs_last_error_value",
    "cs_last_error_row",
];

pub(crate) fn check(root: &Path) -> Outcome {
    let mut exported = BTreeSet::new();
    let mut unguarded = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(root.join("cs-ffi/src"))?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let text = fs::read_to_string(entry.path())?;
        for part in text.split("extern \"C\" fn ").skip(1).filter(|part| part.starts_with("cs_")) {
            let name = name(part);
            let body = part.split("\n}").next().unwrap_or_default();
            if !INFALLIBLE.contains(&name.as_str()) && !GUARDS.iter().any(|guard| body.contains(guard)) {
                unguarded.push(name.clone());
            }
            exported.insert(name);
        }
    }
    if !unguarded.is_empty() {
        return Err(format!("exported without a guard: {}", unguarded.join(", ")).into());
    }
    for header in ["include/customer_success.h", "include/customer_success_ffi.h"] {
        let text = fs::read_to_string(root.join(header))?;
        let declared = functions(&text);
        if declared != exported {
            let differing: Vec<&str> = declared.symmetric_difference(&exported).map(String::as_str).collect();
            return Err(format!("{header} and cs-ffi differ in {}", differing.join(", ")).into());
        }
    }
    println!("{} C functions: exported, declared and guarded", exported.len());
    Ok(())
}

/// The functions that a header declares: lines that begin a declaration and name a function.
pub(crate) fn functions(header: &str) -> BTreeSet<String> {
    let code = header.lines().filter(|line| !line.starts_with([' ', '/', '*', '#', '}']));
    code.filter_map(|line| line.split_once('(')?.0.rsplit([' ', '*']).next())
        .filter(|name| name.starts_with("cs_"))
        .map(str::to_owned)
        .collect()
}

fn name(text: &str) -> String {
    text.chars().take_while(|character| character.is_ascii_alphanumeric() || *character == '_').collect()
}
