//! The shares of bands in each family of a roll-up.

use super::hierarchy::Hierarchy;
use super::rollup::{Families, RollUp, float};
use crate::error::{Error, ErrorCode, Result};
use crate::fact::column::Column;
use crate::fact::table::Table;
use crate::health::band::UNKNOWN_NAME;
use crate::value::document::limit;

/// Most bands whose shares are counted.
const BANDS: usize = 64;

impl RollUp {
    /// Counts the bands of every family.
    pub(super) fn share(
        &self,
        table: &Table<'_>,
        tree: &Hierarchy<'_>,
        families: &mut Families,
    ) -> Result<()> {
        let Some(name) = &self.band else { return Ok(()) };
        let (bands, places) = self.bands(table.column(name)?, table.rows())?;
        for place in 0..bands.len() {
            let mut below = vec![0_u64; table.rows()];
            let mut shares = vec![f64::NAN; table.rows()];
            for rank in &tree.order {
                let (Some(under), Some((_, row))) = (below.get(*rank).copied(), tree.keys.get(*rank)) else {
                    continue;
                };
                let whole = under.saturating_add(u64::from(places.get(*row) == Some(&place)));
                let count = if self.include_parent { whole } else { under };
                let members = families.accounts.get(*row).copied().unwrap_or(0);
                if let Some(share) = shares.get_mut(*row).filter(|_| members > 0) {
                    *share = float(count) / float(members);
                }
                let parent = tree.parents.get(*rank).copied().flatten();
                if let Some(sum) = parent.and_then(|parent| below.get_mut(parent)) {
                    *sum = sum.saturating_add(whole);
                }
            }
            families.shares.push(shares);
        }
        families.bands = bands;
        Ok(())
    }

    /// The bands to count, the unknown one last, and the place of each row's band among them.
    fn bands(&self, column: &Column<'_>, rows: usize) -> Result<(Vec<String>, Vec<usize>)> {
        let mut bands: Vec<String> =
            self.bands.iter().filter(|name| *name != UNKNOWN_NAME).cloned().collect();
        if let Some(at) =
            (0..bands.len()).find(|at| bands.iter().take(*at).any(|name| bands.get(*at) == Some(name)))
        {
            let error =
                Error::new(ErrorCode::Duplicate, "this band is listed before").at(format!("bands[{at}]"));
            return Err(error.with_value(format!("{:?}", bands.get(at).map_or("", String::as_str))));
        }
        limit("bands", bands.len(), BANDS)?;
        let mut places = Vec::with_capacity(rows);
        for row in 0..rows {
            let band = column.text(row)?.filter(|band| !band.is_empty() && *band != UNKNOWN_NAME);
            let place = match band {
                None => usize::MAX,
                Some(band) => match bands.iter().position(|known| known == band) {
                    Some(place) => place,
                    None if self.bands.is_empty() => {
                        bands.push(band.to_owned());
                        limit("bands", bands.len(), BANDS)?;
                        bands.len().saturating_sub(1)
                    }
                    None => {
                        let error = Error::unknown(
                            ErrorCode::InvalidArgument,
                            "band",
                            band,
                            self.bands.iter().map(String::as_str),
                        );
                        return Err(error.in_column(column.name()).at_row(row));
                    }
                },
            };
            places.push(place);
        }
        let unknown = bands.len();
        for place in &mut places {
            *place = unknown.min(*place);
        }
        bands.push(UNKNOWN_NAME.to_owned());
        Ok((bands, places))
    }
}
