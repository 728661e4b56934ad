//! The best ways from one actor to another, searched from both ends at once.
//!
//! Only actors that the search comes upon are read from the source, and the end where less is to
//! be read goes first: a hub is looked at only if there is no way around it. Further paths are
//! those of Yen, “Finding the k shortest loopless paths in a network” (1971).

use std::cmp::Ordering;
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

/// What it costs to ask for an actor's edges at all, in edges.
const LOOK: usize = 50;

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

/// What may be taken next. Of as many hops, branches that have not been looked at go first: they
/// may hold a better way.
#[derive(Debug, PartialEq, Eq)]
enum Candidate {
    /// Ways that leave a way that is taken at a step of it, and have at least so many hops.
    Branch {
        hops: usize,
        at: usize,
        root: Vec<Node>,
    },
    Known {
        hops: usize,
        way: Way,
    },
}

impl Candidate {
    fn key(&self) -> (usize, Option<&Way>, usize, &[Node]) {
        match self {
            Self::Branch { hops, at, root } => (*hops, None, *at, root),
            Self::Known { hops, way } => (*hops, Some(way), 0, &[]),
        }
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

struct Search<'s> {
    source: &'s dyn Source,
    filter: &'s Filter,
    ids: Vec<ActorId>,
    nodes: FxHashMap<ActorId, Node>,
    /// Neighbours by id with the doubt of the step.
    around: FxHashMap<Node, Rc<[(Node, u64)]>>,
    costs: FxHashMap<Node, usize>,
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
            costs: FxHashMap::default(),
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
    fn cost(&mut self, node: Node) -> Result<usize, SourceError> {
        if self.around.contains_key(&node) {
            return Ok(1);
        }
        if let Some(&known) = self.costs.get(&node) {
            return Ok(known);
        }
        let cost = LOOK + self.id(node).map_or(Ok(0), |id| self.source.degree(id))?;
        self.costs.insert(node, cost);
        Ok(cost)
    }

    /// True if it costs no more to look around the first nodes than around the others. Only as many
    /// are asked for as it takes to know.
    fn is_cheaper(&mut self, these: &[Node], those: &[Node]) -> Result<bool, SourceError> {
        let (few, many, swapped) =
            if these.len() <= those.len() { (these, those, false) } else { (those, these, true) };
        let mut cost = 0;
        for &node in few {
            cost += self.cost(node)?;
        }
        let mut other = 0;
        let unread = many.iter().filter(|node| !self.around.contains_key(node)).count();
        if unread * LOOK <= cost {
            for &node in many {
                other += self.cost(node)?;
                if other > cost {
                    break;
                }
            }
        } else {
            other = usize::MAX;
        }
        Ok(if swapped { other < cost } else { cost <= other })
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
        if start == end || k == 0 {
            return Ok(Vec::new());
        }
        let mut candidates: BTreeSet<Candidate> = BTreeSet::new();
        if let Some(way) = self.way(start, end, &Ban::default(), longest)? {
            candidates.insert(Candidate::Known { hops: way.hops, way });
        }
        while taken.len() < k {
            match candidates.pop_first() {
                None => break,
                // All that could be better has been looked for.
                Some(Candidate::Known { way, .. }) => {
                    for at in 0..way.hops {
                        candidates.insert(Candidate::Branch { hops: way.hops, at, root: way.nodes.clone() });
                    }
                    taken.push(way);
                }
                Some(Candidate::Branch { hops, at, root }) => {
                    match self.branch(&root, at, end, &taken, hops)? {
                        Some(way) => {
                            candidates.insert(Candidate::Known { hops: way.hops, way });
                        }
                        None if hops < longest => {
                            candidates.insert(Candidate::Branch { hops: hops + 1, at, root });
                        }
                        None => {}
                    }
                }
            }
        }
        Ok(taken.into_iter().map(|way| way.ids).collect())
    }

    /// The best way of at most so many hops that leaves a way that is taken at this step, by a step
    /// that none of the ways that are taken makes from there.
    fn branch(
        &mut self,
        way: &[Node],
        at: usize,
        end: Node,
        taken: &[Way],
        hops: usize,
    ) -> Result<Option<Way>, SourceError> {
        let Some((root, [spur, ..])) = way.split_at_checked(at) else { return Ok(None) };
        let same_root = |w: &&Way| w.nodes.get(..=at) == way.get(..=at);
        let first = taken.iter().filter(same_root).filter_map(|w| w.nodes.get(at + 1).copied());
        let ban = Ban { nodes: root.iter().copied().collect(), first: first.collect() };
        let Some(tail) = self.way(*spur, end, &ban, hops.saturating_sub(at))? else { return Ok(None) };
        let mut doubt = tail.doubt;
        for (&a, &b) in way.iter().zip(way.iter().skip(1)).take(at) {
            doubt += self.step(a, b)?;
        }
        let nodes: Vec<Node> = root.iter().chain(&tail.nodes).copied().collect();
        let ids = nodes.iter().filter_map(|&n| self.id(n).cloned()).collect();
        Ok(Some(Way { hops: at + tail.hops, doubt, ids, nodes }))
    }

    /// The doubt in a step, from the end that has been looked around.
    fn step(&mut self, a: Node, b: Node) -> Result<u64, SourceError> {
        let (here, there) = if self.around.contains_key(&a) { (a, b) } else { (b, a) };
        let around = self.around(here)?;
        Ok(around.iter().find(|(n, _)| *n == there).map_or(0, |(_, doubt)| *doubt))
    }

    /// The best way that keeps away from what is banned.
    fn way(&mut self, start: Node, end: Node, ban: &Ban, longest: usize) -> Result<Option<Way>, SourceError> {
        let (mut fore, mut back) = (Side::new(start), Side::new(end));
        while fore.depth() + back.depth() < longest {
            if fore.frontier().is_empty() || back.frontier().is_empty() {
                return Ok(None);
            }
            if self.is_cheaper(fore.frontier(), back.frontier())? {
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
