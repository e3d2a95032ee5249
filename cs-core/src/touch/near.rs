//! The few measures of a block that lie near a wanted one.

use super::sample::Bracket;
use super::wide::BLOCK;

/// What a block holds within a bracket that is wider than one number. Which of several brackets a measure lies in is
/// chance, which no processor foresees; so all are asked, and none branches.
pub(super) struct Near {
    low: f64,
    high: f64,
    /// Measures on the ends of the bracket.
    pub(super) at_high: u64,
    pub(super) at_low: u64,
    /// How many lie strictly between them: the first of those that were written down.
    inside: usize,
    measures: [f64; BLOCK],
    rows: [usize; BLOCK],
}

impl Near {
    /// Nothing yet; and of a bracket of one number there will be nothing.
    pub(super) fn new(bracket: Bracket) -> Self {
        let Bracket { low, high } = bracket;
        let (low, high) = if bracket.is_one_number() { (f64::NAN, f64::NAN) } else { (low, high) };
        Self { low, high, at_high: 0, at_low: 0, inside: 0, measures: [0.0; BLOCK], rows: [0; BLOCK] }
    }

    /// Adds a measure of the block, if it is within the bracket.
    #[inline(always)]
    pub(super) fn add(&mut self, measure: f64, row: usize) {
        let (low, high) = (self.low, self.high);
        self.at_high = self.at_high.wrapping_add(u64::from((measure >= high) & (measure <= high)));
        self.at_low = self.at_low.wrapping_add(u64::from((measure >= low) & (measure <= low)));
        let places = self.measures.get_mut(self.inside).zip(self.rows.get_mut(self.inside));
        if let Some((to, to_row)) = places {
            (*to, *to_row) = (measure + 0.0, row); // -0 becomes 0
        }
        self.inside = self.inside.wrapping_add(usize::from((measure > low) & (measure < high)));
    }

    /// The measures strictly between the ends, in the order of the rows.
    pub(super) fn measures(&self) -> &[f64] {
        self.measures.get(..self.inside).unwrap_or_default()
    }

    /// Their rows.
    pub(super) fn rows(&self) -> &[usize] {
        self.rows.get(..self.inside).unwrap_or_default()
    }

    /// Forgets the block.
    pub(super) fn clear(&mut self) {
        (self.at_high, self.at_low, self.inside) = (0, 0, 0);
    }
}
