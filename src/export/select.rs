//! A part of a graph: by kind, time, confidence and size.

use std::cmp::Reverse;
use std::str::FromStr;

use rustc_hash::{FxHashMap, FxHashSet};

use super::scalars::{date, first_day};
use crate::graph::Graph;
use crate::types::{ActorId, Edge, Evidence, Tie};

/// A kind of edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Meeting,
    Stance,
    Affiliation,
}

impl Kind {
    fn of(edge: &Edge) -> Self {
        match edge.tie {
            Tie::Meeting { .. } => Self::Meeting,
            Tie::Stance { .. } => Self::Stance,
            Tie::Affiliation { .. } => Self::Affiliation,
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim_end_matches('s') {
            "meeting" => Ok(Self::Meeting),
            "stance" => Ok(Self::Stance),
            "affiliation" => Ok(Self::Affiliation),
            _ => Err(format!("{text:?} is no kind of edge; expected meeting, stance or affiliation")),
        }
    }
}

/// A day, month or year, as [`Selection::since`] has it.
///
/// # Errors
/// It is none.
pub fn partial_date(text: &str) -> Result<String, String> {
    match first_day(text) {
        Some(_) => Ok(text.to_owned()),
        None => Err("expected a date: YYYY-MM-DD, YYYY-MM or YYYY".to_owned()),
    }
}

/// Which part of a graph to keep. The default keeps all of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Kinds of edges; none named: all of them.
    pub kinds: Vec<Kind>,
    /// Only evidence of this day or later: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. Evidence without any
    /// date is left out. What is dated to a month or year counts if a day of it does.
    pub since: Option<String>,
    /// Only evidence of this day or earlier.
    pub until: Option<String>,
    /// Leave out evidence below this confidence, 0 to 1.
    pub min_confidence: Option<f32>,
    /// Keep the actors with the most evidence on their edges, and the edges between them.
    pub max_nodes: Option<usize>,
}

impl Selection {
    /// The part of `graph`. Actors without edges stay, unless there are too many.
    pub fn apply(&self, graph: Graph) -> Graph {
        if *self == Self::default() {
            return graph;
        }
        let threshold = self.min_confidence.map_or(graph.threshold, |p| p.max(graph.threshold));
        let (nodes, edges) = graph.net.into_nodes_edges();
        let mut actors: Vec<_> = nodes.into_iter().map(|node| node.weight).collect();
        let mut edges: Vec<Edge> = edges.into_iter().filter_map(|edge| self.edge(edge.weight)).collect();
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

    /// The edge with the evidence that counts, if there is any.
    fn edge(&self, mut edge: Edge) -> Option<Edge> {
        if !self.kinds.is_empty() && !self.kinds.contains(&Kind::of(&edge)) {
            return None;
        }
        edge.evidence.retain(|evidence| self.counts(evidence));
        (!edge.evidence.is_empty()).then_some(edge)
    }

    fn counts(&self, evidence: &Evidence) -> bool {
        if self.min_confidence.is_some_and(|least| evidence.confidence < least) {
            return false;
        }
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        date(evidence).is_some_and(|date| {
            // The shorter of two dates stands for its whole month or year.
            let common = |other: &str| date.len().min(other.len());
            let before = |a: &str, b: &str, n: usize| a.get(..n) < b.get(..n);
            !self.since.as_deref().is_some_and(|since| before(date, since, common(since)))
                && !self.until.as_deref().is_some_and(|until| before(until, date, common(until)))
        })
    }
}
