//! Writes the typed Python functions of the KPIs from the catalogue, and the version of the Python files.

use cs_core::kpi::{Better, Input, Kpi, catalogue};

/// Where the functions live, from the root of the repository.
pub(crate) const PATH: &str = "cs-py/python/customer_success/kpi/formulas.py";

/// Where the version lives.
pub(crate) const VERSION: &str = "cs-py/python/customer_success/version.py";

/// The version of the workspace, for the Python files to know which compiled part is theirs.
pub(crate) fn version() -> String {
    format!(
        "# @generated from Cargo.toml: edit the version there, run `make generate`, commit what changed.\n\
         \"\"\"The version of the Python files.\"\"\"\n\n\
         __version__ = \"{}\"\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// KPIs whose public function is written by hand and gives or takes more: two of one name, and checkers of types see the
/// first.
const BY_HAND: [&str; 2] = ["ltv", "nps"];

/// The module's text.
pub(crate) fn formulas() -> String {
    let public = catalogue().filter(|kpi| !BY_HAND.contains(&kpi.id));
    let mut ids: Vec<String> = public.map(|kpi| format!("    \"{}\",\n", kpi.id)).collect();
    ids.sort_unstable();
    let choices = catalogue().flat_map(|kpi| kpi.inputs).any(|input| !input.kind.choices().is_empty());
    let literal = if choices { "Literal, " } else { "" };
    let functions: String = catalogue().map(function).collect();
    format!("{}__all__ = [\n{}]\n{functions}", HEAD.replace("Literal, ", literal), ids.concat())
}

/// Columns of a line, as in the project's ruff settings.
const WIDTH: usize = 110;

const HEAD: &str = r#"# @generated from the kpis! table of cs-core: edit the table, run `make generate`, commit what changed.
# mypy: disable-error-code="overload-overlap"
"""The formulas of the catalogue as typed functions."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, overload

from customer_success import _core
from customer_success.number import Number, Plain

"#;

fn function(kpi: &Kpi) -> String {
    let arguments: Vec<&str> = kpi.inputs.iter().map(|input| input.name).collect();
    let call = format!("    return _core.kpi(\"{}\", {})\n", kpi.id, arguments.join(", "));
    let call = if call.len() <= WIDTH {
        call
    } else {
        format!("    return _core.kpi(\n        \"{}\", {}\n    )\n", kpi.id, arguments.join(", "))
    };
    format!(
        "\n\n@overload\n{} ...\n@overload\n{} ...\n{}\n{}{call}",
        signature(kpi, "Plain", "float"),
        signature(kpi, "Number", "Decimal"),
        signature(kpi, "Number", "float | Decimal"),
        docstring(kpi),
    )
}

/// The function's head: keyword-only parameters with their types and defaults, on one line where they fit.
fn signature(kpi: &Kpi, number: &str, output: &str) -> String {
    let parameters: Vec<String> = kpi.inputs.iter().map(|input| parameter(input, number)).collect();
    let line = format!("def {}(*, {}) -> {output}:", kpi.id, parameters.join(", "));
    if line.len().saturating_add(" ...".len()) <= WIDTH {
        return line;
    }
    format!("def {}(\n    *,\n    {},\n) -> {output}:", kpi.id, parameters.join(",\n    "))
}

fn parameter(input: &Input, number: &str) -> String {
    let choices: Vec<String> = names(input).map(|name| format!("\"{name}\"")).collect();
    let kind =
        if choices.is_empty() { number.to_owned() } else { format!("Literal[{}]", choices.join(", ")) };
    match default(input) {
        None => format!("{}: {kind}", input.name),
        Some(value) => format!("{}: {kind} = {value}", input.name),
    }
}

fn names(input: &Input) -> impl Iterator<Item = &'static str> {
    input.kind.choices().iter().map(|(name, _)| *name)
}

fn default(input: &Input) -> Option<String> {
    let value = input.default?;
    let choices = input.kind.choices();
    let choice = choices.iter().find(|(_, number)| value == (*number).into());
    Some(choice.map_or_else(|| value.to_string(), |(name, _)| format!("\"{name}\"")))
}

fn docstring(kpi: &Kpi) -> String {
    let mut lines = wrap(&format!("\"\"\"{}", kpi.summary), "    ");
    lines.push(String::new());
    lines.extend(wrap(&format!("{} ({}) = {}", capital(kpi.label.en), kpi.label.ja, kpi.formula), "    "));
    lines.extend([String::new(), "    Args:".to_owned()]);
    for input in kpi.inputs {
        let neutral = default(input).map_or_else(String::new, |value| format!("; {value} if left out"));
        lines.push(format!("        {}: {}{neutral}.", input.name, input.kind.meaning()));
    }
    let better = match kpi.better {
        Better::Higher => "; higher is better",
        Better::Lower => "; lower is better",
        Better::Neither => "",
    };
    lines.extend([String::new(), "    Returns:".to_owned()]);
    let output = capital(kpi.output.meaning());
    lines.extend(wrap(
        &format!("{output}{better}. The nearest float, or a `Decimal` if one was given."),
        "        ",
    ));
    lines.extend([String::new(), "    Raises:".to_owned()]);
    for case in kpi.undefined {
        lines.push(format!("        UndefinedError: ``{}`` where {}.", case.code, case.when));
    }
    if let Some(rule) = kpi.requires {
        lines.push(format!(
            "        CustomerSuccessError: ``inconsistent`` unless {} <= {}.",
            rule.input, rule.at_most
        ));
    }
    lines.push(
        "        CustomerSuccessError: ``out_of_range``, ``type_mismatch``, ``non_finite`` or ``overflow``."
            .to_owned(),
    );
    lines.extend([String::new(), format!("    Source: {}.", kpi.source), "    \"\"\"\n".to_owned()]);
    lines.join("\n")
}

/// Columns that a text takes: Japanese is twice as wide.
fn width(text: &str) -> usize {
    text.chars().map(|letter| if letter >= '\u{2e80}' { 2 } else { 1 }).sum()
}

/// Lines of at most [`WIDTH`] columns.
fn wrap(text: &str, indent: &str) -> Vec<String> {
    let mut lines = vec![indent.to_owned()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if width(line).saturating_add(width(word)) >= WIDTH {
            lines.push(format!("{indent}{word}"));
        } else {
            line.push_str(if line == indent { "" } else { " " });
            line.push_str(word);
        }
    }
    lines
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
