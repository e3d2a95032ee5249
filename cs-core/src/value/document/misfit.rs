//! What was found and what is needed, in the words of people, where serde has those of Rust.

/// The sentence and the value of a message such as "invalid type: floating point `1.5`, expected u32"; nothing for
/// other messages. `before` is the document up to where its reader stopped: behind a text that serde calls a variant.
pub(super) fn of(message: &str, before: &str) -> Option<(String, String)> {
    let mut rest = ["invalid type: ", "invalid value: ", "invalid length "].into_iter();
    let rest = rest.find_map(|start| message.strip_prefix(start))?;
    let (found, needed) = rest.rsplit_once(", expected ")?;
    let value = if message.starts_with("invalid length") {
        format!("a list of {found}")
    } else {
        found_value(found, before)
    };
    Some((format!("{} is needed", needed_value(needed, &value)), value))
}

fn found_value(found: &str, before: &str) -> String {
    match found {
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        "unit value" => "null".to_owned(),
        "unit variant" => last_text(before).map_or("a text".to_owned(), |text| format!("{text:?}")),
        "newtype variant" | "struct variant" | "tuple variant" => "an object".to_owned(),
        _ => {
            let quoted = ["integer `", "floating point `", "boolean `"]
                .into_iter()
                .find_map(|kind| found.strip_prefix(kind)?.strip_suffix('`'));
            quoted.or_else(|| found.strip_prefix("string ")).unwrap_or(found).to_owned()
        }
    }
}

/// The text that ends here, or one mark before.
fn last_text(before: &str) -> Option<String> {
    let before = before.get(..before.rfind('"')?.saturating_add(1))?;
    let is_start = |at: &usize| {
        let ahead = before.get(..*at).unwrap_or("");
        ahead.len().saturating_sub(ahead.trim_end_matches('\\').len()).is_multiple_of(2)
    };
    let at = before.rmatch_indices('"').skip(1).map(|(at, _)| at).find(is_start)?;
    serde_json::from_str(before.get(at..)?).ok()
}

fn needed_value(needed: &str, value: &str) -> String {
    let most = match needed {
        "u8" => u64::from(u8::MAX),
        "u16" => u64::from(u16::MAX),
        "u32" => u64::from(u32::MAX),
        "u64" | "usize" => u64::MAX,
        _ => {
            let words = match needed {
                "i8" | "i16" | "i32" | "i64" | "isize" => "a whole number",
                "f32" | "f64" => "a number",
                "a boolean" => "true or false",
                "a string" | "string" | "a borrowed string" | "str" => "a text",
                "a sequence" => "a list",
                "a map" | "newtype variant" | "struct variant" | "tuple variant" => "an object",
                "unit variant" => "a text",
                "enum" | "string or map" | "map with a single key" => "one choice",
                _ if needed.starts_with("struct ") => "an object",
                _ => needed,
            };
            let mut list = ["a tuple of size ", "an array of length ", "a list of "].into_iter();
            let length = list.find_map(|start| needed.strip_prefix(start));
            return length.map_or(words.to_owned(), |length| format!("a list of {length}"));
        }
    };
    match value.parse::<f64>() {
        Ok(number)
            if number >= 0.0 && number.fract() == 0.0 && value.parse::<u64>().is_ok_and(|n| n > most) =>
        {
            format!("a whole number from 0 to {most}")
        }
        Ok(number) if number >= 0.0 && number.fract() == 0.0 => {
            "a whole number of 0 or more, without a point or an exponent,".to_owned()
        }
        _ => "a whole number of 0 or more".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn says(message: &str, sentence: &str, value: &str) {
        assert_eq!(of(message, ""), Some((sentence.to_owned(), value.to_owned())));
    }

    #[test]
    fn whole_numbers_are_named_as_such() {
        says("invalid value: integer `-1`, expected u64", "a whole number of 0 or more is needed", "-1");
        says(
            "invalid type: floating point `1.5`, expected u32",
            "a whole number of 0 or more is needed",
            "1.5",
        );
        says("invalid value: integer `300`, expected u8", "a whole number from 0 to 255 is needed", "300");
        says(
            "invalid type: floating point `3.0`, expected usize",
            "a whole number of 0 or more, without a point or an exponent, is needed",
            "3.0",
        );
        says("invalid type: string \"3\", expected i32", "a whole number is needed", "\"3\"");
    }

    #[test]
    fn kinds_are_those_of_json() {
        says("invalid type: boolean `true`, expected f64", "a number is needed", "true");
        says("invalid type: null, expected a string", "a text is needed", "null");
        says("invalid type: sequence, expected struct Thing", "an object is needed", "a list");
        says("invalid type: map, expected a sequence", "a list is needed", "an object");
        says(
            "invalid type: string \", expected f64\", expected a boolean",
            "true or false is needed",
            "\", expected f64\"",
        );
        says(
            "invalid type: unit value, expected an object of scores",
            "an object of scores is needed",
            "null",
        );
    }

    #[test]
    fn other_messages_are_left_alone() {
        assert_eq!(of("missing field `a`", ""), None);
        assert_eq!(of("a rule says nothing", ""), None);
    }

    #[test]
    fn a_text_that_serde_calls_a_variant_is_shown() {
        let value =
            |before: &str| of("invalid type: unit variant, expected newtype variant", before).unwrap().1;
        assert_eq!(value(r#"{"scale": "linear"}"#), "\"linear\"");
        assert_eq!(value(r#"{"scale": "linear""#), "\"linear\"");
        assert_eq!(value(r#"{"scale": "linear"}"#), "\"linear\"");
        assert_eq!(value(r#"{"scale": "li\"near""#), r#""li\"near""#);
        assert_eq!(value(""), "a text");
    }
}
