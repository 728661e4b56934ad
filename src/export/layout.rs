//! Where the nodes of a picture stand.
//!
//! Forces of ForceAtlas2 (Jacomy et al. 2014, the `fa2` crate) bring together who is tied
//! together; then boxes that overlap are pushed apart. Compared with Graphviz's layered `dot`, a
//! network of stances has no top or bottom: forces put an actor's people beside it and opponents
//! across from each other, where `dot` draws long ranks. The result depends on the graph alone.

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
    pub weight: f64,
}

/// Free space around a box, in pixels.
const GAP: (f64, f64) = (92.0, 60.0);
/// Rounds of the force layout: enough for a few hundred nodes to settle.
const ROUNDS: usize = 700;

/// The centres of the boxes, in pixels, the smallest coordinates at zero.
pub(super) fn place(nodes: &[Node], pulls: &[Pull]) -> Vec<(f64, f64)> {
    if nodes.is_empty() {
        return Vec::new();
    }
    let mut data = FA2Data::<f64>::with_capacity(nodes.len(), pulls.len());
    for i in 0..nodes.len() {
        // A sunflower spiral: no two start alike, and the first (the most connected) in the middle.
        let radius = 10.0 * (i as f64 + 0.5).sqrt();
        let angle = i as f64 * 2.399_963_229_728_653;
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
    let mut at: Vec<(f64, f64)> = layout.data().positions().map(|(x, y)| finite(x, y)).collect();
    scale(&mut at, pulls, nodes);
    for _ in 0..400 {
        if !push_apart(&mut at, nodes) {
            break;
        }
    }
    let left = at.iter().zip(nodes).map(|(p, n)| p.0 - n.size.0 / 2.0).fold(f64::INFINITY, f64::min);
    let top = at.iter().zip(nodes).map(|(p, n)| p.1 - n.size.1 / 2.0).fold(f64::INFINITY, f64::min);
    at.iter().map(|&(x, y)| ((x - left).round(), (y - top).round())).collect()
}

fn finite(x: f64, y: f64) -> (f64, f64) {
    (if x.is_finite() { x } else { 0.0 }, if y.is_finite() { y } else { 0.0 })
}

/// Scales so that tied boxes stand a label's width apart; wider than high, as pages are.
fn scale(at: &mut [(f64, f64)], pulls: &[Pull], nodes: &[Node]) {
    // The long way of the cloud lies flat.
    let (mut sx, mut sy) = (0.0, 0.0);
    let n = at.len() as f64;
    let centre = at.iter().fold((0.0, 0.0), |c, p| (c.0 + p.0 / n, c.1 + p.1 / n));
    for p in at.iter() {
        sx += (p.0 - centre.0).powi(2);
        sy += (p.1 - centre.1).powi(2);
    }
    if sy > sx {
        for p in at.iter_mut() {
            *p = (p.1, -p.0);
        }
    }
    let lengths: Vec<f64> =
        pulls.iter().map(|p| (at[p.a].0 - at[p.b].0).hypot(at[p.a].1 - at[p.b].1)).collect();
    let mean = if lengths.is_empty() { 1.0 } else { lengths.iter().sum::<f64>() / lengths.len() as f64 };
    let widest = nodes.iter().map(|n| n.size.0).sum::<f64>() / n;
    let factor = (widest * 0.75 + 120.0) / mean.max(1e-6);
    for p in at.iter_mut() {
        *p = (p.0 * factor * 1.2, p.1 * factor * 0.9);
    }
}

/// Moves overlapping boxes apart along the shorter way; true if any did.
fn push_apart(at: &mut [(f64, f64)], nodes: &[Node]) -> bool {
    let mut moved = false;
    for i in 0..at.len() {
        for k in i + 1..at.len() {
            let need_x = (nodes[i].size.0 + nodes[k].size.0) / 2.0 + GAP.0;
            let need_y = (nodes[i].size.1 + nodes[k].size.1) / 2.0 + GAP.1;
            let (dx, dy) = (at[k].0 - at[i].0, at[k].1 - at[i].1);
            let (over_x, over_y) = (need_x - dx.abs(), need_y - dy.abs());
            if over_x <= 0.01 || over_y <= 0.01 {
                continue;
            }
            moved = true;
            if over_x / need_x < over_y / need_y {
                let step = over_x / 2.0 * if dx < 0.0 { -1.0 } else { 1.0 };
                at[i].0 -= step;
                at[k].0 += step;
            } else {
                let step = over_y / 2.0 * if dy < 0.0 { -1.0 } else { 1.0 };
                at[i].1 -= step;
                at[k].1 += step;
            }
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_do_not_overlap() {
        let nodes = vec![Node { size: (120.0, 40.0) }; 40];
        let pulls: Vec<Pull> =
            (1..40).map(|i| Pull { a: i % 7, b: i, weight: 1.0 }).filter(|p| p.a != p.b).collect();
        let at = place(&nodes, &pulls);
        for i in 0..at.len() {
            for k in i + 1..at.len() {
                let apart = (at[i].0 - at[k].0).abs() >= 120.0 || (at[i].1 - at[k].1).abs() >= 40.0;
                assert!(apart, "{i} {k} {:?} {:?}", at[i], at[k]);
            }
        }
        assert_eq!(at, place(&nodes, &pulls));
    }
}
