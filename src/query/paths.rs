//! The best ways from one actor to another, searched from both ends at once.
//!
//! Only actors that the search comes upon are read from the source, and the end where less is to
//! be read goes first: a hub is looked at only if there is no way around it. Further paths are
//! those of Yen, “Finding the k shortest loopless paths in a network” (1971).

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::error::SourceError;
use crate::graph::{Filter, Source};
use crate::types::{ActorId, Edge};

/// A way from one actor to another that comes by nobody twice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Path {
    /// All on the way, both ends included.
    pub actors: Vec<ActorId>,
    /// Product of the confidences of its steps, each that of its surest edge; 0 to 1.
    pub confidence: f32,
    /// The steps.
    pub hops: Vec<Hop>,
}

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop {
    /// From whom.
    pub from: ActorId,
    /// To whom.
    pub to: ActorId,
    /// All that the filter lets count between the two, of either direction.
    pub edges: Vec<Edge>,
}

/// The `k` best paths between two actors of at most `longest` steps: fewest steps first, then the
/// surest, then by the ids on the way. Directions of edges do not matter.
///
/// # Errors
/// The source cannot be read.
pub fn paths(
    source: &dyn Source,
    from: &ActorId,
    to: &ActorId,
    k: usize,
    longest: usize,
    filter: &Filter,
) -> Result<Vec<Path>, SourceError> {
    let mut out = Vec::new();
    for actors in Search::new(source, filter).best(from, to, k, longest)? {
        let mut hops = Vec::new();
        let mut confidence = 1.0;
        for (a, b) in actors.iter().zip(actors.iter().skip(1)) {
            let edges = source.edges(a, Some(b), filter)?;
            confidence *= edges.iter().map(Edge::confidence).fold(0.0, f32::max);
            hops.push(Hop { from: a.clone(), to: b.clone(), edges });
        }
        out.push(Path { actors, confidence: (confidence * 1e4).round() / 1e4, hops });
    }
    Ok(out)
}

/// A node of the part of the graph that has been read.
type Node = u32;

/// Doubt in a step, in millionths: minus the logarithm of its confidence. A sum of whole numbers
/// is the same in any order.
fn doubt(confidence: f32) -> u64 {
    (-f64::from(confidence.clamp(0.001, 1.0)).ln() * 1e6).round() as u64
}

/// A way and its cost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Way {
    hops: usize,
    doubt: u64,
    ids: Vec<ActorId>,
    nodes: Vec<Node>,
}

struct Search<'s> {
    source: &'s dyn Source,
    filter: &'s Filter,
    ids: Vec<ActorId>,
    nodes: FxHashMap<ActorId, Node>,
    /// Neighbours by id with the doubt of the step.
    around: FxHashMap<Node, Rc<[(Node, u64)]>>,
    degrees: FxHashMap<Node, usize>,
}

/// What is known from one end: each level's nodes, and the least doubt up to each node.
struct Side {
    levels: Vec<Vec<Node>>,
    known: FxHashMap<Node, (usize, u64)>,
}

impl Side {
    fn new(start: Node) -> Self {
        Self { levels: vec![vec![start]], known: FxHashMap::from_iter([(start, (0, 0))]) }
    }

    fn depth(&self) -> usize {
        self.levels.len() - 1
    }

    fn frontier(&self) -> &[Node] {
        self.levels.last().map_or(&[], Vec::as_slice)
    }

    /// The least doubt up to a node of this level.
    fn at(&self, node: Node, level: usize) -> Option<u64> {
        self.known.get(&node).filter(|(l, _)| *l == level).map(|(_, doubt)| *doubt)
    }
}

/// What a search must keep away from.
#[derive(Default)]
struct Ban {
    nodes: FxHashSet<Node>,
    /// First steps from the start.
    first: FxHashSet<Node>,
}

impl<'s> Search<'s> {
    fn new(source: &'s dyn Source, filter: &'s Filter) -> Self {
        Self {
            source,
            filter,
            ids: Vec::new(),
            nodes: FxHashMap::default(),
            around: FxHashMap::default(),
            degrees: FxHashMap::default(),
        }
    }

