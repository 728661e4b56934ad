//! The page of a picture, filled: its parts in rows, and boxes drawn apart to its borders.

use super::layout::{GAP, Node};
use super::plane::Point;

/// A part of the graph that hangs together, laid out alone.
pub(super) struct Part {
    pub members: Vec<usize>,
    pub places: Vec<Point>,
    /// With its border.
    pub size: Point,
    /// A border that its boxes leave free.
    pub pad: Point,
}

/// Draws the centres apart until the boxes fill a page; with a focus, to both sides of it.
pub(super) fn fill(at: &mut [Point], nodes: &[Node], size: Point, focus: Option<usize>) {
    let (mut low, mut high) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
    // The outermost centres, and the room that the boxes around them need.
    let (mut edge_low, mut edge_high) = (low, high);
    for (p, n) in at.iter().zip(nodes) {
        let half = (n.size.0 / 2.0, n.size.1 / 2.0);
        low = (low.0.min(p.0), low.1.min(p.1));
        high = (high.0.max(p.0), high.1.max(p.1));
        edge_low = (edge_low.0.min(p.0 - half.0), edge_low.1.min(p.1 - half.1));
        edge_high = (edge_high.0.max(p.0 + half.0), edge_high.1.max(p.1 + half.1));
    }
    let first = focus.and_then(|f| at.get(f).copied());
    let along =
        |v: f64, low: f64, high: f64, edge_low: f64, edge_high: f64, size: f64, middle: Option<f64>| {
            // Where the outermost centres go: a box's half away from the border.
            let (from, to) = (low - edge_low, size - (edge_high - high));
            let Some(middle) = middle else {
                let share = if high - low > 1e-6 { (v - low) / (high - low) } else { 0.5 };
                return from + (to - from) * share;
            };
            let half = size / 2.0;
            if v < middle {
                half - (half - from) * (middle - v) / (middle - low).max(1e-6)
            } else {
                half + (to - half) * (v - middle) / (high - middle).max(1e-6)
            }
        };
    for p in at {
        *p = (
            along(p.0, low.0, high.0, edge_low.0, edge_high.0, size.0, first.map(|f| f.0)),
            along(p.1, low.1, high.1, edge_low.1, edge_high.1, size.1, first.map(|f| f.1)),
        );
    }
}

/// Sets parts in rows, the highest first, on a page of a proportion; rows and page are filled.
pub(super) fn pack(nodes: &[Node], mut parts: Vec<Part>, ratio: f64) -> (Vec<Point>, Point) {
    parts.sort_by(|a, b| {
        (b.size.1 * b.size.0).total_cmp(&(a.size.1 * a.size.0)).then(a.members.cmp(&b.members))
    });
    let gap = (GAP.0 * 1.5, GAP.1 * 1.2);
    let rows = |width: f64| {
        let mut rows: Vec<(Vec<usize>, f64, f64)> = Vec::new();
        for (i, part) in parts.iter().enumerate() {
            match rows.last_mut() {
                Some((row, used, _)) if *used + gap.0 + part.size.0 <= width => {
                    row.push(i);
                    *used += gap.0 + part.size.0;
                }
                _ => rows.push((vec![i], part.size.0, part.size.1)),
            }
        }
        rows
    };
    let widest = parts.iter().map(|p| p.size.0).fold(0.0, f64::max);
    let longest: f64 = parts.iter().map(|p| p.size.0 + gap.0).sum();
    let mut best = (f64::INFINITY, Vec::new(), (0.0, 0.0));
    for step in 0..24 {
        let width = widest + (longest - widest).max(0.0) * f64::from(step * step) / 529.0;
        let rows = rows(width + 1e-6);
        let wide = rows.iter().map(|(_, used, _)| *used).fold(0.0, f64::max);
        let high = rows.iter().map(|(_, _, h)| h + gap.1).sum::<f64>() - gap.1;
        // The page that holds them.
        let page = (wide.max(high * ratio), high.max(wide / ratio));
        if page.0 * page.1 < best.0 - 1e-6 {
            best = (page.0 * page.1, rows, page);
        }
    }
    let (_, rows, page) = best;
    let mut at = vec![(0.0, 0.0); nodes.len()];
    let (mut y, high) = (0.0, rows.iter().map(|(_, _, h)| h).sum::<f64>());
    let free = page.1 - high - gap.1 * rows.len().saturating_sub(1) as f64;
    for (row, used, height) in rows {
        let height = height + free * height / high.max(1e-6);
        let (mut x, spare) = (0.0, page.0 - used);
        let widths: f64 = row.iter().filter_map(|&i| parts.get(i)).map(|p| p.size.0).sum();
        for part in row.iter().filter_map(|&i| parts.get(i)) {
            let width = part.size.0 + spare * part.size.0 / widths.max(1e-6);
            let boxes: Vec<Node> = part.members.iter().filter_map(|&n| nodes.get(n).copied()).collect();
            let mut places = part.places.clone();
            let pad = part.pad;
            fill(&mut places, &boxes, (width - 2.0 * pad.0, height - 2.0 * pad.1), None);
            for (member, place) in part.members.iter().zip(places) {
                if let Some(slot) = at.get_mut(*member) {
                    *slot = (place.0 + x + pad.0, place.1 + y + pad.1);
                }
            }
            x += width + gap.0;
        }
        y += height + gap.1;
    }
    (at, if nodes.is_empty() { (0.0, 0.0) } else { page })
}
