//! The lines of a picture: bent between two boxes, cut off at their borders, with free places for
//! their labels.

use std::collections::BTreeMap;

type Point = (f64, f64);

/// How far the corners of a hexagon are cut, in pixels.
pub(super) const CUT: f64 = 10.0;
/// How far lines of one pair bend away from each other, in pixels: flat ones, and what upright ones
/// need more for labels side by side.
const FAN: (f64, f64) = (32.0, 34.0);
/// Space between a box and the line's end without an arrow, and with one.
const ENDS: (f64, f64) = (1.0, 7.0);

/// The form of a box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Box,
    Pill,
    Hexagon,
}

/// A box on the picture.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    pub centre: Point,
    /// Width and height.
    pub size: Point,
    pub shape: Shape,
}

impl Outline {
    /// True if a point lies inside, or nearer than `gap`.
    fn holds(&self, p: Point, gap: f64) -> bool {
        let (dx, dy) = ((p.0 - self.centre.0).abs(), (p.1 - self.centre.1).abs());
        let (half_w, half_h) = (self.size.0 / 2.0, self.size.1 / 2.0);
        if dx > half_w + gap || dy > half_h + gap {
            return false;
        }
        match self.shape {
            Shape::Box => true,
            Shape::Pill => (dx - (half_w - half_h)).max(0.0).hypot(dy) <= half_h + gap,
            Shape::Hexagon => dx <= half_w + gap - CUT * dy / half_h.max(1.0),
        }
    }
}

/// What a line ties together, by index of the boxes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ends {
    pub source: usize,
    pub target: usize,
    /// With an arrow at the target.
    pub arrow: bool,
}

/// A quadratic Bézier curve.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve {
    pub from: Point,
    pub to: Point,
    /// The control point.
    pub bend: Point,
}

fn mix(a: Point, b: Point, t: f64) -> Point {
    (a.0 + (b.0 - a.0) * t, a.1 + (b.1 - a.1) * t)
}

impl Curve {
    /// From centre to centre, its middle `offset` pixels aside.
    fn between(a: Point, b: Point, offset: f64) -> Self {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let length = dx.hypot(dy).max(1.0);
        let middle = mix(a, b, 0.5);
        let bend = (middle.0 - dy / length * offset * 2.0, middle.1 + dx / length * offset * 2.0);
        Self { from: a, to: b, bend }
    }

    /// The point at `t`, 0 to 1.
    pub fn at(&self, t: f64) -> Point {
        mix(mix(self.from, self.bend, t), mix(self.bend, self.to, t), t)
    }

    /// The part from `t` to `u` (de Casteljau's construction).
    fn part(&self, t: f64, u: f64) -> Self {
        let bend = mix(mix(self.from, self.bend, t), mix(self.bend, self.to, t), u);
        Self { from: self.at(t), to: self.at(u), bend }
    }

    /// The part outside of the two boxes that it ties together.
    fn outside(&self, source: &Outline, target: &Outline, arrow: bool) -> Self {
        let last = if arrow { ENDS.1 } else { ENDS.0 };
        let leave = boundary(|t| source.holds(self.at(t), ENDS.0));
        let enter = 1.0 - boundary(|t| target.holds(self.at(1.0 - t), last));
        if leave < enter { self.part(leave, enter) } else { *self }
    }
}

/// Where `inside` ends, from 0 on: halving finds it within a thousandth.
fn boundary(inside: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (0.0, 0.9);
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        if inside(middle) { low = middle } else { high = middle }
    }
    high
}

