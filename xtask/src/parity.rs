//! What a KPI, an error code or a C function lacks: a function or constant on a surface, a vector, a test.

use std::fs;
use std::path::Path;

use cs_core::error::ErrorCode;
use cs_core::kpi::catalogue;

use crate::Outcome;
use crate::c_exports::functions;
use crate::c_tested::untested;

pub(crate) fn check(root: &Path) -> Outcome {
    let header = read(&root.join("include/customer_success.h"))?;
    let c_functions = functions(&header);
    let python = folder(&root.join("cs-py/python/customer_success/kpi"), "py")?;
    let vectors = folder(&root.join("tests/vectors"), "json")?;
    let c_tests = folder(&root.join("tests/c"), "c")?;
    let python_tests = folder(&root.join("tests/python"), "py")?;
    let mut missing = Vec::new();
    let mut want = |there: bool, what: String| {
        if !there {
            missing.push(what);
        }
    };
    for kpi in catalogue() {
        let id = kpi.id;
        want(c_functions.contains(&format!("cs_kpi_{id}")), format!("{id}: no C function"));
        want(python.contains(&format!("def {id}(")), format!("{id}: no Python function"));
        want(vectors.contains(&format!("\"{id}\"")), format!("{id}: no vector"));
    }
    for code in ErrorCode::ALL {
        let constant = format!("CS_{}", code.as_str().to_uppercase());
        want(header.contains(&format!("{constant} = ")), format!("{code}: no C constant"));
        let in_c = c_tests.contains(&constant);
        let everywhere = vectors.contains(&format!("\"{code}\""));
        match code.class_name() {
            // What only a caller in C can do wrong is tested there; a defect has no input that shows it.
            "misuse" => want(in_c, format!("{code}: no test in tests/c")),
            "internal" => {}
            // Vectors hold accounts and documents; what goes wrong with tables and bytes is tested in each language.
            _ if !everywhere => {
                want(in_c, format!("{code}: no vector, no test in tests/c"));
                let in_python = python_tests.contains(&format!("\"{code}\""));
                want(in_python, format!("{code}: no vector, no test in tests/python"));
            }
            _ => {}
        }
    }
    let c_programs =
        format!("{c_tests}{}{}", folder(&root.join("tests/c"), "h")?, folder(&root.join("examples/c"), "c")?);
    let c_generators = folder(&root.join("tests/c"), "py")?;
    for function in untested(&c_functions, &c_programs, &c_generators, &vectors) {
        want(false, format!("{function}: neither tests/c nor examples/c calls it"));
    }
    if missing.is_empty() {
        let (kpis, codes) = (catalogue().count(), ErrorCode::ALL.len());
        println!(
            "{kpis} KPIs and {codes} error codes are everywhere; C tests call all {} functions",
            c_functions.len()
        );
        return Ok(());
    }
    Err(missing.join("\n").into())
}

/// All files of a folder and those below it that end so, as one text.
fn folder(path: &Path, extension: &str) -> Outcome<String> {
    let mut text = String::new();
    let entries = fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            text.push_str(&folder(&path, extension)?);
        } else if path.extension().is_some_and(|found| found == extension) {
            text.push_str(&read(&path)?);
        }
    }
    Ok(text)
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}
