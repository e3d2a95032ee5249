//! Where a JSON text says `null`.

/// The offset of the first `null` in a text that is JSON and an object, but for what its field of the name `but` holds. One
/// pass, however many there are.
pub(super) fn first(text: &str, but: Option<&str>) -> Option<usize> {
    let (mut quoted, mut escaped, mut start) = (false, false, 0);
    let (mut depth, mut key, mut spared) = (0_usize, "", false);
    for (offset, byte) in text.bytes().enumerate() {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            if !quoted && depth == 1 {
                key = text.get(start..offset).unwrap_or_default();
            }
            continue;
        }
        match byte {
            b'"' => (quoted, start) = (true, offset.saturating_add(1)),
            b'{' | b'[' => depth = depth.saturating_add(1),
            b'}' | b']' => depth = depth.saturating_sub(1),
            b':' if depth == 1 => spared = but == Some(key),
            // Outside of texts no other word of JSON has this letter.
            b'n' if !spared => return Some(offset),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_are_no_nulls_and_one_field_may_have_them() {
        let text = r#"{"null": "null", "a\\": [true, {"b": null}, "\"n"], "n": null}"#;
        assert_eq!(first(text, None), text.find("null}"));
        assert_eq!(first(text, Some("n")), text.find("null}"));
        assert_eq!(first(text, Some("b")), text.find("null}"));
        assert_eq!(first(text, Some(r"a\\")), text.rfind("null"));
        assert_eq!(first(r#"{"a": null, "b": ["a"]}"#, Some("a")), None);
        assert_eq!(first("[]", None), None);
    }
}
