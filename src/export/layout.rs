//! Where the nodes of a picture stand.
//!
//! Three steps. Forces of ForceAtlas2 (Jacomy et al. 2014, the `fa2` crate) bring together who is
//! tied together. Then each box tries other places, and takes one if the picture gets better
//! there: fewer lines that cross or run through boxes, ties as long as their labels need, no boxes
//! that touch; small parts are tried from several starts. Parts of the graph without a tie between
//! them are laid out alone and set in rows.
//!
//! Compared with Graphviz: `dot` ranks actors by the direction of their ties, but who supports
//! whom has no top or bottom, and one long chain makes a picture too wide for a page; `neato` runs
//! lines through boxes and labels. Neither is needed here. The result depends on the graph alone:
//! no chance, no threads.

use std::collections::BTreeMap;

use fa2::{FA2Data, FA2Settings};

/// A box to be placed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    /// Width and height in pixels.
    pub size: (f64, f64),
}

/// A tie that pulls two boxes together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pull {
    pub a: usize,
    pub b: usize,
    /// How hard.
    pub weight: f64,
    /// Width of the label that stands on the line, in pixels.
    pub label: f64,
}

type Point = (f64, f64);

/// Free space around a box, in pixels.
const GAP: Point = (40.0, 40.0);
/// Free space between a line and the boxes that it passes.
const PASS: f64 = 12.0;
/// Rounds of the force layout: enough for a few hundred nodes to settle.
const ROUNDS: usize = 500;
/// How far boxes are moved to try another place, in pixels, first to last.
const STEPS: &[f64] = &[260.0, 400.0, 160.0, 260.0, 100.0, 160.0, 60.0, 100.0, 36.0, 60.0, 20.0, 10.0, 5.0];
/// Steps above which boxes are exchanged too.
const EXCHANGE: f64 = 200.0;
/// Width by height of the page that parts are set on.
const PAGE: f64 = 1.5;

/// The centres of the boxes, in pixels; the box nearest to the left (top) touches zero.
pub(super) fn place(nodes: &[Node], pulls: &[Pull]) -> Vec<Point> {
    let mut at = vec![(0.0, 0.0); nodes.len()];
    let mut parts: Vec<(Vec<usize>, Vec<Point>, Point)> = Vec::new();
    for members in components(nodes.len(), pulls) {
        let local: BTreeMap<usize, usize> = members.iter().enumerate().map(|(i, &n)| (n, i)).collect();
        let boxes: Vec<Node> = members.iter().filter_map(|&n| nodes.get(n).copied()).collect();
        let ties: Vec<Pull> = pulls
            .iter()
            .filter_map(|p| Some(Pull { a: *local.get(&p.a)?, b: *local.get(&p.b)?, ..*p }))
            .collect();
        let picture = Picture::new(&boxes, &ties);
        let mut tries = (0..starts(boxes.len())).map(|turn| {
            let mut places = forces(&boxes, &ties, turn);
            picture.better(&mut places);
            (picture.total(&places), places)
        });
        let first = tries.next().unwrap_or_default();
        let (_, mut places) = tries.fold(first, |best, next| if next.0 < best.0 { next } else { best });
        let size = to_origin(&mut places, &boxes);
        parts.push((members, places, size));
    }
    // Higher parts first: a row is as high as its first part.
    parts.sort_by(|a, b| (b.2.1 * b.2.0).total_cmp(&(a.2.1 * a.2.0)).then(a.0.cmp(&b.0)));
    let gap = (GAP.0 * 1.5, GAP.1 * 1.2);
    let area: f64 = parts.iter().map(|(_, _, size)| (size.0 + gap.0) * (size.1 + gap.1)).sum();
    let widest = parts.iter().map(|(_, _, size)| size.0).fold(0.0, f64::max);
    let width = widest.max((area * PAGE).sqrt());
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for (members, places, size) in parts {
        if x > 0.0 && x + size.0 > width {
            (x, y, row) = (0.0, y + row + gap.1, 0.0);
        }
        for (member, place) in members.into_iter().zip(places) {
            if let Some(slot) = at.get_mut(member) {
                *slot = ((place.0 + x).round(), (place.1 + y).round());
            }
        }
        x += size.0 + gap.0;
        row = row.max(size.1);
    }
    at
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
        3..=16 => 5,
        17..=32 => 3,
        _ => 1,
    }
}

