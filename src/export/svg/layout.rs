//! Where the nodes of a picture stand.
//!
//! Three steps for each part of the graph that hangs together. Stress minimisation (by stochastic
//! gradient descent, Zheng, Pawar and Goodman 2018) sets actors as far apart as there are steps
//! between them. Then each box tries other places on its page, and takes one if the picture gets
//! better there: fewer lines that cross or run through boxes, ties as long as their labels need,
//! nobody close to others without a reason; small parts are tried from several starts. At last
//! parts are packed on the page, and the page is filled.
//!
//! Compared with Graphviz: `dot` ranks actors by the direction of their ties, but who supports
//! whom has no top or bottom, and one long chain makes a picture too wide for a page; `neato` runs
//! lines through boxes and labels. Neither is needed here. The result depends on the graph alone:
//! no chance, no threads, and the same bits on every machine (`plane`).

use std::collections::{BTreeMap, VecDeque};

use super::pack::{Part, fill, pack};
use super::plane::{GOLDEN, Point, WAYS, cross, inside, length, turned};

/// A box to be placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    /// Width and height in pixels.
    pub size: Point,
}

/// A tie that pulls two boxes together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pull {
    pub a: usize,
    pub b: usize,
    /// Width of what stands on the line, in pixels; `None` where no line is drawn.
    pub label: Option<f64>,
}

/// What is asked of the whole.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page<'p> {
    /// Width by height.
    pub ratio: f64,
    /// Space for a box, in boxes.
    pub room: f64,
    /// The first of them stands in the middle.
    pub focus: &'p [usize],
    /// Free border around each part of several boxes.
    pub pad: Point,
}

impl Default for Page<'_> {
    fn default() -> Self {
        Self { ratio: 1.0, room: 1.0, focus: &[], pad: (0.0, 0.0) }
    }
}

/// Free space around a box, in pixels.
pub(super) const GAP: Point = (30.0, 26.0);
/// Free space between a line and the boxes that it passes.
const PASS: f64 = 11.0;
/// How far boxes are moved to try another place, in shares of the page's width, first to last.
const STEPS: &[f64] = &[0.3, 0.4, 0.2, 0.3, 0.12, 0.2, 0.07, 0.12, 0.04, 0.07, 0.025, 0.012, 0.006];
/// Steps above which boxes are exchanged too.
const EXCHANGE: f64 = 0.18;

/// The centres of the boxes, in pixels, and the size of a page that they fill.
pub(super) fn place(nodes: &[Node], pulls: &[Pull], page: Page) -> (Vec<Point>, Point) {
    let mut parts: Vec<Part> = Vec::new();
    for members in components(nodes.len(), pulls) {
        let local: BTreeMap<usize, usize> = members.iter().enumerate().map(|(i, &n)| (n, i)).collect();
        let boxes: Vec<Node> = members.iter().filter_map(|&n| nodes.get(n).copied()).collect();
        let ties: Vec<Pull> = pulls
            .iter()
            .filter_map(|p| Some(Pull { a: *local.get(&p.a)?, b: *local.get(&p.b)?, ..*p }))
            .collect();
        let middle = page.focus.iter().find_map(|n| local.get(n).copied());
        let picture = Picture::new(&boxes, &ties, page, middle);
        let mut tries = (0..starts(boxes.len())).map(|turn| {
            let mut places = picture.fitted(stress(boxes.len(), &ties, turn));
            picture.better(&mut places, STEPS);
            (picture.total(&places), places)
        });
        let first = tries.next().unwrap_or_default();
        let (_, mut places) = tries.fold(first, |best, next| if next.0 < best.0 { next } else { best });
        let size = to_origin(&mut places, &boxes);
        let pad = if boxes.len() > 1 { page.pad } else { (0.0, 0.0) };
        parts.push(Part { members, places, size: (size.0 + 2.0 * pad.0, size.1 + 2.0 * pad.1), pad });
    }
    let (mut at, size) = pack(nodes, parts, page.ratio);
    if let [one] = at.as_mut_slice() {
        *one = (size.0 / 2.0, size.1 / 2.0);
    }
    (at, size)
}

/// Small steps to better places on a page that is filled.
pub(super) fn settle(at: &mut [Point], nodes: &[Node], pulls: &[Pull], size: Point, focus: Option<usize>) {
    let picture = Picture { size, ..Picture::new(nodes, pulls, Page::default(), focus) };
    let picture = Picture { spacing: spacing(size, nodes.len()), ..picture };
    picture.better(at, &STEPS[6..]);
}

