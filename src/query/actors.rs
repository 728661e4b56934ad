//! Who is in the graph, and how much there is of each.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::graph::Graph;
use crate::types::{Actor, ActorId, ActorKind, Tie};

/// An actor with counts.
#[derive(Debug, Clone, Serialize)]
pub struct ActorRow<'g> {
    /// The actor.
    #[serde(flatten)]
    pub actor: &'g Actor,
    /// Documents with evidence on its edges.
    pub documents: usize,
    /// Meetings that it takes part in.
    pub meetings: usize,
    /// Edges of stances, its own and those towards it.
    pub stances: usize,
    /// Edges of affiliations, of both directions.
    pub affiliations: usize,
}

/// The actors (of one kind, if `kind` is given), those mentioned most first.
pub fn actors(graph: &Graph, kind: Option<ActorKind>) -> Vec<ActorRow<'_>> {
    let mut documents: FxHashMap<&ActorId, FxHashSet<&str>> = FxHashMap::default();
    let mut meetings: FxHashMap<&ActorId, FxHashSet<&str>> = FxHashMap::default();
    let mut ties: FxHashMap<&ActorId, (usize, usize)> = FxHashMap::default();
    for edge in graph.edges() {
        for id in [&edge.source, &edge.target] {
            documents.entry(id).or_default().extend(edge.evidence.iter().map(|e| e.document.as_str()));
            match &edge.tie {
                Tie::Meeting { event, .. } => _ = meetings.entry(id).or_default().insert(event),
                Tie::Stance { .. } => ties.entry(id).or_default().0 += 1,
                Tie::Affiliation { .. } => ties.entry(id).or_default().1 += 1,
            }
        }
    }
    let mut rows: Vec<ActorRow<'_>> = graph
        .actors()
        .filter(|actor| kind.is_none_or(|kind| actor.kind == kind))
        .map(|actor| {
            let (stances, affiliations) = ties.get(&actor.id).copied().unwrap_or_default();
            ActorRow {
                actor,
                documents: documents.get(&actor.id).map_or(0, FxHashSet::len),
                meetings: meetings.get(&actor.id).map_or(0, FxHashSet::len),
                stances,
                affiliations,
            }
        })
        .collect();
    rows.sort_by_key(|row| (Reverse(row.actor.mentions), &row.actor.id));
    rows
}
