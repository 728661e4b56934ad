//! What a picture shows of a graph: the actors and ties that tell most.
//!
//! A tie weighs the more, the more reports of stances and meetings stand behind it (by their square
//! root: a tenth report tells less than a second one). Of the actors, whoever has the lightest ties
//! to the others goes, again and again, until few enough are left: who is tied only to those that
//! went goes with them (Charikar, “Greedy approximation algorithms for finding dense components in
//! a graph”, 2000). Whole numbers only: the same choice on every machine.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use petgraph::unionfind::UnionFind;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Graph, Mark, Marks};
use crate::types::{Actor, ActorKind, Edge, Tie};

/// Most actors of a picture, unless more are asked for, and least if that makes room for all ties.
const MOST: usize = 40;
const LEAST: usize = 25;
/// Most ties for an actor, in hundredths.
const TIES: usize = 170;
/// No picture shows more actors.
pub(super) const LIMIT: usize = 150;

/// All that ties two actors together.
#[derive(Debug, Clone)]
pub(super) struct Bond<'g> {
    /// Places in the choice, the smaller first.
    pub ends: (usize, usize),
    pub edges: Vec<&'g Edge>,
}

/// Whom an actor belongs to, as far as the picture writes it below its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Home<'g> {
    pub of: &'g Actor,
    pub role: &'g str,
}

/// What a picture shows, and what it does not.
#[derive(Debug, Default)]
pub(super) struct Chosen<'g> {
    /// Those with the weightiest ties first.
    pub actors: Vec<&'g Actor>,
    pub homes: Vec<Option<Home<'g>>>,
    pub bonds: Vec<Bond<'g>>,
    /// Members and whom they belong to, both shown: they stand close.
    pub close: Vec<(usize, usize)>,
    /// Actors without a tie, those with the most mentions first.
    pub quiet: Vec<&'g Actor>,
    /// All actors with ties.
    pub tied: usize,
    /// Ties between the chosen ones that are not shown.
    pub weak: usize,
}

/// What is asked of a choice.
pub(super) struct Wanted<'w> {
    /// Most actors; by itself the picture decides.
    pub most: Option<usize>,
    /// Actors that stay.
    pub focus: &'w [usize],
    /// Affiliations are lines, not words below a name.
    pub belongs: bool,
    pub marks: Option<&'w Marks>,
}

impl Chosen<'_> {
    /// Leaves out all other bonds, and the actors that they leave alone.
    pub fn keep_bonds(&mut self, kept: impl Fn(&Bond) -> bool) {
        self.bonds.retain(kept);
        let ends: FxHashSet<usize> = self.bonds.iter().flat_map(|b| [b.ends.0, b.ends.1]).collect();
        let kept: Vec<usize> = (0..self.actors.len()).filter(|i| ends.contains(i)).collect();
        let place: FxHashMap<usize, usize> = kept.iter().enumerate().map(|(new, &old)| (old, new)).collect();
        self.actors = kept.iter().map(|&i| self.actors[i]).collect();
        self.homes = kept.iter().map(|&i| self.homes[i]).collect();
        let new = |(a, b): (usize, usize)| Some((*place.get(&a)?, *place.get(&b)?));
        self.close = self.close.iter().filter_map(|&pair| new(pair)).collect();
        for bond in &mut self.bonds {
            bond.ends = new(bond.ends).unwrap_or_default();
        }
    }
}

fn is_affiliation(edge: &Edge) -> bool {
    matches!(edge.tie, Tie::Affiliation { .. })
}

