//! Each indicator's share of the scores of a tile: the groups of a card from the inside out, then from the outside in.

use cs_wide::{LaneWork, Lanes, Mask, Width};

use super::share;
use crate::fact::column::{TILE, Tile};
use crate::health::combine::{Combine, Group, Part};
use crate::health::leaf::LeafTile;
use crate::health::mean::{Means, Run, lanes, lanes_mut};

/// A part of a group: an indicator by its place in the card, or a group by its place in the list.
#[derive(Debug, Clone, Copy)]
enum Place {
    Leaf(usize),
    Group(usize),
}

/// A group, and the weights and places of its parts.
#[derive(Debug, Clone)]
pub(super) struct Node<'c> {
    pub(super) group: &'c Group,
    parts: Vec<(f64, Place)>,
}

/// The groups of a card in a list, each before those within it; the first is the card as a whole.
pub(super) fn nodes(total: &Group) -> Vec<Node<'_>> {
    let mut nodes = Vec::new();
    list(total, &mut nodes);
    nodes
}

fn list<'c>(group: &'c Group, nodes: &mut Vec<Node<'c>>) {
    let own = nodes.len();
    nodes.push(Node { group, parts: Vec::with_capacity(group.parts.len()) });
    for part in &group.parts {
        let place = match part {
            Part::Leaf(leaf) => (leaf.weight, Place::Leaf(leaf.indicator)),
            Part::Group(inner) => (inner.weight, Place::Group(nodes.len())),
        };
        nodes.iter_mut().skip(own).take(1).for_each(|node| node.parts.push(place));
        if let Part::Group(inner) = part {
            list(inner, nodes);
        }
    }
}

/// A group for the rows of a tile.
#[derive(Debug, Clone)]
pub(super) struct GroupTile {
    /// Its share of the total.
    pub(super) weight: Tile,
    /// Its score; NaN where nothing is present. That of the card as a whole is not computed.
    pub(super) score: Tile,
}

impl GroupTile {
    pub(super) const EMPTY: Self = Self { weight: [1.0; TILE], score: [f64::NAN; TILE] };
}

/// The score of each group, and the share of each group and indicator.
pub(super) struct Shares<'a> {
    pub(super) nodes: &'a [Node<'a>],
    pub(super) rows: usize,
    pub(super) width: Width,
    /// What each indicator brings in.
    pub(super) leaves: &'a [LeafTile],
}

