//! Each indicator's share of the scores of a tile: the groups of a card from the inside out, then from the outside in.

use cs_wide::{LaneWork, Lanes, Mask, Width};

use super::share;
use crate::fact::tile::{TILE, Tile};
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

/// What becomes of the groups and indicators of a card in the rows of a tile, each by its place.
#[derive(Debug, Clone)]
pub(super) struct Dealt {
    /// The score of each group; NaN where nothing is present. That of the card as a whole is not computed.
    pub(super) scores: Vec<Tile>,
    /// The share that each group has of the total.
    pub(super) groups: Vec<Tile>,
    /// The share that each indicator has.
    pub(super) indicators: Vec<Tile>,
}

impl Dealt {
    /// Memory for so many groups and indicators; `share` is that of the card as a whole.
    pub(super) fn new(groups: usize, indicators: usize, share: f64) -> Self {
        Self {
            scores: vec![NOTHING; groups],
            groups: vec![[share; TILE]; groups],
            indicators: vec![[0.0; TILE]; indicators],
        }
    }
}

/// Where the share of a part is written.
#[inline(always)]
fn share_of<'t>(place: Place, groups: &'t mut [Tile], indicators: &'t mut [Tile]) -> Option<&'t mut Tile> {
    match place {
        Place::Leaf(at) => indicators.get_mut(at),
        Place::Group(at) => groups.get_mut(at),
    }
}

const NOTHING: Tile = [f64::NAN; TILE];

/// The scores that a part brings in.
#[inline(always)]
fn brought<'t>(place: Place, leaves: &'t [LeafTile], scores: &'t [Tile]) -> &'t Tile {
    match place {
        Place::Leaf(at) => leaves.get(at).map_or(&NOTHING, |leaf| &leaf.score),
        Place::Group(at) => scores.get(at).unwrap_or(&NOTHING),
    }
}

/// The rows of a tile, and what each indicator brings in.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) width: Width,
    pub(super) rows: usize,
    pub(super) leaves: &'a [LeafTile],
}

impl Rows<'_> {
    /// Computes the score of each group, and the share of each group and indicator.
    pub(super) fn deal(self, nodes: &[Node<'_>], dealt: &mut Dealt) {
        for (at, node) in nodes.iter().enumerate().skip(1).rev() {
            let score = self.score(node, &dealt.scores);
            dealt.scores.iter_mut().skip(at).take(1).for_each(|to| *to = score);
        }
        for (at, node) in nodes.iter().enumerate() {
            self.share(node, at, dealt);
        }
    }

    /// The weight and the score of each part in one row.
    fn weighed(self, node: &Node<'_>, scores: &[Tile], lane: usize) -> Vec<share::Weighed> {
        let score = |place| brought(place, self.leaves, scores).get(lane).copied().unwrap_or(f64::NAN);
        node.parts.iter().map(|(weight, place)| (*weight, score(*place))).collect()
    }

    /// The score of a group, those within it known.
    fn score(self, node: &Node<'_>, scores: &[Tile]) -> Tile {
        let (run, mut out) =
            (Run { width: self.width, rows: self.rows, bounds: false, coverage: false }, NOTHING);
        if node.group.combine == Combine::WeightedMean {
            let mut sums = Means::new();
            for (weight, place) in &node.parts {
                sums.add(run, brought(*place, self.leaves, scores), *weight);
            }
            sums.divide(run, &mut out);
        } else {
            for (lane, to) in out.iter_mut().enumerate().take(self.rows) {
                *to = share::combined(node.group.combine, &self.weighed(node, scores, lane));
            }
        }
        if let Some(rounding) = node.group.rounding {
            rounding.tile(&mut out);
        }
        out
    }

    /// Deals the share of the group at this place out to its parts.
    fn share(self, node: &Node<'_>, at: usize, dealt: &mut Dealt) {
        let Some(outer) = dealt.groups.get(at).copied() else { return };
        if node.group.combine == Combine::WeightedMean {
            self.width.run_lanes(MeanShares { rows: self, node, outer: &outer, dealt });
            return;
        }
        for (lane, outer) in outer.iter().enumerate().take(self.rows) {
            let shares = share::shares(node.group.combine, &self.weighed(node, &dealt.scores, lane));
            for ((_, place), share) in node.parts.iter().zip(shares) {
                let to = share_of(*place, &mut dealt.groups, &mut dealt.indicators);
                if let Some(to) = to.and_then(|tile| tile.get_mut(lane)) {
                    *to = outer * share;
                }
            }
        }
    }
}

/// The shares of a weighted mean: `weight ÷ Σ weight` over the parts that have a score.
struct MeanShares<'a> {
    rows: Rows<'a>,
    node: &'a Node<'a>,
    outer: &'a Tile,
    dealt: &'a mut Dealt,
}

impl LaneWork for MeanShares<'_> {
    type Output = ();

    #[inline(always)]
    fn run<L: Lanes>(self) {
        let Self { rows: Rows { rows, leaves, .. }, node, outer, dealt } = self;
        let Dealt { scores, groups, indicators } = dealt;
        let mut total = [0.0; TILE];
        // What weighs nothing has no share, also where nothing else is there.
        for (weight, place) in node.parts.iter().filter(|(weight, _)| *weight > 0.0) {
            let scores = lanes::<L>(brought(*place, leaves, scores), rows);
            for (score, total) in scores.zip(lanes_mut::<L>(&mut total, rows)) {
                (L::read(total) + L::read(score).is_number().keep(L::all(*weight))).write(total);
            }
        }
        for (weight, place) in &node.parts {
            let Some(to) = share_of(*place, groups, indicators) else { continue };
            if *weight <= 0.0 {
                to.fill(0.0);
                continue;
            }
            let totals = lanes::<L>(&total, rows).zip(lanes::<L>(outer, rows));
            let parts = lanes::<L>(brought(*place, leaves, scores), rows).zip(totals);
            for ((score, (total, outer)), to) in parts.zip(lanes_mut::<L>(to, rows)) {
                let share = L::read(outer) * (L::all(*weight) / L::read(total));
                L::read(score).is_number().keep(share).write(to);
            }
        }
    }
}
