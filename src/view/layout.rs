//! Where the actors of the page stand.
//!
//! Small graphs are placed by the layout of the printed pictures, which avoids crossings. Larger
//! ones: each connected part by ForceAtlas2 (the `fa2` crate), started with its communities side by
//! side, which keeps them together; then nodes that overlap are pushed apart, and the parts are set
//! around the largest. No chance and no threads: the same graph gives the same places.

use std::collections::BTreeMap;

use fa2::{FA2Data, FA2Settings};

use crate::export;
use crate::graph::Graph;

type Point = (f64, f64);

/// Up to so many tied actors are placed as in printed pictures.
const SMALL: usize = 60;
/// Angle between neighbours of a sunflower, in radians.
const GOLDEN: f64 = 2.399_963_229_728_653;
/// Wanted space for a node, centre to centre.
const ROOM: f64 = 44.0;
/// How much a dense core is opened: 0 leaves it as the forces made it, 1 puts all on a circle.
const CORE: f64 = 0.3;
/// Space between parts.
const BETWEEN: f64 = 70.0;

/// The place of each actor.
pub(super) fn of(graph: &Graph, pairs: &[(usize, usize)], communities: &[usize]) -> Vec<Point> {
    let count = graph.net.node_count();
    let mut degree = vec![0usize; count];
    for &(a, b) in pairs {
        for end in [a, b] {
            if let Some(d) = degree.get_mut(end) {
                *d += 1;
            }
        }
    }
    let tied = degree.iter().filter(|d| **d > 0).count();
    let parts = parts(count, pairs);
    let mut placed: Vec<(Vec<usize>, Vec<Point>)> = Vec::new();
    if tied <= SMALL && count <= 4 * SMALL {
        let names: Vec<&str> = graph.actors().map(|a| a.name.as_str()).collect();
        let members: Vec<usize> = (0..count).filter(|n| degree[*n] > 0).collect();
        let local: BTreeMap<usize, usize> = members.iter().enumerate().map(|(i, n)| (*n, i)).collect();
        let labels: Vec<&str> = members.iter().map(|n| names[*n]).collect();
        let ties: Vec<(usize, usize)> =
            pairs.iter().filter_map(|(a, b)| Some((*local.get(a)?, *local.get(b)?))).collect();
        let at = export::place_named(&labels, &ties);
        placed.push((members, at));
        placed.extend((0..count).filter(|n| degree[*n] == 0).map(|n| (vec![n], vec![(0.0, 0.0)])));
    } else {
        for members in parts {
            let at = part(&members, pairs, &degree, communities);
            placed.push((members, at));
        }
    }
    pack(count, placed)
}

/// The connected parts, the largest first.
fn parts(count: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut union = petgraph::unionfind::UnionFind::<usize>::new(count);
    for &(a, b) in pairs {
        if a < count && b < count {
            union.union(a, b);
        }
    }
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in 0..count {
        parts.entry(union.find(node)).or_default().push(node);
    }
    let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
    parts.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    parts
}

/// The places within one part, its middle at zero.
fn part(members: &[usize], pairs: &[(usize, usize)], degree: &[usize], communities: &[usize]) -> Vec<Point> {
    let n = members.len();
    if n <= 2 {
        return (0..n).map(|i| (i as f64 * 90.0 - (n - 1) as f64 * 45.0, 0.0)).collect();
    }
    let local: BTreeMap<usize, usize> = members.iter().enumerate().map(|(i, node)| (*node, i)).collect();
    let start = start(members, degree, communities);
    let mut data = FA2Data::<f64>::with_node_capacity(n);
    for (x, y) in &start {
        data.add_node_with_position(*x, *y);
    }
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (a, b) in pairs {
        if let (Some(&a), Some(&b)) = (local.get(a), local.get(b))
            && a != b
        {
            *weights.entry((a.min(b), a.max(b))).or_default() += 1.0;
        }
    }
    let community = |i: usize| members.get(i).and_then(|m| communities.get(*m));
    for (&(a, b), count) in &weights {
        // Ties within a community pull harder, so that communities show.
        let within = if community(a) == community(b) { 2.0 } else { 0.6 };
        data.add_edge_with_weight(a, b, within * (1.0 + count.ln()));
    }
    let settings = FA2Settings::from_graph_order(n).parallel(false).strong_gravity_mode(false).gravity(0.8);
    let settings =
        if n < 400 { settings.with_pairwise_repulsion() } else { settings.with_barnes_hut_theta(1.2) };
    let mut layout = settings.scaling_ratio(10.0).build(data);
    layout.run(rounds(n));
    let finite = |v: f64| if v.is_finite() { v } else { 0.0 };
    let mut at: Vec<Point> = layout.data().positions().map(|(x, y)| (finite(x), finite(y))).collect();
    spread(&mut at, &weights);
    apart(&mut at);
    at
}

