//! The graph as bare numbers, for questions to all of it.

use rustc_hash::FxHashMap;

use crate::error::SourceError;
use crate::graph::{Filter, Link, Source};
use crate::types::{ActorId, Tie};

/// A node: its place in the order of ids.
pub(super) type Node = usize;

/// Actors with edges, by id, and what ties them. Edges of an actor to itself do not count.
#[derive(Debug, Default)]
pub(super) struct Net {
    pub ids: Vec<ActorId>,
    /// The other ends, by node, each once, with the number of places that say so.
    pub around: Vec<Vec<(Node, f64)>>,
    /// The same in the direction of the edges; meetings go both ways.
    pub out: Vec<Vec<(Node, f64)>>,
}

impl Net {
    /// Reads what the filter lets count and `keep` is true of.
    pub fn read(
        source: &dyn Source,
        filter: &Filter,
        keep: impl Fn(&Link) -> bool,
    ) -> Result<Self, SourceError> {
        let mut places: FxHashMap<ActorId, usize> = FxHashMap::default();
        let mut steps: Vec<(usize, usize, f64, bool)> = Vec::new();
        source.all_links(filter, &mut |link| {
            if link.source == link.target || !keep(&link) {
                return;
            }
            let both = matches!(link.tie, Tie::Meeting { .. });
            let weight = link.count as f64;
            let mut place = |id: ActorId| {
                let next = places.len();
                *places.entry(id).or_insert(next)
            };
            steps.push((place(link.source), place(link.target), weight, both));
        })?;
        let mut ids: Vec<(ActorId, usize)> = places.into_iter().collect();
        ids.sort();
        let mut node = vec![0; ids.len()];
        for (new, (_, old)) in ids.iter().enumerate() {
            if let Some(slot) = node.get_mut(*old) {
                *slot = new;
            }
        }
        let ids: Vec<ActorId> = ids.into_iter().map(|(id, _)| id).collect();
        let at = |old: usize| node.get(old).copied().unwrap_or_default();
        let mut around = Vec::with_capacity(steps.len() * 2);
        let mut out = Vec::with_capacity(steps.len());
        for (a, b, weight, both) in steps {
            let (a, b) = (at(a), at(b));
            around.extend([(a, b, weight), (b, a, weight)]);
            out.push((a, b, weight));
            if both {
                out.push((b, a, weight));
            }
        }
        Ok(Self { around: rows(ids.len(), around), out: rows(ids.len(), out), ids })
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn around(&self, node: Node) -> &[(Node, f64)] {
        self.around.get(node).map_or(&[], Vec::as_slice)
    }

    /// Every three nodes that are all tied to each other, each three once, in order.
    pub fn triangles(&self, mut each: impl FnMut([Node; 3])) {
        // Towards those of higher rank only: a hub is then looked at from its many small ends.
        let rank = |n: Node| (self.around(n).len(), n);
        let up: Vec<Vec<Node>> = (0..self.len())
            .map(|a| self.around(a).iter().map(|(b, _)| *b).filter(|&b| rank(b) > rank(a)).collect())
            .collect();
        let of = |n: Node| up.get(n).map_or(&[][..], Vec::as_slice);
        let mut marked = vec![usize::MAX; self.len()];
        for a in 0..self.len() {
            for &b in of(a) {
                if let Some(mark) = marked.get_mut(b) {
                    *mark = a;
                }
            }
            for &b in of(a) {
                for &c in of(b) {
                    if marked.get(c) == Some(&a) {
                        let mut three = [a, b, c];
                        three.sort_unstable();
                        each(three);
                    }
                }
            }
        }
    }
}

/// Rows by node, parallel steps added up, by the other end.
fn rows(nodes: usize, mut steps: Vec<(Node, Node, f64)>) -> Vec<Vec<(Node, f64)>> {
    steps.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    let mut rows: Vec<Vec<(Node, f64)>> = vec![Vec::new(); nodes];
    for (from, to, weight) in steps {
        let Some(row) = rows.get_mut(from) else { continue };
        match row.last_mut() {
            Some((last, sum)) if *last == to => *sum += weight,
            _ => row.push((to, weight)),
        }
    }
    rows
}
