//! The part of the world that a map shows.

use crate::export::svg::plane::{Point, mix};

/// The world's width and height in the units of `outlines.tsv`.
const WORLD: Point = (8000.0, 3894.0);
/// Least width of what is shown, and free border around it in shares of its size.
const LEAST: f64 = 700.0;
const BORDER: f64 = 0.22;

/// From units of the world to pixels of the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    corner: Point,
    zoom: f64,
}

/// Width by height of a map of these places.
pub(super) fn ratio(places: &[Point]) -> f64 {
    let span = |of: fn(&Point) -> f64| {
        let low = places.iter().map(of).fold(f64::MAX, f64::min);
        let high = places.iter().map(of).fold(f64::MIN, f64::max);
        (high - low).max(LEAST / 3.0)
    };
    if places.is_empty() { WORLD.0 / WORLD.1 } else { (span(|p| p.0) / span(|p| p.1)).clamp(1.25, 2.0) }
}

impl Window {
    /// Around some places, as wide and high as an area.
    pub fn around(places: &[Point], area: Point) -> Self {
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for p in places {
            low = (low.0.min(p.0), low.1.min(p.1));
            high = (high.0.max(p.0), high.1.max(p.1));
        }
        if places.is_empty() {
            (low, high) = ((0.0, 0.0), WORLD);
        }
        let middle = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let border = 1.0 + 2.0 * BORDER;
        let wide = ((high.0 - low.0) * border).max((high.1 - low.1) * border * area.0 / area.1).max(LEAST);
        // Not more than all of the world.
        let wide = wide.min(WORLD.0.max(WORLD.1 * area.0 / area.1));
        let size = (wide, wide * area.1 / area.0);
        let keep = |middle: f64, size: f64, world: f64| {
            let from = middle - size / 2.0;
            if size >= world { (world - size) / 2.0 } else { from.min(world - size).max(0.0) }
        };
        let corner = (keep(middle.0, size.0, WORLD.0), keep(middle.1, size.1, WORLD.1));
        Self { corner, zoom: area.0 / wide }
    }

    pub fn put(&self, p: Point) -> Point {
        ((p.0 - self.corner.0) * self.zoom, (p.1 - self.corner.1) * self.zoom)
    }
}

/// The part of a polygon that lies on the page, side after side (Sutherland and Hodgman 1974).
pub(super) fn clipped(mut ring: Vec<Point>, area: Point) -> Vec<Point> {
    // How far inside of each side a point lies.
    let sides: [fn(Point, Point) -> f64; 4] =
        [|p, _| p.0, |p, area| area.0 - p.0, |p, _| p.1, |p, area| area.1 - p.1];
    for side in sides {
        let Some(mut last) = ring.last().copied() else { return ring };
        let mut kept = Vec::with_capacity(ring.len());
        for &p in &ring {
            let (before, here) = (side(last, area), side(p, area));
            if (before < 0.0) != (here < 0.0) {
                kept.push(mix(last, p, before / (before - here)));
            }
            if here >= 0.0 {
                kept.push(p);
            }
            last = p;
        }
        ring = kept;
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_the_page_is_cut_off() {
        let square = vec![(-5.0, -5.0), (5.0, -5.0), (5.0, 5.0), (-5.0, 5.0)];
        let mut cut = clipped(square.clone(), (10.0, 10.0));
        cut.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        assert_eq!(cut, [(0.0, 0.0), (0.0, 5.0), (5.0, 0.0), (5.0, 5.0)]);
        let away = square.iter().map(|p| (p.0 + 40.0, p.1)).collect();
        assert!(clipped(away, (10.0, 10.0)).is_empty());
    }

    #[test]
    fn a_window_holds_its_places() {
        let places = [(4000.0, 1000.0), (4400.0, 1300.0)];
        let window = Window::around(&places, (900.0, 600.0));
        for p in places.map(|p| window.put(p)) {
            assert!(p.0 > 50.0 && p.0 < 850.0 && p.1 > 50.0 && p.1 < 550.0, "{p:?}");
        }
        let world = Window::around(&[], (800.0, 389.4));
        assert!(world.put((8000.0, 3894.0)).0 <= 800.1);
    }
}