/// Fewer rounds for large parts: a second or two at 10,000 nodes.
fn rounds(n: usize) -> usize {
    (600_000 / n.max(1)).clamp(60, 400)
}

/// Communities as discs side by side in a sunflower, the nodes of each in a smaller one.
fn start(members: &[usize], degree: &[usize], communities: &[usize]) -> Vec<Point> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, node) in members.iter().enumerate() {
        groups.entry(communities.get(*node).copied().unwrap_or(0)).or_default().push(i);
    }
    let mut groups: Vec<Vec<usize>> = groups.into_values().collect();
    groups.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    let mut at = vec![(0.0, 0.0); members.len()];
    let mut before = 0.0;
    for (g, group) in groups.iter_mut().enumerate() {
        group.sort_by_key(|i| (std::cmp::Reverse(members.get(*i).and_then(|m| degree.get(*m))), *i));
        let size = group.len() as f64;
        let far = if g == 0 { 0.0 } else { 14.0 * (before + size / 2.0_f64).sqrt() };
        let angle = g as f64 * GOLDEN;
        let centre = (far * angle.cos(), far * angle.sin());
        for (k, i) in group.iter().enumerate() {
            let (radius, turn) = (9.0 * (k as f64).sqrt(), k as f64 * GOLDEN + g as f64);
            at[*i] = (centre.0 + radius * turn.cos(), centre.1 + radius * turn.sin());
        }
        before += size * 1.3;
    }
    at
}

/// Scales a part so that its nodes have room, and lays it on its longer side.
fn spread(at: &mut [Point], weights: &BTreeMap<(usize, usize), f64>) {
    let n = at.len().max(1) as f64;
    let centre = at.iter().fold((0.0, 0.0), |c, p| (c.0 + p.0 / n, c.1 + p.1 / n));
    let (mut wide, mut high) = (0.0, 0.0);
    let farthest = at.iter().map(|p| (p.0 - centre.0).hypot(p.1 - centre.1)).fold(1e-6, f64::max);
    for p in at.iter_mut() {
        *p = (p.0 - centre.0, p.1 - centre.1);
        // Hubs draw a dense core and throw the rest far out: the core gets more of the room.
        let pull = (p.0.hypot(p.1) / farthest).max(1e-6).powf(-CORE);
        *p = (p.0 * pull, p.1 * pull);
        wide += p.0 * p.0;
        high += p.1 * p.1;
    }
    let mut lengths: Vec<f64> = weights
        .keys()
        .filter_map(|(a, b)| Some((at.get(*a)?, at.get(*b)?)))
        .map(|(p, q)| (p.0 - q.0).hypot(p.1 - q.1))
        .collect();
    lengths.sort_by(f64::total_cmp);
    let middle = lengths.get(lengths.len() / 2).copied().unwrap_or(1.0).max(1e-6);
    let by_length = 2.6 * ROOM / middle;
    // Half of the nodes within the root mean square distance: their discs should fit there.
    let area = ((wide + high) / n).sqrt().max(1e-6);
    let by_room = ROOM * 0.95 * n.sqrt() / 2.0 / area;
    let factor = by_length.min(by_room * 2.0).max(by_room);
    for p in at.iter_mut() {
        let (x, y) = if high > wide { (p.1, -p.0) } else { *p };
        *p = (x * factor, y * factor);
    }
}