/// The nodes that hang together, smallest index first.
fn components(count: usize, pulls: &[Pull]) -> Vec<Vec<usize>> {
    let mut union = petgraph::unionfind::UnionFind::<usize>::new(count);
    for pull in pulls {
        if pull.a < count && pull.b < count {
            union.union(pull.a, pull.b);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..count {
        parts.entry(union.find(node)).or_default().push(node);
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort();
    parts
}

/// Moves the boxes so that they begin at zero; the size of the whole.
fn to_origin(at: &mut [Point], nodes: &[Node]) -> Point {
    let (mut low, mut high) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
    for (p, n) in at.iter().zip(nodes) {
        low = (low.0.min(p.0 - n.size.0 / 2.0), low.1.min(p.1 - n.size.1 / 2.0));
        high = (high.0.max(p.0 + n.size.0 / 2.0), high.1.max(p.1 + n.size.1 / 2.0));
    }
    for p in at {
        *p = (p.0 - low.0, p.1 - low.1);
    }
    (high.0 - low.0, high.1 - low.1)
}

/// How often a part is laid out, from another start each time; the best is taken. Large parts take
/// longer, and their starts matter less.
fn starts(boxes: usize) -> usize {
    match boxes {
        0..=2 => 1,
        3..=20 => 8,
        21..=50 => 3,
        _ => 1,
    }
}

/// Steps between all pairs of nodes.
fn steps(count: usize, pulls: &[Pull]) -> Vec<Vec<f64>> {
    let mut around = vec![Vec::new(); count];
    for pull in pulls {
        around[pull.a].push(pull.b);
        around[pull.b].push(pull.a);
    }
    let from = |start: usize| {
        let mut far = vec![f64::INFINITY; count];
        far[start] = 0.0;
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            for &next in &around[node] {
                if far[next].is_infinite() {
                    far[next] = far[node] + 1.0;
                    queue.push_back(next);
                }
            }
        }
        far
    };
    (0..count).map(from).collect()
}

/// Places whose distances are the steps between the nodes, as far as a plane allows.
fn stress(count: usize, pulls: &[Pull], turn: usize) -> Vec<Point> {
    const ROUNDS: i32 = 60;
    let far = steps(count, pulls);
    let mut at: Vec<Point> = Vec::with_capacity(count);
    let mut way = (0..turn).fold((1.0, 0.0), |way, _| turned(way, WAYS[1]));
    for i in 0..count {
        let radius = 0.5 * (i as f64 + 0.5).sqrt();
        let side = if turn.is_multiple_of(2) { 1.0 } else { -1.0 };
        at.push((way.0 * radius, way.1 * radius * side));
        way = turned(way, GOLDEN);
    }
    let mut pairs: Vec<(usize, usize)> = (0..count).flat_map(|i| (0..i).map(move |k| (i, k))).collect();
    // A fixed course through the pairs stands for a random one (Knuth's multiplier).
    let mut state = 1 + turn as u64;
    let mut pace = 1.0_f64;
    for _ in 0..ROUNDS {
        for i in (1..pairs.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            pairs.swap(i, ((state >> 33) % (i as u64 + 1)) as usize);
        }
        for &(i, k) in &pairs {
            let wanted = far[i][k];
            let (x, y) = (at[i].0 - at[k].0, at[i].1 - at[k].1);
            let is = length(x, y).max(1e-9);
            // Near pairs move more: weight one by the square of the steps.
            let share = (pace * 8.0 / (wanted * wanted)).min(1.0) * (is - wanted) / is / 2.0;
            at[i] = (at[i].0 - x * share, at[i].1 - y * share);
            at[k] = (at[k].0 + x * share, at[k].1 + y * share);
        }
        pace *= 0.89;
    }
    at
}

/// The ties of one pair.
struct Bundle {
    a: usize,
    b: usize,
    label: Option<f64>,
}

/// What makes a picture good.
struct Picture<'n> {
    nodes: &'n [Node],
    bundles: Vec<Bundle>,
    /// The bundles of each node.
    ties: Vec<Vec<usize>>,
    /// Width and height of its page.
    size: Point,
    /// From box to box, if all stand alike.
    spacing: f64,
    /// Stays in the middle.
    middle: Option<usize>,
}

/// How far boxes stand apart that share a page evenly.
fn spacing(size: Point, boxes: usize) -> f64 {
    (size.0 * size.1 / boxes.max(1) as f64).sqrt()
}

impl<'n> Picture<'n> {
    fn new(nodes: &'n [Node], pulls: &[Pull], page: Page, middle: Option<usize>) -> Self {
        let mut pairs: BTreeMap<(usize, usize), Option<f64>> = BTreeMap::new();
        for p in pulls.iter().filter(|p| p.a != p.b && p.a < nodes.len() && p.b < nodes.len()) {
            let label = pairs.entry((p.a.min(p.b), p.a.max(p.b))).or_default();
            *label = label.map_or(p.label, |known| Some(p.label.map_or(known, |l| l.max(known))));
        }
        let bundles: Vec<Bundle> = pairs.into_iter().map(|((a, b), label)| Bundle { a, b, label }).collect();
        let mut ties = vec![Vec::new(); nodes.len()];
        for (i, bundle) in bundles.iter().enumerate() {
            ties[bundle.a].push(i);
            ties[bundle.b].push(i);
        }
        let boxes: f64 = nodes.iter().map(|n| (n.size.0 + 2.0 * GAP.0) * (n.size.1 + 2.0 * GAP.1)).sum();
        let labels: f64 = bundles.iter().filter_map(|b| b.label).map(|label| (label + 40.0) * 34.0).sum();
        let area = (boxes + labels) * page.room;
        let widest = nodes.iter().map(|n| n.size.0).fold(0.0, f64::max);
        let width = (area * page.ratio).sqrt().max(widest);
        let size = (width, (area / width).max(nodes.iter().map(|n| n.size.1).fold(0.0, f64::max)));
        Self { nodes, bundles, ties, size, spacing: spacing(size, nodes.len()), middle }
    }

    /// On the page, lying on its longer side.
    fn fitted(&self, mut at: Vec<Point>) -> Vec<Point> {
        let n = at.len().max(1) as f64;
        let centre = at.iter().fold((0.0, 0.0), |c, p| (c.0 + p.0 / n, c.1 + p.1 / n));
        let spread = at.iter().fold((0.0, 0.0), |s, p| {
            let (x, y) = (p.0 - centre.0, p.1 - centre.1);
            (s.0 + x * x, s.1 + y * y)
        });
        if (spread.1 > spread.0) == (self.size.0 > self.size.1) {
            for p in &mut at {
                *p = (p.1, -p.0);
            }
        }
        fill(&mut at, self.nodes, self.size, self.middle);
        at
    }

    /// The nearest place on the page.
    fn on_page(&self, node: usize, p: Point) -> Point {
        if self.middle == Some(node) {
            return (self.size.0 / 2.0, self.size.1 / 2.0);
        }
        let (w, h) = self.nodes[node].size;
        let keep = |v: f64, half: f64, size: f64| v.min(size - half).max(half);
        (keep(p.0, w / 2.0, self.size.0), keep(p.1, h / 2.0, self.size.1))
    }

    /// Moves boxes to better places until none is found.
    fn better(&self, at: &mut [Point], steps: &[f64]) {
        for &step in steps {
            for _ in 0..3 {
                let mut moved = false;
                for node in 0..at.len() {
                    moved |= self.try_places(at, node, step);
                }
                if !moved {
                    break;
                }
            }
        }
    }

    /// Tries places around a node, and exchanges with the others; true if it was moved.
    fn try_places(&self, at: &mut [Point], node: usize, step: f64) -> bool {
        let (start, far) = (at[node], step * self.size.0.max(self.size.1));
        let (mut best, mut best_cost) = (start, self.cost(at, node));
        let first_cost = best_cost;
        for way in WAYS {
            let place = self.on_page(node, (start.0 + far * way.0, start.1 + far * way.1));
            at[node] = place;
            let cost = self.cost(at, node);
            if cost < best_cost - 1e-6 {
                (best, best_cost) = (place, cost);
            }
        }
        at[node] = best;
        best_cost < first_cost || (step > EXCHANGE && self.try_exchanges(at, node))
    }

    /// Exchanges a node with the first other one for which that makes the picture better.
    fn try_exchanges(&self, at: &mut [Point], node: usize) -> bool {
        for other in node + 1..at.len() {
            let (p, q) = (at[node], at[other]);
            let before = self.cost(at, node) + self.cost(at, other);
            (at[node], at[other]) = (self.on_page(node, q), self.on_page(other, p));
            if self.cost(at, node) + self.cost(at, other) < before - 1e-6 {
                return true;
            }
            (at[node], at[other]) = (p, q);
        }
        false
    }

    /// What is bad about all places.
    fn total(&self, at: &[Point]) -> f64 {
        (0..at.len()).map(|node| self.cost(at, node)).sum()
    }

    /// What is bad about a node's place: the lower the better.
    fn cost(&self, at: &[Point], node: usize) -> f64 {
        let (p, size) = (at[node], self.nodes[node].size);
        let mut cost = 0.0;
        for (k, (q, other)) in at.iter().zip(self.nodes).enumerate() {
            if k == node {
                continue;
            }
            let (dx, dy) = ((p.0 - q.0).abs(), (p.1 - q.1).abs());
            let over_x = (size.0 + other.size.0) / 2.0 + GAP.0 - dx;
            let over_y = (size.1 + other.size.1) / 2.0 + GAP.1 - dy;
            if over_x > 0.0 && over_y > 0.0 {
                cost += 400.0 + 40.0 * over_x.min(over_y);
            }
            // Space is shared evenly; boxes are wider than high.
            let near = 1.0 - length(dx * 0.8, dy * 1.2) / (1.4 * self.spacing);
            if near > 0.0 {
                cost += 140.0 * near * near;
            }
        }
        for &t in &self.ties[node] {
            let tie = &self.bundles[t];
            cost += self.length_cost(at, tie);
            if tie.label.is_none() {
                continue;
            }
            let (a, b) = (at[tie.a], at[tie.b]);
            for (k, (q, other)) in at.iter().zip(self.nodes).enumerate() {
                if k != tie.a && k != tie.b {
                    cost += through(a, b, *q, other.size);
                }
            }
            for (u, other) in self.bundles.iter().enumerate() {
                if u == t || other.label.is_none() {
                    continue;
                }
                match [other.a, other.b].into_iter().find(|k| *k == tie.a || *k == tie.b) {
                    None if cross(a, b, at[other.a], at[other.b]) => cost += 240.0,
                    None => {}
                    Some(hub) => cost += narrow(at, hub, tie, other),
                }
            }
        }
        for tie in self.bundles.iter().filter(|t| t.a != node && t.b != node && t.label.is_some()) {
            cost += through(at[tie.a], at[tie.b], p, size);
        }
        cost
    }

    /// How far a tie is from the length that its label needs.
    fn length_cost(&self, at: &[Point], tie: &Bundle) -> f64 {
        let (a, b) = (at[tie.a], at[tie.b]);
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let far = length(dx, dy).max(1e-6);
        let (ux, uy) = (dx / far, dy / far);
        let (size_a, size_b) = (self.nodes[tie.a].size, self.nodes[tie.b].size);
        // From centre to border on the way to the other box.
        let inside = |size: Point| (size.0 / 2.0 / ux.max(1e-6)).min(size.1 / 2.0 / uy.max(1e-6));
        let free = far - inside(size_a) - inside(size_b);
        let Some(label) = tie.label else {
            return 0.5 * (free - 40.0).max(0.0);
        };
        let wanted = label * ux + 14.0 * uy + 44.0;
        if free < wanted { 6.0 * (wanted - free) } else { 0.6 * (free - wanted) }
    }
}

/// A line that runs through a box, or close by.
fn through(a: Point, b: Point, centre: Point, size: Point) -> f64 {
    let half = (size.0 / 2.0 + PASS, size.1 / 2.0 + PASS);
    let is_aside = a.0.max(b.0) < centre.0 - half.0
        || a.0.min(b.0) > centre.0 + half.0
        || a.1.max(b.1) < centre.1 - half.1
        || a.1.min(b.1) > centre.1 + half.1;
    let share = if is_aside { 0.0 } else { inside(a, b, centre, half) };
    if share > 0.0 { 260.0 + 3.0 * share * length(b.0 - a.0, b.1 - a.1) } else { 0.0 }
}

/// Two lines from one box that leave it in nearly the same direction.
fn narrow(at: &[Point], hub: usize, one: &Bundle, other: &Bundle) -> f64 {
    let far = |tie: &Bundle| at[if tie.a == hub { tie.b } else { tie.a }];
    let (p, q, h) = (far(one), far(other), at[hub]);
    let (v, w) = ((p.0 - h.0, p.1 - h.1), (q.0 - h.0, q.1 - h.1));
    let lengths = (length(v.0, v.1) * length(w.0, w.1)).max(1e-6);
    let cosine = (v.0 * w.0 + v.1 * w.1) / lengths;
    if cosine > 0.88 { (cosine - 0.88) * 900.0 } else { 0.0 }
}
