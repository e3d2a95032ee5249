//! The least and the greatest of many numbers, in one pass.

use cs_wide::{Width, Work};

use super::entries::TILE;
use crate::error::Result;
use crate::fact::workers::Workers;

/// The least and the greatest value; none where there are none.
///
/// Errors: that of whoever is asked.
pub(super) fn bounds<T: Copy + Ord + Send + Sync>(
    values: &[T],
    workers: Workers<'_>,
) -> Result<Option<(T, T)>> {
    let parts = workers.map(workers.runs(values.len(), TILE), |run| {
        let own = values.get(run).unwrap_or_default();
        Ok(own.first().map(|first| Width::widest().run(Bounds(own, *first))))
    })?;
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
