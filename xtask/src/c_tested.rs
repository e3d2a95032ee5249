//! C functions that no test and no example in C calls.

use std::collections::BTreeSet;

/// The functions that neither a program calls by name nor a generator by a pattern.
///
/// A generator that writes `cs_kpi_{case['kpi']}(` calls `cs_kpi_nps` when a vector has `"kpi": "nps"`.
pub(crate) fn untested<'a>(
    functions: &'a BTreeSet<String>,
    programs: &str,
    generators: &str,
    vectors: &str,
) -> Vec<&'a str> {
    let called = calls(programs);
    let patterns = patterns(generators);
    let generated = |function: &str| {
        patterns.iter().any(|(before, field, after)| {
            let name = function.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            name.is_some_and(|name| vectors.contains(&format!("\"{field}\": \"{name}\"")))
        })
    };
    let functions = functions.iter().map(String::as_str);
    functions.filter(|function| !called.contains(function) && !generated(function)).collect()
}

/// Names that begin so and are followed by a parenthesis. A name in a comment has none, nor has a longer name.
fn calls(programs: &str) -> BTreeSet<&str> {
    let outside = |character: char| !character.is_ascii_alphanumeric() && character != '_';
    let names = programs.split('(').filter_map(|text| text.rsplit(outside).next());
    names.filter(|name| name.starts_with("cs_")).collect()
}

/// What generators put together: the text before `{case['FIELD']}`, the field, and the text behind it.
fn patterns(generators: &str) -> Vec<(&str, &str, &str)> {
    let name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let found = generators.match_indices("{case['").filter_map(|(at, hole)| {
        let (before, rest) = (generators.get(..at)?, generators.get(at..)?.strip_prefix(hole)?);
        let (field, rest) = rest.split_once("']}")?;
        let before = before.get(before.trim_end_matches(name).len()..)?;
        let after = rest.get(..rest.len().checked_sub(rest.trim_start_matches(name).len())?)?;
        before.starts_with("cs_").then_some((before, field, after))
    });
    found.collect()
}

#[cfg(test)]
mod tests {
    use super::untested;

    const GENERATOR: &str =
        "print(f\"cs_kpi_{case['kpi']}({typed}) {case['name']}\")\nf\"cs_staffing_{case['call']}_json\"";
    const VECTORS: &str = "{\"kpi\": \"nps\"}, {\"call\": \"plan\", \"name\": \"books\"}";

    fn left(functions: &[&str], programs: &str) -> Vec<String> {
        let functions = functions.iter().map(|name| (*name).to_owned()).collect();
        untested(&functions, programs, GENERATOR, VECTORS).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn a_function_that_nobody_calls_is_named() {
        let functions = ["cs_merge", "cs_merge_all", "cs_free"];
        assert_eq!(left(&functions, "CHECK(cs_free(x) == CS_OK);"), ["cs_merge", "cs_merge_all"]);
        assert_eq!(left(&functions, "if (cs_merge(x) || !cs_free(x)) {}"), ["cs_merge_all"]);
        assert_eq!(left(&functions, "cs_merge_all(x), cs_free(x)"), ["cs_merge"]);
    }

    #[test]
    fn a_name_in_a_comment_or_a_longer_name_is_no_call() {
        assert_eq!(
            left(&["cs_merge"], "/* cs_merge adds */ x = my_cs_merge(y); cs_merge_all(z);"),
            ["cs_merge"]
        );
    }

    #[test]
    fn a_generator_calls_what_the_vectors_ask_for() {
        let functions =
            ["cs_kpi_nps", "cs_kpi_csat", "cs_staffing_plan_json", "cs_staffing_books_json", "cs_kpi_plan"];
        assert_eq!(left(&functions, ""), ["cs_kpi_csat", "cs_kpi_plan", "cs_staffing_books_json"]);
    }
}