/// The lines, in the order of `ends`. Those of one pair lie side by side; they bend around boxes
/// that stand in the way.
pub(super) fn route(boxes: &[Outline], ends: &[Ends]) -> Vec<Curve> {
    let pair = |e: &Ends| (e.source.min(e.target), e.source.max(e.target));
    let mut fans: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, end) in ends.iter().enumerate() {
        fans.entry(pair(end)).or_default().push(i);
    }
    let mut curves: Vec<Curve> =
        vec![Curve { from: (0.0, 0.0), to: (0.0, 0.0), bend: (0.0, 0.0) }; ends.len()];
    for ((a, b), members) in fans {
        let (Some(first), Some(second)) = (boxes.get(a), boxes.get(b)) else { continue };
        let (dx, dy) = (second.centre.0 - first.centre.0, second.centre.1 - first.centre.1);
        let wide = FAN.0 + FAN.1 * dy.abs() / dx.hypot(dy).max(1.0);
        let fan = |i: usize| (i as f64 - (members.len() as f64 - 1.0) / 2.0) * wide;
        let draw = |shift: f64| -> Vec<Curve> {
            (0..members.len()).map(|i| Curve::between(first.centre, second.centre, fan(i) + shift)).collect()
        };
        let mut best = (f64::INFINITY, Vec::new());
        for shift in [0.0, 22.0, -22.0, 44.0, -44.0, 70.0, -70.0] {
            let drawn = draw(shift);
            let hidden: usize = drawn.iter().map(|c| hidden(c, boxes, a, b)).sum();
            let cost = hidden as f64 + f64::abs(shift) / 60.0;
            if cost < best.0 {
                best = (cost, drawn);
            }
            if hidden == 0 {
                break;
            }
        }
        for (member, curve) in members.iter().zip(best.1) {
            let (Some(end), Some(slot)) = (ends.get(*member), curves.get_mut(*member)) else { continue };
            *slot = if end.source == a {
                curve.outside(first, second, end.arrow)
            } else {
                let back = Curve { from: curve.to, to: curve.from, bend: curve.bend };
                back.outside(second, first, end.arrow)
            };
        }
    }
    curves
}

/// The corners of the room that boxes and lines need.
pub(super) fn room(boxes: &[Outline], curves: &[Curve]) -> (Point, Point) {
    let (mut low, mut high) = ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
    let mut add = |p: Point, half: Point| {
        low = (low.0.min(p.0 - half.0), low.1.min(p.1 - half.1));
        high = (high.0.max(p.0 + half.0), high.1.max(p.1 + half.1));
    };
    for outline in boxes {
        add(outline.centre, (outline.size.0 / 2.0, outline.size.1 / 2.0));
    }
    for curve in curves {
        for t in [0.25, 0.5, 0.75] {
            // Half a label.
            add(curve.at(t), (36.0, 10.0));
        }
    }
    if boxes.is_empty() { ((0.0, 0.0), (0.0, 0.0)) } else { (low, high) }
}

/// How many of the points along a curve lie in boxes that it does not tie together.
fn hidden(curve: &Curve, boxes: &[Outline], a: usize, b: usize) -> usize {
    const POINTS: usize = 24;
    (1..POINTS)
        .map(|i| curve.at(i as f64 / POINTS as f64))
        .map(|p| boxes.iter().enumerate().filter(|(k, o)| *k != a && *k != b && o.holds(p, 4.0)).count())
        .sum()
}

/// Places for labels that hide neither boxes nor each other, nor lines if it can be helped.
pub(super) struct Labels<'c> {
    taken: Vec<(Point, Point)>,
    curves: &'c [Curve],
}

impl<'c> Labels<'c> {
    pub fn new(boxes: &[Outline], curves: &'c [Curve]) -> Self {
        Self { taken: boxes.iter().map(|o| (o.centre, o.size)).collect(), curves }
    }