/// Pushes nodes apart that are nearer than [`ROOM`], in a grid of cells of that size.
fn apart(at: &mut [Point]) {
    let cell = |p: &Point| ((p.0 / ROOM).floor() as i64, (p.1 / ROOM).floor() as i64);
    for round in 0..40 {
        let mut cells: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
        for (i, p) in at.iter().enumerate() {
            cells.entry(cell(p)).or_default().push(i);
        }
        let mut moved = false;
        for i in 0..at.len() {
            let home = cell(&at[i]);
            for (dx, dy) in [(0, 0), (1, 0), (-1, 1), (0, 1), (1, 1)] {
                let Some(others) = cells.get(&(home.0 + dx, home.1 + dy)) else { continue };
                // Nodes at one spot are pushed apart in rounds: a crowded cell costs no square.
                for &k in others.iter().filter(|k| (dx, dy) != (0, 0) || **k > i).take(40) {
                    let (x, y) = (at[k].0 - at[i].0, at[k].1 - at[i].1);
                    let far = x.hypot(y);
                    if far >= ROOM {
                        continue;
                    }
                    let (ux, uy) = if far > 1e-3 {
                        (x / far, y / far)
                    } else {
                        let turn = (i + k + round) as f64 * GOLDEN;
                        (turn.cos(), turn.sin())
                    };
                    let push = (ROOM - far) * 0.35;
                    at[i] = (at[i].0 - ux * push, at[i].1 - uy * push);
                    at[k] = (at[k].0 + ux * push, at[k].1 + uy * push);
                    moved = true;
                }
            }
        }
        if !moved {
            break;
        }
    }
}

/// Sets the parts: the first in the middle, the others in rows below, as wide as the first.
fn pack(count: usize, parts: Vec<(Vec<usize>, Vec<Point>)>) -> Vec<Point> {
    let mut at = vec![(0.0, 0.0); count];
    let bounds = |points: &[Point]| {
        points.iter().fold((f64::MAX, f64::MAX, f64::MIN, f64::MIN), |b, p| {
            (b.0.min(p.0), b.1.min(p.1), b.2.max(p.0), b.3.max(p.1))
        })
    };
    let area: f64 = parts
        .iter()
        .map(|(_, points)| bounds(points))
        .map(|b| (b.2 - b.0 + BETWEEN) * (b.3 - b.1 + BETWEEN))
        .sum();
    let widest = parts.iter().map(|(_, points)| bounds(points)).map(|b| b.2 - b.0).fold(0.0, f64::max);
    let width = widest.max((area * 1.6).sqrt());
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for (members, points) in parts {
        let b = bounds(&points);
        // A node alone needs room for its name.
        let (wide, high) = ((b.2 - b.0).max(90.0), b.3 - b.1);
        // Small parts beside a large one would stand in a corner of their own.
        if x > 0.0 && (x + wide > width || (members.len() < 3 && row > high + 3.0 * BETWEEN)) {
            (x, y, row) = (0.0, y + row + BETWEEN, 0.0);
        }
        let shift = if members.len() == 1 { wide / 2.0 } else { 0.0 };
        for (member, p) in members.iter().zip(&points) {
            if let Some(slot) = at.get_mut(*member) {
                *slot = (p.0 - b.0 + x + shift, p.1 - b.1 + y);
            }
        }
        x += wide + BETWEEN;
        row = row.max(high);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stand_apart() {
        let members: Vec<usize> = (0..300).collect();
        let pairs: Vec<(usize, usize)> = (1..300).map(|i| (i, i / 3)).collect();
        let degree = vec![2; 300];
        let groups: Vec<usize> = (0..300).map(|i| i % 7).collect();
        let at = part(&members, &pairs, &degree, &groups);
        for (i, p) in at.iter().enumerate() {
            for q in &at[i + 1..] {
                assert!((p.0 - q.0).hypot(p.1 - q.1) > ROOM * 0.5);
            }
        }
        assert_eq!(at, part(&members, &pairs, &degree, &groups));
    }

    #[test]
    fn parts_do_not_overlap() {
        let at = pack(
            5,
            vec![
                (vec![0, 1, 2], vec![(0.0, 0.0), (50.0, 90.0), (300.0, 10.0)]),
                (vec![3], vec![(0.0, 0.0)]),
                (vec![4], vec![(0.0, 0.0)]),
            ],
        );
        assert!(at[3].1 > 90.0 && at[4].0 > at[3].0 + 80.0, "{at:?}");
    }
}
