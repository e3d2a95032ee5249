//! The least and the greatest of many numbers: of all of them, in one pass, or of a sample.

use cs_wide::{Width, Work};

use super::tile::TILE;
use crate::error::Result;
use crate::fact::sample;
use crate::fact::workers::Workers;

/// How much of a column is looked at to find its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Rows from all over it. What lies outside of their bounds is found by whoever reads all rows, and must be.
    Sample,
    /// All of it.
    Whole,
}

/// A column of fewer rows is no longer read once than its sample.
pub(super) const FEW: usize = 1 << 17;
/// Places that a sample looks at, and rows at each: what is as rare as one row in ten thousand is in it.
const PLACES: usize = 1 << 12;
const RUN: usize = 16;

/// The least and the greatest value; none where there are none.
///
/// Errors: that of whoever is asked.
pub(super) fn bounds<T: Copy + Ord + Send + Sync>(
    values: &[T],
    look: Look,
    workers: Workers<'_>,
) -> Result<Option<(T, T)>> {
    let of = |own: &[T]| own.first().map(|first| Width::widest().run(Bounds(own, *first)));
    let parts = if look == Look::Sample && values.len() > FEW {
        let run = |start: usize| values.get(start..start.saturating_add(RUN)).unwrap_or_default();
        // Rows are often in order: the last ones have the last account or month.
        let ends = [0, values.len().saturating_sub(RUN)];
        let starts = sample::starts(values.len(), PLACES, RUN, |soon| cs_wide::fetch(run(soon))).chain(ends);
        starts.map(|start| of(run(start))).collect()
    } else {
        let runs = workers.runs(values.len(), TILE);
        workers.map(runs, |run| Ok(of(values.get(run).unwrap_or_default())))?
    };
    let joint = |(least, most): (T, T), (low, high): (T, T)| (least.min(low), most.max(high));
    Ok(parts.into_iter().flatten().reduce(joint))
}

struct Bounds<'a, T>(&'a [T], T);

impl<T: Copy + Ord> Work for Bounds<'_, T> {
    type Output = (T, T);

    #[inline(always)]
    fn run(self) -> (T, T) {
        let Self(values, first) = self;
        values.iter().fold((first, first), |(least, most), value| (least.min(*value), most.max(*value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_sees_the_ends_and_what_is_not_rare() {
        let rows = 4 * FEW;
        let mut values: Vec<u32> = (0..rows).map(|row| u32::try_from(row % 1_000).unwrap() + 10).collect();
        let seen = |values: &[u32], look| bounds(values, look, Workers::ALONE).unwrap().unwrap();
        assert_eq!(seen(&values, Look::Sample), (10, 1_009));
        (values[0], values[rows - 1]) = (1, 5_000);
        assert_eq!(seen(&values, Look::Sample), (1, 5_000));
        values[rows / 2 + 7] = 0;
        assert_eq!(seen(&values, Look::Whole), (0, 5_000));
    }

    #[test]
    fn few_values_are_all_looked_at() {
        let mut values = vec![5; FEW];
        values[FEW / 3] = -4;
        assert_eq!(bounds(&values, Look::Sample, Workers::ALONE).unwrap(), Some((-4, 5)));
        assert_eq!(bounds::<i32>(&[], Look::Sample, Workers::ALONE).unwrap(), None);
    }
}