/// Where forces put the boxes of one part, from one of several starts; wider than high, as pages
/// are.
fn forces(nodes: &[Node], pulls: &[Pull], turn: usize) -> Vec<Point> {
    let mut data = FA2Data::<f64>::with_capacity(nodes.len(), pulls.len());
    for i in 0..nodes.len() {
        // A sunflower spiral: no two start alike, and the first (the most connected) in the middle.
        let radius = 10.0 * (i as f64 + 0.5).sqrt();
        let way = if turn.is_multiple_of(2) { 1.0 } else { -1.0 };
        let angle = way * (i as f64 + turn as f64 * 1.7) * 2.399_963_229_728_653;
        data.add_node_with_position(radius * angle.cos(), radius * angle.sin());
    }
    for pull in pulls {
        data.add_edge_with_weight(pull.a, pull.b, pull.weight);
    }
    let settings = FA2Settings::from_graph_order(nodes.len())
        .parallel(false)
        .with_pairwise_repulsion()
        .strong_gravity_mode(false)
        .gravity(1.2)
        .scaling_ratio(12.0);
    let mut layout = settings.build(data);
    layout.run(ROUNDS);
    let finite = |v: f64| if v.is_finite() { v } else { 0.0 };
    let mut at: Vec<Point> = layout.data().positions().map(|(x, y)| (finite(x), finite(y))).collect();
    let n = at.len().max(1) as f64;
    let centre = at.iter().fold((0.0, 0.0), |c, p| (c.0 + p.0 / n, c.1 + p.1 / n));
    let spread =
        at.iter().fold((0.0, 0.0), |s, p| (s.0 + (p.0 - centre.0).powi(2), s.1 + (p.1 - centre.1).powi(2)));
    let upright = spread.1 > spread.0;
    let lengths: Vec<f64> = pulls
        .iter()
        .filter_map(|p| Some((at.get(p.a)?, at.get(p.b)?)))
        .map(|(a, b)| (a.0 - b.0).hypot(a.1 - b.1))
        .collect();
    let mean = lengths.iter().sum::<f64>() / lengths.len().max(1) as f64;
    let factor = if mean > 1e-6 { 230.0 / mean } else { 1.0 };
    for p in &mut at {
        let (x, y) = if upright { (p.1, -p.0) } else { *p };
        *p = (x * factor * 1.15, y * factor * 0.85);
    }
    at
}

/// The ties of one pair.
struct Bundle {
    a: usize,
    b: usize,
    label: f64,
}

/// What makes a picture good.
struct Picture<'n> {
    nodes: &'n [Node],
    bundles: Vec<Bundle>,
    /// The bundles of each node.
    ties: Vec<Vec<usize>>,
}

impl<'n> Picture<'n> {
    fn new(nodes: &'n [Node], pulls: &[Pull]) -> Self {
        let mut pairs: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for p in pulls.iter().filter(|p| p.a != p.b && p.a < nodes.len() && p.b < nodes.len()) {
            let label = pairs.entry((p.a.min(p.b), p.a.max(p.b))).or_default();
            *label = label.max(p.label);
        }
        let bundles: Vec<Bundle> = pairs.into_iter().map(|((a, b), label)| Bundle { a, b, label }).collect();
        let mut ties = vec![Vec::new(); nodes.len()];
        for (i, bundle) in bundles.iter().enumerate() {
            ties[bundle.a].push(i);
            ties[bundle.b].push(i);
        }
        Self { nodes, bundles, ties }
    }

