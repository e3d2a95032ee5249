//! Files that are written, or compared with what is there.

use std::{fs, path::Path};

use crate::Outcome;

/// A file and the text that it should have.
pub(crate) struct Generated {
    /// Path from the root of the workspace.
    pub(crate) path: &'static str,
    pub(crate) text: String,
}

/// Writes the file where it differs, so that builds do not start anew for nothing.
pub(crate) fn write(root: &Path, file: &Generated) -> Outcome<bool> {
    if !check(root, file)? {
        let path = root.join(file.path);
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        fs::write(&path, &file.text).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("wrote {}", file.path);
    }
    Ok(true)
}

/// Whether the file is as it should be.
pub(crate) fn check(root: &Path, file: &Generated) -> Outcome<bool> {
    Ok(fs::read_to_string(root.join(file.path)).is_ok_and(|text| text == file.text))
}
