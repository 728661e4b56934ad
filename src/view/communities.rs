//! Who belongs together, by number.

use rustc_hash::FxHashMap;

use crate::graph::{Filter, Graph, Indexed};
use crate::query;
use crate::types::ActorId;

/// The community of each actor (`query::communities`), the largest is 0; an actor that belongs to
/// nobody is a community of its own.
pub(super) fn of(graph: &Graph) -> Vec<usize> {
    // A graph in memory can be read; without communities all the same has its places.
    let found = query::communities(&Indexed::new(graph.clone()), 1.0, &Filter::default()).unwrap_or_default();
    let mut numbers: FxHashMap<&ActorId, usize> = FxHashMap::default();
    for (number, community) in found.communities.iter().enumerate() {
        numbers.extend(community.members.iter().map(|actor| (&actor.id, number)));
    }
    let mut next = found.communities.len();
    let mut alone = || {
        next += 1;
        next - 1
    };
    graph.actors().map(|actor| numbers.get(&actor.id).copied().unwrap_or_else(&mut alone)).collect()
}