    fn node(&mut self, id: &ActorId) -> Node {
        if let Some(&node) = self.nodes.get(id) {
            return node;
        }
        let node = self.ids.len() as Node;
        self.ids.push(id.clone());
        self.nodes.insert(id.clone(), node);
        node
    }

    fn id(&self, node: Node) -> Option<&ActorId> {
        self.ids.get(node as usize)
    }

    fn around(&mut self, node: Node) -> Result<Rc<[(Node, u64)]>, SourceError> {
        if let Some(known) = self.around.get(&node) {
            return Ok(Rc::clone(known));
        }
        let found = match self.id(node) {
            Some(id) => self.source.neighbours(id, self.filter)?,
            None => Vec::new(),
        };
        let steps: Rc<[(Node, u64)]> =
            found.into_iter().map(|n| (self.node(&n.actor), doubt(n.confidence))).collect();
        self.around.insert(node, Rc::clone(&steps));
        Ok(steps)
    }

    /// What it costs to look around a node.
    fn degree(&mut self, node: Node) -> Result<usize, SourceError> {
        if self.around.contains_key(&node) {
            return Ok(1);
        }
        if let Some(&known) = self.degrees.get(&node) {
            return Ok(known);
        }
        let degree = self.id(node).map_or(Ok(0), |id| self.source.degree(id))?;
        self.degrees.insert(node, degree);
        Ok(degree)
    }

    fn best(
        &mut self,
        from: &ActorId,
        to: &ActorId,
        k: usize,
        longest: usize,
    ) -> Result<Vec<Vec<ActorId>>, SourceError> {
        let (start, end) = (self.node(from), self.node(to));
        let mut taken: Vec<Way> = Vec::new();
        let mut candidates: BTreeSet<Way> = BTreeSet::new();
        if start == end || k == 0 {
            return Ok(Vec::new());
        }
        candidates.extend(self.way(start, end, &Ban::default(), longest)?);
        while let Some(way) = candidates.pop_first() {
            taken.push(way.clone());
            if taken.len() >= k {
                break;
            }
            let mut doubt_so_far = 0;
            for at in 0..way.hops {
                let Some((root, rest)) = way.nodes.split_at_checked(at) else { break };
                let Some((&spur, after)) = rest.split_first() else { break };
                let same_root = |w: &&Way| w.nodes.get(..=at) == way.nodes.get(..=at);
                let first = taken.iter().filter(same_root).filter_map(|w| w.nodes.get(at + 1).copied());
                let ban = Ban { nodes: root.iter().copied().collect(), first: first.collect() };
                // Ways longer than those that are known already will not be taken.
                let open = k - taken.len();
                let most = candidates.iter().nth(open - 1).map_or(longest, |worst| worst.hops);
                if let Some(tail) = self.way(spur, end, &ban, most.saturating_sub(at))? {
                    let nodes: Vec<Node> = root.iter().chain(&tail.nodes).copied().collect();
                    let ids = nodes.iter().filter_map(|&n| self.id(n).cloned()).collect();
                    let hops = at + tail.hops;
                    candidates.insert(Way { hops, doubt: doubt_so_far + tail.doubt, ids, nodes });
                }
                let step = after.first().and_then(|next| {
                    self.around.get(&spur)?.iter().find(|(n, _)| n == next).map(|(_, doubt)| *doubt)
                });
                doubt_so_far += match (step, after.first()) {
                    (Some(step), _) => step,
                    // The step was found from its other end.
                    (None, Some(&next)) => {
                        self.around(next)?.iter().find(|(n, _)| *n == spur).map_or(0, |(_, doubt)| *doubt)
                    }
                    (None, None) => 0,
                };
            }
        }
        Ok(taken.into_iter().map(|way| way.ids).collect())
    }