    /// The free place on the curve, or close beside it, where the label hides least of other lines,
    /// nearest to the middle of equals; `None` if it would hide a box or another label everywhere.
    pub fn find(&mut self, curve: &Curve, width: f64, height: f64) -> Option<Point> {
        let mut best: Option<(f64, Point)> = None;
        for (beside, step) in
            [0.0, 11.0, -11.0, 18.0, -18.0].into_iter().flat_map(|b| (0..=15).map(move |s| (b, s)))
        {
            let aside = f64::from((step + 1) / 2) * 0.05;
            let t = if step % 2 == 0 { 0.5 + aside } else { 0.5 - aside };
            let (dx, dy) = (curve.to.0 - curve.from.0, curve.to.1 - curve.from.1);
            let length = dx.hypot(dy).max(1.0);
            let on = curve.at(t);
            let p = (on.0 - dy / length * beside, on.1 + dx / length * beside);
            let is_free =
                self.taken.iter().all(|(c, size)| overlap(p, (width + 6.0, height), *c, *size) <= 0.0);
            if !is_free {
                continue;
            }
            let lines: usize = self.curves.iter().map(|c| covered(c, p, (width, height))).sum();
            let own = covered(curve, p, (width, height));
            let cost = 14.0 * lines.saturating_sub(own) as f64 + aside * 30.0 + beside.abs();
            if best.is_none_or(|(least, _)| cost < least - 1e-9) {
                best = Some((cost, p));
            }
        }
        let (_, place) = best?;
        self.taken.push((place, (width, height)));
        Some(place)
    }
}

/// How many of the points along a curve lie under a label.
fn covered(curve: &Curve, centre: Point, size: Point) -> usize {
    const POINTS: usize = 40;
    let (low_x, high_x) = (curve.from.0.min(curve.to.0), curve.from.0.max(curve.to.0));
    let slack = (curve.bend.0 - (curve.from.0 + curve.to.0) / 2.0).abs() + size.0;
    if centre.0 < low_x - slack || centre.0 > high_x + slack {
        return 0;
    }
    (0..=POINTS)
        .map(|i| curve.at(i as f64 / POINTS as f64))
        .filter(|p| (p.0 - centre.0).abs() < size.0 / 2.0 && (p.1 - centre.1).abs() < size.1 / 2.0)
        .count()
}

fn overlap(a: Point, size_a: Point, b: Point, size_b: Point) -> f64 {
    let x = (size_a.0 + size_b.0) / 2.0 - (a.0 - b.0).abs();
    let y = (size_a.1 + size_b.1) / 2.0 - (a.1 - b.1).abs();
    if x > 0.0 && y > 0.0 { x * y } else { 0.0 }
}

/// Width of a text in DejaVu Sans, in pixels, by classes of letters; a little more than less.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    let units: f64 = text
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | '.' | ',' | '\'' | '’' | '|' | 'I' | ':' | ';' => 0.32,
            'f' | 't' | 'r' | ' ' | '-' | '(' | ')' => 0.41,
            'm' | 'w' | 'M' | 'W' | '@' | '—' | '…' => 0.97,
            c if c.is_uppercase() => 0.73,
            c if c.is_ascii() => 0.61,
            '\u{300}'..='\u{36f}' => 0.0,
            '\u{2e80}'.. => 1.05,
            _ => 0.72,
        })
        .sum();
    units * size
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(x: f64, y: f64, shape: Shape) -> Outline {
        Outline { centre: (x, y), size: (100.0, 40.0), shape }
    }

    #[test]
    fn lines_end_at_the_border_of_each_shape() {
        for shape in [Shape::Box, Shape::Pill, Shape::Hexagon] {
            let boxes = [outline(0.0, 0.0, shape), outline(300.0, 160.0, shape)];
            let curve = route(&boxes, &[Ends { source: 0, target: 1, arrow: false }])[0];
            assert!(boxes[0].holds(curve.from, 2.0) && !boxes[0].holds(curve.from, 0.0), "{shape:?}");
            assert!(boxes[1].holds(curve.to, 2.0) && !boxes[1].holds(curve.to, 0.0), "{shape:?}");
        }
    }

    #[test]
    fn lines_of_one_pair_do_not_meet_and_boxes_are_passed() {
        let boxes = [
            outline(0.0, 0.0, Shape::Box),
            outline(400.0, 0.0, Shape::Box),
            outline(200.0, 10.0, Shape::Pill),
        ];
        let there = Ends { source: 0, target: 1, arrow: true };
        let back = Ends { source: 1, target: 0, arrow: true };
        let curves = route(&boxes, &[there, back]);
        assert!((curves[0].at(0.5).1 - curves[1].at(0.5).1).abs() > 20.0);
        let around = route(&boxes, &[there])[0];
        assert!(!boxes[2].holds(around.at(0.5), 0.0));
    }
}
