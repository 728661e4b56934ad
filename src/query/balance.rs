//! Threes of actors with stances among each other, and who of them is the odd one out.
//!
//! Heider's rule: a friend's friend and an enemy's enemy are friends. A three with one or three
//! oppositions among its pairs is balanced by it if the oppositions are even in number.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::net::{Net, Node};
use crate::error::SourceError;
use crate::graph::{Filter, Kind, Source};
use crate::types::{ActorId, Polarity, Tie};

/// Three actors, each for or against each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Triad {
    /// By id.
    pub actors: [ActorId; 3],
    /// What the first and second, the first and third, the second and third are to each other.
    pub signs: [Polarity; 3],
    /// True with none or two oppositions.
    pub balanced: bool,
    /// With two oppositions: the common enemy. With one: the friend of two enemies. Else nobody.
    pub odd_one_out: Option<ActorId>,
    /// Evidence for the sign of the weakest pair: places for it less places against it.
    pub evidence: usize,
}

/// How often an actor is in threes that are not balanced.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strain {
    /// Who.
    pub actor: ActorId,
    /// Threes that it is in.
    pub triads: usize,
    /// Those of them that are not balanced.
    pub unbalanced: usize,
    /// Those of them in which it is the friend of two enemies.
    pub between_enemies: usize,
}

/// The threes of a graph.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Balance {
    /// Threes that are balanced.
    pub balanced: usize,
    /// Threes that are not.
    pub unbalanced: usize,
    /// Those that are not balanced first, then those with the most evidence.
    pub triads: Vec<Triad>,
    /// The actors of all threes, those in the most unbalanced ones first.
    pub actors: Vec<Strain>,
}

/// Threes of actors, at most `limit` of them, and all of their actors. Two actors are for each
/// other if more places say so than say the contrary, of either direction; with as many of both
/// they are in no three.
///
/// # Errors
/// The source cannot be read.
pub fn balance(source: &dyn Source, limit: usize, filter: &Filter) -> Result<Balance, SourceError> {
    let filter = Filter { kinds: vec![Kind::Stance], ..filter.clone() };
    let net = Net::read(source, &filter, |_| true)?;
    let places: FxHashMap<&ActorId, Node> = net.ids.iter().enumerate().map(|(i, id)| (id, i)).collect();
    let mut sums: FxHashMap<(Node, Node), i64> = FxHashMap::default();
    source.all_links(&filter, &mut |link| {
        let (Some(&a), Some(&b)) = (places.get(&link.source), places.get(&link.target)) else { return };
        let Tie::Stance { polarity, .. } = link.tie else { return };
        let count = i64::try_from(link.count).unwrap_or(i64::MAX);
        let sum = sums.entry((a.min(b), a.max(b))).or_default();
        *sum = sum.saturating_add(if polarity == Polarity::Support { count } else { -count });
    })?;
    let mut out = Balance::default();
    let mut strains: BTreeMap<Node, [usize; 3]> = BTreeMap::new();
    // The worst of those kept stands on top.
    let mut kept: BinaryHeap<(bool, Reverse<u64>, [Node; 3])> = BinaryHeap::new();
    let signs = |[a, b, c]: [Node; 3]| {
        let sum = |x, y| sums.get(&(x, y)).copied().filter(|sum| *sum != 0);
        Some([sum(a, b)?, sum(a, c)?, sum(b, c)?])
    };
    net.triangles(|three| {
        let Some(signs) = signs(three) else { return };
        let balanced = signs.iter().filter(|s| **s < 0).count() % 2 == 0;
        if balanced {
            out.balanced += 1;
        } else {
            out.unbalanced += 1;
        }
        let odd = odd_one_out(signs).and_then(|at| three.get(at)).copied();
        for node in three {
            let [all, strained, between] = strains.entry(node).or_default();
            *all += 1;
            *strained += usize::from(!balanced);
            *between += usize::from(!balanced && odd == Some(node));
        }
        let weakest = signs.iter().map(|s| s.unsigned_abs()).min().unwrap_or_default();
        kept.push((balanced, Reverse(weakest), three));
        if kept.len() > limit {
            kept.pop();
        }
    });
    let id = |node: Node| net.ids.get(node).cloned().unwrap_or_else(|| ActorId(String::new()));
    let polarity = |sum: i64| if sum > 0 { Polarity::Support } else { Polarity::Oppose };
    for (balanced, Reverse(weakest), three) in kept.into_sorted_vec() {
        let Some(sums) = signs(three) else { continue };
        out.triads.push(Triad {
            actors: three.map(id),
            signs: sums.map(polarity),
            balanced,
            odd_one_out: odd_one_out(sums).and_then(|at| three.get(at)).map(|node| id(*node)),
            evidence: usize::try_from(weakest).unwrap_or(usize::MAX),
        });
    }
    out.actors = strains
        .into_iter()
        .map(|(node, [triads, unbalanced, between_enemies])| Strain {
            actor: id(node),
            triads,
            unbalanced,
            between_enemies,
        })
        .collect();
    out.actors.sort_by(|a, b| {
        (Reverse(a.unbalanced), Reverse(a.triads), &a.actor).cmp(&(
            Reverse(b.unbalanced),
            Reverse(b.triads),
            &b.actor,
        ))
    });
    Ok(out)
}

/// Which of three stands apart, by the signs of first and second, first and third, second and
/// third.
fn odd_one_out([ab, ac, bc]: [i64; 3]) -> Option<usize> {
    match (ab > 0, ac > 0, bc > 0) {
        // The common enemy of two friends, or the common friend of two enemies.
        (true, false, false) | (false, true, true) => Some(2),
        (false, true, false) | (true, false, true) => Some(1),
        (false, false, true) | (true, true, false) => Some(0),
        (true, true, true) | (false, false, false) => None,
    }
}
