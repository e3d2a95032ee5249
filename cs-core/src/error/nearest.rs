//! The known name that a slip was meant to be.

use super::{Error, ErrorCode, VALUE_CHARACTERS};

/// Most names that a hint lists.
const LISTED: usize = 24;

impl Error {
    /// There is no such thing: names it, and hints at the nearest one that there is, or at all of a few.
    ///
    /// ```
    /// use cs_core::error::{Error, ErrorCode};
    ///
    /// let error = Error::unknown(ErrorCode::InvalidDocument, "field", "wieght", ["weight", "scale"]);
    /// assert_eq!(error.to_string(), "there is no field \"wieght\" (did you mean \"weight\"?)");
    /// ```
    #[must_use]
    pub fn unknown<'a>(
        code: ErrorCode,
        what: &str,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let error = Error::new(code, format!("there is no {what}")).with_value(format!("{name:?}"));
        match nearest(name, known.iter().copied()) {
            Some(near) => error.with_hint(format!("did you mean {near:?}?")),
            None if known.is_empty() || known.len() > LISTED => error,
            None => error.with_hint(format!("known are {}", known.join(", "))),
        }
    }
}

/// The known name nearest to `name`, when it is near enough to be a typing slip. The case of letters does not count.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = name.chars().count().div_ceil(3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance, in characters, whatever their case.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().take(VALUE_CHARACTERS).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().take(VALUE_CHARACTERS).enumerate() {
        let mut diagonal = i;
        let mut left = i.saturating_add(1);
        for (cell, y) in row.iter_mut().skip(1).zip(&b) {
            let substitute = diagonal.saturating_add(usize::from(!x.eq_ignore_ascii_case(y)));
            diagonal = *cell;
            left = substitute.min(cell.saturating_add(1)).min(left.saturating_add(1));
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i.saturating_add(1);
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_a_slip_and_ignores_strangers() {
        assert_eq!(nearest("wieght", ["weight", "scale"]), Some("weight"));
        assert_eq!(nearest("NPS_Answer", ["nps_answer", "seats"]), Some("nps_answer"));
        assert_eq!(nearest("colour_of_the_sky", ["weight", "scale"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
    }
}
