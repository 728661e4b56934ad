//! Where answers come from: a graph in memory, or a store on disk.
//!
//! Questions are written against [`Source`] alone, and both kinds of it answer in the same order,
//! so that the same documents give the same answers wherever they lie.

use std::borrow::Cow;
use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graph::NodeIndex;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::Graph;
use super::filter::Filter;
use super::naming::{Candidate, Naming};
use crate::error::SourceError;
use crate::types::{Actor, ActorId, DocumentInfo, Edge, Event, Evidence, Modality, Tie};

/// An edge without the words that it rests on: of its evidence, that which the filter lets count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Id of the edge.
    pub id: String,
    /// Source actor.
    pub source: ActorId,
    /// Target actor.
    pub target: ActorId,
    /// What it says.
    #[serde(flatten)]
    pub tie: Tie,
    /// Places that say so.
    pub count: usize,
    /// How sure the surest of them is, 0 to 1.
    pub confidence: f32,
    /// First date among them: of the event where the text says, else of the report.
    pub first: Option<String>,
    /// Last date among them.
    pub last: Option<String>,
}

impl Link {
    /// The link of an edge, if the filter lets it count.
    pub fn of(edge: &Edge, filter: &Filter) -> Option<Self> {
        if !filter.allows(&edge.tie) {
            return None;
        }
        let counted = edge.evidence.iter().filter(|evidence| filter.counts(evidence));
        let count = counted.clone().count();
        (count > 0).then(|| Self {
            id: edge.id.clone(),
            source: edge.source.clone(),
            target: edge.target.clone(),
            tie: edge.tie.clone(),
            count,
            confidence: counted.clone().map(|e| e.confidence).fold(0.0, f32::max),
            first: counted.clone().filter_map(|e| e.when()).min().map(str::to_owned),
            last: counted.filter_map(|e| e.when()).max().map(str::to_owned),
        })
    }

    /// The end that is not `of`.
    pub fn other(&self, of: &ActorId) -> &ActorId {
        if self.source == *of { &self.target } else { &self.source }
    }
}

/// An actor at the other end of one or several edges.
#[derive(Debug, Clone, PartialEq)]
pub struct Neighbour {
    /// Who.
    pub actor: ActorId,
    /// Confidence of the surest edge between the two, 0 to 1.
    pub confidence: f32,
}

impl Neighbour {
    /// The other ends of an actor's links, by id, none twice, each with the surest link.
    pub fn of_links(links: Vec<Link>, of: &ActorId) -> Vec<Self> {
        let mut best: FxHashMap<ActorId, f32> = FxHashMap::default();
        for link in links {
            let confidence = link.confidence;
            let other = if link.source == *of { link.target } else { link.source };
            if other != *of {
                let known = best.entry(other).or_default();
                *known = known.max(confidence);
            }
        }
        let mut out: Vec<Self> =
            best.into_iter().map(|(actor, confidence)| Self { actor, confidence }).collect();
        out.sort_by(|a, b| a.actor.cmp(&b.actor));
        out
    }
}

/// A graph that can be asked.
///
/// Edges and links come by source, target and id, all else by id; of edges, only evidence that the
/// filter lets count. An actor that is not there has no edges. An edge from an actor to itself is
/// given once.
pub trait Source {
    /// The actor with this id.
    ///
    /// # Errors
    /// The source cannot be read; so for all that follow.
    fn actor(&self, id: &ActorId) -> Result<Option<Actor>, SourceError>;

    /// Whom a name may mean, the best first: what [`Naming`] makes of all actors and their names.
    fn named(&self, name: &str, limit: usize) -> Result<Vec<Candidate>, SourceError>;

    /// The edges of an actor, of both directions, without their words.
    fn links(&self, of: &ActorId, filter: &Filter) -> Result<Vec<Link>, SourceError>;

    /// How many edges an actor has, whatever the filter: what it costs to look at them.
    fn degree(&self, of: &ActorId) -> Result<usize, SourceError>;

    /// The other ends of an actor's edges, by id, none twice, not the actor itself.
    fn neighbours(&self, of: &ActorId, filter: &Filter) -> Result<Vec<Neighbour>, SourceError> {
        Ok(Neighbour::of_links(self.links(of, filter)?, of))
    }

    /// The edges between two actors, of both directions, or all those of `a`.
    fn edges(&self, a: &ActorId, b: Option<&ActorId>, filter: &Filter) -> Result<Vec<Edge>, SourceError>;

    /// Meetings with an edge that counts, in which all of these take part (nobody named: all
    /// meetings).
    fn events(&self, of: &[&ActorId], filter: &Filter) -> Result<Vec<Event>, SourceError>;

    /// These documents, as far as they are there.
    fn documents(&self, ids: &BTreeSet<&str>) -> Result<Vec<DocumentInfo>, SourceError>;

    /// All links, one by one.
    fn all_links(&self, filter: &Filter, each: &mut dyn FnMut(Link)) -> Result<(), SourceError>;

    /// Source and target of each edge with evidence that says that it is not so.
    fn negated(&self, filter: &Filter) -> Result<BTreeSet<(ActorId, ActorId)>, SourceError>;

    /// The whole graph.
    fn graph(&self) -> Result<Cow<'_, Graph>, SourceError>;
}

