//! Jobs of the workspace: `cargo run -p xtask -- generate [--check]` and `cargo run -p xtask -- parity`.
//!
//! | file | what it writes or checks |
//! |---|---|
//! | `c_kpi` | `cs-ffi/src/kpi.rs`: one C function per KPI |
//! | `c_header` | `include/customer_success.h`, and the copy without directives |
//! | `c_exports` | exported functions = header = guarded functions |
//! | `python` | the typed Python functions of the KPIs, and the version of the Python files |
//! | `reference` | the pages under `docs/reference` |
//! | `schemas` | the JSON Schema of every document, under `docs/schemas` |
//! | `c_tested` | C functions that no test and no example in C calls |
//! | `parity` | what a KPI, an error code or a C function lacks on a surface |
//! | `generated` | files that are written, or compared with what is there |

mod c_exports;
mod c_header;
mod c_kpi;
mod c_tested;
mod generated;
mod parity;
mod python;
mod reference;
mod schemas;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use generated::Generated;

/// What a job gives; an error is a sentence for people.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["generate"] => generate(&generated::write),
        ["generate", "--check"] => generate(&generated::check),
        ["parity"] => c_exports::check(&root()).and_then(|()| parity::check(&root())),
        _ => Err("usage: cargo run -p xtask -- generate [--check] | parity".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Gives the files that it is responsible for; reads the root of the workspace only.
type Generator = fn(&Path) -> Outcome<Vec<Generated>>;

/// The generators, in order: a later one may read what an earlier one wrote.
const GENERATORS: &[Generator] =
    &[c_kpi::generate, c_header::generate, python_files, reference::generate, schemas::generate];

fn python_files(_: &Path) -> Outcome<Vec<Generated>> {
    Ok(vec![
        Generated { path: python::PATH, text: python::formulas() },
        Generated { path: python::VERSION, text: python::version() },
    ])
}

/// Hands every generated file to `put`, and fails once all were looked at.
fn generate(put: &dyn Fn(&Path, &Generated) -> Outcome<bool>) -> Outcome {
    let root = root();
    let mut stale = Vec::new();
    for generator in GENERATORS {
        for file in generator(&root)? {
            if !put(&root, &file)? {
                stale.push(file.path);
            }
        }
    }
    if stale.is_empty() {
        Ok(())
    } else {
        Err(format!("stale, run `make generate`: {}", stale.join(", ")).into())
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}
