//! Officials and organs counted for their state: the rule, and the graph that it gives.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Graph;
use super::remap::Remap;
use crate::types::{Actor, ActorId, ActorKind, Tie};

/// Links of a chain such as spokesman → ministry → state that are followed.
const LINKS: usize = 5;

/// Actor → the country that it stands for, else the body: people through any affiliation, bodies
/// through those as `organ`. Of several, a country goes before a body, then the first given.
/// Affiliations are (member, of, organ).
pub fn tops(
    affiliations: impl Iterator<Item = (String, String, bool)>,
    kinds: &FxHashMap<String, ActorKind>,
) -> FxHashMap<String, String> {
    let mut up: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for (member, of, organ) in affiliations {
        if kinds.get(&member) == Some(&ActorKind::Person) || organ {
            up.entry(member).or_default().push(of);
        }
    }
    let country = |actor: &str| kinds.get(actor) == Some(&ActorKind::Country);
    // Where chains of 0, 1, 2 … links end; a chain of one link more begins with one of them.
    let mut ends: FxHashMap<&str, &str> = FxHashMap::default();
    for _ in 0..LINKS {
        let mut longer: FxHashMap<&str, &str> = FxHashMap::default();
        for (member, above) in up.iter().filter(|(member, _)| !country(member)) {
            let mut found = above.iter().map(|of| ends.get(of.as_str()).copied().unwrap_or(of.as_str()));
            let first = found.clone().next();
            if let Some(top) = found.find(|top| country(top)).or(first) {
                longer.insert(member, top);
            }
        }
        ends = longer;
    }
    kinds
        .keys()
        .chain(up.keys())
        .map(|actor| (actor.clone(), ends.get(actor.as_str()).copied().unwrap_or(actor).to_owned()))
        .collect()
}

/// The graph with people and organs counted for the country (else the body) that they stand for
/// now: their edges become its edges, with all evidence; edges within it fall away. The countries
/// say in `rolled_up` for whom they stand.
///
/// Former offices do not count. Of several countries, the one that most evidence names is chosen.
pub fn roll_up(graph: &Graph) -> Graph {
    let kinds: FxHashMap<String, ActorKind> = graph.actors().map(|a| (a.id.0.clone(), a.kind)).collect();
    let mut bonds: Vec<_> = graph
        .edges()
        .filter_map(|edge| match &edge.tie {
            Tie::Affiliation { role, former: false } => Some((edge, role == "organ")),
            _ => None,
        })
        .collect();
    bonds.sort_by_key(|(edge, _)| Reverse(edge.evidence.len()));
    let bonds = bonds.into_iter().map(|(edge, organ)| (edge.source.0.clone(), edge.target.0.clone(), organ));
    let tops = tops(bonds, &kinds);
    // Bodies that are organs of each other stay as they are.
    let top = |id: &ActorId| {
        let top = tops.get(&id.0)?;
        (*top != id.0 && tops.get(top) == Some(top)).then(|| ActorId(top.clone()))
    };
    let mut remap = Remap::default();
    let mut actors: BTreeMap<&ActorId, Actor> = graph.actors().map(|a| (&a.id, a.clone())).collect();
    for actor in graph.actors() {
        let Some(top) = top(&actor.id) else { continue };
        actors.remove(&actor.id);
        if let Some(state) = actors.get_mut(&top) {
            state.mentions += actor.mentions;
            state.rolled_up.push(actor.id.clone());
            state.rolled_up.extend(actor.rolled_up.iter().cloned());
        }
        remap.insert(actor.id.clone(), top);
    }
    for actor in actors.values_mut() {
        actor.rolled_up.sort();
        actor.rolled_up.dedup();
    }
    let (edges, events) = remap.edges(graph).finish();
    let actors = actors.into_values().collect();
    Graph::from_parts(actors, edges, graph.documents.clone(), events, graph.threshold)
}