    /// Moves boxes to better places until none is found.
    fn better(&self, at: &mut [Point]) {
        for &step in STEPS {
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
        const WAYS: usize = 12;
        let start = at[node];
        let (mut best, mut best_cost) = (start, self.cost(at, node));
        let first_cost = best_cost;
        for way in 0..WAYS {
            let angle = way as f64 / WAYS as f64 * std::f64::consts::TAU;
            let place = (start.0 + step * angle.cos(), start.1 + step * angle.sin());
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
            let before = self.cost(at, node) + self.cost(at, other);
            at.swap(node, other);
            if self.cost(at, node) + self.cost(at, other) < before - 1e-6 {
                return true;
            }
            at.swap(node, other);
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
        let n = at.len() as f64;
        // Not far from the rest, above all not far up or down.
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
            cost += (dx + 1.6 * dy) * 0.35 / n.sqrt();
        }
        for &t in &self.ties[node] {
            let tie = &self.bundles[t];
            cost += self.length_cost(at, tie);
            let (a, b) = (at[tie.a], at[tie.b]);
            for (k, (q, other)) in at.iter().zip(self.nodes).enumerate() {
                if k != tie.a && k != tie.b {
                    cost += through(a, b, *q, other.size);
                }
            }
            for (u, other) in self.bundles.iter().enumerate() {
                let shared = [other.a, other.b].into_iter().find(|k| *k == tie.a || *k == tie.b);
                if u == t {
                    continue;
                }
                match shared {
                    None if cross(a, b, at[other.a], at[other.b]) => cost += 240.0,
                    None => {}
                    Some(hub) => cost += narrow(at, hub, tie, other),
                }
            }
        }
        for tie in self.bundles.iter().filter(|t| t.a != node && t.b != node) {
            cost += through(at[tie.a], at[tie.b], p, size);
        }
        cost
    }

    /// How far a tie is from the length that its label needs.
    fn length_cost(&self, at: &[Point], tie: &Bundle) -> f64 {
        let (a, b) = (at[tie.a], at[tie.b]);
        let (dx, dy) = ((a.0 - b.0).abs(), (a.1 - b.1).abs());
        let length = dx.hypot(dy).max(1e-6);
        let (ux, uy) = (dx / length, dy / length);
        let (size_a, size_b) = (self.nodes[tie.a].size, self.nodes[tie.b].size);
        // From centre to border on the way to the other box.
        let inside = |size: Point| (size.0 / 2.0 / ux.max(1e-6)).min(size.1 / 2.0 / uy.max(1e-6));
        let free = length - inside(size_a) - inside(size_b);
        let wanted = tie.label * ux + 14.0 * uy + 56.0;
        if free < wanted { 6.0 * (wanted - free) } else { 0.9 * (free - wanted) }
    }
}

/// A line that runs through a box, or close by.
fn through(a: Point, b: Point, centre: Point, size: Point) -> f64 {
    let (half_w, half_h) = (size.0 / 2.0 + PASS, size.1 / 2.0 + PASS);
    let (low_x, high_x) = (a.0.min(b.0), a.0.max(b.0));
    let (low_y, high_y) = (a.1.min(b.1), a.1.max(b.1));
    if high_x < centre.0 - half_w
        || low_x > centre.0 + half_w
        || high_y < centre.1 - half_h
        || low_y > centre.1 + half_h
    {
        return 0.0;
    }
    // Liang and Barsky's clipping: the share of the line inside the box.
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (from, way, low, high) in [
        (a.0, b.0 - a.0, centre.0 - half_w, centre.0 + half_w),
        (a.1, b.1 - a.1, centre.1 - half_h, centre.1 + half_h),
    ] {
        if way.abs() < 1e-9 {
            if from < low || from > high {
                return 0.0;
            }
            continue;
        }
        let (t, u) = ((low - from) / way, (high - from) / way);
        enter = enter.max(t.min(u));
        leave = leave.min(t.max(u));
    }
    if leave <= enter {
        return 0.0;
    }
    let inside = (leave - enter) * (b.0 - a.0).hypot(b.1 - a.1);
    260.0 + 3.0 * inside
}

fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// Two ties that leave a node in nearly the same direction hide each other's labels.
fn narrow(at: &[Point], hub: usize, one: &Bundle, other: &Bundle) -> f64 {
    let far = |tie: &Bundle| at[if tie.a == hub { tie.b } else { tie.a }];
    let (p, q, h) = (far(one), far(other), at[hub]);
    let (v, w) = ((p.0 - h.0, p.1 - h.1), (q.0 - h.0, q.1 - h.1));
    let lengths = (v.0.hypot(v.1) * w.0.hypot(w.1)).max(1e-6);
    let cosine = (v.0 * w.0 + v.1 * w.1) / lengths;
    if cosine > 0.88 { (cosine - 0.88) * 900.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn apart(nodes: &[Node], at: &[Point]) {
        for i in 0..at.len() {
            for k in i + 1..at.len() {
                let apart = (at[i].0 - at[k].0).abs() >= (nodes[i].size.0 + nodes[k].size.0) / 2.0
                    || (at[i].1 - at[k].1).abs() >= (nodes[i].size.1 + nodes[k].size.1) / 2.0;
                assert!(apart, "{i} {k} {:?} {:?}", at[i], at[k]);
            }
        }
    }

    fn tie(a: usize, b: usize) -> Pull {
        Pull { a, b, weight: 1.0, label: 50.0 }
    }

    #[test]
    fn boxes_do_not_overlap() {
        let nodes = vec![Node { size: (120.0, 40.0) }; 40];
        let trees: Vec<Pull> = (7..40).map(|i| tie(i % 7, i)).collect();
        let star: Vec<Pull> = (1..40).map(|i| tie(0, i)).collect();
        let ring: Vec<Pull> = (0..40).map(|i| tie(i, (i + 1) % 40)).collect();
        let web: Vec<Pull> = (0..40).flat_map(|i| (1..4).map(move |k| tie(i, (i * k + 1) % 40))).collect();
        for pulls in [Vec::new(), trees, star, ring, web] {
            let at = place(&nodes, &pulls);
            apart(&nodes, &at);
            assert_eq!(at, place(&nodes, &pulls));
        }
    }

    #[test]
    fn parts_stay_close_to_each_other() {
        let nodes = vec![Node { size: (120.0, 40.0) }; 20];
        let pairs: Vec<Pull> = (0..10).map(|i| tie(2 * i, 2 * i + 1)).collect();
        let at = place(&nodes, &pairs);
        let (width, height) = at.iter().fold((0.0_f64, 0.0_f64), |m, p| (m.0.max(p.0), m.1.max(p.1)));
        assert!(width < 1200.0 && height < 900.0, "{width} {height}");
    }

    #[test]
    fn nothing_and_one_box_have_a_place() {
        assert!(place(&[], &[]).is_empty());
        assert_eq!(place(&[Node { size: (100.0, 40.0) }], &[]), [(50.0, 20.0)]);
    }
}
