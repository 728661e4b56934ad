//! Who stands in the middle.
//!
//! petgraph's PageRank takes quadratic time and knows no weights, and the betweenness of the
//! crates that have one cannot be estimated on large graphs; so both are here: Page and others,
//! “The PageRank citation ranking” (1998); Brandes, “A faster algorithm for betweenness centrality”
//! (2001), with his and Pich's pivots (2007) for large graphs; Burt, “Structural holes” (1992).

use std::str::FromStr;

use serde::Serialize;

use super::net::{Net, Node};
use crate::error::SourceError;
use crate::graph::{Filter, Source};
use crate::types::Actor;

/// Graphs of more actors have their betweenness estimated from so many of them.
const EXACT: usize = 5_000;
const PIVOTS: usize = 200;

/// By what actors are ranked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rank {
    /// Other actors that they have edges with.
    #[default]
    Degree,
    /// Share of the shortest ways between others that lead by them.
    Betweenness,
    /// How much of the attention that flows along edges comes to them.
    PageRank,
    /// Other actors that they tie who have few ties among themselves.
    Brokers,
}

impl FromStr for Rank {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "degree" => Ok(Self::Degree),
            "betweenness" => Ok(Self::Betweenness),
            "pagerank" => Ok(Self::PageRank),
            "brokers" => Ok(Self::Brokers),
            _ => Err("expected degree, betweenness, pagerank or brokers".to_owned()),
        }
    }
}

/// An actor's place in the graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Central {
    /// Who.
    #[serde(flatten)]
    pub actor: Actor,
    /// Other actors that it has edges with.
    pub degree: usize,
    /// Share of the shortest ways between two others that lead by it, 0 to 1; directions do not
    /// matter.
    pub betweenness: f64,
    /// PageRank with damping 0.85 along the directions of edges (meetings go both ways), weighted
    /// by the places that say so; all sum up to 1.
    pub pagerank: f64,
    /// Effective size of its neighbourhood: its degree less the mean ties that its neighbours have
    /// among themselves.
    pub brokerage: f64,
}

/// The actors with edges, the most central first; equals by id. Betweenness is exact for graphs of
/// at most 5,000 actors, and estimated from 200 of them for larger ones.
///
/// # Errors
/// The source cannot be read.
pub fn top(
    source: &dyn Source,
    by: Rank,
    limit: usize,
    filter: &Filter,
) -> Result<Vec<Central>, SourceError> {
    let net = Net::read(source, filter, |_| true)?;
    let (between, page, broker) = (betweenness(&net), pagerank(&net), brokerage(&net));
    let value = |values: &[f64], node: Node| values.get(node).copied().unwrap_or_default();
    let key = |node: Node| match by {
        Rank::Degree => net.around(node).len() as f64,
        Rank::Betweenness => value(&between, node),
        Rank::PageRank => value(&page, node),
        Rank::Brokers => value(&broker, node),
    };
    let mut order: Vec<Node> = (0..net.len()).collect();
    // Nodes stand by id already.
    order.sort_by(|&a, &b| key(b).total_cmp(&key(a)));
    let mut rows = Vec::new();
    for node in order.into_iter().take(limit) {
        let Some(actor) = net.ids.get(node).map(|id| source.actor(id)).transpose()?.flatten() else {
            continue;
        };
        rows.push(Central {
            actor,
            degree: net.around(node).len(),
            betweenness: rounded(value(&between, node)),
            pagerank: rounded(value(&page, node)),
            brokerage: rounded(value(&broker, node)),
        });
    }
    Ok(rows)
}

/// In millionths: sums in another order give the same.
pub(super) fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// Adds to the value of a node.
fn add(values: &mut [f64], node: Node, more: f64) {
    if let Some(value) = values.get_mut(node) {
        *value += more;
    }
}

/// Brandes' algorithm: one search in breadth from each node (or from pivots spread evenly).
fn betweenness(net: &Net) -> Vec<f64> {
    let n = net.len();
    let mut total = vec![0.0; n];
    if n < 3 {
        return total;
    }
    let step = if n > EXACT { n.div_ceil(PIVOTS) } else { 1 };
    let pivots: Vec<Node> = (0..n).step_by(step).collect();
    let mut distance = vec![usize::MAX; n];
    let mut ways = vec![0.0; n];
    let mut share = vec![0.0; n];
    for &start in &pivots {
        distance.fill(usize::MAX);
        ways.fill(0.0);
        share.fill(0.0);
        let at = |distance: &[usize], node: Node| distance.get(node).copied().unwrap_or(usize::MAX);
        let value = |values: &[f64], node: Node| values.get(node).copied().unwrap_or_default();
        if let Some(d) = distance.get_mut(start) {
            *d = 0;
        }
        add(&mut ways, start, 1.0);
        let mut order = vec![start];
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            next += 1;
            let here = at(&distance, node);
            let so_far = value(&ways, node);
            for &(other, _) in net.around(node) {
                if at(&distance, other) == usize::MAX {
                    if let Some(d) = distance.get_mut(other) {
                        *d = here + 1;
                    }
                    order.push(other);
                }
                if at(&distance, other) == here + 1 {
                    add(&mut ways, other, so_far);
                }
            }
        }
        for &node in order.iter().rev() {
            let (here, own, beyond) = (at(&distance, node), value(&ways, node), value(&share, node));
            for &(other, _) in net.around(node) {
                if at(&distance, other).wrapping_add(1) == here {
                    let part = value(&ways, other) / own * (1.0 + beyond);
                    add(&mut share, other, part);
                }
            }
            if node != start {
                add(&mut total, node, beyond);
            }
        }
    }
    let pairs = (n - 1) as f64 * (n - 2) as f64;
    let scale = n as f64 / pivots.len() as f64 / pairs;
    total.into_iter().map(|value| value * scale).collect()
}

/// Power iteration; who points to nobody gives to all alike.
fn pagerank(net: &Net) -> Vec<f64> {
    const DAMPING: f64 = 0.85;
    const ROUNDS: usize = 200;
    let n = net.len();
    let mut ranks = vec![1.0 / n.max(1) as f64; n];
    let sums: Vec<f64> = net.out.iter().map(|row| row.iter().map(|(_, w)| w).sum()).collect();
    for _ in 0..ROUNDS {
        let idle: f64 = ranks.iter().zip(&sums).filter(|(_, sum)| **sum == 0.0).map(|(rank, _)| rank).sum();
        let base = (1.0 - DAMPING + DAMPING * idle) / n.max(1) as f64;
        let mut next = vec![base; n];
        for ((row, rank), sum) in net.out.iter().zip(&ranks).zip(&sums) {
            for &(to, weight) in row {
                add(&mut next, to, DAMPING * rank * weight / sum);
            }
        }
        let moved: f64 = next.iter().zip(&ranks).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if moved < 1e-12 {
            break;
        }
    }
    ranks
}

/// Effective size: with t ties among n neighbours, n - 2t / n.
fn brokerage(net: &Net) -> Vec<f64> {
    let mut ties = vec![0.0; net.len()];
    net.triangles(|three| three.iter().for_each(|&node| add(&mut ties, node, 1.0)));
    let size = |node: Node| net.around(node).len() as f64;
    ties.iter().enumerate().map(|(node, t)| size(node) - 2.0 * t / size(node).max(1.0)).collect()
}