/// Chooses from a graph whose actors are numbered in their order.
pub(super) fn choose<'g>(graph: &'g Graph, wanted: &Wanted) -> Chosen<'g> {
    let all: Vec<&Actor> = graph.actors().collect();
    let mut bonds = bonds(graph);
    let tables: FxHashMap<&str, usize> =
        graph.events.iter().map(|e| (e.id.as_str(), e.participants.len())).collect();
    let weights: Vec<u64> = bonds.iter().map(|bond| weight(bond, wanted, &tables)).collect();
    let mut around: Vec<Vec<(usize, u64)>> = vec![Vec::new(); all.len()];
    for (bond, &weight) in bonds.iter().zip(&weights) {
        let (a, b) = bond.ends;
        around[a].push((b, weight));
        around[b].push((a, weight));
    }
    let mut quiet: Vec<&Actor> =
        all.iter().zip(&around).filter(|(_, t)| t.is_empty()).map(|(a, _)| *a).collect();
    let tied = all.len() - quiet.len();
    let mut order = peel(&all, &around, wanted.focus);
    let kept_ties = |kept: &FxHashSet<usize>| -> Vec<usize> {
        let shown = |b: &Bond| kept.contains(&b.ends.0) && kept.contains(&b.ends.1);
        let told = |b: &Bond| wanted.belongs || !b.edges.iter().all(|e| is_affiliation(e));
        (0..bonds.len()).filter(|&i| shown(&bonds[i]) && told(&bonds[i])).collect()
    };
    order.truncate(wanted.most.unwrap_or(MOST).min(LIMIT));
    let mut kept: FxHashSet<usize> = order.iter().copied().collect();
    if wanted.most.is_none() {
        // Of many, members alone are left out; and so many that half of the ties find no room.
        while order.len() > LEAST
            && order.last().is_some_and(|&n| {
                kept_ties(&kept).len() * 50 > order.len() * TIES || around[n].iter().all(|(_, w)| *w < 64)
            })
        {
            kept.remove(&order.pop().unwrap_or_default());
        }
    }
    let inner = kept_ties(&kept);
    let room = order.len() * TIES / 100 + 4;
    let shown = strongest(&inner, &bonds, &weights, wanted.focus, room);
    let weak = inner.len() - shown.len();
    // Who has no line belongs to somebody who is shown, or is not shown.
    let mut lines: FxHashSet<usize> = shown.into_iter().collect();
    let mut has_line: FxHashSet<usize> =
        lines.iter().flat_map(|&i| [bonds[i].ends.0, bonds[i].ends.1]).collect();
    let members: Vec<usize> = (0..bonds.len())
        .filter(|&i| kept.contains(&bonds[i].ends.0) && kept.contains(&bonds[i].ends.1))
        .filter(|&i| bonds[i].edges.iter().any(|e| is_affiliation(e)))
        .collect();
    for &i in &members {
        let (a, b) = bonds[i].ends;
        if !has_line.contains(&a) || !has_line.contains(&b) {
            lines.insert(i);
        }
    }
    has_line.extend(lines.iter().flat_map(|&i| [bonds[i].ends.0, bonds[i].ends.1]));
    order.retain(|n| has_line.contains(n));
    let place: FxHashMap<usize, usize> = order.iter().enumerate().map(|(i, &n)| (n, i)).collect();
    let close =
        members.iter().filter_map(|&i| Some((*place.get(&bonds[i].ends.0)?, *place.get(&bonds[i].ends.1)?)));
    let close = close.collect();
    let homes = homes(graph, &all, &order, &lines, &bonds, wanted.belongs);
    let mut lines: Vec<usize> = lines.into_iter().collect();
    lines.sort_unstable();
    let bonds = lines
        .into_iter()
        .filter_map(|i| {
            let (a, b) = bonds[i].ends;
            let ends = (*place.get(&a)?, *place.get(&b)?);
            Some(Bond { ends, edges: std::mem::take(&mut bonds[i].edges) })
        })
        .map(|b| if b.ends.0 > b.ends.1 { Bond { ends: (b.ends.1, b.ends.0), ..b } } else { b })
        .collect();
    quiet.sort_by(|a, b| b.mentions.cmp(&a.mentions).then(a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
    let actors = order.iter().map(|&n| all[n]).collect();
    Chosen { actors, homes, bonds, close, quiet, tied, weak }
}

/// The edges of each pair, by the places of its actors in the graph.
fn bonds(graph: &Graph) -> Vec<Bond<'_>> {
    let index: FxHashMap<&str, usize> =
        graph.actors().enumerate().map(|(i, a)| (a.id.0.as_str(), i)).collect();
    let mut pairs: BTreeMap<(usize, usize), Vec<&Edge>> = BTreeMap::new();
    for edge in graph.edges() {
        if let (Some(&a), Some(&b)) = (index.get(edge.source.0.as_str()), index.get(edge.target.0.as_str()))
            && a != b
        {
            pairs.entry((a.min(b), a.max(b))).or_default().push(edge);
        }
    }
    pairs.into_iter().map(|(ends, edges)| Bond { ends, edges }).collect()
}

/// How much a bond tells; affiliations alone next to nothing, what is as before little. A meeting of
/// many tells less of each pair: `tables` has how many sat at each.
fn weight(bond: &Bond, wanted: &Wanted, tables: &FxHashMap<&str, usize>) -> u64 {
    const REPORT: u64 = 64;
    let (mut reports, mut affiliations) = (0, 0);
    for edge in &bond.edges {
        let is_news = wanted.marks.is_none_or(|marks| marks.get(&edge.id).is_some_and(|m| *m != Mark::Same));
        let share = if is_news { 256 } else { 16 };
        let count = edge.evidence.len() as u64;
        match &edge.tie {
            Tie::Affiliation { .. } if !wanted.belongs => affiliations += 1,
            Tie::Meeting { event, .. } => {
                let others = tables.get(event.as_str()).map_or(1, |n| n.saturating_sub(1).max(1)) as u64;
                reports += count * share / (others * others);
            }
            Tie::Stance { .. } | Tie::Affiliation { .. } => reports += count * share,
        }
    }
    reports.isqrt() * REPORT + affiliations
}

