//! Where a JSON text says `null`.

/// The offset of each `null` in a text that is JSON.
pub(super) fn offsets(text: &str) -> impl Iterator<Item = usize> {
    let (mut quoted, mut escaped) = (false, false);
    text.bytes().enumerate().filter_map(move |(offset, byte)| {
        if quoted {
            quoted = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
            return None;
        }
        quoted = byte == b'"';
        // Outside of texts no other word of JSON has this letter.
        (byte == b'n').then_some(offset)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_are_no_nulls() {
        let text = r#"{"null": "null", "a\\": [true, null, "\"n"], "n": null}"#;
        let found: Vec<&str> = offsets(text).map(|offset| &text[offset..offset + 4]).collect();
        assert_eq!(found, ["null", "null"]);
        assert_eq!(offsets("[]").count(), 0);
    }
}
