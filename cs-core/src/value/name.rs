//! When two names are the same to a reader: in whatever case, and in whatever way their accents are written.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Of characters that decompose, and of marks: the order of marks, and the decomposition.
static UNICODE: LazyLock<BTreeMap<char, (u8, Vec<char>)>> = LazyLock::new(|| {
    let hex = |code: &str| u32::from_str_radix(code, 16).ok().and_then(char::from_u32);
    let line = |line: &str| {
        let mut words = line.split(' ');
        let (own, order) = (hex(words.next()?)?, words.next()?.parse().ok()?);
        Some((own, (order, words.filter_map(hex).collect())))
    };
    include_str!("name/unicode.txt").lines().filter_map(line).collect()
});

/// The name in lower case and in Unicode's normal form D: equal for names that a reader cannot tell apart.
pub(crate) fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    if lower.is_ascii() {
        return lower;
    }
    let mut letters: Vec<char> = Vec::new();
    for letter in lower.chars() {
        match UNICODE.get(&letter) {
            Some((_, parts)) if !parts.is_empty() => letters.extend(parts),
            _ => letters.extend(hangul(letter).into_iter().flatten()),
        }
    }
    // Marks behind one letter stand in the order of their classes.
    let order = |letter: &char| UNICODE.get(letter).map_or(0, |(order, _)| *order);
    for marks in letters.chunk_by_mut(|_, next| order(next) != 0) {
        marks.sort_by_key(|letter| order(letter));
    }
    letters.into_iter().collect()
}

/// The parts of a Hangul syllable, by arithmetic on its code; any other character is its own single part.
fn hangul(letter: char) -> [Option<char>; 3] {
    let code = u32::from(letter);
    if !('가'..='힣').contains(&letter) {
        return [Some(letter), None, None];
    }
    let place = code.wrapping_sub(0xAC00);
    let part = |first: u32, at: u32| char::from_u32(first.wrapping_add(at));
    let tail = place % 28;
    let tail = if tail == 0 { None } else { part(0x11A7, tail) };
    [part(0x1100, place / 588), part(0x1161, place % 588 / 28), tail]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_do_not_tell_names_apart() {
        for (one, other) in [
            ("café", "CAFE\u{301}"),
            ("\u{212b}", "A\u{30a}"),
            ("\u{304c}", "\u{304b}\u{3099}"),
            ("한", "\u{1112}\u{1161}\u{11ab}"),
            ("가", "\u{1100}\u{1161}"),
            ("a\u{323}\u{301}", "a\u{301}\u{323}"),
        ] {
            assert_eq!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn other_letters_and_other_accents_do() {
        for (one, other) in
            [("cafe", "café"), ("か", "が"), ("한", "하"), ("a\u{301}\u{300}", "a\u{300}\u{301}")]
        {
            assert_ne!(folded(one), folded(other), "{one} {other}");
        }
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("name/unicode.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(UNICODE.len(), lines.count());
    }
}
