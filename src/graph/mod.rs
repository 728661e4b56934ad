//! Floor 3: documents' relations merged into one graph over `petgraph`.

mod codes;
pub mod copies;
pub mod corrections;
mod edges;
pub mod filter;
mod identity;
mod mark;
mod meetings;
mod merge;
mod naming;
mod remap;
mod rollup;
mod source;
mod tally;

pub use corrections::{Apart, Corrected, Corrections, correct, corrections_file, reading_key};
pub use edges::join_ties;
pub use filter::{Filter, Kind, Voice, first_day, partial_date};
pub use identity::{Identities, Profile, profiles, settle_block};
pub use mark::{Mark, Marks};
pub use meetings::{day_of, event_id, meeting, sittings};
pub use merge::{
    LeftOut, Options, Parts, by_precedence, id_of_clash, left_out, merge, rename, sources_in_order, weighed,
};
pub use naming::{Candidate, Fit, Naming};
pub use remap::with_ids;
pub use rollup::{roll_up, tops};
pub use source::{Indexed, Link, Neighbour, Source};
pub use tally::Tally;

use std::collections::BTreeSet;

use petgraph::graph::{DiGraph, NodeIndex};
use rustc_hash::FxHashMap;

use crate::types::{Actor, ActorId, ActorKind, DocumentInfo, Edge, Event, Tie};

/// The merged graph: a directed multigraph of actors. Nodes are ordered by id, edges by id of
/// source and target, then by their own id; the same input gives the same graph in any order.
#[derive(Debug, Clone, Default)]
pub struct Graph {
    /// Nodes and edges.
    pub net: DiGraph<Actor, Edge>,
    /// The documents that it rests on, by id.
    pub documents: Vec<DocumentInfo>,
    /// Meetings with all their participants, by id.
    pub events: Vec<Event>,
    /// Edges below this confidence were left out, 0 to 1.
    pub threshold: f32,
}

/// How many of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Counts {
    pub people: usize,
    pub countries: usize,
    pub groups: usize,
    /// Edges of meetings: one for each pair.
    pub meetings: usize,
    pub stances: usize,
    pub affiliations: usize,
}

impl Counts {
    /// Actors of all kinds.
    pub const fn actors(&self) -> usize {
        self.people + self.countries + self.groups
    }

    /// Edges of all kinds.
    pub const fn edges(&self) -> usize {
        self.meetings + self.stances + self.affiliations
    }
}

impl Graph {
    /// How many actors and edges of each kind it has.
    pub fn counts(&self) -> Counts {
        let mut out = Counts::default();
        for actor in self.actors() {
            *match actor.kind {
                ActorKind::Person => &mut out.people,
                ActorKind::Country => &mut out.countries,
                ActorKind::Group => &mut out.groups,
            } += 1;
        }
        for edge in self.edges() {
            *match edge.tie {
                Tie::Meeting { .. } => &mut out.meetings,
                Tie::Stance { .. } => &mut out.stances,
                Tie::Affiliation { .. } => &mut out.affiliations,
            } += 1;
        }
        out
    }

    /// How many texts are copies of others, whose sources they are; the very same text elsewhere is none.
    pub fn copies(&self) -> usize {
        let copies = |document: &DocumentInfo| {
            let texts: BTreeSet<&str> = document.sources.iter().map(|s| s.sha256.as_str()).collect();
            texts.len() - usize::from(texts.contains(document.sha256.as_str()))
        };
        self.documents.iter().map(copies).sum()
    }

    /// Builds the graph from its parts; nodes and edges are put in order, an edge whose actor is
    /// missing is left out.
    pub fn from_parts(
        mut actors: Vec<Actor>,
        mut edges: Vec<Edge>,
        mut documents: Vec<DocumentInfo>,
        mut events: Vec<Event>,
        threshold: f32,
    ) -> Self {
        actors.sort_by(|a, b| a.id.cmp(&b.id));
        actors.dedup_by(|a, b| a.id == b.id);
        edges.sort_by(|a, b| (&a.source, &a.target, &a.id).cmp(&(&b.source, &b.target, &b.id)));
        documents.sort();
        documents.dedup();
        events.sort_by(|a, b| a.id.cmp(&b.id));
        let mut net = DiGraph::with_capacity(actors.len(), edges.len());
        let places: FxHashMap<ActorId, NodeIndex> =
            actors.into_iter().map(|actor| (actor.id.clone(), net.add_node(actor))).collect();
        for edge in edges {
            if let (Some(&a), Some(&b)) = (places.get(&edge.source), places.get(&edge.target)) {
                net.add_edge(a, b, edge);
            }
        }
        Self { net, documents, events, threshold }
    }

    /// The actors, by id.
    pub fn actors(&self) -> impl Iterator<Item = &Actor> {
        self.net.node_weights()
    }

    /// The edges, by source, target and id.
    pub fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.net.edge_weights()
    }
}