impl Shares<'_> {
    /// Computes them; `weights` receives the share of each indicator.
    pub(super) fn run(&self, weights: &mut [Tile], groups: &mut [GroupTile]) {
        for (at, node) in self.nodes.iter().enumerate().skip(1).rev() {
            let (outer, inner) = groups.split_at_mut(at.saturating_add(1));
            if let Some(own) = outer.last_mut() {
                self.score(node, at, inner, &mut own.score);
            }
        }
        for (at, node) in self.nodes.iter().enumerate() {
            let (outer, inner) = groups.split_at_mut(at.saturating_add(1));
            if let Some(own) = outer.last() {
                self.share(node, at, &own.weight, weights, inner);
            }
        }
    }

    /// The scores that a part brings in. `inner` are the groups behind the group at `own`.
    #[inline(always)]
    fn brought<'t>(&'t self, place: Place, own: usize, inner: &'t [GroupTile]) -> &'t Tile {
        match place {
            Place::Leaf(at) => self.leaves.get(at).map_or(&NOTHING, |leaf| &leaf.score),
            Place::Group(at) => inner.get(behind(own, at)).map_or(&NOTHING, |group| &group.score),
        }
    }

    /// The weight and the score of each part in one row.
    fn weighed(&self, node: &Node<'_>, own: usize, inner: &[GroupTile], lane: usize) -> Vec<share::Weighed> {
        let score = |place| self.brought(place, own, inner).get(lane).copied().unwrap_or(f64::NAN);
        node.parts.iter().map(|(weight, place)| (*weight, score(*place))).collect()
    }

    /// The score of a group.
    fn score(&self, node: &Node<'_>, own: usize, inner: &[GroupTile], out: &mut Tile) {
        let run = Run { width: self.width, rows: self.rows, bounds: false };
        if node.group.combine == Combine::WeightedMean {
            let mut sums = Means::new();
            for (weight, place) in &node.parts {
                sums.add(run, self.brought(*place, own, inner), *weight);
            }
            sums.divide(run, out);
        } else {
            for (lane, to) in out.iter_mut().enumerate().take(self.rows) {
                *to = share::combined(node.group.combine, &self.weighed(node, own, inner, lane));
            }
        }
        if let Some(rounding) = node.group.rounding {
            rounding.tile(out);
        }
    }

    /// Deals a group's share out to its parts.
    fn share(
        &self,
        node: &Node<'_>,
        own: usize,
        outer: &Tile,
        weights: &mut [Tile],
        inner: &mut [GroupTile],
    ) {
        if node.group.combine == Combine::WeightedMean {
            self.width.run_lanes(MeanShares { shares: self, node, own, outer, weights, inner });
            return;
        }
        for lane in 0..self.rows {
            let shares = share::shares(node.group.combine, &self.weighed(node, own, inner, lane));
            let outer = outer.get(lane).copied().unwrap_or(f64::NAN);
            for ((_, place), share) in node.parts.iter().zip(shares) {
                if let Some(to) = dealt(*place, own, weights, inner).and_then(|tile| tile.get_mut(lane)) {
                    *to = outer * share;
                }
            }
        }
    }
}

const NOTHING: Tile = [f64::NAN; TILE];

/// The place of a group among those behind another.
fn behind(own: usize, at: usize) -> usize {
    at.wrapping_sub(own).wrapping_sub(1)
}

/// Where the share of a part is written.
#[inline(always)]
fn dealt<'t>(
    place: Place,
    own: usize,
    weights: &'t mut [Tile],
    inner: &'t mut [GroupTile],
) -> Option<&'t mut Tile> {
    match place {
        Place::Leaf(at) => weights.get_mut(at),
        Place::Group(at) => inner.get_mut(behind(own, at)).map(|group| &mut group.weight),
    }
}

/// The shares of a weighted mean: `weight ÷ Σ weight` over the parts that have a score.
struct MeanShares<'a> {
    shares: &'a Shares<'a>,
    node: &'a Node<'a>,
    own: usize,
    outer: &'a Tile,
    weights: &'a mut [Tile],
    inner: &'a mut [GroupTile],
}

impl LaneWork for MeanShares<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let Self { shares, node, own, outer, weights, inner } = self;
        let (rows, mut total) = (shares.rows, [0.0; TILE]);
        // What weighs nothing has no share, also where nothing else is there.
        let counted = || node.parts.iter().filter(|(weight, _)| *weight > 0.0);
        for (weight, place) in counted() {
            let scores = lanes::<L>(shares.brought(*place, own, inner), rows);
            for (score, total) in scores.zip(lanes_mut::<L>(&mut total, rows)) {
                (L::read(total) + L::read(score).is_number().keep(L::all(*weight))).write(total);
            }
        }
        for (weight, place) in &node.parts {
            let mut own_shares = [0.0; TILE];
            if *weight > 0.0 {
                let parts = lanes::<L>(shares.brought(*place, own, inner), rows)
                    .zip(lanes::<L>(&total, rows).zip(lanes::<L>(outer, rows)));
                for ((score, (total, outer)), to) in parts.zip(lanes_mut::<L>(&mut own_shares, rows)) {
                    let share = L::all(*weight) / L::read(total);
                    L::read(score).is_number().keep(L::read(outer) * share).write(to);
                }
            }
            if let Some(to) = dealt(*place, own, weights, inner) {
                *to = own_shares;
            }
        }
    }
}