    /// The best way that keeps away from what is banned.
    fn way(&mut self, start: Node, end: Node, ban: &Ban, longest: usize) -> Result<Option<Way>, SourceError> {
        let (mut fore, mut back) = (Side::new(start), Side::new(end));
        while fore.depth() + back.depth() < longest {
            let (mut ahead, mut behind) = (0, 0);
            for &node in fore.frontier() {
                ahead += self.degree(node)?;
            }
            for &node in back.frontier() {
                behind += self.degree(node)?;
            }
            if fore.frontier().is_empty() || back.frontier().is_empty() {
                return Ok(None);
            }
            if ahead <= behind {
                self.widen(&mut fore, ban, |a, b| a == start && ban.first.contains(&b))?;
            } else {
                self.widen(&mut back, ban, |a, b| b == start && ban.first.contains(&a))?;
            }
            let depth = back.depth();
            let sums = |node: &Node| {
                let (from_start, to_end) = (fore.at(*node, fore.depth())?, back.at(*node, depth)?);
                Some((from_start + to_end, *node))
            };
            let met: Vec<(u64, Node)> = fore.frontier().iter().filter_map(sums).collect();
            if let Some(&(least, _)) = met.iter().min() {
                let met = met.into_iter().filter(|(sum, _)| *sum == least).map(|(_, node)| node);
                return self.trace(&fore, &back, met.collect(), least, ban).map(Some);
            }
        }
        Ok(None)
    }

    /// One level more.
    fn widen(
        &mut self,
        side: &mut Side,
        ban: &Ban,
        forbidden: impl Fn(Node, Node) -> bool,
    ) -> Result<(), SourceError> {
        let level = side.levels.len();
        let mut found = Vec::new();
        for node in side.frontier().to_vec() {
            let so_far = side.known.get(&node).map_or(0, |(_, doubt)| *doubt);
            for &(next, step) in self.around(node)?.iter() {
                if ban.nodes.contains(&next) || forbidden(node, next) {
                    continue;
                }
                match side.known.get_mut(&next) {
                    None => {
                        side.known.insert(next, (level, so_far + step));
                        found.push(next);
                    }
                    Some((known, least)) if *known == level => *least = (*least).min(so_far + step),
                    Some(_) => {}
                }
            }
        }
        side.levels.push(found);
        Ok(())
    }

    /// Of the best ways through these nodes, the first by ids.
    fn trace(
        &mut self,
        fore: &Side,
        back: &Side,
        met: FxHashSet<Node>,
        doubt: u64,
        ban: &Ban,
    ) -> Result<Way, SourceError> {
        // From the middle to the start: who is on a best way. Looking around is done from the
        // start's side only, where it has been done already.
        let mut steps: VecDeque<FxHashMap<Node, Vec<Node>>> = VecDeque::new();
        let mut wanted = met;
        for level in (0..fore.depth()).rev() {
            let mut next: FxHashMap<Node, Vec<Node>> = FxHashMap::default();
            for &node in fore.levels.get(level).map_or(&[][..], Vec::as_slice) {
                let Some(so_far) = fore.at(node, level) else { continue };
                for &(to, step) in self.around(node)?.iter() {
                    let banned = level == 0 && ban.first.contains(&to);
                    if !banned && wanted.contains(&to) && fore.at(to, level + 1) == Some(so_far + step) {
                        next.entry(node).or_default().push(to);
                    }
                }
            }
            wanted = next.keys().copied().collect();
            steps.push_front(next);
        }
        let start = fore.levels.first().and_then(|l| l.first()).copied().unwrap_or_default();
        // Without a level ahead, the way is all on the other side.
        let mut nodes = vec![start];
        let mut here = start;
        for level in &steps {
            let first = level.get(&here).and_then(|to| to.iter().min_by_key(|&&n| self.id(n)));
            let Some(&next) = first else { break };
            nodes.push(next);
            here = next;
        }
        for level in (0..back.depth()).rev() {
            let Some(rest) = back.at(here, level + 1) else { break };
            let mut best: Option<Node> = None;
            for &node in back.levels.get(level).map_or(&[][..], Vec::as_slice) {
                let Some(after) = back.at(node, level) else { continue };
                if here == start && ban.first.contains(&node) {
                    continue;
                }
                let step = self.around(node)?.iter().find(|(n, _)| *n == here).map(|(_, step)| *step);
                let fits = step.is_some_and(|step| after + step == rest);
                if fits && best.is_none_or(|best| self.id(node) < self.id(best)) {
                    best = Some(node);
                }
            }
            let Some(next) = best else { break };
            nodes.push(next);
            here = next;
        }
        let ids = nodes.iter().filter_map(|&n| self.id(n).cloned()).collect();
        Ok(Way { hops: nodes.len() - 1, doubt, ids, nodes })
    }
}
