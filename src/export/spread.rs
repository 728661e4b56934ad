//! Places and sizes for tools that ask for some before they lay out a graph themselves.

use crate::graph::Graph;

/// A sunflower's places: the actors with the most ties in the middle, nobody on anybody.
pub(super) struct Spread {
    ranks: Vec<usize>,
}

/// Distance of neighbours.
const STEP: f64 = 40.0;
/// The golden angle, in radians.
const TURN: f64 = 2.399_963_229_728_653;

impl Spread {
    /// The places of a graph's actors.
    pub fn of(graph: &Graph) -> Self {
        let mut order: Vec<(std::cmp::Reverse<usize>, usize)> = graph
            .net
            .node_indices()
            .map(|node| (std::cmp::Reverse(graph.net.neighbors_undirected(node).count()), node.index()))
            .collect();
        order.sort_unstable();
        let mut ranks = vec![0; order.len()];
        for (rank, (_, node)) in order.into_iter().enumerate() {
            if let Some(place) = ranks.get_mut(node) {
                *place = rank;
            }
        }
        Self { ranks }
    }

    /// Where the actor with this index stands.
    pub fn place(&self, index: usize) -> (f64, f64) {
        let rank = self.ranks.get(index).copied().unwrap_or(index) as f64;
        let (radius, angle) = (STEP * rank.sqrt(), TURN * rank);
        (radius * angle.cos(), radius * angle.sin())
    }
}

/// The size of an actor by its mentions.
pub(super) fn size(mentions: usize) -> f64 {
    6.0 + 2.0 * (1.0 + mentions as f64).ln()
}
