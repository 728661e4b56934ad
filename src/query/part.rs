//! Parts of a graph as graphs: what answers look like in pictures and files.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::paths;
use super::reports::documents_of;
use crate::error::SourceError;
use crate::graph::{Filter, Graph, Kind, Source};
use crate::types::{ActorId, Edge, Event, Tie};

/// Ways looked for between each two of the named actors.
const WAYS: usize = 5;

/// These edges, their actors and these actors, with the documents and meetings that they rest on.
///
/// # Errors
/// The source cannot be read.
pub fn part(
    source: &dyn Source,
    mut actors: BTreeSet<ActorId>,
    edges: Vec<Edge>,
) -> Result<Graph, SourceError> {
    let mut meetings: BTreeMap<ActorId, BTreeSet<String>> = BTreeMap::new();
    for edge in &edges {
        actors.extend([edge.source.clone(), edge.target.clone()]);
        if let Tie::Meeting { event, .. } = &edge.tie {
            meetings.entry(edge.source.clone()).or_default().insert(event.clone());
        }
    }
    let documents = documents_of(source, edges.iter().flat_map(|e| &e.evidence))?.into_values().collect();
    let filter = Filter { kinds: vec![Kind::Meeting], ..Filter::default() };
    let mut events: BTreeMap<String, Event> = BTreeMap::new();
    for (actor, wanted) in meetings {
        let found = source.events(&[&actor], &filter)?.into_iter().filter(|e| wanted.contains(&e.id));
        events.extend(found.map(|event| (event.id.clone(), event)));
    }
    let mut known = Vec::with_capacity(actors.len());
    for id in &actors {
        known.extend(source.actor(id)?);
    }
    let threshold = edges.iter().map(Edge::confidence).fold(f32::INFINITY, f32::min);
    let threshold = if threshold.is_finite() { threshold.min(1.0) } else { 0.0 };
    Ok(Graph::from_parts(known, edges, documents, events.into_values().collect(), threshold))
}

/// All edges among these actors.
///
/// # Errors
/// The source cannot be read.
pub fn among(
    source: &dyn Source,
    actors: &BTreeSet<ActorId>,
    filter: &Filter,
) -> Result<Vec<Edge>, SourceError> {
    let mut pairs: BTreeSet<(&ActorId, ActorId)> = BTreeSet::new();
    for actor in actors {
        for other in source.neighbours(actor, filter)? {
            if other.actor > *actor && actors.contains(&other.actor) {
                pairs.insert((actor, other.actor));
            }
        }
    }
    let mut edges = Vec::new();
    for (a, b) in pairs {
        edges.extend(source.edges(a, Some(&b), filter)?);
    }
    Ok(edges)
}

/// What ties these actors: they, all on the best ways of at most `longest` steps between each two of
/// them, and all edges among these.
///
/// # Errors
/// The source cannot be read.
pub fn between(
    source: &dyn Source,
    actors: &[ActorId],
    longest: usize,
    filter: &Filter,
) -> Result<Graph, SourceError> {
    let mut all: BTreeSet<ActorId> = actors.iter().cloned().collect();
    for (i, a) in actors.iter().enumerate() {
        for b in actors.iter().skip(i + 1) {
            all.extend(paths(source, a, b, WAYS, longest, filter)?.into_iter().flat_map(|way| way.actors));
        }
    }
    let edges = among(source, &all, filter)?;
    part(source, all, edges)
}
