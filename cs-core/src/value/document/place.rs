//! Where in a JSON text a reader stopped, as the path that people write: `indicators[2].scale`.

/// How messages of serde's own begin, where it stops inside the value at fault; all others come from our `TryFrom`.
const WITHIN: [&str; 5] = ["invalid ", "unknown ", "missing field", "duplicate field", "trailing "];

/// The steps to the value at fault, such as `.indicators`, `[2]`, `.scale`. `message` says what is wrong with a value;
/// without it, the text itself is no JSON.
pub(super) fn of(text: &str, offset: usize, message: Option<&str>) -> Vec<String> {
    let within = |message: &str| {
        // A text in the place of an object is found once it was read.
        let late = message.starts_with("invalid type: unit variant");
        !late && WITHIN.iter().any(|start| message.starts_with(start))
    };
    steps(text, if message.is_none_or(within) { offset } else { behind(text, offset) })
}

/// The end of the object that a `TryFrom` refused. Where it is the last in its list or object, the reader has gone past
/// the bracket that closes these; where another element follows, past the comma.
fn behind(text: &str, offset: usize) -> usize {
    let (head, rest) = text.split_at_checked(offset).unwrap_or((text, ""));
    let head = head.trim_end();
    let inner = head.get(..head.len().saturating_sub(1)).unwrap_or_default().trim_end();
    let in_object = steps(text, head.len()).last().is_some_and(|step| step.starts_with('.'));
    let itself = head.ends_with('}') && in_object && rest.starts_with(',') && !inner.ends_with('}');
    if itself { head.len() } else { inner.len() }
}

/// The steps to the value at an offset, such as `.indicators`, `[2]`, `.scale`.
fn steps(text: &str, offset: usize) -> Vec<String> {
    let mut levels: Vec<(bool, usize, String)> = Vec::new(); // in an object?, index, key
    let seen = text.get(..offset).unwrap_or(text);
    // Behind the bracket of a list it is the list itself, and not its first element, unless that is a list too.
    let itself = !text.get(offset..).unwrap_or("").trim_start().starts_with('[');
    let mut bytes = seen.strip_suffix('[').filter(|_| itself).unwrap_or(seen).bytes().enumerate();
    let mut key_wanted = false;
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let start = at.saturating_add(1);
                let mut end = start;
                while let Some((at, byte)) = bytes.next() {
                    end = at;
                    match byte {
                        b'\\' => drop(bytes.next()),
                        b'"' => break,
                        _ => {}
                    }
                }
                if let (true, Some((true, _, key))) = (key_wanted, levels.last_mut()) {
                    *key = text.get(start..end).unwrap_or_default().to_owned();
                    key_wanted = false;
                }
            }
            b'{' | b'[' => {
                key_wanted = byte == b'{';
                levels.push((key_wanted, 0, String::new()));
            }
            b'}' | b']' => {
                levels.pop();
                key_wanted = false;
            }
            b',' => {
                if let Some((object, index, key)) = levels.last_mut() {
                    *index = index.saturating_add(1);
                    key.clear();
                    key_wanted = *object;
                }
            }
            _ => {}
        }
    }
    let step = |(object, index, key): &(bool, usize, String)| match (object, key.is_empty()) {
        (true, true) => None,
        (true, false) => Some(format!(".{key}")),
        (false, _) => Some(format!("[{index}]")),
    };
    levels.iter().filter_map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place, where the reader stopped at the first `!`.
    fn place(text: &str, message: &str) -> String {
        let offset = text.find('!').unwrap();
        of(&text.replacen('!', "", 1), offset, Some(message)).concat()
    }

    #[test]
    fn an_object_that_was_refused_as_a_whole_is_the_place() {
        let whole = "a rule says nothing";
        assert_eq!(place(r#"{"a": [{"b": 1},! {"b": 2}]}"#, whole), ".a[0]");
        assert_eq!(place(r#"{"a": [{"b": 1}, {"b": 2}]!}"#, whole), ".a[1]");
        assert_eq!(place(r#"{"a": [{"when": {"b": 1}!, "c": 2}]}"#, whole), ".a[0].when");
        assert_eq!(place(r#"{"a": [{"c": 2, "when": {"b": 1}}!]}"#, whole), ".a[0].when");
        assert_eq!(place(r#"{"a": [{"when": {"not": {"b": 1}}!, "c": 2}]}"#, whole), ".a[0].when.not");
    }

    #[test]
    fn a_value_within_is_the_place() {
        assert_eq!(place(r#"{"a": [1, "x"!]}"#, "invalid type: string"), ".a[1]");
        assert_eq!(place(r#"{"a": [!1]}"#, "invalid type: sequence"), ".a");
        assert_eq!(place(r#"{"a": [![1]]}"#, "invalid type: sequence"), ".a[0]");
        assert_eq!(place(r#"{"a": {"wieght"!: 1}}"#, "unknown field `wieght`"), ".a.wieght");
    }
}
