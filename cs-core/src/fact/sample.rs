//! Places to look at in a long column, spread over all of it.

/// How many places are asked for while one of them is read: far apart as they are, each would be waited for.
const AHEAD: usize = 16;

/// The first rows of `places` runs of `length` rows each, in as many stretches of equal length, scattered within them so
/// that a rhythm in the rows is not met at one beat. All of them lie within the rows, where there are enough. `soon` is
/// told of the runs that come a few later, so that it can ask memory for them; these may lie beyond the rows.
pub(crate) fn starts(
    rows: usize,
    places: usize,
    length: usize,
    soon: impl Fn(usize),
) -> impl Iterator<Item = usize> {
    let stride = rows.checked_div(places).unwrap_or(0);
    let slack = stride.saturating_sub(length).max(1);
    let scatter = move |place: usize| {
        let mixed = place.wrapping_mul(0x9e37_79b9).rotate_left(13) & 0x7fff_ffff;
        mixed.checked_rem(slack).unwrap_or(0)
    };
    let start = move |place: usize| place.saturating_mul(stride).saturating_add(scatter(place));
    (0..places).map(move |place| {
        soon(start(place.saturating_add(AHEAD)));
        start(place)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_one_to_a_stretch_and_in_no_rhythm() {
        let (rows, places, length) = (1_000_000, 1_000, 16);
        let starts: Vec<usize> = starts(rows, places, length, |_| ()).collect();
        assert!(starts.iter().enumerate().all(|(at, start)| (at * 1_000..=at * 1_000 + 984).contains(start)));
        let mut beats = [0; 10];
        starts.iter().for_each(|start| beats[start % 1_000 / 100] += 1);
        assert!(beats.iter().all(|count| (50..200).contains(count)), "{beats:?}");
    }
}