/// The actors with ties, the last that would go first; those in focus never go.
fn peel(all: &[&Actor], around: &[Vec<(usize, u64)>], focus: &[usize]) -> Vec<usize> {
    let focus: FxHashSet<usize> = focus.iter().copied().collect();
    let mut degree: Vec<u64> = around.iter().map(|ties| ties.iter().map(|(_, w)| w).sum()).collect();
    let key = |n: usize, degree: u64| Reverse((focus.contains(&n), degree, all[n].mentions, Reverse(n)));
    let mut heap: BinaryHeap<_> =
        (0..all.len()).filter(|&n| !around[n].is_empty()).map(|n| key(n, degree[n])).collect();
    let mut gone = vec![false; all.len()];
    let mut order = Vec::with_capacity(heap.len());
    while let Some(Reverse((_, weight, _, Reverse(n)))) = heap.pop() {
        if gone[n] || weight != degree[n] {
            continue;
        }
        gone[n] = true;
        order.push(n);
        for &(other, weight) in around[n].iter().filter(|(other, _)| !gone[*other]) {
            degree[other] -= weight;
            heap.push(key(other, degree[other]));
        }
    }
    order.reverse();
    order
}

/// The weightiest ties, those of the focus before all others, and those without which somebody would
/// stand apart.
fn strongest(inner: &[usize], bonds: &[Bond], weights: &[u64], focus: &[usize], room: usize) -> Vec<usize> {
    let mut order = inner.to_vec();
    let aside = |i: usize| !focus.contains(&bonds[i].ends.0) && !focus.contains(&bonds[i].ends.1);
    order.sort_by_key(|&i| (aside(i), Reverse(weights[i]), i));
    let mut trees: UnionFind<usize> = UnionFind::new(bonds.iter().map(|b| b.ends.1 + 1).max().unwrap_or(0));
    let (tree, rest): (Vec<usize>, Vec<usize>) =
        order.into_iter().partition(|&i| trees.union(bonds[i].ends.0, bonds[i].ends.1));
    let more = room.saturating_sub(tree.len());
    let mut kept = tree;
    kept.extend(rest.into_iter().take(more));
    kept
}

/// Whom each belongs to: a country before a body, then whoever has the most evidence.
fn homes<'g>(
    graph: &'g Graph,
    all: &[&'g Actor],
    order: &[usize],
    lines: &FxHashSet<usize>,
    bonds: &[Bond],
    drawn: bool,
) -> Vec<Option<Home<'g>>> {
    if drawn {
        return vec![None; order.len()];
    }
    let by_id: FxHashMap<&str, usize> = order.iter().map(|&n| (all[n].id.0.as_str(), n)).collect();
    let actors: FxHashMap<&str, &Actor> = all.iter().map(|a| (a.id.0.as_str(), *a)).collect();
    let affiliations_drawn: FxHashSet<(usize, usize)> = lines
        .iter()
        .map(|&i| &bonds[i])
        .filter(|b| b.edges.iter().all(|e| is_affiliation(e)))
        .map(|b| b.ends)
        .collect();
    let mut best: FxHashMap<usize, (bool, usize, Reverse<&str>, Home)> = FxHashMap::default();
    for edge in graph.edges() {
        let Tie::Affiliation { role, former: false } = &edge.tie else { continue };
        let (Some(&member), Some(of)) =
            (by_id.get(edge.source.0.as_str()), actors.get(edge.target.0.as_str()))
        else {
            continue;
        };
        let drawn = by_id
            .get(of.id.0.as_str())
            .is_some_and(|&o| affiliations_drawn.contains(&(member.min(o), member.max(o))));
        // `Iraqi Foreign Ministry` says already whose it is.
        let says =
            std::iter::once(&of.name).chain(&of.aliases).any(|name| all[member].name.contains(name.as_str()));
        if drawn || says || all[member].kind == ActorKind::Country {
            continue;
        }
        let home = Home { of, role };
        let found = (of.kind == ActorKind::Country, edge.evidence.len(), Reverse(edge.id.as_str()), home);
        let better =
            |old: &(bool, usize, Reverse<&str>, Home)| (found.0, found.1, found.2) > (old.0, old.1, old.2);
        if best.get(&member).is_none_or(better) {
            best.insert(member, found);
        }
    }
    order.iter().map(|n| best.get(n).map(|(_, _, _, home)| *home)).collect()
}