/// A graph in memory with indexes of its ids.
#[derive(Debug, Clone, Default)]
pub struct Indexed {
    graph: Graph,
    nodes: FxHashMap<ActorId, NodeIndex>,
    documents: FxHashMap<String, usize>,
}

impl Indexed {
    /// Indexes a graph.
    pub fn new(graph: Graph) -> Self {
        let nodes = graph
            .net
            .node_indices()
            .filter_map(|at| Some((graph.net.node_weight(at)?.id.clone(), at)))
            .collect();
        let documents = graph.documents.iter().enumerate().map(|(i, d)| (d.id.clone(), i)).collect();
        Self { graph, nodes, documents }
    }

    /// The graph again.
    pub fn into_graph(self) -> Graph {
        self.graph
    }

    /// The edges of an actor in their order, each once.
    fn around(&self, of: &ActorId) -> impl Iterator<Item = &Edge> {
        let mut at: Vec<_> = self
            .nodes
            .get(of)
            .into_iter()
            .flat_map(|&node| {
                let ids = |way| {
                    let edges = self.graph.net.edges_directed(node, way);
                    edges.map(|edge| petgraph::visit::EdgeRef::id(&edge))
                };
                ids(Direction::Outgoing).chain(ids(Direction::Incoming))
            })
            .collect();
        // Edges of the graph stand in the order of source, target and id.
        at.sort_unstable();
        at.dedup();
        at.into_iter().filter_map(|edge| self.graph.net.edge_weight(edge))
    }
}

impl From<Graph> for Indexed {
    fn from(graph: Graph) -> Self {
        Self::new(graph)
    }
}

impl Source for Indexed {
    fn actor(&self, id: &ActorId) -> Result<Option<Actor>, SourceError> {
        Ok(self.nodes.get(id).and_then(|&at| self.graph.net.node_weight(at)).cloned())
    }

    fn named(&self, name: &str, limit: usize) -> Result<Vec<Candidate>, SourceError> {
        let mut naming = Naming::new(name);
        for actor in self.graph.actors() {
            naming.offer_id(&actor.id);
            naming.offer(&actor.id, &actor.name, false);
            for alias in &actor.aliases {
                naming.offer(&actor.id, alias, true);
            }
        }
        naming.finish(limit, |id| self.actor(id))
    }

    fn links(&self, of: &ActorId, filter: &Filter) -> Result<Vec<Link>, SourceError> {
        Ok(self.around(of).filter_map(|edge| Link::of(edge, filter)).collect())
    }

    fn degree(&self, of: &ActorId) -> Result<usize, SourceError> {
        Ok(self.around(of).count())
    }

    fn edges(&self, a: &ActorId, b: Option<&ActorId>, filter: &Filter) -> Result<Vec<Edge>, SourceError> {
        let between = |edge: &&Edge| {
            b.is_none_or(|b| {
                (edge.source == *a && edge.target == *b) || (edge.source == *b && edge.target == *a)
            })
        };
        // From the end where less is to be looked at.
        let degree = |id: &ActorId| {
            self.nodes.get(id).map_or(0, |&at| self.graph.net.neighbors_undirected(at).count())
        };
        let from = b.filter(|b| degree(b) < degree(a)).unwrap_or(a);
        let found = self.around(from).filter(between).filter(|edge| filter.touches(edge));
        Ok(found.filter_map(|edge| filter.edge(edge.clone())).collect())
    }

    fn events(&self, of: &[&ActorId], filter: &Filter) -> Result<Vec<Event>, SourceError> {
        let event = |edge: &Edge| match &edge.tie {
            Tie::Meeting { event, .. } if filter.touches(edge) => Some(event.clone()),
            _ => None,
        };
        let named: FxHashSet<String> = match of.first() {
            Some(first) => self.around(first).filter_map(event).collect(),
            None => self.graph.edges().filter_map(event).collect(),
        };
        let wanted = |e: &&Event| named.contains(&e.id) && of.iter().all(|id| e.participants.contains(id));
        Ok(self.graph.events.iter().filter(wanted).cloned().collect())
    }

    fn documents(&self, ids: &BTreeSet<&str>) -> Result<Vec<DocumentInfo>, SourceError> {
        let found = ids.iter().filter_map(|id| self.graph.documents.get(*self.documents.get(*id)?));
        Ok(found.cloned().collect())
    }

    fn all_links(&self, filter: &Filter, each: &mut dyn FnMut(Link)) -> Result<(), SourceError> {
        self.graph.edges().filter_map(|edge| Link::of(edge, filter)).for_each(each);
        Ok(())
    }

    fn negated(&self, filter: &Filter) -> Result<BTreeSet<(ActorId, ActorId)>, SourceError> {
        let denies = |e: &Evidence| e.modality == Modality::Negated && filter.counts(e);
        let denied = |edge: &&Edge| filter.allows(&edge.tie) && edge.evidence.iter().any(denies);
        let edges = self.graph.edges().filter(denied);
        Ok(edges.map(|edge| (edge.source.clone(), edge.target.clone())).collect())
    }

    fn graph(&self) -> Result<Cow<'_, Graph>, SourceError> {
        Ok(Cow::Borrowed(&self.graph))
    }
}
