//! Who belongs together: communities by the Leiden algorithm (Traag, Waltman and van Eck, “From
//! Louvain to Leiden”, 2019).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};
use serde::Serialize;

use super::net::{Net, Node};
use super::top::rounded;
use crate::error::SourceError;
use crate::graph::{Filter, Source};
use crate::types::{Actor, Polarity, Tie};

/// The search begins at random, always at the same places: the best of so many ends is taken.
const SEEDS: u64 = 20;

/// Larger graphs, by pairs of actors, are searched once: there, one end is like another.
const ONCE: usize = 200_000;

/// Actors with more ties among themselves than to others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Community {
    /// Its members, those with the most evidence on their edges within it first.
    pub members: Vec<Actor>,
    /// Evidence on edges within it.
    pub within: usize,
    /// Evidence on edges that leave it.
    pub across: usize,
}

/// Communities, and how well they part the graph.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Communities {
    /// Newman and Girvan's modularity, −0.5 to 1.
    pub modularity: f64,
    /// The largest first.
    pub communities: Vec<Community>,
}

/// A community in the making; an edge within it is added from both of its ends.
#[derive(Default)]
struct Group {
    members: Vec<(f64, Node)>,
    within: f64,
    across: f64,
}

/// Communities of the actors with edges, by places that tie them. Opposition ties nobody: it is
/// left out, unless the filter asks for a polarity. A higher `resolution` than 1 gives more and
/// smaller ones.
///
/// # Errors
/// The source cannot be read.
pub fn communities(
    source: &dyn Source,
    resolution: f64,
    filter: &Filter,
) -> Result<Communities, SourceError> {
    let net = Net::read(source, filter, |link| {
        let opposes = matches!(link.tie, Tie::Stance { polarity: Polarity::Oppose, .. });
        filter.polarity.is_some() || !opposes
    })?;
    let membership = membership(&net, resolution).map_err(|e| SourceError(e.into()))?;
    let of = |node: Node| membership.get(node).copied().unwrap_or_default();
    let mut groups: BTreeMap<usize, Group> = BTreeMap::new();
    let mut total = 0.0;
    for node in 0..net.len() {
        let group = groups.entry(of(node)).or_default();
        let sum = |inside: bool| -> f64 {
            net.around(node).iter().filter(|(o, _)| (of(*o) == of(node)) == inside).map(|(_, w)| w).sum()
        };
        let (inner, outer) = (sum(true), sum(false));
        group.members.push((inner, node));
        group.within += inner;
        group.across += outer;
        total += inner + outer;
    }
    let mut modularity = 0.0;
    let mut out = Vec::new();
    for Group { mut members, within, across } in groups.into_values() {
        if total > 0.0 {
            modularity += within / total - ((within + across) / total).powi(2);
        }
        members.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut actors = Vec::with_capacity(members.len());
        for (_, node) in members {
            if let Some(id) = net.ids.get(node) {
                actors.extend(source.actor(id)?);
            }
        }
        out.push(Community { members: actors, within: (within / 2.0) as usize, across: across as usize });
    }
    out.sort_by(|a, b| {
        let key = |c: &Community| (Reverse(c.members.len()), Reverse(c.within));
        key(a)
            .cmp(&key(b))
            .then_with(|| a.members.iter().map(|m| &m.id).min().cmp(&b.members.iter().map(|m| &m.id).min()))
    });
    Ok(Communities { modularity: rounded(modularity), communities: out })
}

/// The community of each node.
fn membership(net: &Net, resolution: f64) -> Result<Vec<usize>, leiden_rs::LeidenError> {
    if net.len() == 0 {
        return Ok(Vec::new());
    }
    let mut builder = GraphDataBuilder::new(net.len());
    for node in 0..net.len() {
        for &(other, weight) in net.around(node).iter().filter(|(other, _)| *other > node) {
            builder.add_edge(node, other, weight)?;
        }
    }
    let graph = builder.build()?;
    let pairs: usize = net.around.iter().map(Vec::len).sum();
    let seeds = if pairs > ONCE { 1 } else { SEEDS };
    let mut best: Option<(f64, Vec<usize>)> = None;
    for seed in 1..=seeds {
        let config = LeidenConfig { seed: Some(seed), resolution, ..LeidenConfig::default() };
        let found = Leiden::new(config).run(&graph)?;
        if best.as_ref().is_none_or(|(quality, _)| found.quality > *quality) {
            best = Some((found.quality, found.partition.as_slice().to_vec()));
        }
    }
    Ok(best.map(|(_, membership)| membership).unwrap_or_default())
}
