//! What has changed from one graph to another.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::graph::{Filter, Graph, Kind, Link, Mark, Marks, with_ids};
use crate::types::{Actor, ActorId, DocumentInfo, Edge, Status, Tie};

/// Something before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed<T> {
    /// As the old graph has it.
    pub old: T,
    /// As the new graph has it.
    pub new: T,
}

/// New, gone and changed things of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes<T> {
    /// Only in the new graph.
    pub new: Vec<T>,
    /// Only in the old graph.
    pub gone: Vec<T>,
    /// In both, and not the same.
    pub changed: Vec<Changed<T>>,
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self { new: Vec::new(), gone: Vec::new(), changed: Vec::new() }
    }
}

impl<T> Changes<T> {
    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.changed.is_empty()
    }
}

/// From one graph to another.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Diff {
    /// Actors by id. Changed are those with another name, kind, code or other names; that they are
    /// mentioned more often is no change.
    pub actors: Changes<Actor>,
    /// Edges by id, without their words. An edge's id is what it says; changed are those with other
    /// evidence or another confidence.
    pub edges: Changes<Link>,
    /// Pairs of whom the last word is another than it was: the status of their last meeting, the
    /// polarity of the last stance.
    pub turns: Vec<Changed<Link>>,
}

impl Diff {
    /// True if the graphs are the same.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty() && self.edges.is_empty() && self.turns.is_empty()
    }
}

/// What has changed from `old` to `new`. A text is the same whatever it is called.
pub fn diff(old: &Graph, new: &Graph) -> Diff {
    let called: BTreeMap<&str, &str> =
        new.documents.iter().map(|d| (d.sha256.as_str(), d.id.as_str())).collect();
    let other =
        |d: &DocumentInfo| called.get(d.sha256.as_str()).filter(|id| **id != d.id).map(|id| (*id).to_owned());
    let renamed: BTreeMap<String, String> =
        old.documents.iter().filter_map(|d| Some((d.id.clone(), other(d)?))).collect();
    let old = &with_ids(old, &renamed);
    let actors = compare(
        old.actors().map(|a| (&a.id, a)).collect(),
        new.actors().map(|a| (&a.id, a)).collect(),
        same_actor,
    );
    let (before, after) = (links(old), links(new));
    let by_id = |links: &'_ [Link]| -> BTreeMap<String, Link> {
        links.iter().map(|l| (l.id.clone(), l.clone())).collect()
    };
    let (old_ids, new_ids) = (by_id(&before), by_id(&after));
    let evidence = |graph: &'_ Graph| -> BTreeMap<String, Edge> {
        graph.edges().map(|e| (e.id.clone(), e.clone())).collect()
    };
    let (old_edges, new_edges) = (evidence(old), evidence(new));
    let edges = compare(old_ids.iter().collect(), new_ids.iter().collect(), |a: &Link, _| {
        old_edges.get(&a.id).map(|e| &e.evidence) == new_edges.get(&a.id).map(|e| &e.evidence)
    });
    let (was, is) = (last_words(&before), last_words(&after));
    let turns = is
        .into_iter()
        .filter_map(|(pair, new)| {
            let old = *was.get(&pair)?;
            (stand(&old.tie) != stand(&new.tie)).then(|| Changed { old: old.clone(), new: new.clone() })
        })
        .collect();
    Diff { actors: owned(actors), edges: owned(edges), turns }
}

/// What is new, gone and changed, by key.
fn compare<'g, K: Ord, T>(
    old: BTreeMap<K, &'g T>,
    new: BTreeMap<K, &'g T>,
    same: impl Fn(&T, &T) -> bool,
) -> Changes<&'g T> {
    let mut out = Changes::default();
    for (key, now) in &new {
        match old.get(key) {
            None => out.new.push(*now),
            Some(was) if !same(was, now) => out.changed.push(Changed { old: *was, new: *now }),
            Some(_) => {}
        }
    }
    out.gone = old.into_iter().filter(|(key, _)| !new.contains_key(key)).map(|(_, was)| was).collect();
    out
}

fn owned<T: Clone>(changes: Changes<&T>) -> Changes<T> {
    let all = |items: Vec<&T>| items.into_iter().cloned().collect();
    let both = |c: Changed<&T>| Changed { old: c.old.clone(), new: c.new.clone() };
    Changes {
        new: all(changes.new),
        gone: all(changes.gone),
        changed: changes.changed.into_iter().map(both).collect(),
    }
}

