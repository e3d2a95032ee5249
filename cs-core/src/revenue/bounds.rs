//! The least and the greatest of many numbers, in one pass.

use cs_wide::{Width, Work};

/// The least and the greatest value; none where there are none.
pub(super) fn bounds<T: Copy + Ord>(values: &[T]) -> Option<(T, T)> {
    let first = *values.first()?;
    Some(Width::widest().run(Bounds(values, first)))
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
