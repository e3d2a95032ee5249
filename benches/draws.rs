//! Drawn numbers for benchmarks, the same in every run.

/// Where the draws have come to; begins at a seed.
pub(crate) struct Draws(pub(crate) u64);

impl Draws {
    /// A number below the limit.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
