//! A part of a graph: by kind, time, confidence and size.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Filter, Graph};
use crate::types::{ActorId, Edge, Tie};

/// Which part of a graph to keep. The default keeps all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Which edges and which of their evidence.
    pub filter: Filter,
    /// Keep the actors with the most evidence on their edges, and the edges between them.
    pub max_nodes: Option<usize>,
}

impl Selection {
    /// The part of `graph`. Actors without edges stay, unless there are too many.
    pub fn apply(&self, graph: Graph) -> Graph {
        if *self == Self::default() {
            return graph;
        }
        let threshold = self.filter.min_confidence.map_or(graph.threshold, |p| p.max(graph.threshold));
        let (nodes, edges) = graph.net.into_nodes_edges();
        let mut actors: Vec<_> = nodes.into_iter().map(|node| node.weight).collect();
        let mut edges: Vec<Edge> =
            edges.into_iter().filter_map(|edge| self.filter.edge(edge.weight)).collect();
        if let Some(most) = self.max_nodes.filter(|&most| most < actors.len()) {
            let mut weights: FxHashMap<&ActorId, usize> = FxHashMap::default();
            for edge in &edges {
                for end in [&edge.source, &edge.target] {
                    *weights.entry(end).or_default() += edge.evidence.len();
                }
            }
            let weight = |id: &ActorId| Reverse(weights.get(id).copied().unwrap_or(0));
            actors.sort_by(|a, b| {
                (weight(&a.id), Reverse(a.mentions), &a.id).cmp(&(weight(&b.id), Reverse(b.mentions), &b.id))
            });
            actors.truncate(most);
            let kept: FxHashSet<&ActorId> = actors.iter().map(|actor| &actor.id).collect();
            edges.retain(|edge| kept.contains(&edge.source) && kept.contains(&edge.target));
        }
        let named: FxHashSet<&str> = edges
            .iter()
            .filter_map(|edge| match &edge.tie {
                Tie::Meeting { event, .. } => Some(event.as_str()),
                Tie::Stance { .. } | Tie::Affiliation { .. } => None,
            })
            .collect();
        let events = graph.events.into_iter().filter(|event| named.contains(event.id.as_str())).collect();
        Graph::from_parts(actors, edges, graph.documents, events, threshold)
    }
}