fn same_actor(a: &Actor, b: &Actor) -> bool {
    let plain = |a: &Actor| Actor { mentions: 0, ..a.clone() };
    plain(a) == plain(b)
}

fn links(graph: &Graph) -> Vec<Link> {
    graph.edges().filter_map(|edge| Link::of(edge, &Filter::default())).collect()
}

/// The last statement of each pair, by kind: by date; of equals what is no plan any more, then the surest.
fn last_words(links: &[Link]) -> BTreeMap<(&ActorId, &ActorId, Kind), &Link> {
    let mut out: BTreeMap<(&ActorId, &ActorId, Kind), &Link> = BTreeMap::new();
    for link in links.iter().filter(|l| stand(&l.tie).is_some()) {
        let known = out.entry((&link.source, &link.target, Kind::of(&link.tie))).or_insert(link);
        // A plan is older than what came of it on the day.
        let order = link.last.cmp(&known.last).then(is_plan(&known.tie).cmp(&is_plan(&link.tie)));
        let order = order.then(link.confidence.total_cmp(&known.confidence));
        if order.then(link.count.cmp(&known.count)).then(known.id.cmp(&link.id)).is_gt() {
            *known = link;
        }
    }
    out
}

const fn is_plan(tie: &Tie) -> bool {
    matches!(tie, Tie::Meeting { status: Status::Planned | Status::CalledFor, .. })
}

/// What of a tie may turn.
fn stand(tie: &Tie) -> Option<String> {
    match tie {
        Tie::Meeting { status, .. } => Some(format!("{status:?}")),
        Tie::Stance { polarity, .. } => Some(format!("{polarity:?}")),
        Tie::Affiliation { .. } => None,
    }
}

/// Both graphs in one, and what became of each edge (by id) and each actor that is not the same.
/// Of what is in both, the new graph's word counts. `context` keeps what is the same too; without
/// it only what changed is there, and the actors of these edges.
pub fn union(old: &Graph, new: &Graph, diff: &Diff, context: bool) -> (Graph, Marks) {
    let mut marks = Marks::new();
    let of = |mark: Mark| move |id: &String| (id.clone(), mark);
    let links = |links: &'_ [Link]| links.iter().map(|l| l.id.clone()).collect::<Vec<_>>();
    marks.extend(links(&diff.edges.new).iter().map(of(Mark::New)));
    marks.extend(links(&diff.edges.gone).iter().map(of(Mark::Gone)));
    marks.extend(diff.edges.changed.iter().map(|c| (c.new.id.clone(), Mark::Changed)));
    marks.extend(diff.turns.iter().map(|c| (c.new.id.clone(), Mark::Turned)));
    marks.extend(diff.actors.new.iter().map(|a| (a.id.0.clone(), Mark::New)));
    marks.extend(diff.actors.gone.iter().map(|a| (a.id.0.clone(), Mark::Gone)));
    marks.extend(diff.actors.changed.iter().map(|c| (c.new.id.0.clone(), Mark::Changed)));
    let gone = |id: &str| marks.get(id) == Some(&Mark::Gone);
    let edges: Vec<Edge> = new
        .edges()
        .chain(old.edges().filter(|e| gone(&e.id)))
        .filter(|e| context || marks.contains_key(&e.id))
        .cloned()
        .collect();
    let ends: BTreeSet<&ActorId> = edges.iter().flat_map(|e| [&e.source, &e.target]).collect();
    let wanted = |a: &&Actor| context || ends.contains(&a.id) || marks.contains_key(&a.id.0);
    // An end of a gone edge may be in the old graph alone.
    let actors: Vec<Actor> = new.actors().chain(old.actors()).filter(wanted).cloned().collect();
    let documents = new.documents.iter().chain(&old.documents).cloned().collect();
    let mut events: BTreeMap<&str, _> = old.events.iter().map(|e| (e.id.as_str(), e)).collect();
    events.extend(new.events.iter().map(|e| (e.id.as_str(), e)));
    let events = events.into_values().cloned().collect();
    let threshold = old.threshold.min(new.threshold);
    (Graph::from_parts(actors, edges, documents, events, threshold), marks)
}
